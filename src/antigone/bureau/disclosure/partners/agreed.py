"""What a partner may have of sources whose agreement names partners, page by page, counted for the ledger.

The database gives them to whoever has a key with the scope, and to no role by itself; what was given on a day is one
event on the next.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.feeds import MOST_RESULTS
from antigone.bureau.disclosure.letting_out import PARTNER_FIELDS, OutgoingPerson
from antigone.bureau.disclosure.partners.actions import key_hash
from antigone.bureau.ledger import Actor, Subject, action, record_event


def agreed_persons(key: str, after: UUID, *, most: int = MOST_RESULTS) -> Sequence[OutgoingPerson]:
    """The next persons in the order of their random ids; empty for a key without the scope. The public's role may."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT agreed::text FROM partners.agreed(%s, %s, %s)", [key_hash(key), after, most])
        return [_person(json.loads(text)) for (text,) in cursor.fetchall()]


def _person(row: dict[str, Any]) -> OutgoingPerson:
    names = row["names"] or [""]
    until = date.fromisoformat(row["valid_until"]) if row["valid_until"] else None
    return OutgoingPerson(
        row["id"], row["kind"], names[0], tuple(names[1:]), "", "", "", row["source"], row["as_of"],
        datetime.fromisoformat(row["changed_at"]).astimezone(UTC),
        datetime.combine(until, time.max.replace(microsecond=0), UTC) if until else None,
        **{name: row[name] for name in PARTNER_FIELDS},
    )  # fmt: skip


def tell_of_readings(*, actor: Actor) -> int:
    """Write an event for each partner and each day that is over on which it read agreed records; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT partner_id, day FROM disclosure_agreed_reading WHERE NOT told AND day < current_date ORDER BY 2, 1"
        )
        due = cursor.fetchall()
    for partner, day in due:
        _tell_of_reading(partner, day, actor=actor)
    return len(due)


@action
def _tell_of_reading(partner: int, day: date, *, actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE disclosure_agreed_reading r SET told = true FROM disclosure_partner p"
            " WHERE p.id = r.partner_id AND r.partner_id = %s AND r.day = %s RETURNING p.name, r.persons",
            [partner, day],
        )
        name, persons = cursor.fetchone()
    record_event(
        "disclosure.let_out_by_key",
        actor=actor,
        subject=Subject("audience", "partner"),
        detail={"partner": name, "day": str(day), "persons": persons},
    )
