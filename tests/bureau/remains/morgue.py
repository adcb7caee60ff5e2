"""A small bureau with two facilities and a train, and the shortest ways to put remains into it."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.bureau.ledger import Actor
from antigone.bureau.remains.actions import keep_place, receive
from antigone.bureau.remains.models import PlaceKind
from antigone.bureau.remains.values import PartDraft, Signed

KEEPER = Actor("keeper", "custodian")
PAPER = Signed("Гнат Сич", "Оксана Лелека", "сторінка 12")
#: Codes of the places where parts can lie, deepest first.
PLACES = ("M1-A", "M1-B", "M2", "CAR-1", "CAR-2")


def build() -> None:
    """Two morgues, one of them with rows, and a train of two cars."""
    keep_place("UA", "Україна", PlaceKind.COUNTRY, actor=KEEPER)
    keep_place("M1", "Морг перший", PlaceKind.FACILITY, within="UA", actor=KEEPER)
    keep_place("M1-A", "ряд А", PlaceKind.ROW, within="M1", actor=KEEPER)
    keep_place("M1-B", "ряд Б", PlaceKind.ROW, within="M1", capacity=3, actor=KEEPER)
    keep_place("M2", "Морг другий", PlaceKind.FACILITY, within="UA", actor=KEEPER)
    keep_place("TRAIN", "Потяг", PlaceKind.FACILITY, within="UA", actor=KEEPER)
    keep_place("CAR-1", "вагон 1", PlaceKind.CAR, within="TRAIN", actor=KEEPER)
    keep_place("CAR-2", "вагон 2", PlaceKind.CAR, within="TRAIN", actor=KEEPER)


def arrive(*numbers: str, place: str = "M1-A") -> list[str]:
    """Parts with these numbers are taken in."""
    return receive(drafts(numbers, place), brought_by="сапер Рута", taken_by="Оксана Лелека", actor=KEEPER)


def drafts(numbers: Sequence[str], place: str = "M1-A") -> list[PartDraft]:
    return [PartDraft(number, place, "сапер Рута") for number in numbers]
