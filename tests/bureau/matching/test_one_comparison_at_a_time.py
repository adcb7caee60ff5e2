"""Only one comparison writes at a time: the worker waits for none, a person's command waits a while, then says so."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.db import connection
from tests.bureau.matching.lists import compare, due, families_say, found, lists_say, missing, pairs
from tests.bureau.people import REGISTRAR

from antigone.bureau.matching.engines.local import LocalEngine
from antigone.bureau.matching.runs import compare_due_records, keeping, match_all, repeat_run
from antigone.bureau.matching.values import AnotherMatching

pytestmark = pytest.mark.django_db


@pytest.fixture
def village() -> None:
    families_say(missing("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    lists_say(found("17", "Honcharovskyi Ostap Lukych", birth_date="1987-05-13"))


@contextmanager
def somebody_else_compares() -> Iterator[threading.Event]:
    """Another process holds the lock until the event is set, or the block ends."""
    connection.ensure_connection()
    ours = connection.connection
    assert ours is not None
    done = threading.Event()
    with psycopg.connect(ours.info.dsn, password=ours.info.password or None, autocommit=True) as other:
        other.execute("SET lock_timeout = '5s'")
        other.execute("SELECT pg_advisory_lock(%s)", [keeping._LOCK])

        def let_go() -> None:
            done.wait()
            other.execute("SELECT pg_advisory_unlock(%s)", [keeping._LOCK])

        letting_go = threading.Thread(target=let_go)
        letting_go.start()
        try:
            yield done
        finally:
            done.set()
            letting_go.join()


@pytest.mark.usefixtures("village")
def test_the_worker_does_not_wait_and_nothing_is_lost() -> None:
    with somebody_else_compares(), pytest.raises(AnotherMatching, match="wait until it is done"):
        compare_due_records(actor=REGISTRAR)
    assert due() == {"1", "17"}
    compare()
    assert pairs() == {("1", "17")}


@pytest.mark.usefixtures("village")
def test_a_command_waits_until_the_other_is_done() -> None:
    with somebody_else_compares() as done:
        threading.Timer(0.2, done.set).start()
        assert compare_due_records(actor=REGISTRAR, patience=30).proposed == 1


def in_bulk() -> int:
    """A run over all, which lets go of the lock when it is done; gives its number."""
    return match_all(LocalEngine(processes=0), "local", actor=REGISTRAR).run_id


@pytest.mark.usefixtures("village")
@pytest.mark.parametrize(
    "work",
    [
        pytest.param(lambda _: compare_due_records(actor=REGISTRAR, patience=keeping.PATIENCE), id="due"),
        pytest.param(lambda _: in_bulk(), id="bulk"),
        pytest.param(lambda run: repeat_run(run, lambda _: LocalEngine(processes=0)), id="repetition"),
    ],
)
def test_patience_ends_with_a_sentence(work: Callable[[int], object], monkeypatch: pytest.MonkeyPatch) -> None:
    run = in_bulk()
    monkeypatch.setattr(keeping, "PATIENCE", 0.05)
    with somebody_else_compares(), pytest.raises(AnotherMatching, match="another matching is running"):
        work(run)


def test_waiting_for_others_does_not_shorten_later_waits() -> None:
    with somebody_else_compares() as done:
        threading.Timer(0.2, done.set).start()
        in_bulk()
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)
