"""Kinds of comparison: text, equality, numbers, dates in parts. Each puts a pair of records into a level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from antigone.evidence.linkage.levels import SILENT, Levels
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.wording import code_word, figure, phrase

Codes = NDArray[np.int64]

_THE_SAME = phrase("the same")
_DIFFERENT = phrase("different")


def _said(value: Any) -> str:
    return "" if value is None else " ".join(str(value).casefold().split())


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of n records: each distinct text once, and for each record its number (-1 for none)."""

    texts: tuple[str, ...]
    of: Codes


def _words(values: Sequence[Any]) -> Words:
    numbers: dict[str, int] = {"": -1}
    of = np.fromiter((numbers.setdefault(_said(value), len(numbers) - 1) for value in values), np.int64, len(values))
    return Words(tuple(numbers)[1:], of)


def _distinct_pairs(one: Codes, other: Codes, width: int) -> tuple[Codes, Codes, Codes]:
    """Distinct pairs of codes, and which of them each pair is."""
    keys, which = np.unique(one * max(width, 1) + other, return_inverse=True)
    return keys // max(width, 1), keys % max(width, 1), which


@dataclass(frozen=True)
class TextLikeness:
    """Two texts by their likeness, letter case and spaces aside.

    Levels: the same; one slip apart (a letter added, lost, changed or two exchanged; from four letters on); likeness
    (Jaro-Winkler) of at least each of `bounds`; the value stands in the field `elsewhere` of the other record;
    different.
    Sources: Winkler 1990 for the likeness; Damerau 1964 for the slips.

    Attributes:
        field: which field.
        bounds: descending, within (0, 1).
        elsewhere: the field with which this one may have been exchanged; empty for none.
    """

    field: str
    bounds: tuple[float, ...] = (0.92, 0.8)
    elsewhere: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field, self.elsewhere) if self.elsewhere else (self.field,)

    @property
    def levels(self) -> tuple[str, ...]:
        alike = (phrase("alike ({likeness})", likeness=figure(bound, "g")) for bound in self.bounds)
        return (_THE_SAME, phrase("one slip apart"), *alike, *self._exchanged, _DIFFERENT)

    @property
    def _exchanged(self) -> tuple[str, ...]:
        if not self.elsewhere:
            return ()
        return (phrase("stands in the other's {field}", field=code_word("field", self.elsewhere)),)

    @property
    def groups(self) -> tuple[int, ...]:
        return (0,) * len(self.levels)

    @property
    def shared(self) -> tuple[int, ...]:
        return (0, 1)

    def values(self, columns: Columns) -> Sequence[str]:
        return [_said(value) for value in columns[self.field]]

    def encode(self, columns: Columns) -> tuple[Words, Words | None]:
        return _words(columns[self.field]), _words(columns[self.elsewhere]) if self.elsewhere else None

    def level(
        self, left: tuple[Words, Words | None], right: tuple[Words, Words | None], left_rows: Rows, right_rows: Rows
    ) -> Levels:
        out = self._likeness(left[0], right[0], left_rows, right_rows)
        if left[1] is not None and right[1] is not None:
            different = len(self.levels) - 1
            # Where the field itself is empty but the other side has its value in the wrong field, that speaks too.
            doubtful = (out == different) | (out == SILENT)
            crossed = self._likeness(left[0], right[1], left_rows, right_rows) == 0
            crossed |= self._likeness(left[1], right[0], left_rows, right_rows) == 0
            out[doubtful & crossed] = different - 1
        return out

    def _likeness(self, left: Words, right: Words, left_rows: Rows, right_rows: Rows) -> Levels:
        one, other = left.of[left_rows], right.of[right_rows]
        out = np.full(len(one), SILENT, dtype=np.int8)
        both = np.flatnonzero((one >= 0) & (other >= 0))
        if not len(both):
            return out
        a, b, which = _distinct_pairs(one[both], other[both], len(right.texts))
        first = [left.texts[row] for row in a.tolist()]
        second = [right.texts[row] for row in b.tolist()]
        alike = cpdist(first, second, scorer=JaroWinkler.similarity, dtype=np.float64)
        slips = cpdist(first, second, scorer=DamerauLevenshtein.distance, dtype=np.int32, score_cutoff=1)
        shortest = np.fromiter((min(map(len, pair)) for pair in zip(first, second, strict=True)), np.int64, len(first))
        steps = [slips == 0, (slips == 1) & (shortest >= 4), *(alike >= bound for bound in self.bounds)]
        out[both] = np.select(steps, range(len(steps)), len(self.levels) - 1)[which]
        return out


@dataclass(frozen=True)
class Equality:
    """Two texts, the same or not, letter case and spaces aside."""

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    @property
    def levels(self) -> tuple[str, ...]:
        return (_THE_SAME, _DIFFERENT)

    @property
    def groups(self) -> tuple[int, ...]:
        return (0, 0)

    @property
    def shared(self) -> tuple[int, ...]:
        return (0,)

    def values(self, columns: Columns) -> Sequence[str]:
        return [_said(value) for value in columns[self.field]]

    def encode(self, columns: Columns) -> tuple[str, ...]:
        return tuple(self.values(columns))

    def level(self, left: tuple[str, ...], right: tuple[str, ...], left_rows: Rows, right_rows: Rows) -> Levels:
        pairs = zip(left_rows.tolist(), right_rows.tolist(), strict=True)
        texts = ((left[a], right[b]) for a, b in pairs)
        levels = (SILENT if not (a and b) else int(a != b) for a, b in texts)
        return np.fromiter(levels, np.int8, len(left_rows))


