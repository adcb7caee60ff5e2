"""Markov chains over assignments, for families with several missing that are too entangled to sum.

A step takes two of the missing, sets them free, and draws anew which of the free victims they are, nobody included,
from the exact conditional distribution of both (Gibbs sampling in blocks of two: two brothers of whom neither fits
without the other come in together, and two who were swapped change places in one step). The conditional distributions
are what is averaged, not the draws (Rao and Blackwell). Chains start from different assignments; their disagreement
is the error that is told.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.evidence.dna.victims.incident import Floats, Ints, TooManyTogether
from antigone.evidence.dna.victims.options import Options, Weigher

#: Victims who may be one missing person; a step weighs the square of that.
MOST_CANDIDATES = 60


@dataclass(frozen=True, slots=True)
class Sampling:
    """How much work the chains may take.

    Attributes:
        chains: how many, at least two; every second one starts from the best pairs, the others from nobody.
        steps: of each chain; a quarter more go before and are not counted.
        seed: of the random numbers.
    """

    chains: int = 4
    steps: int = 3_000
    seed: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Estimates of one component.

    Attributes:
        columns: of the missing of this component.
        marginal: float64[victims, missing], posterior of each pair; 0 outside the component.
        shares: options met in each family, and the share of steps spent in each.
        best: the best assignment met: family -> victim of each missing, -1 for nobody.
        best_log_weight: its ln weight.
        standard_error: the largest standard error of a marginal.
    """

    columns: tuple[int, ...]
    marginal: Floats
    shares: dict[int, tuple[Options, Floats]]
    best: dict[int, tuple[int, ...]]
    best_log_weight: float
    standard_error: float


class _Weights:
    """ln weights of placements, weighed when first asked for."""

    def __init__(self, weigher: Weigher, options: Mapping[int, Options]) -> None:
        self.weigher = weigher
        self.known: dict[int, dict[tuple[int, ...], float]] = {}
        #: Families whose possible options are all listed: whatever is not there is impossible.
        self.complete = set(options)
        for number, one in options.items():
            rows = map(tuple, one.placements.tolist())
            self.known[number] = dict(zip(rows, one.log_weight.tolist(), strict=True))

    def of(self, number: int, rows: Sequence[tuple[int, ...]]) -> list[float]:
        known = self.known.setdefault(number, {})
        if number in self.complete:
            return [known.get(row, -math.inf) for row in rows]
        new = [row for row in dict.fromkeys(rows) if row not in known]
        if new:
            weights = self.weigher.weigh(number, np.array(new, dtype=np.int64))[1]
            known.update(zip(new, weights.tolist(), strict=True))
        return [known[row] for row in rows]


