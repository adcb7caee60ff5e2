"""How many records of one side have another of the same person there: learned apart from who is found on the other."""

from __future__ import annotations

import numpy as np

from antigone.evidence.linkage.lines import Floats, Rows

_ROUNDS, _SETTLED = 200, 1e-6
#: More than every second record with a twin says that the weights are wrong, not that the lists are.
_LEAST, _MOST = 1e-6, 0.5


def repeated_share(totals: Floats, left_rows: Rows, right_rows: Rows, count: int) -> float:
    """The share of records that have another one of the same person on their side, by expectation and maximisation.

    A relative's notice may be repeated by another relative, a name stand in several lists of the dead. The prior odds
    of a pair are the pairs that are expected to be of one person over all pairs, as they are in `learn`.

    Args:
        totals: log10 LR of candidate pairs of one side, float64[n]; pairs that are missing speak against.
        left_rows, right_rows: their records, int64[n] each, below `count`.
        count: how many records the side has.

    Returns:
        The share, from 1e-6 to 0.5; the least where there is no pair.
    """
    pairs = max(count * (count - 1) / 2, 1.0)
    ratios = 10.0 ** np.minimum(totals, 300.0)
    expected = max(count / 20, 1.0)
    same = np.zeros(len(totals))
    for _ in range(_ROUNDS):
        odds = expected / pairs * ratios
        before, same = expected, odds / (1.0 + odds)
        expected = max(float(same.sum()), _LEAST)
        if abs(expected - before) < _SETTLED * count:
            break
    alone = np.ones(max(count, 1))
    for rows in (left_rows, right_rows):
        np.multiply.at(alone, rows, 1.0 - np.minimum(same, 1.0 - 1e-12))
    return float(np.clip(1.0 - alone.mean(), _LEAST, _MOST))
