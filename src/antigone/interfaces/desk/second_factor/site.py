"""Which name passkeys are bound to: that of the desk's address, or of `ANTIGONE_DESK_URL`."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

from antigone.interfaces.desk.second_factor.values import NoPasskeysHere, RelyingParty


def relying_party() -> RelyingParty:
    """The desk as browsers know it.

    Raises:
        NoPasskeysHere: the desk has no name of its own; a number is none (WebAuthn Level 2, section 5.1.2: the RP ID is
            a domain).
    """
    origin = settings.CONFIGURATION.desk_origin
    name = urlsplit(origin).hostname or ""
    if not name or ":" in name or re.fullmatch(r"[\d.]+", name):
        raise NoPasskeysHere(
            "passkeys need a name for the desk: set ANTIGONE_DESK_URL, such as https://desk.example.org"
        )
    return RelyingParty(name, origin)
