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
from antigone.evidence.linkage.blocking.hashing import Hashes, hashed, joined, of_numbers, spread, with_one_left_out
from antigone.evidence.linkage.blocking.name_keys import word_hashes
from antigone.evidence.linkage.blocking.rules import ANY_YEAR
from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.places import reading as places
from antigone.evidence.traits import reading as traits

Rows = NDArray[np.int64]
Years = NDArray[np.int16]
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


def of_each(values: Sequence[str], read: Callable[[str], T]) -> list[T]:
    """`read` of each value, worked out once for each distinct one."""
    known = {value: read(value) for value in dict.fromkeys(values)}
    return [known[value] for value in values]


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
    years = np.array(of_each(columns["birth_date"], _years), dtype=np.int16).reshape(-1, 2)
    silent = np.flatnonzero((years == ANY_YEAR).all(axis=1))
    lows, highs = columns["age_low"], columns["age_high"]
    days = (columns["age_date"], columns["occurred_date"], columns["last_seen_date"])
    for row in silent.tolist():
        low, high = lows[row], highs[row]
        day = next((day[row] for day in days if day[row].strip()), "")
        held = _date(day)
        if held is None or (low is None and high is None):
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
    return np.array(of_each(columns["birth_date"], _whole_date), dtype=np.int64)


def with_date(rows: Rows, keys: Hashes, days: NDArray[np.int64]) -> tuple[Rows, Hashes]:
    """Keys narrowed by the whole birth date; rows without one fall out."""
    dated = days[rows] > 0
    rows, keys = rows[dated], keys[dated]
    return rows, joined(keys, of_numbers(days[rows]))


def _number(text: str) -> str:
    return "".join(filter(str.isalnum, text.upper().translate(_LATIN)))[:_LONGEST_NUMBER]


