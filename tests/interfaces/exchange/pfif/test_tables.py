"""PFIF's form as a table: rows are persons, notes or both; what goes out comes in equal."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bureau.people import REGISTRAR
from tests.interfaces.exchange.pfif.documents import HOME, notes, persons

from antigone.bureau.registry.models import Record
from antigone.bureau.registry.values import SourceDraft
from antigone.interfaces.exchange import WrongFormat
from antigone.interfaces.exchange.incoming import IncomingFile
from antigone.interfaces.exchange.incoming_formats import import_any
from antigone.interfaces.exchange.pfif import NEWEST, Note, Person
from antigone.interfaces.exchange.pfif.tables import COLUMNS, open_pfif_table, table_blocks
from antigone.interfaces.exchange.rejections import said_in_cell

# The layout of the reference implementation's sample, with people who are invented.
SAMPLE = (
    "person_record_id,author_name,source_date,full_name,description,sex,note_record_id,author_made_contact,status,text\n"
    f"{HOME}/1,Оксана,2022-05-01T10:00:00Z,Гончар Остап,Високий,male,{HOME}/n1,FALSE,believed_dead,Чула.\n"
)


def read(path: Path) -> list[Person | Note]:
    with open_pfif_table(path) as table:
        return list(table.records())


def test_a_row_is_a_person_and_a_note_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_text(SAMPLE, encoding="utf-8")
    (person,) = read(path)
    assert isinstance(person, Person)
    assert (person.fields["full_name"], person.fields["author_name"]) == ("Гончар Остап", "Оксана")
    assert person.notes[0].fields == {
        "note_record_id": f"{HOME}/n1", "person_record_id": f"{HOME}/1", "author_name": "Оксана",
        "source_date": "2022-05-01T10:00:00Z", "author_made_contact": "false", "status": "believed_dead",
        "text": "Чула.",
    }  # fmt: skip


def test_older_names_of_fields_and_workbooks_are_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["person_record_id", "first_name", "last_name", "home_zip", "found"])
    book.active.append([f"{HOME}/1", "Остап", "Гончар", "64300", None])
    book.save(tmp_path / "list.xlsx")
    (person,) = read(tmp_path / "list.xlsx")
    assert person.fields == {
        "person_record_id": f"{HOME}/1", "given_name": "Остап", "family_name": "Гончар", "home_postal_code": "64300",
    }  # fmt: skip


def test_a_table_that_is_none_of_pfif_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("name,born\nГончар Остап,1987\n", encoding="utf-8")
    with pytest.raises(WrongFormat, match=r"list\.csv: no column is called person_record_id"):
        read(path)


@settings(max_examples=40)
@given(records=st.lists(st.one_of(persons(NEWEST), notes(NEWEST, f"{HOME}/person.1")), min_size=1, max_size=3))
def test_what_goes_out_comes_in_equal_and_runs_nothing(
    records: list[Person | Note], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Lost: an apostrophe of somebody's own before what a spreadsheet program would take for a formula."""
    path = tmp_path_factory.getbasetemp() / "people.csv"
    path.write_bytes(b"".join(table_blocks(records)))
    for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in row)
    # Each note stands in a row of its own, and names its person.
    assert [fields for _, fields in flat(read(path))] == [
        {name: said_in_cell(text) for name, text in fields.items()} for _, fields in flat(records)
    ]
    assert [kind for kind, _ in flat(read(path))] == [kind for kind, _ in flat(records)]


def flat(records: list[Person | Note]) -> list[tuple[type, dict[str, str]]]:
    """Persons and notes in order, without what stands inside what."""
    return [
        (type(one), dict(one.fields))
        for record in records
        for one in (record, *(record.notes if isinstance(record, Person) else ()))
    ]


@pytest.mark.django_db
def test_a_table_is_imported_as_the_file_would_be(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text(SAMPLE, encoding="utf-8-sig")
    arrival = import_any(IncomingFile(path), SourceDraft("Repository"), actor=REGISTRAR)
    assert (arrival.summary.added, arrival.file.table_format) == (1, "pfif")
    record = Record.objects.get()
    assert (record.kind, record.status, record.occurred_date) == ("missing", "believed_dead", "")
    path.write_text(SAMPLE.replace(f"{HOME}/1", "1"), encoding="utf-8")
    (rejected,) = import_any(IncomingFile(path), SourceDraft("Repository"), actor=REGISTRAR).summary.rejections
    assert (rejected.line, "a slash and its own id" in rejected.reason) == (2, True)


def test_the_header_is_every_field_once_in_standard_order() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS) == len(set(NEWEST.person) | set(NEWEST.note))
