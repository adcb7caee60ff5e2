"""The two forms of an import: which file of whom, and which column says what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.drafts import RecordKind
from antigone.interfaces.desk import words
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.registrars.record_words import label_of
from antigone.interfaces.desk.registrars.written_dates import Unreadable, read_written
from antigone.interfaces.exchange import ColumnMapping, ColumnUse, DayOrder, Field, IgnoredColumn, NoHeader
from antigone.interfaces.exchange.fields import DATES, JOINABLE, NAME_PARTS

_NAMES: Final[words.Words] = {
    Field.ID.value: _("Number at the source"),
    Field.NAME.value: _("Whole name"),
    Field.SURNAME.value: _("Surname"),
    Field.GIVEN.value: _("Given name"),
    Field.PATRONYMIC.value: _("Patronymic"),
    Field.ALIAS.value: _("Another name"),
    Field.MAIDEN.value: _("Maiden name"),
    Field.TRANSLITERATION.value: _("Name in another script"),
}
_ORDERS: Final[words.Words] = {
    DayOrder.UNKNOWN.value: _("not known: only the year is kept where it could be either"),
    DayOrder.DAY_FIRST.value: _("the day first: 3 April"),
    DayOrder.MONTH_FIRST.value: _("the month first: 4 March"),
}
_HOLDS_A_NAME = frozenset({Field.NAME, Field.TRANSLITERATION, *NAME_PARTS})
_YEAR = re.compile(r"1[789]\d\d|2000")


def label_of_use(use: str) -> str | Promise:
    """What a column can be read as, in the reader's language."""
    return _NAMES.get(use) or label_of(use, RecordKind.MISSING)


