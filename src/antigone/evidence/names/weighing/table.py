"""The names of many records, read once, so that millions of pairs of them can be weighed by row number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.reading.vocabulary import WordFacts
from antigone.evidence.names.weighing.alignment import Floats, Glossary, Ints, K, Names, word_arrays

_CHUNK = 20_000
_PACKED = 8
_MACHINE_WORD = 64
FORMS = 5
"""From which of its bits on a word of a `NameTable` says how many of its numbers are document forms."""
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NameTable:
    """The names of n records; a record may have several names, or none.

    Holds nothing but arrays, 32 bytes a name and a few hundred a distinct word, so that it can be pickled, sent to
    another process or shared by a fork.

    Attributes:
        first: int64[n + 1]; the names of record i are the rows ``first[i]:first[i + 1]`` of `name`.
        name: int32[names, 8]; six words (-1 where there is none) and a bit field: four bits a place for its role
            (two), whether that is sure, whether it is an initial; from bit 24 the sex (0, 1 male, 2 female).
        word: int32[words, 16]; of each distinct word where its sounds begin, where its skeletons begin and where they
            end (rows of `reading`); four numbers of given names and three of fathers' names (-1 where there are fewer);
            bits: 1 a document form, 2 lacks vowels, 4 has one reading and that is plain, 8 male, 16 female, from 32 on
            how many of its numbers are document forms; the letters it may be abbreviated to; begin (in `letters`) and
            length of its first sounds and of its first skeleton.
        rarity: float64[words, 4], by role; see `alignment.Words`.
        reading: int32[readings, 3]; where its letters begin, how many they are, and whether it is plain: ASCII and no
            more letters than a machine word has bits.
        letters: uint8, the letters of all readings, one after another; a byte each in a plain reading, else four.
    """

    first: Rows
    name: Ints
    word: Ints
    rarity: Floats
    reading: Ints
    letters: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.first) - 1


def encode(values: Sequence[str | Sequence[str]]) -> NameTable:
    """Read the names of records, once, for `compare_rows` and its kin.

    Args:
        values: for each record its name, or its names. A name without letters counts as no name, and the same
            name written twice in one record as one.

    Returns:
        A `NameTable` of ``len(values)`` records. What it holds of a record hangs on nothing but that record.
    """
    glossary = Glossary()
    counts = np.zeros(len(values), dtype=np.int64)
    read = [np.empty((0, _PACKED), dtype=np.int32)]
    for start in range(0, len(values), _CHUNK):
        rows = [_names_of(value) for value in values[start : start + _CHUNK]]
        names = glossary.read(list(chain.from_iterable(rows)))
        sizes = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        kept = names.word[:, 0] >= 0
        owners = np.repeat(np.arange(len(rows)), sizes)[kept]
        counts[start : start + len(rows)] = np.bincount(owners, minlength=len(rows))
        read.append(_packed(names)[kept])
    first = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts)])
    return NameTable(first, np.concatenate(read), *_words(glossary.facts))


def _names_of(value: str | Sequence[str]) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return value if len(value) < 2 else tuple(dict.fromkeys(value))


def _packed(names: Names) -> Ints:
    out = np.full((len(names.word), _PACKED), -1, dtype=np.int32)
    out[:, :K] = names.word
    places = names.role.astype(np.int32) | names.sure.astype(np.int32) << 2 | names.initial.astype(np.int32) << 3
    out[:, K] = np.bitwise_or.reduce(places << 4 * np.arange(K, dtype=np.int32), axis=1)
    out[:, K] |= names.sex.astype(np.int32) << 4 * K
    return out


def _words(facts: Sequence[WordFacts]) -> tuple[Ints, Floats, Ints, NDArray[np.uint8]]:
    """`word`, `rarity`, `reading` and `letters` of a table."""
    words = word_arrays(facts)
    readings = [reading for item in facts for reading in (*item.sounds, *item.skeletons)]
    plain = [reading.isascii() and len(reading) <= _MACHINE_WORD for reading in readings]
    spelt = [
        reading.encode("ascii" if its else "utf-32-le", "surrogatepass")
        for reading, its in zip(readings, plain, strict=True)
    ]
    sizes = np.fromiter(map(len, spelt), dtype=np.int64, count=len(spelt))
    lengths = np.fromiter(map(len, readings), dtype=np.int64, count=len(readings))
    starts = np.cumsum(sizes) - sizes
    many = np.array([(len(item.sounds), len(item.skeletons)) for item in facts], dtype=np.int64).reshape(-1, 2)
    ends = np.cumsum(many.ravel()).reshape(-1, 2)
    sounds, bones = ends[:, 0] - many[:, 0], ends[:, 0]
    is_plain = np.array(plain, dtype=np.bool_)
    simple = (many == 1).all(axis=1) & is_plain[sounds] & is_plain[bones]
    forms = np.array([min(len(item.formal), words.groups.shape[1]) for item in facts], dtype=np.int64)
    bits = words.formal | words.abjad * 2 | simple * 4 | words.sex.astype(np.int64) * 8 | forms << FORMS
    columns = (
        sounds, bones, ends[:, 1], words.groups, words.fathers, bits, words.letters,
        starts[sounds], lengths[sounds], starts[bones], lengths[bones],
    )  # fmt: skip
    return (
        np.ascontiguousarray(np.column_stack(columns), dtype=np.int32),
        words.rarity,
        np.ascontiguousarray(np.column_stack([starts, lengths, plain]), dtype=np.int32),
        np.frombuffer(b"".join(spelt), dtype=np.uint8).copy(),
    )
