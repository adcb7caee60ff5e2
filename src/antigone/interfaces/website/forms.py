"""Forms of the families' site; here the search: one name as the reader writes it, and whatever else she knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from antigone.bureau.disclosure.values import PublicQuery

_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-./](?P<month>\d{1,2})(?:[-./](?P<day>\d{1,2}))?")
_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})[-./])?(?P<month>\d{1,2})[-./](?P<year>\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d{2}(?!\d)")


def date_as_edtf(written: str) -> str:
    """A date as people write it («12.03.1987», «1987-03», «born 1987») in EDTF, level 0.

    Slashes and dots are read day first, as in both alphabets' countries. Words around a single year are ignored.

    Raises:
        ValueError: there is no such day, or no year can be read.
    """
    text = "".join(written.split())
    whole = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text)
    if whole:
        year, month, day = int(whole["year"]), int(whole["month"]), whole["day"]
        if day is None:
            return date(year, month, 1).isoformat()[:7]
        return date(year, month, int(day)).isoformat()
    years = set(_YEAR.findall(written))
    if len(years) != 1:
        raise ValueError("no single year")
    return str(int(years.pop()))


_SAID_PLAINLY = {
    "max_length": _("This is too long. Please write it shorter."),
    "null_characters_not_allowed": _("There is a sign here that we cannot read. Please type it once more."),
}


class FamilyField(forms.BoundField):
    """A field as it stands on a page; what only a page needs is worked out when the page is made."""

    def build_widget_attrs(self, attrs: Any, widget: forms.Widget | None = None) -> Any:
        shown = widget or self.field.widget
        more = dict(attrs)
        if isinstance(shown, forms.TextInput | forms.Textarea):
            # A phone must neither remember what was typed nor send it away to have its spelling checked.
            more |= {"autocomplete": "off", "autocorrect": "off", "spellcheck": "false"}
        described_by = [f"error-{self.name}"] * bool(self.errors) + [f"hint-{self.name}"] * bool(self.help_text)
        if described_by and not isinstance(shown, forms.RadioSelect | forms.CheckboxSelectMultiple):
            more["aria-describedby"] = " ".join(described_by)
        return super().build_widget_attrs(more, widget)


class _Shared(dict[str, forms.Field]):
    """Fields of one kind of form, which all forms of that kind have in common."""

    def __init__(self, fields: Mapping[str, forms.Field]) -> None:
        super().__init__(fields)
        for field in self.values():
            field.error_messages |= _SAID_PLAINLY

    def __deepcopy__(self, memo: object) -> dict[str, forms.Field]:
        return dict(self)


class FamilyForm(forms.Form):
    """A form of the families' site: says in plain words what is wrong, and asks a telephone to remember nothing."""

    bound_field_class = FamilyField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Django copies every field for every form, deeply, in case one is changed; here none is, and a quarter of the
        # work on a form of thirty fields is saved.
        if not isinstance(self.base_fields, _Shared):
            type(self).base_fields = _Shared(self.base_fields)
        super().__init__(*args, **kwargs)

    def carried(self) -> list[tuple[str, str]]:
        """What was written, name by name, to go along when the reader changes the language; empty for a new form."""
        if not self.is_bound:
            return []
        said: MultiValueDict[str, str] = self.data  # type: ignore[assignment]
        # A line that was left empty goes along too, so that the pages of two questions differ in their words alone.
        nothing = {name: [""] if isinstance(field, forms.CharField) else [] for name, field in self.fields.items()}
        return [(name, value) for name in self.fields for value in said.getlist(name) or nothing[name]]


class SearchForm(FamilyForm):
    """What a reader may tell about the person; only the name is needed."""

    name = forms.CharField(
        label=_("Name of the person you are looking for"),
        help_text=_(
            "Write it as you are used to, in Cyrillic or in Latin letters. "
            "Family name, given name and patronymic together give the surest answer."
        ),
        max_length=200,
        error_messages={"required": _("Please write the name of the person you are looking for.")},
    )
    born = forms.CharField(
        label=_("Date or year of birth"),
        help_text=_("For example 12.03.1987, or only 1987."),
        max_length=40,
        required=False,
    )
    father = forms.CharField(
        label=_("Father’s name"),
        help_text=_("If you have not written the patronymic above."),
        max_length=100,
        required=False,
    )
    place = forms.CharField(
        label=_("Place"),
        help_text=_("Where the person was born or lived: a village, a town or a region."),
        max_length=100,
        required=False,
    )
    unit = forms.CharField(
        label=_("Military unit"),
        help_text=_("Its number or its name, if you know it."),
        max_length=100,
        required=False,
    )
    service_number = forms.CharField(
        label=_("Service number"),
        help_text=_("From an identity disc or a military document."),
        max_length=40,
        required=False,
    )

    def clean_born(self) -> str:
        """The birth date in EDTF, or nothing."""
        written: str = self.cleaned_data["born"]
        if not written:
            return ""
        try:
            return date_as_edtf(written)
        except ValueError:
            raise ValidationError(
                _("We could not read this date. Write it like 12.03.1987, or only the year.")
            ) from None

    def first_fields(self) -> Iterator[forms.BoundField]:
        """What everybody is asked."""
        return (self[name] for name in ("name", "born", "father"))

    def further_fields(self) -> Iterator[forms.BoundField]:
        """What is folded away until the reader opens it."""
        return (self[name] for name in ("place", "unit", "service_number"))

    def has_further_words(self) -> bool:
        """Whether one of the folded fields holds something, so that they must stand open."""
        return any(field.value() for field in self.further_fields())

    def query(self) -> PublicQuery:
        """The question, once the form is valid."""
        return PublicQuery(**self.cleaned_data)
