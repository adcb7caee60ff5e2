"""Messages that wait for partners: put here in the transaction of what they tell of, or when a look finds a change.

Each is claimed, which commits, then carried, then marked. Whoever finds one «sending» at the start knows that a process
died between the two and sends it again under the same reference, by which partners know it for one: at least once,
never lost. Signed as Standard Webhooks has it (https://www.standardwebhooks.com), with Ed25519: the bureau keeps no
secret of a partner's, and no partner can forge a message to another.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection

from antigone.bureau.disclosure.partners.webhooks.actions import remove_webhook
from antigone.bureau.disclosure.partners.webhooks.values import (
    TEST,
    Message,
    Outcome,
    Postman,
    Said,
    Topic,
    UnknownWebhook,
)
from antigone.bureau.ledger import Actor
from antigone.bureau.locks import alone

#: Seconds until the next attempt, as Standard Webhooks recommends; after the last one a message has failed.
PAUSES = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
#: Days for which messages that were sent, or have failed, are kept.
KEPT_DAYS = 30
#: One number for all senders of one database: "webhooks" in ASCII.
_LOCK = 0x776562686F6F6B73
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Posted:
    """What one pass did."""

    sent: int = 0
    later: int = 0
    failed: int = 0


def tell_partner_of(delivery: int) -> None:
    """Put a message that this delivery was closed into the outbox, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_webhook_message (webhook_id, topic, detail)"
            " SELECT w.id, %s, jsonb_build_object('delivery', d.public_id) FROM disclosure_delivery d"
            " JOIN disclosure_webhook w ON w.partner_id = d.partner_id"
            " WHERE d.id = %s AND w.removed_on IS NULL AND %s = ANY (w.topics)",
            [Topic.DELIVERY.value, delivery, Topic.DELIVERY.value],
        )


def look_for_changes() -> int:
    """Put a message into the outbox for each webhook whose topic has changed since the last look; how many."""
    return sum(
        _look(topic, mark) for topic, mark in ((Topic.PERSONS, _persons_mark()), (Topic.FIGURES, _figures_mark()))
    )


def _look(topic: Topic, mark: str) -> int:
    """The first look of a webhook only notes how things stand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH hook AS (SELECT w.id, m.mark FROM disclosure_webhook w"
            " JOIN disclosure_partner p ON p.id = w.partner_id"
            " LEFT JOIN disclosure_webhook_mark m ON m.webhook_id = w.id AND m.topic = %(topic)s"
            " WHERE w.removed_on IS NULL AND p.revoked_on IS NULL AND %(topic)s = ANY (w.topics)"
            " AND m.mark IS DISTINCT FROM %(mark)s),"
            " noted AS (INSERT INTO disclosure_webhook_mark (webhook_id, topic, mark)"
            " SELECT id, %(topic)s, %(mark)s FROM hook"
            " ON CONFLICT (webhook_id, topic) DO UPDATE SET mark = EXCLUDED.mark)"
            " INSERT INTO disclosure_webhook_message (webhook_id, topic)"
            " SELECT id, %(topic)s FROM hook WHERE mark IS NOT NULL"
            " ON CONFLICT (webhook_id, topic) WHERE state = 'waiting' AND detail = '{}' DO NOTHING",
            {"topic": topic.value, "mark": mark},
        )
        return int(cursor.rowcount)


def _persons_mark() -> str:
    """The newest entry or departure that readers of the list can see by now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH settled AS MATERIALIZED (SELECT published.settled_until() AS until)"
            " SELECT greatest((SELECT max(entered_at) FROM published.person WHERE listed"
            " AND entered_at < (SELECT until FROM settled)),"
            " (SELECT max(left_at) FROM published.departed WHERE left_at < (SELECT until FROM settled)))::text"
        )
        return cursor.fetchone()[0] or "nobody"


def _figures_mark() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug, content::text FROM published.figures ORDER BY slug")
        return sha256(json.dumps(cursor.fetchall()).encode()).hexdigest()


def send_messages(postman: Postman, *, actor: Actor, most: int = _AT_ONCE) -> Posted:
    """Send what is due, at most so many. Another sender at work means that nothing is to do.

    An address that did not take one message gets no other in this pass, so that one that is away keeps nobody waiting
    for long.
    """
    sent = later = failed = 0
    away: list[int] = []
    with alone(_LOCK) as only_sender:
        if not only_sender:
            return Posted()
        _take_up_what_a_dead_sender_left()
        for _ in range(most):
            message = _claim(away)
            if message is None:
                break
            said = _carried(postman, message)
            if said.outcome is not Outcome.SENT:
                away.append(message.webhook)
            outcome = _mark(message, said, actor)
            sent += outcome == "sent"
            later += outcome == "waiting"
            failed += outcome == "failed"
    return Posted(sent, later, failed)


