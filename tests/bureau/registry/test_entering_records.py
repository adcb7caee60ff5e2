"""One record entered at the desk is a record like any other: of a source, with a number, with a tombstone respected."""

from __future__ import annotations

import re

import pytest
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import CLOSED_LIST, OPEN_LIST, REGISTRAR, arrive, dead

from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import delete_record, undo_batch
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind
from antigone.bureau.registry.entering import (
    AlreadyKept,
    Buried,
    NamesNobody,
    NotKept,
    enter_record,
    new_number,
    own_source,
    versions,
)
from antigone.bureau.registry.models import Batch, Record, Source
from antigone.bureau.registry.queries import batch_summaries, search
from antigone.bureau.registry.values import SearchQuery

pytestmark = pytest.mark.django_db

OSTAP = RecordDraft(
    RecordKind.PRISONER,
    names=(NameDraft("Гончаровський Остап Лукич"), NameDraft("Honcharovskyi Ostap", NameKind.TRANSLITERATION)),
    birth_date="1987-05-13",
    rank="сержант",
)


def test_an_entered_record_is_of_the_bureau_itself_and_has_a_number_of_its_own() -> None:
    entered = enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    card = record_card(entered)
    assert (card.source.name, card.source.kind) == ("Бюро", "bureau")
    assert re.fullmatch(r"B-[0-9A-Z]{4}-[0-9A-Z]{4}", card.said.source_record_id)
    assert card.said.names == OSTAP.names
    assert card.batch.act == "entry"
    assert card.batch.imported_by == "olena"


def test_the_bureau_stays_one_source_also_under_another_name() -> None:
    enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    enter_record(OSTAP, source=own_source("Бюро розшуку"), actor=REGISTRAR)
    assert Source.objects.count() == 1
    assert Record.objects.count() == 2


def test_an_entered_record_is_found_at_once() -> None:
    enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    assert search(SearchQuery("Honcharovskyy Ostap"))[0].name in {name.value for name in OSTAP.names}


def test_entering_is_one_event_that_names_nobody() -> None:
    entered = enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    event = Event.objects.get()
    assert (event.verb, event.subject_id, event.actor_name) == ("registry.enter_record", entered, "olena")
    assert "Гончаровський" not in str(event.detail)


def test_an_entry_is_no_import_and_can_be_undone() -> None:
    entered = enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    assert batch_summaries() == ()
    undo_batch(Batch.objects.get().pk, actor=REGISTRAR)
    assert not Record.objects.filter(public_id=entered).exists()


def test_a_number_that_the_source_has_given_is_said_and_leads_to_its_record() -> None:
    arrive(dead("17", "Мельник Ярина"))
    with pytest.raises(AlreadyKept, match="has a record «17» already") as refused:
        enter_record(dead("17", "Інша Особа"), source=OPEN_LIST, actor=REGISTRAR)
    assert refused.value.public_id == str(Record.objects.get().public_id)
    assert Batch.objects.count() == 1


def test_the_same_number_at_another_source_is_another_record() -> None:
    arrive(dead("17", "Мельник Ярина"))
    enter_record(dead("17", "Інша Особа"), source=CLOSED_LIST, actor=REGISTRAR)
    assert Record.objects.filter(source_record_id="17").count() == 2


def test_what_was_deleted_is_not_entered_again() -> None:
    arrive(dead("17", "Мельник Ярина"))
    delete_record(str(Record.objects.get().public_id), reason="asked by the family", actor=REGISTRAR)
    with pytest.raises(Buried, match="stays deleted: asked by the family"):
        enter_record(dead("17", "Мельник Ярина"), source=OPEN_LIST, actor=REGISTRAR)
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    "draft",
    [
        RecordDraft(RecordKind.MISSING),
        RecordDraft(RecordKind.DEAD, birth_date="1987", circumstances="не вийшов на зв’язок"),
        RecordDraft(RecordKind.REMAINS, note="оглянуто", informant="патруль"),
    ],
)
def test_a_record_of_nobody_is_refused(draft: RecordDraft) -> None:
    with pytest.raises(NamesNobody):
        enter_record(draft, source=own_source("Бюро"), actor=REGISTRAR)
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    "draft",
    [
        RecordDraft(RecordKind.PRISONER, service_number="АВ-12071"),
        RecordDraft(RecordKind.DEAD, documents="паспорт МН 119911"),
        RecordDraft(RecordKind.REMAINS, occurred_place="Харківська область"),
        RecordDraft(RecordKind.REMAINS, description="якір на передпліччі"),
    ],
)
def test_nothing_else_is_obligatory(draft: RecordDraft) -> None:
    assert enter_record(draft, source=own_source("Бюро"), actor=REGISTRAR)


def test_a_text_in_the_place_of_a_name_is_refused_with_a_sentence() -> None:
    long = RecordDraft(RecordKind.DEAD, names=(NameDraft("а" * 500),))
    with pytest.raises(NotKept, match="is this a text"):
        enter_record(long, source=own_source("Бюро"), actor=REGISTRAR)
    assert not Batch.objects.exists()


def test_numbers_do_not_repeat() -> None:
    assert len({new_number() for _ in range(2_000)}) == 2_000


def test_the_desks_own_role_can_enter() -> None:
    with acting_as("antigone_staff"):
        entered = enter_record(OSTAP, source=own_source("Бюро"), actor=REGISTRAR)
    (only,) = versions(entered)
    assert only.standing
    assert {change.field for change in only.changes} == {"names", "birth_date", "rank"}
