"""The one sequencer: gives committed events their places in the tree and signs checkpoints of it.

A round appends a batch in one transaction: it deletes ids from the queue and inserts their leaves, so
that a crash leaves an event either waiting or placed, never both and never neither. A checkpoint is
written to a file outside the database first and to the database second: what was once signed is never
forgotten, and so no second, different tree of the same size is ever signed. After a crash between the
two, the next start takes the file's checkpoint over.

What the sequencer will not do is sign a tree that does not continue the last signed one. It derives the
tree from the leaves at every start, compares it with both last checkpoints, and from then on carries the
right edge in memory, where no writer of the database reaches it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from antigone.bureau.ledger import merkle
from antigone.bureau.ledger.notes import NoteError, Signer, TreeHead
from antigone.bureau.ledger.rows import EVENTS_BY_ID, EventRow, batches
from antigone.bureau.ledger.values import LedgerError

log = logging.getLogger(__name__)

BATCH = 10_000
PAUSE_SECONDS = 0.5
CHECKPOINT_SECONDS = 5.0
HEARTBEAT_SECONDS = 5.0
REFUSAL_SECONDS = 60.0
_LONGEST_BACK_OFF = 30.0

# Any constant will do, as long as nothing else in this database locks it.
_LOCK = int.from_bytes(b"antigone", "big")


class SequencerRefusalError(LedgerError):
    """The database does not continue what was signed; nothing was appended or signed."""


class _BusyError(Exception):
    """Another sequencer is in the middle of a round."""


@dataclass(frozen=True, slots=True)
class Sequenced:
    """What one call did: events placed, and the newest checkpoint's note, empty before the first event."""

    appended: int
    checkpoint: str


@dataclass(slots=True)
class _State:
    tree: merkle.Frontier
    database_note: str
    file_note: str


