"""The form of one record: everything that the registry can hold, nothing obligatory, read the way people write.

One class serves entering and amending. Names stand in numbered rows; further rows come with the button «one more
name», also without a script. What was understood of dates, age and names is told back by `understood`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind, Sex
from antigone.bureau.registry.entering import Basis, NamesNobody, checked_draft
from antigone.bureau.registry.name_index import script_of
from antigone.evidence import names
from antigone.interfaces.desk import words
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.registrars.record_words import (
    DATES,
    LONG,
    STATUSES_OF_CAPTIVITY,
    Group,
    age_in_words,
    groups_of,
    hint_of,
    label_of,
)
from antigone.interfaces.desk.registrars.written_dates import Impossible, Unreadable, in_words, read_written
from antigone.interfaces.exchange.people.values import AgeRange, clean, read_age, why_not_a_name

#: Rows of names that an empty form shows, and how many a record may have.
NAME_ROWS, MOST_NAMES = 2, 12
# The whole form, in UTF-8, stays below what the desk takes in one post (64 KiB).
_LONGEST, _LONGEST_TEXT, _LONGEST_NAME = 200, 3_000, 200
_TEXTS: Final = tuple(
    field.name
    for field in fields(RecordDraft)
    if field.name not in {"kind", "names", "sex", "age_low", "age_high", "source_record_id", "original", *DATES}
)
_SCRIPTS: Final[words.Words] = {
    "cyrillic": _("Cyrillic"),
    "latin": _("Latin script"),
    "arabic": _("Arabic script"),
    "other": _("another script"),
}


@dataclass(frozen=True, slots=True)
class Understood:
    """What was understood of one field: in words, and for a date in EDTF."""

    field: str
    words: str
    edtf: str = ""


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of the form with its bound fields; `seldom` stands open when it holds something or is wrong."""

    group: Group
    fields: list[forms.BoundField]
    seldom: list[forms.BoundField]

    @property
    def seldom_open(self) -> bool:
        return any(field.value() or field.errors for field in self.seldom)


