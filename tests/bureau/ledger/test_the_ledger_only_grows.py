"""The first fence: triggers and grants, tried in SQL as each role."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from tests.bureau.ledger.conftest import enter_record

from antigone.bureau.ledger.models import Event
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.ledger.sequencer import sequence_once

TABLES = ("ledger_event", "ledger_leaf", "ledger_checkpoint")
CHANGES = (
    "UPDATE ledger_event SET actor_name = 'nobody'",
    "UPDATE ledger_event SET detail = '{}'",
    "UPDATE ledger_event SET detail = NULL, salt = NULL, actor_name = 'nobody'",
    "UPDATE ledger_event SET at = at - interval '1 day'",
    "DELETE FROM ledger_event",
    "TRUNCATE ledger_event",
    "UPDATE ledger_leaf SET index = index + 100",
    "DELETE FROM ledger_leaf",
    "TRUNCATE ledger_leaf",
    "UPDATE ledger_checkpoint SET size = size + 1",
    "DELETE FROM ledger_checkpoint",
    "TRUNCATE ledger_checkpoint",
)
INSERT_EVENT = (
    "INSERT INTO ledger_event (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) "
    "VALUES ('a', 'b', 'c.d', 'e', 'f', '{}', decode(repeat('00', 16), 'hex'), decode(repeat('00', 32), 'hex'))"
)
INSERT_LEAF = "INSERT INTO ledger_leaf VALUES (99, 99, decode(repeat('00', 32), 'hex'))"
INSERT_CHECKPOINT = (
    "INSERT INTO ledger_checkpoint (number, size, root, note) VALUES (9, 9, decode(repeat('00', 32), 'hex'), '')"
)
BEAT = "INSERT INTO ledger_heartbeat VALUES (1, now(), 0, '') ON CONFLICT (id) DO UPDATE SET at = now()"
READS = tuple(f"SELECT count(*) FROM {table}" for table in (*TABLES, "ledger_pending", "ledger_heartbeat"))


def run_as(role: str, statement: str) -> None:
    """Try a statement in a role's shoes; nothing of it stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        if role:
            cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def three_events_under_a_checkpoint(
    shared_database: str, signer: Signer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for number in range(3):
        enter_record(number)
    sequence_once(signer, tmp_path_factory.mktemp("ledger") / "checkpoint")


pytestmark = pytest.mark.usefixtures("three_events_under_a_checkpoint")


@pytest.mark.parametrize("statement", CHANGES)
def test_not_even_the_owner_changes_history_while_the_triggers_wake(statement: str) -> None:
    verb, table = statement.split()[0], next(word for word in statement.split() if word.startswith("ledger_"))
    with pytest.raises(IntegrityError, match=f"the ledger only grows: {verb} on {table} is refused"):
        run_as("", statement)


def test_a_replicas_session_does_not_put_the_triggers_to_sleep() -> None:
    with pytest.raises(IntegrityError, match="the ledger only grows"):
        run_as("", "SET LOCAL session_replication_role = replica; DELETE FROM ledger_event")


@pytest.mark.parametrize("role", ["antigone_public", "antigone_staff", "antigone_worker"])
@pytest.mark.parametrize("statement", CHANGES)
def test_no_role_may_even_try(role: str, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as(role, statement)


@pytest.mark.parametrize("statement", [*READS, INSERT_EVENT, INSERT_LEAF, INSERT_CHECKPOINT, BEAT])
def test_the_public_role_neither_reads_nor_writes(statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as("antigone_public", statement)


@pytest.mark.parametrize(
    "statement",
    [
        INSERT_LEAF,
        INSERT_CHECKPOINT,
        BEAT,
        "DELETE FROM ledger_pending",
        "INSERT INTO ledger_pending VALUES (99)",
        "INSERT INTO ledger_event (id) VALUES (1)",
        "INSERT INTO ledger_event (at) VALUES (now() - interval '1 day')",
        "SELECT ledger_enqueue()",
    ],
)
def test_staff_add_events_and_choose_neither_id_nor_time(statement: str) -> None:
    for allowed in (*READS, INSERT_EVENT):
        run_as("antigone_staff", allowed)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as("antigone_staff", statement)


@pytest.mark.parametrize(
    "statement",
    ["INSERT INTO ledger_pending VALUES (99)", "INSERT INTO ledger_event (at) VALUES (now() - interval '1 day')"],
)
def test_the_worker_acts_orders_and_signs_and_chooses_neither_place_nor_time(statement: str) -> None:
    for allowed in (*READS, INSERT_EVENT, INSERT_LEAF, INSERT_CHECKPOINT, BEAT, "DELETE FROM ledger_pending"):
        run_as("antigone_worker", allowed)
    with pytest.raises(ProgrammingError, match="permission denied"):
        run_as("antigone_worker", statement)


def test_nobodys_temporary_table_takes_the_queues_place() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE antigone_staff")
        cursor.execute("CREATE TEMPORARY TABLE ledger_pending (event_id bigint) ON COMMIT DROP")
        cursor.execute(INSERT_EVENT)
        cursor.execute("SELECT count(*) FROM public.ledger_pending")
        assert cursor.fetchone() == (1,)
        transaction.set_rollback(True)


def test_a_detail_and_its_salt_are_deleted_together_or_not_at_all() -> None:
    event = Event.objects.earliest("id")
    for half in ("detail = NULL", "salt = NULL"):
        with pytest.raises(DatabaseError):
            run_as("", f"UPDATE ledger_event SET {half} WHERE id = {event.pk}")
    run_as("", f"UPDATE ledger_event SET detail = NULL, salt = NULL WHERE id = {event.pk}")
