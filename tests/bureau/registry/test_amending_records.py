"""A record is amended with every former version kept, on a ground that its source gives, and never over another's."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR, arrive, dead, prisoner

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.queries import is_published
from antigone.bureau.ledger import Actor
from antigone.bureau.ledger.models import Event
from antigone.bureau.registry.actions import undo_batch, withhold_record
from antigone.bureau.registry.cards import record_card
from antigone.bureau.registry.drafts import NameDraft, RecordDraft
from antigone.bureau.registry.entering import (
    Basis,
    ChangedMeanwhile,
    NotASource,
    NothingChanged,
    NotKept,
    amend_record,
    enter_record,
    own_source,
    versions,
)
from antigone.bureau.registry.models import Batch, Record, ReplacedVersion
from antigone.bureau.registry.queries import search
from antigone.bureau.registry.values import LaterBatchStands, SearchQuery, UnknownRecord

pytestmark = pytest.mark.django_db

TARAS = Actor("taras", "registrar")
OSTAP = dead("17", "Гончар Остап Лукич", birth_date="1987", source_date="2024-01-31")


def of_the_source() -> str:
    arrive(replace(OSTAP, original={"ПІБ": "ГОНЧАР Остап Лукич"}))
    return str(Record.objects.get().public_id)


def of_the_bureau() -> str:
    return enter_record(prisoner("", "Гайдабура Юхим"), source=own_source("Бюро"), actor=REGISTRAR)


def amend(public_id: str, *, basis: Basis = Basis.SOURCE, reason: str = "letter 14", **fields: object) -> str:
    card = record_card(public_id)
    said = replace(card.said, **fields)  # type: ignore[arg-type]
    return amend_record(public_id, said, version=card.version, basis=basis, reason=reason, actor=TARAS)


def test_the_former_version_stays_with_who_when_and_why() -> None:
    public_id = of_the_source()
    amend(public_id, birth_date="1988-02-01", reason="letter 14 of the committee")
    newest, first = versions(public_id)
    assert (newest.by, newest.basis, newest.reason) == ("taras", Basis.SOURCE, "letter 14 of the committee")
    assert [(change.field, change.before, change.after) for change in newest.changes] == [
        ("birth_date", "1987", "1988-02-01")
    ]
    assert (first.by, first.act, first.said.birth_date) == ("olena", "import", "1987")
    assert (newest.standing, first.standing) == (True, False)


def test_ten_amendments_are_ten_versions() -> None:
    public_id = of_the_bureau()
    for year in range(1980, 1990):
        amend(public_id, basis=Basis.OWN, birth_date=str(year))
    told = versions(public_id)
    assert [one.said.birth_date for one in told] == [str(year) for year in range(1989, 1979, -1)] + [""]


def test_names_are_changed_with_their_search_keys() -> None:
    public_id = of_the_source()
    amend(public_id, names=(NameDraft("Вишневецький Северин"),))
    assert search(SearchQuery("Vyshnevetskyi Severyn"))[0].public_id == public_id
    assert search(SearchQuery("Гончар Остап Лукич")) == ()


def test_an_amendment_is_one_event_that_says_which_fields_and_names_nobody() -> None:
    public_id = of_the_source()
    before = record_card(public_id).version
    after = amend(public_id, names=(NameDraft("Гончаренко Остап"),), rank="сержант")
    event = Event.objects.get(verb="registry.amend_record")
    assert event.detail is not None
    assert event.detail["changed"] == ["names", "rank"]
    assert (event.detail["before"], event.detail["content"]) == (before, after)
    assert "Гончар" not in str(event.detail)


def test_the_row_as_received_and_the_number_stay_whatever_is_amended() -> None:
    public_id = of_the_source()
    amend(public_id, rank="сержант", original={}, source_record_id="18")
    said = record_card(public_id).said
    assert said.original == {"ПІБ": "ГОНЧАР Остап Лукич"}
    assert said.source_record_id == "17"


def test_the_second_of_two_is_told_and_nothing_of_the_first_is_lost() -> None:
    public_id = of_the_source()
    card = record_card(public_id)
    amend(public_id, rank="сержант")
    with pytest.raises(ChangedMeanwhile):
        amend_record(
            public_id,
            replace(card.said, unit="45-та рота"),
            version=card.version,
            basis=Basis.SOURCE,
            reason="letter 15",
            actor=REGISTRAR,
        )
    said = record_card(public_id).said
    assert (said.rank, said.unit) == ("сержант", "")
    assert Batch.objects.filter(act="amendment").count() == 1


def test_what_the_bureau_knows_better_is_no_correction_of_an_outside_source() -> None:
    public_id = of_the_source()
    with pytest.raises(NotASource, match="enter what the bureau itself knows as a record of its own"):
        amend(public_id, basis=Basis.OWN, rank="сержант")
    assert record_card(public_id).said.rank == ""


def test_the_database_refuses_it_too() -> None:
    of_the_source()
    source = Record.objects.get().source_id
    insert = (
        "INSERT INTO registry_batch (source_id, file_name, file_sha256, table_format, mapping, imported_by, added,"
        " replaced, unchanged, stale, rejected, warned, undone_by, act, basis, reason)"
        " VALUES (%s, '', '', 'desk', '{}', 'x', 0, 0, 0, 0, 0, 0, '', 'amendment', %s, %s)"
    )
    with acting_as("antigone_staff"):
        for basis, reason in (("own", "we know"), ("source", ""), ("", "we know"), ("rumour", "we know")):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(insert, [source, basis, reason])


def test_an_amendment_says_why() -> None:
    public_id = of_the_source()
    with pytest.raises(NotKept, match="say why"):
        amend(public_id, reason="  ", rank="сержант")


def test_saying_the_same_again_changes_nothing() -> None:
    public_id = of_the_source()
    with pytest.raises(NothingChanged):
        amend(public_id)
    assert not ReplacedVersion.objects.exists()


def test_a_record_that_is_gone_cannot_be_amended() -> None:
    with pytest.raises(UnknownRecord):
        amend_record(
            "00000000-0000-4000-8000-000000000000",
            OSTAP,
            version="",
            basis=Basis.SOURCE,
            reason="letter",
            actor=TARAS,
        )


def test_the_same_list_once_more_does_not_bring_the_slip_back() -> None:
    of_the_source()
    public_id = str(Record.objects.get().public_id)
    amend(public_id, basis=Basis.MISREAD, birth_date="1978")
    again = arrive(replace(OSTAP, original={"ПІБ": "ГОНЧАР Остап Лукич"}))
    assert (again.unchanged, again.replaced) == (1, 0)
    assert record_card(public_id).said.birth_date == "1978"
    assert record_card(public_id).corrected


def test_a_newer_word_of_the_source_replaces_the_amendment_and_keeps_it() -> None:
    public_id = of_the_source()
    amend(public_id, birth_date="1978")
    newer = arrive(replace(OSTAP, birth_date="1979", source_date="2025-01-31"))
    assert newer.replaced == 1
    assert [one.said.birth_date for one in versions(public_id)] == ["1979", "1978", "1987"]
    assert not record_card(public_id).corrected


def test_an_import_with_an_amendment_on_top_is_undone_after_it() -> None:
    public_id = of_the_source()
    imported = Batch.objects.get().pk
    amend(public_id, birth_date="1978")
    with pytest.raises(LaterBatchStands):
        undo_batch(imported, actor=REGISTRAR)
    undo_batch(Batch.objects.get(act="amendment").pk, actor=REGISTRAR)
    assert record_card(public_id).said.birth_date == "1987"
    assert not record_card(public_id).corrected
    undo_batch(imported, actor=REGISTRAR)
    assert not Record.objects.exists()


def test_an_amended_record_is_out_of_sight_until_it_is_published_again() -> None:
    public_id = of_the_source()
    publish_what_may_be(actor=REGISTRAR)
    amend(public_id, birth_date="1978")
    assert not is_published(public_id)
    publish_what_may_be(actor=REGISTRAR)
    assert is_published(public_id)


def test_a_withheld_record_stays_withheld() -> None:
    public_id = of_the_source()
    withhold_record(public_id, reason="contested", actor=REGISTRAR)
    amend(public_id, birth_date="1978")
    assert record_card(public_id).withheld


def test_the_desks_own_role_can_amend_and_undo() -> None:
    public_id = of_the_source()
    with acting_as("antigone_staff"):
        amend(public_id, birth_date="1978", names=(NameDraft("Гончаренко Остап"),))
        undo_batch(Batch.objects.get(act="amendment").pk, actor=REGISTRAR)
        arrive(replace(OSTAP, birth_date="1979", source_date="2025-01-31"))
    assert record_card(public_id).said.birth_date == "1979"


@pytest.mark.parametrize(
    "change",
    [
        "birth_date = '1900'",
        "original = '{}'",
        "source_record_id = '99'",
        "batch_id = 0 - batch_id",
        "kind = 'missing'",
    ],
)
def test_no_zone_changes_a_record_in_silence(change: str) -> None:
    of_the_source()
    arrive(dead("18", "Мельник Ярина"))
    statement = f"UPDATE registry_record SET {change} WHERE source_record_id = '17'"
    with acting_as("antigone_staff"), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_withholding_is_no_change_of_what_was_said() -> None:
    of_the_source()
    with acting_as("antigone_staff"), connection.cursor() as cursor:
        cursor.execute("UPDATE registry_record SET sensitivity = 'withheld'")
    assert Record.objects.get().sensitivity == "withheld"


def test_the_guard_knows_every_field_that_a_source_can_fill() -> None:
    guard = import_module("antigone.bureau.registry.migrations.0003_entering_and_agreements")
    said = {column.strip() for column in guard.SAID.split(",")}
    fields = set(RecordDraft.__dataclass_fields__) - {"names", "source_record_id"}
    assert fields <= said
