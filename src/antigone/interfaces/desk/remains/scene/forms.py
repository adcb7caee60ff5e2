"""What is written down at a scene, in the page's form and as it comes from a telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.remains.field.values import EntryDraft
from antigone.interfaces.desk.forms import DeskForm, edtf_of
from antigone.interfaces.desk.photographs.words import SHOWS
from antigone.interfaces.desk.remains.forms import CustodyForm, lines_of, long, place_field, short, tags_field


class FindForm(DeskForm):
    """A find."""

    reference = short(_("Number of the recovery"), most=60, help_text=_("One for all that lies at one site."))
    site = short(_("Where it was found"), most=300)
    grid = short(
        _("Grid square (MGRS)"), required=False, most=20, help_text=_("Of 10 km or more, such as 37UDQ41; no closer.")
    )
    finder = short(_("Who found it"), required=False)
    on = short(_("Day it was found"), required=False, most=40, help_text=_("2026-03-01, or 2026-03."))
    number = forms.CharField(
        label=_("Number on the bag"),
        help_text=_("Typed or scanned."),
        max_length=40,
        required=False,
        widget=forms.TextInput({"autocapitalize": "characters", "data-scan": "one"}),
    )
    what = short(_("What it is"), required=False, help_text=_("Without a name of anybody."))
    tags = tags_field()
    explosives = short(
        _("Who checked it for explosives"), required=False, help_text=_("Empty: it must be checked before it is moved.")
    )
    note = long(_("Remarks"), required=False)

    def clean_on(self) -> str:
        """The day in EDTF, or nothing."""
        return edtf_of(self.cleaned_data["on"])


class SentForm(FindForm):
    """A find as a telephone sends it."""

    id = forms.UUIDField()
    written_at = forms.DateTimeField()
    corrects = forms.UUIDField(required=False)

    def draft(self) -> EntryDraft:
        """The find, once the form is valid."""
        said = self.cleaned_data
        return EntryDraft(
            said["id"],
            said["reference"],
            said["site"],
            said["written_at"],
            said["grid"],
            said["finder"],
            said["on"],
            said["number"],
            said["what"],
            tuple(lines_of(said["tags"])),
            said["explosives"],
            said["note"],
            said["corrects"],
        )


def as_said(draft: EntryDraft) -> dict[str, str]:
    """A find as the form's fields say it."""
    return {
        "reference": draft.reference,
        "site": draft.site,
        "grid": draft.grid,
        "finder": draft.finder,
        "on": draft.on,
        "number": draft.number,
        "what": draft.what,
        "tags": "\n".join(draft.tags),
        "explosives": draft.explosives_checked_by,
        "note": draft.note,
    }


class TakeInForm(CustodyForm):
    """Where a find lies now."""

    place = place_field(_("Where it lies now"))
    explosives = short(_("Who checked it for explosives"), required=False)
    brought_by = short(_("Who brought it"), required=False)


class PictureForm(DeskForm):
    """A photograph of a part, or of a sample of it."""

    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG, WebP or HEIC, at most 20 MB."))
    shows = forms.ChoiceField(label=_("What it shows"), choices=lambda: list(SHOWS.items()), initial="body")
    taken = forms.CharField(label=_("When it was taken"), max_length=40, required=False)
    sample = forms.ChoiceField(label=_("Of which sample"), required=False)

    def __init__(self, *args: Any, samples: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sample"].choices = [("", _("of none, but of the part")), *((one, one) for one in samples)]  # type: ignore[attr-defined]
        if not samples:
            del self.fields["sample"]

    def clean_taken(self) -> str:
        """The day in EDTF, or nothing."""
        return edtf_of(self.cleaned_data["taken"])
