"""Candidates of the house's blocking rules, and what a model makes of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import joint
from antigone.evidence.linkage import Columns, Model
from antigone.evidence.linkage.blocking import RULES, keys
from benchmarks.matching.accuracy.measures import Bools, Floats, Measures, Reliability, measure, reliability

Rows = NDArray[np.int64]


def candidates(left: Columns, right: Columns) -> tuple[Rows, Rows]:
    """Pairs that share a key of the house's blocking rules and whose birth years do not exclude each other."""
    mine, theirs = keys(left, RULES), keys(right, RULES)
    where: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for row, rule, key, first, last in _rows(theirs):
        where[rule, key].append((row, first, last))
    found = {
        (row, other)
        for row, rule, key, first, last in _rows(mine)
        for other, its_first, its_last in where.get((rule, key), ())
        if first <= its_last and its_first <= last
    }
    pairs = np.array(sorted(found), dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def _rows(found: Any) -> Any:
    columns = (found.rows, found.rule, found.key, found.birth_from, found.birth_to)
    return zip(*(column.tolist() for column in columns), strict=True)


@dataclass(frozen=True)
class Scored:
    """One model on one pair of lists.

    Attributes:
        totals: log10 LR of the candidates.
        posterior: their posteriors, each pair by itself or jointly.
    """

    totals: Floats
    posterior: Floats
    measures: Measures
    reliability: Reliability


def scored(
    model: Model, left: Columns, right: Columns, rows: tuple[Rows, Rows], same: Bools, true_pairs: int
) -> Scored:
    """The model on the candidates, pair by pair."""
    one, other = model.encode(left), model.encode(right)
    totals = model.totals(model.weigh(one, other, *rows))
    log_odds = (totals + model.prior.log10_odds(other.count)) * np.log(10)
    alone = 1 / (1 + np.exp(-np.clip(log_odds, -600, 600)))
    return Scored(totals, alone, measure(totals, same, true_pairs), reliability(alone, same))


def jointly(
    model: Model, of: Scored, rows: tuple[Rows, Rows], counts: tuple[int, int], same: Bools, true: int
) -> Scored:
    """The same pairs under "one body, one person"; `counts` are the records of both lists."""
    here = min(model.prior.matched_share, 0.95 * counts[1] / counts[0])
    prior = joint.open_set(here=here, persons=counts[0], bodies=counts[1])
    together = joint.posterior(*rows, of.totals, prior).pair
    return Scored(of.totals, together, measure(together, same, true), reliability(together, same))