def service_numbers(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of personal numbers, and of all with one sign left out."""
    numbers = of_each(columns["service_number"], _number)
    distinct = list(dict.fromkeys(numbers))
    place = {number: at for at, number in enumerate(distinct)}
    starts, line = with_one_left_out(distinct, shortest=_SHORTEST_NUMBER)
    which = np.fromiter((place[number] for number in numbers), np.int64, len(numbers))
    owner, at = spread(starts, which)
    return owner, line[at]


def _unit(text: str) -> tuple[str, ...]:
    numbers = [number.lstrip("0") for number in _DIGITS.findall(text[:200])]
    return tuple(dict.fromkeys(number for number in numbers if number))[:_MOST_WORDS]


def call_signs(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of each word of the call-sign with each number in the unit's name."""
    signs, units = word_hashes(columns["call_sign"]), of_each(columns["unit"], _unit)
    return _paired(
        (row, sign, hashed(number))
        for row, (its, numbers) in enumerate(zip(signs, units, strict=True))
        for sign in its[:_MOST_WORDS].tolist()
        for number in numbers
    )


def _paired(found: Iterable[tuple[int, int, int]]) -> tuple[Rows, Hashes]:
    rows = list(found)
    owner = np.fromiter((row for row, _, _ in rows), np.int64, len(rows))
    one = np.fromiter((one for _, one, _ in rows), np.uint64, len(rows))
    return owner, joined(one, np.fromiter((other for _, _, other in rows), np.uint64, len(rows)))


_SEXES = {"male": ("male",), "female": ("female",)}
_EITHER = ("male", "female")
_SOUGHT_OR_REMAINS = ("missing", "remains")


def _months(text: str) -> tuple[int, ...]:
    """Numbers of the month of a date and of the next: two events share one when they lie a month apart at most."""
    found = _date(text)
    if found is None or found.last - found.first > 40:
        return ()
    first, last = (date.fromordinal(day) for day in (found.first, found.last))
    return tuple(range(first.year * 12 + first.month, last.year * 12 + last.month + 2))


def _is_sought_or_nameless(columns: Columns) -> list[bool]:
    """Whether a record has to be found by other things than a name; what remains are called is often a part of one."""
    return [
        kind in _SOUGHT_OR_REMAINS or not any(names)
        for kind, names in zip(columns["kind"], columns["names"], strict=True)
    ]


def events(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of where and in which month the person was lost or found, with the sex.

    Only for those sought and for remains, or others without a name: for all others the name says more. A record that
    does not tell the sex has the keys of both.
    """
    where = {name: word_hashes(columns[name]) for name in ("last_seen_place", "occurred_place")}
    when = {name: of_each(columns[name], _months) for name in ("last_seen_date", "occurred_date")}
    sides = (("last_seen_place", "last_seen_date"), ("occurred_place", "occurred_date"))
    return _paired(
        (row, word, hashed(f"{month} {sex}"))
        for row, (wanted, sex_told) in enumerate(zip(_is_sought_or_nameless(columns), columns["sex"], strict=True))
        if wanted
        for word, month in dict.fromkeys(
            (word, month)
            for place, day in sides
            for word in where[place][row][:_MOST_WORDS].tolist()
            for month in when[day][row]
        )
        for sex in _SEXES.get(sex_told, _EITHER)
    )


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


def _where(columns: Columns, read: Callable[[str], tuple[int, ...]]) -> Iterator[tuple[int, int, str]]:
    """Row, place and sex of those who have to be found by other things than a name; both sexes where none is told."""
    both = [of_each(columns[name], read) for name in ("last_seen_place", "occurred_place")]
    for row, (wanted, sex) in enumerate(zip(_is_sought_or_nameless(columns), columns["sex"], strict=True)):
        if wanted:
            for place in dict.fromkeys((*both[0][row], *both[1][row])):
                for its in _SEXES.get(sex, _EITHER):
                    yield row, place, its


def settlements(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of the settlement where somebody was last seen or was found, with the sex.

    The dead are often found months after they were last seen: the day is not asked.
    """
    return _paired((row, place, hashed(sex)) for row, place, sex in _where(columns, _settlement))


def regions_with_looks(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of the region of what happened with each of hair, stature and shoe size, and with the sex."""
    looks = of_each(columns["description"], _looks)
    return _paired(
        (row, place, hashed(f"{look} {sex}")) for row, place, sex in _where(columns, _region) for look in looks[row]
    )


def _told_marks(description: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Hashes of what alone would tell a man apart from most of his sex, and of what would tell him from everyone."""
    if not description.strip():
        return (), ()
    read = traits.read(description)
    marks = [f"{mark.kind} {mark.what} {mark.place}" for mark in read.marks if mark.what and mark.place]
    marks += [f"{mark.kind} says {mark.words}" for mark in read.marks if mark.words]
    teeth = sorted(f"{tooth.number} {tooth.state}" for tooth in read.teeth)[:_MOST_TEETH]
    marks += [f"teeth {one} {other}" for one, other in combinations(teeth, 2)]
    signs = [f"sign {word}" for text in read.inscriptions for word in text.split() if len(word) > 2]
    return tuple(map(hashed, marks)), tuple(map(hashed, [*signs, *(f"serial {serial}" for serial in read.serials)]))


def _worn_sign(call_sign: str) -> tuple[int, ...]:
    return tuple(hashed(f"sign {word.folded}") for word in names.words(call_sign) if len(word.folded) > 2)


def marks(columns: Columns) -> tuple[Rows, Hashes]:
    """Records and hashes of marks by kind, subject and place with the sex; of pairs of teeth; of serial numbers; and
    of signs that a body wore, against the call-signs of those sought.

    Marks and teeth only for those sought and for remains, or others without a name, like `events`.
    """
    told = of_each(columns["description"], _told_marks)
    worn = of_each(columns["call_sign"], _worn_sign)
    wanted = _is_sought_or_nameless(columns)
    male, female = (hashed(sex) for sex in _EITHER)
    any_sex = hashed("any sex")
    of_sex = {"male": (male,), "female": (female,)}

    def each() -> Iterator[tuple[int, int, int]]:
        for row, (ordinary, rare) in enumerate(told):
            for mark in ordinary if wanted[row] else ():
                for sex in of_sex.get(columns["sex"][row], (male, female)):
                    yield row, mark, sex
            # Only against what a body wore: a call-sign alone is borne by many.
            for mark in (*rare, *(worn[row] if columns["kind"][row] == "missing" else ())):
                yield row, mark, any_sex

    return _paired(each())
