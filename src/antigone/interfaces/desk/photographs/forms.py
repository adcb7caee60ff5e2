"""What the staff fill in about photographs. Boxes are in percent of the upright picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.faces.queries import FaceCard
from antigone.bureau.photographs.marks.values import SHOWN, MarkSought
from antigone.bureau.photographs.values import PhotographDraft, RegionDraft
from antigone.evidence.traits.reading import places
from antigone.imaging.derivatives import Box
from antigone.interfaces.desk.forms import DeskForm, edtf_of
from antigone.interfaces.desk.photographs import words

#: The answer that none of the faces is the person.
NOBODY: Final = "none"


def _place_choices() -> list[tuple[str, Any]]:
    codes = ["", *(place.code for place in places())]
    return [(code, words.PLACES.get(code, code)) for code in codes]


class DescribeForm(DeskForm):
    """What a photograph shows, where it comes from, when it was taken."""

    shows = forms.ChoiceField(label=_("What it shows"), choices=lambda: list(words.SHOWS.items()))
    obtained = forms.CharField(
        label=_("Where it comes from"),
        help_text=_("In a few words. Name no informant here."),
        max_length=300,
        required=False,
    )
    taken = forms.CharField(
        label=_("When it was taken"), help_text=_("12.03.2022, 2022-03 or 2022."), max_length=40, required=False
    )

    def clean_taken(self) -> str:
        """The date in EDTF, or nothing."""
        return edtf_of(self.cleaned_data["taken"])

    def draft(self) -> PhotographDraft:
        """What is said, once the form is valid."""
        said = self.cleaned_data
        return PhotographDraft(said["shows"], said["obtained"], said["taken"])


class AddForm(DescribeForm):
    """A photograph of a record."""

    field_order = ("file", "shows", "obtained", "taken")
    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG, WebP or HEIC, at most 20 MB."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].error_messages |= {
            "required": _("Please choose a file."),
            "empty": _("This file is empty."),
        }


class LookForm(DeskForm):
    """Why somebody looks at a photograph that is hard to see, or of somebody who must be protected."""

    reason = forms.CharField(
        label=_("Why do you look at it?"),
        help_text=_("A few words; they are kept with your name. Name no person in them."),
        min_length=10,
        max_length=300,
        error_messages={"min_length": _("Write a little more.")},
    )


class _BoxForm(DeskForm):
    left = forms.FloatField(label=_("From the left, in percent"), min_value=0, max_value=99, initial=25)
    top = forms.FloatField(label=_("From the top, in percent"), min_value=0, max_value=99, initial=25)
    width = forms.FloatField(label=_("Width, in percent"), min_value=1, max_value=100, initial=50)
    height = forms.FloatField(label=_("Height, in percent"), min_value=1, max_value=100, initial=50)

    def clean(self) -> dict[str, Any]:
        """A box lies within the picture."""
        said = self.cleaned_data
        if {"left", "top", "width", "height"} <= set(said):
            if said["left"] + said["width"] > 100:
                self.add_error("width", _("The box reaches beyond the picture."))
            if said["top"] + said["height"] > 100:
                self.add_error("height", _("The box reaches beyond the picture."))
        return said

    def box(self) -> Box:
        """In shares, once the form is valid."""
        said = self.cleaned_data
        return said["left"] / 100, said["top"] / 100, said["width"] / 100, said["height"] / 100


class RegionForm(_BoxForm):
    """A part of a photograph: where on the body, what, in which words."""

    prefix = "region"
    field_order = ("place", "side", "shows", "words", "left", "top", "width", "height")
    place = forms.ChoiceField(label=_("Where on the body"), choices=_place_choices, required=False)
    side = forms.ChoiceField(label=_("Side"), choices=lambda: list(words.SIDES.items()), required=False)
    shows = forms.ChoiceField(label=_("What it shows"), choices=lambda: list(words.SHOWS.items()))
    words = forms.CharField(
        label=_("In words"),
        help_text=_("What somebody who knows it would say: an anchor with a rope, a silver cross."),
        max_length=300,
        required=False,
    )

    def draft(self) -> RegionDraft:
        """The region, once the form is valid."""
        said = self.cleaned_data
        return RegionDraft(said["shows"], self.box(), said["place"], said["side"], said["words"])


class RedactionForm(_BoxForm):
    """A copy fit to be published."""

    prefix = "redaction"
    field_order = ("manner", "left", "top", "width", "height", "purpose")
    manner = forms.ChoiceField(label=_("How"), choices=lambda: list(words.MANNERS.items()))
    purpose = forms.CharField(label=_("For what is the copy?"), max_length=300)


class MarkForm(DeskForm):
    """A mark that is sought: the place of the body first, then what it is, words, and a picture."""

    place = forms.ChoiceField(
        label=_("Where on the body"), choices=lambda: [("", _("anywhere")), *_place_choices()[1:]], required=False
    )
    side = forms.ChoiceField(
        label=_("Side"), choices=lambda: [("", _("either side")), *list(words.SIDES.items())[1:]], required=False
    )
    shows = forms.ChoiceField(
        label=_("What it is"),
        choices=lambda: [("", _("anything")), *((code, words.SHOWS[code]) for code in SHOWN)],
        required=False,
    )
    words = forms.CharField(
        label=_("In words"),
        help_text=_("In Russian, Ukrainian or English: a word finds what was written in another of them."),
        max_length=200,
        required=False,
    )
    picture = forms.FileField(
        label=_("A picture of it"),
        help_text=_(
            "JPEG, PNG, WebP or HEIC, at most 20 MB, cut to the mark. It is compared and not kept; that you sought is "
            "written down, and not what."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].error_messages |= {"empty": _("This file is empty.")}

    def sought(self) -> MarkSought:
        """What is known of the mark, once the form is valid."""
        said = self.cleaned_data
        return MarkSought(said["place"], said["side"], said["shows"], said["words"])


class FaceForm(DeskForm):
    """Which of a photograph's faces is the record's person."""

    face = forms.ChoiceField(label=_("Which face is the person?"), widget=forms.RadioSelect)
    hidden = forms.BooleanField(
        label=_("A part of this face is covered or gone"),
        help_text=_("A bandage, a mask, an injury: no measurement sees this reliably."),
        required=False,
    )

    def __init__(self, *args: Any, faces: Sequence[FaceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [(str(face.number), words.face_in_words(face)) for face in faces]
        field = self.fields["face"]
        cast(forms.ChoiceField, field).choices = [*choices, (NOBODY, _("None of them is the person"))]
        # The keyboard is where the choice is: arrows choose, the space bar ticks, Enter sends.
        field.widget.attrs["autofocus"] = True
