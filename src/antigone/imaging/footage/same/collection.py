"""Which of many frames come into question: those that share words, rare ones counting for more.

The words of all frames lie behind each other in one array; a question is one pass over it. Ten thousand frames have
some ten million words, which is a tenth of a second; no index must be built, kept or repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from antigone.imaging import copies
from antigone.imaging.footage.same.prints import Words

#: Frames that are looked at closely, of all that share words.
IN_QUESTION: Final = 24
#: Shared words below which a frame is not looked at.
_LEAST_SHARED = 3
_MOST_WORDS = copies.WORDS_END


@dataclass(frozen=True, slots=True, eq=False)
class Collection:
    """The words of many frames.

    Attributes:
        words: uint32[all], those of the first frame, of the second…
        owner: uint32[all], whose word it is.
        count: of frames.
    """

    words: Words
    owner: NDArray[np.uint32]
    count: int

    @classmethod
    def of(cls, words: Sequence[Words]) -> Collection:
        """A collection of frames, which are numbered as they come."""
        lengths = [len(each) for each in words]
        every = np.concatenate([np.zeros(0, np.uint32), *words]).astype(np.uint32, copy=False)
        return cls(every, np.repeat(np.arange(len(lengths), dtype=np.uint32), lengths), len(lengths))

    def in_question(self, asked: Words, *, most: int = IN_QUESTION) -> NDArray[np.intp]:
        """Numbers of the frames that share most, the likeliest first.

        A word that a share p of all frames has counts -log p: what many frames have says little.
        """
        wanted = np.zeros(_MOST_WORDS, bool)
        wanted[asked[asked < _MOST_WORDS]] = True
        hits = np.flatnonzero(wanted[self.words])
        if not len(hits):
            return np.zeros(0, np.intp)
        found, owners = self.words[hits], self.owner[hits]
        _, place, times = np.unique(found, return_inverse=True, return_counts=True)
        rarity = np.log((self.count + 1) / times)[place]
        weight = np.bincount(owners, weights=rarity, minlength=self.count)
        shared = np.bincount(owners, minlength=self.count)
        order = np.argsort(-weight, kind="stable")[:most]
        return order[shared[order] >= _LEAST_SHARED]
