"""Webhooks added and removed by staff; an address that wants nothing any more is removed by the worker."""

from __future__ import annotations

from django.db import IntegrityError, connection, transaction

from antigone.bureau.disclosure.partners.values import UnknownPartner
from antigone.bureau.disclosure.partners.webhooks.carrying import destination
from antigone.bureau.disclosure.partners.webhooks.values import (
    TEST,
    KnownWebhook,
    PausedAlready,
    Topic,
    UnfitWebhook,
    UnknownWebhook,
)
from antigone.bureau.ledger import Actor, Subject, action, record_event


@action
def add_webhook(partner: str, url: str, topics: tuple[Topic, ...], *, actor: Actor) -> str:
    """Let a partner hear at this address that something changed. Gives the webhook's id.

    Raises:
        UnknownPartner: no partner of this name has a key.
        UnfitWebhook: no topic, an address that is none or not on the open internet, or one that is kept already.
    """
    if not topics:
        raise UnfitWebhook(f"say of what it shall hear: {', '.join(Topic)}")
    # The rest of the address may be a secret of the partner's.
    host = destination(url).host
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO disclosure_webhook (partner_id, url, topics, added_by)"
                " SELECT id, %s, %s, %s FROM disclosure_partner WHERE name = %s AND revoked_on IS NULL"
                " RETURNING public_id::text",
                [url, [topic.value for topic in topics], actor.name, partner],
            )
            row = cursor.fetchone()
    except IntegrityError as trouble:
        if "disclosure_webhook_once" not in str(trouble):
            raise
        raise KnownWebhook(f"«{partner}» hears at this address already; remove that webhook first") from None
    if row is None:
        raise UnknownPartner(f"no partner «{partner}» has a key; list them with: antigone partner list")
    record_event(
        "disclosure.add_webhook",
        actor=actor,
        subject=Subject("webhook", row[0]),
        detail={"partner": partner, "host": host, "topics": [topic.value for topic in topics]},
    )
    return str(row[0])


@action
def remove_webhook(public_id: str, *, reason: str, actor: Actor) -> None:
    """Send nothing more to this address. What waits for it is never sent.

    Raises:
        UnknownWebhook: there is none, or it was removed before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_webhook SET removed_on = current_date, removed_by = %s"
            " WHERE public_id::text = %s AND removed_on IS NULL RETURNING url",
            [actor.name, public_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownWebhook(f"there is no webhook {public_id}; list them with: antigone partner webhook list")
    record_event(
        "disclosure.remove_webhook",
        actor=actor,
        subject=Subject("webhook", public_id),
        detail={"host": destination(row[0]).host, "reason": reason},
    )


@action
def pause_webhook(public_id: str, *, actor: Actor) -> None:
    """Send nothing more to this address until it is resumed, but for tests; what happens meanwhile waits.

    Raises:
        UnknownWebhook: there is none, or it was removed.
        PausedAlready: it is paused.
    """
    _rest(public_id, "current_date", actor.name)
    record_event("disclosure.pause_webhook", actor=actor, subject=Subject("webhook", public_id), detail={})


@action
def resume_webhook(public_id: str, *, actor: Actor) -> None:
    """Send again to this address, what waits first.

    Raises:
        UnknownWebhook: there is none, or it was removed.
        PausedAlready: it is not paused.
    """
    _rest(public_id, "NULL", "")
    record_event("disclosure.resume_webhook", actor=actor, subject=Subject("webhook", public_id), detail={})


def _rest(public_id: str, since: str, by: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE disclosure_webhook SET paused_on = {since}, paused_by = %s"  # noqa: S608 - one of two words
            " WHERE public_id::text = %s AND removed_on IS NULL AND (paused_on IS NULL) = (%s <> '')",
            [by, public_id, by],
        )
        changed = cursor.rowcount
    if not changed:
        _standing(public_id)
        raise PausedAlready("the webhook is paused already" if by else "the webhook is not paused")


@action
def try_webhook(public_id: str, *, actor: Actor) -> None:
    """Send this address one message that says nothing but that messages arrive; also where it is paused. It is tried
    once.

    Raises:
        UnknownWebhook: there is none, or it was removed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_webhook_message (webhook_id, topic) VALUES (%s, %s)"
            " ON CONFLICT (webhook_id, topic) WHERE state = 'waiting' AND detail = '{}' DO NOTHING",
            [_standing(public_id), TEST],
        )
    record_event("disclosure.try_webhook", actor=actor, subject=Subject("webhook", public_id), detail={})


@action
def send_again(public_id: str, *, actor: Actor) -> int:
    """Try once more what could not be sent to this address, and at once what waits. Gives the number of messages.

    Raises:
        UnknownWebhook: there is none, or it was removed.
    """
    webhook = _standing(public_id)
    with connection.cursor() as cursor:
        # A newer message of the same topic that waits says the same as one that failed.
        cursor.execute(
            "UPDATE disclosure_webhook_message m SET state = 'waiting', due_at = now() WHERE webhook_id = %s"
            " AND topic <> %s AND (state = 'waiting' OR state = 'failed' AND (detail <> '{}' OR NOT EXISTS"
            " (SELECT FROM disclosure_webhook_message o WHERE o.webhook_id = m.webhook_id AND o.topic = m.topic"
            " AND o.detail = '{}' AND (o.state = 'waiting' OR o.state = 'failed' AND o.id > m.id))))",
            [webhook, TEST],
        )
        again = int(cursor.rowcount)
    record_event(
        "disclosure.send_webhook_again", actor=actor, subject=Subject("webhook", public_id), detail={"messages": again}
    )
    return again


def _standing(public_id: str) -> int:
    """The row of a webhook that was not removed.

    Raises:
        UnknownWebhook: there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM disclosure_webhook WHERE public_id::text = %s AND removed_on IS NULL", [public_id]
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownWebhook(f"there is no webhook {public_id}; list them with: antigone partner webhook list")
    return int(row[0])


def say_signers_key(public_key: str, *, actor: Actor) -> bool:
    """Let staff know the key that messages are checked with from now on; whether it is another than before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM disclosure_webhook_signer WHERE public_key = %s", [public_key])
        known = cursor.fetchone() is not None
    if not known:
        _keep_signers_key(public_key, actor=actor)
    return not known


@action
def _keep_signers_key(public_key: str, *, actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_webhook_signer (public_key) VALUES (%s)"
            " ON CONFLICT (one) DO UPDATE SET public_key = EXCLUDED.public_key, since = current_date",
            [public_key],
        )
    record_event(
        "disclosure.sign_webhooks_with",
        actor=actor,
        subject=Subject("key", "webhooks"),
        detail={"public_key": public_key},
    )
