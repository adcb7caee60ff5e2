"""The database: how each zone reaches it, and how it becomes ready.

`django_database` only describes and touches nothing, so that settings can be imported anywhere.
`running_database` starts what must be started, refuses a server that cannot carry Antigone, and brings the
tables up to date.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from antigone.server.configuration import ROLE_OF_ZONE, BadSetting, Configuration, Zone
from antigone.server.database_check import refuse_unfit
from antigone.server.embedded import OWNER_ROLE, Cluster, hold
from antigone.server.embedded.cluster import socket_folder
from antigone.server.trouble import ServerTrouble

#: How long one statement of a zone may take, in milliseconds. The families' website answers strangers: a
#: statement that takes longer there is an attack or a fault.
STATEMENT_TIMEOUT = {Zone.WEBSITE: 1_000, Zone.TELEGRAM: 5_000, Zone.PARTNERS: 5_000, Zone.DESK: 20_000}
#: Connections that one web process keeps at most; `max_connections` must cover all processes.
POOL_SIZE = 8
#: One number for all processes that migrate one database (advisory lock): "antigone" in ASCII.
_MIGRATION_LOCK = 0x616E7469676F6E65 & 0x7FFFFFFFFFFFFFFF
#: Django's own applications in our settings that have tables.
_DJANGO_APPLICATIONS = ("contenttypes", "auth", "sessions")


def django_database(configuration: Configuration) -> dict[str, Any]:
    """The entry of Django's ``DATABASES`` for the configuration's zone; touches neither disk nor network.

    Raises:
        BadSetting: a database URL cannot be read.
    """
    zone = configuration.zone
    connection = _connection_of(configuration, zone)
    options: dict[str, Any] = {
        "server_side_binding": True,
        "application_name": f"antigone {zone}",
        **connection["options"],
    }
    start_up = [options.pop("options", "")]
    if zone in STATEMENT_TIMEOUT:
        start_up.append(f"-c statement_timeout={STATEMENT_TIMEOUT[zone]}")
        start_up.append("-c idle_in_transaction_session_timeout=60000")
    if connection["role"]:
        start_up.append(f"-c role={connection['role']}")
    options["options"] = " ".join(part for part in start_up if part)
    pooled = zone in (Zone.WEBSITE, Zone.DESK)
    if pooled:
        options["pool"] = {"min_size": 1, "max_size": POOL_SIZE, "timeout": 5, "max_idle": 300}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": connection["name"],
        "HOST": connection["host"],
        "PORT": connection["port"],
        "USER": connection["user"],
        "PASSWORD": connection["password"],
        "OPTIONS": options,
        # The pool keeps connections itself and Django forbids both; elsewhere a process keeps its one.
        "CONN_MAX_AGE": 0 if pooled else None,
        "CONN_HEALTH_CHECKS": True,
    }


def _connection_of(configuration: Configuration, zone: Zone) -> dict[str, Any]:
    """Where and as whom a zone connects; `role` is what it must become after logging in, if anything."""
    if not configuration.database_url:
        return {
            "name": configuration.database_name,
            "host": str(socket_folder(configuration.data)),
            "port": "",
            "user": ROLE_OF_ZONE.get(zone, OWNER_ROLE),
            "password": "",
            "options": {},
            "role": "",
        }
    own_url = configuration.zone_urls.get(zone)
    name_of_setting = "DATABASE_URL_…" if own_url else "DATABASE_URL"
    try:
        parts = conninfo_to_dict(own_url or configuration.database_url)
    except psycopg.ProgrammingError:
        # The parser's own words may repeat the password.
        raise BadSetting(
            f"{name_of_setting} cannot be read; write it as postgresql://user:password@host:5432/database, "
            "with %40 for @ and %2F for / inside the password"
        ) from None
    if not all(port.isdigit() for port in str(parts.get("port", "")).split(",") if port):
        raise BadSetting(f"{name_of_setting} has a port that is no number; write it as postgresql://host:5432/…")
    if not parts.get("dbname"):
        raise BadSetting(f"{name_of_setting} names no database; write it as postgresql://user@host/database")
    connection = {
        "name": str(parts.pop("dbname")),
        "host": str(parts.pop("host", "")),
        "port": str(parts.pop("port", "")),
        "user": str(parts.pop("user", "")),
        "password": str(parts.pop("password", "")),
        "role": "" if own_url else ROLE_OF_ZONE.get(zone, ""),
    }
    return {**connection, "options": parts}


@contextlib.contextmanager
def running_database(configuration: Configuration) -> Iterator[None]:
    """For the length of the block the database runs, is fit, and its tables are up to date.

    An embedded server starts if it does not run, and stops at the end if nobody else uses it.

    Raises:
        ServerTrouble: the server does not start, cannot be reached, cannot carry Antigone, or a migration
        failed. BadSetting: a database URL cannot be read.
    """
    with contextlib.ExitStack() as stack:
        if not configuration.database_url:
            cluster = Cluster.of(configuration.data, configuration.postgres_bin)
            stack.enter_context(hold(cluster))
            create_database(cluster, configuration.database_name)
        with connect_as_owner(configuration) as connection:
            refuse_unfit(connection)
            if pending_migrations(connection):
                _migrate(configuration, connection)
        yield


_held = contextlib.ExitStack()
_ready: set[str] = set()


def ready_database(configuration: Configuration) -> None:
    """`running_database` for the rest of this process; a second call does nothing.

    Raises:
        ServerTrouble, BadSetting: see `running_database`.
    """
    key = configuration.database_url or f"{configuration.data}/{configuration.database_name}"
    if key in _ready:
        return
    if not _ready:
        atexit.register(_held.close)
    _held.enter_context(running_database(configuration))
    _ready.add(key)


@contextlib.contextmanager
def connect_as_owner(configuration: Configuration) -> Iterator[psycopg.Connection[Any]]:
    """A connection of the database's owner, outside Django, in autocommit mode.

    Raises:
        ServerTrouble: no server answers, or it refuses the log-in.
    """
    target = _connection_of(configuration, Zone.OWNER)
    arguments = {
        "dbname": target["name"],
        "host": target["host"],
        "port": target["port"],
        "user": target["user"],
        "password": target["password"],
        **target["options"],
    }
    conninfo = make_conninfo(**{key: value for key, value in arguments.items() if value})
    try:
        connection = psycopg.connect(conninfo, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        where = "DATABASE_URL" if configuration.database_url else "Antigone's own PostgreSQL"
        raise ServerTrouble(f"the database at {where} cannot be reached: {_first_line(error)}") from error
    with connection:
        yield connection


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def create_database(cluster: Cluster, name: str) -> None:
    """Create the database on the embedded server unless it is there."""
    with cluster.connect() as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def known_migrations() -> set[tuple[str, str]]:
    """(application, migration) of every migration that this version of Antigone has, read from the files' names."""
    folders: list[tuple[str, Path]] = []
    for name in _DJANGO_APPLICATIONS:
        spec = importlib.util.find_spec("django")
        if spec is None or spec.origin is None:
            raise ServerTrouble("Django is not installed; run bin/setup")
        folders.append((name, Path(spec.origin).parent / "contrib" / name / "migrations"))
    house = Path(__file__).parents[1]
    for storey in ("bureau", "interfaces"):
        folders += [(path.parent.name, path) for path in (house / storey).glob("*/migrations")]
    return {(name, path.stem) for name, folder in folders for path in folder.glob("[0-9]*.py")}


