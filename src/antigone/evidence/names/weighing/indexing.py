"""What blocking asks of words, told by the table that weighing reads, so that a name is read once for both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.names.weighing.alignment import Ints
from antigone.evidence.names.weighing.table import FORMS, NameTable, Rows

# Columns of `NameTable.word`; those of `compiled`, which is not imported here because it brings numba.
_BONES, _END, _GROUPS, _FATHERS, _BITS, _INITIALS = 1, 2, 3, 7, 10, 11
_MOST_BONES, _MOST_FATHERS = 3, 2


@dataclass(frozen=True, slots=True)
class IndexWord:
    """One word as an index has it.

    Attributes:
        codes: as `vocabulary.codes_of` gives them.
        skeleton: the consonants of its usual reading.
        initial_letters: bit mask of the Latin letters that it may be abbreviated to.
    """

    codes: tuple[str, ...]
    skeleton: str
    initial_letters: int


def index_words(table: NameTable, which: Rows) -> list[IndexWord]:
    """These words of a table; rows of `NameTable.word`."""
    letters = table.letters.tobytes()
    words = table.word[which]
    first, beyond = words[:, _BONES].astype(np.int64), words[:, _END].astype(np.int64)
    ends = np.cumsum(beyond - first)
    rows = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(beyond - ends, beyond - first)
    bones_of_all = [
        letters[start : start + length].decode("ascii")
        if plain
        else letters[start : start + 4 * length].decode("utf-32-le", "surrogatepass")
        for start, length, plain in table.reading[rows].tolist()
    ]
    found = []
    for word, end in zip(words.tolist(), ends.tolist(), strict=True):
        bones = bones_of_all[end - word[_END] + word[_BONES] : end]
        groups = [number for number in word[_GROUPS:_FATHERS] if number >= 0]
        fathers = [number for number in word[_FATHERS:_BITS] if number >= 0]
        if groups:
            # Of document forms and pet forms the first tell what the word is an index of, if there are any.
            codes = tuple(f"g{number}" for number in groups[: word[_BITS] >> FORMS or len(groups)])
        elif fathers:
            codes = tuple(f"p{number}" for number in fathers[:_MOST_FATHERS])
        else:
            codes = tuple(code for code in bones if code)[:_MOST_BONES]
        found.append(IndexWord(codes, bones[0], word[_INITIALS]))
    return found


def places(table: NameTable, names: Rows) -> tuple[Ints, NDArray[np.int8], NDArray[np.bool_], NDArray[np.bool_]]:
    """Words (-1 for none), roles, sureness and whether it is an initial of these names, over [names, places]."""
    rows = table.name[names]
    count = rows.shape[1] - 2
    flags = rows[:, count, None] >> 4 * np.arange(count, dtype=np.int32)
    word = rows[:, :count]
    return word, (flags & 3).astype(np.int8), (flags & 4) > 0, (flags & 8) > 0
