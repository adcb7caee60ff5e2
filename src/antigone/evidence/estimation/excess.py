"""Deaths above what was to be expected, from registries that count deaths and name no cause.

Two ways. The ratio method compares men with women of the same age, whom the same winters and epidemics met but not the
front: Kobak, Bessudnov, Ershov, Mikhailova and Raksha, "War fatalities in Russia in 2022-2023 estimated via excess
male mortality", Demography 62 (2025). The registry method divides what a registry shows above its usual level by the
share of a named list of dead that the registry caught: a bureau's own list says what the registry misses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DRAWS = 20_000
_SEED = 20_220_224
_FEWEST_BASELINE_YEARS = 3


class NotARegistry(ValueError):
    """The numbers cannot be compared; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Deaths in one period above the expected.

    Attributes:
        period: the year, or how the period is called.
        n: observed less expected deaths.
        low, high: ends of the 95 % interval by simulation.
    """

    period: int | str
    n: float
    low: float
    high: float


def excess_by_ratio(
    deaths: NDArray[np.float64],
    years: Sequence[int],
    *,
    baseline: tuple[int, int],
    targets: Sequence[int],
) -> tuple[Excess, ...]:
    """Excess deaths of men, by the trend of the ratio of men's to women's deaths in each age group.

    The ratio of each group is continued along the straight line of the baseline years; what men's deaths exceed the
    line times women's deaths by is the excess. The interval simulates three uncertainties: the scatter of the baseline
    years about their line, common to all age groups as it was in those years (multivariate t), the line's own
    uncertainty, and chance in the deaths of the year itself (Poisson).

    Args:
        deaths: float64[groups, years, 2], men's and women's deaths by age group and year.
        years: what the second axis stands for, ascending.
        baseline: first and last year of the trend, both in it.
        targets: years to estimate.

    Raises:
        NotARegistry: shapes that do not fit, fewer than three baseline years, a year that is not there, or an age
            group without women's deaths, whose ratio does not exist.
    """
    _check(deaths, years, baseline, targets)
    when = np.asarray(years, dtype=float)
    used = (when >= baseline[0]) & (when <= baseline[1])
    ratio = deaths[:, :, 0] / deaths[:, :, 1]
    design = np.stack([np.ones(used.sum()), when[used] - when[used].mean()], axis=1)
    inverse = np.linalg.inv(design.T @ design)
    line = ratio[:, used] @ design @ inverse
    scatter = ratio[:, used] - line @ design.T
    free = int(used.sum()) - 2
    rng = np.random.default_rng(_SEED)
    found = []
    for target in targets:
        place = list(years).index(target)
        men, women = deaths[:, place, 0], deaths[:, place, 1]
        at = np.array([1.0, target - when[used].mean()])
        expected = line @ at
        wider = np.sqrt(1.0 + at @ inverse @ at)
        shape = rng.standard_normal((_DRAWS, scatter.shape[1])) @ scatter.T / np.sqrt(free)
        heavy = np.sqrt(rng.chisquare(free, _DRAWS) / free)
        ratios = expected + wider * shape / heavy[:, None]
        simulated = (rng.poisson(men, (_DRAWS, len(men))) - ratios * rng.poisson(women, (_DRAWS, len(women)))).sum(
            axis=1
        )
        low, high = np.quantile(simulated, [0.025, 0.975])
        found.append(Excess(target, float((men - expected * women).sum()), float(low), float(high)))
    return tuple(found)


def excess_by_registry(
    observed: int, usual: Sequence[int], *, named: int, named_in_registry: int, period: int | str = ""
) -> Excess:
    """Deaths in all, from a registry that catches some of them (a probate registry, notices of inheritance).

    n = (observed - mean of usual) / (named_in_registry / named). The interval simulates the Poisson scatter of the
    observed count, the scatter of the usual years (Student's t) and the binomial chance that a named dead was caught
    (uniform prior).

    Args:
        observed: entries of the registry in the period.
        usual: entries in comparable periods before; at least two.
        named: persons of the bureau's own list of dead who died in the period.
        named_in_registry: how many of them stand in the registry.

    Raises:
        NotARegistry: fewer than two usual periods, a negative number, more found than sought, or none found.
    """
    if len(usual) < 2:
        raise NotARegistry("the usual level needs at least two periods to compare with")
    if min(observed, named, named_in_registry, *usual) < 0:
        raise NotARegistry("a count is negative")
    if named_in_registry > named:
        raise NotARegistry(f"{named_in_registry} of {named} named persons cannot stand in the registry")
    if named_in_registry == 0:
        raise NotARegistry("nobody of the named list stands in the registry, so it says nothing of the others")
    level = np.asarray(usual, dtype=float)
    rng = np.random.default_rng(_SEED)
    spread = level.std(ddof=1) * np.sqrt(1 + 1 / len(level))
    expected = level.mean() + spread * rng.standard_t(len(level) - 1, _DRAWS)
    caught = rng.beta(1 + named_in_registry, 1 + named - named_in_registry, _DRAWS)
    simulated = (rng.poisson(observed, _DRAWS) - expected) / caught
    low, high = np.quantile(simulated, [0.025, 0.975])
    return Excess(period, float((observed - level.mean()) / (named_in_registry / named)), float(low), float(high))


def _check(
    deaths: NDArray[np.float64], years: Sequence[int], baseline: tuple[int, int], targets: Sequence[int]
) -> None:
    if deaths.ndim != 3 or deaths.shape[1:] != (len(years), 2):
        raise NotARegistry(f"deaths must be [groups, {len(years)} years, men and women], not of shape {deaths.shape}")
    if (deaths < 0).any() or not np.isfinite(deaths).all():
        raise NotARegistry("a number of deaths is negative or missing")
    wanted = [*targets, *range(baseline[0], baseline[1] + 1)]
    if missing := sorted(set(wanted) - set(years)):
        raise NotARegistry(f"there are no deaths of the year {missing[0]}")
    if baseline[1] - baseline[0] + 1 < _FEWEST_BASELINE_YEARS:
        raise NotARegistry(
            f"a trend needs at least {_FEWEST_BASELINE_YEARS} years, {baseline[0]} to {baseline[1]} is less"
        )
    if (deaths[:, [list(years).index(year) for year in wanted], 1] == 0).any():
        raise NotARegistry("an age group has a year without a woman's death, so its ratio does not exist; join groups")
