"""What one record says of one human being, as plain values, and the same for many records as columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

#: Field name of `Particulars` to one value per record; all of one length.
Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Particulars:
    """Everything in a record that can speak for or against its being the same human being as another record.

    An empty string, an empty tuple or None means "the source does not say". Dates are EDTF. Ages are whole years,
    both bounds inclusive, and held on `age_date`. Free words may be Russian, Ukrainian or English.

    Attributes:
        kind: ``missing``, ``prisoner``, ``dead`` or ``remains``.
        source_kind: who speaks: ``authority``, ``agency``, ``organisation``, ``press``, ``family``, ``bureau``; error
            rates hang on it.
        names: every name of the record, whole and as written, the primary one first.
        description: looks, marks, teeth, clothing and effects in words.
    """

    kind: str = ""
    source_kind: str = ""
    names: tuple[str, ...] = ()
    father_name: str = ""
    mother_maiden_name: str = ""
    sex: str = ""
    birth_date: str = ""
    age_low: int | None = None
    age_high: int | None = None
    age_date: str = ""
    birthplace: str = ""
    residence: str = ""
    nationality: str = ""
    force: str = ""
    branch: str = ""
    unit: str = ""
    rank: str = ""
    service_number: str = ""
    call_sign: str = ""
    last_seen_date: str = ""
    last_seen_place: str = ""
    occurred_date: str = ""
    occurred_place: str = ""
    cause: str = ""
    description: str = ""


FIELDS = tuple(field.name for field in fields(Particulars))


def as_columns(records: Iterable[Particulars]) -> dict[str, list[Any]]:
    """The same records, a list a field: what `Line.encode` reads."""
    rows = list(records)
    return {name: [getattr(row, name) for row in rows] for name in FIELDS}
