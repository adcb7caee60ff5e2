"""How many remains were recovered and handed over until a day, and how many people they were identified as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import connection


@dataclass(frozen=True, slots=True)
class OwnCount:
    """What the bureau's own books say at the end of a day (UTC).

    Attributes:
        recovered: parts that were taken in from outside; pieces that came out of another part are not counted again.
        handed_over: parts that were ever handed over to a party; one that came back and went again counts once.
        identified: people whom remains were identified as, by two signatures that nobody had taken back that day.
    """

    day: date
    recovered: int
    handed_over: int
    identified: int


# `remains_counted` is the same definition that the custodians' pages count by (remains, migration 0005).
_PARTS = "SELECT received, handed_over FROM remains_counted(%s)"
_PEOPLE = """
    SELECT count(DISTINCT i.sought_id) FROM identification_identification i JOIN registry_record r ON r.id = i.found_id
    WHERE r.kind = 'remains'
        AND EXISTS (SELECT FROM identification_approval a
            WHERE a.identification_id = i.id AND a.act = 'sign' AND a.on <= %(day)s)
        AND NOT EXISTS (SELECT FROM identification_approval a
            WHERE a.identification_id = i.id AND a.act = 'rescind' AND a.on <= %(day)s)
"""


def remains_until(day: date) -> OwnCount:
    """The bureau's own count at the end of a day."""
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [datetime.combine(day, time.max, UTC)])
        recovered, handed_over = cursor.fetchone()
        cursor.execute(_PEOPLE, {"day": day})
        (identified,) = cursor.fetchone()
    return OwnCount(day, recovered, handed_over, identified)
