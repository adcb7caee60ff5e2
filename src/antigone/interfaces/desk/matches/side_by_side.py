"""Two records field by field: what each says, and in words whether that speaks for one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.cards import RecordCard
from antigone.bureau.registry.drafts import RecordDraft
from antigone.evidence import Weight, names
from antigone.interfaces.desk.words import SEXES

#: A weight of less is neither for nor against.
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that both records can tell.

    Attributes:
        label: what it is.
        left, right: what they say, a value a line; empty where they say nothing.
        verdict: ``for``, ``against``, ``neither``, ``same``, ``one side``, ``not weighed``.
        said: the verdict in words.
        weight: log10 LR of the lines that read it; None where none does.
        is_date: values are EDTF.
    """

    label: str | Promise
    left: tuple[str, ...]
    right: tuple[str, ...]
    verdict: str
    said: str
    weight: float | None
    is_date: bool


@dataclass(frozen=True, slots=True)
class _Field:
    label: str | Promise
    left: tuple[str, ...]
    right: tuple[str, ...]
    lines: tuple[str, ...] = ()
    is_date: bool = False


def _one(label: str | Promise, name: str, *lines: str, is_date: bool = False) -> _Field:
    return _Field(label, (name,), (name,), lines, is_date)


#: In the order of the model's lines: who, when and where born, where served, what happened, how he looks.
_FIELDS: Final = (
    _one(_("Names"), "names", "name"),
    _one(_("Father’s name"), "father_name", "name"),
    _one(_("Mother’s maiden name"), "mother_maiden_name"),
    _one(_("Sex"), "sex", "sex"),
    _one(_("Birth date"), "birth_date", "birth date", is_date=True),
    _one(_("Age in years"), "age", "age"),
    _one(_("Born in"), "birthplace", "birthplace"),
    _one(_("Home"), "residence", "birthplace"),
    _one(_("Nationality"), "nationality"),
    _one(_("Documents"), "documents"),
    _one(_("Force"), "force", "force"),
    _one(_("Branch"), "branch", "force"),
    _one(_("Unit"), "unit", "unit"),
    _one(_("Rank"), "rank", "rank"),
    _one(_("Service number"), "service_number", "service number"),
    _one(_("Call-sign"), "call_sign", "call-sign"),
    _Field(_("When it happened"), ("last_seen_date", "occurred_date"), ("last_seen_date", "occurred_date"),
           ("date of event",), is_date=True),
    _Field(_("Where it happened"), ("last_seen_place", "occurred_place"), ("last_seen_place", "occurred_place"),
           ("place of event",)),
    _one(_("Status, as the source gave it"), "status"),
    _one(_("Circumstances"), "circumstances"),
    _one(_("Cause"), "cause"),
    _one(_("Burial place"), "burial_place"),
    _one(_("Description"), "description", "stature", "build", "hair", "eyes", "blood group", "handedness", "shoe size",
         "features", "marks", "teeth", "serial number", "effects"),
    _one(_("Note"), "note"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """What both records say and what only one says, each in the order of the page."""

    said_by_both: tuple[Row, ...]
    said_by_one: tuple[Row, ...]


def side_by_side(left: RecordCard, right: RecordCard, weights: Sequence[Weight]) -> Rows:
    """What either record says; what neither says is left out.

    Args:
        left, right: the records.
        weights: the lines of evidence between them.
    """
    by_line = {weight.line: weight.log10_lr for weight in weights}
    rows = []
    for field in _FIELDS:
        one, other = (_values(card.said, names_) for card, names_ in ((left, field.left), (right, field.right)))
        if one or other:
            rows.append(_row(field, one, other, by_line))
    both = tuple(row for row in rows if row.left and row.right)
    return Rows(both, tuple(row for row in rows if row not in both))


def both_scripts(name: str) -> str:
    """The name in Latin letters where it is written in Cyrillic ones; empty where nothing is to be added."""
    scheme = names.RomanisationScheme.UK_2010
    latin = names.romanise(name, scheme)
    return latin if latin != name and latin.isascii() else ""


def _row(field: _Field, one: tuple[str, ...], other: tuple[str, ...], by_line: Mapping[str, float]) -> Row:
    there = [by_line[line] for line in field.lines if line in by_line]
    weight = sum(there) if there else None
    if not (one and other):
        verdict, said = "one side", gettext("only one record says it")
    elif weight is not None and weight > _LEAST:
        verdict, said = "for", gettext("speaks for one person")
    elif weight is not None and weight < -_LEAST:
        verdict, said = "against", gettext("speaks against it")
    elif _plain(one) == _plain(other):
        verdict, said = "same", gettext("the same words")
    elif there:
        verdict, said = "neither", gettext("neither for nor against")
    else:
        verdict, said = "not weighed", gettext("not weighed: please compare")
    return Row(field.label, one, other, verdict, said, weight if one and other else None, field.is_date)


def _plain(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(" ".join(value.casefold().split()) for value in values)


def _values(said: RecordDraft, fields: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    for name in fields:
        if name == "names":
            found += [_with_latin(one.value) for one in said.names]
        elif name == "age":
            ages = [str(age) for age in (said.age_low, said.age_high) if age is not None]
            found.append("–".join(dict.fromkeys(ages)))
        else:
            value = str(getattr(said, name))
            found.append(str(SEXES.get(value, value)) if name == "sex" else value)
    return tuple(dict.fromkeys(value for value in found if value))


def _with_latin(name: str) -> str:
    latin = both_scripts(name)
    return f"{name} ({latin})" if latin else name
