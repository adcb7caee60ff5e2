"""Whether a PostgreSQL server can carry Antigone.

Asked at every start, of our own server and of anybody's.
"""

from __future__ import annotations

from typing import Any

import psycopg

from antigone.server.trouble import ServerTrouble

OLDEST_SERVER = 15
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gin")


class UnfitServer(ServerTrouble):
    """The PostgreSQL server cannot carry Antigone; the message says why and what to do."""


def faults(connection: psycopg.Connection[Any]) -> list[str]:
    """Every reason why this database cannot carry Antigone, each one sentence; none when it can.

    Creates the extensions that are there but not yet switched on, as far as the log-in may.
    """
    version = connection.info.server_version // 10000
    if version < OLDEST_SERVER:
        return [f"the PostgreSQL server is version {version}; Antigone needs {OLDEST_SERVER} or later"]
    found = []
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        found.append(f"the database is encoded in {encoding}; create it anew with «createdb -E UTF8 -T template0»")
    found += _missing_extensions(connection)
    if not found and not _sees_cyrillic(connection):
        found.append(
            "the database is blind to Cyrillic letters: its locale (LC_CTYPE) is C, so a search would silently find "
            "nobody; create it anew with «createdb -E UTF8 --locale=C.UTF-8 -T template0»"
        )
    return found


def refuse_unfit(connection: psycopg.Connection[Any]) -> None:
    """Refuse a database that cannot carry Antigone.

    Raises:
        UnfitServer: with the first reason.
    """
    if reasons := faults(connection):
        raise UnfitServer(reasons[0])


def _missing_extensions(connection: psycopg.Connection[Any]) -> list[str]:
    rows = connection.execute(
        "SELECT name, installed_version IS NOT NULL FROM pg_available_extensions WHERE name = ANY(%s)",
        [list(EXTENSIONS)],
    ).fetchall()
    switched_on = dict(rows)
    missing = [name for name in EXTENSIONS if name not in switched_on]
    if missing:
        return [
            f"the PostgreSQL server lacks the extension {', '.join(missing)}; "
            "install its contrib modules (Debian has them in postgresql-15, Fedora in postgresql-contrib)"
        ]
    found = []
    for name in EXTENSIONS:
        if switched_on[name]:
            continue
        try:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except psycopg.errors.UniqueViolation:
            pass  # another process created it at this moment
        except psycopg.Error:
            found.append(
                f"the extension {name} is not switched on and this log-in may not do it; "
                f"let the database's owner run «CREATE EXTENSION {name}»"
            )
    return found


def _sees_cyrillic(connection: psycopg.Connection[Any]) -> bool:
    row = connection.execute("SELECT similarity('Шевченко', 'Щевченко') > 0.3").fetchone()
    return bool(row and row[0])
