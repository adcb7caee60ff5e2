"""A new source, and what is agreed with one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from antigone.bureau.registry.agreements import AgreementDraft, AgreementView, ShownTo
from antigone.bureau.registry.queries import source_named
from antigone.interfaces.desk import words
from antigone.interfaces.desk.forms import DeskForm, SourceForm
from antigone.interfaces.desk.registrars.written_dates import Unreadable, read_written
from antigone.interfaces.exchange.people.values import clean

# An agreement may well end in the next century.
_LATEST = date(2999, 12, 31)


class NewSourceForm(SourceForm):
    """A source that nothing came from yet."""

    name = forms.CharField(
        label=_("Name of the source"),
        help_text=_("As it stands on its lists. It is never changed: imports know the source by it."),
        max_length=200,
    )
    field_order = ("name",)

    def clean_name(self) -> str:
        """A name that no source has yet."""
        name = clean(str(self.cleaned_data["name"]))
        if source_named(name) is not None:
            raise ValidationError(_("There is a source of this name already."))
        return name


class AgreementForm(DeskForm):
    """What may be shown to whom, why, and until when."""

    text = forms.CharField(
        label=_("What was agreed"),
        help_text=_("The words that bind, or where the signed paper lies and what it says."),
        max_length=5_000,
        widget=forms.Textarea({"rows": 6}),
    )
    purpose = forms.CharField(
        label=_("For what purpose"),
        help_text=_("What the bureau may use it for, such as «to find and identify the missing»."),
        max_length=500,
        required=False,
    )
    shown_to = forms.MultipleChoiceField(
        label=_("To whom outside the staff it may be shown"),
        help_text=_("Nothing ticked: to nobody. What else the bureau’s rules ask for is asked besides."),
        choices=lambda: list(words.AUDIENCES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    valid_from = forms.CharField(
        label=_("Valid from"), help_text=_("12.03.2025; empty: at once."), max_length=40, required=False
    )
    valid_until = forms.CharField(
        label=_("Valid until, that day included"),
        help_text=_("12.03.2027; empty: until another agreement takes its place."),
        max_length=40,
        required=False,
    )

    def clean_valid_from(self) -> date | None:
        """The first day, or none."""
        return self._day("valid_from")

    def clean_valid_until(self) -> date | None:
        """The last day, or none."""
        return self._day("valid_until")

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = self.cleaned_data
        begins, ends = said.get("valid_from"), said.get("valid_until")
        if begins and ends and ends < begins:
            self.add_error("valid_until", _("The agreement ends before it begins."))
        return said

    def _day(self, name: str) -> date | None:
        written = str(self.cleaned_data[name]).strip()
        if not written:
            return None
        try:
            return date.fromisoformat(read_written(written, today=_LATEST).edtf)
        except (Unreadable, ValueError):
            raise ValidationError(_("Write one whole day, like 12.03.2027.")) from None

    def draft(self) -> AgreementDraft:
        """The agreement, once the form is valid."""
        said = self.cleaned_data
        return AgreementDraft(
            text=said["text"],
            purpose=said["purpose"],
            shown_to=tuple(ShownTo(audience) for audience in said["shown_to"]),
            valid_from=said["valid_from"],
            valid_until=said["valid_until"],
        )


def initial_of(agreement: AgreementView | None) -> dict[str, Any]:
    """The form of the next agreement begins with the words of the last one."""
    if agreement is None:
        return {}
    agreed = agreement.agreed
    return {
        "text": agreed.text,
        "purpose": agreed.purpose,
        "shown_to": [audience.value for audience in agreed.shown_to],
        "valid_from": agreed.valid_from.isoformat() if agreed.valid_from else "",
        "valid_until": agreed.valid_until.isoformat() if agreed.valid_until else "",
    }
