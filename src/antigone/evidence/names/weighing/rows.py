"""Weights and agreements of many pairs of records, named by their rows in two tables of names."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from antigone.evidence.names.weighing.agreement import Agreements, agreement_of_cells
from antigone.evidence.names.weighing.model import (
    CLASH_CELL,
    COARSE_STEPS,
    FINE_STEPS,
    FORMAL_CELL,
    LENGTH_STEPS,
    PET_CELL,
    Floats,
    Strangers,
    parameters,
)
from antigone.evidence.names.weighing.table import NameTable, Rows

if TYPE_CHECKING:
    from antigone.evidence.names.weighing.compiled import Scale, Side


def compare_rows(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, *, against: Strangers = Strangers.ALIKE
) -> Floats:
    """How strongly the names of each pair of records speak for one person: the best of all their names.

    The same numbers as `compare_many`, whatever else is in the batch; about half a million to a million pairs a
    second. The first call of a process imports numba.

    Args:
        left, right: tables that `encode` made; they may be one and the same.
        left_rows, right_rows: records of the left and of the right table, int64[n] each.
        against: which other people "different people" are.

    Returns:
        log10 likelihood ratios, float64[n], always finite: of the names that agree best, the number that
        `compare_many` gives; 0 where either record has no name.

    Raises:
        ValueError: the rows differ in number, or a row is not in its table.
    """
    return _weights(left, right, left_rows, right_rows, against)[0]


def chance_rows(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, *, against: Strangers = Strangers.ALIKE
) -> Floats:
    """Like `compare_rows`, with a price for having had several chances to agree.

    Of m names on one side and n on the other, which two the sources meant is not known: each pair is as likely as
    another, so the likelihood ratio of the records is the mean over the m n pairs. That is the best of them less
    log10(m n) at most, and less next to nothing where every spelling agrees.
    """
    return _weights(left, right, left_rows, right_rows, against)[1]


def agreement_rows(
    left: NameTable,
    right: NameTable,
    left_rows: Rows,
    right_rows: Rows,
    *,
    against: Strangers = Strangers.ALIKE,
    weigh: bool = True,
) -> Agreements:
    """In which parts, and how well, the names of each pair of records agree; arguments as for `compare_rows`.

    Of several names the pair that weighs most speaks, the first of equals. With `weigh` off, the weights of the
    agreements mean nothing, and the rest is there sooner.
    """
    from antigone.evidence.names.weighing import compiled

    one, other = _checked(left, left_rows, right, right_rows)
    level, share = np.zeros((len(one), 4), dtype=np.int8), np.zeros((len(one), 4))
    best, _ = compiled.compare(
        _side(left), _side(right), one, other, _scale(against), level=level, share=share, weigh=weigh
    )
    chances = (left.first[one + 1] - left.first[one]) * (right.first[other + 1] - right.first[other])
    return Agreements(level, share, best, chances.astype(np.int32))


def _weights(
    left: NameTable, right: NameTable, left_rows: Rows, right_rows: Rows, against: Strangers
) -> tuple[Floats, Floats]:
    # Here and not above: a search process never comes this way and need not pay for numba.
    from antigone.evidence.names.weighing import compiled

    one, other = _checked(left, left_rows, right, right_rows)
    return compiled.compare(_side(left), _side(right), one, other, _scale(against))


def _checked(left: NameTable, left_rows: Rows, right: NameTable, right_rows: Rows) -> tuple[Rows, Rows]:
    """The rows as compiled code may use them without looking."""
    if len(left_rows) != len(right_rows):
        raise ValueError(f"the two lists of rows differ in length: {len(left_rows)} and {len(right_rows)}")
    checked: list[Rows] = []
    for table, rows in ((left, left_rows), (right, right_rows)):
        # Of one kind whoever made them: numba compiles anew for rows that may not be written to.
        its = np.require(rows, np.int64, ["C", "W"])
        if len(its) and not (its.min() >= 0 and its.max() < len(table)):
            wrong = int(its.min()) if its.min() < 0 else int(its.max())
            raise ValueError(f"row {wrong} is not in a table of {len(table)} records")
        checked.append(its)
    return checked[0], checked[1]


def _side(table: NameTable) -> Side:
    from antigone.evidence.names.weighing import compiled

    return compiled.Side(
        first=table.first,
        name=table.name,
        word=table.word,
        rarity=table.rarity,
        reading=table.reading,
        letters=table.letters,
    )


@lru_cache(maxsize=len(Strangers))
def _scale(against: Strangers) -> Scale:
    from antigone.evidence.names.weighing import compiled

    model = parameters()
    its = model.sums[against]
    return compiled.Scale(
        likeness=model.likeness,
        initial=model.initial,
        typical_rarity=model.typical_rarity,
        carries_rarity=model.carries_rarity,
        role_doubt=model.role_doubt,
        cells=np.array([FINE_STEPS, COARSE_STEPS, LENGTH_STEPS, FORMAL_CELL, PET_CELL, CLASH_CELL]),
        weights=its.weights,
        bounds=np.array(its.bounds),
        level=agreement_of_cells(model),
    )
