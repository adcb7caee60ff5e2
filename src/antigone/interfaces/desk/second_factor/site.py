"""Which name passkeys are bound to: that of the desk's address, or of `ANTIGONE_DESK_URL`."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings

from antigone.interfaces.desk.second_factor.values import NoPasskeysHere, RelyingParty


def relying_party() -> RelyingParty:
    """The desk as browsers know it.

    A desk that listens on this machine alone is reached as ``localhost``, because no passkey is bound to a number
    (WebAuthn Level 2, section 5.1.2: the RP ID is a domain).

    Raises:
        NoPasskeysHere: the address is a number, and `ANTIGONE_DESK_URL` names no other.
    """
    configuration = settings.CONFIGURATION
    if configuration.desk_url:
        party = RelyingParty.at(configuration.desk_url)
    else:
        address = urlsplit(f"//{configuration.desk_address}")
        host = address.hostname or ""
        party = RelyingParty.at(f"http://{'localhost' if _is_loopback(host) else host}:{address.port}")
    if not party.id or _is_number(party.id):
        raise NoPasskeysHere(
            "passkeys need a name for the desk: set ANTIGONE_DESK_URL, such as https://desk.example.org"
        )
    return party


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return _is_number(host) and ipaddress.ip_address(host).is_loopback
