"""Fields that the forms of enquiries share: lines, longer texts, a photograph, and how a family may be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from antigone.bureau.enquiries.checking import checked_contact, checked_photograph
from antigone.bureau.enquiries.values import LARGEST_PHOTOGRAPH, Contact, EnquiryRejected, Notices
from antigone.interfaces.website.enquiries.photographs import Photograph
from antigone.interfaces.website.forms import FamilyForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Whole forms stay below what the site takes in one post (64 KiB), in whatever alphabet.
LINE, TEXT = 200, 3_500


def line(label: str | _StrPromise, hint: str | _StrPromise = "", *, keyboard: str = "") -> forms.CharField:
    """One line that may stay empty; `keyboard` is the one that a telephone shows."""
    attributes = {"inputmode": keyboard} if keyboard else {}
    return forms.CharField(
        label=label, help_text=hint, max_length=LINE, required=False, widget=forms.TextInput(attributes)
    )


def lines(
    label: str | _StrPromise, hint: str | _StrPromise = "", *, longest: int = TEXT, rows: int = 4
) -> forms.CharField:
    """A longer text that may stay empty."""
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, required=False, widget=forms.Textarea({"rows": rows})
    )


class PhotographField(forms.Field):
    """A photograph, told by its first bytes and otherwise not looked into; its value is the bytes, or None."""

    widget = forms.FileInput({"accept": "image/*"})

    def clean(self, value: Photograph | None) -> bytes | None:
        """The bytes as they were sent.

        Raises:
            ValidationError: too large, or no photograph that can be kept.
        """
        if value is None or not value.size:
            return None
        if value.size > LARGEST_PHOTOGRAPH:
            raise ValidationError(
                _(
                    "This photograph is too large; we can take up to %(most)s megabytes. Open it on the telephone, "
                    "take a picture of the screen, and choose that picture instead."
                )
                % {"most": LARGEST_PHOTOGRAPH // (1024 * 1024)}
            )
        try:
            return checked_photograph(value.read())
        except EnquiryRejected:
            raise ValidationError(
                _(
                    "This file is not a photograph that we can take (JPEG, PNG, WebP or HEIC). Open it on the "
                    "telephone, take a picture of the screen, and choose that picture instead."
                )
            ) from None


def photograph_field(hint: str | _StrPromise) -> PhotographField:
    """A photograph that need not be there."""
    return PhotographField(label=_("Photograph"), help_text=hint, required=False)


class ContactForm(FamilyForm):
    """How a family may be reached: nothing of it is needed."""

    own_name = line(_("How we should address you"), _("Any name that you like; it need not be your own."))
    phone = line(_("Telephone"), _("Only one that nobody else answers or reads."), keyboard="tel")
    email = line(_("E-mail"), _("Only one that nobody else opens."), keyboard="email")
    telegram = line(_("Telegram"), _("The company that runs Telegram can see that we wrote to you."))
    postal = line(_("Postal address"))
    other = line(_("Another way"), _("For example through a relative who lives in a safe place."))
    best_time = line(_("When, and what we should know"), _("For example: only in the evening; never call."))
    notices = forms.BooleanField(
        label=_("Send one sentence to my e-mail when there is news"),
        help_text=_("It says only that there is news. It names nobody, and neither does its subject."),
        required=False,
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        if said.get("notices") and "email" in said:
            try:
                checked_contact(Contact(email=said["email"], notices=Notices.EMAIL))
            except EnquiryRejected:
                self.add_error(
                    "email", _("For news by e-mail we need an address like name@example.org. Or untick the box below.")
                )
        return said

    def contact(self) -> Contact:
        """The contact, once the form is valid."""
        said = self.cleaned_data
        return Contact(
            name=said["own_name"],
            **{field: said[field] for field in ("phone", "email", "telegram", "postal", "other", "best_time")},
            notices=Notices.EMAIL if said["notices"] else Notices.NONE,
        )

    def contact_fields(self) -> list[forms.BoundField]:
        """The fields of the contact, in order."""
        return [self[name] for name in ContactForm.base_fields]
