"""One person in each format: what goes out comes in equal, and what a format cannot say is listed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tests.interfaces.exchange.pfif.documents import moments, read, texts, written

from antigone.bureau.disclosure.letting_out import OutgoingPerson
from antigone.bureau.registry.drafts import NameKind, ParsedRow, RecordKind
from antigone.interfaces.exchange import open_table
from antigone.interfaces.exchange.ftm import open_entities, rows_of
from antigone.interfaces.exchange.outgoing import COLUMNS, Home, NoHome, entity_of, home_of_bureau, person_of, row_of
from antigone.interfaces.exchange.outgoing.files import _write_workbook, csv_blocks, entity_blocks
from antigone.interfaces.exchange.outgoing.people import PARTNER_COLUMNS
from antigone.interfaces.exchange.people.values import clean, why_not_a_name
from antigone.interfaces.exchange.pfif import Person, moment
from antigone.interfaces.exchange.rejections import said_in_cell

HOME = Home("bureau.example", "The bureau")
OSTAP = OutgoingPerson(
    "0b0e7b5e-0000-4000-8000-000000000001", "dead", "Гончаровський Остап Лукич", ("Honcharovskyi Ostap",), "1987",
    "2022", "Харківська область", "Book of the dead", "2024-08-08", datetime(2026, 11, 1, 10, tzinfo=UTC),
)  # fmt: skip
# What is in the registry was cleaned when it came in.
names = texts.map(clean).filter(lambda text: not why_not_a_name(text))
years = st.sampled_from(["", "1987", "1990~", "1985/1987"])
publics = st.builds(
    OutgoingPerson,
    st.uuids().map(str), st.just("dead"), names, st.lists(names, max_size=2, unique=True).map(tuple), years, years,
    names, names, st.sampled_from(["", "2024-08-08", "2024-08-08T10:00:00Z"]), moments.map(lambda text: moment(text)),
)  # fmt: skip


def test_the_public_gets_name_years_and_region_as_pfif() -> None:
    assert written([person_of(OSTAP, HOME)]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">\n  <pfif:person>\n'
        f"    <pfif:person_record_id>bureau.example/person.{OSTAP.public_id}</pfif:person_record_id>\n"
        "    <pfif:entry_date>2026-11-01T10:00:00Z</pfif:entry_date>\n"
        "    <pfif:author_name>The bureau</pfif:author_name>\n"
        "    <pfif:source_name>Book of the dead</pfif:source_name>\n"
        "    <pfif:source_date>2026-11-01T10:00:00Z</pfif:source_date>\n"
        "    <pfif:full_name>Гончаровський Остап Лукич</pfif:full_name>\n"
        "    <pfif:alternate_names>Honcharovskyi Ostap</pfif:alternate_names>\n"
        "    <pfif:description>Died: 2022\nRegion: Харківська область</pfif:description>\n"
        "    <pfif:date_of_birth>1987</pfif:date_of_birth>\n    <pfif:note>\n"
        f"      <pfif:note_record_id>bureau.example/note.{OSTAP.public_id}</pfif:note_record_id>\n"
        f"      <pfif:person_record_id>bureau.example/person.{OSTAP.public_id}</pfif:person_record_id>\n"
        "      <pfif:entry_date>2026-11-01T10:00:00Z</pfif:entry_date>\n"
        "      <pfif:author_name>The bureau</pfif:author_name>\n"
        "      <pfif:source_date>2026-11-01T10:00:00Z</pfif:source_date>\n"
        "      <pfif:status>believed_dead</pfif:status>\n"
        "      <pfif:text>Book of the dead names this person among the dead, as of 2024-08-08.</pfif:text>\n"
        "    </pfif:note>\n  </pfif:person>\n</pfif:pfif>\n"
    )


def test_a_prisoners_file_says_neither_where_he_is_nor_that_he_is_alive_or_dead() -> None:
    held = OutgoingPerson(**{one.name: getattr(OSTAP, one.name) for one in fields(OSTAP)} | {
        "kind": "prisoner", "occurred_place": "Таємне місто", "last_seen_place": "Табір"})  # fmt: skip
    person = person_of(held, HOME)
    assert person.notes == ()
    assert "Таємне" not in str(person.fields)
    assert "Табір" not in str(person.fields)


@settings(max_examples=60)
@given(publics)
def test_pfif_comes_back_equal(one: OutgoingPerson) -> None:
    (back,) = read(written([person_of(one, HOME)]))
    assert isinstance(back, Person)
    assert (back.fields, [note.fields for note in back.notes]) == (
        person_of(one, HOME).fields, [note.fields for note in person_of(one, HOME).notes],
    )  # fmt: skip


@settings(max_examples=60)
@given(one=publics)
def test_entities_come_back_with_all_but_what_is_listed(
    one: OutgoingPerson, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Lost: `kind` (said at the import), the difference of a vague date to a note, the region's own field."""
    path = tmp_path_factory.getbasetemp() / "entities.ftm.json"
    path.write_bytes(b"".join(entity_blocks([one], HOME)))
    with open_entities(path) as file:
        (row,) = rows_of(file, kind=RecordKind.DEAD)
    assert isinstance(row, ParsedRow)
    draft = row.draft
    others = tuple(name for name in one.other_names if name != one.name)
    assert draft.names[0].value == one.name
    assert tuple(name.value for name in draft.names[1:]) == others
    assert {name.kind for name in draft.names[1:]} <= {NameKind.ALIAS}
    plain = {"1987"}
    assert draft.birth_date == (one.birth_year if one.birth_year in plain else "")
    assert draft.occurred_date == (one.death_year if one.death_year in plain else "")
    assert draft.source_date == one.as_of[:10]
    for vague in {one.birth_year, one.death_year} - plain - {""}:
        assert vague in draft.note
    assert f"Region: {one.region}" in draft.note