@dataclass(frozen=True)
class NumericDifference:
    """Two numbers by how far they lie apart: equal, within each of `bounds` (ascending, inclusive), farther."""

    field: str
    bounds: tuple[float, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    @property
    def levels(self) -> tuple[str, ...]:
        within = (phrase("within {bound}", bound=figure(bound, "g")) for bound in self.bounds)
        return (phrase("equal"), *within, phrase("farther apart"))

    @property
    def groups(self) -> tuple[int, ...]:
        return (0,) * len(self.levels)

    @property
    def shared(self) -> tuple[int, ...]:
        return (0,)

    def values(self, columns: Columns) -> Sequence[str]:
        return ["" if number != number else f"{number:g}" for number in self.encode(columns).tolist()]

    def encode(self, columns: Columns) -> Floats:
        return np.array([_number(value) for value in columns[self.field]], dtype=np.float64)

    def level(self, left: Floats, right: Floats, left_rows: Rows, right_rows: Rows) -> Levels:
        apart = np.abs(left[left_rows] - right[right_rows])
        out = np.select([apart <= bound for bound in (0.0, *self.bounds)], range(len(self.levels) - 1), -1)
        out[out < 0] = len(self.levels) - 1
        out[np.isnan(apart)] = SILENT
        return out.astype(np.int8)


def _number(value: Any) -> float:
    try:
        return float(str(value)) if value is not None and value != "" else float("nan")
    except ValueError:
        return float("nan")


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%]?)\Z")
_SPAN = re.compile(r"(\d{4})[^/]*/(\d{4})")
_DECADE = re.compile(r"(\d{3})X\Z")


def date_parts(edtf: str) -> tuple[int, int, int, int]:
    """Year, month, day and how far the year may be off, 0 for what a date does not say; no year for no date.

    Takes days that do not exist as they are written, so that a slip of the pen can be seen as one.
    """
    text = edtf.strip()
    if found := _DATE.match(text):
        year, month, day = (int(part or 0) for part in found.groups()[:3])
        return (year, month, day, 0) if not found[4] else (year, 0, 0, 1)
    if found := _SPAN.match(text):
        first, last = int(found[1]), int(found[2])
        return (first, 0, 0, 0) if first == last else ((first + last) // 2, 0, 0, max((last - first) // 2, 1))
    if found := _DECADE.match(text):
        return int(found[1]) * 10 + 5, 0, 0, 5
    return 0, 0, 0, 0


_DATE_LEVELS = (
    phrase("the same day"),
    phrase("day and month exchanged"),
    phrase("the same day of a year one or two off"),
    phrase("one part differs"),
    phrase("different, years at most two apart"),
    _DIFFERENT,
    phrase("the same year"),
    phrase("years one apart"),
    phrase("years two apart"),
    phrase("years three to five apart"),
    phrase("years more than five apart"),
    phrase("about the same year"),
    phrase("about the same years"),
    phrase("years far apart, though only about"),
)


@dataclass(frozen=True)
class DateParts:
    """Two dates in their parts, as EDTF.

    Three groups of levels, by what both sides say: full days; a year (or a month) exactly; a year "about".
    A swapped day and month, the same day in a near year and one part that differs have levels of their own.
    """

    field: str

    @property
    def fields(self) -> tuple[str, ...]:
        return (self.field,)

    @property
    def levels(self) -> tuple[str, ...]:
        return _DATE_LEVELS

    @property
    def groups(self) -> tuple[int, ...]:
        return (0,) * 6 + (1,) * 5 + (2,) * 3

    @property
    def shared(self) -> tuple[int, ...]:
        return ()

    def values(self, columns: Columns) -> Sequence[str]:
        return [""] * len(columns[self.field])

    def encode(self, columns: Columns) -> NDArray[np.int16]:
        """int16[n, 4]: `date_parts`."""
        known: dict[str, tuple[int, int, int, int]] = {}
        rows = []
        for value in columns[self.field]:
            if value not in known:
                known[value] = date_parts(value or "")
            rows.append(known[value])
        return np.array(rows, dtype=np.int16).reshape(-1, 4)

    def level(self, left: NDArray[np.int16], right: NDArray[np.int16], left_rows: Rows, right_rows: Rows) -> Levels:
        one, other = left[left_rows].astype(np.int32), right[right_rows].astype(np.int32)
        years = np.abs(one[:, 0] - other[:, 0])
        month, day = one[:, 1] == other[:, 1], one[:, 2] == other[:, 2]
        out = 6 + np.select([years == 0, years == 1, years == 2, years <= 5], [0, 1, 2, 3], 4)
        full = (one[:, 2] > 0) & (other[:, 2] > 0)
        exchanged = (years == 0) & (one[:, 1] == other[:, 2]) & (one[:, 2] == other[:, 1])
        same = (years == 0).astype(np.int8) + month + day
        conditions = [same == 3, exchanged, month & day & (years <= 2), same == 2, years <= 2]
        out[full] = np.select(conditions, range(5), 5)[full]
        slack = one[:, 3] + other[:, 3]
        about = slack > 0
        out[about] = 11 + np.select([years <= slack, years <= 2 + 2 * slack], [0, 1], 2)[about]
        out[(one[:, 0] == 0) | (other[:, 0] == 0)] = SILENT
        return out.astype(np.int8)
