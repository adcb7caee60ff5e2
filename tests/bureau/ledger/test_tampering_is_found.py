"""A hundred random crimes by someone who owns the database; each is found, and the honest ledger never accused."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.ledger.conftest import enter_record

from antigone.bureau.ledger import Actor, encoding, merkle
from antigone.bureau.ledger.models import Checkpoint, Event, Leaf
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.ledger.rows import EVENTS_BY_ID, EventRow
from antigone.bureau.ledger.sequencer import sequence_once
from antigone.bureau.ledger.shredding import NoSuchDetailError, shred_detail
from antigone.bureau.ledger.verify import Harm, Verdict, verify_ledger

Tamper = Callable[..., Any]
EVENTS = 42
TABLES = ("ledger_event", "ledger_leaf", "ledger_checkpoint", "ledger_pending")


@dataclass(frozen=True)
class World:
    """A ledger of 42 events under six checkpoints, the last of which was kept outside; and its criminal."""

    sql: Tamper
    signer: Signer
    outside: str

    def verdict(self) -> Verdict:
        return verify_ledger({"the checkpoint kept outside": self.outside}, self.signer.verifier)

    def restore(self) -> None:
        for table in TABLES:
            self.sql(f"DELETE FROM {table}")
            self.sql(f"INSERT INTO {table} SELECT * FROM kept_{table}")

    def rehash(self) -> None:
        """Make every leaf fit its event again."""
        for index, event in self.sql("SELECT index, event_id FROM ledger_leaf"):
            (row,) = self.sql(EVENTS_BY_ID, [event])
            leaf = merkle.leaf_hash(EventRow(*row).entry())
            self.sql("UPDATE ledger_leaf SET hash = %s WHERE index = %s", leaf, index)

    def resign(self) -> None:
        """Sign every checkpoint anew with the stolen key."""
        for number, size in self.sql("SELECT number, size FROM ledger_checkpoint"):
            leaves = [
                bytes(leaf)
                for (leaf,) in self.sql("SELECT hash FROM ledger_leaf WHERE index < %s ORDER BY index", size)
            ]
            root = merkle.tree_root(leaves)
            note = self.signer.sign(len(leaves), root)
            self.sql(
                "UPDATE ledger_checkpoint SET size = %s, root = %s, note = %s WHERE number = %s",
                len(leaves),
                root,
                note,
                number,
            )

    def close_gap(self, index: int) -> None:
        """Let the later leaves move up, by way of negative numbers, for the index is unique."""
        self.sql("UPDATE ledger_leaf SET index = -index WHERE index > %s", index)
        self.sql("UPDATE ledger_leaf SET index = -index - 1 WHERE index < 0")

    def open_gap(self, index: int) -> None:
        self.sql("UPDATE ledger_leaf SET index = -index - 1 WHERE index >= %s", index)
        self.sql("UPDATE ledger_leaf SET index = -index WHERE index < 0")


@pytest.fixture
def world(tamper: Tamper, signer: Signer, last_signed: Path) -> World:
    for number in range(EVENTS):
        enter_record(number, note="«секрет»")
        if number % 7 == 6:
            sequence_once(signer, last_signed)
    for table in TABLES:
        tamper(f"CREATE TABLE kept_{table} AS TABLE {table}")
    tamper("ALTER TABLE ledger_event DISABLE TRIGGER ALL")
    tamper("ALTER TABLE ledger_event DROP CONSTRAINT ledger_event_detail_with_salt")
    tamper("ALTER TABLE ledger_leaf DROP CONSTRAINT ledger_leaf_index")
    return World(tamper, signer, last_signed.read_text())


@dataclass(frozen=True)
class Found:
    """What the verdict must say first; None where a single event cannot be named."""

    harm: Harm
    event: int | None = None


def alter_who_or_what(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    column = dice.choice(["actor_name", "actor_role", "verb", "subject_kind", "subject_id"])
    world.sql(f"UPDATE ledger_event SET {column} = {column} || 'x' WHERE id = %s", event)
    return Found(Harm.ALTERED, event)


def backdate(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    world.sql("UPDATE ledger_event SET at = at - interval '1 microsecond' WHERE id = %s", event)
    return Found(Harm.ALTERED, event)


def alter_detail(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    world.sql("""UPDATE ledger_event SET detail = detail || '{"number": -1}' WHERE id = %s""", event)
    return Found(Harm.ALTERED, event)


def alter_detail_and_commitment(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    salt, detail = dice.randbytes(16), encoding.canonical_json({"number": -1})
    world.sql(
        "UPDATE ledger_event SET salt = %s, detail = %s::jsonb, commitment = %s WHERE id = %s",
        salt,
        detail.decode(),
        encoding.commitment(salt, detail),
        event,
    )
    return Found(Harm.ALTERED, event)


def shred_in_secret(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    world.sql("UPDATE ledger_event SET detail = NULL, salt = NULL WHERE id = %s", event)
    return Found(Harm.ALTERED, event)


def lose_the_salt(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    world.sql("UPDATE ledger_event SET salt = NULL WHERE id = %s", event)
    return Found(Harm.ALTERED, event)


def delete_event(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS)
    world.sql("DELETE FROM ledger_event WHERE id = %s", event)
    return Found(Harm.REMOVED, event)


def delete_leaf_and_event(world: World, dice: random.Random) -> Found:
    event = dice.randint(1, EVENTS - 1)
    world.sql("DELETE FROM ledger_event WHERE id = %s", event)
    world.sql("DELETE FROM ledger_leaf WHERE event_id = %s", event)
    return Found(Harm.REMOVED)


def delete_and_close_the_gap(world: World, dice: random.Random) -> Found:
    delete_leaf_and_event(world, dice)
    ((index,),) = world.sql(
        "SELECT place FROM generate_series(0, %s) AS place WHERE place NOT IN (SELECT index FROM ledger_leaf)",
        EVENTS - 1,
    )
    world.close_gap(index)
    # Under the last checkpoint nothing remains that has its size.
    return Found(Harm.REWRITTEN if index < EVENTS - 7 else Harm.REMOVED)


def insert_event(world: World, dice: random.Random) -> Found:
    ((event,),) = world.sql(
        "INSERT INTO ledger_event (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) "
        "SELECT actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment "
        "FROM ledger_event WHERE id = %s RETURNING id",
        dice.randint(1, EVENTS),
    )
    return Found(Harm.INSERTED, event)


def insert_event_among_others(world: World, dice: random.Random) -> Found:
    found = insert_event(world, dice)
    index = dice.randint(0, EVENTS - 1)
    world.open_gap(index)
    world.sql("INSERT INTO ledger_leaf VALUES (%s, %s, %s)", index, found.event, bytes(32))
    world.rehash()
    return Found(Harm.REWRITTEN)


def swap_events(world: World, dice: random.Random) -> Found:
    swap_places(world, *sorted(dice.sample(range(EVENTS), 2)))
    return Found(Harm.REWRITTEN)


def swap_events_under_their_hashes(world: World, dice: random.Random) -> Found:
    first, second = sorted(dice.sample(range(EVENTS), 2))
    ((one,),) = world.sql("SELECT hash FROM ledger_leaf WHERE index = %s", first)
    ((two,),) = world.sql("SELECT hash FROM ledger_leaf WHERE index = %s", second)
    ((moved,),) = world.sql("SELECT event_id FROM ledger_leaf WHERE index = %s", second)
    swap_places(world, first, second)
    world.sql("UPDATE ledger_leaf SET hash = %s WHERE index = %s", one, first)
    world.sql("UPDATE ledger_leaf SET hash = %s WHERE index = %s", two, second)
    return Found(Harm.REORDERED, moved)


def swap_places(world: World, first: int, second: int) -> None:
    for old, new in ((first, -first - 1), (second, first), (-first - 1, second)):
        world.sql("UPDATE ledger_leaf SET index = %s WHERE index = %s", new, old)


def cut_the_end(world: World, dice: random.Random) -> Found:
    keep = dice.randint(0, EVENTS - 1)
    world.sql("DELETE FROM ledger_event WHERE id > %s", keep)
    world.sql("DELETE FROM ledger_leaf WHERE index >= %s", keep)
    if dice.random() < 0.5:
        world.sql("DELETE FROM ledger_checkpoint WHERE size > %s", keep)
    return Found(Harm.REMOVED)


def empty_one_table(world: World, dice: random.Random) -> Found | None:
    world.sql(f"TRUNCATE {dice.choice(TABLES[:3])}")
    return None


def empty_everything(world: World, dice: random.Random) -> Found:
    for table in TABLES:
        world.sql(f"TRUNCATE {table}")
    return Found(Harm.REMOVED)


def rewrite_without_the_key(world: World, dice: random.Random) -> Found:
    alter_who_or_what(world, dice)
    world.rehash()
    return Found(Harm.REWRITTEN)


def rewrite_and_drop_the_checkpoints(world: World, dice: random.Random) -> Found:
    alter_who_or_what(world, dice)
    world.rehash()
    world.sql("TRUNCATE ledger_checkpoint")
    return Found(Harm.REWRITTEN)


def rewrite_with_the_stolen_key(world: World, dice: random.Random) -> Found:
    crime = dice.choice([alter_who_or_what, backdate, alter_detail_and_commitment, delete_and_close_the_gap])
    crime(world, dice)
    if crime is not delete_and_close_the_gap:
        world.rehash()
    world.resign()
    assert verify_ledger({}, world.signer.verifier).sound  # nothing inside the database betrays it
    return Found(Harm.REMOVED if crime is delete_and_close_the_gap else Harm.REWRITTEN)


def take_a_checkpoint_away(world: World, dice: random.Random) -> Found:
    world.sql("DELETE FROM ledger_checkpoint WHERE number = %s", dice.randint(1, 6))
    return Found(Harm.CHECKPOINT)


def alter_a_checkpoint(world: World, dice: random.Random) -> Found:
    change = dice.choice(["note = replace(note, 'a', 'b')", "size = size + 100", "root = sha256(root)"])
    world.sql(f"UPDATE ledger_checkpoint SET {change} WHERE number = %s", dice.randint(1, 6))
    return Found(Harm.CHECKPOINT)


CRIMES = [
    alter_who_or_what,
    backdate,
    alter_detail,
    alter_detail_and_commitment,
    shred_in_secret,
    lose_the_salt,
    delete_event,
    delete_leaf_and_event,
    delete_and_close_the_gap,
    insert_event,
    insert_event_among_others,
    swap_events,
    swap_events_under_their_hashes,
    cut_the_end,
    empty_one_table,
    empty_everything,
    rewrite_without_the_key,
    rewrite_and_drop_the_checkpoints,
    rewrite_with_the_stolen_key,
    take_a_checkpoint_away,
    alter_a_checkpoint,
]


def test_a_hundred_random_crimes_are_each_found(world: World) -> None:
    dice = random.Random(1848)
    unfound = []
    for trial in range(105):
        crime = CRIMES[trial % len(CRIMES)]
        expected = crime(world, dice)
        verdict = world.verdict()
        first = verdict.faults[0] if verdict.faults else None
        named = first is not None and (
            expected is None
            or (first.harm == expected.harm and (expected.event is None or first.event == expected.event))
        )
        if not named:
            unfound.append((trial, crime.__name__, expected, verdict.faults[:2]))
        world.restore()
        if trial % 10 == 0:
            assert world.verdict().sound
    assert unfound == []
    assert world.verdict().sound


def test_a_rewritten_stretch_names_the_first_event_that_may_differ(world: World) -> None:
    world.sql("UPDATE ledger_event SET actor_name = 'x' WHERE id = 17")
    world.rehash()
    fault = world.verdict().faults[0]
    assert (fault.harm, fault.event, fault.leaf) == (Harm.REWRITTEN, 15, 14)  # the third checkpoint covers 15 to 21
    assert "checkpoint 3 was signed for 21 events" in fault.sentence
    assert "the first that may differ is event 15" in fault.sentence


def test_a_fork_shown_to_somebody_else_is_found(world: World) -> None:
    fork = world.signer.sign(EVENTS, bytes(32))
    faults = verify_ledger({"what the partner was shown": fork}, world.signer.verifier).faults
    assert [fault.harm for fault in faults] == [Harm.REWRITTEN]
    assert "what the partner was shown was signed for 42 events that are not the first 42" in faults[0].sentence


def test_an_older_checkpoint_kept_outside_still_fits(world: World) -> None:
    note = Checkpoint.objects.get(number=2).note
    assert verify_ledger({"an old printout": note}, world.signer.verifier).sound


def test_a_lawful_deletion_leaves_the_ledger_sound(world: World, signer: Signer, last_signed: Path) -> None:
    world.sql("ALTER TABLE ledger_event ENABLE TRIGGER ALL")
    shred_detail(5, actor=Actor("taras.owner", "administrator"), reason="the family asked")
    event = Event.objects.get(pk=5)
    assert (event.detail, event.salt) == (None, None)
    assert event.commitment
    assert world.verdict().sound  # while the act itself still waits
    sequence_once(signer, last_signed)
    assert world.verdict().sound
    assert Leaf.objects.count() == EVENTS + 1
    with pytest.raises(NoSuchDetailError, match="event 5 has no detail"):
        shred_detail(5, actor=Actor("taras.owner", "administrator"), reason="again")


def test_an_unfinished_ledger_is_sound(world: World) -> None:
    world.sql("ALTER TABLE ledger_event ENABLE TRIGGER ALL")
    enter_record(99)
    verdict = world.verdict()
    assert (verdict.sound, verdict.size, verdict.waiting, verdict.unsigned, verdict.checkpoints) == (True, 42, 1, 0, 6)


def test_switching_the_queue_off_hides_nothing(world: World) -> None:
    enter_record(99)  # the queue's trigger sleeps here
    (fault,) = world.verdict().faults
    assert fault.harm is Harm.INSERTED
    assert "has no place in the tree and does not wait for one" in fault.sentence


@pytest.mark.parametrize("note", ["", "rubbish", "antigone-test\n1\nAAAA\n\n"])
def test_a_checkpoint_that_cannot_be_read_is_a_fault_and_not_a_pass(world: World, note: str) -> None:
    (fault,) = verify_ledger({"FILE": note}, world.signer.verifier).faults
    assert fault.sentence.startswith("FILE cannot be used")