def pending_migrations(connection: psycopg.Connection[Any]) -> list[tuple[str, str]]:
    """The migrations that this database still lacks."""
    exists = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    done: set[tuple[str, str]] = set()
    if exists and exists[0]:
        done = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    return sorted(known_migrations() - done)


def _migrate(configuration: Configuration, connection: psycopg.Connection[Any]) -> None:
    """Bring the tables up to date, in a child process as the owner; of many starters one does it."""
    while True:
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [_MIGRATION_LOCK]).fetchone()
        if row and row[0]:
            break
        time.sleep(0.1)
    try:
        if pending_migrations(connection):
            run_django(configuration, "migrate", "--skip-checks", "--no-input", "--verbosity", "0")
    finally:
        connection.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def run_django(configuration: Configuration, *arguments: str, zone: Zone = Zone.OWNER) -> str:
    """Run one of Django's commands in a child process in a zone; returns what it printed.

    Raises:
        ServerTrouble: it failed; the message is its last line.
    """
    answer = subprocess.run(
        [sys.executable, "-m", "django", *arguments],
        env=child_environment(configuration, zone),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        said = (answer.stderr or answer.stdout).strip().splitlines() or ["it said nothing"]
        raise ServerTrouble(f"«{arguments[0]}» failed: {said[-1]}")
    return answer.stdout


def child_environment(configuration: Configuration, zone: Zone) -> dict[str, str]:
    """The environment for a child process that works in `zone` on the same data.

    The bot's token goes to the bot, and to the worker, which asks whether there is a bot; nobody else holds it.
    """
    keeps_token = zone in (Zone.TELEGRAM, Zone.WORKER, Zone.OWNER)
    return {
        **{name: said for name, said in os.environ.items() if keeps_token or name != "ANTIGONE_TELEGRAM_TOKEN"},
        "DJANGO_SETTINGS_MODULE": "antigone.server.settings",
        "ANTIGONE_ZONE": zone.value,
        "ANTIGONE_DATA": str(configuration.data),
        "ANTIGONE_DATABASE_NAME": configuration.database_name,
        "DATABASE_URL": configuration.database_url,
    }
