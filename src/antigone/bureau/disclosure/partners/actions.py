"""Keys given out and taken back; deliveries closed."""

from __future__ import annotations

import hashlib
import secrets

from django.db import IntegrityError, connection, transaction

from antigone.bureau.disclosure.partners.values import (
    Audience,
    HasKey,
    PartnerDraft,
    Scope,
    UnfitPartner,
    UnknownDelivery,
    UnknownPartner,
    is_domain,
)
from antigone.bureau.disclosure.partners.webhooks.outbox import tell_partner_of
from antigone.bureau.ledger import Actor, Subject, action, record_event

_KEY_BYTES = 32


@action
def add_partner(draft: PartnerDraft, *, actor: Actor) -> str:
    """Keep a partner and give its key, which is shown this once and kept as a hash alone.

    Raises:
        UnfitPartner: it has no name, no scope, a quota out of 1 to 1,000,000, writes without a domain, or has a key.
    """
    if not draft.name.strip():
        raise UnfitPartner("name the partner")
    if not draft.scopes:
        raise UnfitPartner(f"say what the key is good for: {', '.join(Scope)}")
    if not 1 <= draft.quota <= 1_000_000:
        raise UnfitPartner("a quota is 1 to 1,000,000 requests a day")
    domain = draft.domain.strip().lower()
    if domain and not is_domain(domain):
        raise UnfitPartner(f"«{draft.domain}» is no domain, such as example.org")
    if Scope.AGREED in draft.scopes and draft.audience is not Audience.PARTNER:
        raise UnfitPartner("agreed records are for partners; give --audience partner")
    if Scope.WRITE in draft.scopes and not domain:
        raise UnfitPartner("a partner that writes does so for its own domain; give --domain")
    key = secrets.token_urlsafe(_KEY_BYTES)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO disclosure_partner (name, domain, key_hash, scopes, audience, quota, added_by)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING public_id::text",
                [
                    draft.name.strip(),
                    domain,
                    key_hash(key),
                    [scope.value for scope in draft.scopes],
                    draft.audience.value,
                    draft.quota,
                    actor.name,
                ],
            )
            public_id = cursor.fetchone()[0]
    except IntegrityError as trouble:
        if "disclosure_partner_one_key" not in str(trouble):
            raise
        raise HasKey(f"«{draft.name}» has a key; take that back first") from None
    record_event(
        "disclosure.add_partner",
        actor=actor,
        subject=Subject("partner", public_id),
        detail={
            "name": draft.name.strip(),
            "domain": domain,
            "scopes": [scope.value for scope in draft.scopes],
            "audience": draft.audience.value,
            "quota": draft.quota,
        },
    )
    return key


@action
def renew_key(name: str, *, actor: Actor) -> str:
    """Give a partner another key, shown this once, in place of the one that it has, which is good no more. What the
    partner may, its webhooks and its deliveries stay.

    Raises:
        UnknownPartner: no partner of this name has a key.
    """
    key = secrets.token_urlsafe(_KEY_BYTES)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_partner SET key_hash = %s, renewed_on = current_date, renewed_by = %s"
            " WHERE name = %s AND revoked_on IS NULL RETURNING public_id::text",
            [key_hash(key), actor.name, name],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownPartner(f"no partner «{name}» has a key; list them with: antigone partner list")
    record_event("disclosure.renew_key", actor=actor, subject=Subject("partner", row[0]), detail={})
    return key


@action
def revoke_partner(name: str, *, reason: str, actor: Actor) -> None:
    """Take a partner's key back, for good; the next request with it is refused.

    Raises:
        UnknownPartner: no partner of this name has a key.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_partner SET revoked_on = current_date, revoked_by = %s"
            " WHERE name = %s AND revoked_on IS NULL RETURNING public_id::text",
            [actor.name, name],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownPartner(f"no partner «{name}» has a key; list them with: antigone partner list")
    record_event(
        "disclosure.revoke_partner", actor=actor, subject=Subject("partner", row[0]), detail={"reason": reason}
    )


@action
def close_delivery(number: int, *, batch_id: int | None, reason: str, actor: Actor) -> None:
    """A delivery was taken in as a batch, or dropped; its content goes.

    Raises:
        UnknownDelivery: there is no such open delivery.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_delivery SET document = NULL, batch_id = %s, closed_on = current_date, closed_by = %s"
            " WHERE id = %s AND closed_on IS NULL RETURNING sha256, records",
            [batch_id, actor.name, number],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownDelivery(f"there is no open delivery {number}; list them with: antigone partner deliveries")
    tell_partner_of(number)
    record_event(
        "disclosure.close_delivery",
        actor=actor,
        subject=Subject("delivery", str(number)),
        detail={"batch": batch_id, "reason": reason, "sha256": row[0], "records": row[1]},
    )


def key_hash(key: str) -> bytes:
    """SHA-256 of a key, as the database knows it."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
