"""What the fields of a record are called for each kind of record, how they are grouped, and values in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.entering import Change
from antigone.interfaces.desk import words
from antigone.interfaces.desk.registrars.written_dates import in_words

DATES: Final = ("birth_date", "last_seen_date", "occurred_date", "family_informed_on", "source_date")
LONG: Final = ("documents", "circumstances", "description", "burial_place", "informant", "note")

_GENERAL: Final[words.Words] = {
    **{name: label for _heading, labels in words.FIELDS for name, label in labels.items()},
    "names": _("Names"),
    "kind": _("Whom it speaks of"),
    "source_date": _("As of"),
    "source_record_id": _("Number at the source"),
    "age_low": _("Age, from"),
    "age_high": _("Age, to"),
}
_OF_KIND: Final[Mapping[RecordKind, words.Words]] = {
    RecordKind.MISSING: {"birthplace": _("Born in")},
    RecordKind.PRISONER: {
        "occurred_date": _("Captured on"),
        "occurred_place": _("Captured at"),
        "cause": _("Wounds or illness"),
        "status": _("Status of captivity"),
    },
    RecordKind.DEAD: {
        "occurred_date": _("Died on"),
        "occurred_place": _("Died at"),
        "cause": _("Cause of death"),
        "burial_place": _("Grave"),
    },
    RecordKind.REMAINS: {
        "occurred_date": _("Found on"),
        "occurred_place": _("Found at"),
        "cause": _("Cause of death"),
        "burial_place": _("Where they lie now"),
        "documents": _("Documents and identity disc"),
        "description": _("What can be recognised"),
    },
}
_HINTS: Final[words.Words] = {
    "father_name": _("Only if no name above holds the patronymic."),
    "birth_date": _("As you would write it: 12.03.1987, March 1987, 1987, about 1987, 1985–1987."),
    "age": _("If no birth date is known: 34, 30–35 or 40+, at the day of «As of»."),
    "documents": _("Each with its kind and number."),
    "circumstances": _("What is known of how it happened, and from whom."),
    "description": _("Height, build, hair, eyes, scars, tattoos, teeth, clothing, belongings."),
    "burial_place": _("Everything that helps to find it: cemetery, row, number, mark."),
    "informant": _("Who told this, and how to find that person again. Contacts of families belong to enquiries."),
    "family_informed_on": _("The day on which the family was told of the death. From then on families can find it."),
    "source_record_id": _("The number under which the source keeps this person. Empty: a number is made."),
    "source_date": _("On which day the source said this. Empty: not known."),
}
_HINTS_OF_KIND: Final[Mapping[RecordKind, words.Words]] = {
    RecordKind.REMAINS: {
        "description": _("Tattoos, scars, teeth, implants, clothing, belongings; height and build if measured."),
        "burial_place": _("Morgue or cemetery, row, number, mark. Every later move is kept as a version."),
    },
}
#: The ladder of DESIGN, section 5; the source's own words may be others.
STATUSES_OF_CAPTIVITY: Final = (
    _("no data"),
    _("there are data; captivity unknown"),
    _("probably captive, not confirmed"),
    _("captivity confirmed by the neutral agency"),
    _("released"),
    _("died in captivity"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that a person thinks of together; `seldom` are folded away."""

    key: str
    heading: str | Promise
    fields: tuple[str, ...]
    seldom: tuple[str, ...] = ()


_PERSON = Group(
    "person",
    _("The person"),
    (
        *("father_name", "mother_maiden_name", "sex", "birth_date", "age", "birthplace"),
        *("nationality", "residence", "documents"),
    ),
)
_SERVICE = Group("service", _("Service"), ("force", "branch", "unit", "rank", "service_number", "call_sign"))
_LOOKS = Group("looks", _("How to recognise"), ("description",))
_TOLD = Group("told", _("Who told it"), ("informant", "note"), ("family_informed_on",))
_TOLD_OF_DEATH = Group("told", _("Who told it, and who was told"), ("informant", "family_informed_on", "note"))


