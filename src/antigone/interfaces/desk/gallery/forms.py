"""What is said of a thing when it is proposed for the gallery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.gallery.models import Kind
from antigone.bureau.photographs.gallery.values import LONGEST_WORDS, ReleaseDraft
from antigone.bureau.photographs.gallery.vocabulary import CODES
from antigone.evidence.traits.reading import places
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.photographs.words import PLACES, SIDES
from antigone.interfaces.website.gallery.words import KINDS, WHAT


def _kinds() -> list[tuple[str, Any]]:
    return [(kind, KINDS[kind]) for kind in Kind.values]


def _what() -> list[tuple[str, Any]]:
    """The vocabulary of each kind under the kind's name."""
    groups: list[tuple[str, Any]] = [("", _("none of these words"))]
    for kind in ("tattoo", "scar", "effect", "clothing"):
        groups.append((str(KINDS[kind]), [(f"{kind}/{code}", WHAT[code]) for code in CODES[kind]]))
    return groups


def _places() -> list[tuple[str, Any]]:
    return [("", PLACES[""]), *((one.code, PLACES[one.code]) for one in places())]


class ReleaseForm(DeskForm):
    """All of it but the reason is read by anybody."""

    kind = forms.ChoiceField(label=_("What is shown"), choices=_kinds)
    what = forms.ChoiceField(
        label=_("What it is"),
        help_text=_("From the vocabulary: by these words it is found in all three languages."),
        choices=_what,
        required=False,
    )
    place = forms.ChoiceField(label=_("Where on the body"), choices=_places, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=lambda: list(SIDES.items()), required=False)
    words_uk = forms.CharField(label=_("In Ukrainian words"), max_length=LONGEST_WORDS, required=False)
    words_ru = forms.CharField(label=_("In Russian words"), max_length=LONGEST_WORDS, required=False)
    words_en = forms.CharField(
        label=_("In English words"),
        help_text=_("One language is enough; write what somebody who knows the thing would say. Name nobody."),
        max_length=LONGEST_WORDS,
        required=False,
    )
    year_from = forms.IntegerField(label=_("Died or found from the year"), required=False, localize=False)
    year_to = forms.IntegerField(label=_("to the year"), required=False, localize=False)
    region = forms.CharField(label=_("Region"), help_text=_("No finer than a region."), max_length=80, required=False)
    because = forms.CharField(
        label=_("Why is it released?"),
        help_text=_("A few words for colleagues; they are kept with your name. Name no person in them."),
        min_length=10,
        max_length=300,
        error_messages={"min_length": _("Write a little more.")},
    )

    def clean(self) -> dict[str, Any]:
        """A word of the vocabulary belongs to its kind."""
        said = self.cleaned_data
        kind, _slash, code = said.get("what", "").partition("/")
        if code and kind != said.get("kind") and code not in CODES.get(said.get("kind", ""), ()):
            self.add_error("what", _("Choose what it is among the words for its kind."))
        return said

    @staticmethod
    def initial_of(draft: ReleaseDraft) -> dict[str, Any]:
        """The form's beginning, of what is known already."""
        return {
            "kind": draft.kind,
            "place": draft.place,
            "side": draft.side,
            "words_uk": draft.words_uk,
            "year_from": draft.year_from,
            "year_to": draft.year_to,
            "region": draft.region,
        }

    def draft(self) -> ReleaseDraft:
        """What is said, once the form is valid."""
        said = dict(self.cleaned_data)
        said["what"] = said["what"].partition("/")[2]
        return ReleaseDraft(**said)
