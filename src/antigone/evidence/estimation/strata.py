"""Estimates by stratum (place, period, sex, age), which differ less within than among each other, and their sum.

A stratum stands alone when it has at least `LEAST_DOCUMENTED` documented persons and two lists that share somebody;
smaller ones are joined into one, and the joining is told. The sum's interval simulates the strata as independent, each
with a log-normal number of persons on no list.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from antigone.evidence.estimation.latent_class import DEFAULT, LatentClassSettings
from antigone.evidence.estimation.panel import Estimate, estimate
from antigone.evidence.estimation.table import NotATable, OverlapTable, from_patterns
from antigone.evidence.estimation.values import NotIdentifiable

LEAST_DOCUMENTED = 10
#: What joined strata are called.
JOINED = "all smaller strata together"
_DRAWS = 20_000
_SEED = 20_220_224


@dataclass(frozen=True, slots=True)
class StratifiedEstimate:
    """The sum over strata, with each.

    Attributes:
        n, low, high: of all strata that gave a number, each by its leading method, plus the documented persons of
            those that refused.
        documented: persons on at least one list.
        strata: what each stratum says.
        refused: stratum -> why it gives no number; only its documented persons are in the sum, which is then a floor.
        joined: names of the strata that were joined.
    """

    n: float
    low: float
    high: float
    documented: int
    strata: dict[str, Estimate]
    refused: dict[str, str]
    joined: tuple[str, ...]


def estimate_by_stratum(
    tables: Mapping[str, OverlapTable],
    *,
    latent: LatentClassSettings = DEFAULT,
    progress: Callable[[int], None] = lambda _done: None,
) -> StratifiedEstimate:
    """Estimate each stratum, and add them up.

    Args:
        tables: name -> table; all with the same lists. Every person is in one stratum.

    Raises:
        NotATable: no stratum, or lists that differ.
        NotIdentifiable: every stratum refuses.
    """
    if not tables:
        raise NotATable("there is no stratum")
    if len({table.lists for table in tables.values()}) > 1:
        raise NotATable("the strata have different lists; give each of them all lists, with 0 where nobody stands")
    kept = {name: table for name, table in tables.items() if _stands_alone(table)}
    joined = tuple(name for name in tables if name not in kept)
    if joined:
        together: Counter[str] = Counter()
        for name in joined:
            together.update(tables[name].as_patterns())
        kept[JOINED] = from_patterns(tables[joined[0]].lists, together)
    found: dict[str, Estimate] = {}
    refused: dict[str, str] = {}
    for done, (name, table) in enumerate(kept.items(), 1):
        try:
            found[name] = estimate(table, latent=latent)
        except NotIdentifiable as reason:
            refused[name] = str(reason)
        progress(done)
    if not found:
        raise NotIdentifiable("every stratum refuses: " + "; ".join(f"{name}: {why}" for name, why in refused.items()))
    floor = sum(kept[name].documented for name in refused)
    low, high = _interval_of_sum(list(found.values()))
    return StratifiedEstimate(
        sum(one.n for one in found.values()) + floor,
        low + floor,
        high + floor,
        sum(table.documented for table in kept.values()),
        found,
        refused,
        joined,
    )


def _stands_alone(table: OverlapTable) -> bool:
    shared = table.shared
    return table.documented >= LEAST_DOCUMENTED and bool((shared - np.diag(np.diag(shared))).any())


def _interval_of_sum(estimates: list[Estimate]) -> tuple[float, float]:
    rng = np.random.default_rng(_SEED)
    total = np.zeros(_DRAWS)
    for one in estimates:
        missed, low, high = (max(value - one.documented, 0.25) for value in (one.n, one.low, one.high))
        spread = (np.log(high) - np.log(low)) / (2 * norm.ppf(0.975))
        total += one.documented + missed * np.exp(spread * rng.standard_normal(_DRAWS))
    low_end, high_end = np.quantile(total, [0.025, 0.975])
    return float(low_end), float(high_end)
