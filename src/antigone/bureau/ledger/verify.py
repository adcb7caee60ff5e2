"""Whether the ledger is still what was signed: everything recomputed from the events themselves.

Each leaf must have its event, and the event must give the leaf's hash; each detail must give its
commitment, or have been shredded by a recorded act; every event must have a leaf or wait for one; and
the leaves together must give the root of every checkpoint, those in the database and those kept
elsewhere. Only the last cannot be forged by one who owns the database and the signing key, which is why
at least one checkpoint must live where he does not reach.

What no tree can show: an event changed in the seconds before it was sequenced.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection, transaction

from antigone.bureau.ledger import encoding, merkle
from antigone.bureau.ledger.notes import NoteError, TreeHead, Verifier
from antigone.bureau.ledger.rows import LEAVES_WITH_EVENTS, EventRow, batches

#: A detail's lawful deletion is recorded by an event of this verb whose subject is the event shredded.
SHREDDING = "ledger.shred_detail"
_MOST_FAULTS = 100


class Harm(StrEnum):
    """What was done to the history."""

    ALTERED = "altered"
    REMOVED = "removed"
    INSERTED = "inserted"
    REORDERED = "re-ordered"
    REWRITTEN = "rewritten"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was signed.

    `event` and `leaf` are None where no single one can be named; a rewritten stretch names its first leaf
    that may differ.
    """

    harm: Harm
    sentence: str
    event: int | None = None
    leaf: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; `faults` in the tree's order, at most a hundred.

    `unsigned` events stand after the last checkpoint and are not yet protected; `waiting` ones have no place.
    """

    size: int
    root: bytes
    unsigned: int
    waiting: int
    checkpoints: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Nothing was found."""
        return not self.faults


