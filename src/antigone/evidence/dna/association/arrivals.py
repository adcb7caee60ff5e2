"""Samples put together as they come.

Samples that no likely pair joins to each other, by however many steps, do not change each other's bodies. So the likely
pairs are kept as a graph, and an arrival is compared with everybody once and then puts together anew only the knot of
samples that it falls into. What comes of it is what `associate` says of all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.evidence.dna.association.bodies import Expectations, body_odds, only_autosomal
from antigone.evidence.dna.association.identity import (
    Singles,
    genotypes_of,
    identity_tables,
    likely_pairs,
    likely_with_one,
)
from antigone.evidence.dna.markers import Panel, Profiles


@dataclass(frozen=True, slots=True)
class Together:
    """A sample of a body with several: the first sample of that body, and the odds that it belongs with the rest."""

    first: str
    sample: str
    log10_odds: float


class SamplesAtHand:
    """Samples that may be parts of one another's bodies; each is known by its label.

    Args:
        over: the panel; loci on X are left out.
        expected: how many people, siblings, certainty.
    """

    def __init__(self, over: Panel, expected: Expectations) -> None:
        self.expected = expected
        self._over = over
        self._genotypes = genotypes_of(only_autosomal(over))
        self._labels: list[str] = []
        self._row: dict[str, int] = {}
        self._sexes: dict[str, str] = {}
        self._near: dict[str, set[str]] = {}
        self._tables: Singles = np.empty((1024, len(self._genotypes.first)), dtype=np.float32)

    def __len__(self) -> int:
        return len(self._labels)

    def begin(self, samples: Profiles, sexes: Sequence[str]) -> None:
        """Take in many samples at once; nobody else is there yet."""
        if not samples.people:
            return
        self._labels = list(samples.people)
        self._row = {label: row for row, label in enumerate(self._labels)}
        self._sexes = dict(zip(self._labels, sexes, strict=True))
        self._near = {label: set() for label in self._labels}
        self._tables = np.empty((max(1024, 2 * len(self._labels)), len(self._genotypes.first)), dtype=np.float32)
        self._tables[: len(self)] = identity_tables(samples, self._over, self._genotypes)
        first, second = likely_pairs(self._tables[: len(self)], self._genotypes, self.expected.least_ratio)
        for one, other in zip(first.tolist(), second.tolist(), strict=True):
            self._join(self._labels[one], self._labels[other])

    def put(self, sample: Profiles, sex: str) -> set[str]:
        """Take in one sample, or another reading of it; gives everybody whose body that may change."""
        (label,) = sample.people
        changed = self.remove(label)
        if len(self) == len(self._tables):
            self._tables = np.concatenate([self._tables, np.empty_like(self._tables)])
        row = len(self)
        self._tables[row] = identity_tables(sample, self._over, self._genotypes)[0]
        near = likely_with_one(self._tables[:row], self._tables[row], self._genotypes, self.expected.least_ratio)
        self._labels.append(label)
        self._row[label], self._sexes[label], self._near[label] = row, sex, set()
        for other in near.tolist():
            self._join(label, self._labels[other])
        return (changed - {label}) | self.knot(label)

    def remove(self, label: str) -> set[str]:
        """Forget a sample; gives those whose body that may change. Nobody, where it is not there."""
        row = self._row.pop(label, None)
        if row is None:
            return set()
        changed = self.knot(label, forgotten=row)
        last = self._labels.pop()
        if last != label:
            self._labels[row], self._row[last] = last, row
            self._tables[row] = self._tables[len(self._labels)]
        for other in self._near.pop(label):
            self._near[other].discard(label)
        del self._sexes[label]
        return changed

    def knot(self, label: str, *, forgotten: int = -1) -> set[str]:
        """Everybody to whom likely pairs lead from a sample, itself among them unless it is being forgotten."""
        found, open_ends = {label}, [label]
        while open_ends:
            new = self._near[open_ends.pop()] - found
            found |= new
            open_ends += new
        return found if forgotten < 0 else found - {label}

    def bodies(self, labels: Iterable[str]) -> list[Together]:
        """The bodies of several samples among these, which must be whole knots."""
        chosen = sorted(labels)
        place = {label: number for number, label in enumerate(chosen)}
        pairs = [(place[one], place[other]) for one in chosen for other in sorted(self._near[one]) if one < other]
        if not pairs:
            return []
        tables = self._tables[[self._row[label] for label in chosen]]
        body, odds = body_odds(tables, self._genotypes, self.expected, [self._sexes[label] for label in chosen], pairs)
        first: dict[int, str] = {}
        found = []
        for label, number, of_one in zip(chosen, body.tolist(), odds.tolist(), strict=True):
            if number in first:
                found.append(Together(first[number], label, of_one))
            first.setdefault(number, label)
        return found

    def _join(self, one: str, other: str) -> None:
        self._near[one].add(other)
        self._near[other].add(one)
