"""Keys made of names: the same kinds as `names.keys` makes for one name, as arrays for a million.

A word stands by its codes (number of the given name, number of the father's name, consonant skeleton), so that
spelling, script and the order of words do not matter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, permutations
from weakref import ReferenceType, ref

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names
from antigone.evidence.linkage.blocking.hashing import (
    Hashes,
    hashed,
    joined,
    ragged,
    spread,
    united,
    with_one_left_out,
)
from antigone.evidence.names import NameTable
from antigone.evidence.names.reading.roles import FAMILY, GIVEN, PATRONYMIC

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]
_Found = tuple[Rows, Hashes]
_Hashed = tuple[Rows, Hashes]
_WORDS = 5
#: Of a table of names all words are looked at once, where one in so many is asked for.
_WORTH_WHILE = 16
_OTHER, _GIVEN_CODE, _FATHER_CODE = 0, 1, 2
#: A skeleton with one letter left out should still tell people apart.
_SHORTEST_SLIP = 3
# Letters that spellings of one sound begin with, merged: Ж is zh, j or ž; Ю is yu, iu or ju.
_LETTER_CLASS = "abkdafggaaklmnapkrstavvgas"


@lru_cache(maxsize=4096)
def _initial_classes(letters: int) -> tuple[int, ...]:
    found = sorted({_LETTER_CLASS[at] for at in range(26) if letters >> at & 1})
    return tuple(hashed(f"initial {letter}") for letter in found[:3])


@dataclass(frozen=True, slots=True)
class _Word:
    """Hashes of distinct words, ragged (see `hashing.ragged`), and what kind of code each word has.

    `number` is the number here of each word of a table of names, -1 for a word that is not here and, at its end, for
    the -1 of no word.
    """

    number: NDArray[np.int32]
    codes: _Hashed
    initials: _Hashed
    slips: _Hashed
    kind: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class NameKeys:
    """The names of n records, read for blocking.

    Attributes:
        owner: int64[names], the record of each name.
    """

    owner: Rows
    _word: NDArray[np.int32]
    _role: NDArray[np.int8]
    _sure: Flags
    _initial: Flags
    _of: _Word

    @classmethod
    def of(cls, table: NameTable, rows: Rows) -> NameKeys:
        """The names of n records from the table in which they were read: int64[n], its row of each record."""
        owner, at = spread(table.first, rows)
        word, role, sure, initial = names.places(table, at)
        # Places beyond the longest name here would only cost time.
        width = min(max(int((word >= 0).sum(axis=1).max(initial=0)), 1), _WORDS)
        of = _words_of(table, np.unique(word[word >= 0]).astype(np.int64))
        return cls(owner, of.number[word[:, :width]], role[:, :width], sure[:, :width], initial[:, :width], of)

    @property
    def _width(self) -> int:
        return int(self._word.shape[1])

    def three_words(self) -> _Found:
        """Records and hashes of any three words that stand in full."""
        return _collected(self._combined(places) for places in combinations(range(self._width), 3))

    def two_words(self) -> _Found:
        """Records and hashes of any two words that stand in full, but for a given name with a patronymic."""
        return _collected(
            self._combined(places, ~self._is_given_with_father(places))
            for places in combinations(range(self._width), 2)
        )

    def given_and_patronymic(self) -> _Found:
        """Records and hashes of a known given name with a known patronymic."""
        return _collected(
            self._combined(places, self._is_given_with_father(places)) for places in combinations(range(self._width), 2)
        )

    def surname_and_two_initials(self) -> _Found:
        """Records and hashes of a surname and the initials of two other words."""
        return _collected(self._surname_with_two_initials())

    def surname_and_initial(self) -> _Found:
        """Records and hashes of a surname and the initial of the given name; both ways where roles are unsure."""
        return _collected(self._surname_with(self._of.codes, self._of.initials, self._any))

    def surname_slips_and_given(self) -> _Found:
        """Records and hashes of a surname's skeleton less one letter, with a given name that stands in full."""
        return _collected(self._surname_with(self._of.slips, self._of.codes, self._full))

    def surname_slips_and_initial(self) -> _Found:
        """Records and hashes of a surname's skeleton less one letter, with the initial of the given name."""
        return _collected(self._surname_with(self._of.slips, self._of.initials, self._any))

    def surname_slips(self) -> _Found:
        """Records and hashes of each word that is, or could be, a surname: its skeleton, and that less one letter."""
        return _collected(self._single(self._of.slips, place, FAMILY) for place in range(self._width))

    def given_names(self) -> _Found:
        """Records and hashes of each word that is, or could be, a given name."""
        return _collected(self._single(self._of.codes, place, GIVEN) for place in range(self._width))

    def _any(self, place: int) -> Flags:
        return np.asarray(self._word[:, place] >= 0)

    def _full(self, place: int) -> Flags:
        return self._any(place) & ~self._initial[:, place]

    def _could_be(self, place: int, role: int) -> Flags:
        its = self._role[:, place]
        return np.asarray((its == role) | (~self._sure[:, place] & (its != PATRONYMIC)))

    def _surname_at(self, place: int) -> Flags:
        return self._full(place) & self._could_be(place, FAMILY)

    def _is_given_with_father(self, places: tuple[int, ...]) -> Flags:
        one, other = (self._of.kind[self._word[:, at]] for at in places)
        return np.asarray((one != other) & (one + other == _GIVEN_CODE + _FATHER_CODE) & (one * other > 0))

    def _choices(self, among: Flags, *wanted: tuple[_Hashed, int]) -> tuple[Rows, list[Hashes]]:
        """Names `among` all, spread over every choice of one hash for each wanted word: its kind of hash, its place.

        Returns the names' rows and the chosen hashes, arrays of one length.
        """
        rows = np.flatnonzero(among)
        chosen: list[Hashes] = []
        for (starts, line), place in wanted:
            owner, at = spread(starts, self._word[rows, place].astype(np.int64))
            rows, chosen = rows[owner], [*(part[owner] for part in chosen), line[at]]
        return rows, chosen

    def _combined(self, places: tuple[int, ...], among: Flags | None = None) -> _Found:
        """Each name's words at these places, every choice of their codes, as one hash whatever their order."""
        there = np.ones(len(self._word), np.bool_) if among is None else among
        for place in places:
            there = there & self._full(place)
        rows, chosen = self._choices(there, *((self._of.codes, place) for place in places))
        return self.owner[rows], united(*chosen)

    def _single(self, of: _Hashed, place: int, role: int) -> _Found:
        rows, chosen = self._choices(self._full(place) & self._could_be(place, role), (of, place))
        return self.owner[rows], chosen[0]

    def _surname_with_two_initials(self) -> Iterator[_Found]:
        codes, initials = self._of.codes, self._of.initials
        for main in range(self._width):
            for one, two in combinations([place for place in range(self._width) if place != main], 2):
                among = self._surname_at(main) & self._any(one) & self._any(two)
                rows, (surname, first, second) = self._choices(among, (codes, main), (initials, one), (initials, two))
                yield self.owner[rows], joined(surname, united(first, second))

    def _surname_with(self, surname: _Hashed, of: _Hashed, there: Callable[[int], Flags]) -> Iterator[_Found]:
        for main, one in permutations(range(self._width), 2):
            among = self._surname_at(main) & there(one) & self._could_be(one, GIVEN)
            rows, chosen = self._choices(among, (surname, main), (of, one))
            yield self.owner[rows], joined(*chosen)


