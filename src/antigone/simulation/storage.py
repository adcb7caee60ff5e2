"""Where the dead of the invented war lie: three facilities and a train of refrigerated cars, and what is in the bags.

Of 7,000 parts 3,000 lie in the train and are offered to the other side; it refuses, and later, through the neutral
agency, takes 2,412 of them over. With fewer parts everything shrinks alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

#: Of so many parts, so many lie in the train, and so many are accepted in the end.
OF: Final = 7_000
IN_TRAIN: Final = 3_000
ACCEPTED: Final = 2_412
_CARS: Final = 12
_ROWS: Final = (("DV-1", 9), ("DV-2", 6), ("DV-3", 5))
_WHAT: Final = (
    ("тіло", 0.62), ("тіло, обгоріле", 0.08), ("тулуб і стегнові кістки", 0.05), ("череп і шийні хребці", 0.04),
    ("права рука", 0.03), ("ліва нога", 0.03), ("таз", 0.04), ("скелетовані рештки", 0.08), ("фрагменти", 0.03),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class StoragePlace:
    """A place of the invented bureau; `kind` as the register of remains names it."""

    code: str
    name: str
    kind: str
    within: str
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Bag:
    """One part: its number, the code of its place, what is in it."""

    number: str
    place: str
    what: str


def storage_places(parts: int) -> list[StoragePlace]:
    """The tree, each place after the one that it is part of, with room enough for so many parts."""
    stored, train = parts - in_train(parts), in_train(parts)
    rows = sum(count for _, count in _ROWS)
    in_row, in_car = -(-stored // rows) + 5, -(-train // _CARS) + 5
    places = [StoragePlace("DV", "Дорванія", "country", "")]
    for number, (code, count) in enumerate(_ROWS, 1):
        places.append(StoragePlace(code, f"Обласний морг {number}", "facility", "DV", in_row * count))
        places += [StoragePlace(f"{code}-{row}", f"ряд {row}", "row", code, in_row) for row in range(1, count + 1)]
    places.append(StoragePlace("TRAIN", "Потяг-рефрижератор", "facility", "DV", in_car * _CARS))
    cars = range(1, _CARS + 1)
    return [*places, *(StoragePlace(f"CAR-{car:02}", f"вагон {car}", "car", "TRAIN", in_car) for car in cars)]


def bags(parts: int, seed: int) -> list[Bag]:
    """So many parts: first those of the facilities, row after row, then those of the train, car after car."""
    rows = [f"{code}-{row}" for code, count in _ROWS for row in range(1, count + 1)]
    cars = [f"CAR-{car:02}" for car in range(1, _CARS + 1)]
    stored = parts - in_train(parts)
    places = [rows[at * len(rows) // stored] for at in range(stored)]
    places += [cars[at * len(cars) // in_train(parts)] for at in range(in_train(parts))]
    random = np.random.default_rng([seed, 8])
    words, shares = zip(*_WHAT, strict=True)
    drawn = random.choice(len(words), size=parts, p=np.array(shares) / sum(shares))
    return [
        Bag(f"DV-23-{at:05}", place, words[word]) for at, (place, word) in enumerate(zip(places, drawn, strict=True), 1)
    ]


def in_train(parts: int) -> int:
    """How many of so many parts lie in the train."""
    return parts * IN_TRAIN // OF


def accepted(parts: int) -> int:
    """How many of those in the train the other side takes over in the end."""
    return parts * ACCEPTED // OF
