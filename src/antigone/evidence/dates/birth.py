"""How strongly two birth dates speak for one person.

Every date is a span of days on a calendar whose months all have 31 days, so that a slip of whole years is a shift by a
constant. A record tells the true span, or the span shifted by whole years ("about 1990" is such a shift too), or day
and month swapped, or one digit wrong, or something that has nothing to do with the truth. Both records may slip, so
the shares of the two sources are convolved. A stranger's birth is spread evenly over `spread_years`. Each kind of slip
then has its likelihood ratio, and the weight is the logarithm of their mean, weighted by the shares:

    LR = elsewhere + sum_k P(shift k) overlap(left + k years, right) S / (|left| |right|) + P(swap) S [...] + ...

with S the days of the spread. Since every kind of slip is a distribution over what the right record may say, the mean
of LR over strangers is 1 (up to the edges of the spread): weights of this line do not flatter chance.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dates.edtf import NotADate, UncertainDate
from antigone.evidence.dates.sources import (
    ERRORS_BY_SOURCE,
    SOURCE_KINDS,
    USUAL_ERRORS,
    DateErrors,
    errors_of_each,
    source_code,
)
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.weight import Weight
from antigone.evidence.wording import Day, phrase, phrases

Ints = NDArray[np.int32]

_NAME: Final = "birth date"
#: Days of a year on the calendar of twelve months of 31 days.
_YEAR: Final = 372
_MONTH: Final = 31
#: Shifts of up to this many years are told apart from "elsewhere".
_FURTHEST: Final = 4
_SHIFTS: Final = tuple(range(-_FURTHEST, _FURTHEST + 1))
#: Columns of the table of shares: one a shift, then these.
_SWAP, _DIGIT, _ELSEWHERE = len(_SHIFTS), len(_SHIFTS) + 1, len(_SHIFTS) + 2
#: Plain, "?" and "~": how sure the source was of its date.
_PLAIN, _UNSURE, _ABOUT = range(3)
#: A date with one digit wrong is one of so many: counted over the days of 1960 to 1999, other decades left out.
_WRONG_DIGITS_OF_DAY: Final = 29.0
_WRONG_DIGITS_OF_MONTH: Final = 18.8
_WRONG_DIGITS_OF_YEAR: Final = 12.0
#: Digits as they lie in `_Column.DIGITS`: four bits a digit of YYYYMMDD.
_YEAR_DIGITS, _MONTH_DIGITS, _ALL_DIGITS = 0xFFFF0000, 0xFFFFFF00, 0xFFFFFFFF
#: Pairs weighed in one go, so that what lies between stays in the processor's cache.
_AT_ONCE: Final = 8192


class EncodedBirths(NamedTuple):
    """n birth dates.

    Attributes:
        spans: int32[n, 3]: first and last day on the calendar of months of 31 days, and the day that swapping day and
            month would give (-1 where that is no date, or the same).
        digits: uint32[n, 2]: the digits of YYYYMMDD, four bits each, and which of them are known.
        slips: int32[n]: row of the source and mark in the table of shares; -1 where there is no date.
    """

    spans: Ints
    digits: NDArray[np.uint32]
    slips: Ints


@dataclass(frozen=True, slots=True)
class BirthDateLine:
    """Birth dates of two records as a line of evidence; see the head of this module.

    Attributes:
        errors: shares of slips of sources that `by_source` does not name.
        by_source: shares of slips by kind of source (`SOURCE_KINDS`).
        spread_years: a stranger's year of birth agrees once in so many.
        about: "about" a year: the chance that it is right, that it is one year off to a given side, two, and so on.
        unsure: how many times oftener a date with "?" is off or wrong.
    """

    errors: DateErrors = USUAL_ERRORS
    by_source: tuple[tuple[str, DateErrors], ...] = ERRORS_BY_SOURCE
    spread_years: float = 40.0
    about: tuple[float, ...] = (0.38, 0.18, 0.09, 0.03, 0.01)
    unsure: float = 3.0

    def __post_init__(self) -> None:
        if not 1 <= len(self.about) <= _FURTHEST + 1 or self.about[0] + 2 * sum(self.about[1:]) > 1 + 1e-9:
            raise ValueError(f"«about» must give 1 to {_FURTHEST + 1} chances that add up to 1: {self.about}")
        if self.spread_years < 1 or self.unsure < 1:
            raise ValueError("spread_years and unsure must be 1 or more")

    @property
    def name(self) -> str:
        return _NAME

    @property
    def fields(self) -> tuple[str, ...]:
        return ("source_kind", "birth_date")

    def encode(self, columns: Columns) -> EncodedBirths:
        """Birth dates as spans and digits; a date that cannot be read says nothing."""
        return _encoded(columns["birth_date"], columns["source_kind"])

    def weigh(self, left: EncodedBirths, right: EncodedBirths, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        for start in range(0, len(left_rows), _AT_ONCE):
            at = slice(start, start + _AT_ONCE)
            ratios = _ratios(self, left, right, left_rows[at], right_rows[at])
            with np.errstate(divide="ignore"):
                weights[at] = np.log10(ratios.total)
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair, with the slip that explains it best."""
        a, b = _readable(left.birth_date), _readable(right.birth_date)
        if a is None or b is None:
            return Weight(_NAME, 0.0, phrase("no birth date on one side"))
        return _weight(self, a.edtf, b.edtf, source_code(left.source_kind), source_code(right.source_kind))


