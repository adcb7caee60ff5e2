"""Keys made of what is not a name: dates, numbers, call-signs, places, marks; and the years of birth."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.linkage.blocking.hashing import (
    Hashes,
    hashed,
    hashed_all,
    joined,
    of_numbers,
    ragged,
    spread,
    with_one_left_out,
)
from antigone.evidence.linkage.blocking.rules import ANY_YEAR
from antigone.evidence.linkage.coded import coded
from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.places import reading as places
from antigone.evidence.traits import reading as traits

Rows = NDArray[np.int64]
Years = NDArray[np.int16]
#: Some hashes, or numbers, for each distinct value of a column (see `hashing.ragged`), and which value each record has.
_Ragged = tuple[NDArray[np.int64], Hashes, NDArray[np.int64]]
T = TypeVar("T")

#: How far a source that says "about" may be off, in years.
_ABOUT = 2
#: How far an age that was told or estimated may be off, beyond its bounds, in years.
_AGE_OFF = 5
#: Numbers of fewer signs are too easily alike to allow a slip.
_SHORTEST_NUMBER = 5
_LONGEST_NUMBER = 24
_MOST_WORDS = 3
_MOST_TEETH = 4
#: Centimetres: told and measured statures of one person differ by some.
_STATURE_STEP = 4
#: Different dates that are remembered: those of a hundred years, and as many vague ones.
_MOST_DATES = 65_536
# Capitals that look alike in both scripts, and the rest by sound: military series are written in either.
_LATIN = str.maketrans("АВЕЁКМНОРСТУХІЇЄБГҐДЖЗИЙЛПФЦЧШЩЫЭЮЯЬЪ", "ABEEKMHOPCTYXIIEBGGDJZIILPFCCSSYEUA''")
_DIGITS = re.compile(r"\d+")


@lru_cache(maxsize=_MOST_DATES)
def _date(text: str) -> UncertainDate | None:
    try:
        return UncertainDate.parse(text) if text.strip() else None
    except NotADate:
        return None


def _read(column: Sequence[T], read: Callable[[T], Iterable[int]]) -> _Ragged:
    """What each distinct value of a column says, and the value of each record."""
    its = coded(column)
    return *ragged([tuple(read(value)) for value in its.values]), its.of


def _choices(rows: Rows, *told: _Ragged) -> tuple[Rows, list[Hashes]]:
    """Records `rows` spread over every choice of one of what each of the columns says of them.

    Returns the rows and what was chosen, arrays of one length.
    """
    chosen: list[Hashes] = []
    for starts, line, of in told:
        owner, at = spread(starts, of[rows])
        rows, chosen = rows[owner], [*(part[owner] for part in chosen), line[at]]
    return rows, chosen


def _everyone(columns: Columns) -> Rows:
    return np.arange(len(columns["kind"]))


@lru_cache(maxsize=_MOST_DATES)
def _years(text: str) -> tuple[int, int]:
    found = _date(text)
    if found is None:
        return ANY_YEAR
    first, last = found.years
    slack = _ABOUT if found.approximate or found.uncertain else 0
    return max(first - slack, ANY_YEAR[0]), min(last + slack, ANY_YEAR[1])


def birth_years(columns: Columns) -> tuple[Years, Years]:
    """First and last year in which each record's bearer may have been born: int16[n] each.

    From the birth date, or else from the age and the day on which it held; `ANY_YEAR` where neither is told.
    """
    dates = coded(columns["birth_date"])
    years = np.array([_years(text) for text in dates.values], dtype=np.int16).reshape(-1, 2)[dates.of]
    lows, highs = coded(columns["age_low"]), coded(columns["age_high"])
    aged = np.zeros(len(dates), dtype=np.bool_)
    for ages in (lows, highs):
        aged |= np.array([age is not None for age in ages.values], dtype=np.bool_)[ages.of]
    silent = np.flatnonzero((years == ANY_YEAR).all(axis=1) & aged)
    days = [coded(columns[name]) for name in ("age_date", "occurred_date", "last_seen_date")] if len(silent) else []
    for row in silent.tolist():
        low, high = lows[row], highs[row]
        held = _date(next((day[row] for day in days if day[row].strip()), ""))
        if held is None:
            continue
        first, last = held.years
        if high is not None:
            years[row, 0] = max(first - high - 1 - _AGE_OFF, ANY_YEAR[0])
        if low is not None:
            years[row, 1] = min(last - low + _AGE_OFF, ANY_YEAR[1])
    return years[:, 0], years[:, 1]


@lru_cache(maxsize=_MOST_DATES)
def _whole_date(text: str) -> int:
    """One number for a day, the same when day and month are swapped; 0 for anything vaguer than a day."""
    found = _date(text)
    if found is None or not found.is_one_day:
        return 0
    day = date.fromordinal(found.first)
    low, high = sorted((day.month, day.day))
    return day.year * 10_000 + low * 100 + high


def birth_dates(columns: Columns) -> NDArray[np.int64]:
    """A number for each whole birth date, swapped day and month alike; 0 where it is vague or not told."""
    dates = coded(columns["birth_date"])
    return np.array([_whole_date(text) for text in dates.values], dtype=np.int64)[dates.of]


def with_date(rows: Rows, keys: Hashes, days: NDArray[np.int64]) -> tuple[Rows, Hashes]:
    """Keys narrowed by the whole birth date; rows without one fall out."""
    dated = days[rows] > 0
    rows, keys = rows[dated], keys[dated]
    return rows, joined(keys, of_numbers(days[rows]))


def _number(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper().translate(_LATIN)))[:_LONGEST_NUMBER]


def service_numbers(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of personal numbers, and of all with one sign left out."""
    numbers = coded(columns["service_number"])
    slips = with_one_left_out([_number(text) for text in numbers.values], shortest=_SHORTEST_NUMBER)
    rows, (keys,) = _choices(_everyone(columns), (*slips, numbers.of))
    return rows, keys


