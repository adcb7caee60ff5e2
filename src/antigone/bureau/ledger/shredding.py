"""Lawful deletion of what an event says, without breaking the tree."""

from __future__ import annotations

from django.db import connection

from antigone.bureau.ledger.actions import action, record_event
from antigone.bureau.ledger.values import Actor, LedgerError, Subject
from antigone.bureau.ledger.verify import SHREDDING


class NoSuchDetailError(LedgerError):
    """The event is not there, or its detail was deleted before."""


@action
def shred_detail(event_id: int, *, actor: Actor, reason: str) -> None:
    """Delete an event's detail and its salt for ever, and record who did it and why.

    Who acted, when and upon what stays; so does the commitment, and with it the tree. Without the salt
    nobody can find out by trying what the detail was. Backups made before still hold it. Only the
    database's owner may: no zone's role has the right.

    Raises:
        NoSuchDetailError: no such event, or nothing left to delete.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE ledger_event SET detail = NULL, salt = NULL WHERE id = %s AND detail IS NOT NULL", [event_id]
        )
        if cursor.rowcount != 1:
            raise NoSuchDetailError(f"event {event_id} has no detail to delete")
    record_event(SHREDDING, actor=actor, subject=Subject("event", str(event_id)), detail={"reason": reason})
