"""Who has a key, and who is let in by one."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.partners.actions import key_hash
from antigone.bureau.disclosure.partners.values import (
    Admitted,
    Delivery,
    DeliveryState,
    Partner,
    Scope,
    UnknownDelivery,
)


def admit(key: str, scope: Scope | None) -> Admitted | None:
    """The partner whose key this is, counted against its quota; None for a wrong or a revoked key, or another scope.

    The public's role may ask it, and no table of partners. A scope of None is any.
    """
    # A crash may forget the last moment's count; no program waits for the disk to be counted. What is kept in the
    # caller's own transaction must wait for it.
    relaxed = "" if connection.in_atomic_block else ", set_config('synchronous_commit', 'off', true)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT name, domain, audience, scopes, quota, left_today{relaxed} FROM partners.admit(%s, %s)",  # noqa: S608
            [key_hash(key), scope.value if scope else ""],
        )
        row = cursor.fetchone()
    return Admitted(row[0], row[1], row[2], tuple(row[3]), row[4], row[5]) if row else None


def keep_delivery(key: str, document: bytes, records: int) -> UUID | None:
    """Keep what a partner brought until a registrar looks at it; gives its id. The public's role may.

    The same twice waits once. None where a hundred wait already, or the key is good no more.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT partners.deliver(%s, %s, %s)", [key_hash(key), document, records])
        found: UUID | None = cursor.fetchone()[0]
    return found


def state_of_delivery(key: str, delivery: UUID) -> DeliveryState | None:
    """What became of a delivery; None where this key's partner brought none of this id. The public's role may ask."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT records, received_on, closed_on, taken FROM partners.delivered(%s, %s)", [key_hash(key), delivery]
        )
        row = cursor.fetchone()
    return DeliveryState(*row) if row else None


_PARTNER = (
    "SELECT p.public_id::text, p.name, p.scopes, p.domain, p.audience, p.quota, p.added_on, p.renewed_on, p.revoked_on,"
    " coalesce(d.used, 0) FROM disclosure_partner p"
    " LEFT JOIN disclosure_partner_day d ON d.partner_id = p.id AND d.day = current_date"
)


def partners_with_keys() -> tuple[Partner, ...]:
    """All partners, also those whose key was taken back, by name. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PARTNER} ORDER BY p.name, p.id")
        return tuple(_partner(row) for row in cursor.fetchall())


def partner_with_id(public_id: UUID) -> Partner | None:
    """One partner; None where there is none. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_PARTNER} WHERE p.public_id = %s", [public_id])
        row = cursor.fetchone()
    return _partner(row) if row else None


def used_lately(public_id: UUID, *, days: int = 14) -> tuple[tuple[date, int], ...]:
    """How many requests a partner made on each of the last days (UTC) on which it made any, the newest first. For
    staff."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.day, d.used FROM disclosure_partner_day d JOIN disclosure_partner p ON p.id = d.partner_id"
            " WHERE p.public_id = %s AND d.day > current_date - %s ORDER BY d.day DESC",
            [public_id, days],
        )
        return tuple(cursor.fetchall())


def _partner(row: tuple[Any, ...]) -> Partner:
    return Partner(row[0], row[1], tuple(row[2]), *row[3:])


def partner_deliveries() -> tuple[Delivery, ...]:
    """Open deliveries, the oldest first. For staff."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.id, p.name, d.received_on, d.records FROM disclosure_delivery d"
            " JOIN disclosure_partner p ON p.id = d.partner_id WHERE d.closed_on IS NULL ORDER BY d.id"
        )
        return tuple(Delivery(*row) for row in cursor.fetchall())


def delivery_document(number: int) -> tuple[str, bytes]:
    """The partner's name and the document of an open delivery. For staff.

    Raises:
        UnknownDelivery: there is no such open delivery.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.name, d.document FROM disclosure_delivery d JOIN disclosure_partner p ON p.id = d.partner_id"
            " WHERE d.id = %s AND d.closed_on IS NULL",
            [number],
        )
        row = cursor.fetchone()
    if row is None:
        raise UnknownDelivery(f"there is no open delivery {number}; list them with: antigone partner deliveries")
    return row[0], bytes(row[1])