def _unit(text: str) -> tuple[int, ...]:
    """Hashes of the numbers in a unit's name."""
    numbers = [number.lstrip("0") for number in _DIGITS.findall(text[:200])]
    return tuple(map(hashed, tuple(dict.fromkeys(number for number in numbers if number))[:_MOST_WORDS]))


def _words(text: str) -> list[int]:
    """Hashes of the codes of the first words of a text, whatever they name: a place, a call-sign."""
    return [hashed(code) for word in names.words(text) for code in word.codes][:_MOST_WORDS]


def call_signs(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of each word of the call-sign with each number in the unit's name."""
    signs, units = _read(columns["call_sign"], _words), _read(columns["unit"], _unit)
    rows, (sign, number) = _choices(_everyone(columns), signs, units)
    return rows, joined(sign, number)


_EITHER = ("male", "female")
_SEXES = {"male": (0,), "female": (1,)}
_SOUGHT_OR_REMAINS = ("missing", "remains")


def _sexes(sex: str) -> tuple[int, ...]:
    """The sex that is told, as its place in `_EITHER`; both where none is."""
    return _SEXES.get(sex, (0, 1))


def _hashed_with_sex(numbers: Hashes, sex: Hashes) -> Hashes:
    """Hashes of numbers, each with a sex."""
    out = np.empty(len(numbers), dtype=np.uint64)
    for place, word in enumerate(_EITHER):
        which = np.flatnonzero(sex == place)
        distinct, of = np.unique(numbers[which], return_inverse=True)
        out[which] = hashed_all(f"{number} {word}" for number in distinct.tolist())[of.reshape(-1)]
    return out


def _hashed_sex(sex: Hashes) -> Hashes:
    return hashed_all(_EITHER)[sex.astype(np.int64)]


def _months(text: str) -> tuple[int, ...]:
    """Numbers of the month of a date and of the next: two events share one when they lie a month apart at most."""
    found = _date(text)
    if found is None or found.last - found.first > 40:
        return ()
    first, last = (date.fromordinal(day) for day in (found.first, found.last))
    return tuple(range(first.year * 12 + first.month, last.year * 12 + last.month + 2))


def _sought_or_nameless(columns: Columns, rows: Rows) -> Rows:
    """Those of some records that have to be found by other things than a name.

    What remains are called is often a part of a name.
    """
    kinds = coded(columns["kind"])
    wanted = np.array([kind in _SOUGHT_OR_REMAINS for kind in kinds.values], dtype=np.bool_)[kinds.of[rows]]
    if not wanted.all():
        told = columns["names"]
        others = np.flatnonzero(~wanted)
        wanted[others] = [not any(told[row]) for row in rows[others].tolist()]
    return rows[wanted]


def _telling(*told: _Ragged) -> Rows:
    """Rows of those records of which any of the columns says something."""
    any_of_them = np.zeros(len(told[0][2]), dtype=np.bool_)
    for starts, _, of in told:
        any_of_them |= (np.diff(starts) > 0)[of]
    return np.flatnonzero(any_of_them)


def _both(one: tuple[Rows, Hashes], other: tuple[Rows, Hashes]) -> tuple[Rows, Hashes]:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def events(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of where and in which month the person was lost or found, with the sex.

    Only for those sought and for remains, or others without a name: for all others the name says more. A record that
    does not tell the sex has the keys of both.
    """
    sex = _read(columns["sex"], _sexes)

    def told(place: str, day: str) -> tuple[Rows, Hashes]:
        where, when = _read(columns[place], _words), _read(columns[day], _months)
        rows = _sought_or_nameless(columns, _telling(where))
        rows, (word, month, its_sex) = _choices(rows, where, when, sex)
        return rows, joined(word, _hashed_with_sex(month, its_sex))

    return _both(told("last_seen_place", "last_seen_date"), told("occurred_place", "occurred_date"))


def _settlement(text: str) -> tuple[int, ...]:
    """Hashes of how the settlement sounds that a text names."""
    return tuple(hashed(f"settlement {key}") for key in places.settlement_keys(places.read(text).settlement))


def _region(text: str) -> tuple[int, ...]:
    """Hashes of how the region sounds that a text names."""
    return tuple(hashed(f"region {key}") for key in places.area_keys(places.read(text).region))


def _looks(description: str) -> tuple[int, ...]:
    """Hashes of hair, of stature to some centimetres and of shoe size to one, as far as they are told."""
    if not description.strip():
        return ()
    read = traits.read(description)
    told = [f"hair {read.hair}"] if read.hair else []
    for name, size, step in (("stature", read.stature, _STATURE_STEP), ("shoe", read.shoe, 1)):
        if size is not None:
            # Two steps each, so that neighbours share one.
            at = int((size.low + size.high) / 2 // step)
            told += [f"{name} {at}", f"{name} {at + 1}"]
    return tuple(map(hashed, told))


def _where(columns: Columns, read: Callable[[str], tuple[int, ...]]) -> Iterator[tuple[Rows, _Ragged]]:
    """For each of the places that are told: those who have to be found by other things than a name, and the place."""
    for name in ("last_seen_place", "occurred_place"):
        told = _read(columns[name], read)
        yield _sought_or_nameless(columns, _telling(told)), told


def settlements(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of the settlement where somebody was last seen or was found, with the sex.

    The dead are often found months after they were last seen: the day is not asked.
    """
    sex, found = _read(columns["sex"], _sexes), []
    for rows, told in _where(columns, _settlement):
        rows, (place, its_sex) = _choices(rows, told, sex)
        found.append((rows, joined(place, _hashed_sex(its_sex))))
    return _both(*found)


def regions_with_looks(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of the region of what happened with each of hair, stature and shoe size, and with the sex."""
    sex, looks, found = _read(columns["sex"], _sexes), _read(columns["description"], _looks), []
    for rows, told in _where(columns, _region):
        rows, (place, look, its_sex) = _choices(rows, told, looks, sex)
        found.append((rows, joined(place, _hashed_with_sex(look, its_sex))))
    return _both(*found)


def _ordinary_marks(description: str) -> tuple[int, ...]:
    """Hashes of what alone would tell a man apart from most of his sex."""
    if not description.strip():
        return ()
    read = traits.read(description)
    marks = [f"{mark.kind} {mark.what} {mark.place}" for mark in read.marks if mark.what and mark.place]
    marks += [f"{mark.kind} says {mark.words}" for mark in read.marks if mark.words]
    teeth = sorted(f"{tooth.number} {tooth.state}" for tooth in read.teeth)[:_MOST_TEETH]
    return tuple(map(hashed, [*marks, *(f"teeth {one} {other}" for one, other in combinations(teeth, 2))]))


def _rare_marks(description: str) -> tuple[int, ...]:
    """Hashes of what would tell a man apart from everyone."""
    if not description.strip():
        return ()
    read = traits.read(description)
    signs = [f"sign {word}" for text in read.inscriptions for word in text.split() if len(word) > 2]
    return tuple(map(hashed, [*signs, *(f"serial {serial}" for serial in read.serials)]))


def _worn_sign(call_sign: str) -> tuple[int, ...]:
    return tuple(hashed(f"sign {word.folded}") for word in names.words(call_sign) if len(word.folded) > 2)


def marks(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of marks by kind, subject and place with the sex; of pairs of teeth; of serial numbers; and
    of signs that a body wore, against the call-signs of those sought.

    Marks and teeth only for those sought and for remains, or others without a name, like `events`.
    """
    ordinary, rare = (_read(columns["description"], read) for read in (_ordinary_marks, _rare_marks))
    worn, sex = _read(columns["call_sign"], _worn_sign), _read(columns["sex"], _sexes)
    rows, (mark, its_sex) = _choices(_sought_or_nameless(columns, _telling(ordinary)), ordinary, sex)
    kinds = coded(columns["kind"])
    # Only against what a body wore: a call-sign alone is borne by many.
    missing = np.flatnonzero(np.array([kind == "missing" for kind in kinds.values], dtype=np.bool_)[kinds.of])
    of_any_sex = _both(*((its, chosen[0]) for its, chosen in (_choices(_everyone(columns), rare),
                                                              _choices(missing, worn))))  # fmt: skip
    any_sex = np.full(len(of_any_sex[0]), hashed("any sex"), dtype=np.uint64)
    return _both((rows, joined(mark, _hashed_sex(its_sex))), (of_any_sex[0], joined(of_any_sex[1], any_sex)))
