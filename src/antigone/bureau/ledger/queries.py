"""What others read from the ledger: checkpoints, proofs of single events, how the sequencer is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import connection, transaction

from antigone.bureau.ledger import encoding, merkle
from antigone.bureau.ledger.models import Checkpoint, Event, Heartbeat, Pending
from antigone.bureau.ledger.notes import TreeHead, Verifier
from antigone.bureau.ledger.rows import EVENTS_BY_ID, EventRow
from antigone.bureau.ledger.values import LedgerError, Subject

_FORMAT = "antigone-ledger-proof-1"


class NoProofError(LedgerError):
    """No proof can be given, or one does not prove what it says."""


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


def last_checkpoint() -> str:
    """The newest signed checkpoint, to be kept outside; empty before the first."""
    newest = Checkpoint.objects.order_by("-number").first()
    return newest.note if newest else ""


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


@dataclass(frozen=True, slots=True)
class Proof:
    """That one event stands in the ledger: all that is needed to check it without the database.

    `entry` is the leaf's exact text; `detail` (canonical JSON) and `salt` open its commitment, or are None.
    """

    index: int
    entry: str
    path: tuple[bytes, ...]
    checkpoint: str
    detail: str | None
    salt: bytes | None

    def document(self) -> dict[str, object]:
        """The proof as one JSON document; hashes in hexadecimal."""
        return {
            "format": _FORMAT,
            "index": self.index,
            "entry": self.entry,
            "path": [node.hex() for node in self.path],
            "checkpoint": self.checkpoint,
            "detail": self.detail,
            "salt": self.salt.hex() if self.salt is not None else None,
        }

    @classmethod
    def from_document(cls, text: str) -> Self:
        """The inverse of `document`, from JSON text.

        Raises:
            NoProofError: it is no such document.
        """
        try:
            found = dict(json.loads(text))
            if found["format"] != _FORMAT:
                raise NoProofError(f"the file is no proof: its format is «{str(found['format'])[:80]}»")
            salt, detail = found["salt"], found["detail"]
            return cls(
                index=int(found["index"]),
                entry=str(found["entry"]),
                path=tuple(bytes.fromhex(node) for node in found["path"]),
                checkpoint=str(found["checkpoint"]),
                detail=None if detail is None else str(detail),
                salt=None if salt is None else bytes.fromhex(salt),
            )
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise NoProofError("the file is no proof as antigone ledger proof --json writes it") from error

    def checked(self, verifier: Verifier) -> TreeHead:
        """The signed tree that contains the event; needs no database.

        Raises:
            NoteError: the checkpoint is not signed by the log's key.
            NoProofError: the path does not lead to the root, or the detail is not the one committed to.
        """
        head = verifier.open(self.checkpoint)
        leaf = merkle.leaf_hash(self.entry.encode())
        if not merkle.includes(head.root, head.size, leaf, self.index, self.path):
            raise NoProofError(f"the proof does not hold: the signed tree has another event at leaf {self.index}")
        if self.detail is not None and self.salt is not None:
            committed = json.loads(self.entry)["commitment"]
            if encoding.commitment(self.salt, self.detail.encode()).hex() != committed:
                raise NoProofError("the proof does not hold: its detail is not the one that was recorded")
        return head


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
