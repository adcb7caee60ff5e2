"""The sequencer: every committed event once, in one tree, signed; and no signature under a history that broke."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from tests.bureau.ledger.conftest import enter_record, superuser_connection

from antigone.bureau.ledger import merkle, sequencer
from antigone.bureau.ledger.models import Checkpoint, Event, Leaf, Pending
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.ledger.queries import newest_checkpoint, sequencer_state
from antigone.bureau.ledger.sequencer import Sequencer, SequencerRefusalError, run_sequencer, sequence_once
from antigone.bureau.ledger.verify import verify_ledger

Tamper = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own(own_database: str) -> None:
    """Every test here commits."""


def events_in_order() -> list[int]:
    return list(Leaf.objects.order_by("index").values_list("event_id", flat=True))


def test_events_are_placed_and_signed(signer: Signer, last_signed: Path) -> None:
    for number in range(5):
        enter_record(number)
    done = sequence_once(signer, last_signed)
    assert done.appended == 5
    assert not Pending.objects.exists()
    head = signer.verifier.open(done.checkpoint)
    leaves = [bytes(leaf) for leaf in Leaf.objects.order_by("index").values_list("hash", flat=True)]
    assert (head.size, head.root) == (5, merkle.tree_root(leaves))
    assert last_signed.read_text() == newest_checkpoint() == done.checkpoint


def test_nothing_new_is_nothing_signed(signer: Signer, last_signed: Path) -> None:
    enter_record(1)
    first = sequence_once(signer, last_signed)
    assert sequence_once(signer, last_signed) == sequencer.Sequenced(0, first.checkpoint)
    assert Checkpoint.objects.count() == 1


def test_an_empty_ledger_needs_no_signature(signer: Signer, last_signed: Path) -> None:
    assert sequence_once(signer, last_signed) == sequencer.Sequenced(0, "")
    assert not last_signed.exists()
    assert verify_ledger({}, signer.verifier).sound


def test_an_event_that_commits_late_is_not_skipped(own_database: str, signer: Signer, last_signed: Path) -> None:
    enter_record(1)
    slow = superuser_connection(own_database)
    slow.autocommit = False
    slow.execute(
        "INSERT INTO ledger_event (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) "
        "SELECT actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment FROM ledger_event"
    )
    enter_record(3)
    assert sequence_once(signer, last_signed).appended == 2
    slow.commit()
    slow.close()
    assert sequence_once(signer, last_signed).appended == 1
    assert events_in_order() == [1, 3, 2]
    assert verify_ledger({}, signer.verifier).sound


def test_batches_of_any_size_give_one_tree(signer: Signer, last_signed: Path) -> None:
    for number in range(7):
        enter_record(number)
    small = Sequencer(signer, last_signed, batch=3)
    assert [small.append() for _ in range(4)] == [3, 3, 1, 0]
    assert signer.verifier.open(small.sign()).size == 7
    assert verify_ledger({}, signer.verifier).sound


def test_a_crash_before_the_leaves_are_committed_leaves_the_events_waiting(
    signer: Signer, last_signed: Path, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        enter_record(number)
    crashing = Sequencer(signer, last_signed)

    def lose_the_database(tree: merkle.Frontier) -> merkle.Frontier:
        with superuser_connection("postgres") as administration:
            administration.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [own_database]
            )
        return original(tree)

    original = merkle.Frontier.copy
    with monkeypatch.context() as patched:
        patched.setattr(merkle.Frontier, "copy", lose_the_database)
        with pytest.raises(OperationalError):
            crashing.append()
    connection.close()
    assert (Leaf.objects.count(), Pending.objects.count()) == (0, 3)
    assert crashing.append() == 3
    assert signer.verifier.open(crashing.sign()).size == 3
    assert verify_ledger({}, signer.verifier).sound


def test_a_crash_between_leaves_and_checkpoint_is_made_good(signer: Signer, last_signed: Path) -> None:
    for number in range(3):
        enter_record(number)
    Sequencer(signer, last_signed).append()
    assert not Checkpoint.objects.exists()
    assert sequence_once(signer, last_signed).appended == 0
    assert Checkpoint.objects.get().size == 3
    assert verify_ledger({}, signer.verifier).sound


def test_a_crash_between_the_file_and_the_database_forgets_no_signature(
    signer: Signer, last_signed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_record(1)
    crashing = Sequencer(signer, last_signed)
    crashing.append()
    with monkeypatch.context() as patched:
        patched.setattr(sequencer, "_insert_checkpoint", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            crashing.sign()
    assert not Checkpoint.objects.exists()
    signed = last_signed.read_text()
    enter_record(2)
    sequence_once(signer, last_signed)
    assert [each.note for each in Checkpoint.objects.order_by("number")] == [signed, last_signed.read_text()]
    assert verify_ledger({}, signer.verifier).sound


def test_a_file_that_lags_behind_is_brought_up_to_date(signer: Signer, last_signed: Path) -> None:
    enter_record(1)
    older = sequence_once(signer, last_signed).checkpoint
    enter_record(2)
    newer = sequence_once(signer, last_signed).checkpoint
    last_signed.write_text(older)
    assert sequence_once(signer, last_signed).checkpoint == newer == last_signed.read_text()


def test_a_database_set_back_is_not_signed(signer: Signer, last_signed: Path, tamper: Tamper) -> None:
    for number in range(4):
        enter_record(number)
    sequence_once(signer, last_signed)
    for table in ("ledger_event", "ledger_leaf", "ledger_checkpoint"):
        tamper(f"TRUNCATE {table}")
    enter_record(9)
    with pytest.raises(SequencerRefusalError, match=r"speaks of 4 events, but the database has 0.*history is missing"):
        sequence_once(signer, last_signed)
    assert Pending.objects.count() == 1


def test_a_rewritten_database_is_not_signed_even_with_the_stolen_key(
    signer: Signer, last_signed: Path, tamper: Tamper, tmp_path: Path
) -> None:
    for number in range(4):
        enter_record(number)
    sequence_once(signer, last_signed)
    tamper("TRUNCATE ledger_leaf, ledger_checkpoint")
    tamper("INSERT INTO ledger_pending SELECT id FROM ledger_event")
    tamper("UPDATE ledger_event SET actor_name = 'somebody else' WHERE id = 2")
    sequence_once(signer, tmp_path / "thief" / "checkpoint")
    with pytest.raises(SequencerRefusalError, match=r"first 4 events are not those of .*history was rewritten"):
        sequence_once(signer, last_signed)


def test_a_running_sequencer_notices_a_checkpoint_taken_from_the_database(
    signer: Signer, last_signed: Path, tamper: Tamper
) -> None:
    running = Sequencer(signer, last_signed)
    enter_record(1)
    running.append()
    running.sign()
    tamper("DELETE FROM ledger_leaf")
    enter_record(2)
    with pytest.raises(SequencerRefusalError, match="history is missing"):
        running.append()
    assert Pending.objects.count() == 1


def test_a_lost_file_is_not_replaced_by_the_databases_word(signer: Signer, last_signed: Path) -> None:
    enter_record(1)
    sequence_once(signer, last_signed)
    last_signed.unlink()
    with pytest.raises(SequencerRefusalError, match=r"is missing.*antigone ledger checkpoint --out"):
        sequence_once(signer, last_signed)


@pytest.mark.parametrize("content", [b"", b"rubbish\n", b"\xff\xfe", b"a\n1\nAAAA\n\n"])
def test_a_spoilt_file_stops_the_signing(signer: Signer, last_signed: Path, content: bytes) -> None:
    enter_record(1)
    sequence_once(signer, last_signed)
    last_signed.write_bytes(content)
    with pytest.raises(SequencerRefusalError, match=r"cannot be trusted|holds no checkpoint|is missing"):
        sequence_once(signer, last_signed)


def test_an_event_removed_while_it_waits_is_reported(signer: Signer, last_signed: Path, tamper: Tamper) -> None:
    enter_record(1)
    enter_record(2)
    tamper("DELETE FROM ledger_event WHERE id = 1")
    with pytest.raises(SequencerRefusalError, match="event 1 waited for its place and is gone"):
        sequence_once(signer, last_signed)


def test_an_event_queued_twice_is_reported(signer: Signer, last_signed: Path, tamper: Tamper) -> None:
    enter_record(1)
    sequence_once(signer, last_signed)
    tamper("INSERT INTO ledger_pending VALUES (1)")
    with pytest.raises(SequencerRefusalError, match="a place that it already has"):
        sequence_once(signer, last_signed)


def test_two_sequencers_take_turns(signer: Signer, last_signed: Path) -> None:
    first, second = Sequencer(signer, last_signed), Sequencer(signer, last_signed)
    for number in range(6):
        enter_record(number)
        each = (first, second)[number % 2]
        assert each.append() == 1
        each.sign()
    assert verify_ledger({}, signer.verifier).sound
    assert Checkpoint.objects.count() == 6


def test_a_sequencer_in_mid_round_keeps_others_out(own_database: str, signer: Signer, last_signed: Path) -> None:
    enter_record(1)
    with superuser_connection(own_database) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [int.from_bytes(b"antigone", "big")])
        waiting = Sequencer(signer, last_signed)
        assert (waiting.append(), waiting.sign()) == (0, "")
        # Given back here: a server notices only some time later that a connection was closed.
        other.execute("SELECT pg_advisory_unlock(%s)", [int.from_bytes(b"antigone", "big")])
    assert (waiting.append(), signer.verifier.open(waiting.sign()).size) == (1, 1)


def test_the_loop_sequences_signs_beats_and_stops(signer: Signer, last_signed: Path) -> None:
    stop = threading.Event()
    loop = threading.Thread(
        target=run_sequencer, args=(stop, signer, last_signed), kwargs={"pause": 0.01, "checkpoint_every": 0.05}
    )
    loop.start()
    try:
        for number in range(20):
            enter_record(number)
    finally:
        stop.set()
        loop.join(60)
    assert not loop.is_alive()
    sequence_once(signer, last_signed)  # what committed in the last moment
    state = sequencer_state()
    assert (state.problem, state.waiting) == ("", 0)
    assert state.silent_seconds is not None
    assert 0 <= state.silent_seconds < 60
    assert state.last_checkpoint_at is not None
    assert verify_ledger({"the file": last_signed.read_text()}, signer.verifier).sound


def test_the_loop_says_in_its_heartbeat_why_it_refuses(signer: Signer, last_signed: Path, tamper: Tamper) -> None:
    enter_record(1)
    sequence_once(signer, last_signed)
    tamper("TRUNCATE ledger_leaf")
    stop = threading.Event()
    loop = threading.Thread(target=run_sequencer, args=(stop, signer, last_signed))
    loop.start()
    try:
        for _ in range(1_200):
            if sequencer_state().problem:
                break
            stop.wait(0.05)
        assert "history is missing" in sequencer_state().problem
    finally:
        stop.set()
        loop.join(60)
    assert not loop.is_alive()


def test_staff_act_and_the_worker_sequences_with_no_more_rights_than_their_roles(
    signer: Signer, last_signed: Path
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE antigone_staff")
        enter_record(1)
        cursor.execute("SET ROLE antigone_worker")
        assert sequence_once(signer, last_signed).appended == 1
        sequencer._beat(1, "")
        cursor.execute("SET ROLE antigone_staff")
        assert verify_ledger({}, signer.verifier).sound
        assert sequencer_state().size == 1
        cursor.execute("RESET ROLE")
    assert Event.objects.count() == 1
