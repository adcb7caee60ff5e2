"""Imports: what came of them, their rejected rows page by page and as a file, and taking them back."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import QueryCanceled
from tests.bureau.people import A_FILE
from tests.interfaces.desk.office import CONFIDENCE, DEAD_NAME, MEMORIAL, REGISTRAR

from antigone.bureau.registry.actions import import_records
from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind, RejectedRow
from antigone.bureau.registry.models import Batch, Record


def batch_of(source: str) -> int:
    return Batch.objects.filter(source__name=source).order_by("pk")[0].pk


def rejected_of(client: Client, batch: int) -> str:
    return b"".join(client.get(f"/imports/{batch}/rejected.csv")).decode("utf-8-sig")


def test_the_list_shows_each_import_with_its_counts(registrar: Client) -> None:
    page = registrar.get("/imports/").text
    assert page.index("prisoners.csv") < page.index("книга-2024-01.xlsx")
    assert "155" in page


def test_an_import_shows_source_file_hash_mapping_and_counts(registrar: Client) -> None:
    page = registrar.get(f"/imports/{batch_of(MEMORIAL.name)}/").text
    for said in (MEMORIAL.name, "книга-2024-01.xlsx", "xlsx", "a1" * 32, "дата народження: birth_date"):
        assert said in page, said


def test_rejected_rows_come_a_hundred_a_page(registrar: Client) -> None:
    address = f"/imports/{batch_of(MEMORIAL.name)}/"
    first, second = registrar.get(address).text, registrar.get(f"{address}?page=2").text
    assert "31.02.1999 is not a date; write 1999-02 if the day is unknown" in first
    assert "Page 1 of 2" in first
    assert first.count("this row names nobody") == 99
    assert second.count("this row names nobody") == 55
    assert ">159<" in second
    for odd in ("0", "-1", "x", "99999999999", "²"):
        assert registrar.get(address, {"page": odd}).status_code == 200
    assert "Page 2 of 2" in registrar.get(f"{address}?page=77").text


def test_an_import_without_rejected_rows_says_so(registrar: Client) -> None:
    assert "Every row arrived." in registrar.get(f"/imports/{batch_of(CONFIDENCE.name)}/").text


def test_the_file_of_rejected_rows_is_whole_and_holds_no_formula(registrar: Client) -> None:
    batch = batch_of(MEMORIAL.name)
    rows = list(csv.DictReader(io.StringIO(rejected_of(registrar, batch))))
    assert len(rows) == 155
    assert rows[0] == {
        "line": "5",
        "column": "дата народження",
        "value": "31.02.1999",
        "reason": "31.02.1999 is not a date; write 1999-02 if the day is unknown",
    }
    assert rows[1]["value"] == '\'=HYPERLINK("x")'
    answer = registrar.get(f"/imports/{batch}/rejected.csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_cell_of_the_file_can_be_taken_for_a_formula(registrar: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    hostile = [
        RejectedRow(number, f"{sign}A1", f"{sign}cmd|' /C calc'!A0", f"{sign}1")
        for number, sign in enumerate(("=", "+", "-", "@", "\t=", "\r=", "\uff1d", " ="), 2)
    ]
    summary = import_records(MEMORIAL, hostile, file=A_FILE, actor=REGISTRAR)
    assert summary.batch_id is not None
    rows = list(csv.reader(io.StringIO(rejected_of(registrar, summary.batch_id), newline="")))[1:]
    assert len(rows) == len(hostile)
    assert all(cell.startswith("'") for row in rows for cell in row[1:])


def test_undoing_says_first_what_will_happen(registrar: Client) -> None:
    batch = batch_of(MEMORIAL.name)
    page = registrar.get(f"/imports/{batch}/undo/").text
    assert "3 records that came with it are removed." in page
    assert "2 of these records can be found by families now" in page
    assert "put back" not in page
    assert Record.objects.filter(batch=batch).count() == 3


def test_undoing_takes_the_records_and_the_published_people_away(registrar: Client) -> None:
    batch = batch_of(MEMORIAL.name)
    answer = registrar.post(f"/imports/{batch}/undo/", follow=True)
    assert "The import is undone: 3 records removed" in answer.text
    assert not Record.objects.filter(batch=batch).exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM published.person")
        assert cursor.fetchone() == (0,)
    page = registrar.get(f"/imports/{batch}/").text
    assert "by olena" in page
    assert "Undo this import" not in page


def test_undoing_twice_is_said_and_changes_nothing(registrar: Client) -> None:
    batch = batch_of(MEMORIAL.name)
    registrar.post(f"/imports/{batch}/undo/")
    assert "This import was undone before." in registrar.get(f"/imports/{batch}/undo/").text
    assert "This import was undone before." in registrar.post(f"/imports/{batch}/undo/", follow=True).text


def test_a_batch_that_a_later_one_replaced_waits_for_that_one(registrar: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    newer = RecordDraft(
        RecordKind.DEAD, (NameDraft(DEAD_NAME),), source_record_id="m-1", source_date="2025-01-01", cause="осколок"
    )
    later = import_records(MEMORIAL, [ParsedRow(2, newer)], file=A_FILE, actor=REGISTRAR).batch_id
    first = batch_of(MEMORIAL.name)
    page = registrar.get(f"/imports/{first}/undo/").text
    assert f"Please undo import {later} first." in page
    assert '<button class="main danger">' not in page
    answer = registrar.post(f"/imports/{first}/undo/", follow=True)
    assert "A later import replaced records of this one." in answer.text
    assert Record.objects.get(source_record_id="m-1").cause == "осколок"
    page = registrar.get(f"/imports/{later}/undo/").text
    assert "1 record that it replaced is put back as it was." in page
    assert "removed." not in page
    registrar.post(f"/imports/{later}/undo/")
    assert Record.objects.get(source_record_id="m-1").cause == ""


def test_an_import_that_takes_too_long_to_undo_is_said_with_the_command_that_can(
    registrar: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_long(*_: object, **__: object) -> None:
        raise OperationalError("canceling statement due to statement timeout") from QueryCanceled()

    monkeypatch.setattr("antigone.interfaces.desk.views.imports.undo_batch", too_long)
    batch = batch_of(MEMORIAL.name)
    page = registrar.post(f"/imports/{batch}/undo/", follow=True).text
    assert f"On the machine: antigone undo {batch}" in page
    assert Batch.objects.get(pk=batch).undone_at is None
