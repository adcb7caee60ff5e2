"""What case workers fill in to compare two records, to ask for more, and to decide."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from antigone.bureau.identification.deciding.values import BoardDecision, Verdict
from antigone.interfaces.desk.deciding import words
from antigone.interfaces.desk.forms import DeskForm


class ComparisonForm(DeskForm):
    """What one identifier says of two records."""

    identifier = forms.ChoiceField(
        label=_("What was compared"), choices=lambda: [("", "—"), *words.IDENTIFIERS.items()]
    )
    verdict = forms.ChoiceField(
        label=_("What it says"),
        help_text=_("«Nothing explains it» rules the pair out until somebody finds the explanation."),
        choices=lambda: [("", "—"), *words.VERDICTS.items()],
    )
    grounds = forms.CharField(
        label=_("On what grounds"),
        help_text=_(
            "What lay side by side, what agreed, what did not. It will stand in the decision that people sign."
        ),
        max_length=1_500,
        widget=forms.Textarea,
    )
    evidence = forms.CharField(
        label=_("Where the evidence lies"),
        help_text=_(
            "Number of the report, the file or the page. It may be empty only if there was not enough to compare."
        ),
        max_length=300,
        required=False,
    )

    def verdict_given(self) -> Verdict:
        """The verdict, once the form is valid."""
        return Verdict(self.cleaned_data["verdict"])


class AskForm(DeskForm):
    """What is missing, and who may have it."""

    identifier = forms.ChoiceField(
        label=_("What it is needed for"), choices=lambda: [("", "—"), *words.IDENTIFIERS.items()]
    )
    what = forms.CharField(label=_("What you ask for"), max_length=1_500, widget=forms.Textarea({"rows": 3}))
    of_whom = forms.CharField(
        label=_("Of whom"), help_text=_("The family, a dentist, a hospital, a laboratory."), max_length=300
    )


class ProposalForm(DeskForm):
    """Why two records are of one person."""

    because = forms.CharField(
        label=_("Why these two records are of one person"),
        help_text=_("In sentences that a court and the family could read. Others sign under them."),
        max_length=4_000,
        widget=forms.Textarea,
    )

    def board(self) -> BoardDecision | None:
        """Nobody but the comparisons decides here."""
        return None


class BoardForm(ProposalForm):
    """What the identification board decided, and where that is written."""

    document = forms.CharField(
        label=_("The board’s document"),
        help_text=_("Its title, number and date, and where it is kept."),
        max_length=500,
    )
    sha256 = forms.CharField(
        label=_("SHA-256 of the document’s file"),
        help_text=_("64 digits and letters; «sha256sum FILE» prints them. They prove years later which file it was."),
        max_length=64,
    )
    members = forms.CharField(
        label=_("Members of the board"),
        help_text=_("One on each line, with their profession."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 4}),
    )

    def board(self) -> BoardDecision | None:
        """The decision as it will be signed."""
        members = tuple(line.strip() for line in self.cleaned_data["members"].splitlines() if line.strip())
        return BoardDecision(self.cleaned_data["document"], self.cleaned_data["sha256"].lower(), members)


class RescissionForm(DeskForm):
    """Why an identification is taken back."""

    because = forms.CharField(
        label=_("Why it is taken back"),
        help_text=_("What has come to light. It stays beside the identification for ever."),
        max_length=4_000,
        widget=forms.Textarea,
    )


class TellingForm(DeskForm):
    """What one family is told."""

    text = forms.CharField(
        label=_("What the family will read"),
        help_text=_("In its own language. Fill in every gap in [brackets], or take it out. Promise nothing."),
        max_length=4_000,
        widget=forms.Textarea({"rows": 14}),
    )


class DeliveryForm(DeskForm):
    """How a family is told."""

    channel = forms.ChoiceField(
        label=_("How the family is told"),
        help_text=_("Anything but the receipt’s page: choose it after you have told them yourself."),
        choices=lambda: list(words.CHANNELS.items()),
    )


class OpeningForm(DeskForm):
    """What shall be opened in the vault, and why."""

    what = forms.ChoiceField(
        label=_("What to open"),
        choices=lambda: [("messages", _("what the family wrote")), ("contact", _("how the family is reached"))],
    )
    reason = forms.CharField(
        label=_("Why you need to know"),
        help_text=_("10 to 500 characters. It is written into the ledger before anything opens. Name nobody."),
        min_length=10,
        max_length=500,
    )


class ReplyForm(DeskForm):
    """An answer to a question of the family."""

    text = forms.CharField(
        label=_("Your answer"),
        help_text=_("In the family’s language. No news of the person they seek: that goes through a second reader."),
        max_length=4_000,
        widget=forms.Textarea({"rows": 5}),
    )