def birth_date_weight(
    left: UncertainDate | None, right: UncertainDate | None, errors: DateErrors = USUAL_ERRORS
) -> Weight:
    """How strongly two birth dates speak for one person.

    Both may be vague. The weight is log10 P(right | same person, left) / P(right | someone else), the same number as
    `BirthDateLine` gives with these errors on both sides. A weight of 0 with the reason "no birth date on one side"
    when either side says nothing.
    Source: Fellegi and Sunter, "A theory for record linkage", 1969; the model at the head of this module.
    """
    if left is None or right is None:
        return Weight(_NAME, 0.0, phrase("no birth date on one side"))
    return _weight(BirthDateLine(errors=errors, by_source=()), left.edtf, right.edtf, 0, 0)


class _Ratios(NamedTuple):
    """What each kind of slip adds to the likelihood ratio, float64[n] each; `shifts` is [2 * _FURTHEST + 1][n]."""

    total: Floats
    shifts: list[Floats]
    swap: Floats
    digit: Floats


def _ratios(
    line: BirthDateLine, left: EncodedBirths, right: EncodedBirths, left_rows: Rows, right_rows: Rows
) -> _Ratios:
    slips_left, slips_right = left.slips[left_rows], right.slips[right_rows]
    silent = (slips_left < 0) | (slips_right < 0)
    table = _shares(line)
    shares = table[slips_left * (3 * len(SOURCE_KINDS)) + slips_right].T
    a, b = left.spans[left_rows].T, right.spans[right_rows].T
    spread = line.spread_years * 365.25
    widest = int(line.spread_years * _YEAR)
    width_a = np.minimum(a[1] - a[0] + 1, widest)
    width_b = np.minimum(b[1] - b[0] + 1, widest)
    narrow = np.minimum(width_a, width_b)
    # A span wider than the spread says nothing: S / max(width, S) = 1, so the widths are capped by S on both calendars.
    scale = np.minimum(spread, widest) / np.multiply(width_a, width_b, dtype=np.float64)
    total = shares[_ELSEWHERE].copy()
    shifts = []
    # overlap(left + k, right) = min(a1 + k, b1) - max(a0 + k, b0) + 1, clipped to 0 and the narrower width.
    for at, years in enumerate(_SHIFTS):
        overlap = np.minimum(a[1] + years * _YEAR, b[1]) - np.maximum(a[0] + years * _YEAR, b[0]) + 1
        np.clip(overlap, 0, narrow, out=overlap)
        ratio = overlap * scale * shares[at]
        shifts.append(ratio)
        total += ratio
    swap = (a[2] == b[0]) * (width_b == 1) * shares[_SWAP] * spread
    digits_a, digits_b = left.digits[left_rows].T, right.digits[right_rows].T
    known = digits_a[1] & digits_b[1]
    apart = (digits_a[0] ^ digits_b[0]) & known
    # One bit a digit that differs, the lowest of its four; a power of two where exactly one does.
    apart |= apart >> np.uint32(1)
    apart |= apart >> np.uint32(2)
    apart &= np.uint32(0x11111111)
    one = (apart != 0) & (apart & (apart - np.uint32(1)) == 0)
    alternatives = np.zeros(len(one))
    alternatives[known == _ALL_DIGITS] = spread / _WRONG_DIGITS_OF_DAY
    alternatives[known == _MONTH_DIGITS] = 0.75 * line.spread_years * 12 / _WRONG_DIGITS_OF_MONTH
    alternatives[known == _YEAR_DIGITS] = 0.5 * line.spread_years / _WRONG_DIGITS_OF_YEAR
    digit = one * alternatives * shares[_DIGIT]
    total += swap + digit
    total[silent] = 1.0
    return _Ratios(total, shifts, swap, digit)


