"""Rows chosen by many values: PostgreSQL takes at most 65,535 parameters in one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any, TypeVar

from django.db.models import QuerySet

Row = TypeVar("Row")
_AT_ONCE = 20_000


def rows_with(rows: QuerySet[Any, Row], field: str, values: Collection[object]) -> Iterator[Row]:
    """The rows whose field has one of these values, in the order of the query for each 20,000 values."""
    left = iter(values)
    while part := list(islice(left, _AT_ONCE)):
        yield from rows.filter(**{f"{field}__in": part})
