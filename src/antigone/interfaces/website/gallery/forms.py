"""What can be asked of the gallery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.disclosure import gallery
from antigone.bureau.disclosure.gallery import KINDS, ThingsQuery
from antigone.evidence.traits.reading import places
from antigone.interfaces.website.enquiries.fields import PhotographField
from antigone.interfaces.website.forms import FamilyForm
from antigone.interfaces.website.gallery import words

_FIRST_YEAR = 1990
_ONE_OF_THE_LIST = {"invalid_choice": _("Please choose one of the list.")}
_ASKED = ("words", "kind", "place", "side", "year", "region")


def _regions() -> list[tuple[str, Any]]:
    return [("", _("anywhere")), *((region, region) for region in gallery.regions())]


class ThingsForm(FamilyForm):
    """Words, what kind of thing, where on the body, when, where, or a picture of it. All may stay empty."""

    words = forms.CharField(
        label=_("In a few words"),
        help_text=_("For example: an anchor on the forearm; a silver cross; a watch with a brown strap."),
        max_length=200,
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        help_text=_("Faces stand here only for who chooses them; each of them stays covered."),
        choices=lambda: [("", _("anything")), *((kind, words.KINDS[kind]) for kind in KINDS)],
        required=False,
        error_messages=_ONE_OF_THE_LIST,
    )
    place = forms.ChoiceField(
        label=_("Where on the body"),
        help_text=_("Of a tattoo, a scar or another mark."),
        choices=lambda: [("", _("anywhere")), *((one.code, words.PLACES[one.code]) for one in places())],
        required=False,
        error_messages=_ONE_OF_THE_LIST,
    )
    side = forms.ChoiceField(
        label=_("Side"),
        choices=[("", _("either side")), ("left", _("left")), ("right", _("right"))],
        required=False,
        error_messages=_ONE_OF_THE_LIST,
    )
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("In which the person died or was found. Leave it empty if you do not know."),
        min_value=_FIRST_YEAR,
        max_value=2100,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write a year with four digits, such as 2023.")
        ),
    )
    region = forms.ChoiceField(label=_("Region"), choices=_regions, required=False, error_messages=_ONE_OF_THE_LIST)
    photograph = PhotographField(
        label=_("A picture of the thing"),
        help_text=_(
            "If you have one: the tattoo, the cross or the watch as large as possible. We compare it now and keep "
            "nothing of it."
        ),
        required=False,
    )
    page = forms.IntegerField(min_value=1, max_value=gallery.MOST_PAGES, required=False, widget=forms.HiddenInput)

    def asked_fields(self) -> list[forms.BoundField]:
        """What the reader fills in, besides the picture."""
        return [self[name] for name in _ASKED]

    def said(self) -> list[tuple[str, str]]:
        """What was asked, name by name, to go along with every button of the answer; a picture cannot go along."""
        return [(name, str(self.data.get(name, ""))) for name in _ASKED if self.is_bound and self.data.get(name)]

    def query(self) -> ThingsQuery:
        """The question, once the form is valid."""
        said = self.cleaned_data
        return ThingsQuery(
            words=said["words"],
            kind=said["kind"],
            place=said["place"],
            side=said["side"],
            year=said["year"],
            region=said["region"],
            page=said["page"] or 1,
        )
