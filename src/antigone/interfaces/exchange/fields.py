"""What a column can say of a person."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """The words a mapping file uses on the right-hand side; each ends in a field of `RecordDraft`."""

    ID = "id"
    NAME = "name"
    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    ALIAS = "alias"
    MAIDEN = "maiden"
    TRANSLITERATION = "transliteration"
    FATHER_NAME = "father_name"
    MOTHER_MAIDEN_NAME = "mother_maiden_name"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    AGE = "age"
    BIRTHPLACE = "birthplace"
    RESIDENCE = "residence"
    NATIONALITY = "nationality"
    DOCUMENTS = "documents"
    FORCE = "force"
    BRANCH = "branch"
    UNIT = "unit"
    RANK = "rank"
    SERVICE_NUMBER = "service_number"
    CALL_SIGN = "call_sign"
    STATUS = "status"
    LAST_SEEN_DATE = "last_seen_date"
    LAST_SEEN_PLACE = "last_seen_place"
    CIRCUMSTANCES = "circumstances"
    DESCRIPTION = "description"
    OCCURRED_DATE = "occurred_date"
    OCCURRED_PLACE = "occurred_place"
    CAUSE = "cause"
    BURIAL_PLACE = "burial_place"
    INFORMANT = "informant"
    FAMILY_INFORMED_ON = "family_informed_on"
    SOURCE_DATE = "source_date"
    NOTE = "note"


NAME_PARTS = (Field.SURNAME, Field.GIVEN, Field.PATRONYMIC)
"""Joined in this order into one primary name."""

OTHER_NAMES = (Field.ALIAS, Field.MAIDEN, Field.TRANSLITERATION)

DATES = frozenset(
    {
        Field.BIRTH_DATE,
        Field.LAST_SEEN_DATE,
        Field.OCCURRED_DATE,
        Field.FAMILY_INFORMED_ON,
        Field.SOURCE_DATE,
    }
)

JOINABLE = frozenset(
    {
        Field.ALIAS,
        Field.MAIDEN,
        Field.TRANSLITERATION,
        Field.DOCUMENTS,
        Field.CIRCUMSTANCES,
        Field.DESCRIPTION,
        Field.NOTE,
        Field.UNIT,
        Field.RESIDENCE,
    }
)
"""Several columns may feed one of these; names become further names, texts are joined with "; "."""

IDENTIFYING = (
    Field.NAME,
    *NAME_PARTS,
    Field.FATHER_NAME,
    Field.MOTHER_MAIDEN_NAME,
    Field.BIRTH_DATE,
    Field.BIRTHPLACE,
    Field.DOCUMENTS,
    Field.SERVICE_NUMBER,
)
"""What tells one person of a list from another where the list gives no number of its own."""