@lru_cache(maxsize=64)
def _shares(line: BirthDateLine) -> Floats:
    """Shares of each slip for two records together: float64[rows of left x rows of right, shifts, swap, digit, rest].

    A row is a kind of source times three, plus the mark of the date.
    """
    single = [
        _shares_of_one(line, errors, mark)
        for errors in errors_of_each(line.errors, line.by_source)
        for mark in (_PLAIN, _UNSURE, _ABOUT)
    ]
    table = np.zeros((len(single), len(single), _ELSEWHERE + 1))
    for row, (kernel_a, swap_a, digit_a) in enumerate(single):
        for column, (kernel_b, swap_b, digit_b) in enumerate(single):
            both = np.convolve(kernel_a, kernel_b)[_FURTHEST : 3 * _FURTHEST + 1]
            sure_a, sure_b = float(kernel_a.sum()), float(kernel_b.sum())
            cell = table[row, column]
            cell[: len(_SHIFTS)] = both
            cell[_SWAP] = swap_a * sure_b + swap_b * sure_a
            cell[_DIGIT] = digit_a * sure_b + digit_b * sure_a
            cell[_ELSEWHERE] = 1 - cell[:_ELSEWHERE].sum()
    return np.ascontiguousarray(table.reshape(len(single) ** 2, -1))


def _shares_of_one(line: BirthDateLine, errors: DateErrors, mark: int) -> tuple[Floats, float, float]:
    """Chances of a shift by -4 to 4 years, of a swap, of a wrong digit, for one record; the rest is elsewhere."""
    times = line.unsure if mark == _UNSURE else 1.0
    swapped, digit, elsewhere = errors.swapped, errors.digit, min(errors.elsewhere * times, 0.4)
    left = max(1 - swapped - digit - elsewhere, 0.0)
    kernel = np.zeros(len(_SHIFTS))
    if mark == _ABOUT:
        for years, chance in enumerate(line.about):
            kernel[_FURTHEST + years] = kernel[_FURTHEST - years] = chance * left
    else:
        off = min(errors.year_off * times, 0.5 * left)
        kernel[_FURTHEST] = left - off
        kernel[[_FURTHEST - 1, _FURTHEST + 1]] = 0.75 * off / 2
        kernel[[_FURTHEST - 2, _FURTHEST + 2]] = 0.25 * off / 2
    return kernel, swapped, digit


def _readable(edtf: str) -> UncertainDate | None:
    if not edtf:
        return None
    try:
        return UncertainDate.parse(edtf)
    except NotADate:
        return None


