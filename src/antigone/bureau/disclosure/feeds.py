"""What feeds tell: who may be listed, in the order of entry, and who left the list. The public's role may ask it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from antigone.bureau.disclosure.letting_out import OutgoingPerson, outgoing

#: Publishing many at once gives thousands of rows one second of entry, and PFIF has no finer dates to go on from.
MOST_SKIPPED = 100_000
MOST_RESULTS = 200

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_ENTRIES = """
    WITH settled AS MATERIALIZED (SELECT published.settled_until() AS until), entry AS (
        (SELECT public_id, kind, name, other_names, birth_year, death_year, region, source, as_of, entered_at AS at,
            shown_until, false AS gone
        FROM published.person
        WHERE listed AND coalesce(shown_until >= (now() AT TIME ZONE 'UTC')::date, true)
            AND entered_at >= %(since)s::timestamptz AND entered_at < (SELECT until FROM settled)
            AND (%(person)s::uuid IS NULL OR public_id = %(person)s::uuid)
        ORDER BY entered_at {order}, public_id {order} LIMIT %(most)s::bigint)
        UNION ALL
        (SELECT d.public_id, '', '', '{{}}', '', '', '', '', '', d.left_at, NULL, true
        FROM published.departed d
        WHERE d.left_at >= %(since)s::timestamptz AND d.left_at < (SELECT until FROM settled)
            AND (%(person)s::uuid IS NULL OR d.public_id = %(person)s::uuid)
            AND NOT EXISTS (SELECT FROM published.person p WHERE p.public_id = d.public_id AND p.listed)
        ORDER BY d.left_at {order}, d.public_id {order} LIMIT %(most)s::bigint))
    SELECT public_id::text, kind, name, other_names, birth_year, death_year, region, source, as_of, at, shown_until,
        gone
    FROM entry ORDER BY at {order}, public_id {order} OFFSET %(skip)s::bigint LIMIT %(results)s::bigint
"""


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A person on the list; or, where `gone`, only the id of one who is on it no more and when that was."""

    person: OutgoingPerson
    gone: bool


@dataclass(frozen=True, slots=True)
class FeedQuery:
    """What is asked of a feed.

    Attributes:
        since: entries from this moment on, the oldest first; None for the newest, the newest first.
        person: one random id alone; empty for all.
    """

    since: datetime | None = None
    skip: int = 0
    results: int = MOST_RESULTS
    person: str = ""


def feed(query: FeedQuery) -> Sequence[FeedEntry]:
    """A page of the feed. Whoever goes on from the last entry's moment, and passes over what he has, misses nothing."""
    order = "DESC" if query.since is None else "ASC"
    skip, results = min(query.skip, MOST_SKIPPED), min(query.results, MOST_RESULTS)
    with connection.cursor() as cursor:
        cursor.execute(
            _ENTRIES.format(order=order),
            {
                "since": query.since or _LONG_AGO,
                "person": query.person or None,
                "most": skip + results,
                "skip": skip,
                "results": results,
            },
        )
        return [FeedEntry(outgoing(row[:11]), bool(row[11])) for row in cursor.fetchall()]
