"""Families and bodies of a blind search in arrays with room for more, so that who comes is put beside the others.

Memory that nobody wrote to is not taken, and nothing stays of whoever is forgotten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.alike import SoughtPerson
from antigone.evidence.dna.blind_search.first_look import certain_columns, genotype_weights
from antigone.evidence.dna.blind_search.tables import IMPOSSIBLE, FamilyTables, columns_of, family_tables
from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.markers import Observation, Panel, Profiles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Families whose tables are made together when many come.
_AT_ONCE = 2_000


class FamiliesAtHand:
    """Tables of families; each is known by its name."""

    ratios: NDArray[np.float32]
    log10_relatives: Floats
    sexes: NDArray[np.int8]

    def __init__(self, over: Panel) -> None:
        self.over = over
        self.columns = columns_of(over)
        self.sought: list[SoughtPerson] = []
        self.row: dict[str, int] = {}
        self._room(1024)

    def _room(self, rows: int) -> None:
        n = len(self.sought)
        ratios = np.empty((rows, int(self.columns[-1])), dtype=np.float32)
        relatives, sexes = np.empty((rows, len(self.over))), np.empty(rows, dtype=np.int8)
        if n:
            ratios[:n], relatives[:n], sexes[:n] = self.ratios[:n], self.log10_relatives[:n], self.sexes[:n]
        self.ratios, self.log10_relatives, self.sexes = ratios, relatives, sexes

    def put(self, families: Sequence[SoughtPerson], progress: Callable[[int], None]) -> list[tuple[str, str]]:
        if len(self.sought) + len(families) > len(self.ratios):
            self._room(2 * (len(self.sought) + len(families)))
        contradictions: list[tuple[str, str]] = []
        for start in range(0, len(families), _AT_ONCE):
            part = families[start : start + _AT_ONCE]
            made = family_tables(part, self.over)
            for place, family in enumerate(part):
                row = self.row.setdefault(family.name, len(self.sought))
                if row == len(self.sought):
                    self.sought.append(family)
                self.sought[row] = family
                self.ratios[row], self.sexes[row] = made.ratios[place], made.sexes[place]
                self.log10_relatives[row] = made.log10_relatives[place]
            contradictions += [(person.name, locus) for person, locus in made.contradictions()]
            progress(start + len(part))
        return contradictions

    def remove(self, name: str) -> None:
        row = self.row.pop(name, None)
        if row is None:
            return
        last = self.sought.pop()
        end = len(self.sought)
        if row != end:
            self.sought[row], self.row[last.name] = last, row
            for table in (self.ratios, self.log10_relatives, self.sexes):
                table[row] = table[end]
        self.ratios[end] = 0

    def tables(self) -> FamilyTables:
        n = len(self.sought)
        return FamilyTables(
            self.over, tuple(self.sought), self.sexes[:n], self.columns, self.ratios[:n], self.log10_relatives[:n]
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Doubtful:
    """A reading that several genotypes can give.

    Attributes:
        locus: at which.
        two_genes, one_gene: float32[G], P(genotype | reading) in the population, and for a man's one gene on X.
        most: log10 of 1 / P(reading), the most that it can say of anybody.
    """

    locus: int
    two_genes: NDArray[np.float32]
    one_gene: NDArray[np.float32]
    most: float


class BodiesAtHand:
    """Readings of bodies and their columns in the tables; each is known by its name.

    A doubtful reading is a number of its own beyond the columns of the tables, the same for equal readings.
    """

    codes: Ints
    typing: NDArray[np.int8]
    sexes: NDArray[np.int8]
    places: Ints

    def __init__(self, over: Panel) -> None:
        self.over = over
        self.columns = columns_of(over)
        self.names: list[str] = []
        self.row: dict[str, int] = {}
        self._observations: list[dict[int, Observation]] = []
        self._number: dict[tuple[int, Observation], int] = {}
        self._doubtful: list[_Doubtful] = []
        self._stacked: dict[int, tuple[Ints, Floats, Floats]] = {}
        self._room(1024)

    def _room(self, rows: int) -> None:
        n = len(self.names)
        codes = np.empty((rows, len(self.over), 2), dtype=np.int64)
        typing, sexes = np.empty((rows, len(self.over)), dtype=np.int8), np.empty(rows, dtype=np.int8)
        places = np.empty((rows, len(self.over)), dtype=np.int64)
        if n:
            codes[:n], typing[:n] = self.codes[:n], self.typing[:n]
            sexes[:n], places[:n] = self.sexes[:n], self.places[:n]
        self.codes, self.typing, self.sexes, self.places = codes, typing, sexes, places

    def put(self, name: str, sex: int, bodies: Profiles, of: int) -> None:
        if len(self.names) == len(self.codes):
            self._room(2 * len(self.names))
        row = self.row.setdefault(name, len(self.names))
        seen = {
            locus: bodies.observations[of, locus] for locus in np.flatnonzero(bodies.typing[of] == Typing.SOFT).tolist()
        }
        if row == len(self.names):
            self.names.append(name)
            self._observations.append(seen)
        self._observations[row] = seen
        self.codes[row], self.typing[row], self.sexes[row] = bodies.codes[of], bodies.typing[of], sex
        self.places[row] = certain_columns(self.over, self.columns, bodies.codes[of], bodies.typing[of])
        for locus, observation in seen.items():
            self.places[row, locus] = int(self.columns[-1]) + self._number_of(locus, observation)

    def _number_of(self, locus: int, observation: Observation) -> int:
        known = self._number.get((locus, observation))
        if known is None:
            known = self._number[locus, observation] = len(self._doubtful)
            two_genes, chance = genotype_weights(self.over, locus, observation, one_gene=False)
            one_gene, chance_of_one = genotype_weights(self.over, locus, observation, one_gene=True)
            least = min(chance, chance_of_one)
            most = -math.log10(least) if least > 0 else math.inf
            self._doubtful.append(_Doubtful(locus, two_genes, one_gene, most))
            self._stacked.pop(locus, None)
        return known

    def remove(self, name: str) -> None:
        row = self.row.pop(name, None)
        if row is None:
            return
        last, seen = self.names.pop(), self._observations.pop()
        end = len(self.names)
        if row != end:
            self.names[row], self._observations[row], self.row[last] = last, seen, row
            for table in (self.codes, self.typing, self.sexes, self.places):
                table[row] = table[end]
        self.codes[end], self.places[end] = -1, 0

    def profiles(self, rows: Ints) -> Profiles:
        observations = {
            (place, locus): seen
            for place, row in enumerate(rows.tolist())
            for locus, seen in self._observations[row].items()
        }
        names = tuple(self.names[row] for row in rows.tolist())
        return Profiles(names, self.codes[rows], self.typing[rows], observations)

    def wanted(self, row: int) -> tuple[Ints, Floats, Ints, Floats]:
        """One body's columns with their weights, locus after locus, the certain ones first.

        Gives columns int64[E]; weights float64[2, E], for two genes and for a man's one on X; where each locus
        begins, int64[L + 1]; and what log10 of the ratio can grow by at most from each locus on, float64[L].
        """
        columns, weights, starts, most = [], [], [0], []
        places, ends = self.places[row], int(self.columns[-1])
        for locus in np.argsort(places, kind="stable").tolist():
            if places[locus] == 0:
                continue
            if places[locus] < ends:
                columns.append(places[locus : locus + 1])
                weights.append(np.ones((2, 1)))
                most.append(math.inf)
            else:
                reading = self._doubtful[int(places[locus]) - ends]
                used = np.flatnonzero(reading.two_genes + reading.one_gene)
                columns.append(self.columns[locus] + used)
                weights.append(np.stack([reading.two_genes[used], reading.one_gene[used]]).astype(np.float64))
                most.append(reading.most)
            starts.append(starts[-1] + len(columns[-1]))
        if not columns:
            return np.empty(0, np.int64), np.empty((2, 0)), np.zeros(1, np.int64), np.empty(0)
        rest = np.cumsum(most[::-1])[::-1]
        return np.concatenate(columns), np.concatenate(weights, axis=1), np.array(starts), np.asarray(rest)

    def sums(self, ratios: NDArray[np.float32], relatives: Floats, *, one_gene: bool) -> Floats:
        """What one family's table says of every body."""
        values = np.zeros(int(self.columns[-1]) + len(self._doubtful))
        values[: len(ratios)] = ratios
        for locus in np.flatnonzero(~np.isneginf(relatives)).tolist():
            numbers, two_genes, for_one = self._of_locus(locus)
            of_locus = 10.0 ** ratios[self.columns[locus] : self.columns[locus + 1]].astype(np.float64)
            with np.errstate(divide="ignore"):
                means = np.log10(of_locus @ (for_one if one_gene else two_genes))
            values[len(ratios) + numbers] = np.maximum(means, IMPOSSIBLE)
        return np.asarray(values[self.places[: len(self.names)]].sum(axis=1))

    def _of_locus(self, locus: int) -> tuple[Ints, Floats, Floats]:
        """The doubtful readings of a locus: their numbers int64[D], and weights of genotypes float64[G, D] twice."""
        if locus not in self._stacked:
            numbers = [number for number, one in enumerate(self._doubtful) if one.locus == locus]
            width = int(self.columns[locus + 1] - self.columns[locus])
            two_genes, one_gene = np.empty((width, len(numbers))), np.empty((width, len(numbers)))
            for place, number in enumerate(numbers):
                two_genes[:, place] = self._doubtful[number].two_genes
                one_gene[:, place] = self._doubtful[number].one_gene
            self._stacked[locus] = np.array(numbers, dtype=np.int64), two_genes, one_gene
        return self._stacked[locus]
