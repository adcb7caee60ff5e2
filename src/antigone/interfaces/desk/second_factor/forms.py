"""What is filled in to show, add or remove a second factor."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.interfaces.desk.forms import DeskForm


class CodeForm(DeskForm):
    """The app's six digits."""

    code = forms.CharField(
        label=_("The six digits that your app shows now"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
    )


class PasskeyForm(DeskForm):
    """What a new passkey is called. The browser's answer comes in `answer`."""

    name = forms.CharField(
        label=_("What you call it"),
        help_text=_("Such as «my telephone» or «grey key»: by this you find it when it is lost."),
        max_length=60,
    )
    answer = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
