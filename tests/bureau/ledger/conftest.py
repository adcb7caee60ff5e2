"""A database of one's own, in which the ledger's tests may commit, crash and tamper."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from psycopg import sql

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.ledger.notes import Signer

REGISTRAR = Actor("olena.registrar", "registrar")


@action
def enter_record(number: int, *, note: str = "") -> int:
    """An action as a register has them."""
    record_event(
        "registry.enter_record",
        actor=REGISTRAR,
        subject=Subject("record", f"r-{number}"),
        detail={"number": number, "note": note, "weight": number / 7},
    )
    return number


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The log's key."""
    return Signer("antigone-test", Ed25519PrivateKey.generate())


@pytest.fixture
def last_signed(tmp_path: Path) -> Path:
    """The file outside the database that the sequencer keeps."""
    return tmp_path / "ledger" / "checkpoint"


@pytest.fixture(scope="session")
def original_database(request: pytest.FixtureRequest) -> None:
    """The test database, whichever tests run.

    pytest-django makes it only when some test is marked; the mark would also open a transaction, and these
    tests commit. So one test seems marked for the moment in which pytest-django looks.
    """
    names = next(item.fixturenames for item in request.session.items if isinstance(item, pytest.Function))
    names.append("db")
    try:
        request.getfixturevalue("django_db_setup")
    finally:
        names.remove("db")


@pytest.fixture
def own_database(original_database: None, django_db_blocker: Any) -> Iterator[str]:
    """Django's connection, in every thread, to a fresh copy of the test database; gives the copy's name."""
    with copied_database(django_db_blocker) as name:
        yield name


@pytest.fixture(scope="module")
def shared_database(original_database: None, django_db_blocker: Any) -> Iterator[str]:
    """As `own_database`, for a whole module whose tests roll back what they do."""
    with copied_database(django_db_blocker) as name:
        yield name


@contextlib.contextmanager
def copied_database(blocker: Any) -> Iterator[str]:
    from django.db import connection, connections

    settings = connection.settings_dict
    original = settings["NAME"]
    copy = f"{original}_ledger_{time.monotonic_ns()}"
    with blocker.unblock():
        connections.close_all()
        with superuser_connection("postgres") as administration:
            administration.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(original))
            )
        with superuser_connection(copy) as own:
            own.execute("ALTER TABLE ledger_event ALTER id RESTART")
        settings["NAME"] = copy
        try:
            yield copy
        finally:
            connections.close_all()
            settings["NAME"] = original
            with superuser_connection("postgres") as administration:
                administration.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy)))


def superuser_connection(database: str) -> psycopg.Connection[Any]:
    """A plain connection, as the server's owner, that commits each statement."""
    from django.db import connection

    settings = connection.settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=database,
        autocommit=True,
    )


@pytest.fixture
def tamper(own_database: str) -> Iterator[Callable[..., Any]]:
    """SQL by someone who owns the database and has put every guard to sleep: ``tamper("UPDATE …", values)``."""
    with superuser_connection(own_database) as connection:
        connection.execute("SET synchronous_commit = off")  # the crime need not survive a power cut
        for table in ("ledger_event", "ledger_leaf", "ledger_checkpoint"):
            connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")  # type: ignore[arg-type]
        connection.execute("ALTER TABLE ledger_event ENABLE TRIGGER ledger_event_enqueue")

        def run(statement: str, *values: Any) -> list[Any]:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

        yield run
