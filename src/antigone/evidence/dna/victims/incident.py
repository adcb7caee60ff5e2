"""Victims, families and markers of one disaster or grave, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.pedigrees import Pedigree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class ImpossibleReadings(ValueError):
    """Readings that cannot be under the pedigree or frequencies; the sentence names family or victim."""


class TooManyTogether(ValueError):
    """An incident too large even for sampling; the sentence says what is too many."""


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One family that misses people.

    Attributes:
        name: of the family.
        tree: its pedigree, the missing included.
        missing: ids of the missing, in order.
    """

    name: str
    tree: Pedigree
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Incident:
    """Victims, families and markers of one disaster or grave.

    Attributes:
        victims: id -> sex.
        families: the families.
        over: the markers.
        victim_readings, relative_readings: people's readings.
        theta: co-ancestry between all of one family and the victims placed in it.
    """

    victims: Mapping[str, str]
    families: tuple[Family, ...]
    over: Panel
    victim_readings: Profiles
    relative_readings: Profiles
    theta: float = 0.0
    #: Weights of pairs, once they were asked for: they stand behind all other answers.
    _pairs: list[Floats] = field(default_factory=list, repr=False)

    def missing(self) -> list[tuple[int, str]]:
        """(number of the family, id) of every missing person."""
        return [(number, person) for number, family in enumerate(self.families) for person in family.missing]

    def may_be(self, victim: str, family: Family, person: str) -> bool:
        """Whether the sexes allow it; an unknown sex allows both."""
        wanted = family.tree.members[family.tree.place(person)].sex
        return "U" in (self.victims[victim], wanted) or self.victims[victim] == wanted
