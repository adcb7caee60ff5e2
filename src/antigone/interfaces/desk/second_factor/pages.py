"""What pages with passkeys stand in."""

from __future__ import annotations

from collections.abc import Callable

from antigone.interfaces.desk.pages import static_address
from antigone.interfaces.desk.second_factor.site import relying_party
from antigone.interfaces.desk.second_factor.values import NoPasskeysHere


def passkey_context(options: Callable[[], str]) -> dict[str, object]:
    """What templates need to ask a browser for a passkey: the question as JSON, the origin where it is answered, and
    our script; an empty origin where the desk's address takes no passkeys.
    """
    try:
        return {
            "passkey_options": options(),
            "passkey_origin": relying_party().origin,
            "passkey_script": static_address("desk/second_factor.js"),
        }
    except NoPasskeysHere:
        return {"passkey_options": "", "passkey_origin": "", "passkey_script": ""}
