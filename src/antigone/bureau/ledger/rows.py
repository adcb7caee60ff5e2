"""How the ledger's tables are read in bulk: as plain rows, in the tree's order, a batch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.backends.utils import CursorWrapper

from antigone.bureau.ledger import encoding

_BATCH = 5_000

#: An event's columns, in the order of `EventRow`; the time in whole microseconds, exactly.
EVENT_COLUMNS = """
    e.id, (extract(epoch FROM e.at) * 1000000)::bigint, e.actor_name, e.actor_role, e.verb,
    e.subject_kind, e.subject_id, e.commitment, e.salt, e.detail::text
"""
# The columns are the constant above: no text from outside reaches these.
EVENTS_BY_ID = f"SELECT {EVENT_COLUMNS} FROM ledger_event e WHERE e.id = ANY(%s) ORDER BY e.id"  # noqa: S608
LEAVES_WITH_EVENTS = (
    f"SELECT l.index, l.event_id, l.hash, {EVENT_COLUMNS} "  # noqa: S608
    "FROM ledger_leaf l LEFT JOIN ledger_event e ON e.id = l.event_id ORDER BY l.index"
)


class EventRow(NamedTuple):
    """An event as the database has it; `salt` and `detail` (JSON text) are None once shredded."""

    id: int
    at_microseconds: int
    actor: str
    role: str
    verb: str
    subject_kind: str
    subject: str
    commitment: bytes
    salt: bytes | None
    detail: str | None

    def entry(self) -> bytes:
        """The bytes of which its leaf is the hash."""
        return encoding.entry(
            event=self.id,
            at_microseconds=self.at_microseconds,
            actor=self.actor,
            role=self.role,
            verb=self.verb,
            subject_kind=self.subject_kind,
            subject=self.subject,
            commitment=self.commitment,
        )


def batches(cursor: CursorWrapper) -> Iterator[list[tuple[Any, ...]]]:
    """What an executed cursor still holds, some thousand rows at a time."""
    while rows := cursor.fetchmany(_BATCH):
        yield rows
