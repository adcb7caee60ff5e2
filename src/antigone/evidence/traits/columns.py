"""Many records at once: descriptions read once each, and who speaks in what state of the body, as small numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage.particulars import Columns
from antigone.evidence.traits.reading import read_all
from antigone.evidence.traits.values import BodyState, Traits

Ints = NDArray[np.int64]
Codes = NDArray[np.int16]
Floats = NDArray[np.float64]

TOLD, RECORDED, UNSAID_BODY, PRESERVED, DECOMPOSED, SKELETON, PART = range(7)
"""How a statement came about: told from memory; written down beside the living person or from papers; seen on a body,
in a state unsaid or said."""
CHANNELS = 7
_BODY = {
    BodyState.UNSAID: UNSAID_BODY,
    BodyState.PRESERVED: PRESERVED,
    BodyState.DECOMPOSED: DECOMPOSED,
    BodyState.SKELETON: SKELETON,
    BodyState.PART: PART,
}
_RECORDERS = frozenset(("authority", "agency", "organisation"))


def channel_of(kind: str, source_kind: str, state: BodyState) -> int:
    """How a record's statements about looks came about."""
    if kind == "remains":
        return _BODY[state]
    if kind != "missing" and source_kind in _RECORDERS:
        return RECORDED
    return TOLD


@dataclass(frozen=True, slots=True)
class Described:
    """Columns whose descriptions have been read.

    Attributes:
        distinct: what each different description says.
        rows: for each record, which of `distinct` is its own.
        channel: for each record, how its statements came about.
    """

    distinct: list[Traits]
    rows: Ints
    channel: Ints

    def codes(self, code_of: Callable[[Traits], int]) -> Ints:
        """A number for each record, worked out once for each different description."""
        each = np.fromiter(map(code_of, self.distinct), dtype=np.int64, count=len(self.distinct))
        return each[self.rows] if len(each) else np.zeros(0, dtype=np.int64)

    def sizes(self, size_of: Callable[[Traits], tuple[float, float]]) -> tuple[Floats, Floats]:
        """Centre and half width for each record, NaN where not said; once for each different description."""
        each = np.array([size_of(traits) for traits in self.distinct], dtype=np.float64).reshape(-1, 2)
        rows = each[self.rows] if len(each) else np.zeros((0, 2))
        return rows[:, 0], rows[:, 1]


# The lines of one model read the same columns one after another; the last columns read are remembered, by value.
_last: list[tuple[list[Any], list[Any], list[Any], Described]] = []


def described(columns: Columns) -> Described:
    """Columns read: `description`, `kind` and `source_kind`."""
    texts, kinds, sources = (list(columns[name]) for name in ("description", "kind", "source_kind"))
    for known in _last:
        if known[0] == texts and known[1] == kinds and known[2] == sources:
            return known[3]
    numbers: dict[str, int] = {}
    rows = np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), dtype=np.int64, count=len(texts))
    distinct = read_all(list(numbers))
    state = np.array([list(BodyState).index(traits.state) for traits in distinct] or [0], dtype=np.int64)
    who = code_column(list(zip(kinds, sources, strict=True)))
    table = np.array(
        [[channel_of(kind, source, state) for state in BodyState] for kind, source in who[1]] or [[TOLD] * 5],
        dtype=np.int64,
    )
    channel = table[who[0], state[rows]] if len(rows) else np.zeros(0, dtype=np.int64)
    found = Described(distinct, rows, channel)
    _last[:] = [*_last[-1:], (texts, kinds, sources, found)]
    return found


def code_column(values: Sequence[Any]) -> tuple[Ints, list[Any]]:
    """Values as numbers of their first appearance, and the values by number."""
    numbers: dict[Any, int] = {}
    rows = np.fromiter((numbers.setdefault(value, len(numbers)) for value in values), dtype=np.int64, count=len(values))
    return rows, list(numbers)
