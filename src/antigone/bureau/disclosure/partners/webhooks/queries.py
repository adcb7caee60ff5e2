"""Webhooks and their messages, for staff."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.partners.webhooks.values import KeptMessage, Webhook

_WEBHOOK = """
    SELECT w.public_id::text, p.name, p.public_id::text, w.url, w.topics, w.added_on, w.paused_on, w.removed_on,
        m.waiting, m.sent, m.failed, m.last_said, last.tried_at,
        CASE WHEN last.state <> 'sent' THEN last.said ELSE '' END AS trouble, m.next_at
    FROM disclosure_webhook w JOIN disclosure_partner p ON p.id = w.partner_id
    CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state IN ('waiting', 'sending')) AS waiting,
            count(*) FILTER (WHERE state = 'sent') AS sent, count(*) FILTER (WHERE state = 'failed') AS failed,
            coalesce((array_agg(said ORDER BY id DESC) FILTER (WHERE said <> ''))[1], '') AS last_said,
            min(due_at) FILTER (WHERE state IN ('waiting', 'sending')) AS next_at
        FROM disclosure_webhook_message WHERE webhook_id = w.id) AS m
    LEFT JOIN LATERAL (SELECT tried_at, state, said FROM disclosure_webhook_message
        WHERE webhook_id = w.id AND said <> '' ORDER BY tried_at DESC NULLS LAST, id DESC LIMIT 1) AS last ON true
"""


def webhooks() -> tuple[Webhook, ...]:
    """All webhooks, also those that were removed, by partner. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_WEBHOOK} ORDER BY p.name, w.id")
        return tuple(Webhook(*row) for row in cursor.fetchall())


def webhook_with_id(public_id: UUID) -> Webhook | None:
    """One webhook; None where there is none. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_WEBHOOK} WHERE w.public_id = %s", [public_id])
        row = cursor.fetchone()
    return Webhook(*row) if row else None


def messages_of(public_id: UUID, *, most: int = 20) -> tuple[KeptMessage, ...]:
    """A webhook's messages that are kept, the newest first. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.topic, m.created_at, m.state, m.attempts, m.tried_at, m.said, m.due_at"
            " FROM disclosure_webhook_message m JOIN disclosure_webhook w ON w.id = m.webhook_id"
            " WHERE w.public_id = %s ORDER BY m.id DESC LIMIT %s",
            [public_id, most],
        )
        return tuple(KeptMessage(*row) for row in cursor.fetchall())


def signers_key() -> str:
    """The public key of whoever signs messages here, ``whpk_…``; empty where no worker has said it yet. For staff."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_key FROM disclosure_webhook_signer")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