class RecordForm(DeskForm):
    """A record of one kind. `rows` is how many names can be written."""

    def __init__(self, kind: RecordKind, *args: Any, rows: int = NAME_ROWS, **kwargs: Any) -> None:
        # Not `kind`: a field of that name would hide it from templates.
        self.of_kind = kind
        self.rows = min(max(rows, 1), MOST_NAMES)
        self.understood: dict[str, Understood] = {}
        super().__init__(*args, **kwargs)
        self.fields.update(self._built())
        self._dress()
        for field in self.fields.values():
            # The browser of a shared machine must not remember whom we wrote of.
            field.widget.attrs["autocomplete"] = "off"
        if kind is RecordKind.PRISONER:
            self.fields["status"].widget.attrs["list"] = "statuses"

    def _built(self) -> Iterator[tuple[str, forms.Field]]:
        kinds = list(words.NAME_KINDS.items())
        for row in range(self.rows):
            yield f"name_{row}", forms.CharField(label=_("Name"), max_length=_LONGEST_NAME, required=False)
            usual = NameKind.ALIAS if row else NameKind.PRIMARY
            yield (
                f"name_kind_{row}",
                forms.ChoiceField(label=_("Kind of name"), choices=kinds, initial=usual.value, required=False),
            )
        for name in (*_TEXTS, "source_record_id"):
            long = name in LONG
            yield (
                name,
                forms.CharField(
                    label=label_of(name, self.of_kind),
                    help_text=hint_of(name, self.of_kind),
                    max_length=_LONGEST_TEXT if long else _LONGEST,
                    required=False,
                    widget=forms.Textarea({"rows": 3}) if long else forms.TextInput(),
                ),
            )
        for name in DATES:
            yield (
                name,
                forms.CharField(
                    label=label_of(name, self.of_kind),
                    help_text=hint_of(name, self.of_kind),
                    max_length=60,
                    required=False,
                ),
            )
        yield (
            "age",
            forms.CharField(
                label=label_of("age", self.of_kind),
                help_text=hint_of("age", self.of_kind),
                max_length=40,
                required=False,
            ),
        )
        sexes = [("", _("not known")), *words.SEXES.items()]
        yield "sex", forms.ChoiceField(label=label_of("sex", self.of_kind), choices=sexes, required=False)

    @property
    def statuses(self) -> tuple[str | Promise, ...]:
        """Words to choose the status of a prisoner from; others may be written."""
        return STATUSES_OF_CAPTIVITY

    def name_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, Understood | None]]:
        """Each row: the name, its kind, and what was understood of it."""
        return [
            (self[f"name_{row}"], self[f"name_kind_{row}"], self.understood.get(f"name_{row}"))
            for row in range(self.rows)
        ]

    def groups(self) -> list[ShownGroup]:
        """The form in groups, in the order of its kind."""
        return [
            ShownGroup(group, [self[name] for name in group.fields], [self[name] for name in group.seldom])
            for group in groups_of(self.of_kind)
        ]

    def clean(self) -> dict[str, Any]:
        """Read what people write: dates to EDTF, ages to bounds, names without what is none."""
        said = self.cleaned_data
        for name in DATES:
            if name in said:
                said[name] = self._date(name, str(said[name]))
        said["age"] = self._age(str(said.get("age", "")))
        said["names"] = self._names(said)
        for name in (*_TEXTS, "source_record_id"):
            if name in said:
                said[name] = "\n".join(map(clean, str(said[name]).splitlines())).strip()
        if not self.errors:
            try:
                checked_draft(self.draft())
            except NamesNobody:
                self.add_error(None, self._nobody())
        return said

    def _date(self, name: str, written: str) -> str:
        try:
            read = read_written(written)
        except Impossible:
            self.add_error(
                name,
                _("There is no such day, or it has not come yet. If the day is not known, write 03.1987 or 1987."),
            )
        except Unreadable:
            self.add_error(
                name,
                _("We could not read this date. Write it like 12.03.1987, March 1987, about 1987 or 1985–1987."),
            )
        else:
            if read.edtf:
                self.understood[name] = Understood(name, in_words(read.edtf), read.edtf)
            return read.edtf
        return ""

    def _age(self, written: str) -> AgeRange:
        nothing = AgeRange(None, None)
        text = clean(written)
        if not text:
            return nothing
        read = read_age(text)
        if isinstance(read, str):
            self.add_error("age", _("We could not read this age. Write whole years, like 34, 30–35 or 40+."))
            return nothing
        words_of_it = age_in_words(RecordDraft(self.of_kind, age_low=read.low, age_high=read.high))
        self.understood["age"] = Understood("age", words_of_it)
        return read

    def _names(self, said: Mapping[str, Any]) -> tuple[NameDraft, ...]:
        found: dict[str, NameDraft] = {}
        for row in range(self.rows):
            field = f"name_{row}"
            name = clean(str(said.get(field, "")))
            if not name:
                continue
            if why_not_a_name(name):
                self.add_error(field, _("This names nobody. Leave the name empty if it is not known."))
                continue
            kind = NameKind(said.get(f"name_kind_{row}") or NameKind.PRIMARY)
            found.setdefault(name, NameDraft(name, kind))
            self.understood[field] = Understood(field, _parts_in_words(name))
        return tuple(found.values())

    def _nobody(self) -> ValidationError:
        if self.of_kind is RecordKind.REMAINS:
            return ValidationError(
                _("Nothing is said of these remains yet. Write where they were found, or what can be recognised.")
            )
        return ValidationError(
            _("Nobody can be known by this record yet. Write a name, or a service number, or a document.")
        )

    def draft(self) -> RecordDraft:
        """The record as it was understood. Of a form with errors: what could be understood of it."""
        said = self.cleaned_data
        age: AgeRange = said.get("age") or AgeRange(None, None)
        texts = {name: str(said.get(name, "")) for name in (*_TEXTS, *DATES, "source_record_id")}
        return RecordDraft(
            kind=self.of_kind,
            names=said.get("names", ()),
            sex=Sex(said.get("sex", "")),
            age_low=age.low,
            age_high=age.high,
            original=self._as_typed(),
            **texts,
        )

    def _as_typed(self) -> dict[str, str]:
        """Dates and ages as they were typed, where they were kept otherwise; they stand for the row as received."""
        typed = {}
        for name in (*DATES, "age"):
            written = clean(unicodedata.normalize("NFC", str(self.data.get(name, ""))))
            told = self.understood.get(name)
            if told and written not in (told.edtf, told.words):
                typed[str(label_of(name, self.of_kind))] = written
        return typed


