"""A record as it arrives: plain values, checked, not yet kept.

Readers of files, forms and interfaces all make `RecordDraft`s; `actions.import_records` keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class RecordKind(StrEnum):
    """What a record speaks of. `prisoner` and `missing` people may be alive."""

    MISSING = "missing"
    PRISONER = "prisoner"
    DEAD = "dead"
    REMAINS = "remains"


class Sex(StrEnum):
    """Sex as the source gave it; unknown is the empty string."""

    UNKNOWN = ""
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class NameKind(StrEnum):
    """How a name is used of a person."""

    PRIMARY = "primary"
    ALIAS = "alias"
    MAIDEN = "maiden"
    TRANSLITERATION = "transliteration"


@dataclass(frozen=True, slots=True)
class NameDraft:
    """One name, whole and as written; order of words as the source had it."""

    value: str
    kind: NameKind = NameKind.PRIMARY


@dataclass(frozen=True, slots=True)
class RecordDraft:
    """What one source says of one human being. Empty strings mean "the source does not say".

    Dates are EDTF (ISO 8601-2): ``2003``, ``2003-05``, ``2003~``, ``2022-03-08?``, ``2022-02/2022-03``.
    Ages are whole years; `age_low` and `age_high` bound them, both inclusive, at `source_date`.
    `original` is the row as received, column name to text, kept for ever beside what was read from it.
    """

    kind: RecordKind
    names: tuple[NameDraft, ...] = ()
    source_record_id: str = ""
    status: str = ""
    sex: Sex = Sex.UNKNOWN
    father_name: str = ""
    mother_maiden_name: str = ""
    birth_date: str = ""
    age_low: int | None = None
    age_high: int | None = None
    birthplace: str = ""
    residence: str = ""
    nationality: str = ""
    documents: str = ""
    force: str = ""
    branch: str = ""
    unit: str = ""
    rank: str = ""
    service_number: str = ""
    call_sign: str = ""
    last_seen_date: str = ""
    last_seen_place: str = ""
    circumstances: str = ""
    description: str = ""
    occurred_date: str = ""
    occurred_place: str = ""
    cause: str = ""
    burial_place: str = ""
    informant: str = ""
    family_informed_on: str = ""
    source_date: str = ""
    note: str = ""
    original: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowWarning:
    """A value that was left out, or read with a guess that should be seen; the person arrived."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """A row that names somebody. `line` is where it begins in the file, counting from 1."""

    line: int
    draft: RecordDraft
    warnings: tuple[RowWarning, ...] = ()


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that does not arrive, and the true reason, with the cure.

    `column` is empty where the whole row is at fault; `value` is shortened for showing.
    """

    line: int
    column: str
    value: str
    reason: str