def _happened(fields: tuple[str, ...]) -> Group:
    whole = (
        *("status", "last_seen_date", "last_seen_place", "circumstances"),
        *("occurred_date", "occurred_place", "cause", "burial_place"),
    )
    return Group("happened", _("What happened"), fields, tuple(name for name in whole if name not in fields))


_OCCURRED = ("occurred_date", "occurred_place", "cause")
_GROUPS: Final[Mapping[RecordKind, tuple[Group, ...]]] = {
    RecordKind.MISSING: (
        _PERSON,
        _happened(("last_seen_date", "last_seen_place", "circumstances")),
        _SERVICE,
        _LOOKS,
        _TOLD,
    ),
    RecordKind.PRISONER: (_PERSON, _SERVICE, _happened(("status", *_OCCURRED, "circumstances")), _LOOKS, _TOLD),
    RecordKind.DEAD: (
        _PERSON,
        _SERVICE,
        _happened((*_OCCURRED, "burial_place", "circumstances")),
        _LOOKS,
        _TOLD_OF_DEATH,
    ),
    RecordKind.REMAINS: (
        _happened((*_OCCURRED, "burial_place", "circumstances")),
        _LOOKS,
        _PERSON,
        _SERVICE,
        _TOLD_OF_DEATH,
    ),
}


def groups_of(kind: RecordKind) -> tuple[Group, ...]:
    """The groups of the form of a kind of record, in the order in which people think of them."""
    return _GROUPS[kind]


def label_of(name: str, kind: RecordKind) -> str:
    """What a field is called in a record of a kind, in the reader's language."""
    return str(_OF_KIND[kind].get(name) or _GENERAL[name])


def hint_of(name: str, kind: RecordKind) -> str:
    """What helps to fill a field, in the reader's language; empty for fields that need no help."""
    return str(_HINTS_OF_KIND.get(kind, {}).get(name) or _HINTS.get(name, ""))


def value_in_words(name: str, value: object) -> str:
    """A field's value for reading; empty for nothing."""
    if value is None or value == "" or value == ():
        return ""
    if name in DATES:
        return in_words(str(value))
    if name == "names" and isinstance(value, tuple):
        return "\n".join(_name_in_words(one) for one in value)
    if name == "sex":
        return str(words.SEXES.get(str(value), value))
    if name == "kind":
        return str(words.KINDS.get(str(value), value))
    return str(value)


def _name_in_words(name: NameDraft) -> str:
    return f"{name.value} ({words.NAME_KINDS[name.kind.value]})"


@dataclass(frozen=True, slots=True)
class ChangeInWords:
    """One changed field for reading; an empty side said nothing."""

    label: str
    before: str
    after: str


def changes_in_words(changes: tuple[Change, ...], kind: RecordKind) -> list[ChangeInWords]:
    """Changed fields in words, in the order of the record."""
    return [
        ChangeInWords(
            label_of(change.field, kind),
            value_in_words(change.field, change.before),
            value_in_words(change.field, change.after),
        )
        for change in changes
    ]


@dataclass(frozen=True, slots=True)
class SaidLine:
    """One thing that a source said, for reading."""

    label: str
    value: str


def said_groups(draft: RecordDraft) -> list[tuple[str | Promise, list[SaidLine]]]:
    """What a source said, in groups under their headings; what it did not say, and empty groups, are left out."""
    groups = []
    for heading, labels in words.FIELDS:
        lines = [SaidLine(label_of(name, draft.kind), value) for name in labels if (value := _said(draft, name))]
        if lines:
            groups.append((heading, lines))
    return groups


def _said(draft: RecordDraft, name: str) -> str:
    return age_in_words(draft) if name == "age" else value_in_words(name, getattr(draft, name))


def age_in_words(draft: RecordDraft) -> str:
    """The age in years as it was understood: 34, 30–35, 40+; empty where none is said."""
    low, high = draft.age_low, draft.age_high
    if low is None and high is None:
        return ""
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low or 0}–{high}"