class EnterForm(RecordForm):
    """A new record, of the bureau itself or of another source that is kept."""

    def __init__(self, kind: RecordKind, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self._sources = sources
        super().__init__(kind, *args, **kwargs)

    def _built(self) -> Iterator[tuple[str, forms.Field]]:
        yield from super()._built()
        yield (
            "source",
            forms.ChoiceField(
                label=_("Source"),
                help_text=_("Who says it. What the bureau found out itself is of the bureau."),
                choices=[("", _("the bureau itself")), *self._sources],
                required=False,
            ),
        )


class AmendForm(RecordForm):
    """A record that is kept. Its source decides on what ground it may be amended."""

    def __init__(self, kind: RecordKind, *args: Any, of_the_bureau: bool, **kwargs: Any) -> None:
        self._grounds = _OWN_GROUNDS if of_the_bureau else _GROUNDS
        super().__init__(kind, *args, **kwargs)

    def _built(self) -> Iterator[tuple[str, forms.Field]]:
        for name, field in super()._built():
            if name != "source_record_id":
                yield name, field
        yield "kind", forms.ChoiceField(label=label_of("kind", self.of_kind), choices=list(words.KINDS.items()))
        yield (
            "basis",
            forms.ChoiceField(label=_("On what ground"), choices=list(self._grounds.items()), widget=forms.RadioSelect),
        )
        yield (
            "reason",
            forms.CharField(
                label=_("Why, and from where you know it"),
                help_text=_("It stands in the record’s history and in the ledger for ever. Name no person in it."),
                max_length=500,
            ),
        )
        yield "version", forms.CharField(widget=forms.HiddenInput, max_length=64)

    def draft(self) -> RecordDraft:
        """The record as it shall be; its kind may have changed."""
        return replace(super().draft(), kind=RecordKind(self.cleaned_data.get("kind") or self.of_kind))


_GROUNDS: Final[words.Words] = {
    Basis.SOURCE.value: _("The source corrected itself, or said more"),
    Basis.MISREAD.value: _("We had read or typed the source wrongly"),
}
_OWN_GROUNDS: Final[words.Words] = {
    Basis.OWN.value: _("The bureau knows more, or better"),
    Basis.MISREAD.value: _("It was typed wrongly"),
}


def understood_of(draft: RecordDraft) -> dict[str, Understood]:
    """What stands in a record, told back as `RecordForm.understood` tells what was typed."""
    told = {name: Understood(name, in_words(edtf), edtf) for name in DATES if (edtf := str(getattr(draft, name)))}
    for row, name in enumerate(draft.names):
        told[f"name_{row}"] = Understood(f"name_{row}", _parts_in_words(name.value))
    return told


def initial_of(draft: RecordDraft) -> dict[str, str]:
    """A record as the form's first contents."""
    first = {name: str(getattr(draft, name)) for name in (*_TEXTS, *DATES, "source_record_id", "sex")}
    first["age"] = age_in_words(draft)
    for row, name in enumerate(draft.names):
        first[f"name_{row}"], first[f"name_kind_{row}"] = name.value, name.kind.value
    return first


def _parts_in_words(name: str) -> str:
    """How a name is understood: its parts, and its script."""
    parsed = names.parse(name)
    parts = [
        (str(label), part)
        for label, part in (
            (_("surname"), parsed.family),
            (_("given name"), parsed.given),
            (_("patronymic"), parsed.patronymic),
        )
        if part
    ]
    return "; ".join([*(f"{label}: {part}" for label, part in parts), str(_SCRIPTS[script_of(name)])])
