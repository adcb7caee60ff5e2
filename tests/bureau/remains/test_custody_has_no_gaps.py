"""Random histories: every part is in exactly one place at every time, totals are the list, and what was handed over is
not offered again before it came back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bureau.remains.morgue import KEEPER, PAPER, PLACES, arrive, build

from antigone.bureau.remains.actions import bury, examine, move, take_back
from antigone.bureau.remains.acts import now
from antigone.bureau.remains.counting.queries import list_parts, totals
from antigone.bureau.remains.models import Part, Place, Step, Subject, Transfer
from antigone.bureau.remains.transfers.actions import accept, draw_up, hand_over, note_silence, offer, refuse
from antigone.bureau.remains.values import Refusal, RemainsError

pytestmark = pytest.mark.django_db

NUMBERS = ("P-1", "P-2", "P-3", "P-4")
ANSWERS = ("accept", "refuse", "silence", "hand over")
WORDS = Refusal("«не наші»", "https://example.org/1", "2026-02-03")

VERBS = ("receive", "move", "offer", *ANSWERS, "return", "bury", "examine", "move late")


@dataclass
class Told:
    """What a clerk with pencil and paper would know: the test's own book, kept apart from the register."""

    where: dict[str, str] = field(default_factory=dict)
    offer: dict[str, str] = field(default_factory=dict)
    lists: list[UUID] = field(default_factory=list)
    moments: list[tuple[datetime, dict[str, str]]] = field(default_factory=list)

    def allows(self, what: str, numbers: list[str], place: str) -> bool:
        ours = all(self.where.get(one, "") in PLACES for one in numbers)
        offered = [self.offer.get(one, "") for one in numbers]
        match what:
            case "receive":
                allowed = not any(one in self.where for one in numbers)
            case "move late":
                allowed = False
            case "move":
                allowed = ours and all(self.where[one] != place for one in numbers)
            case "offer":
                allowed = ours and not any(offered)
            case "accept":
                allowed = ours and all(one == "offered" for one in offered)
            case "refuse" | "silence":
                allowed = ours and all(offered)
            case "hand over":
                allowed = ours and all(one == "accepted" for one in offered)
            case "return":
                allowed = all(self.where.get(one, "") in ("party", "grave") for one in numbers)
            case "bury":
                allowed = all(self.where.get(one, "grave") != "grave" for one in numbers) and not any(offered)
            case _:
                allowed = ours
        if allowed and what in ("receive", "move", "return"):
            staying = [one for one, at in self.where.items() if at == place and one not in numbers]
            allowed = place != "M1-B" or len(staying) + len(numbers) <= 3
        return allowed

    def write(self, what: str, numbers: list[str], place: str) -> None:
        for one in numbers:
            if what in ("receive", "move", "return"):
                self.where[one] = place
            elif what in ("hand over", "bury"):
                self.where[one] = "party" if what == "hand over" else "grave"
            if what in ("offer", "accept"):
                self.offer[one] = "offered" if what == "offer" else "accepted"
            elif what in ("refuse", "silence", "hand over"):
                self.offer[one] = ""
        self.moments.append((now(), dict(self.where)))


def do(what: str, numbers: list[str], place: str, told: Told) -> None:
    if what == "receive":
        arrive(*numbers, place=place)
    elif what == "move":
        move(numbers, place, signed=PAPER, actor=KEEPER)
    elif what == "move late":
        move(numbers, place, signed=PAPER, at=now() - timedelta(days=1), actor=KEEPER)
    elif what == "offer":
        told.lists.append(draw_up(f"L-{len(told.lists) + 1}", numbers, party="та сторона", actor=KEEPER))
        offer(told.lists[-1], actor=KEEPER)
    elif what == "return":
        take_back(numbers, place, signed=PAPER, actor=KEEPER)
    elif what == "bury":
        bury(numbers, "квартал 7, ряд 2", signed=PAPER, actor=KEEPER)
    elif what == "examine":
        for one in numbers:
            examine(one, {Subject.DENTAL: Step.NOT_POSSIBLE}, actor=KEEPER)
    else:
        answer(what, numbers)


