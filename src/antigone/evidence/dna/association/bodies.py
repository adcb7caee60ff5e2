"""From samples to bodies: which parts are one person's.

The two likeliest clusters are joined, again and again, as long as one person is likely enough; a joined cluster is
weighed anew against its neighbours with all that its samples say together (Heller and Ghahramani 2005, "Bayesian
hierarchical clustering", here with exact likelihoods). Single links are not enough for that: a sample that resembles
one part of a body and contradicts another stays apart.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.association.identity import (
    Genotypes,
    Singles,
    compare,
    genotypes_of,
    identity_tables,
    likely_pairs,
    together,
)
from antigone.evidence.dna.markers import Panel, Profiles

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Pairs whose posterior odds are this far below even are not looked at again: a joined body may still raise them.
_FAR_BELOW = 3.0
#: Pairs of bodies with a posterior from here on are told of when they were not joined.
_WORTH_TELLING = 0.05


class ExpectationRejected(ValueError):
    """An expectation that cannot be; the sentence says what can."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """What is assumed before looking at DNA.

    Attributes:
        people: how many people the samples may come from; two samples are of one with prior odds 1 : people.
        siblings: how many brothers and sisters of a person are among those people, on average: near relatives look
            alike, the more so in partial profiles.
        certainty: smallest posterior probability at which two clusters are joined.

    Raises:
        ExpectationRejected: nobody, fewer than no siblings, a certainty that is not between 0 and 1.
    """

    people: int
    siblings: float = 0.05
    certainty: float = 0.95

    def __post_init__(self) -> None:
        if self.people < 1 or not 0 <= self.siblings <= self.people or not 0 < self.certainty < 1:
            raise ExpectationRejected(
                f"{self.people} people, {self.siblings:g} siblings and a certainty of {self.certainty:g} cannot be "
                "expected: give at least one person, no negative number of siblings, a certainty between 0 and 1"
            )

    @property
    def least_ratio(self) -> float:
        """Likelihood ratio of one person that a pair must reach to be looked at again."""
        return float(10 ** (math.log10(self.people) - _FAR_BELOW))

    def log10_odds(self, same: float, siblings: float) -> float:
        """Posterior odds of one person, from the likelihood ratios of one person and of siblings against strangers."""
        share = self.siblings / self.people
        # 10**siblings may overflow, and one of the two terms dominates where it would.
        other = np.logaddexp(math.log(max(1 - share, 1e-300)), math.log(max(share, 1e-300)) + siblings * math.log(10))
        return float(same - other / math.log(10) - math.log10(self.people))


@dataclass(frozen=True, slots=True)
class Undecided:
    """Two bodies that may be one person; numbers as in `Association.body`."""

    bodies: tuple[int, int]
    posterior: float


@dataclass(frozen=True, slots=True, eq=False)
class Association:
    """Samples put together.

    Attributes:
        body: int64[P], the number of each sample's body, from 0 by first appearance.
        log10_odds: float64[P], posterior odds that the sample is of one person with the rest of its body; NaN for a
            sample alone.
        undecided: pairs of bodies that were not joined though they may be one person, the likeliest first.
        consensus: the genotype of each body at each locus where something was read: alleles and posterior probability.
    """

    body: Ints
    log10_odds: Floats
    undecided: tuple[Undecided, ...]
    consensus: tuple[Mapping[str, tuple[tuple[str, str], float]], ...]


def associate(
    samples: Profiles,
    over: Panel,
    expected: Expectations,
    *,
    sexes: Sequence[str] = (),
    progress: Callable[[str], None] = lambda step: None,
) -> Association:
    """Which samples are one person's.

    Drop-out, drop-in and typing error are those of the readings (`Doubt`); a reading without doubt that differs
    excludes. Loci on X are left out. Mutation plays no part within one body.

    Args:
        samples: readings over `over`.
        over: the panel.
        expected: how many people, siblings, certainty.
        sexes: of the samples, M, F or U; samples of different sex are never joined. Empty: not asked.
        progress: told what is being done, one phrase.
    """
    genotypes = genotypes_of(only_autosomal(over))
    progress(f"{len(samples.people):,} samples: tables")
    tables = identity_tables(samples, over, genotypes)
    progress("pairs")
    first, second = likely_pairs(tables, genotypes, expected.least_ratio)
    progress(f"{len(first):,} pairs: bodies")
    clusters = _Clusters(tables, genotypes, expected, sexes or ["U"] * len(samples.people))
    clusters.join(zip(first.tolist(), second.tolist(), strict=True))
    progress("done")
    return clusters.association(over, samples)


def body_odds(
    tables: Singles,
    genotypes: Genotypes,
    expected: Expectations,
    sexes: Sequence[str],
    pairs: Iterable[tuple[int, int]],
) -> tuple[Ints, Floats]:
    """`Association.body` and `Association.log10_odds` of samples whose tables and likely pairs are known already."""
    clusters = _Clusters(tables, genotypes, expected, sexes)
    clusters.join(pairs)
    return clusters.bodies()


def only_autosomal(over: Panel) -> Panel:
    """The panel without its loci on X."""
    return over.subset(np.flatnonzero(~over.x_linked).tolist()) if over.x_linked.any() else over


def _posterior(log10_odds: float) -> float:
    less = 10 ** -abs(log10_odds)
    return 1 / (1 + less) if log10_odds > 0 else less / (1 + less)


class _Clusters:
    """Clusters of samples and what each says of its genotypes; a cluster bears the number of its first sample."""

    def __init__(self, tables: Singles, genotypes: Genotypes, expected: Expectations, sexes: Sequence[str]) -> None:
        self._tables = tables
        self._genotypes = genotypes
        self._expected = expected
        self._members: dict[int, list[int]] = {sample: [sample] for sample in range(len(tables))}
        self._joined: dict[int, Floats] = {}
        self._sexes = dict(enumerate(sexes))
        self._neighbours: dict[int, set[int]] = {sample: set() for sample in range(len(tables))}
        self._version = dict.fromkeys(range(len(tables)), 0)
        self._left: list[tuple[float, int, int]] = []

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Join what is likely enough, beginning with the likeliest of these pairs of samples."""
        queue: list[tuple[float, int, int, int, int]] = []
        for first, second in pairs:
            if "U" in (self._sexes[first], self._sexes[second]) or self._sexes[first] == self._sexes[second]:
                self._neighbours[first].add(second)
                self._neighbours[second].add(first)
                queue.append(self._entry(first, second))
        heapq.heapify(queue)
        least = math.log10(self._expected.certainty / (1 - self._expected.certainty))
        while queue and -queue[0][0] >= least:
            _, first, second, version, other_version = heapq.heappop(queue)
            if self._version.get(first) == version and self._version.get(second) == other_version:
                for neighbour in self._join_two(first, second):
                    heapq.heappush(queue, self._entry(first, neighbour))
        self._left = [
            (-worth, first, second)
            for worth, first, second, version, other_version in queue
            if self._version.get(first) == version and self._version.get(second) == other_version
        ]

    def _entry(self, first: int, second: int) -> tuple[float, int, int, int, int]:
        odds = self._log10_odds(self._table(first), self._table(second))
        return -odds, first, second, self._version[first], self._version[second]

    def _table(self, cluster: int) -> NDArray[np.floating]:
        found = self._joined.get(cluster)
        return self._tables[cluster] if found is None else found

    def _log10_odds(self, left: NDArray[np.floating], right: NDArray[np.floating]) -> float:
        of = self._genotypes
        same, siblings = compare(left, right, of.columns, of.first, of.second, of.chances, of.shares)
        return self._expected.log10_odds(same, siblings)

    def _join_two(self, first: int, second: int) -> set[int]:
        """Put the second cluster into the first; gives back whom the joined one must be weighed against."""
        self._joined[first] = together(self._table(first), self._table(second), self._genotypes)
        self._joined.pop(second, None)
        self._members[first] += self._members.pop(second)
        if self._sexes[first] == "U":
            self._sexes[first] = self._sexes[second]
        self._version[first] += 1
        del self._version[second]
        around = (self._neighbours[first] | self._neighbours.pop(second)) - {first, second}
        for neighbour in around:
            self._neighbours[neighbour] -= {second}
            self._neighbours[neighbour].add(first)
        sex = self._sexes[first]
        self._neighbours[first] = {one for one in around if "U" in (sex, self._sexes[one]) or sex == self._sexes[one]}
        return self._neighbours[first]

    def bodies(self) -> tuple[Ints, Floats]:
        """Number of the body of each sample, and its odds of belonging there."""
        body = np.empty(len(self._tables), dtype=np.int64)
        odds = np.full(len(self._tables), np.nan)
        for number, cluster in enumerate(self._order()):
            members = self._members[cluster]
            body[members] = number
            if len(members) > 1:
                odds[members] = self._odds_of_each(members)
        return body, odds

    def _order(self) -> list[int]:
        return sorted(self._members, key=lambda cluster: min(self._members[cluster]))

    def association(self, over: Panel, samples: Profiles) -> Association:
        """The clusters as bodies."""
        order = self._order()
        number_of = {cluster: number for number, cluster in enumerate(order)}
        likeliest = sorted(((_posterior(odds), a, b) for odds, a, b in self._left), reverse=True)
        undecided = tuple(
            Undecided((min(number_of[a], number_of[b]), max(number_of[a], number_of[b])), posterior)
            for posterior, a, b in likeliest
            if posterior >= _WORTH_TELLING
        )
        consensus = tuple(self._consensus(cluster, over, samples) for cluster in order)
        return Association(*self.bodies(), undecided, consensus)

    def _odds_of_each(self, members: Sequence[int]) -> list[float]:
        """Of each sample against the others of its body together, which tables before and after it give."""
        tables = [self._tables[member] for member in members]
        before: list[NDArray[np.floating]] = [np.ones_like(tables[0])]
        after: list[NDArray[np.floating]] = [np.ones_like(tables[0])]
        for left, right in zip(tables[:-1], reversed(tables[1:]), strict=True):
            before.append(together(before[-1], left, self._genotypes))
            after.append(together(right, after[-1], self._genotypes))
        after.reverse()
        return [
            self._log10_odds(table, together(earlier, later, self._genotypes))
            for table, earlier, later in zip(tables, before, after, strict=True)
        ]

    def _consensus(self, cluster: int, over: Panel, samples: Profiles) -> Mapping[str, tuple[tuple[str, str], float]]:
        of = self._genotypes
        posterior = self._table(cluster) * of.chances
        read = np.any(samples.typing[self._members[cluster]], axis=0).tolist()
        found = {}
        for locus, place in enumerate(np.flatnonzero(~over.x_linked).tolist()):
            if not read[place]:
                continue
            begin, end = of.columns[locus], of.columns[locus + 1]
            best = begin + int(np.argmax(posterior[begin:end]))
            one = over.markers[place]
            pair = one.alleles[of.first[best]], one.alleles[of.second[best]]
            found[one.name] = pair, float(posterior[best])
        return found
