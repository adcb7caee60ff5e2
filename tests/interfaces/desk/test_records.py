"""A record's page says all that is kept; registrars freeze, release and delete."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from tests.bureau.people import A_FILE
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.office import DEAD_NAME, MEMORIAL, PRISONER_NAME, REGISTRAR

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import import_records
from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind
from antigone.bureau.registry.models import Record, Tombstone

REASON = {"reason": "contested by the family"}


def address(source_record_id: str, act: str = "") -> str:
    return f"/records/{Record.objects.get(source_record_id=source_record_id).public_id}/{act}"


def published() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM published.person")
        return {row[0] for row in cursor.fetchall()}


def test_the_page_holds_all_that_the_source_said_and_where_it_came_from(registrar: Client) -> None:
    page = registrar.get(address("c-1")).text
    for said in (
        *(PRISONER_NAME, "4 July 1991", "Сава", "Тищенко", "Черкаси", "Україна", "солдат", "АВ-12071"),
        *(
            "Список, переданий довірчо",
            "A: completely reliable",
            "3: possibly true",
            "given to the bureau in confidence",
        ),
        *("prisoners.csv", "1 February 2024", "c-1"),
    ):
        assert said in page, said
    assert "not public" in page


def test_the_row_as_received_stands_beside_what_was_read_from_it(registrar: Client) -> None:
    page = registrar.get(address("m-1")).text
    original = page[page.index("The row as received") :]
    assert "ВЕРЕЩАКА Остап Данилович" in original
    assert "дата народження" in original
    assert "12.03.1987" in original


def test_what_the_treaty_minimum_still_lacks_is_named(registrar: Client) -> None:
    page = registrar.get(address("c-1")).text
    assert "Nothing is missing that a column of the registry can hold." in page
    page = registrar.get(address("m-1")).text
    assert "cause of death" in page
    assert "place of burial, and what tells the grave" in page
    assert "mother’s maiden name" not in page


def test_a_record_without_a_name_has_a_page(registrar: Client) -> None:
    page = registrar.get(address("m-3")).text
    assert "Record without a name" in page
    assert "якір на лівому передпліччі" in page


def test_a_withheld_record_is_out_of_the_published_schema_at_once(registrar: Client) -> None:
    assert DEAD_NAME in published()
    answer = registrar.post(address("m-1", "withhold/"), REASON)
    assert answer.status_code == 302
    assert DEAD_NAME not in published()
    page = registrar.get(address("m-1")).text
    assert "Families cannot find it any more." in page
    assert "Release the record" in page
    assert "contested by the family" in page


def test_a_released_record_is_published_again(registrar: Client) -> None:
    registrar.post(address("m-1", "withhold/"), REASON)
    registrar.post(address("m-1", "release/"), REASON)
    assert DEAD_NAME in published()
    assert "families can find it" in registrar.get(address("m-1")).text


def test_withholding_and_releasing_are_events_with_actor_role_and_reason(registrar: Client) -> None:
    registrar.post(address("m-1", "withhold/"), REASON)
    registrar.post(address("m-1", "release/"), {"reason": "settled"})
    events = Event.objects.filter(subject_kind="record").order_by("pk")
    assert [(event.verb, event.actor_name, event.actor_role) for event in events] == [
        ("registry.withhold_record", "olena", "registrar"),
        ("registry.release_record", "olena", "registrar"),
    ]
    assert [(event.detail or {})["reason"] for event in events] == ["contested by the family", "settled"]


def test_doing_it_twice_is_said_and_changes_nothing(registrar: Client) -> None:
    registrar.post(address("m-1", "withhold/"), REASON)
    registrar.post(address("m-1", "withhold/"), REASON)
    assert "The record was withheld already." in registrar.get(address("m-1")).text
    registrar.post(address("m-1", "release/"), REASON)
    registrar.post(address("m-1", "release/"), REASON)
    assert "The record was not withheld." in registrar.get(address("m-1")).text
    assert Event.objects.filter(subject_kind="record").count() == 2


@pytest.mark.parametrize("act", ["withhold/", "delete/"])
def test_nothing_is_done_without_a_reason(act: str, registrar: Client) -> None:
    answer = registrar.post(address("m-1", act), {"reason": "  "})
    assert answer.status_code == 400
    assert "Please fill this in." in answer.text
    assert DEAD_NAME in published()


def test_a_case_worker_freezes_and_only_a_registrar_releases(office: None, staff_rights: None) -> None:
    case_worker = signed_in("taras")
    assert case_worker.post(address("m-1", "withhold/"), REASON).status_code == 302
    assert DEAD_NAME not in published()
    assert "Release the record" not in case_worker.get(address("m-1")).text
    assert case_worker.post(address("m-1", "release/"), REASON).status_code == 403


def test_a_new_import_of_the_same_source_does_not_thaw_a_frozen_record(office: None) -> None:
    signed_in("olena").post(address("m-1", "withhold/"), REASON)
    newer = RecordDraft(
        RecordKind.DEAD, (NameDraft(DEAD_NAME),), source_record_id="m-1", source_date="2025-01-01", cause="осколок"
    )
    import_records(MEMORIAL, [ParsedRow(2, newer)], file=A_FILE, actor=REGISTRAR)
    assert Record.objects.get(source_record_id="m-1").sensitivity == "withheld"


def test_deleting_asks_first_and_leaves_a_tombstone(registrar: Client) -> None:
    page = registrar.get(address("m-1", "delete/")).text
    assert "the next import of the same list leaves it out" in page
    assert Record.objects.filter(source_record_id="m-1").exists()
    answer = registrar.post(address("m-1", "delete/"), REASON)
    assert answer.status_code == 302
    assert not Record.objects.filter(source_record_id="m-1").exists()
    assert Tombstone.objects.get().source_record_id == "m-1"
    assert DEAD_NAME not in published()
    assert "The record is deleted." in registrar.get("/").text