def signed_headers(postman: Postman, reference: str, body: bytes, now: datetime) -> dict[str, str]:
    """The headers of a message: id, seconds since 1970, and the signature over both and the body."""
    seconds = str(int(now.timestamp()))
    signature = postman.sign(f"{reference}.{seconds}.".encode() + body)
    return {
        "Content-Type": "application/json",
        "webhook-id": reference,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1a,{base64.b64encode(signature).decode()}",
    }


def body_of(topic: str, created_at: datetime, detail: Mapping[str, str]) -> bytes:
    """What a message says: of which topic, since when, and at most of which id."""
    when = created_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return json.dumps({"type": topic, "timestamp": when, "data": dict(detail)}, separators=(",", ":")).encode()


def _carried(postman: Postman, message: Message) -> Said:
    body = body_of(message.topic, message.created_at, message.detail)
    headers = signed_headers(postman, str(message.reference), body, datetime.now(UTC))
    return postman.carry(message.url, headers, body)


def forget_old_messages() -> int:
    """Delete messages that ended long ago; how many. For the worker."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM disclosure_webhook_message WHERE state IN ('sent', 'failed')"
            " AND created_at < now() - make_interval(days => %s)",
            [KEPT_DAYS],
        )
        return int(cursor.rowcount)


# A newer message of a topic that waits already says the same as an older one that could not be sent.
_WAITS_AGAIN = (
    "CASE WHEN m.detail = '{}' AND EXISTS (SELECT FROM disclosure_webhook_message o WHERE o.webhook_id = m.webhook_id"
    " AND o.topic = m.topic AND o.state = 'waiting' AND o.detail = '{}' AND o.id <> m.id) THEN 'failed'"
    " ELSE 'waiting' END"
)


def _take_up_what_a_dead_sender_left() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE disclosure_webhook_message m SET state = {_WAITS_AGAIN} WHERE state = 'sending'")  # noqa: S608


def _claim(away: list[int]) -> Message | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_webhook_message m SET state = 'sending', attempts = attempts + 1"
            " FROM disclosure_webhook w WHERE w.id = m.webhook_id AND m.id = (SELECT one.id"
            " FROM disclosure_webhook_message one JOIN disclosure_webhook hook ON hook.id = one.webhook_id"
            " JOIN disclosure_partner p ON p.id = hook.partner_id WHERE one.state = 'waiting' AND one.due_at <= now()"
            " AND hook.removed_on IS NULL AND (hook.paused_on IS NULL OR one.topic = %s) AND p.revoked_on IS NULL"
            " AND hook.id <> ALL (%s::bigint[])"
            " ORDER BY one.due_at, one.id LIMIT 1"
            " FOR UPDATE OF one SKIP LOCKED)"
            " RETURNING m.id, m.webhook_id, m.reference, w.url, m.topic, m.detail, m.created_at, m.attempts",
            [TEST, away],
        )
        row = cursor.fetchone()
    return Message(row[0], row[1], row[2], row[3], row[4], json.loads(row[5]), row[6], row[7]) if row else None


def _mark(message: Message, said: Said, actor: Actor) -> str:
    """Note the outcome; gives the message's state. A test is tried once: whoever sent it looks at what came of it."""
    given_up = said.outcome is Outcome.GONE or message.topic == TEST or message.attempts > len(PAUSES)
    pause = PAUSES[min(message.attempts, len(PAUSES)) - 1]
    state = "'sent'" if said.outcome is Outcome.SENT else "'failed'" if given_up else _WAITS_AGAIN
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE disclosure_webhook_message m SET state = {state}, said = %s, tried_at = now(),"  # noqa: S608
            " due_at = now() + make_interval(secs => %s) WHERE id = %s RETURNING state",
            [said.why, pause, message.number],
        )
        ended = str(cursor.fetchone()[0])
        if said.outcome is Outcome.GONE:
            cursor.execute(
                "SELECT w.public_id::text FROM disclosure_webhook w JOIN disclosure_webhook_message m"
                " ON m.webhook_id = w.id WHERE m.id = %s",
                [message.number],
            )
            (hook,) = cursor.fetchone()
    if said.outcome is Outcome.GONE:
        _remove(hook, actor)
    return ended


def _remove(hook: str, actor: Actor) -> None:
    try:
        remove_webhook(hook, reason="its address answered that it is gone (410)", actor=actor)
    except UnknownWebhook:
        return
