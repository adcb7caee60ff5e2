"""What is written down at a scene is kept once, corrected by another entry, taken in once; photographs follow it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.bureau.photographs.album import a_photograph
from tests.bureau.remains.morgue import KEEPER, PAPER, arrive, build

from antigone.bureau.ledger.models import Event
from antigone.bureau.photographs.values import PhotographDraft
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.actions import note_sample
from antigone.bureau.remains.counting.queries import counted, list_parts
from antigone.bureau.remains.effects.actions import seal
from antigone.bureau.remains.field.actions import add_photograph, keep_entry, take_in_entry, tie_entry
from antigone.bureau.remains.field.queries import (
    entry_card,
    photographs_of_entry,
    photographs_of_part,
    samples_of_part,
    waiting_entries,
)
from antigone.bureau.remains.field.values import Came, EntryDiffers, EntryDraft, Sent
from antigone.bureau.remains.models import PartPhotograph, SceneEntry
from antigone.bureau.remains.queries import part_page, public_id_of
from antigone.bureau.remains.transfers.actions import accept, draw_up, hand_over, offer
from antigone.bureau.remains.values import RemainsError

pytestmark = pytest.mark.django_db

SHOWS = PhotographDraft("scene")


@pytest.fixture(autouse=True)
def morgue(db: None) -> Iterator[None]:
    build()
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def a_find(**said: object) -> EntryDraft:
    found = EntryDraft(
        uuid4(),
        "REC-9",
        "лісосмуга за ставком",
        datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
        "37U DQ 41",
        "пошукова група 3",
        "2026-03-01",
        "p-9",
        "повне тіло",
        ("АВ-12071",),
        "сапер Рута",
        "двоє поруч",
    )
    return replace(found, **said)  # type: ignore[arg-type]


def kept(**said: object) -> UUID:
    draft = a_find(**said)
    assert keep_entry(draft, actor=KEEPER) is Came.KEPT
    return draft.id


def refused(sql: str) -> str:
    with connection.cursor() as cursor, pytest.raises(DatabaseError) as told, transaction.atomic():
        cursor.execute(sql)
    return str(told.value).splitlines()[0]


def test_sent_twice_it_is_kept_once_and_written_into_the_ledger_once() -> None:
    found = a_find()
    assert keep_entry(found, actor=KEEPER) is Came.KEPT
    assert keep_entry(found, actor=KEEPER) is Came.KEPT_BEFORE
    assert keep_entry(replace(found, number=" P-9 ", grid="37UDQ41"), actor=KEEPER) is Came.KEPT_BEFORE
    (card,) = waiting_entries()
    assert (card.draft.number, card.draft.grid, card.by) == ("P-9", "37UDQ41", "keeper")
    assert Event.objects.filter(verb="remains.keep_entry").count() == 1


def test_what_was_changed_after_it_was_sent_is_told_and_nothing_is_overwritten() -> None:
    found = a_find()
    keep_entry(found, actor=KEEPER)
    with pytest.raises(EntryDiffers) as told:
        keep_entry(replace(found, site="лісосмуга перед ставком"), actor=KEEPER)
    assert told.value.kept.draft.site == "лісосмуга за ставком"
    correction = replace(found, id=uuid4(), site="лісосмуга перед ставком", corrects=found.id)
    assert keep_entry(correction, actor=KEEPER) is Came.KEPT
    assert [card.draft.site for card in waiting_entries()] == ["лісосмуга перед ставком"]
    assert entry_card(found.id).corrected
    with pytest.raises(RemainsError, match="corrected by another"):
        take_in_entry(found.id, "M2", brought_by="", taken_by="keeper", actor=KEEPER)
    with pytest.raises(RemainsError, match="corrected by another already"):
        keep_entry(replace(correction, id=uuid4()), actor=KEEPER)


def test_two_phones_cannot_have_written_one_number() -> None:
    kept()
    arrive("P-1")
    for number in ("P-9", "P-1"):
        with pytest.raises(RemainsError, match=f"the number {number} was given before") as told:
            keep_entry(a_find(number=number), actor=KEEPER)
        assert told.value.rule == "remains_number_used_once"
    with pytest.raises(RemainsError, match="closer than the bureau keeps it"):
        keep_entry(a_find(number="", grid="37UDQ412413"), actor=KEEPER)
    assert SceneEntry.objects.count() == 1


def test_a_find_is_taken_in_once_with_all_that_was_written_of_it() -> None:
    found = kept()
    assert take_in_entry(found, "M1-A", brought_by="група 3", taken_by="keeper", actor=KEEPER) == "P-9"
    page = part_page(public_id_of("P-9"))
    assert (page.now.place, page.tags, page.explosives_checked_by) == ("M1-A", ("АВ-12071",), "сапер Рута")
    assert page.recovery is not None
    assert (page.recovery.reference, page.recovery.note) == ("REC-9", "двоє поруч")
    record = Record.objects.get(public_id=page.record)
    assert (record.kind, record.occurred_place, record.documents) == ("remains", "лісосмуга за ставком", "АВ-12071")
    with pytest.raises(RemainsError, match="taken in already, as part P-9"):
        take_in_entry(found, "M2", brought_by="", taken_by="keeper", actor=KEEPER)
    assert waiting_entries() == []
    unchecked = kept(number="P-10", explosives_checked_by="")
    with pytest.raises(RemainsError, match="not checked for explosives"):
        take_in_entry(unchecked, "M2", brought_by="", taken_by="keeper", actor=KEEPER)
    assert [part.number for part in list_parts()] == ["P-9"]


def test_a_part_that_came_without_its_entry_is_tied_to_it_by_its_number() -> None:
    found = kept()
    arrive("P-8", "P-9")
    with pytest.raises(RemainsError, match="bears the number P-9"):
        tie_entry(found, "P-8", actor=KEEPER)
    tie_entry(found, "P-9", actor=KEEPER)
    assert entry_card(found).part == "P-9"


def test_photographs_of_a_find_are_of_the_part_that_it_becomes() -> None:
    found = kept()
    first = Sent(uuid4())
    came, public_id = add_photograph(found, first, a_photograph(), SHOWS, actor=KEEPER)
    assert came is Came.KEPT
    assert add_photograph(found, first, a_photograph(), SHOWS, actor=KEEPER) == (Came.KEPT_BEFORE, public_id)
    with pytest.raises(RemainsError, match="another photograph was sent under this id"):
        add_photograph(found, first, a_photograph(8), SHOWS, actor=KEEPER)
    # The same picture under another id of the phone is the same photograph here.
    assert add_photograph(found, Sent(uuid4()), a_photograph(), SHOWS, actor=KEEPER) == (Came.KEPT, public_id)
    correction = a_find(number="P-10", corrects=found)
    keep_entry(correction, actor=KEEPER)
    take_in_entry(correction.id, "M2", brought_by="", taken_by="keeper", actor=KEEPER)
    part = public_id_of("P-10")
    add_photograph("P-10", Sent(uuid4()), a_photograph(8), PhotographDraft("effect"), actor=KEEPER)
    shown = [(card.shows, card.sensitivity) for card, _ in photographs_of_part(part)]
    assert shown == [("scene", "dead"), ("effect", "dead")]
    assert len(photographs_of_entry(correction.id)) == 1
    assert len({card.record for card, _ in photographs_of_part(part)} | {part_page(part).record}) == 1


def test_a_photograph_of_a_sample_names_a_sample_of_that_part() -> None:
    arrive("P-1", "P-2")
    note_sample("P-1", "Зр-1", actor=KEEPER)
    add_photograph("P-1", Sent(uuid4(), "Зр-1"), a_photograph(), SHOWS, actor=KEEPER)
    ((_, sample),) = photographs_of_part(public_id_of("P-1"))
    assert (sample, samples_of_part(public_id_of("P-1"))) == ("Зр-1", ["Зр-1"])
    with pytest.raises(RemainsError, match="no sample with the label Зр-1 was taken of this part"):
        add_photograph("P-2", Sent(uuid4(), "Зр-1"), a_photograph(8), SHOWS, actor=KEEPER)
    assert not photographs_of_part(public_id_of("P-2"))


def test_whoever_writes_sql_cannot_change_what_was_sent() -> None:
    found = kept()
    add_photograph(found, Sent(uuid4()), a_photograph(), SHOWS, actor=KEEPER)
    assert "permission denied" in refused("UPDATE remains_sceneentry SET site = 'x'")
    assert "permission denied" in refused("DELETE FROM remains_partphotograph")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert "stays as it was sent" in refused("UPDATE remains_sceneentry SET site = 'x'")
    assert "is not deleted" in refused("DELETE FROM remains_sceneentry")
    assert "only grows" in refused("UPDATE remains_partphotograph SET sample = 'x'")
    assert PartPhotograph.objects.count() == 1


def test_effects_are_sealed_only_while_the_remains_are_here() -> None:
    arrive("P-1", "P-2")
    listed = draw_up("L-1", ["P-1"], party="та сторона", actor=KEEPER)
    offer(listed, actor=KEEPER)
    accept(listed, actor=KEEPER)
    hand_over(listed, signed=PAPER, actor=KEEPER)
    sentence = "part P-1 was handed over to та сторона and has not come back; its effects cannot be sealed here"
    with pytest.raises(RemainsError, match=sentence) as told:
        seal("S-1", "P-1", ["годинник"], signed=PAPER, actor=KEEPER)
    assert told.value.rule == "remains_effects_while_here"
    packet = (
        "INSERT INTO remains_packet (seal, part_id, contents)"
        " SELECT 'S-2', id, '{{хрестик}}' FROM remains_part WHERE number = '{}'"
    )
    assert refused(packet.format("P-1")) == sentence
    seal("S-3", "P-2", ["хрестик"], signed=PAPER, actor=KEEPER)
    assert counted().handed_over == 1


def test_every_count_is_counted_from_events_at_any_moment() -> None:
    before = datetime.now(UTC)
    kept()
    waiting = kept(number="")
    arrive("P-1", "P-2", "P-3")
    took_in = datetime.now(UTC)
    take_in_entry(waiting, "M2", brought_by="", taken_by="keeper", actor=KEEPER)
    listed = draw_up("L-1", ["P-1", "P-2"], party="та сторона", actor=KEEPER)
    offer(listed, actor=KEEPER)
    offered = datetime.now(UTC)
    accept(listed, ["P-1"], actor=KEEPER)
    hand_over(listed, signed=PAPER, actor=KEEPER)
    none = counted(before)
    assert (none.received, none.waiting) == (0, 0)
    first = counted(took_in)
    assert (first.received, first.in_keeping, first.waiting, first.on_offer) == (3, 3, 2, 0)
    middle = counted(offered)
    assert (middle.received, middle.waiting, middle.on_offer, middle.with_parties) == (4, 1, 2, 0)
    now = counted()
    assert (now.received, now.in_keeping, now.with_parties, now.handed_over, now.on_offer) == (4, 3, 1, 1, 1)
