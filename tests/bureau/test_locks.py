"""What one process does at a time: nobody else gets in, and whoever did not get in lets nobody else in."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from antigone.bureau.locks import alone

pytestmark = pytest.mark.django_db
_WORK = int.from_bytes(b"testing", "big")


@pytest.fixture
def other() -> Iterator[psycopg.Connection]:
    connection.ensure_connection()
    ours = connection.connection
    assert ours is not None
    with psycopg.connect(ours.info.dsn, password=ours.info.password or None, autocommit=True) as theirs:
        yield theirs


def takes(other: psycopg.Connection) -> bool:
    row = other.execute("SELECT pg_try_advisory_lock(%s)", [_WORK]).fetchone()
    return bool(row and row[0])


def test_nobody_else_gets_in_until_the_block_ends_however_it_ends(other: psycopg.Connection) -> None:
    got_in = []

    def work() -> None:
        with alone(_WORK) as held:
            got_in.append((held, takes(other)))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert got_in == [(True, False)]
    assert takes(other)


def test_whoever_did_not_get_in_takes_nothing_from_him_who_is_in(other: psycopg.Connection) -> None:
    assert takes(other)
    with alone(_WORK) as held:
        assert not held
    with alone(_WORK) as held:
        assert not held
    other.execute("SELECT pg_advisory_unlock(%s)", [_WORK])
    with alone(_WORK) as held:
        assert held
