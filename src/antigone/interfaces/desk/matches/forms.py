"""What case workers fill in about matches."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.matching.models import MatchState, Relation
from antigone.bureau.matching.worklist import Band, Filter, Whose
from antigone.bureau.registry.queries import outside_sources
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.matches import match_words as words
from antigone.interfaces.desk.words import KINDS, Words

_FOUND = ("prisoner", "dead", "remains")


def _choices(known: Words) -> list[tuple[str, str | Promise]]:
    return [(str(key), said) for key, said in known.items()]


class FilterForm(DeskForm):
    """Which part of the queue is wanted. Everything may be left as it is."""

    name = forms.CharField(
        label=_("Name contains"), help_text=_("In any script; of either record."), max_length=100, required=False
    )
    relation = forms.ChoiceField(label=_("What is compared"), choices=lambda: _choices(words.RELATIONS), required=False)
    kind = forms.ChoiceField(
        label=_("Who was found"),
        choices=lambda: [("", _("anybody")), *((kind, KINDS[kind]) for kind in _FOUND)],
        required=False,
    )
    band = forms.ChoiceField(label=_("How likely"), choices=lambda: _choices(words.BANDS), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=lambda: [("", _("undecided")), *_choices(words.STATES)], required=False
    )
    whose = forms.ChoiceField(label=_("Taken up by"), choices=lambda: _choices(words.WHOSE), required=False)
    source = forms.ChoiceField(
        label=_("Source of either record"),
        choices=lambda: [("", _("any")), *((str(number), name) for number, name in outside_sources())],
        required=False,
    )
    dna = forms.BooleanField(label=_("A laboratory has compared DNA"), required=False)
    enquired = forms.BooleanField(label=_("A family asks for this person"), required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def wanted(self) -> Filter:
        """The filter, once the form is valid."""
        said: dict[str, Any] = self.cleaned_data
        return Filter(
            relation=Relation(said["relation"] or Relation.ACROSS),
            state=MatchState(said["state"]) if said["state"] else None,
            found_kind=said["kind"],
            band=Band(said["band"]),
            name=said["name"],
            source=int(said["source"]) if said["source"] else None,
            whose=Whose(said["whose"]),
            dna=said["dna"],
            enquired=said["enquired"],
        )

    def as_kept(self) -> dict[str, str]:
        """What was chosen, as the session keeps it; without what was left as it is."""
        return {name: "on" if value is True else str(value) for name, value in self.cleaned_data.items() if value}


class ExcludeForm(DeskForm):
    """Why these are two people."""

    identifier = forms.ChoiceField(
        label=_("By which kind of evidence"),
        choices=lambda: [("", _("choose")), *_choices(words.IDENTIFIERS)],
    )
    because = forms.CharField(
        label=_("What speaks against one person"),
        help_text=_("In a sentence or two. It is written into the ledger and stays there. Name no relative in it."),
        max_length=1_500,
        widget=forms.Textarea,
    )


class ReopenForm(DeskForm):
    """What has come to light since the match was excluded."""

    new_evidence = forms.CharField(
        label=_("What is new"),
        help_text=_("It is written into the ledger and stays there. Name no relative in it."),
        max_length=1_500,
        widget=forms.Textarea,
    )


class PairForm(DeskForm):
    """Two records, by the numbers that their pages show."""

    left = forms.CharField(
        label=_("Number of one record"),
        help_text=_("From the record’s page: «Number of the record»."),
        max_length=60,
    )
    right = forms.CharField(label=_("Number of the other record"), max_length=60)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_left(self) -> UUID:
        """The number as a number."""
        return _number(str(self.cleaned_data["left"]))

    def clean_right(self) -> UUID:
        """The number as a number, another one than the left."""
        number = _number(str(self.cleaned_data["right"]))
        if number == self.cleaned_data.get("left"):
            raise ValidationError(_("Please give two different records."))
        return number


def _number(written: str) -> UUID:
    try:
        return UUID(written.strip())
    except ValueError:
        raise ValidationError(
            _("This is no number of a record. It has 32 digits and letters in five groups; copy it from its page.")
        ) from None
