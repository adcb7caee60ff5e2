"""Keys, topics and what came of messages, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from antigone.bureau.disclosure.partners import Audience, Scope
from antigone.bureau.disclosure.partners.webhooks import TEST, Topic

Words = Mapping[str, str | Promise]

#: All but agreed records; see the head of the room.
GIVEN_AT_THE_DESK: Final = (Scope.SEARCH, Scope.FEED, Scope.FIGURES, Scope.ENQUIRE, Scope.WRITE)
SCOPES: Final[Words] = {
    Scope.SEARCH.value: _("search for one person, as families do"),
    Scope.FEED.value: _("read the public list and its changes"),
    Scope.FIGURES.value: _("read the pages of figures"),
    Scope.ENQUIRE.value: _("leave enquiries for families"),
    Scope.WRITE.value: _("bring records, which a registrar looks at first"),
    Scope.AGREED.value: _("read records that sources agreed to show partners, prisoners among them"),
}
AUDIENCES: Final[Words] = {
    Audience.PUBLIC.value: pgettext_lazy("audience", "as everybody"),
    Audience.PARTNER.value: pgettext_lazy("audience", "as a partner: what sources agreed to besides"),
}
TOPICS: Final[Words] = {
    Topic.PERSONS.value: _("the public list has changed"),
    Topic.FIGURES.value: _("a page of figures has changed"),
    Topic.DELIVERY.value: _("what it brought was taken in or dropped"),
    TEST: _("a test"),
}
STATES: Final[Words] = {
    "waiting": pgettext_lazy("message", "waits"),
    "sending": pgettext_lazy("message", "is on its way"),
    "sent": pgettext_lazy("message", "arrived"),
    "failed": pgettext_lazy("message", "did not arrive"),
}
ADDRESS: Final = _(
    "No message goes there. Write an address of the open internet like https://hooks.agency.example/antigone, "
    "on port 443 or 8443, without a user name."
)
ON_THE_MACHINE: Final = _(
    "This key opens records of prisoners. A new one is given only on the bureau’s own machine, with «antigone partner "
    "renew»."
)
_SAID: Final[Words] = {
    "its address is not on the open internet": _("Its address is not on the open internet; nothing is sent there."),
    "its name leads to an address that is not on the open internet": _(
        "The name in its address leads to a place that is not on the open internet; nothing is sent there."
    ),
    "its name cannot be resolved": _("The name in its address is not known to the internet."),
    "its certificate does not hold": _("Its certificate is not valid, so nobody knows who would read the message."),
    "no connection, or no answer in time": _("Nobody answered there within 15 seconds."),
    "what answered was no HTTP": _("What answered there does not speak HTTP."),
    "HTTP 410": _("It answered that it wants no messages any more (HTTP 410), and was removed."),
}


def said_in_words(said: str) -> str:
    """What came of the last attempt, as a sentence; empty where nothing is said."""
    if said in _SAID:
        return str(_SAID[said])
    if said.startswith("HTTP 3"):
        return gettext("It answered with a redirection (%(status)s). Messages follow none.") % {"status": said}
    if said in ("HTTP 401", "HTTP 403"):
        return gettext("It did not let the message in (%(status)s).") % {"status": said}
    if said.startswith("HTTP 5"):
        return gettext("The partner’s program made a mistake (%(status)s).") % {"status": said}
    if said.startswith("HTTP "):
        return gettext("It did not take the message (%(status)s).") % {"status": said}
    return said
