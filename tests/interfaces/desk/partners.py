"""Partners and webhooks in the states that matter to the desk."""

from __future__ import annotations

from tests.interfaces.desk.office import OPERATOR

from antigone.bureau.disclosure.partners import (
    Audience,
    PartnerDraft,
    Scope,
    add_partner,
    partners_with_keys,
    revoke_partner,
)
from antigone.bureau.disclosure.partners.webhooks import Topic, add_webhook, pause_webhook, remove_webhook

Arguments = dict[str, object]
NAME = "Tracing agency"
ADDRESS = "https://hooks.agency.example/our-secret-path"


def _number(name: str) -> Arguments:
    return {"public_id": next(one.public_id for one in partners_with_keys() if one.name == name)}


def a_partner() -> Arguments:
    scopes = (Scope.SEARCH, Scope.FEED, Scope.WRITE)
    add_partner(PartnerDraft(NAME, scopes, "agency.example", quota=5_000), actor=OPERATOR)
    return _number(NAME)


def a_partner_that_reads_agreed_records() -> Arguments:
    add_partner(PartnerDraft(NAME, (Scope.AGREED,), audience=Audience.PARTNER), actor=OPERATOR)
    return _number(NAME)


def a_partner_whose_key_was_taken_back() -> Arguments:
    made = a_partner()
    revoke_partner(NAME, reason="the agreement is over", actor=OPERATOR)
    return made


def a_webhook() -> Arguments:
    a_partner()
    return {"public_id": add_webhook(NAME, ADDRESS, tuple(Topic), actor=OPERATOR)}


def a_paused_webhook() -> Arguments:
    made = a_webhook()
    pause_webhook(str(made["public_id"]), actor=OPERATOR)
    return made


def a_removed_webhook() -> Arguments:
    made = a_webhook()
    remove_webhook(str(made["public_id"]), reason="not needed", actor=OPERATOR)
    return made


OBJECTS = {
    made.__name__.replace("_", " "): made
    for made in (
        a_partner,
        a_partner_that_reads_agreed_records,
        a_partner_whose_key_was_taken_back,
        a_webhook,
        a_paused_webhook,
        a_removed_webhook,
    )
}