class Sequencer:
    """Appends and signs; one thread's own. `last_signed` is the file outside the database."""

    def __init__(self, signer: Signer, last_signed: Path, *, batch: int = BATCH) -> None:
        self._signer = signer
        self._file = last_signed
        self._batch = batch
        self._state: _State | None = None

    @property
    def size(self) -> int:
        """How many leaves the tree has, as far as this sequencer has looked."""
        return self._state.tree.size if self._state else 0

    def forget(self) -> None:
        """Derive everything anew at the next call."""
        self._state = None

    def append(self) -> int:
        """Place up to one batch of waiting events; says how many.

        Raises:
            SequencerRefusalError: the leaves do not continue what was signed, or a waiting event is gone.
        """
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                state = self._current(cursor)
                grown, appended = self._placed(cursor, state.tree)
        except _BusyError:
            return 0
        except BaseException:
            # Whether a failed commit happened is unknown; the database will tell.
            self.forget()
            raise
        state.tree = grown
        return appended

    def sign(self) -> str:
        """Sign the tree as it stands, unless that was done already.

        Returns the newest note, or nothing for an empty tree.

        Raises:
            SequencerRefusalError: as `append`.
            OSError: the file outside the database cannot be written.
        """
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                state = self._current(cursor)
                signed = self._signer.verifier.open(state.database_note).size if state.database_note else 0
                if state.tree.size == signed:
                    return state.database_note
                note = self._signer.sign(state.tree.size, state.tree.root())
                keep_durably(self._file, note)
                _insert_checkpoint(cursor, note, TreeHead(self._signer.name, state.tree.size, state.tree.root()))
        except _BusyError:
            return self._state.database_note if self._state else ""
        except BaseException:
            self.forget()
            raise
        state.database_note = state.file_note = note
        return note

    def _current(self, cursor: CursorWrapper) -> _State:
        """The state, held against the database and the file under the lock, and caught up with them."""
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            raise _BusyError
        cursor.execute("SELECT coalesce(max(index) + 1, 0) FROM ledger_leaf")
        leaves = cursor.fetchone()[0]
        database_note = _last_note(cursor)
        file_note = self._note_in_file(has_checkpoints=bool(database_note))
        seen = self._state
        if seen and (seen.tree.size, seen.database_note, seen.file_note) == (
            leaves,
            database_note,
            file_note,
        ):
            return seen
        heads = [self._opened(note, place) for note, place in self._notes(database_note, file_note) if note]
        tree = self._derived_tree(cursor, heads, leaves)
        self._state = _State(tree, *self._reconciled(cursor, database_note, file_note))
        return self._state

    def _notes(self, database_note: str, file_note: str) -> Iterable[tuple[str, str]]:
        yield database_note, "the database's last checkpoint"
        yield file_note, f"the last signed checkpoint in {self._file}"

    def _opened(self, note: str, place: str) -> tuple[TreeHead, str]:
        try:
            return self._signer.verifier.open(note), place
        except NoteError as error:
            raise SequencerRefusalError(f"{place} cannot be trusted, so nothing more is signed: {error}") from error

    def _note_in_file(self, *, has_checkpoints: bool) -> str:
        try:
            note = self._file.read_text(encoding="utf-8")
        except FileNotFoundError:
            if has_checkpoints:
                raise SequencerRefusalError(
                    f"{self._file}, which holds the last signed checkpoint, is missing, so nothing more is "
                    "signed; put it back from its copy, or check the ledger against a checkpoint kept elsewhere "
                    "(antigone ledger verify --checkpoint FILE) and then run "
                    f"antigone ledger checkpoint --out {self._file}"
                ) from None
            return ""
        except UnicodeDecodeError:
            note = ""
        if not note:
            raise SequencerRefusalError(f"{self._file} holds no checkpoint; put it back from its copy")
        return note

    def _derived_tree(self, cursor: CursorWrapper, heads: list[tuple[TreeHead, str]], leaves: int) -> merkle.Frontier:
        """The tree of all leaves, once it is seen to continue every one of `heads`."""
        for head, place in heads:
            if head.size > leaves:
                raise SequencerRefusalError(
                    f"{place} speaks of {head.size} events, but the database has {leaves} in order: history "
                    "is missing, so nothing more is signed; restore the newest backup, "
                    "then run antigone ledger verify"
                )
        tree = merkle.Frontier()
        for head, place in sorted(heads, key=lambda pair: pair[0].size):
            _extend(cursor, tree, head.size)
            if tree.root() != head.root:
                raise SequencerRefusalError(
                    f"the first {head.size} events are not those of {place}: history was rewritten, so "
                    "nothing more is signed; antigone ledger verify says where"
                )
        _extend(cursor, tree, leaves)
        return tree

    def _reconciled(self, cursor: CursorWrapper, database_note: str, file_note: str) -> tuple[str, str]:
        """Both notes made the newer of the two, after a crash between writing one and the other."""
        verifier = self._signer.verifier
        in_database = verifier.open(database_note) if database_note else None
        in_file = verifier.open(file_note) if file_note else None
        if in_file and (in_database is None or in_file.size > in_database.size):
            _insert_checkpoint(cursor, file_note, in_file)
            return file_note, file_note
        if in_database and in_file and in_database.size > in_file.size:
            keep_durably(self._file, database_note)
            return database_note, database_note
        return database_note, file_note

    def _placed(self, cursor: CursorWrapper, tree: merkle.Frontier) -> tuple[merkle.Frontier, int]:
        cursor.execute(
            "DELETE FROM ledger_pending WHERE event_id IN "
            "(SELECT event_id FROM ledger_pending ORDER BY event_id LIMIT %s) RETURNING event_id",
            [self._batch],
        )
        waiting = sorted(event for (event,) in cursor.fetchall())
        if not waiting:
            return tree, 0
        cursor.execute(EVENTS_BY_ID, [waiting])
        events = [EventRow(*row) for rows in batches(cursor) for row in rows]
        if len(events) != len(waiting):
            gone = min(set(waiting) - {event.id for event in events})
            raise SequencerRefusalError(f"event {gone} waited for its place and is gone: somebody removed it")
        hashes = [merkle.leaf_hash(event.entry()) for event in events]
        try:
            with (
                connection.wrap_database_errors,
                cursor.copy("COPY ledger_leaf (index, event_id, hash) FROM STDIN") as copy,
            ):
                for place, (event, leaf) in enumerate(zip(events, hashes, strict=True), start=tree.size):
                    copy.write_row((place, event.id, leaf))
        except IntegrityError as error:
            raise SequencerRefusalError(
                "an event waits for a place that it already has: somebody changed the queue; "
                "antigone ledger verify says which"
            ) from error
        grown = tree.copy()
        grown.extend(hashes)
        return grown, len(events)


