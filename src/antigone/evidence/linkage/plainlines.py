"""Lines that weigh pair by pair with the scalar functions of their rooms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from antigone.evidence import names
from antigone.evidence.dates import NotADate, UncertainDate, birth_date_weight
from antigone.evidence.linkage.lines import Floats, Rows
from antigone.evidence.linkage.particulars import Columns, Particulars
from antigone.evidence.names import Strangers
from antigone.evidence.places import place_weight
from antigone.evidence.service import service_number_weight, unit_weight
from antigone.evidence.weight import Weight


@dataclass(frozen=True, slots=True)
class NameLine:
    """The primary names, against anybody of the population."""

    against: Strangers = Strangers.ANYBODY

    @property
    def name(self) -> str:
        return "name"

    @property
    def fields(self) -> tuple[str, ...]:
        return ("names",)

    def encode(self, columns: Columns) -> list[str]:
        return [values[0] if values else "" for values in columns["names"]]

    def weigh(self, left: list[str], right: list[str], left_rows: Rows, right_rows: Rows) -> Floats:
        return names.compare_many(
            [left[row] for row in left_rows.tolist()],
            [right[row] for row in right_rows.tolist()],
            against=self.against,
        )

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        one, other = (side.names[0] if side.names else "" for side in (left, right))
        return names.compare(one, other, against=self.against)


def _date(text: str) -> UncertainDate | None:
    try:
        return UncertainDate.parse(text) if text.strip() else None
    except NotADate:
        return None


def _dates_apart(left: str, right: str) -> Weight:
    return birth_date_weight(_date(left), _date(right))


class _Scalar:
    """One field, compared value by value."""

    name: str
    fields: tuple[str, ...]
    weight: Callable[[str, str], Weight]

    def encode(self, columns: Columns) -> list[Any]:
        return list(columns[self.fields[0]])

    def weigh(self, left: list[Any], right: list[Any], left_rows: Rows, right_rows: Rows) -> Floats:
        pairs = zip(left_rows.tolist(), right_rows.tolist(), strict=True)
        weight = type(self).weight
        return np.fromiter((weight(left[a], right[b]).log10_lr for a, b in pairs), np.float64, len(left_rows))

    def explain(self, left: Particulars, right: Particulars) -> Weight:
        one, other = getattr(left, self.fields[0]), getattr(right, self.fields[0])
        found = type(self).weight(one, other)
        return Weight(self.name, found.log10_lr, found.reason, found.parts)


@dataclass(frozen=True)
class BirthDateLine(_Scalar):
    """Birth dates."""

    name = "birth date"
    fields = ("birth_date",)
    weight = staticmethod(_dates_apart)


@dataclass(frozen=True)
class BirthplaceLine(_Scalar):
    """Birthplaces as words."""

    name = "birthplace"
    fields = ("birthplace",)
    weight = staticmethod(place_weight)


@dataclass(frozen=True)
class UnitLine(_Scalar):
    """Units of service."""

    name = "unit"
    fields = ("unit",)
    weight = staticmethod(unit_weight)


@dataclass(frozen=True)
class ServiceNumberLine(_Scalar):
    """Personal numbers."""

    name = "service number"
    fields = ("service_number",)
    weight = staticmethod(service_number_weight)