class _Kept(threading.local):
    """The words of the table that this thread read last: of a large table, all of them; it keeps no table alive."""

    of: ReferenceType[NDArray[np.int32]] | None = None
    words: _Word | None = None


_kept = _Kept()


def _words_of(table: NameTable, used: Rows) -> _Word:
    """Hashes of the words in use; of all words where a good part is, as further records will use the others."""
    if _kept.words is not None and _kept.of is not None and _kept.of() is table.word:
        return _kept.words
    if len(used) * _WORTH_WHILE < len(table.word):
        return _hashed_words(table, used)
    _kept.words, _kept.of = _hashed_words(table, np.arange(len(table.word))), ref(table.word)
    return _kept.words


def _hashed_words(table: NameTable, which: Rows) -> _Word:
    number = np.full(len(table.word) + 1, -1, dtype=np.int32)
    number[which] = np.arange(len(which))
    words = names.index_words(table, which)
    kind = np.zeros(len(which) + 1, dtype=np.int8)
    for place, item in enumerate(words):
        if item.codes and item.codes[0][1:].isdigit():
            kind[place] = _GIVEN_CODE if item.codes[0][0] == "g" else _FATHER_CODE
    return _Word(
        number,
        ragged([[hashed(code) for code in item.codes] for item in words]),
        ragged([_initial_classes(item.initial_letters) for item in words]),
        with_one_left_out([item.skeleton for item in words], shortest=_SHORTEST_SLIP),
        kind,
    )


def _collected(parts: Iterable[_Found]) -> _Found:
    found = [(rows, keys) for rows, keys in parts if len(rows)]
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.uint64)
    return np.concatenate([rows for rows, _ in found]), np.concatenate([keys for _, keys in found])
