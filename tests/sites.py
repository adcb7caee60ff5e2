"""Real sites: granian in its zone, with its zone's rights, on a copy of the test database."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.bureau.enquiries.seizure import Entrusted

from antigone.server.configuration import Configuration, Zone, configuration_from_environment
from antigone.server.sites import Address, answers, site_command, site_environment
from antigone.server.static_files import collect_static_files


@dataclass(frozen=True)
class LiveSite:
    """A site that answers.

    Attributes:
        url: its address without a slash at the end.
        database: the name of its own database.
        said: everything that it has printed, to prove that a log holds nothing private.
    """

    url: str
    database: str
    said: Callable[[], str]


OpenSite = Callable[..., LiveSite]


@pytest.fixture(scope="session")
def entrusted() -> Entrusted:
    """What browsers write on the families' site; whatever they have written is looked for when a site has stopped."""
    return Entrusted()


@pytest.fixture(scope="module")
def open_site(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, entrusted: Entrusted
) -> Iterator[OpenSite]:
    """Starts sites for the length of a module: ``open_site("website", load=write_people)``.

    `load` writes with Django's models, as the database's owner, into a fresh copy of the test database that only
    this site sees, or another one that is opened ``on=site.database``. Nothing is rolled back and nothing leaks into
    other tests.

    When a families' site stops, nothing that browsers have entrusted to any may lie open in its database, in the
    server's files, in ours or among the temporary ones.
    """
    with contextlib.ExitStack() as stack:

        def start(zone: str, load: Callable[[], None] | None = None, *, on: str = "", **environment: str) -> LiveSite:
            configuration = configuration_from_environment()
            name = on or stack.enter_context(copied_database(django_db_blocker, load))
            if zone == "website" and not on:
                stack.callback(nothing_lies_open, name)
            output = tmp_path_factory.mktemp("site") / "output"
            return stack.enter_context(_served(configuration, Zone(zone), name, output, environment))

        def nothing_lies_open(database: str) -> None:
            if entrusted.receipts:
                with django_db_blocker.unblock():
                    found = entrusted.found_in(database, tmp_path_factory.mktemp("seized"))
                assert found == []

        yield start


@contextlib.contextmanager
def copied_database(blocker: Any, load: Callable[[], None] | None) -> Iterator[str]:
    from django.db import connection, connections

    settings = connection.settings_dict
    original = settings["NAME"]
    copy = f"{original}_{os.getpid()}_{time.monotonic_ns()}"
    with blocker.unblock():
        connections.close_all()  # a template may have no other user
        with _administration(settings) as administration:
            _copy(administration, original, copy)
        try:
            if load is not None:
                settings["NAME"] = copy
                try:
                    load()
                finally:
                    connections.close_all()
                    settings["NAME"] = original
            yield copy
        finally:
            with _administration(settings) as administration:
                administration.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy)))


def _copy(administration: psycopg.Connection[Any], original: str, copy: str) -> None:
    """Copy it: the server waits five seconds for its users to be gone, and on a busy machine they take longer."""
    creation = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(copy), sql.Identifier(original))
    deadline = time.monotonic() + 120
    while True:
        try:
            administration.execute(creation)
        except psycopg.errors.ObjectInUse as error:
            if time.monotonic() < deadline:
                continue
            users = "SELECT pid, usename, state, backend_start, query FROM pg_stat_activity WHERE datname = %s"
            error.add_note(repr(administration.execute(users, [original]).fetchall()))
            raise
        return


@pytest.fixture
def own_database(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[str]:
    """Django's connection, in every thread, to a fresh copy of the test database; gives the copy's name.

    For what must commit. pytest-django makes the database only when some test is marked, and the mark would open a
    transaction; so one test seems marked for the moment in which it looks.
    """
    names = next(item.fixturenames for item in request.session.items if isinstance(item, pytest.Function))
    names.append("db")
    try:
        request.getfixturevalue("django_db_setup")
    finally:
        names.remove("db")
    from django.db import connection, connections

    settings = connection.settings_dict
    original = settings["NAME"]
    with copied_database(django_db_blocker, None) as name, django_db_blocker.unblock():
        settings["NAME"] = name
        try:
            yield name
        finally:
            connections.close_all()
            settings["NAME"] = original


def _administration(settings: dict[str, Any]) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    )


def environment_on(database: str, zone: Zone | None = None) -> dict[str, str]:
    """The environment of a child process that works on this database of the test server, in the zone of a command."""
    environment = os.environ | naming(database) | {"NO_COLOR": "1"}
    environment.pop("ANTIGONE_ZONE", None)
    if zone is not None:
        environment |= {"ANTIGONE_ZONE": zone.value, "DJANGO_SETTINGS_MODULE": "antigone.server.settings"}
    return environment


def naming(database: str) -> dict[str, str]:
    """What names a database to a child process: on a server of its own a name, on another one the whole address."""
    url = os.environ.get("DATABASE_URL")
    there = {"DATABASE_URL": make_conninfo(url, dbname=database)} if url else {}
    return {"ANTIGONE_DATABASE_NAME": database} | there


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


@contextlib.contextmanager
def _served(
    configuration: Configuration, zone: Zone, database: str, output: Path, extra: dict[str, str]
) -> Iterator[LiveSite]:
    collect_static_files(configuration)
    address = Address("127.0.0.1", free_port())
    environment = site_environment(configuration, zone) | naming(database) | extra
    if zone is Zone.DESK:
        environment["ANTIGONE_DESK"] = f"{address.host}:{address.port}"  # passkeys are bound to where the desk is
    with running(site_command(address, processes=1), environment, output) as process:
        _wait_until_it_answers(address, process, output)
        yield LiveSite(address.url.rstrip("/"), database, lambda: output.read_text(errors="replace"))


@contextlib.contextmanager
def running(command: list[str], environment: dict[str, str], output: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process for the length of the block; what it prints comes into the file `output`."""
    with output.open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_it_answers(address: Address, process: subprocess.Popen[bytes], output: Any) -> None:
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if answers(address):
            return
        time.sleep(0.05)
    raise AssertionError(f"the site did not start: {output.read_text(errors='replace')[-4000:]}")
