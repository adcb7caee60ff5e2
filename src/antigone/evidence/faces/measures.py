"""How good calibrated weights are: Cllr, its least, and what Tippett and reliability plots show."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def cllr(same: Floats, different: Floats) -> float:
    """The cost of log likelihood ratios, in bits: 0 is perfect, 1 says nothing.

    Args:
        same: log10 LR of pairs of one person.
        different: log10 LR of pairs of strangers.

    Source: Brümmer and du Preez, "Application-independent evaluation of speaker detection", 2006.
    """
    bits = np.log(10.0) / np.log(2.0)
    of_same = np.logaddexp2(0.0, -np.asarray(same) * bits).mean()
    of_different = np.logaddexp2(0.0, np.asarray(different) * bits).mean()
    return float((of_same + of_different) / 2)


def least_cllr(same: Floats, different: Floats) -> float:
    """Cllr of the best monotone mapping of the same weights (pool adjacent violators): what calibration cannot mend."""
    values = np.concatenate([same, different])
    truth = np.concatenate([np.ones(len(same)), np.zeros(len(different))])
    weights = np.concatenate([np.full(len(same), 0.5 / len(same)), np.full(len(different), 0.5 / len(different))])
    # Ties are one point: no mapping can part them.
    order = np.argsort(values, kind="stable")
    values, truth, weights = values[order], truth[order], weights[order]
    starts = np.flatnonzero(np.concatenate([[True], np.diff(values) > 0]))
    mass = np.add.reduceat(weights, starts)
    share = np.add.reduceat(weights * truth, starts) / mass
    blocks: list[list[float]] = []
    for one, its in zip(share.tolist(), mass.tolist(), strict=True):
        blocks.append([one, its])
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            last, last_mass = blocks.pop()
            before, before_mass = blocks.pop()
            together = last_mass + before_mass
            blocks.append([(last * last_mass + before * before_mass) / together, together])
    chance = np.clip([block[0] for block in blocks], 1e-12, 1 - 1e-12)
    its_mass = np.array([block[1] for block in blocks])
    true_mass = np.array([block[0] * block[1] for block in blocks])
    return float(-(true_mass * np.log2(chance) + (its_mass - true_mass) * np.log2(1 - chance)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class Tippett:
    """For each log10 LR the share of pairs above it: of one person, and of strangers."""

    log10_lr: Floats
    same: Floats
    different: Floats


def tippett(same: Floats, different: Floats, *, points: int = 121) -> Tippett:
    """The two curves of a Tippett plot between the least and the greatest weight."""
    low = min(float(np.min(same)), float(np.min(different)))
    high = max(float(np.max(same)), float(np.max(different)))
    at = np.linspace(low, high, points)
    return Tippett(
        at, *(1.0 - np.searchsorted(np.sort(side), at, side="left") / len(side) for side in (same, different))
    )


@dataclass(frozen=True, slots=True)
class Bin:
    """One point of a reliability plot: pairs whose stated chance lies in one range.

    Attributes:
        stated: their mean stated log10 odds, at even prior odds.
        observed: log10 of the odds that were seen, each side counting alike; ``nan`` where one side is empty.
        same, different: pairs.
    """

    stated: float
    observed: float
    same: int
    different: int


def reliability(same: Floats, different: Floats, *, edges: Floats | None = None) -> tuple[Bin, ...]:
    """Stated against observed odds, range by range of log10 LR; ranges without a pair are left out."""
    edges = np.arange(-2.0, 4.01, 0.5) if edges is None else edges
    found = []
    for low, high in itertools.pairwise(edges.tolist()):
        last = high == float(edges[-1])
        of_same, of_different = (
            side[(side >= low) & ((side <= high) if last else (side < high))] for side in (same, different)
        )
        if not len(of_same) + len(of_different):
            continue
        weights = np.concatenate([np.full(len(of_same), 1 / len(same)), np.full(len(of_different), 1 / len(different))])
        stated = float(np.average(np.concatenate([of_same, of_different]), weights=weights))
        observed = np.nan
        if len(of_same) and len(of_different):
            observed = float(np.log10(len(of_same) / len(same)) - np.log10(len(of_different) / len(different)))
        found.append(Bin(stated, observed, len(of_same), len(of_different)))
    return tuple(found)
