"""Totals and lists at any past moment, counted from the events of custody in SQL."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from antigone.bureau.remains.acts import now, place_coded
from antigone.bureau.remains.models import Temperature
from antigone.bureau.remains.values import ListedPart, PlaceTotal, RemainsCount

#: The newest event of every part up to a moment.
_STANDING = """
    SELECT DISTINCT ON (e.part_id) e.part_id, e.holder, e.place_id, e.party, e.offer, e.at
    FROM remains_custodyevent e WHERE e.at <= %(at)s ORDER BY e.part_id, e.step DESC
"""
_BELOW = """
    SELECT id FROM remains_place WHERE id = %(place)s
    UNION ALL SELECT p.id FROM remains_place p JOIN below b ON p.within_id = b.id
"""
_TOTALS = f"""
    WITH RECURSIVE tree AS (
        SELECT p.id, p.code, 0 AS depth, ARRAY[p.code::text] AS path, ARRAY[p.id] AS ids FROM remains_place p
            WHERE CASE WHEN %(place)s::bigint IS NULL THEN p.within_id IS NULL ELSE p.id = %(place)s END
        UNION ALL SELECT p.id, p.code, t.depth + 1, t.path || p.code::text, t.ids || p.id
            FROM remains_place p JOIN tree t ON p.within_id = t.id
    ), standing AS ({_STANDING}), here AS (
        SELECT place_id, count(*) AS n FROM standing WHERE holder = 'place' GROUP BY place_id
    ), below AS (
        SELECT top.top, sum(h.n) AS n FROM tree t CROSS JOIN LATERAL unnest(t.ids) AS top(top)
            JOIN here h ON h.place_id = t.id GROUP BY top.top
    )
    SELECT p.code, p.name, p.kind, t.depth, coalesce(up.code, ''), coalesce(h.n, 0), coalesce(b.n, 0)::bigint,
        p.capacity, p.closed_on IS NOT NULL
    FROM tree t JOIN remains_place p ON p.id = t.id LEFT JOIN remains_place up ON up.id = p.within_id
        LEFT JOIN here h ON h.place_id = t.id LEFT JOIN below b ON b.top = t.id
    ORDER BY t.path
"""  # noqa: S608
_LISTED = f"""
    WITH RECURSIVE below AS ({_BELOW}), standing AS ({_STANDING}), belonging AS (
        SELECT DISTINCT ON (m.part_id) m.part_id, m.into_id FROM remains_membershipevent m
        JOIN remains_act a ON a.id = m.act_id WHERE a.at <= %(at)s ORDER BY m.part_id, m.id DESC
    )
    SELECT r.number, r.public_id, r.what, coalesce(b.number, ''), s.holder, coalesce(p.code, ''), s.party, s.offer, s.at
    FROM standing s JOIN remains_part r ON r.id = s.part_id LEFT JOIN remains_place p ON p.id = s.place_id
        LEFT JOIN belonging m ON m.part_id = r.id LEFT JOIN remains_body b ON b.id = m.into_id
"""  # noqa: S608


def totals(place: str = "", at: datetime | None = None) -> list[PlaceTotal]:
    """How many parts lay in a place and in everything below it at a moment; without a place, everywhere.

    Rows come as the tree stands: a place, then what is in it. Counted from the events alone.

    Raises:
        UnknownNumber: there is no such place.
    """
    asked = {"at": at or now(), "place": place_coded(place).pk if place else None}
    return [PlaceTotal(*row) for row in _rows(_TOTALS, asked)]


def list_parts(place: str = "", at: datetime | None = None) -> list[ListedPart]:
    """The parts that lay in a place, or anywhere below it, at a moment, by place and number; without a place, all
    parts of the bureau, those handed over and buried too.

    Raises:
        UnknownNumber: there is no such place.
    """
    if place:
        asked = {"at": at or now(), "place": place_coded(place).pk}
        where = "WHERE s.holder = 'place' AND s.place_id IN (SELECT id FROM below)"
    else:
        asked = {"at": at or now(), "place": None}
        where = ""
    return [ListedPart(*row) for row in _rows(f"{_LISTED} {where} ORDER BY coalesce(p.code, ''), r.number", asked)]


def counted(at: datetime | None = None) -> RemainsCount:
    """What became of all remains until a moment, counted from the events by the database (`remains_counted`)."""
    (row,) = _rows("SELECT * FROM remains_counted(%(at)s)", {"at": at or now()})
    return RemainsCount(*row)


def temperatures(place: str, limit: int = 20) -> list[tuple[datetime, Decimal, str]]:
    """The newest readings of a place, in degrees Celsius: when, how cold, who read it.

    Raises:
        UnknownNumber: there is no such place.
    """
    readings = Temperature.objects.filter(place=place_coded(place))[:limit]
    return [(one.at, one.celsius, one.by) for one in readings]


def listed_now(numbers: list[str]) -> list[ListedPart]:
    """These parts as they stand now, by number."""
    asked: dict[str, Any] = {"at": now(), "place": None, "numbers": numbers}
    return [ListedPart(*row) for row in _rows(f"{_LISTED} WHERE r.number = ANY(%(numbers)s) ORDER BY r.number", asked)]


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())
