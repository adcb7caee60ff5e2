"""What the staff fill in."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.values import SearchQuery, SourceDraft
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.interfaces.desk import words
from antigone.interfaces.website.forms import date_as_edtf


def edtf_of(written: str) -> str:
    """A date as somebody typed it, or as EDTF, in EDTF; empty for nothing.

    Raises:
        ValidationError: it is no date.
    """
    written = written.strip()
    if not written:
        return ""
    try:
        return UncertainDate.parse(written).edtf
    except NotADate:
        pass
    try:
        return date_as_edtf(written)
    except ValueError:
        raise ValidationError(_("We could not read this date. Write it like 12.03.1987, or only the year.")) from None


class DeskForm(forms.Form):
    """A form whose fields say by themselves what is wrong with them, also to a screen reader."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._dress()

    def _dress(self) -> None:
        """Give every field its messages and its ties; a form that makes fields of its own calls it once more."""
        for name, field in self.fields.items():
            field.error_messages["required"] = _("Please fill this in.")
            field.error_messages["max_length"] = _("This is too long. Please write it shorter.")
            field.error_messages["null_characters_not_allowed"] = _(
                "There is a sign here that we cannot read. Please type it once more."
            )
            field.error_messages["invalid_choice"] = _("Please choose one of the list.")
            field.widget.attrs.update(spellcheck="false")
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"hint-{name}"

    def full_clean(self) -> None:
        """Check the fields, and tie each message to its field."""
        super().full_clean()
        if not self.is_bound:
            return
        for name, field in self.fields.items():
            if self.has_error(name):
                described = [f"error-{name}", *([f"hint-{name}"] if field.help_text else [])]
                field.widget.attrs.update({"aria-invalid": "true", "aria-describedby": " ".join(described)})


class SignInForm(DeskForm):
    """Name and password."""

    name = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PasswordForm(DeskForm):
    """A new password of one's own."""

    current = forms.CharField(
        label=_("Your password until now"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("At least 14 characters; a sentence that only you know is best."),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The new password once more"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Typed alike twice."""
        again = str(self.cleaned_data["again"])
        if self.cleaned_data.get("new") != again:
            raise ValidationError(_("The two new passwords differ."))
        return again


class RegistrySearchForm(DeskForm):
    """Whom we look for; only the name is needed."""

    name = forms.CharField(label=_("Name"), help_text=_("In any script, with its parts in any order."), max_length=200)
    born = forms.CharField(
        label=_("Birth date"),
        help_text=_("12.03.1987, 1987-03, 1987, 1987~ (about) or 1985/1987 (between)."),
        max_length=40,
        required=False,
    )
    father = forms.CharField(label=_("Father’s name"), max_length=100, required=False)
    place = forms.CharField(
        label=_("Place"), help_text=_("Of birth, home, or where last seen."), max_length=100, required=False
    )
    unit = forms.CharField(label=_("Unit"), max_length=100, required=False)
    service_number = forms.CharField(label=_("Service number"), max_length=40, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # The browser of a shared machine must not remember whom we looked for.
            field.widget.attrs["autocomplete"] = "off"

    def clean_born(self) -> str:
        """The birth date in EDTF, or nothing."""
        return edtf_of(self.cleaned_data["born"])

    def query(self) -> SearchQuery:
        """The question, once the form is valid."""
        return SearchQuery(**self.cleaned_data)


class ReasonForm(DeskForm):
    """Why an act is done; the ledger keeps it for ever."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It is written into the ledger and stays there. Name no person in it."),
        max_length=500,
    )


class SourceForm(DeskForm):
    """What is kept of a source besides its name, by which imports know it."""

    kind = forms.ChoiceField(label=_("Kind of source"), choices=lambda: list(words.SOURCE_KINDS.items()))
    speaks_for = forms.CharField(label=_("Speaks for"), max_length=200, required=False)
    reliability = forms.ChoiceField(
        label=_("Reliability of the source"), choices=lambda: list(words.RELIABILITY.items())
    )
    credibility = forms.TypedChoiceField(
        label=_("Credibility of what it says"),
        choices=lambda: list(words.CREDIBILITY.items()),
        coerce=int,
    )
    publication = forms.ChoiceField(
        label=_("Publication"),
        help_text=_(
            "Whether the source made its list public itself. If it did, families can find the dead whom it names."
        ),
        choices=lambda: list(words.PUBLICATION.items()),
    )
    licence = forms.CharField(
        label=_("Licence or terms"), help_text=_("What we may do with the list."), max_length=200, required=False
    )
    contact = forms.CharField(
        label=_("How to reach the source"), max_length=2_000, required=False, widget=forms.Textarea
    )

    def draft(self, name: str) -> SourceDraft:
        """The source as it shall be kept, once the form is valid."""
        return SourceDraft(name=name, **self.cleaned_data)
