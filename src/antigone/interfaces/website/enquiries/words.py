"""States and acts of an enquiry in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from antigone.bureau.enquiries.values import EnquiryState, LetterKind

#: What each state means to the family.
STATES: Final[Mapping[EnquiryState, str | Promise]] = {
    EnquiryState.RECEIVED: _("Your enquiry has arrived. A person at the bureau will read it."),
    EnquiryState.OPEN: _(
        "We are looking. What you told us is compared with everything that reaches us, day after day. If nothing new "
        "stands here, it only means that nothing is certain yet."
    ),
    EnquiryState.ANSWERED: _("We have answered you. You can go on writing to us."),
    EnquiryState.CLOSED: _("Your enquiry is closed. If you write to us, we take it up again."),
    EnquiryState.PAUSED: _("Your enquiry rests, as you wished. We do not write to you until you let us go on."),
    EnquiryState.WITHDRAWN: _(
        "You have withdrawn your enquiry. How to reach you, and all letters, are deleted for ever."
    ),
}
#: A closed enquiry whose letters have been deleted because the family gave no sign for half a year.
SHED: Final = _(
    "Your enquiry is closed. For half a year we had no sign from you, so how to reach you and all letters were "
    "deleted, as we promised. What you told us of the person is still compared with what reaches us. To hear of it, "
    "please ask once more."
)
#: Who wrote, or did, what stands below.
LETTERS: Final[Mapping[LetterKind, str | Promise]] = {
    LetterKind.MESSAGE: _("You wrote"),
    LetterKind.DETAIL: _("You added"),
    LetterKind.PHOTOGRAPH: _("You added a photograph"),
    LetterKind.REPLY: _("The bureau wrote"),
}
#: What was done, said above the page after it.
DONE: Final[Mapping[str, str | Promise]] = {
    "message": _("Your letter has arrived. A person at the bureau will read it."),
    "detail": _("We have kept what you added. A person at the bureau will read it."),
    "contact": _("We have kept how to reach you. What you had left before is deleted."),
    "pause": _("Your enquiry rests from now on."),
    "resume": _("We go on from now on."),
    "renew": _("We keep your enquiry for another half a year."),
    "acknowledge": _("Thank you. We know now that you have read it."),
    "withdraw": _("Your enquiry is withdrawn."),
}
