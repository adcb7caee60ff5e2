"""The cheapest choice of blocking rules that finds what is wanted: all choices are compared, none is passed over.

With seventeen rules there are 131,072 choices. What a choice finds follows from counts of pairs by the set of rules
that bring them (a bit for each rule): pairs that none of the chosen rules brings have all their bits among the others.
Sums over the subsets of all choices at once are a zeta transform (Yates 1937): one addition of arrays a rule.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

#: Processor seconds of one core for making and grouping a key, for meeting a key in a block, and for weighing a pair:
#: measured with `benchmarks.matching.speed`. Only their proportions matter; a clock would choose otherwise each time.
SECONDS_A_KEY, SECONDS_A_MEETING, SECONDS_A_PAIR = 1.3e-6, 2e-8, 2e-6
#: A rule that adds less than this share to the cost is taken whatever it seems to find: a sample of truth is small.
_CHEAP = 0.01


@dataclass(frozen=True, slots=True)
class Masks:
    """Pairs counted by the rules that bring them: bit i stands for the i-th rule.

    Attributes:
        mask: int64[d].
        count: int64[d].
    """

    mask: Counts
    count: Counts

    def brought(self, rules: int) -> Counts:
        """For each of the 2^rules choices, how many pairs it brings: int64[2^rules]."""
        by_mask = np.zeros(1 << rules, dtype=np.int64)
        np.add.at(by_mask, self.mask, self.count)
        for bit in range(rules):
            # Of each pair of choices that differ in this bit alone, the larger one gains what the smaller one has.
            halves = by_mask.reshape(-1, 2, 1 << bit)
            halves[:, 1] += halves[:, 0]
        # What is brought by others only is not brought.
        return np.asarray(by_mask[-1] - by_mask[::-1])


@dataclass(frozen=True)
class Choices:
    """Every choice of n rules, with what it brings, finds and costs.

    Attributes:
        rules: n.
        candidates: int64[2^n], pairs of records to be weighed.
        found: for each kind of true pairs, int64[2^n]; of the choice of no rule it is 0.
        seconds: float64[2^n], processor seconds, nominal.
    """

    rules: int
    candidates: Counts
    found: tuple[Counts, ...]
    seconds: NDArray[np.float64]

    @classmethod
    def of(
        cls, keys: Counts, meetings: Counts, sampled: Masks, each_stands_for: float, true: tuple[Masks, ...]
    ) -> Choices:
        """All choices.

        Args:
            keys, meetings: int64[n], keys of each rule, and pairs of them that meet in a block.
            sampled: candidates of those records whose candidates were made.
            each_stands_for: how many candidates one of these stands for.
            true: pairs known to be one person, kind by kind.
        """
        rules = len(keys)
        candidates = np.rint(sampled.brought(rules) * each_stands_for).astype(np.int64)
        bits = np.arange(1 << rules)[:, None] >> np.arange(rules) & 1
        seconds = bits @ (keys * SECONDS_A_KEY + meetings * SECONDS_A_MEETING) + candidates * SECONDS_A_PAIR
        return cls(rules, candidates, tuple(kind.brought(rules) for kind in true), seconds)

    def recall(self, choice: int, tried: int) -> float:
        """Share of all true pairs, `tried` of them, that the choice finds; 0 where there are none."""
        return sum(int(found[choice]) for found in self.found) / max(tried, 1)

    def cheapest(self, wanted: float, besides: int) -> int:
        """The cheapest choice that finds, of each kind of true pairs, this share of what all rules together find.

        Rules of `besides` that add next to nothing to its cost are taken besides.
        """
        enough = np.ones(1 << self.rules, dtype=np.bool_)
        for found in self.found:
            enough &= found >= wanted * found[-1]
        of_those = np.flatnonzero(enough)
        # Of equal ones the first, which has the fewest and the oldest rules.
        best = int(of_those[np.argmin(self.seconds[of_those])])
        for rule in sorted(range(self.rules), key=lambda rule: (self.seconds[best | 1 << rule], rule)):
            if besides >> rule & 1 and self.seconds[best | 1 << rule] <= self.seconds[best] * (1 + _CHEAP):
                best |= 1 << rule
        return best

    def in_order(self, choice: int) -> list[int]:
        """The rules of a choice, each time the one that finds most of what is still missing for what it costs."""
        taken, order = 0, []
        left = [rule for rule in range(self.rules) if choice >> rule & 1]
        while left:
            best = max(left, key=lambda rule: (self._worth(taken, rule), -rule))
            order.append(best)
            left.remove(best)
            taken |= 1 << best
        return order

    def _worth(self, taken: int, rule: int) -> float:
        more = sum(int(found[taken | 1 << rule] - found[taken]) for found in self.found)
        return more / float(self.seconds[taken | 1 << rule] - self.seconds[taken] + SECONDS_A_PAIR)
