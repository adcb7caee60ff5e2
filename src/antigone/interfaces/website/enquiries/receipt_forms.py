"""Forms of the page that a receipt opens. Each carries the ten words in its body, never in an address."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.enquiries.receipts import Receipt, parsed
from antigone.bureau.enquiries.values import KeepRecord, NotAReceipt
from antigone.interfaces.website.enquiries.fields import TEXT, lines, photograph_field
from antigone.interfaces.website.forms import FamilyForm


class WordsForm(FamilyForm):
    """The ten words as somebody types them; its value is the receipt."""

    words = forms.CharField(
        label=_("Your ten words"),
        help_text=_("With blanks between them, in their order. Capitals and commas do not matter."),
        max_length=600,
        widget=forms.Textarea({"rows": 4, "autocapitalize": "none"}),
        error_messages={"required": _("Please write your ten words.")},
    )

    def clean_words(self) -> Receipt:
        try:
            return parsed(self.cleaned_data["words"])
        except NotAReceipt as error:
            if error.word:
                raise forms.ValidationError(
                    _("“%(word)s” is none of our words. Compare it with your card; perhaps a letter differs.")
                    % {"word": error.word}
                ) from None
            raise forms.ValidationError(
                _("These are not ten words. Please write all ten, with blanks between them, and nothing else.")
            ) from None


class MessageForm(FamilyForm):
    """A letter to the bureau."""

    message = forms.CharField(
        label=_("Your letter"),
        max_length=TEXT,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("Please write something first.")},
    )


class DetailForm(FamilyForm):
    """What else the family knows of the person sought, or a photograph."""

    detail = lines(
        _("What else you know of the person"),
        _("For example a tattoo, a fracture, a place, another name, or something that was wrong before."),
    )
    photograph = photograph_field(_("It is locked away as you send it, and never shown on this site."))

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("detail") and not said.get("photograph") and not self.errors:
            self.add_error("detail", _("Please write something, or choose a photograph."))
        return said


class WithdrawForm(FamilyForm):
    """The end of an enquiry, and what becomes of the record of the person sought."""

    keep_record = forms.ChoiceField(
        label=_("What you told us of the person you are looking for"),
        choices=[
            (
                KeepRecord.KEEP.value,
                _("may stay without your name, so that the person can still be recognised one day"),
            ),
            (KeepRecord.ERASE.value, _("shall be deleted as well")),
        ],
        widget=forms.RadioSelect(),
        error_messages={"required": _("Please choose one of the two.")},
    )


class DeleteForm(FamilyForm):
    """Deletion of everything."""

    sure = forms.BooleanField(
        label=_("Yes, delete everything. I know that nobody can bring it back."),
        error_messages={"required": _("Please tick the box first, so that nothing is deleted by mistake.")},
    )
