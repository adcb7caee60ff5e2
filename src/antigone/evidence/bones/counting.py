"""How many people at least: the minimum number of individuals from bones that lie mixed.

Nobody has two left thigh bones. What is counted is a portion of a bone of one side (White 1953; Adams and Konigsberg
2004 for its limits: it is a bound from below, never an estimate of how many there were).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Element(StrEnum):
    """A bone that everybody has once, or once on each side."""

    CRANIUM = "cranium"
    MANDIBLE = "mandible"
    ATLAS = "atlas"
    AXIS = "axis"
    STERNUM = "sternum"
    SACRUM = "sacrum"
    CLAVICLE = "clavicle"
    SCAPULA = "scapula"
    HUMERUS = "humerus"
    RADIUS = "radius"
    ULNA = "ulna"
    HIP_BONE = "hip bone"
    FEMUR = "femur"
    PATELLA = "patella"
    TIBIA = "tibia"
    FIBULA = "fibula"
    TALUS = "talus"
    CALCANEUS = "calcaneus"


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"
    UNKNOWN = ""


class Portion(StrEnum):
    """Which portion of the bone is there. A fragment of no known place proves the bone, and no second one."""

    WHOLE = "whole"
    PROXIMAL = "proximal"
    SHAFT = "shaft"
    DISTAL = "distal"
    FRAGMENT = "fragment"


class AgeClass(StrEnum):
    """Of which age the bone is, where that is beyond doubt."""

    ADULT = "adult"
    ADOLESCENT = "adolescent"
    CHILD = "child"
    INFANT = "infant"
    UNKNOWN = ""


SINGLE: Final = frozenset(
    {Element.CRANIUM, Element.MANDIBLE, Element.ATLAS, Element.AXIS, Element.STERNUM, Element.SACRUM}
)
#: Bones with ends and a shaft; of others there is the whole or a fragment.
LONG: Final = frozenset(
    {Element.CLAVICLE, Element.HUMERUS, Element.RADIUS, Element.ULNA, Element.FEMUR, Element.TIBIA, Element.FIBULA}
)
_PORTIONS: Final = (Portion.PROXIMAL, Portion.SHAFT, Portion.DISTAL)


class NotCountable(ValueError):
    """Such a piece cannot be; the message says why."""


@dataclass(frozen=True, slots=True)
class Piece:
    """So many pieces alike.

    Raises:
        NotCountable: a single bone has a side, a flat bone an end, or there are none.
    """

    element: Element
    side: Side = Side.UNKNOWN
    portion: Portion = Portion.WHOLE
    age: AgeClass = AgeClass.UNKNOWN
    count: int = 1

    def __post_init__(self) -> None:
        if self.count < 1:
            raise NotCountable(f"{self.element}: {self.count} pieces cannot be counted")
        if self.element in SINGLE and self.side:
            raise NotCountable(f"everybody has one {self.element}; it has no side")
        if self.portion in _PORTIONS and self.element not in LONG:
            raise NotCountable(f"a {self.element} has no {self.portion} portion; write whole or fragment")


@dataclass(frozen=True, slots=True)
class MinimumNumber:
    """How many people at least, and which pieces prove it: an age class (empty: all together), a bone, a portion
    and how many people that bone alone needs."""

    number: int
    proofs: tuple[tuple[AgeClass, Element, Portion, int], ...]


def minimum_number(pieces: Iterable[Piece]) -> MinimumNumber:
    """The least number of people that these pieces can be of.

    Within a class of age the bone that needs most people decides, and classes add up, since nobody is of two. Pieces of
    unknown age or side are counted in wherever they would need the fewest people, so that the number is never too high.
    """
    by_class: dict[AgeClass, dict[tuple[Element, Portion], dict[Side, int]]] = defaultdict(_counts)
    together = _counts()
    for piece in pieces:
        for portion in _portions(piece):
            key = piece.element, portion
            for counts in (by_class[piece.age], together):
                before = counts[key][piece.side]
                counts[key][piece.side] = 1 if portion is Portion.FRAGMENT else before + piece.count
    proofs = tuple(
        (age, *_most(by_class[age])) for age in AgeClass if age is not AgeClass.UNKNOWN and by_class.get(age)
    )
    of_classes = sum(number for *_, number in proofs)
    if not together:
        return MinimumNumber(0, ())
    of_all = _most(together)
    if of_all[-1] > of_classes:
        return MinimumNumber(of_all[-1], ((AgeClass.UNKNOWN, *of_all),))
    return MinimumNumber(of_classes, proofs)


def _counts() -> dict[tuple[Element, Portion], dict[Side, int]]:
    return defaultdict(lambda: dict.fromkeys(Side, 0))


def _portions(piece: Piece) -> tuple[Portion, ...]:
    """A whole long bone holds all its portions, so that a whole one and a broken one are two where they overlap."""
    if piece.portion is Portion.WHOLE and piece.element in LONG:
        return _PORTIONS
    return (piece.portion,)


def _most(counts: dict[tuple[Element, Portion], dict[Side, int]]) -> tuple[Element, Portion, int]:
    needed = {key: _people(key[0], key[1], sides) for key, sides in counts.items()}
    element, portion = max(needed, key=lambda key: (needed[key], key[0] in LONG))
    return element, portion, needed[element, portion]


def _people(element: Element, portion: Portion, sides: dict[Side, int]) -> int:
    everything = sum(sides.values())
    if portion is Portion.FRAGMENT:
        return 1
    if element in SINGLE:
        return everything
    return max(sides[Side.LEFT], sides[Side.RIGHT], math.ceil(everything / 2))
