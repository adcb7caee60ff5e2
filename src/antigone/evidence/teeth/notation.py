"""Teeth by FDI two-digit numbers (ISO 3950), and what is told of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

#: As they stand in the mouth, seen from before: the person's right is on the left; upper row, then lower row.
UPPER: Final = (18, 17, 16, 15, 14, 13, 12, 11, 21, 22, 23, 24, 25, 26, 27, 28)
LOWER: Final = (48, 47, 46, 45, 44, 43, 42, 41, 31, 32, 33, 34, 35, 36, 37, 38)
MILK_UPPER: Final = (55, 54, 53, 52, 51, 61, 62, 63, 64, 65)
MILK_LOWER: Final = (85, 84, 83, 82, 81, 71, 72, 73, 74, 75)
PERMANENT: Final = (*UPPER, *LOWER)
MILK: Final = (*MILK_UPPER, *MILK_LOWER)
NUMBERS: Final = frozenset((*PERMANENT, *MILK))

#: Mesial, occlusal or incisal, distal, vestibular, lingual or palatal, in the order in which dentists write them.
SURFACES: Final = "MODVL"


class State(StrEnum):
    """What there is in a tooth's place."""

    SOUND = "sound"
    FILLED = "filled"
    CROWN = "crown"
    DECAYED = "decayed"
    ROOT = "root"
    """Only the root is left."""
    UNERUPTED = "unerupted"
    MISSING = "missing"
    """Lost in life: the socket is healed, or a dentist took it out."""
    LOST_AFTER_DEATH = "lost after death"
    IMPLANT = "implant"
    PONTIC = "pontic"
    """The part of a bridge that stands in for a missing tooth."""
    DENTURE = "denture"
    """A tooth of a denture that can be taken out."""


class Material(StrEnum):
    UNKNOWN = ""
    AMALGAM = "amalgam"
    COMPOSITE = "composite"
    CERAMIC = "ceramic"
    GOLD = "gold"
    METAL = "metal"
    TEMPORARY = "temporary"


#: States in which the person's own tooth stands in its place.
STANDING: Final = frozenset({State.SOUND, State.FILLED, State.CROWN, State.DECAYED, State.ROOT})
#: States in which the person's own tooth is gone since life.
GONE: Final = frozenset({State.MISSING, State.IMPLANT, State.PONTIC, State.DENTURE})


class NotATooth(ValueError):
    """No such tooth, or nothing that a tooth can be; the message says which and what would be right."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is told of one tooth.

    Attributes:
        surfaces: of the filling or the decay, letters of `SURFACES` in their order; empty where nobody said.
        root_filled: whether the root canals are filled.

    Raises:
        NotATooth: surfaces of a tooth that has none to name, a letter that is no surface, or a root filling where no
            root can be.
    """

    state: State
    surfaces: str = ""
    material: Material = Material.UNKNOWN
    root_filled: bool = False

    def __post_init__(self) -> None:
        strange = next((letter for letter in self.surfaces if letter not in SURFACES), "")
        if strange or len(set(self.surfaces)) < len(self.surfaces):
            raise NotATooth(
                f"«{self.surfaces}» names no surfaces; write each once, with the letters M, O (or I), D, V and L"
            )
        if self.surfaces and self.state not in (State.FILLED, State.DECAYED):
            raise NotATooth(f"a tooth that is {self.state} has no surfaces to name; only fillings and decay have")
        if self.root_filled and self.state not in STANDING:
            raise NotATooth(f"a tooth that is {self.state} has no root to be filled")

    def as_json(self) -> dict[str, Any]:
        """Plain values for keeping."""
        return {
            "state": self.state.value,
            "surfaces": self.surfaces,
            "material": self.material.value,
            "root_filled": self.root_filled,
        }


#: Number of a tooth -> what is told of it. A tooth that is not in it was not looked at.
Chart = Mapping[int, Finding]


def chart_of(kept: Mapping[str, Mapping[str, Any]]) -> dict[int, Finding]:
    """A chart from the plain values of `Finding.as_json`, by the tooth's number as text; in the order of `PERMANENT`.

    Raises:
        NotATooth: a number is no tooth's, or a finding cannot be.
    """
    found: dict[int, Finding] = {}
    for written, said in kept.items():
        number = tooth_number(written)
        try:
            found[number] = Finding(
                State(said["state"]),
                surfaces_of(str(said.get("surfaces", ""))),
                Material(said.get("material", "")),
                said.get("root_filled") is True,
            )
        except (KeyError, ValueError) as error:
            told = str(error) if isinstance(error, NotATooth) else f"tooth {number}: {error} is not known"
            raise NotATooth(told) from None
    return {number: found[number] for number in (*PERMANENT, *MILK) if number in found}


def tooth_number(written: str) -> int:
    """The FDI number of a tooth, also written «1.6».

    Raises:
        NotATooth: there is no such tooth.
    """
    bare = written.strip().replace(".", "")
    if not bare.isascii() or not bare.isdigit() or int(bare) not in NUMBERS:
        raise NotATooth(f"«{written}» is no tooth; FDI numbers are 11 to 48, and 51 to 85 for milk teeth")
    return int(bare)


def surfaces_of(written: str) -> str:
    """Surfaces as people write them, in one order: ``od`` is ``OD``, ``I`` is ``O``, ``B`` is ``V``, ``P`` is ``L``.

    A letter that is none stays, so that `Finding` refuses it.
    """
    letters = written.upper().translate(str.maketrans("IBFP", "OVVL"))
    letters = "".join(letter for letter in letters if not letter.isspace())
    return "".join(sorted(letters, key=lambda letter: SURFACES.find(letter)))
