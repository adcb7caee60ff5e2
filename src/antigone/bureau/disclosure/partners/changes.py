"""What has changed on the public list, one change after the other, so that a mirror goes on where it stopped.

The order is that of entry; each place in it is a moment to the microsecond and the random id of whoever it is about,
which is why nothing has to be skipped, as in PFIF's feeds with their whole seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from antigone.bureau.disclosure.feeds import MOST_RESULTS, FeedEntry
from antigone.bureau.disclosure.letting_out import OutgoingPerson, outgoing

_COLUMNS = """public_id::text, kind, name, other_names, birth_year, death_year, region, source, as_of, entered_at AS at,
            shown_until, false AS gone"""
_SHOWN = "coalesce(shown_until >= (now() AT TIME ZONE 'UTC')::date, true)"
_CHANGES = f"""
    WITH settled AS MATERIALIZED (SELECT published.settled_until() AS until)
    SELECT * FROM (
        (SELECT {_COLUMNS} FROM published.person
        WHERE listed AND {_SHOWN} AND (entered_at, public_id) > (%(at)s::timestamptz, %(id)s::uuid)
            AND entered_at < (SELECT until FROM settled)
        ORDER BY entered_at, public_id LIMIT %(most)s::bigint)
        UNION ALL
        (SELECT d.public_id::text, '', '', '{{}}', '', '', '', '', '', d.left_at, NULL, true
        FROM published.departed d
        WHERE (d.left_at, d.public_id) > (%(at)s::timestamptz, %(id)s::uuid)
            AND d.left_at < (SELECT until FROM settled)
            AND NOT EXISTS (SELECT FROM published.person p WHERE p.public_id = d.public_id AND p.listed)
        ORDER BY d.left_at, d.public_id LIMIT %(most)s::bigint)) AS entry
    ORDER BY at, public_id LIMIT %(most)s::bigint
"""  # noqa: S608 - columns and conditions from above


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mirror stands: after this moment and, of several entries of that moment, after this id."""

    at: datetime
    public_id: UUID


def changes_after(place: Place, *, most: int = MOST_RESULTS) -> Sequence[FeedEntry]:
    """The next entries, the oldest first, at most so many. The public's role may ask it."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGES, {"at": place.at, "id": place.public_id, "most": min(most, MOST_RESULTS)})
        return [FeedEntry(outgoing(row[:11]), bool(row[11])) for row in cursor.fetchall()]


def public_person(public_id: UUID) -> OutgoingPerson | None:
    """Whoever is public under this id now, also who is not listed: the id is random, and only who found him has it.

    The public's role may ask it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM published.person WHERE public_id = %s AND {_SHOWN}",  # noqa: S608 - as above
            [public_id],
        )
        row = cursor.fetchone()
    return outgoing(row[:11]) if row else None


def has_departed(public_id: UUID) -> bool:
    """Whether whoever stood on the list under this id stands there no more. The public's role may ask it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM published.departed WHERE public_id = %s", [public_id])
        return cursor.fetchone() is not None
