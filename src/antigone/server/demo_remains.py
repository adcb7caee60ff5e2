"""The demonstration's dead: three facilities and a train, filled once, and a transfer that was refused and then taken.

Everything goes through the register's own acts, with the dates of the invented war.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from antigone.bureau.ledger import Actor
from antigone.simulation.storage import Bag, accepted, bags, in_train, storage_places

#: So many parts come with a war of 10,000 people; larger wars have no more.
_PARTS, _PEOPLE = 7_000, 10_000
_EXAMINED = 25
_OTHER_SIDE, _AGENCY = "Велмарія, міністерство оборони", "нейтральна агенція"


@dataclass(frozen=True, slots=True)
class DemoRemains:
    """What lies where at the end: in the bureau's keeping, and handed over."""

    kept: int
    handed_over: int


def store_remains_once(people: int, seed: int) -> DemoRemains:
    """Fill the storage and walk a transfer through, unless that was done. What was interrupted goes on.

    Needs Django set up with the staff's or the owner's rights.

    Args:
        people: how many persons the war has; the storage shrinks with it. Only the first time obeys it.
        seed: of the war.
    """
    from antigone.bureau.remains.counting.queries import counted
    from antigone.bureau.remains.models import Part, Place, Transfer

    parts = Part.objects.count() or max(70, _PARTS * min(people, _PEOPLE) // _PEOPLE)
    invented = bags(parts, seed)
    if not Place.objects.filter(code="CAR-12").exists():
        _build(parts)
    if not Part.objects.exists():
        _take_in(invented)
        _examine([bag.number for bag in invented[:_EXAMINED]])
    train = [bag.number for bag in invented[-in_train(parts) :]]
    if not Transfer.objects.exists():
        _offer_in_vain(train)
    if not Part.objects.filter(holder="party").exists():
        _offer_through_the_agency(train, train[: accepted(parts)])
    count = counted()
    return DemoRemains(count.in_keeping, count.with_parties)


def _build(parts: int) -> None:
    from antigone.bureau.remains.actions import keep_place
    from antigone.bureau.remains.models import PlaceKind

    for place in storage_places(parts):
        keep_place(
            place.code, place.name, PlaceKind(place.kind), within=place.within, capacity=place.capacity, actor=_keeper()
        )


def _take_in(invented: Sequence[Bag]) -> None:
    """The facilities' bags in spring, the train's in summer; records of remains describe as many as there are."""
    from antigone.bureau.registry.models import Record
    from antigone.bureau.remains.actions import receive
    from antigone.bureau.remains.values import PartDraft

    described = iter(Record.objects.filter(kind="remains").order_by("id").values_list("public_id", flat=True))
    drafts = [
        PartDraft(bag.number, bag.place, "сапер Рута", bag.what, record=next(described, None)) for bag in invented
    ]
    receive(drafts, brought_by="пошукові групи", taken_by="О. Лелека", at=_day(2023, 6, 20), actor=_keeper())


def _examine(numbers: Sequence[str]) -> None:
    from antigone.bureau.remains.actions import examine
    from antigone.bureau.remains.models import Step, Subject

    done = {
        Subject.EFFECTS: Step.COMPLETED,
        Subject.PATHOLOGY: Step.COMPLETED,
        Subject.DENTAL: Step.IN_PROGRESS,
        Subject.FINGERPRINTS: Step.NOT_POSSIBLE,
        Subject.DNA: Step.ASSIGNED,
    }
    for number in numbers:
        examine(number, done, at=_day(2023, 7, 3), actor=_keeper())


def _offer_in_vain(train: Sequence[str]) -> None:
    from antigone.bureau.remains.transfers.actions import draw_up, offer, refuse
    from antigone.bureau.remains.values import Refusal

    drawn = draw_up("DV-2024-1", train, party=_OTHER_SIDE, actor=_keeper())
    offer(drawn, document="лист 14/24", at=_day(2024, 6, 6), actor=_keeper())
    said = Refusal("«Жодного списку ми не отримували і нікого не чекаємо.»", "заява речника, вигадана", "2024-06-07")
    refuse(drawn, refusal=said, at=_day(2024, 6, 7), actor=_keeper())


def _offer_through_the_agency(train: Sequence[str], taken: Sequence[str]) -> None:
    from antigone.bureau.remains.models import Transfer
    from antigone.bureau.remains.transfers.actions import accept, draw_up, hand_over, note_silence, offer
    from antigone.bureau.remains.values import Signed

    drawn = Transfer.objects.filter(number="DV-2024-2").values_list("public_id", flat=True).first()
    if drawn is None:
        drawn = draw_up("DV-2024-2", train, party=_OTHER_SIDE, channel=_AGENCY, actor=_keeper())
        offer(drawn, document="лист 31/24", at=_day(2024, 9, 2), actor=_keeper())
        accept(drawn, taken, words="приймаємо за списком", at=_day(2024, 9, 20), actor=_keeper())
        if len(taken) < len(train):
            note_silence(drawn, words="відповіді щодо решти не було", at=_day(2024, 10, 1), actor=_keeper())
    signed = Signed("О. Лелека", "Р. Барвінський", "акт 7 від 2024-10-12")
    hand_over(drawn, signed=signed, at=_day(2024, 10, 12), actor=_keeper())


def _keeper() -> Actor:
    return Actor("demonstration", "operator")


def _day(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=UTC)
