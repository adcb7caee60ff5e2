"""Call-signs: chosen by comrades, spelt by ear in either script, sewn on patches."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.service.spelling import any_equal, as_number, filled, keys
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

# «шеврон с позывным «Сокол»», "call-sign Sokol".
_IN_DESCRIPTION = re.compile(
    r"(?:позывн\w*|позивн\w*|call[- ]?sign)\s*[:–—-]?\s*[«\"“„']?(?P<sign>[^\W\d_][\w-]{1,24})", re.IGNORECASE
)
_MOST_SIGNS: Final = 3
_LONGEST: Final = 2_000


class EncodedCallSigns(NamedTuple):
    """int64[n, 3] each: call-signs as spelt in one script for both, and by their consonants; 0 is none."""

    spelt: NDArray[np.int64]
    heard: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CallSignLine:
    """Call-signs of two records, also those that a description gives ("a patch with the call-sign «Сокол»").

    Attributes:
        kept: chance that two records of one person who have call-signs share one.
        misheard: chance that they do but for the vowels.
        by_chance: chance that two people share one: a few hundred words are popular, and nobody has counted them.
        alike_by_chance: that two people's are alike but for the vowels.
    """

    kept: float = 0.82
    misheard: float = 0.06
    by_chance: float = 0.008
    alike_by_chance: float = 0.004

    @property
    def name(self) -> str:
        return "call-sign"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("call_sign", "description")

    def encode(self, columns: Columns) -> EncodedCallSigns:
        """Up to three call-signs a record."""
        both = zip(columns["call_sign"], columns["description"], strict=True)
        rows = [_numbers(sign or "", _described(text)) for sign, text in both]
        return EncodedCallSigns(
            filled([row[0] for row in rows], _MOST_SIGNS), filled([row[1] for row in rows], _MOST_SIGNS)
        )

    def weigh(self, left: EncodedCallSigns, right: EncodedCallSigns, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        both = np.flatnonzero((left.spelt[left_rows, 0] != 0) & (right.spelt[right_rows, 0] != 0))
        a, b = left_rows[both], right_rows[both]
        same = any_equal(left.spelt[a], right.spelt[b])
        alike = ~same & any_equal(left.heard[a], right.heard[b])
        agree, near, differ = self._weights()
        weights[both] = np.where(same, agree, np.where(alike, near, differ))
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair."""
        a, b = (self.encode({name: [getattr(one, name)] for name in self.fields}) for one in (left, right))
        if not a.spelt[0, 0] or not b.spelt[0, 0]:
            return Weight(self.name, 0.0, phrase("no call-sign on one side"))
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        one, two = ((side.call_sign or _described(side.description))[:40] for side in (left, right))
        agree, near, _ = self._weights()
        if weight == agree:
            reason = phrase("call-signs agree: «{one}» and «{two}»", one=one, two=two)
        elif weight == near:
            reason = phrase("call-signs sound alike: «{one}» and «{two}»", one=one, two=two)
        else:
            reason = phrase("call-signs differ: «{one}» and «{two}»", one=one, two=two)
        return Weight(self.name, weight, reason)

    def _weights(self) -> tuple[float, float, float]:
        same, alike = self.kept / self.by_chance, self.misheard / self.alike_by_chance
        differ = (1 - self.kept - self.misheard) / (1 - self.by_chance - self.alike_by_chance)
        return math.log10(same), math.log10(alike), math.log10(differ)


_FIRST = np.zeros(1, dtype=np.int64)


def _described(description: str | None) -> str:
    if not description:
        return ""
    found = _IN_DESCRIPTION.search(description[:_LONGEST])
    return found["sign"] if found else ""


@lru_cache(maxsize=100_000)
def _numbers(sign: str, described: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    spelt: dict[int, None] = {}
    heard: dict[int, None] = {}
    parts = [part for part in re.split(r"[,;/()«»\"]+", sign[:120]) if part.strip()]
    for part in [*parts, described][: _MOST_SIGNS + 1]:
        both = keys(part)
        if both:
            spelt[as_number("call-sign", both[0])] = None
            heard[as_number("call-sign", both[-1])] = None
    return tuple(spelt)[:_MOST_SIGNS], tuple(heard)[:_MOST_SIGNS]
