"""Forces: on which side, in whose army. What the unit has said already is not said again."""

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
from antigone.evidence.service.units import (
    SAME_CODE,
    SAME_NAME,
    SAME_NUMBER,
    EncodedUnits,
    compared_units,
    encoded_units,
)
from antigone.evidence.weight import Weight
from antigone.evidence.wording import phrase

#: Names of one force in three languages.
_ONE_FORCE: Final = (
    ("вооруженные силы украины", "вооружённые силы украины", "всу", "зсу", "збройні сили україни", "украина",
     "україна", "ukraine", "armed forces of ukraine", "afu", "uaf", "ukrainian armed forces"),
    ("вооруженные силы российской федерации", "вооружённые силы рф", "вс рф", "зс рф", "збройні сили рф", "россия",
     "росія", "russia", "russian federation", "armed forces of russia", "russian armed forces", "рф", "вс россии"),
    ("национальная гвардия украины", "нгу", "національна гвардія україни", "national guard of ukraine", "ngu"),
    ("росгвардия", "росгвардія", "rosgvardia", "national guard of russia"),
    ("чвк вагнер", "пвк вагнер", "вагнер", "wagner", "pmc wagner", "wagner group"),
)  # fmt: skip
_WORDS = re.compile(r"[^\W_]+")
_NUMBER_OF: Final = {words: number for number, group in enumerate(_ONE_FORCE, 1) for words in group}
_LONGEST: Final = 120
_WIDTH: Final = 2


class EncodedForces(NamedTuple):
    """int64[n, 2]: the force as numbers, 0 is none; and the units of the same records."""

    forces: NDArray[np.int64]
    units: EncodedUnits


@dataclass(frozen=True, slots=True)
class ForceLine:
    """Forces of two records.

    One unit belongs to one force: where the units agree, an agreeing force adds nothing, and one that differs says
    that one source is mistaken. So the line is conditional on the units, and may be added to `UnitLine`.

    Attributes:
        kept: chance that two records of one person name one force.
        by_chance: chance that two people's records do.
    """

    kept: float = 0.96
    by_chance: float = 0.5

    @property
    def name(self) -> str:
        return "force"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("force", "unit", "branch")

    def encode(self, columns: Columns) -> EncodedForces:
        """Forces and units read from words."""
        rows = [_numbers((force or "")[:_LONGEST]) for force in columns["force"]]
        return EncodedForces(filled(rows, _WIDTH), encoded_units(columns))

    def weigh(self, left: EncodedForces, right: EncodedForces, left_rows: Rows, right_rows: Rows) -> Floats:
        """log10 LR of the pairs, float64[n]."""
        weights = np.zeros(len(left_rows))
        both = np.flatnonzero((left.forces[left_rows, 0] != 0) & (right.forces[right_rows, 0] != 0))
        a, b = left_rows[both], right_rows[both]
        stand, _ = compared_units(left.units, right.units, a, b)
        one_unit = (stand == SAME_CODE) | (stand == SAME_NUMBER) | (stand == SAME_NAME)
        same = any_equal(left.forces[a], right.forces[b])
        agree = np.where(one_unit, 0.0, math.log10(self.kept / self.by_chance))
        weights[both] = np.where(same, agree, math.log10((1 - self.kept) / (1 - self.by_chance)))
        return weights

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        """The weight of one pair."""
        a, b = (self.encode({name: [getattr(one, name)] for name in self.fields}) for one in (left, right))
        if not a.forces[0, 0] or not b.forces[0, 0]:
            return Weight(self.name, 0.0, phrase("no force on one side"))
        weight = float(self.weigh(a, b, _FIRST, _FIRST)[0])
        one, two = left.force[:_LONGEST], right.force[:_LONGEST]
        if weight == 0.0:
            reason = phrase("the same force, as their unit has said: «{one}» and «{two}»", one=one, two=two)
        elif weight > 0:
            reason = phrase("the same force: «{one}» and «{two}»", one=one, two=two)
        else:
            reason = phrase("different forces: «{one}» and «{two}»", one=one, two=two)
        return Weight(self.name, weight, reason)


_FIRST = np.zeros(1, dtype=np.int64)


@lru_cache(maxsize=20_000)
def _numbers(force: str) -> tuple[int, ...]:
    words = " ".join(_WORDS.findall(force.casefold()))
    if not words:
        return ()
    if words in _NUMBER_OF:
        return (as_number("force", str(_NUMBER_OF[words])),)
    return tuple(as_number("force", key) for key in keys(force)[-1:])