def test_an_entity_is_what_yente_loads() -> None:
    line = json.loads(b"".join(entity_blocks([OSTAP], HOME)))
    assert line["schema"] == "Person"
    assert line["id"] == f"bureau.example-{OSTAP.public_id}"
    assert line["datasets"] == ["antigone"]
    assert line["properties"] == {
        "name": ["Гончаровський Остап Лукич"],
        "alias": ["Honcharovskyi Ostap"],
        "birthDate": ["1987"],
        "deathDate": ["2022"],
        "notes": ["Region: Харківська область"],
        "publisher": ["Book of the dead"],
        "modifiedAt": ["2024-08-08"],
    }


def test_what_only_partners_get_has_its_property() -> None:
    held = OutgoingPerson(**{one.name: getattr(OSTAP, one.name) for one in fields(OSTAP)} | {
        "nationality": "Україна", "sex": "male", "service_number": "АБ-17", "rank": "сержант", "father_name": "Лука",
        "birthplace": "Ізюм", "birth_date": "1987-05-13", "status": "probably captive"})  # fmt: skip
    said = entity_of(held, HOME).properties
    assert (said["nationality"], said["gender"], said["idNumber"]) == (["ua"], ["male"], ["АБ-17"])
    assert (said["position"], said["fatherName"], said["birthPlace"]) == (["сержант"], ["Лука"], ["Ізюм"])
    assert (said["birthDate"], said["status"]) == (["1987-05-13"], ["probably captive"])


@settings(max_examples=60)
@given(publics)
def test_csv_comes_back_equal_and_runs_nothing(one: OutgoingPerson) -> None:
    text = b"".join(csv_blocks([one], COLUMNS)).decode("utf-8-sig")
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert tuple(header) == COLUMNS
    for cell, told in zip(row, row_of(one, COLUMNS), strict=True):
        assert cell in (told, "'" + told)
        assert not cell.lstrip(" '\"").startswith(("=", "+", "@")) or cell.startswith("'")


@settings(max_examples=8)
@given(people=st.lists(publics, min_size=1, max_size=20))
def test_a_workbook_comes_back_equal(people: list[OutgoingPerson], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Lost: an apostrophe of somebody's own before what a spreadsheet program would take for a formula."""
    path = tmp_path_factory.getbasetemp() / "people.xlsx"
    with path.open("wb") as stream:
        _write_workbook(stream, people, PARTNER_COLUMNS)
    with open_table(path) as table:
        assert table.columns == PARTNER_COLUMNS
        back = [[said_in_cell(cell) for cell in cells] for _, cells in table.rows(table.header_line)]
    width = len(PARTNER_COLUMNS)
    assert [cells + [""] * (width - len(cells)) for cells in back] == [
        [said_in_cell(cell) for cell in row_of(one, PARTNER_COLUMNS)] for one in people
    ]


@pytest.mark.parametrize("evil", ["=cmd|' /C calc'!A0", "+1+1", "-1", "@SUM(1)", "\t=1", "＝1+1"])
def test_no_cell_of_a_table_is_a_formula(tmp_path: Path, evil: str) -> None:
    one = OutgoingPerson(**{one.name: getattr(OSTAP, one.name) for one in fields(OSTAP)} | {"name": evil})
    text = b"".join(csv_blocks([one], COLUMNS)).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text, newline="")))[1][2] == "'" + evil
    path = tmp_path / "people.xlsx"
    with path.open("wb") as stream:
        _write_workbook(stream, [one], PARTNER_COLUMNS)
    cell = load_workbook(path)["people"]["C2"]
    assert (cell.data_type, cell.value) == ("s", "'" + evil)


def test_the_bureaus_domain_is_one_that_others_reach() -> None:
    assert home_of_bureau(("localhost", "127.0.0.1", "poshuk.example"), "Bureau").domain == "poshuk.example"
    assert home_of_bureau(("localhost",), "Bureau", "Bureau.example").domain == "bureau.example"
    for hosts, domain in ((("localhost", "127.0.0.1", "*"), ""), ((), "a b")):
        with pytest.raises(NoHome, match="set ANTIGONE_PUBLIC_HOSTS, or give --domain"):
            home_of_bureau(hosts, "Bureau", domain)
