"""Which words each record bears in which part of its names, for counting how common they are in the bureau's lists."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import names
from antigone.evidence.linkage.levels import Frequencies
from antigone.evidence.names import NameTable

Longs = NDArray[np.int64]

_PARTS = 3
#: Codes of a word that count; further ones are far-fetched readings.
_CODES = 2


@dataclass(frozen=True, slots=True)
class Borne:
    """Words that stand in full as surname, given name or patronymic; arrays of one length.

    Attributes:
        record: int64[m].
        part: int64[m], 0 to 2.
        word: int64[m], rows of the table's words.
        codes: of each word of the table, as an index has it.
    """

    record: Longs
    part: Longs
    word: Longs
    codes: list[tuple[str, ...]]

    @classmethod
    def of(cls, table: NameTable) -> Borne:
        """The words of all names of a table; a father's name that was read as a patronymic is one of them."""
        word, role, _, initial = names.places(table, np.arange(len(table.name)))
        name, place = np.nonzero((word >= 0) & (role < _PARTS) & ~initial)
        owner = np.repeat(np.arange(len(table)), np.diff(table.first))
        codes = [item.codes[:_CODES] for item in names.index_words(table, np.arange(len(table.word)))]
        return cls(owner[name], role[name, place].astype(np.int64), word[name, place].astype(np.int64), codes)

    def most(self, words: tuple[Frequencies, ...], records: int) -> NDArray[np.float64]:
        """Of each record and part how many others bear its commonest word, float64[records, 3]."""
        known = np.array(
            [[max((its.count(code) - 1 for code in codes), default=0) for its in words] for codes in self.codes],
            dtype=np.float64,
        ).reshape(-1, _PARTS)
        out = np.zeros((records, _PARTS))
        np.maximum.at(out, (self.record, self.part), known[self.word, self.part])
        return out

    def counted(self, part: int) -> list[tuple[str, int]]:
        """Codes of the words of this part, with the number of records that bear each."""
        which = np.unique(np.stack([self.record[self.part == part], self.word[self.part == part]]), axis=1)
        distinct = dict.fromkeys(chain.from_iterable(self.codes))
        number = {code: at for at, code in enumerate(distinct)}
        of_words = np.full((len(self.codes) + 1, _CODES), -1, dtype=np.int64)
        for at, codes in enumerate(self.codes):
            of_words[at, : len(codes)] = [number[code] for code in codes]
        record, code = np.repeat(which[0], _CODES), of_words[which[1]].reshape(-1)
        once = np.unique(np.stack([record, code])[:, code >= 0], axis=1)
        counts = np.bincount(once[1], minlength=len(number)).tolist()
        return [(code, count) for code, count in zip(distinct, counts, strict=True) if count]


def frequencies(tables: tuple[NameTable, ...], parts: int = _PARTS) -> tuple[Frequencies, ...]:
    """For each part how often its words stand in these tables, by their codes."""
    borne = [Borne.of(table) for table in tables]
    return tuple(
        Frequencies.counted(
            chain.from_iterable(repeat(code, count) for its in borne for code, count in its.counted(part))
        )
        for part in range(parts)
    )
