"""How strongly a query speaks for each of the names that it might mean.

First all candidates by name alone, as one array; then, for those that could still win, every other line of the
query. Nothing here reads the database: it is given rows and gives back weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from antigone.evidence import Weight, names
from antigone.evidence.dates import NotADate, UncertainDate, birth_date_weight
from antigone.evidence.places import place_weight
from antigone.evidence.service import service_number_weight, unit_weight


class Asked(Protocol):
    """What every search asks, whoever asks."""

    @property
    def name(self) -> str: ...
    @property
    def born(self) -> str: ...
    @property
    def father(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def service_number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Described:
    """What is known of a candidate besides the name; empty strings where the source says nothing."""

    birth_date: str = ""
    birth_from: int | None = None
    birth_to: int | None = None
    places: str = ""
    unit: str = ""
    service_number: str = ""


def date_or_none(edtf: str) -> UncertainDate | None:
    """The date, or None when the text is empty or no date: a query that cannot be read says nothing."""
    if not edtf.strip():
        return None
    try:
        return UncertainDate.parse(edtf)
    except NotADate:
        return None


def name_asked(asked: Asked) -> str:
    """The name to compare: with the father's name as its patronymic, when the name itself has none."""
    name, father = asked.name.strip(), asked.father.strip()
    if not father or names.parse(name).patronymic:
        return name
    return f"{name} {names.patronymic_of(father)}"


def _birth_of(described: Described) -> UncertainDate | None:
    if date := date_or_none(described.birth_date):
        return date
    if described.birth_from is None or described.birth_to is None:
        return None
    return UncertainDate.parse(f"{described.birth_from:04}/{described.birth_to:04}")


def other_weights(asked: Asked, described: Described) -> tuple[Weight, ...]:
    """The lines besides the name, as far as the query has them; lines that say nothing are left out."""
    lines = (
        birth_date_weight(date_or_none(asked.born), _birth_of(described)),
        place_weight(asked.place, described.places),
        unit_weight(asked.unit, described.unit),
        service_number_weight(asked.service_number, described.service_number),
    )
    return tuple(line for line in lines if line.log10_lr != 0.0)


def name_weights(name: str, values: Sequence[str]) -> list[float]:
    """log10 LR of a name against each of `values`; "different people" are anybody, as they are for the other lines."""
    weights = names.compare_many([name] * len(values), list(values), against=names.Strangers.ANYBODY)
    return [float(weight) for weight in weights]


def best_names(weights: Mapping[int, float], limit: int) -> list[int]:
    """The owners with the greatest name weights, at most `limit`; ties keep the order they came in."""
    return sorted(weights, key=lambda owner: -weights[owner])[:limit]
