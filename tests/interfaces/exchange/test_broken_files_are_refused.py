"""Each bad file: one clear sentence, bounded time and memory, nothing kept."""

from __future__ import annotations

import gzip
import io
import os
import struct
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
from tests.interfaces.exchange.conftest import Write, arrive

from antigone.interfaces.exchange import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    Limits,
    MappingNeeded,
    NamesNobody,
    TooManyColumns,
    UnreadableFile,
    WrongFormat,
    open_table,
    propose_mapping,
)

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def workbook_with(sheet: bytes) -> bytes:
    """A workbook whose first sheet is `sheet`, as written."""
    plain = io.BytesIO()
    openpyxl.Workbook().save(plain)
    source, out = zipfile.ZipFile(plain), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return out.getvalue()


def people_workbook() -> bytes:
    out = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["ФИО", "дата рождения"])
    book.active.append(["Иванов Иван", "1990"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "error", "sentence"),
    [
        (b"", "list.csv", EmptyTable, "list.csv is empty"),
        (b"\xef\xbb\xbf", "list.csv", EmptyTable, "is empty"),
        (b"\n\n \n,,\n", "list.csv", EmptyTable, "it holds no row"),
        ("ФИО,дата рождения\n".encode(), "list.csv", EmptyTable, "line 1: there is a header and no row below it"),
        (b"name,birth\nIva\0nov,1990\n", "list.csv", BrokenTable, "line 2: a NUL byte"),
        (b'name,birth\nIvanov,1990\n"Petrov,1991\nSidorov,1992\n', "list.csv", BrokenTable, "line 3: a quotation mark"),
        (b'name,birth\n"Petrov' + b"x" * 200_000, "list.csv", BrokenTable, "line 2: a cell .* quotation mark"),
        (b"a," * 5_000 + b"\n1\n", "list.csv", TooManyColumns, "5,001 columns"),
        (b"a," * 1_000_000 + b"\n1\n", "list.csv", TooManyColumns, "line 1: a row of more than 1,000,000 characters"),
        (b"<html><table><tr><td>name", "list.xlsx", WrongFormat, "is a web page"),
        (b"name,birth\nIvanov,1990\n", "list.xlsx", WrongFormat, "is called a workbook and is a text"),
        (people_workbook()[:-400], "list.xlsx", BrokenTable, "is cut off"),
        (people_workbook()[:2000] + people_workbook()[2400:], "list.xlsx", BrokenTable, "is a damaged workbook"),
        (b"PK\x03\x04", "list.xlsx", BrokenTable, "is cut off"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list.xls", WrongFormat, "is an old workbook"),
        (b"%PDF-1.7", "list.csv", WrongFormat, "is a PDF"),
        (
            gzip.compress(b"name\nIvanov\n", mtime=0)[:-6],
            "list.csv.gz",
            BrokenTable,
            "cut off or damaged inside its packing",
        ),
        (gzip.compress(b"", mtime=0), "list.csv.gz", EmptyTable, "nothing is packed"),
        (gzip.compress(b"\0" * 30_000_000, mtime=0), "list.csv.gz", FileTooLarge, "unpacks from"),
        (b'{"name": "Ivanov"}', "list.json", WrongFormat, "not an array of objects"),
        (b'[{"name": "Ivanov"}', "list.json", BrokenTable, "line 1: the JSON is cut off"),
        (b"[" * 200_000, "list.json", BrokenTable, "nested too deep"),
        (b'[{"a":' * 100_000, "list.json", BrokenTable, "nested too deep"),
        (b'[{"a": 1}] x', "list.json", BrokenTable, "after the end"),
        (b"[]", "list.json", EmptyTable, "holds no object"),
    ],
)
def test_a_bad_file_gets_one_sentence(
    write: Write, content: bytes, name: str, error: type[UnreadableFile], sentence: str
) -> None:
    with pytest.raises(error, match=sentence) as caught:
        arrive(write(content, name=name))
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as stream:
        stream.truncate(2 * 1024**3)
    with pytest.raises(FileTooLarge, match=r"huge\.csv has 2,147,483,648 bytes, more than the 536,870,912"):
        open_table(path)


def test_the_limit_on_size_is_a_parameter(write: Write) -> None:
    with pytest.raises(FileTooLarge, match="more than the 10 that are accepted"):
        open_table(write("name,birth\nIvanov,1990\n"), limits=Limits(file_bytes=10))


@pytest.mark.parametrize("what", ["missing", "folder", "pipe", "nul in the path"])
def test_what_is_not_a_file_is_refused(tmp_path: Path, what: str) -> None:
    path = tmp_path / "list.csv"
    if what == "folder":
        path.mkdir()
    if what == "pipe":
        os.mkfifo(path)
    with pytest.raises(FileMissing, match=r"check the path|give the path"):
        open_table(str(path) + ("\0" if what == "nul in the path" else ""))


def test_a_bomb_called_workbook_is_refused_from_its_directory(write: Write) -> None:
    sheet = SHEET + b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 50_000_000 + b"</t></is></c></row>" + END
    with pytest.raises(FileTooLarge, match="would unpack from"):
        open_table(write(workbook_with(sheet), name="bomb.xlsx"))


def test_a_workbook_whose_directory_lies_about_sizes_does_no_harm(write: Write) -> None:
    sheet = SHEET + b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * 50_000_000 + b"</t></is></c></row>" + END
    data = bytearray(workbook_with(sheet))
    name = b"xl/worksheets/sheet1.xml"
    entry = data.rfind(name) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, entry + 24, 1_000)
    with pytest.raises((BrokenTable, FileTooLarge)):
        open_table(write(bytes(data), name="liar.xlsx"))


