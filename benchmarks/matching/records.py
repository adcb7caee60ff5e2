"""Two lists of millions of invented people, a share of whom are on both, written as such lists are.

Faster and plainer than `antigone.simulation`, from whose book the names come: nothing happens to these people. The
left list is written in Russian by relatives, the right one in Ukrainian or in Latin letters by offices.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.engines import RECORDS
from antigone.evidence.names import RomanisationScheme, romanise
from antigone.simulation.stock import name_book

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

#: Share of the left list who are on the right list too.
ON_BOTH = 0.3
#: Ids of the right list begin here.
RIGHT_FROM = 1 << 32
_SERIES = "АВГДЕЗКЛМНОРС"
_ALPHABET = np.array(list("абвгдеиклмнопрстуя"), dtype=object)


@dataclass(frozen=True, slots=True)
class Lists:
    """Both lists, and which rows of them are one person: int64[m] each."""

    left: pa.Table
    right: pa.Table
    same_left: Ints
    same_right: Ints


@lru_cache(maxsize=1 << 20)
def _latin(word: str, scheme: RomanisationScheme) -> str:
    return romanise(word, scheme)


def two_lists(count: int, seed: int = 20230615) -> Lists:
    """Lists of `count` records each; the same numbers give the same lists."""
    rng = np.random.default_rng([seed, count])
    book = name_book()
    same = int(count * ON_BOTH)
    people = 2 * count - same
    culture = rng.choice(len(_SHARES), people, p=_SHARES)
    side = (rng.random(people) < 0.5).astype(np.int64)
    born = np.datetime64("1962-01-01") + rng.integers(0, 44 * 365, people)
    years = born.astype("datetime64[Y]").astype(np.int64) + 1970
    female = rng.random(people) < 0.04
    surname = book.draw_surnames(rng, culture)
    given = book.draw_given(rng, culture, female, years, side)
    father = book.draw_given(rng, culture, np.zeros(people, dtype=np.bool_), years - 27, side)
    # Two letters of a series and six digits: 169 million numbers, of which few are given out.
    number = rng.integers(0, len(_SERIES) ** 2 * 1_000_000, people)
    unit = rng.zipf(1.3, people).clip(max=400)
    place = rng.zipf(1.2, people).clip(max=4000)

    left = np.arange(count)
    right = rng.permutation(np.r_[np.arange(same), np.arange(count, people)])
    columns = {
        "surname": surname, "given": given, "father": father, "female": female, "born": born, "number": number,
        "unit": unit, "place": place,
    }  # fmt: skip
    same_right = np.flatnonzero(right < same)
    return Lists(
        _table(rng, left, left, "missing", columns, latin=0.0),
        _table(rng, right, np.arange(count) + RIGHT_FROM, "dead", columns, latin=0.5),
        right[same_right],
        same_right,
    )


_SHARES = np.array([0.42, 0.38, 0.05, 0.05, 0.02, 0.01, 0.01, 0.02, 0.01, 0.01, 0.01, 0.01])


def _table(
    rng: np.random.Generator, who: Ints, ids: Ints, kind: str, people: dict[str, NDArray[np.generic]], *, latin: float
) -> pa.Table:
    count, book = len(who), name_book()
    of = {name: column[who] for name, column in people.items()}
    column = (2 if latin else 0) + of["female"].astype(np.int64)
    surnames = _slipped(rng, book.surnames[of["surname"], column], 0.08)
    given = book.given[of["given"], 1 if latin else 0]
    patronymics = book.patronymics[of["father"], column]
    no_father = rng.random(count) < (0.3 if latin else 0.15)
    only_initials = rng.random(count) < (0.08 if latin else 0.02)
    in_latin = rng.random(count) < latin
    schemes = rng.integers(0, 2, count)
    names = []
    parts = zip(surnames.tolist(), given.tolist(), patronymics.tolist(), strict=True)
    for row, (family, own, fathers) in enumerate(parts):
        words = [family, own] if no_father[row] or not fathers else [family, own, fathers]
        if in_latin[row]:
            scheme = RomanisationScheme.UK_2010 if schemes[row] else RomanisationScheme.UK_BGN
            words = [_latin(word, scheme) for word in words]
        if only_initials[row]:
            words = [words[0], *(word[0] + "." for word in words[1:])]
        names.append([" ".join(words)])
    filled = {
        "record_id": pa.array(ids),
        "kind": pa.array([kind] * count),
        "source_kind": pa.array(["family" if kind == "missing" else "authority"] * count),
        "names": pa.array(names, pa.list_(pa.string())),
        "sex": pa.array(np.where(of["female"], "female", "male")),
        "birth_date": pa.array(_dates(rng, of["born"])),
        "birthplace": pa.array(_told(rng, [f"с. Место {at}" for at in of["place"].tolist()], 0.5)),
        "unit": pa.array(_told(rng, [f"{at} омбр" for at in of["unit"].tolist()], 0.4)),
        "service_number": pa.array(_told(rng, [_service_number(at) for at in of["number"].tolist()], 0.15)),
    }
    empty = {field.name: pa.nulls(count, field.type) for field in RECORDS if field.name not in filled}
    return pa.Table.from_pydict(filled | empty, schema=RECORDS)


def _service_number(number: int) -> str:
    series, digits = divmod(number, 1_000_000)
    return f"{_SERIES[series // len(_SERIES)]}{_SERIES[series % len(_SERIES)]}-{digits:06}"


def _slipped(rng: np.random.Generator, words: Texts, share: float) -> Texts:
    """The words, some with one letter wrong, missing or swapped with the next."""
    words = words.copy()
    for row in np.flatnonzero(rng.random(len(words)) < share).tolist():
        word = words[row]
        at, kind = int(rng.integers(1, max(len(word) - 1, 2))), int(rng.integers(0, 3))
        if kind == 0:
            words[row] = word[:at] + word[at + 1 :]
        elif kind == 1:
            words[row] = word[:at] + str(rng.choice(_ALPHABET)) + word[at + 1 :]
        else:
            words[row] = word[: at - 1] + word[at : at + 1] + word[at - 1] + word[at + 1 :]
    return words


def _dates(rng: np.random.Generator, born: NDArray[np.generic]) -> list[str]:
    """Birth dates: most whole, some a year off, some the year alone, some not told."""
    how = rng.random(len(born))
    days = born.astype("datetime64[D]") + np.where((how > 0.65) & (how < 0.7), 365, 0)
    texts = np.datetime_as_string(days)
    texts = np.where((how > 0.7) & (how < 0.9), np.char.ljust(texts.astype("U4"), 4), texts)
    return np.where(how >= 0.9, "", texts).tolist()


def _told(rng: np.random.Generator, values: list[str], share: float) -> list[str]:
    told = rng.random(len(values)) < share
    return [value if tell else "" for value, tell in zip(values, told.tolist(), strict=True)]
