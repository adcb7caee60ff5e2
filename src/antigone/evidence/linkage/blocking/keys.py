"""Keys of many records at once, by every rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.blocking import other_keys
from antigone.evidence.linkage.blocking.hashing import Hashes
from antigone.evidence.linkage.blocking.name_keys import NameKeys
from antigone.evidence.linkage.blocking.rules import ANY_YEAR, RULES, Rule
from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.names import NameLine, NameTable

Rows = NDArray[np.int64]
#: A birth year counts as known when it lies within so many years.
KNOWN_WITHIN = 5


@dataclass(frozen=True, slots=True)
class Keys:
    """Keys of n records; arrays of one length, sorted by rule and then by row, no two alike.

    Attributes:
        rows: int64, which record.
        rule: int16, `Rule.number`.
        key: int64, what the record shares with its candidates; compared within one rule only.
        birth_from, birth_to: int16, years in which the person may have been born, widened so that two records whose
            years differ by no more than the rule allows overlap.
    """

    rows: Rows
    rule: NDArray[np.int16]
    key: NDArray[np.int64]
    birth_from: NDArray[np.int16]
    birth_to: NDArray[np.int16]

    def __len__(self) -> int:
        return len(self.rows)


class _Records:
    """Columns of records, each field read when a rule first asks for it."""

    def __init__(self, columns: Columns, read: tuple[NameTable, Rows] | None) -> None:
        self.columns = columns
        self._read = read

    @cached_property
    def names(self) -> NameKeys:
        if self._read is not None:
            return NameKeys.of(*self._read)
        return NameKeys.of(NameLine().encode(self.columns), np.arange(len(self.columns["names"])))

    @cached_property
    def years(self) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        return other_keys.birth_years(self.columns)

    @cached_property
    def days(self) -> NDArray[np.int64]:
        return other_keys.birth_dates(self.columns)

    def where_year_is_known(self, found: tuple[Rows, Hashes]) -> tuple[Rows, Hashes]:
        rows, keys = found
        known = (self.years[1] - self.years[0] <= KNOWN_WITHIN)[rows]
        return rows[known], keys[known]


_Made = Callable[[_Records], tuple[Rows, Hashes]]
_MAKERS: dict[str, _Made] = {
    "three words": lambda records: records.names.three_words(),
    "two words": lambda records: records.names.two_words(),
    "surname and two initials": lambda records: records.names.surname_and_two_initials(),
    "surname and initial": lambda records: records.names.surname_and_initial(),
    "surname slip and given name": lambda records: records.names.surname_slips_and_given(),
    "surname slip and initial": lambda records: records.where_year_is_known(records.names.surname_slips_and_initial()),
    "surname and birth date": lambda records: other_keys.with_date(*records.names.surname_slips(), records.days),
    "given name and birth date": lambda records: other_keys.with_date(*records.names.given_names(), records.days),
    "given name and patronymic": lambda records: records.where_year_is_known(records.names.given_and_patronymic()),
    "service number": lambda records: other_keys.service_numbers(records.columns),
    "call sign and unit": lambda records: other_keys.call_signs(records.columns),
    "mark": lambda records: other_keys.marks(records.columns),
    "event": lambda records: other_keys.events(records.columns),
    "place": lambda records: other_keys.settlements(records.columns),
    "region and looks": lambda records: other_keys.regions_with_looks(records.columns),
    "surname, initial, year": lambda records: records.where_year_is_known(records.names.surname_and_initial()),
    "surname slip, given name, year": lambda records: records.where_year_is_known(
        records.names.surname_slips_and_given()
    ),
}


def keys(columns: Columns, rules: Sequence[Rule] = RULES, read: tuple[NameTable, Rows] | None = None) -> Keys:
    """All keys of n records by these rules.

    A record's keys hang on nothing but the record, so that they can be stored with it.

    Args:
        columns: every field of `Particulars`, n values each.
        rules: some of `RULES`.
        read: the names of these records, if a `NameLine` has read them already: its table, and the table's row of
            each record, int64[n].
    """
    records = _Records(columns, read)
    parts = [_keys_by(records, rule) for rule in sorted(rules, key=lambda rule: rule.number)]
    if not parts:
        short, long = np.zeros(0, np.int16), np.zeros(0, np.int64)
        return Keys(long, short, long, short, short)
    return Keys(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Keys)))


def _keys_by(records: _Records, rule: Rule) -> Keys:
    rows, found = _distinct(*_MAKERS[rule.name](records), len(records.columns["kind"]))
    numbers = np.full(len(rows), rule.number, dtype=np.int16)
    return Keys(rows, numbers, found.view(np.int64), *_overlapping(records, rule, rows))


def _distinct(rows: Rows, keys: Hashes, count: int) -> tuple[Rows, Hashes]:
    # Here and not above: numba takes half a second to import, and whoever only names rules does not need it.
    from antigone.evidence.linkage.blocking.distinct import distinct

    return distinct(np.ascontiguousarray(rows), np.ascontiguousarray(keys), count)


def _overlapping(records: _Records, rule: Rule, rows: Rows) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    if rule.years_apart is None:
        return np.full(len(rows), ANY_YEAR[0], np.int16), np.full(len(rows), ANY_YEAR[1], np.int16)
    first, last = (side[rows].astype(np.int32) for side in records.years)
    silent = (first == ANY_YEAR[0]) & (last == ANY_YEAR[1])
    # Both sides are widened, one of them by the odd year.
    first = np.where(silent, first, first - rule.years_apart // 2 - rule.years_apart % 2)
    last = np.where(silent, last, last + rule.years_apart // 2)
    return np.clip(first, *ANY_YEAR).astype(np.int16), np.clip(last, *ANY_YEAR).astype(np.int16)
