"""XLSX: typed cells, several sheets, titles, and the process that decodes them."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.interfaces.exchange import EmptyTable, MappingNeeded, TableFormat, open_table


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Бригада"
    sheet.append(["Список загиблих бригади"])
    sheet.append([])
    sheet.append(["№ з/п", "П.І.Б.", "Дата народження", "Особистий номер", "Дата загибелі"])
    sheet.append([1, "Іваненко Іван", datetime.date(1987, 2, 3), 12345678, datetime.datetime(2022, 3, 8, 14, 30)])
    sheet.append([2, "Петренко Петро", 36161, "АБ-1", "08.03.2022"])
    sheet.append([])
    sheet.append([3, "=1+1", True, None, 1.5])
    sheet.append([4, "Сидоренко Сидір", "31.02.1990", None, None])
    book.create_sheet("Інше").append(["ПІБ"])
    book["Інше"].append(["Хтось"])
    path = tmp_path / "list.xlsx"
    book.save(path)
    return path


def test_a_workbook_is_read_with_dates_numbers_and_lines(workbook: Path) -> None:
    with open_table(workbook) as table:
        assert (table.format, table.sheet, table.header_line) == (TableFormat.XLSX, "Бригада", 3)
        assert table.notes == ("only the sheet «Бригада» is read; not read: «Інше»",)
    arrived = arrive(workbook, kind=None)
    assert [(row.line, row.draft.birth_date, row.draft.occurred_date) for row in arrived.parsed] == [
        (4, "1987-02-03", "2022-03-08"),
        (5, "1999-01-01", "2022-03-08"),
    ]
    assert arrived.drafts[0].service_number == "12345678"
    assert [(row.line, row.column) for row in arrived.rejected] == [(7, "П.І.Б."), (8, "Дата народження")]


def test_another_sheet_can_be_asked_for(workbook: Path) -> None:
    assert arrive(workbook, sheet="Інше").names == ["Хтось"]


def test_a_sheet_that_is_not_there_is_named(workbook: Path) -> None:
    with pytest.raises(MappingNeeded, match="has no sheet «Третій»"):
        open_table(workbook, sheet="Третій")


def test_a_workbook_without_rows_is_empty(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    with pytest.raises(EmptyTable, match="no sheet of the workbook holds a row"):
        open_table(tmp_path / "empty.xlsx")


def test_a_workbook_under_another_name_is_still_a_workbook(workbook: Path, write: Write) -> None:
    assert len(arrive(write(workbook.read_bytes(), name="upload.tmp")).parsed) == 2


def test_the_decoder_gets_out_by_no_way_that_an_intruder_would_try() -> None:
    tries = (
        "from antigone.imaging.sandbox.probing import ATTEMPTS, succeeds\n"
        "from antigone.interfaces.exchange.tables.workbook_child import confine\n"
        "confine(2**31, 10, 2**20)\n"
        "print([name for name, attempt in ATTEMPTS.items() if succeeds(attempt)], flush=True)\n"
        "import os\nos._exit(0)\n"
    )
    assert subprocess.run([sys.executable, "-c", tries], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_csv_called_workbook_is_read_when_the_format_is_said(write: Write) -> None:
    assert arrive(write("name,birth\nIvanov,1990\n", name="list.xlsx"), format="csv").names == ["Ivanov"]
