"""Many names cut into words at once: what `text.scan` does with each, as arrays.

Nine names in ten are nothing but words like Дрозд or DROZD in one script, one space apart. Those are found by looking
at all letters of all names together, and cut by one split; the others are scanned one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.reading.text import MAX_WORD_LETTERS, MAX_WORDS, TITLES, scan

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]

_CYRILLIC_CAPITALS = "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁІЇЄҐЎ"
_LATIN_CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CAPITAL, _SMALL, _LATIN, _CYRILLIC, _SPACE, _END, _OTHER = 1, 2, 4, 8, 16, 32, 64
_BEYOND = 0x530
_FEW = 50
"""So few names are scanned sooner one by one."""


def _kinds_of_letters() -> NDArray[np.uint8]:
    kinds = np.full(_BEYOND + 1, _OTHER, dtype=np.uint8)
    for capitals, script in ((_LATIN_CAPITALS, _LATIN), (_CYRILLIC_CAPITALS, _CYRILLIC)):
        for letter in capitals:
            kinds[ord(letter)] = _CAPITAL | script
            kinds[ord(letter.lower())] = _SMALL | script
    kinds[ord(" ")], kinds[ord("\n")] = _SPACE, _END
    return kinds


_KINDS = _kinds_of_letters()


@dataclass(frozen=True, slots=True)
class Cut:
    """n names cut into words.

    Attributes:
        words: the words of all names in lower case, one after another.
        order: int64[m], for each of these its place when the names stand in the order given.
        flags: int32[m], of the words in that order; see `text.Scan`.
        sizes: int64[n], how many words each name has.
    """

    words: list[str]
    order: Longs
    flags: NDArray[np.int32]
    sizes: Longs


def cut(names: Sequence[str]) -> Cut:
    """Cut names into words: the same words and flags as `text.scan` gives for each."""
    plain, sizes = _plain(names)
    words = "\n".join(compress(names, plain.tolist())).lower().split()
    if not TITLES.isdisjoint(words):
        _without_titles(plain, sizes, words)
        words = "\n".join(compress(names, plain.tolist())).lower().split()
    others = np.flatnonzero(~plain)
    its_flags: list[int] = []
    for row in others.tolist():
        _, lowers, flags = scan(names[row])
        words += lowers
        its_flags += flags
        sizes[row] = len(flags)
    starts = np.cumsum(sizes) - sizes
    order = np.concatenate([_places(starts[which], sizes[which]) for which in (np.flatnonzero(plain), others)])
    of_all = np.zeros(len(words), dtype=np.int32)
    of_all[order[len(words) - len(its_flags) :]] = its_flags
    return Cut(words, order, of_all, sizes)


def _places(starts: Longs, sizes: Longs) -> Longs:
    """The places of the words of some names, one after another."""
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.repeat(starts - before, sizes) + np.arange(int(sizes.sum())))


def _plain(names: Sequence[str]) -> tuple[Bools, Longs]:
    """Which names are plain words of one script with one space between two, and how many words these have."""
    text = "\n".join(names)
    if len(names) < _FEW or text.count("\n") != len(names) - 1:
        return np.zeros(len(names), dtype=np.bool_), np.zeros(len(names), dtype=np.int64)
    signs = np.frombuffer((text + "\n").encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kinds = _KINDS[np.minimum(signs, _BEYOND)]
    ends = np.flatnonzero(kinds == _END)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), ends[:-1] + 1])
    # A word begins after each end and each space, and every sign belongs to one.
    breaks = (kinds & (_SPACE | _END)) > 0
    begins = np.flatnonzero(np.concatenate([np.ones(1, dtype=np.bool_), breaks[:-1]]))
    lengths = np.flatnonzero(breaks) - begins
    letters = np.where(breaks, 0, kinds)
    seen = np.bitwise_or.reduceat(letters, starts)
    one_script = ((seen & _OTHER) == 0) & ((seen & _LATIN > 0) != (seen & _CYRILLIC > 0))
    first = np.flatnonzero(np.isin(begins, starts))
    sizes = np.diff(np.append(first, len(begins)))
    # Capitals anywhere but at the beginning of a word: only where a name has no small letter.
    inner = letters.copy()
    inner[begins] = 0
    titled = (np.bitwise_or.reduceat(inner, starts) & _CAPITAL) == 0
    titled &= np.logical_and.reduceat((letters[begins] & _CAPITAL) > 0, first)
    shaped = np.logical_and.reduceat((lengths >= 2) & (lengths <= MAX_WORD_LETTERS), first)
    plain = one_script & shaped & (titled | ((seen & _SMALL) == 0)) & (sizes <= MAX_WORDS)
    return plain, np.where(plain, sizes, 0)


def _without_titles(plain: Bools, sizes: Longs, words: Sequence[str]) -> None:
    """Take names with a title among their words out of the plain ones."""
    which = np.flatnonzero(plain)
    titles = np.fromiter(map(TITLES.__contains__, words), np.bool_, len(words))
    owner = np.repeat(np.arange(len(which)), sizes[which])
    bad = which[np.unique(owner[titles])]
    plain[bad], sizes[bad] = False, 0
