"""Which items of the treaty minimum a record lacks.

Geneva Convention III of 1949: article 17, third and fourth paragraphs (what a prisoner's identity card shows and what
he is bound to give), article 120 (what a record of a dead prisoner must hold), article 122, fourth paragraph (what the
national bureaus exchange of every prisoner). For the dead who were no prisoners and for remains article 16 of
Convention I asks the same. Pure: it is given what the source said and gives back what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.evidence import names
from antigone.evidence.dates import NotADate, UncertainDate


class TreatyItem(StrEnum):
    """What a record must hold. Two items that article 122 asks for have no column of their own in the registry, the
    person to be informed and the address for letters; they are not counted as missing."""

    SURNAME = "surname"
    FIRST_NAMES = "first names"
    RANK = "rank"
    SERVICE_NUMBER = "service number"
    BIRTH_DATE = "full date of birth"
    BIRTHPLACE = "place of birth"
    POWER = "power or force"
    FATHER_NAME = "father's first name"
    MOTHER_MAIDEN_NAME = "mother's maiden name"
    OCCURRED_DATE = "date"
    OCCURRED_PLACE = "place"
    CAUSE = "cause of death"
    GRAVE = "grave"
    DESCRIPTION = "description"


_ARTICLE_17 = (
    TreatyItem.SURNAME,
    TreatyItem.FIRST_NAMES,
    TreatyItem.RANK,
    TreatyItem.SERVICE_NUMBER,
    TreatyItem.BIRTH_DATE,
)
_ARTICLE_122 = (
    *_ARTICLE_17,
    TreatyItem.BIRTHPLACE,
    TreatyItem.POWER,
    TreatyItem.FATHER_NAME,
    TreatyItem.MOTHER_MAIDEN_NAME,
)
_ARTICLE_120 = (TreatyItem.OCCURRED_DATE, TreatyItem.OCCURRED_PLACE, TreatyItem.CAUSE, TreatyItem.GRAVE)

#: What a record of each kind must hold. Remains have no identity yet: what stands in its place is a description.
MINIMUM: Mapping[RecordKind, tuple[TreatyItem, ...]] = {
    RecordKind.PRISONER: _ARTICLE_122,
    RecordKind.MISSING: _ARTICLE_122,
    RecordKind.DEAD: (*_ARTICLE_17, TreatyItem.POWER, *_ARTICLE_120),
    RecordKind.REMAINS: (TreatyItem.DESCRIPTION, *_ARTICLE_120),
}


def _is_one_day(edtf: str) -> bool:
    try:
        return UncertainDate.parse(edtf).is_one_day
    except NotADate:
        return False


def _named(draft: RecordDraft, part: str) -> bool:
    """Whether some name of the record has this part written out; an initial is none."""
    parsed = (names.parse(name.value) for name in draft.names)
    return any(getattr(name, part) and part not in name.initials for name in parsed)


_HELD: Mapping[TreatyItem, Callable[[RecordDraft], object]] = {
    TreatyItem.SURNAME: lambda draft: _named(draft, "family"),
    TreatyItem.FIRST_NAMES: lambda draft: _named(draft, "given"),
    TreatyItem.RANK: lambda draft: draft.rank,
    TreatyItem.SERVICE_NUMBER: lambda draft: draft.service_number,
    TreatyItem.BIRTH_DATE: lambda draft: _is_one_day(draft.birth_date),
    TreatyItem.BIRTHPLACE: lambda draft: draft.birthplace,
    TreatyItem.POWER: lambda draft: draft.force or draft.nationality,
    TreatyItem.FATHER_NAME: lambda draft: draft.father_name or _named(draft, "patronymic"),
    TreatyItem.MOTHER_MAIDEN_NAME: lambda draft: draft.mother_maiden_name,
    TreatyItem.OCCURRED_DATE: lambda draft: _is_one_day(draft.occurred_date),
    TreatyItem.OCCURRED_PLACE: lambda draft: draft.occurred_place,
    TreatyItem.CAUSE: lambda draft: draft.cause,
    TreatyItem.GRAVE: lambda draft: draft.burial_place,
    TreatyItem.DESCRIPTION: lambda draft: draft.description,
}


def missing_items(draft: RecordDraft) -> tuple[TreatyItem, ...]:
    """The items of the treaty minimum for a record of this kind that it does not hold, in the treaty's order.

    A date counts only when it names one day. A patronymic holds the father's first name; an initial is no first name.
    """
    return tuple(item for item in MINIMUM[draft.kind] if not _HELD[item](draft))
