"""Why a step was refused, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from antigone.bureau.enquiries.actions import EnquiryEnded, NotYourEnquiry
from antigone.bureau.enquiries.opening import OpeningRefused
from antigone.bureau.enquiries.telling.actions import NoLongerSo, RecordFrozen, TellingRefused
from antigone.bureau.enquiries.values import EnquiryError, EnquiryRejected, NoSuchEnquiry
from antigone.bureau.enquiries.vault_client import VaultAway
from antigone.bureau.identification.deciding import values
from antigone.bureau.identification.deciding.queries import sufficient_posterior
from antigone.interfaces.desk.templatetags.desk_decisions import threshold


def in_words(refused: values.DecisionError) -> str:
    """The refusal for whoever reads the desk; what has no words here is told as it is."""
    told = {
        values.NoFinding: _(
            "The laboratory has no finding on these two records that carries this verdict. To call DNA consistent, the"
            " posterior must reach %(needed)s."
        )
        % {"needed": threshold(sufficient_posterior())},
        values.NoGrounds: _(
            "Grounds, evidence or reasons are missing, or the board’s document is not named in full: its number, 64"
            " digits of its SHA-256, at least two members."
        ),
        values.Commingled: _(
            "By DNA these remains are of more than one person, so nobody can be identified with them before their parts"
            " are taken apart."
        ),
        values.RuleNotMet: _(
            "What was compared does not carry an identification by the rule for this kind of record, or something"
            " speaks against it that nothing explains."
        ),
        values.SamePerson: _("You have signed this already. Another person must."),
        values.NotOpen: _("This was signed, taken back, proposed or excluded meanwhile. Look at the pair again."),
        values.DecisionChanged: _(
            "A record or a comparison changed since. Read the new text; a proposal that is out of date is taken back"
            " and made anew."
        ),
        values.SignatureRefused: _("The signature is not yours, or not over this text. Nothing was kept."),
    }
    return told.get(type(refused), str(refused))


def enquiry_in_words(refused: EnquiryError) -> str:
    """Why the enquiries refuse something; what has no words here is told as it is."""
    told = {
        VaultAway: _("The vault does not answer, so nothing sealed can be read. Tell the operator."),
        OpeningRefused: _(
            "The vault does not open this: the enquiry is not yours, the reason is too short, your second factor was"
            " shown more than five minutes ago, or today’s number of openings is used up."
        ),
        TellingRefused: _(
            "That cannot be done with this telling: its writer cannot be its second reader, and each step is taken"
            " once."
        ),
        NoLongerSo: _("The identification of which this tells was taken back, or is contested. Do not tell it."),
        RecordFrozen: _("A record of which this tells is frozen. Do not tell it until the freeze is ended."),
        EnquiryRejected: _("The text is empty, too long, or still has a gap in [brackets]."),
        NoSuchEnquiry: _("This enquiry was withdrawn or deleted; nobody can be told anything any more."),
        EnquiryEnded: _("This enquiry was withdrawn or deleted; nobody can be told anything any more."),
        NotYourEnquiry: _("This enquiry is not yours. Take it on first."),
    }
    return told.get(type(refused), str(refused))