class UploadForm(DeskForm):
    """Which file, and who says it."""

    file = forms.FileField(
        label=_("File"), help_text=_("CSV, TSV, XLSX or JSON; text files also packed as .gz. At most 128 MiB.")
    )
    source = forms.ChoiceField(label=_("Source"), required=False)
    new_source = forms.CharField(
        label=_("or a new source, by its name"),
        help_text=_("Later lists of the same source are known by this name."),
        max_length=200,
        required=False,
    )
    publication = forms.ChoiceField(
        label=_("For a new source: publication"),
        choices=lambda: list(words.PUBLICATION.items()),
        required=False,
    )

    def __init__(self, *args: Any, sources: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["source"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("choose a source")), *sources]
        self.fields["file"].error_messages |= {
            "required": _("Please choose a file."),
            "empty": _("This file is empty."),
        }

    def clean(self) -> dict[str, Any]:
        """One source, known or new."""
        said = self.cleaned_data
        if bool(said.get("source")) == bool(str(said.get("new_source", "")).strip()) and not self.has_error("source"):
            self.add_error("source", _("Choose a source, or write the name of a new one; one of the two."))
        return said


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the page of the mapping."""

    name: str
    samples: list[str]
    use: forms.BoundField


class MappingForm(DeskForm):
    """Which column is read as what. `reading` is what the work found in the file."""

    def __init__(self, *args: Any, reading: Mapping[str, Any], as_of: str = "", **kwargs: Any) -> None:
        self._columns: list[Mapping[str, Any]] = reading["columns"]
        self._header: int = reading["header"]
        proposal = reading["proposal"]
        self._constants: Mapping[str, str] = proposal["constants"]
        self._id_columns: Sequence[str] = proposal["id_columns"]
        initial = {f"use_{at}": proposal["uses"].get(column["name"], "") for at, column in enumerate(self._columns)}
        initial |= {
            "kind": proposal["kind"],
            "day_order": proposal["day_order"],
            "century": proposal["two_digit_years_from"] or "",
            "as_of": as_of,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields.update(self._built())
        self._dress()
        self.fields["kind"].error_messages["required"] = _("Please say whom the list names.")

    def _built(self) -> Iterator[tuple[str, forms.Field]]:
        yield (
            "kind",
            forms.ChoiceField(
                label=_("Whom the list names"),
                choices=[("", _("choose")), *words.KINDS_IN_PLURAL.items()],
            ),
        )
        uses = [("", _("not read")), *((what.value, label_of_use(what.value)) for what in Field)]
        for at, column in enumerate(self._columns):
            label = _("«%(column)s» is read as") % {"column": column["name"]}
            yield f"use_{at}", forms.ChoiceField(label=label, choices=uses, required=False)
        yield (
            "day_order",
            forms.ChoiceField(
                label=_("03/04/1999 means"),
                help_text=_("Dates with points are always day, month, year."),
                choices=list(_ORDERS.items()),
            ),
        )
        yield (
            "century",
            forms.CharField(
                label=_("Years of two digits begin with"),
                help_text=_("1920 reads 38 as 1938 and 15 as 2015. Empty: such years are not guessed."),
                max_length=4,
                required=False,
            ),
        )
        yield (
            "as_of",
            forms.CharField(
                label=_("The list’s own date"),
                help_text=_(
                    "For rows that have none. A row that is older than what the source said before changes nothing."
                ),
                max_length=60,
                required=False,
            ),
        )

    def rows(self) -> list[ColumnRow]:
        """Every column with its samples and its choice."""
        return [
            ColumnRow(column["name"], column["samples"], self[f"use_{at}"]) for at, column in enumerate(self._columns)
        ]

    def clean_century(self) -> int | None:
        """The first of the hundred years, or None."""
        written = str(self.cleaned_data["century"]).strip()
        if not written:
            return None
        if not _YEAR.fullmatch(written):
            raise ValidationError(_("Write a year from 1700 to 2000, or leave it empty."))
        return int(written)

    def clean_as_of(self) -> str:
        """The list's date in EDTF, or nothing."""
        try:
            return read_written(str(self.cleaned_data["as_of"])).edtf
        except Unreadable:
            raise ValidationError(
                _("We could not read this date. Write it like 12.03.2024, or only the year.")
            ) from None

    def clean(self) -> dict[str, Any]:
        """Each field from one column, but those that can be joined; a name, unless they are remains."""
        said = self.cleaned_data
        first: dict[Field, str] = {}
        for at, column in enumerate(self._columns):
            chosen = said.get(f"use_{at}")
            if not chosen:
                continue
            what = Field(chosen)
            if what in first and what not in JOINABLE:
                self.add_error(
                    f"use_{at}", _("«%(column)s» is read as this already; only one can be.") % {"column": first[what]}
                )
            first.setdefault(what, str(column["name"]))
        if not self.errors and said.get("kind") != RecordKind.REMAINS and not _HOLDS_A_NAME & set(first):
            self.add_error(None, _("No column is read as a name. Say which one holds it."))
        if not self.errors and not first:
            self.add_error(None, _("No column is read. Say what at least one of them holds."))
        return said

    def mapping(self) -> ColumnMapping:
        """The mapping that was chosen, once the form is valid."""
        said = self.cleaned_data
        order = DayOrder(said["day_order"])
        uses, ignored = [], []
        for at, column in enumerate(self._columns):
            if chosen := said[f"use_{at}"]:
                what = Field(chosen)
                uses.append(ColumnUse(column["name"], what, order if what in DATES else DayOrder.UNKNOWN))
            else:
                ignored.append(IgnoredColumn(column["name"], "a registrar left it out"))
        read = {use.field for use in uses}
        constants = [(Field(what), value) for what, value in self._constants.items() if Field(what) not in read]
        if said["as_of"]:
            constants.append((Field.SOURCE_DATE, said["as_of"]))
        return ColumnMapping(
            kind=RecordKind(said["kind"]),
            columns=tuple(uses),
            ignored=tuple(ignored),
            constants=tuple(constants),
            id_columns=() if Field.ID in read else tuple(self._id_columns),
            header=self._header or NoHeader.NONE,
            two_digit_years_from=said["century"],
        )