class _Chain:
    """One chain: who is whom now, and what was seen."""

    def __init__(
        self, weigher: Weigher, members: Sequence[int], weights: _Weights, chance: np.random.Generator
    ) -> None:
        self.weights = weights
        self.chance = chance
        self.sites = [
            (number, place) for number in members for place in range(len(weigher.incident.families[number].missing))
        ]
        self.column = {site: int(weigher.first[site[0]]) + site[1] for site in self.sites}
        self.candidates = {site: weigher.candidates(*site).tolist() for site in self.sites}
        self.sites = [site for site in self.sites if self.candidates[site]]
        self.now = {number: [-1] * len(weigher.incident.families[number].missing) for number in members}
        self.sums = np.zeros(weigher.pairs.shape)
        self.times = np.zeros(weigher.pairs.shape[1])
        self.seen: dict[int, dict[tuple[int, ...], int]] = {number: {} for number in members}
        self.value = 0.0
        self.best_value, self.best = 0.0, self._copy()

    def _copy(self) -> dict[int, tuple[int, ...]]:
        return {number: tuple(row) for number, row in self.now.items()}

    def start_from(self, pairs: Floats) -> None:
        """Take the strongest pairs one after the other, each if it makes the whole likelier."""
        strongest = sorted(
            ((pairs[v, self.column[site]], site, v) for site in self.sites for v in self.candidates[site]), reverse=True
        )
        taken: set[int] = set()
        for weight, (number, place), victim in strongest:
            if weight <= 0:
                break
            if self.now[number][place] < 0 and victim not in taken:
                row = self.now[number].copy()
                row[place] = victim
                before, after = self.weights.of(number, [tuple(self.now[number]), tuple(row)])
                if after > before:
                    self.now[number] = row
                    taken.add(victim)
        self.value = math.fsum(self.weights.of(number, [tuple(row)])[0] for number, row in self.now.items())
        self.best_value, self.best = self.value, self._copy()

    def step(self, *, counted: bool) -> None:
        first = self.sites[int(self.chance.integers(len(self.sites)))]
        near = [site for site in self.sites if site[0] == first[0] and site != first]
        others = near if near and self.chance.random() < 0.5 else [site for site in self.sites if site != first]
        second = others[int(self.chance.integers(len(others)))] if others else None
        pair = [first] if second is None else [first, second]
        for number, place in pair:
            self.now[number][place] = -1
        taken = {victim for row in self.now.values() for victim in row if victim >= 0}
        free = [[-1, *(v for v in self.candidates[site] if v not in taken)] for site in pair]
        choices: list[tuple[int, ...]] = [(v,) for v in free[0]]
        if second is not None:
            choices = [(v, w) for v in free[0] for w in free[1] if v != w or v < 0]
        logs = self._log_weights(pair, choices)
        shares = np.exp(logs - logs.max())
        shares /= shares.sum()
        chosen = choices[int(np.searchsorted(np.cumsum(shares), self.chance.random() * (1 - 1e-12)))]
        for (number, place), victim in zip(pair, chosen, strict=True):
            self.now[number][place] = victim
        if counted:
            for at, site in enumerate(pair):
                victims = np.array([choice[at] for choice in choices])
                real = victims >= 0
                np.add.at(self.sums[:, self.column[site]], victims[real], shares[real])
                self.times[self.column[site]] += 1
            for number, row in self.now.items():
                key = tuple(row)
                self.seen[number][key] = self.seen[number].get(key, 0) + 1
        self.value = math.fsum(self.weights.of(number, [tuple(row)])[0] for number, row in self.now.items())
        if self.value > self.best_value:
            self.best_value, self.best = self.value, self._copy()

    def _log_weights(self, pair: Sequence[tuple[int, int]], choices: Sequence[tuple[int, ...]]) -> Floats:
        """ln weights of the families that the pair is of, up to a constant."""
        if len(pair) == 2 and pair[0][0] != pair[1][0]:
            singles = []
            for at, (number, place) in enumerate(pair):
                victims = sorted({choice[at] for choice in choices})
                weights = self.weights.of(number, [self._with(number, {place: victim}) for victim in victims])
                singles.append(dict(zip(victims, weights, strict=True)))
            return np.array([singles[0][v] + singles[1][w] for v, w in choices])
        number = pair[0][0]
        places = [place for _, place in pair]
        rows = [self._with(number, dict(zip(places, choice, strict=True))) for choice in choices]
        return np.array(self.weights.of(number, rows))

    def _with(self, number: int, placed: Mapping[int, int]) -> tuple[int, ...]:
        return tuple(placed.get(place, victim) for place, victim in enumerate(self.now[number]))


def sampled(weigher: Weigher, members: Sequence[int], options: Mapping[int, Options], sampling: Sampling) -> Samples:
    """Marginals of one component by several chains.

    Args:
        weigher: the incident.
        members: numbers of the component's families.
        options: of the families whose possible options are all listed.
        sampling: how much work.

    Raises:
        TooManyTogether: more than `MOST_CANDIDATES` victims may be one missing person.
    """
    for number in members:
        family = weigher.incident.families[number]
        most = max(len(weigher.candidates(number, place)) for place in range(len(family.missing)))
        if most > MOST_CANDIDATES:
            raise TooManyTogether(
                f"family «{family.name}» misses {len(family.missing)}, and {most} victims may be one of them: too many "
                "to weigh together; give odds of -inf to those whom a blind search excludes"
            )
    weights = _Weights(weigher, options)
    chains = []
    for number in range(sampling.chains):
        chain = _Chain(weigher, members, weights, np.random.default_rng((sampling.seed, number)))
        if number % 2:
            chain.start_from(np.where(weigher.possible, weigher.pairs + weigher.odds, -np.inf))
        for step in range(sampling.steps + sampling.steps // 4):
            chain.step(counted=step >= sampling.steps // 4)
        chains.append(chain)
    each = np.stack([chain.sums / np.maximum(chain.times, 1) for chain in chains])
    error = each.std(axis=0, ddof=1) / math.sqrt(len(chains))
    best = max(chains, key=lambda chain: chain.best_value)
    shares = {number: _shares(chains, number, weights) for number in members}
    columns = tuple(sorted(chains[0].column.values()))
    return Samples(columns, each.mean(axis=0), shares, best.best, best.best_value, float(error.max(initial=0.0)))


def _shares(chains: Sequence[_Chain], number: int, weights: _Weights) -> tuple[Options, Floats]:
    seen: dict[tuple[int, ...], int] = {}
    for chain in chains:
        for row, times in chain.seen[number].items():
            seen[row] = seen.get(row, 0) + times
    rows: Ints = np.array(list(seen), dtype=np.int64)
    log_weight = np.array(weights.of(number, list(seen)))
    counts = np.array(list(seen.values()), dtype=np.float64)
    return Options(rows, log_weight, log_weight), counts / counts.sum()