def sequence_once(signer: Signer, last_signed: Path) -> Sequenced:
    """Place everything that waits and sign; for tests, imports and the command line.

    Raises:
        SequencerRefusalError: see `Sequencer.append`.
    """
    sequencer = Sequencer(signer, last_signed)
    appended = 0
    while placed := sequencer.append():
        appended += placed
    return Sequenced(appended, sequencer.sign())


def run_sequencer(
    stop: threading.Event,
    signer: Signer,
    last_signed: Path,
    *,
    pause: float = PAUSE_SECONDS,
    checkpoint_every: float = CHECKPOINT_SECONDS,
) -> None:
    """Sequence until `stop` is set: the worker's loop. Times in seconds.

    A lost database is waited for. A refusal is logged once, kept in the heartbeat for `antigone doctor`,
    and looked at anew every minute; events go on waiting in the queue meanwhile, and none is lost.
    """
    sequencer = Sequencer(signer, last_signed)
    signed_at = beaten_at = float("-inf")
    problem = ""
    back_off = pause
    while not stop.is_set():
        wait = pause
        try:
            appended = sequencer.append()
            if time.monotonic() - signed_at >= checkpoint_every:
                sequencer.sign()
                signed_at = time.monotonic()
            if problem or time.monotonic() - beaten_at >= HEARTBEAT_SECONDS:
                _beat(sequencer.size, "")
                beaten_at = time.monotonic()
            problem, back_off = "", pause
            if appended == BATCH:
                wait = 0.0
        except SequencerRefusalError as refusal:
            if str(refusal) != problem:
                log.error("The ledger's sequencer refuses: %s", refusal)
            problem, wait = str(refusal), REFUSAL_SECONDS
            _beat_if_possible(sequencer.size, problem)
        except (OSError, DatabaseError, InterfaceError) as error:
            if not problem:
                log.warning("The ledger's sequencer waits: %s", type(error).__name__)
            problem = f"the sequencer cannot work: {type(error).__name__}"
            wait, back_off = back_off, min(back_off * 2, _LONGEST_BACK_OFF)
            if isinstance(error, (OperationalError, InterfaceError)):
                connection.close()
            else:
                _beat_if_possible(sequencer.size, problem)
        stop.wait(wait)
    with contextlib.suppress(LedgerError, OSError, DatabaseError, InterfaceError):
        sequencer.sign()
    connection.close()


def keep_durably(path: Path, note: str) -> None:
    """Replace the file by `note` so that a crash leaves the old or the new one whole.

    Raises:
        OSError: the folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(note)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _last_note(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT note FROM ledger_checkpoint ORDER BY number DESC LIMIT 1")
    row = cursor.fetchone()
    return str(row[0]) if row else ""


def _insert_checkpoint(cursor: CursorWrapper, note: str, head: TreeHead) -> None:
    cursor.execute(
        "INSERT INTO ledger_checkpoint (number, size, root, note) "
        "SELECT coalesce(max(number), 0) + 1, %s, %s, %s FROM ledger_checkpoint",
        [head.size, head.root, note],
    )


def _extend(cursor: CursorWrapper, tree: merkle.Frontier, size: int) -> None:
    """Read leaves from the database until `tree` has `size` of them."""
    while tree.size < size:
        end = min(tree.size + 50_000, size)
        cursor.execute("SELECT hash FROM ledger_leaf WHERE index >= %s AND index < %s ORDER BY index", [tree.size, end])
        hashes = [bytes(leaf) for (leaf,) in cursor.fetchall()]
        if len(hashes) != end - tree.size:
            raise SequencerRefusalError(
                f"leaves between {tree.size} and {end} are missing, so nothing more is signed; "
                "antigone ledger verify says which"
            )
        tree.extend(hashes)


def _beat(size: int, problem: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_heartbeat (id, at, size, problem) VALUES (1, clock_timestamp(), %s, %s) "
            "ON CONFLICT (id) DO UPDATE "
            "SET at = excluded.at, size = excluded.size, problem = excluded.problem",
            [size, problem],
        )


def _beat_if_possible(size: int, problem: str) -> None:
    try:
        _beat(size, problem)
    except (DatabaseError, InterfaceError):
        connection.close()