def answer(what: str, numbers: list[str]) -> None:
    on = Part.objects.filter(number__in=numbers).values_list("transfer_id", flat=True).first()
    public_id = Transfer.objects.filter(pk=on).values_list("public_id", flat=True).first() or uuid4()
    if what == "accept":
        accept(public_id, numbers, actor=KEEPER)
    elif what == "refuse":
        refuse(public_id, numbers, refusal=WORDS, actor=KEEPER)
    elif what == "silence":
        note_silence(public_id, numbers, actor=KEEPER)
    else:
        hand_over(public_id, numbers, signed=PAPER, actor=KEEPER)


@settings(max_examples=60)
@given(st.data())
def test_the_register_is_what_a_clerk_would_know_at_every_moment(data: st.DataObject) -> None:
    build_once()
    told = Told()
    with rolled_back():
        for _ in range(data.draw(st.integers(5, 20))):
            what, some, place = drawn_step(data, told)
            if what in ANSWERS and not _of_one_list(some):
                continue
            if told.allows(what, some, place):
                do(what, some, place, told)
                told.write(what, some, place)
            else:
                with pytest.raises(RemainsError):
                    do(what, some, place, told)
        for moment, where in told.moments:
            lying = {one: place for one, place in where.items() if place in PLACES}
            assert {part.number: part.place for part in list_parts("UA", moment)} == lying
            rows = totals("", moment)
            assert {row.code: row.here for row in rows if row.here} == Counter(lying.values())
            assert next(row.all_below for row in rows if row.code == "UA") == len(lying)
            everything = list_parts("", moment)
            assert {part.number for part in everything} == set(where)
            assert all((part.holder == "place") == bool(part.place) for part in everything)
        assert now_by_events() == {
            part.number: (part.holder, part.place.code if part.place else "")
            for part in Part.objects.select_related("place")
        }


def drawn_step(data: st.DataObject, told: Told) -> tuple[str, list[str], str]:
    """Mostly a step that may be done, so that histories get far; now and then any at all."""
    place = data.draw(st.sampled_from(PLACES))
    can = {what: [one for one in NUMBERS if told.allows(what, [one], place)] for what in VERBS}
    likely = [what for what in VERBS if can[what]]
    what = data.draw(st.sampled_from(likely if likely and data.draw(st.integers(0, 3)) else VERBS))
    ours = [one for one in NUMBERS if told.where.get(one, "") in PLACES]
    wrong = ours if ours and data.draw(st.booleans()) else list(NUMBERS)
    pool = can[what] if can[what] and data.draw(st.integers(0, 3)) else wrong
    # Offers and examinations take more than one call; a refusal must leave nothing of the first.
    most = 3 if what not in ("offer", "examine") or pool is can[what] else 1
    return what, data.draw(st.lists(st.sampled_from(pool), min_size=1, max_size=most, unique=True)), place


def _of_one_list(numbers: list[str]) -> bool:
    """Whether one call can answer for all of them: an answer is about one list."""
    return Part.objects.filter(number__in=numbers).values("transfer_id").distinct().count() == 1


def now_by_events() -> dict[str, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (r.number) r.number, e.holder, coalesce(p.code, '') FROM remains_custodyevent e"
            " JOIN remains_part r ON r.id = e.part_id LEFT JOIN remains_place p ON p.id = e.place_id"
            " ORDER BY r.number, e.step DESC"
        )
        return {number: (holder, place) for number, holder, place in cursor.fetchall()}


def build_once() -> None:
    if not Place.objects.exists():
        build()


@contextmanager
def rolled_back() -> Iterator[None]:
    """Everything in the block is undone after it, so that one example leaves nothing to the next."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)
