"""What others read from the ledger: checkpoints, proofs of single events, how the sequencer is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from antigone.bureau.ledger import encoding, merkle
from antigone.bureau.ledger.models import Checkpoint, Event, Heartbeat, Pending
from antigone.bureau.ledger.proofs import NoProofError, Proof
from antigone.bureau.ledger.rows import EVENTS_BY_ID, EventRow
from antigone.bureau.ledger.values import Subject


@dataclass(frozen=True, slots=True)
class SequencerState:
    """How the sequencer is, for `antigone doctor`.

    `beat_at` is None before it has ever run; `silent_seconds` is counted by the database's clock. It beats
    every five seconds. `problem` is a sentence, or empty. `waiting` events have no place yet.
    """

    beat_at: datetime | None
    silent_seconds: float | None
    problem: str
    size: int
    waiting: int
    last_checkpoint_at: datetime | None


def sequencer_state() -> SequencerState:
    """The sequencer's own word, and how much waits for it."""
    beat = Heartbeat.objects.first()
    silent: float | None = None
    if beat is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp() - %s::timestamptz)::float8", [beat.at])
            silent = float(cursor.fetchone()[0])
    newest = Checkpoint.objects.order_by("-number").first()
    return SequencerState(
        beat_at=beat.at if beat else None,
        silent_seconds=silent,
        problem=beat.problem if beat else "",
        size=beat.size if beat else 0,
        waiting=Pending.objects.count(),
        last_checkpoint_at=newest.at if newest else None,
    )


def newest_checkpoint() -> str:
    """The newest signed checkpoint, to be kept outside.

    Raises:
        NoProofError: there is none yet.
    """
    newest = Checkpoint.objects.order_by("-number").first()
    if newest is None:
        raise NoProofError("nothing is signed yet; the worker signs the first events within seconds of the first act")
    return newest.note


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as staff read it; `detail` is None once it was lawfully deleted."""

    id: int
    at: datetime
    actor: str
    role: str
    verb: str
    detail: dict[str, object] | None


def events_of(subject: Subject, *, limit: int = 100) -> tuple[EventView, ...]:
    """What was done to one thing, newest first."""
    events = Event.objects.filter(subject_kind=subject.kind, subject_id=subject.public_id).order_by("-id")[:limit]
    return tuple(
        EventView(event.pk, event.at, event.actor_name, event.actor_role, event.verb, event.detail) for event in events
    )


def inclusion_proof(event_id: int) -> Proof:
    """Proof that an event stands in the tree of the newest checkpoint. Reads every leaf: about a second a million.

    Raises:
        NoProofError: no such event, it is not under a checkpoint yet, or it was altered.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(EVENTS_BY_ID, [[event_id]])
        row = cursor.fetchone()
        if row is None:
            raise NoProofError(f"there is no event {event_id}")
        event = EventRow(*row)
        newest = Checkpoint.objects.order_by("-number").first()
        cursor.execute("SELECT index FROM ledger_leaf WHERE event_id = %s", [event_id])
        place = cursor.fetchone()
        if newest is None or place is None or place[0] >= newest.size:
            raise NoProofError(f"event {event_id} is not signed yet; the sequencer does so within seconds")
        cursor.execute("SELECT hash FROM ledger_leaf WHERE index < %s ORDER BY index", [newest.size])
        leaves = [bytes(leaf) for (leaf,) in cursor.fetchall()]
    if leaves[place[0]] != merkle.leaf_hash(event.entry()):
        raise NoProofError(f"event {event_id} was altered after it was signed; antigone ledger verify says more")
    return Proof(
        index=int(place[0]),
        entry=event.entry().decode(),
        path=merkle.inclusion_path(int(place[0]), leaves),
        checkpoint=newest.note,
        detail=encoding.canonical_again(event.detail).decode() if event.detail is not None else None,
        salt=event.salt,
    )
