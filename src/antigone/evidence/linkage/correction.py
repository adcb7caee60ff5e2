"""What weights are worth together: lines that hang together say less than the sum of what each says.

Three ways of hanging together are known here. Lines that read the same thing (a call-sign in its own field and on a
chevron) count once, by the one that says most for one person. Two people may agree in several lines for one reason
that has nothing to do with their being one: cousins of one name come from one village and serve in one brigade. And
what a plain sum is worth may be learned from decided matches, as a curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from antigone.evidence.linkage.lines import Floats

#: Less than this is not worth a sentence to anyone, and is not taken off.
_NEGLIGIBLE = 0.01


@dataclass(frozen=True, slots=True)
class Kin:
    """Two people who agree in several lines because of where they come from.

    Attributes:
        lines: names of lines in which such people agree.
        chance: the share of such pairs among all pairs of two different people.
        why: who they are, for a sentence: ``"relatives of one name and one home"``.
    """

    lines: tuple[str, ...]
    chance: float
    why: str

    def __post_init__(self) -> None:
        if not 0 < self.chance < 1:
            raise ValueError(f"the share of {self.why} must be in (0, 1): {self.chance}")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is taken off a sum of weights, and a rising, piecewise linear map from what remains to the log10 LR.

    Between knots the map is straight; before the first and after the last it runs on parallel to the identity, so that
    an extreme sum stays extreme and order is never changed. Without knots it changes nothing.

    Attributes:
        once: pairs of names of lines that may see one thing; of two that speak for one person, the weaker is left out.
        kin: kinds of people who agree without being one.
        sums: plain sums, strictly rising.
        worth: what each of them is worth, strictly rising.
    """

    sums: tuple[float, ...] = ()
    worth: tuple[float, ...] = ()
    once: tuple[tuple[str, str], ...] = ()
    kin: tuple[Kin, ...] = ()

    def __post_init__(self) -> None:
        if len(self.sums) != len(self.worth):
            raise ValueError("a correction needs one worth for each sum")
        for name, knots in (("sums", self.sums), ("worth", self.worth)):
            if any(b <= a for a, b in pairwise(knots)):
                raise ValueError(f"the {name} of a correction must rise from knot to knot")

    @property
    def lines(self) -> frozenset[str]:
        """Names of the lines whose weights it looks at one by one."""
        return frozenset(name for names in (*self.once, *(kin.lines for kin in self.kin)) for name in names)

    def taken_off(self, names: Sequence[str], weights: Floats) -> Floats:
        """What is to be taken off the plain sums because lines hang together: float64[n], 0 or more.

        Args:
            names: names of the lines, in the order of the columns.
            weights: float64[n, lines].
        """
        return self.told_twice(names, weights) + self.shared_by_kin(names, weights)

    def told_twice(self, names: Sequence[str], weights: Floats) -> Floats:
        """The part of it that is due to two lines that saw one thing: float64[n]."""
        out = np.zeros(len(weights))
        for one, other in self.once:
            if one in names and other in names:
                pair = np.minimum(weights[:, names.index(one)], weights[:, names.index(other)])
                out += np.maximum(pair, 0.0)
        return out

    def shared_by_kin(self, names: Sequence[str], weights: Floats) -> Floats:
        """The part of it that is due to people who agree without being one: float64[n].

        Two different people are strangers, or kin of kind g with chance rho_g, who agree in its lines as one person
        does: P(lines | different) = P(lines | strangers) (1 + sum_g rho_g 10^(sum of its lines' weights)).
        """
        off = np.log10(1.0 + self._kin_to_strangers(names, weights).sum(axis=1))
        return np.where(off < _NEGLIGIBLE, 0.0, off)

    def with_kin_learned(
        self, before: Correction, names: Sequence[str], weights: Floats, same: Floats, pairs: float
    ) -> Correction:
        """The correction with the chances of kin after one step of expectation and maximisation.

        Args:
            before: the correction before all learning; its chances are worth half a pair seen.
            names, weights: as for `taken_off`, of candidate pairs.
            same: for each pair the chance that it is one person.
            pairs: how many pairs the two lists have in all.
        """
        if not self.kin:
            return self
        ratios = self._kin_to_strangers(names, weights)
        found = ((1.0 - same)[:, None] * ratios / (1.0 + ratios.sum(axis=1))[:, None]).sum(axis=0)
        learned = [
            replace(kin, chance=float((seen + 0.5) / (pairs + 0.5 / was.chance)))
            for kin, was, seen in zip(self.kin, before.kin, found, strict=True)
        ]
        return replace(self, kin=tuple(learned))

    def _kin_to_strangers(self, names: Sequence[str], weights: Floats) -> Floats:
        """Odds that two different people are kin of each kind and not strangers, float64[n, kinds]."""
        out = np.empty((len(weights), len(self.kin)))
        for at, kin in enumerate(self.kin):
            its = np.zeros(len(weights))
            for name in kin.lines:
                if name in names:
                    its += weights[:, names.index(name)]
            out[:, at] = kin.chance * 10.0 ** np.minimum(its, 300.0)
        return out

    def corrected(self, sums: Floats) -> Floats:
        """The worth of n plain sums, float64[n]."""
        if not self.sums:
            return sums
        inside = np.interp(sums, self.sums, self.worth)
        beyond = np.maximum(sums - self.sums[-1], 0.0) + np.minimum(sums - self.sums[0], 0.0)
        return np.asarray(inside + beyond)
