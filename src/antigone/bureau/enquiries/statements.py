"""Plain SQL of this room: what families leave stands in a schema of its own, which has functions and no models."""

from __future__ import annotations

from typing import Any

from django.db import connection


def rows(statement: str, values: list[Any]) -> list[tuple[Any, ...]]:
    """All rows that the statement gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def first_row(statement: str, values: list[Any]) -> tuple[Any, ...] | None:
    """The first row that the statement gives, if any."""
    found = rows(statement, values)
    return found[0] if found else None


def run(statement: str, values: list[Any]) -> int:
    """Run a statement that gives no rows; the number of rows that it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