@lru_cache(maxsize=100_000)
def _codes(edtf: str) -> tuple[int, int, int, int, int, int] | None:
    """First, last, swapped, digits, known digits, mark of one date; None where it cannot be read."""
    date = _readable(edtf)
    if date is None:
        return None
    first, last = datetime.date.fromordinal(date.first), datetime.date.fromordinal(date.last)
    start = _day(first.year, first.month, first.day)
    mark = _ABOUT if date.approximate else _UNSURE if date.uncertain else _PLAIN
    if date.is_one_day:
        can_swap = first.day <= 12 and first.day != first.month
        swapped = _day(first.year, first.day, first.month) if can_swap else -1
        return start, start, swapped, _digits(first), _ALL_DIGITS, mark
    # The last day of a month reaches to the 31st on our calendar, so that a month is whole on it.
    ends_month = (last + datetime.timedelta(1)).month != last.month if last != datetime.date.max else True
    end = _day(last.year, last.month, 31 if ends_month else last.day)
    known = 0
    if first.year == last.year and "/" not in edtf:
        known = _MONTH_DIGITS if first.month == last.month else _YEAR_DIGITS
    return start, end, -1, _digits(first), known, mark


def _day(year: int, month: int, day: int) -> int:
    return year * _YEAR + (month - 1) * _MONTH + day - 1


def _digits(day: datetime.date) -> int:
    return int(f"{day.year:04}{day.month:02}{day.day:02}", 16)


def _encoded(dates: Sequence[Any], kinds: Sequence[Any]) -> EncodedBirths:
    count = len(dates)
    spans, digits = np.zeros((count, 3), dtype=np.int32), np.zeros((count, 2), dtype=np.uint32)
    slips = np.full(count, -1, dtype=np.int32)
    distinct: dict[str, int] = {}
    rows = np.fromiter((distinct.setdefault(date or "", len(distinct)) for date in dates), np.int64, count)
    table = np.zeros((len(distinct), 6), dtype=np.int64)
    for date, row in distinct.items():
        codes = _codes(date)
        table[row] = codes if codes is not None else (0, 0, -1, 0, 0, -1)
    if count:
        sources = np.fromiter((source_code(kind or "") for kind in kinds), np.int32, count)
        told = table[rows]
        spans[:], digits[:] = told[:, :3], told[:, 3:5]
        slips[:] = np.where(told[:, 5] < 0, -1, sources * 3 + told[:, 5])
    return EncodedBirths(spans, digits, slips)


_ONE_PAIR = np.zeros(1, dtype=np.int64)


@lru_cache(maxsize=100_000)
def _weight(line: BirthDateLine, left: str, right: str, left_source: int, right_source: int) -> Weight:
    a = _encoded([left], [SOURCE_KINDS[left_source]])
    b = _encoded([right], [SOURCE_KINDS[right_source]])
    ratios = _ratios(line, a, b, _ONE_PAIR, _ONE_PAIR)
    weight = math.log10(float(ratios.total[0]))
    by_years = {abs(years): 0.0 for years in _SHIFTS}
    for years, ratio in zip(_SHIFTS, ratios.shifts, strict=True):
        by_years[abs(years)] += float(ratio[0])
    best = {f"{years}": ratio for years, ratio in by_years.items()}
    best |= {"swap": float(ratios.swap[0]), "digit": float(ratios.digit[0])}
    elsewhere = float(ratios.total[0]) - sum(best.values())
    slip = max(best, key=lambda key: best[key])
    if best[slip] <= elsewhere:
        reason = phrase("birth dates differ: {one} and {two}", one=Day(left), two=Day(right))
    # Which digits changed is seen in digits: here dates stand as they were written.
    elif slip == "swap":
        reason = phrase("day and month look swapped: {one} and {two}", one=left, two=right)
    elif slip == "digit":
        reason = phrase("one digit differs: {one} and {two}", one=left, two=right)
    elif slip == "0":
        reason = phrase("birth dates agree: {one} and {two}", one=Day(left), two=Day(right))
    elif int(a.spans[0, 0] == a.spans[0, 1]) + int(b.spans[0, 0] == b.spans[0, 1]) == 2:
        reason = phrases(
            "same day and month, one year apart: {one} and {two}",
            "same day and month, {count} years apart: {one} and {two}",
            count=int(slip),
            one=Day(left),
            two=Day(right),
        )
    else:
        reason = phrases(
            "birth years one year apart: {one} and {two}",
            "birth years {count} years apart: {one} and {two}",
            count=int(slip),
            one=Day(left),
            two=Day(right),
        )
    return Weight(_NAME, weight, reason)