def verify_ledger(
    outside: Mapping[str, str], verifier: Verifier, *, progress: Callable[[int, int], None] | None = None
) -> Verdict:
    """Recompute the whole ledger and hold it against every checkpoint.

    Args:
        outside: checkpoints kept outside the database: a name to call each by, such as its file's, and its note.
        verifier: the log's public key.
        progress: told now and then how many leaves are done, and of how many.

    Must not run inside a transaction: it reads one snapshot of its own.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return _Examination(verifier, progress).verdict(outside)


@dataclass(frozen=True, slots=True)
class _Checkpoint:
    name: str
    head: TreeHead
    outside: bool


class _Examination:
    """One pass over everything; collects faults."""

    def __init__(self, verifier: Verifier, progress: Callable[[int, int], None] | None) -> None:
        self._verifier = verifier
        self._progress = progress or (lambda done, total: None)
        self._faults: list[Fault] = []
        self._tree = merkle.Frontier()
        self._sound = self._sound_outside = 0
        self._rewritten_up_to = 0
        self._without_detail: set[int] = set()

    def verdict(self, outside: Mapping[str, str]) -> Verdict:
        stored, stored_count = self._stored_checkpoints()
        kept_outside = self._outside_checkpoints(outside)
        self._look_for_lost_checkpoints(stored, kept_outside)
        checkpoints = stored + kept_outside
        self._walk(sorted(checkpoints, key=lambda each: (each.head.size, each.outside)))
        self._prefer_the_exact_fault()
        self._look_for_events_without_place()
        self._look_for_unrecorded_shredding()
        waiting = _number("SELECT count(*) FROM ledger_pending")
        signed = max((each.head.size for each in stored), default=0)
        return Verdict(
            size=self._tree.size,
            root=self._tree.root(),
            unsigned=max(0, self._tree.size - signed),
            waiting=waiting,
            checkpoints=stored_count,
            faults=tuple(sorted(self._faults, key=_place_in_tree)),
        )

    def _found(self, harm: Harm, sentence: str, *, event: int | None = None, leaf: int | None = None) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(Fault(harm, sentence, event, leaf))

    def _stored_checkpoints(self) -> tuple[list[_Checkpoint], int]:
        checkpoints: list[_Checkpoint] = []
        number = size = 0
        with connection.chunked_cursor() as cursor:
            cursor.execute("SELECT number, size, root, note FROM ledger_checkpoint ORDER BY number, size")
            for rows in batches(cursor):
                for found, found_size, root, note in rows:
                    name = f"checkpoint {found}"
                    number += 1
                    if found != number:
                        self._found(Harm.CHECKPOINT, f"checkpoint {number} was removed")
                        number = found
                    try:
                        head = self._verifier.open(note)
                    except NoteError as error:
                        self._found(Harm.CHECKPOINT, f"checkpoint {found} was altered: {error}")
                        continue
                    if (head.size, head.root) != (found_size, bytes(root)):
                        self._found(Harm.CHECKPOINT, f"checkpoint {found} was altered: its note says otherwise")
                    if head.size <= size:
                        self._found(Harm.CHECKPOINT, f"checkpoint {found} does not go beyond the one before it")
                    size = head.size
                    checkpoints.append(_Checkpoint(name, head, outside=False))
        return checkpoints, number

    def _outside_checkpoints(self, outside: Mapping[str, str]) -> list[_Checkpoint]:
        checkpoints: list[_Checkpoint] = []
        for name, note in outside.items():
            try:
                checkpoints.append(_Checkpoint(name, self._verifier.open(note), outside=True))
            except NoteError as error:
                self._found(Harm.CHECKPOINT, f"{name} cannot be used: {error}")
        return checkpoints

    def _look_for_lost_checkpoints(self, stored: list[_Checkpoint], kept_outside: list[_Checkpoint]) -> None:
        sizes = {each.head.size for each in stored}
        for each in kept_outside:
            if each.head.size not in sizes:
                self._found(
                    Harm.CHECKPOINT,
                    f"{each.name}, signed for {each.head.size} events, is no longer among the database's checkpoints "
                    "(a sequencer that was just killed puts its last one back when it starts)",
                )

    def _walk(self, checkpoints: list[_Checkpoint]) -> None:
        """All leaves in order, each against its event; the tree against each checkpoint on the way."""
        total = _number("SELECT count(*) FROM ledger_leaf")
        due = iter([*checkpoints, None])
        following = self._held_against(due, next(due))
        hashes: list[bytes] = []
        expected = 0
        with connection.chunked_cursor() as cursor:
            cursor.execute(LEAVES_WITH_EVENTS)
            for rows in batches(cursor):
                for index, event_id, stored, *columns in rows:
                    if index != expected:
                        self._found(
                            Harm.REMOVED,
                            f"leaf {expected}, which stood before event {event_id}, was removed",
                            leaf=expected,
                        )
                        expected = index
                    expected += 1
                    self._compare(index, event_id, bytes(stored), columns)
                    hashes.append(bytes(stored))
                    if following and self._tree.size + len(hashes) == following.head.size:
                        self._tree.extend(hashes)
                        hashes.clear()
                        following = self._held_against(due, following)
                self._tree.extend(hashes)
                hashes.clear()
                self._progress(self._tree.size, total)
        while following:
            self._missing_end(following)
            following = next(due)

    def _held_against(self, due: Any, following: _Checkpoint | None) -> _Checkpoint | None:
        """Compare the tree with every checkpoint of its present size; the next one of a greater size."""
        while following and following.head.size == self._tree.size:
            if self._tree.root() != following.head.root:
                self._rewritten(following)
            elif following.outside:
                self._sound = self._sound_outside = self._tree.size
            else:
                self._sound = self._tree.size
            following = next(due)
        return following

    def _rewritten(self, checkpoint: _Checkpoint) -> None:
        if self._rewritten_up_to:
            return  # whatever was signed later differs for the same reason
        # Where a checkpoint kept outside is the only witness, those inside were forged with the key and prove nothing.
        first = self._sound_outside if checkpoint.outside else self._sound
        event = _event_at(first)
        self._rewritten_up_to = checkpoint.head.size
        self._found(
            Harm.REWRITTEN,
            f"history was rewritten: {checkpoint.name} was signed for {checkpoint.head.size} events that are not "
            f"the first {checkpoint.head.size} of the database; the first that may differ is event {event} "
            f"(leaf {first})",
            event=event,
            leaf=first,
        )

    def _prefer_the_exact_fault(self) -> None:
        """Where a single leaf of a rewritten stretch is known to be wrong, the stretch says nothing more."""
        stretch = next((fault for fault in self._faults if fault.harm is Harm.REWRITTEN), None)
        if stretch is None or stretch.leaf is None:
            return
        within = range(stretch.leaf, self._rewritten_up_to)
        if any(fault is not stretch and fault.leaf is not None and fault.leaf in within for fault in self._faults):
            self._faults.remove(stretch)

    def _missing_end(self, checkpoint: _Checkpoint) -> None:
        sound = self._sound_outside if checkpoint.outside else self._sound
        self._found(
            Harm.REMOVED,
            f"events were removed: {checkpoint.name} was signed for {checkpoint.head.size} events and the database "
            f"has {self._tree.size} in order; the first {sound} are as they were signed",
            leaf=None if self._rewritten_up_to else sound,
        )

    def _compare(self, index: int, event_id: int, stored: bytes, columns: list[Any]) -> None:
        if columns[0] is None:
            self._found(Harm.REMOVED, f"event {event_id} (leaf {index}) was removed", event=event_id, leaf=index)
            return
        event = EventRow(*columns)
        computed = merkle.leaf_hash(event.entry())
        if computed != stored:
            place = _place_of(computed)
            if place is None:
                self._found(Harm.ALTERED, f"event {event_id} (leaf {index}) was altered", event=event_id, leaf=index)
            else:
                self._found(
                    Harm.REORDERED,
                    f"event {event_id} was moved from leaf {place} to leaf {index}",
                    event=event_id,
                    leaf=index,
                )
        if event.detail is None or event.salt is None:
            self._without_detail.add(event_id)
        elif encoding.commitment(event.salt, encoding.canonical_again(event.detail)) != event.commitment:
            self._found(
                Harm.ALTERED, f"the detail of event {event_id} (leaf {index}) was altered", event=event_id, leaf=index
            )

    def _look_for_events_without_place(self) -> None:
        for harm, query, sentence in _ODD_EVENTS:
            with connection.cursor() as cursor:
                cursor.execute(query)
                for (event_id,) in cursor.fetchmany(_MOST_FAULTS):
                    self._found(harm, sentence.format(event_id), event=event_id)

    def _look_for_unrecorded_shredding(self) -> None:
        if not self._without_detail:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT subject_id FROM ledger_event WHERE verb = %s AND subject_kind = 'event'", [SHREDDING]
            )
            recorded = {int(subject) for (subject,) in cursor.fetchall() if subject.isdecimal()}
        for event_id in sorted(self._without_detail - recorded)[:_MOST_FAULTS]:
            self._found(
                Harm.ALTERED,
                f"the detail of event {event_id} was deleted, and no event records who did it",
                event=event_id,
            )


_ODD_EVENTS = (
    (
        Harm.INSERTED,
        "SELECT e.id FROM ledger_event e WHERE NOT EXISTS (SELECT FROM ledger_leaf l WHERE l.event_id = e.id) "
        "AND NOT EXISTS (SELECT FROM ledger_pending p WHERE p.event_id = e.id) ORDER BY e.id LIMIT 100",
        "event {} has no place in the tree and does not wait for one: it was inserted, or its leaf removed",
    ),
    (
        Harm.REMOVED,
        "SELECT p.event_id FROM ledger_pending p WHERE NOT EXISTS "
        "(SELECT FROM ledger_event e WHERE e.id = p.event_id) ORDER BY p.event_id LIMIT 100",
        "event {} was removed while it waited for its place",
    ),
    (
        Harm.INSERTED,
        "SELECT p.event_id FROM ledger_pending p WHERE EXISTS "
        "(SELECT FROM ledger_leaf l WHERE l.event_id = p.event_id) ORDER BY p.event_id LIMIT 100",
        "event {} waits for a place although it has one: somebody changed the queue",
    ),
)


def _place_in_tree(fault: Fault) -> tuple[int, int]:
    return (fault.leaf if fault.leaf is not None else 2**63, fault.event or 2**63)


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _place_of(leaf: bytes) -> int | None:
    """Where this hash stands in the tree; read only when a leaf is wrong, so no index serves it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(index) FROM ledger_leaf WHERE hash = %s", [leaf])
        place = cursor.fetchone()[0]
        return None if place is None else int(place)


def _event_at(leaf: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM ledger_leaf WHERE index = %s", [leaf])
        row = cursor.fetchone()
        return int(row[0]) if row else None
