"""What the staff fill in about posts."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from antigone.bureau.disclosure.channel.queries import published_pages_of_figures
from antigone.bureau.disclosure.channel.values import PostDraft, PostKind
from antigone.interfaces.desk.channel.words import KINDS
from antigone.interfaces.desk.forms import DeskForm

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[ T](\d{1,2}:\d{2})")
_LONGEST_BODY = 3_500


class MomentField(forms.CharField):
    """A day and a time in UTC as somebody types them, or nothing."""

    def clean(self, value: Any) -> datetime | None:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        try:
            if found is None:
                raise ValueError
            return datetime.strptime(f"{found[1]} {found[2]}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        except ValueError:
            raise forms.ValidationError(_("Write it like 2026-05-31 09:00.")) from None


def _moment(required: bool) -> MomentField:
    return MomentField(
        label=_("Not before (UTC)"),
        help_text=_("Like 2026-05-31 09:00.")
        if required
        else _("Like 2026-05-31 09:00. Left empty: as soon as it is signed."),
        max_length=40,
        required=required,
    )


class BodyForm(DeskForm):
    """The words of a post."""

    body = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Traits that relatives could recognise, in plain words. Name nobody, no place more exact than a region. "
            "The code, how to ask and the warning are added by themselves."
        ),
        max_length=_LONGEST_BODY,
        widget=forms.Textarea({"rows": 8}),
    )


class PostForm(BodyForm):
    """A post that is to be written."""

    field_order = ("kind", "language", "about", "figures", "redaction", "body", "publish_at")
    kind = forms.ChoiceField(label=_("About what"), choices=[(kind.value, words) for kind, words in KINDS.items()])
    language = forms.ChoiceField(
        label=pgettext_lazy("of a text", "Language"),
        choices=[("uk", "Українська"), ("ru", "Русский"), ("en", "English")],
    )
    about = forms.UUIDField(
        label=_("Record of the remains"), help_text=_("Its number, as it stands in its address."), required=False
    )
    figures = forms.ChoiceField(label=_("Page of figures"), required=False)
    redaction = forms.UUIDField(
        label=_("Picture"),
        help_text=_("The number of a copy fit to be published, which two people have signed. It goes out covered."),
        required=False,
    )
    publish_at = _moment(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        figures = self.fields["figures"]
        figures.choices = [("", "–"), *((slug, slug) for slug in published_pages_of_figures())]  # type: ignore[attr-defined]

    def draft(self) -> PostDraft:
        """What is said, once the form is valid."""
        said = self.cleaned_data
        kind = PostKind(said["kind"])
        about: UUID | None = said["about"] if kind is PostKind.REMAINS else None
        return PostDraft(
            kind,
            said["language"],
            said["body"],
            about=about,
            figures=said["figures"] if kind is PostKind.FIGURES else "",
            redaction=said["redaction"],
            publish_at=said["publish_at"],
        )


class ScheduleForm(DeskForm):
    """When a post goes out."""

    publish_at = _moment(required=True)
