"""What an administrator fills in about partners and their webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.disclosure.partners import PartnerDraft, Scope, is_domain
from antigone.bureau.disclosure.partners.webhooks import Topic, UnfitWebhook, destination
from antigone.interfaces.desk.forms import DeskForm
from antigone.interfaces.desk.partners.words import ADDRESS, GIVEN_AT_THE_DESK, SCOPES, TOPICS


class PartnerForm(DeskForm):
    """A partner that is to be given a key."""

    name = forms.CharField(label=_("Name of the partner"), max_length=200)
    scopes = forms.MultipleChoiceField(
        label=_("What the key is good for"),
        choices=[(scope.value, SCOPES[scope.value]) for scope in GIVEN_AT_THE_DESK],
        widget=forms.CheckboxSelectMultiple,
    )
    domain = forms.CharField(
        label=_("Domain of the partner"),
        help_text=_("Such as agency.example. The ids of its records begin with it; only who brings records needs one."),
        max_length=200,
        required=False,
    )
    quota = forms.IntegerField(
        label=_("Requests a day"),
        help_text=_("From 1 to 1,000,000. The day begins at midnight UTC."),
        min_value=1,
        max_value=1_000_000,
        initial=1_000,
        widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={
            name: _("Write a whole number from 1 to 1,000,000.") for name in ("invalid", "min_value", "max_value")
        },
    )

    def clean_domain(self) -> str:
        """The domain in small letters, or nothing."""
        domain = str(self.cleaned_data["domain"]).strip().lower()
        if domain and not is_domain(domain):
            raise forms.ValidationError(_("This is no domain. Write it like agency.example."))
        return domain

    def clean(self) -> dict[str, Any]:
        """Whoever brings records brings its own, and a domain says which these are."""
        said = super().clean() or self.cleaned_data
        if Scope.WRITE in said.get("scopes", ()) and not said.get("domain") and not self.has_error("domain"):
            self.add_error("domain", _("Who brings records brings those of its own domain. Write it here."))
        return said

    def draft(self) -> PartnerDraft:
        """What is said, once the form is valid."""
        said = self.cleaned_data
        return PartnerDraft(said["name"], tuple(map(Scope, said["scopes"])), said["domain"], quota=said["quota"])


class WebhookForm(DeskForm):
    """Where a partner's program listens, and of what it wants to hear."""

    url = forms.CharField(
        label=_("Address of the partner’s program"),
        help_text=_("Such as https://hooks.agency.example/antigone. It is not shown again, only its host."),
        max_length=500,
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "url"}),
    )
    topics = forms.MultipleChoiceField(
        label=_("Of what it wants to hear"),
        choices=[(topic.value, TOPICS[topic.value]) for topic in Topic],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_url(self) -> str:
        """An address to which messages may go."""
        url = str(self.cleaned_data["url"]).strip()
        try:
            destination(url)
        except UnfitWebhook:
            raise forms.ValidationError(ADDRESS) from None
        return url

    def wanted(self) -> tuple[Topic, ...]:
        """The topics, once the form is valid."""
        return tuple(map(Topic, self.cleaned_data["topics"]))