def test_two_cells_at_the_far_corners_of_a_sheet_kill_only_the_decoder(write: Write) -> None:
    sheet = (
        SHEET + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>' + END
    )
    with pytest.raises(FileTooLarge, match="needs more memory or time"):
        open_table(write(workbook_with(sheet), name="sparse.xlsx"))


def test_a_decoder_that_takes_too_long_is_killed(write: Write) -> None:
    sheet = SHEET + b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1000"><c r="XFD1000"><v>1</v></c></row>' + END
    path = write(workbook_with(sheet), name="long.xlsx")
    before = time.monotonic()
    with pytest.raises(FileTooLarge, match="needs more memory or time"):
        open_table(path, limits=Limits(decoder_seconds=1))
    assert time.monotonic() - before < 20


@pytest.mark.parametrize(
    ("part", "sentence"),
    [("content.xml", "OpenDocument"), ("word/document.xml", "Word document"), ("people.csv", "ZIP archive")],
)
def test_other_archives_are_called_by_their_name(write: Write, part: str, sentence: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(part, b"x")
        archive.writestr("mimetype", b"x")
    with pytest.raises(WrongFormat, match=sentence):
        open_table(write(out.getvalue(), name="list.xlsx"))


def test_an_archive_of_many_parts_is_refused(write: Write) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1_100):
            archive.writestr(f"xl/{number}", b"")
    with pytest.raises(FileTooLarge, match="1,100 parts"):
        open_table(write(out.getvalue(), name="list.xlsx"))


def test_a_list_of_daily_claims_names_nobody(write: Write) -> None:
    path = write('[{"date": "2022-02-25", "day": 2, "personnel": 2800, "POW": 0}]', name="claims.json")
    with (
        open_table(path) as table,
        pytest.raises(NamesNobody, match=r"name no person .*«personnel».* claims and counts"),
    ):
        propose_mapping(table)


def test_a_list_of_events_names_nobody(write: Write) -> None:
    path = write("id,conflict_name,side_a,source_date,deaths_civilians,best\n1,War,Army,2016-01-01,2,4\n")
    with open_table(path) as table, pytest.raises(NamesNobody, match=r"events or counts and name no person"):
        propose_mapping(table)


def test_a_table_without_a_header_says_what_to_do(write: Write) -> None:
    path = write("Иванов Иван Иванович,13.05.1987\nПетров Пётр,1990\n")
    with open_table(path) as table, pytest.raises(MappingNeeded, match="first row looks like a person"):
        propose_mapping(table)


def test_unknown_headers_are_listed(write: Write) -> None:
    path = write("first,second\nIvanov,x\n")
    with open_table(path) as table, pytest.raises(MappingNeeded, match="«first», «second»"):
        propose_mapping(table)


def test_a_column_of_names_that_stands_twice_is_not_guessed(write: Write) -> None:
    path = write("ФИО,дата гибели,ФИО\nИванов Иван,2022,Иванова Анна\n")
    with open_table(path) as table, pytest.raises(MappingNeeded, match="«ФИО» stands twice"):
        propose_mapping(table)
