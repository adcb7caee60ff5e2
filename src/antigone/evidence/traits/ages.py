"""When somebody was born, as a point and its uncertainty, from a birth date or from an age on a day."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.traits.columns import code_column

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

YOUNGER, OLDER = 1, 2
YEAR: Final = 365.2425
_OLD_FROM = 45
_EARLIEST, _LATEST = 1850.0, 2100.0


@lru_cache(maxsize=100_000)
def middle_and_half_width(edtf: str) -> tuple[float, float]:
    """A vague date as a year with decimals and half its width in years; NaN where unsaid, unreadable or open."""
    if not edtf:
        return np.nan, np.nan
    try:
        date = UncertainDate.parse(edtf)
    except NotADate:
        return np.nan, np.nan
    slack = 1.0 if date.approximate or date.uncertain else 0.0
    first, last = date.first / YEAR, (date.last + 1) / YEAR
    if not (first + 1 >= _EARLIEST and last <= _LATEST):
        return np.nan, np.nan
    # Ordinal 1 is the first of January of year 1.
    return (first + last) / 2 + 1, (last - first) / 2 + slack


def date_column(values: Columns, name: str) -> tuple[Floats, Floats]:
    """`middle_and_half_width` of a column."""
    rows, distinct = code_column(values[name])
    each = np.array([middle_and_half_width(value or "") for value in distinct], dtype=np.float64).reshape(-1, 2)[rows]
    return each[:, 0], each[:, 1]


def ages(columns: Columns) -> tuple[Floats, Floats]:
    """Middle of the age in years and half its width, from `age_low` and `age_high`; NaN where unsaid.

    An age of whole years lasts until the next birthday: 34 means 34.0 to 35.0. A range open to one side reaches ten
    years that way.
    """
    # None becomes NaN.
    low, high = (np.array(columns[name], dtype=np.float64) for name in ("age_low", "age_high"))
    low, high = np.where(np.isnan(low), high - 10, low), np.where(np.isnan(high), low + 10, high)
    low, high = np.minimum(low, high), np.maximum(low, high)
    return (low + high + 1) / 2, (high + 1 - low) / 2


def age_classes(columns: Columns) -> Ints:
    """For each record 0 where its age cannot be told, 1 under forty-five, 2 from there."""
    age, _ = ages(columns)
    born, _ = date_column(columns, "birth_date")
    when = np.full(len(born), np.nan)
    for name in ("last_seen_date", "occurred_date"):
        at, _ = date_column(columns, name)
        when = np.where(np.isnan(at), when, at)
    years = np.where(np.isnan(born) | np.isnan(when), age, when - born)
    return np.where(np.isnan(years), 0, np.where(years < _OLD_FROM, YOUNGER, OLDER)).astype(np.int64)
