"""Blind search as things come: one new body against all families, one new family against all bodies.

Tables and columns of everybody stay at hand. A body that is compared alone needs a few columns of every family's table
and no more, so that its doubtful readings are summed up in place; a family needs its own table and the columns of all
bodies. What is found is what `search` finds among all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.alike import SoughtPerson
from antigone.evidence.dna.blind_search.at_hand import BodiesAtHand, FamiliesAtHand
from antigone.evidence.dna.blind_search.hits import SLACK
from antigone.evidence.dna.blind_search.second_look import second_look
from antigone.evidence.dna.blind_search.tables import IMPOSSIBLE, SEXES
from antigone.evidence.dna.markers import Panel, Profiles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LN10 = math.log(10)


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs that were weighed exactly: who, and log10 LR at each locus, float64[H, N]."""

    bodies: tuple[str, ...]
    families: tuple[str, ...]
    per_locus: Floats

    def __len__(self) -> int:
        return len(self.bodies)


class SearchAtHand:
    """Families and bodies, each known by its name, made ready to be compared with whoever comes.

    Args:
        over: the panel of all readings.
        floor: smallest log10 likelihood ratio to be told of.
        theta: co-ancestry of the population, as in `search`.
    """

    def __init__(self, over: Panel, *, floor: float, theta: float = 0.0) -> None:
        self.over = over
        self._floor, self._theta = floor, theta
        self._families = FamiliesAtHand(over)
        self._bodies = BodiesAtHand(over)

    @property
    def families(self) -> int:
        return len(self._families.sought)

    @property
    def bodies(self) -> int:
        return len(self._bodies.names)

    def put_families(
        self, families: Sequence[SoughtPerson], progress: Callable[[int], None] = lambda done: None
    ) -> list[tuple[str, str]]:
        """Take in families, or what is new of them; gives (family, locus) where the relatives contradict each other."""
        return self._families.put(families, progress)

    def remove_family(self, name: str) -> None:
        """Forget a family, if it is there."""
        self._families.remove(name)

    def put_bodies(self, bodies: Profiles, sexes: Sequence[str]) -> None:
        """Take in bodies, or what is new of them; `sexes` are M, F or U."""
        for row, (name, sex) in enumerate(zip(bodies.people, sexes, strict=True)):
            self._bodies.put(name, SEXES[sex], bodies, row)

    def remove_body(self, name: str) -> None:
        """Forget a body, if it is there."""
        self._bodies.remove(name)

    def hits_of_body(self, name: str) -> Pairs:
        """The families that one body may be of, the floor and above."""
        row = self._bodies.row.get(name)
        if row is None:
            return self._nothing()
        columns, weights, starts, rest = self._bodies.wanted(row)
        found = np.empty(self.families, dtype=np.int64)
        n = _look_of_one(
            self._families.ratios,
            self._families.sexes[: self.families],
            columns,
            weights,
            starts,
            rest,
            int(self._bodies.sexes[row]),
            self._floor - SLACK,
            found,
        )
        return self._weighed(np.full(n, row), found[:n], floor=self._floor)

    def hits_of_family(self, name: str) -> Pairs:
        """The bodies that may be the one whom a family misses, the floor and above."""
        row = self._families.row.get(name)
        if row is None:
            return self._nothing()
        sums = self._bodies.sums(self._families.ratios[row], self._families.log10_relatives[row],
                                 one_gene=bool(self._families.sexes[row] == SEXES["M"]))  # fmt: skip
        sexes = self._bodies.sexes[: self.bodies]
        wanted = self._families.sexes[row]
        agree = (sexes == wanted) | (sexes * wanted == 0)
        found = np.flatnonzero(agree & (sums >= self._floor - SLACK))
        return self._weighed(found, np.full(len(found), row), floor=self._floor)

    def weigh(self, pairs: Sequence[tuple[str, str]]) -> Pairs:
        """Pairs (body, family) of those at hand, whatever comes of them."""
        body = np.array([self._bodies.row[body] for body, _ in pairs], dtype=np.int64)
        family = np.array([self._families.row[family] for _, family in pairs], dtype=np.int64)
        return self._weighed(body, family, floor=-math.inf)

    def _weighed(self, body: Ints, family: Ints, *, floor: float) -> Pairs:
        rows, places = np.unique(body, return_inverse=True)
        per_locus = second_look(self._families.tables(), self._bodies.profiles(rows), family, places, self._theta)
        kept = np.flatnonzero(per_locus.sum(axis=1) >= floor)
        return Pairs(
            tuple(self._bodies.names[body[k]] for k in kept.tolist()),
            tuple(self._families.sought[family[k]].name for k in kept.tolist()),
            per_locus[kept],
        )

    def _nothing(self) -> Pairs:
        return Pairs((), (), np.empty((0, len(self.over))))


@njit(cache=True, nogil=True)
def _look_of_one(ratios, sexes, columns, weights, starts, rest, sex, floor, found):  # type: ignore[no-untyped-def]
    """Rows of the families whose tables say `floor` or more of one body, into `found`; gives back how many."""
    n = 0
    for family in range(len(sexes)):
        if sexes[family] * sex != 0 and sexes[family] != sex:
            continue
        alone = 1 if sexes[family] == 1 else 0
        score = 0.0
        for locus in range(len(rest)):
            begin, end = starts[locus], starts[locus + 1]
            if end - begin == 1:
                score += ratios[family, columns[begin]]
                continue
            if score + rest[locus] < floor:
                score = -np.inf
                break
            mean = 0.0
            for k in range(begin, end):
                mean += weights[alone, k] * np.exp(_LN10 * ratios[family, columns[k]])
            score += np.log10(mean) if mean > 0 else IMPOSSIBLE
        if score >= floor:
            found[n] = family
            n += 1
    return n
