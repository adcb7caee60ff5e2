"""What is let out, and what is taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection

from antigone.bureau.disclosure.projection import shown
from antigone.bureau.disclosure.queries import ended_count, unpublished_count
from antigone.bureau.ledger import Actor, Subject, action, record_event

_CHUNK = 5_000

# The allow-list of DESIGN, section 6, for the audience «public»: the dead, named, and either published by the
# source itself or with the family informed. The view `disclosure_publishable` (migration 0001) states it once.
_ELIGIBLE = """
    SELECT id, birth_date, occurred_date, birthplace, residence, last_seen_place, occurred_place
    FROM disclosure_publishable ORDER BY id
"""
# Who was listed before comes back under the random id that mirrors know.
_INSERT_PEOPLE = """
    INSERT INTO published.person (public_id, listed, record_id, kind, name, other_names, birth_year, death_year, region,
        source, as_of, birth_date, birth_from, birth_to, places, unit, service_number)
    SELECT coalesce(d.public_id, gen_random_uuid()), source.publication = 'open', r.id, r.kind, n.first, n.others,
        s.birth_year, s.death_year, s.region, source.name, r.source_date, r.birth_date, n.birth_from, n.birth_to,
        s.places, r.unit, r.service_number
    FROM shown s JOIN registry_record r ON r.id = s.record_id JOIN registry_source source ON source.id = r.source_id
    LEFT JOIN published.departed d ON d.record_id = r.id
    CROSS JOIN LATERAL (
        SELECT (array_agg(value ORDER BY (kind = 'primary') DESC, id))[1] AS first,
            (array_agg(value ORDER BY (kind = 'primary') DESC, id))[2:] AS others,
            min(birth_from) AS birth_from, max(birth_to) AS birth_to
        FROM registry_name WHERE record_id = r.id) AS n
    ON CONFLICT (record_id) DO NOTHING
"""
_INSERT_NAMES = """
    INSERT INTO published.name (person_id, value, keys, birth_from, birth_to)
    SELECT p.id, n.value, n.keys, n.birth_from, n.birth_to
    FROM shown s JOIN published.person p ON p.record_id = s.record_id JOIN registry_name n ON n.record_id = s.record_id
"""
# Words come from the dictionary of all names, narrowed to those that published names contain, so that no word of a
# withheld name can ever be a neighbour.
_INSERT_WORDS = """
    INSERT INTO published.word (word, near) SELECT w.word, w.near FROM registry_nameword w
    WHERE w.word IN (SELECT unnest(n.words) FROM shown s JOIN registry_name n ON n.record_id = s.record_id)
    ON CONFLICT DO NOTHING
"""


@action
def publish_records(*, actor: Actor, progress: Callable[[int], None] | None = None) -> int:
    """Put every record that may be public and is not yet into the published schema. Gives their number.

    Records leave that schema by themselves, in the transaction that changes, withholds or deletes them.
    """
    published = 0
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE shown (record_id bigint PRIMARY KEY, birth_year text, death_year text, region text,"
            " places text) ON COMMIT DROP"
        )
        for rows in _eligible_chunks():
            with cursor.cursor.copy("COPY shown FROM STDIN") as copy:
                for record_id, birth_date, occurred_date, birthplace, residence, last_seen, occurred in rows:
                    public = shown(birth_date, occurred_date, birthplace, occurred)
                    places = "; ".join(place for place in (birthplace, residence, last_seen, occurred) if place)
                    copy.write_row((record_id, public.birth_year, public.death_year, public.region, places))
            published += len(rows)
            if progress:
                progress(published)
        cursor.execute("ANALYZE shown")
        cursor.execute(_INSERT_PEOPLE)
        cursor.execute(_INSERT_NAMES)
        cursor.execute(_INSERT_WORDS)
        cursor.execute("DROP TABLE shown")
    record_event(
        "disclosure.publish_records",
        actor=actor,
        subject=Subject("audience", "public"),
        detail={"published": published},
    )
    return published


def _eligible_chunks() -> Iterator[list[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(_ELIGIBLE)
        while rows := cursor.fetchmany(_CHUNK):
            yield rows


def publish_what_may_be(*, actor: Actor, progress: Callable[[int], None] | None = None) -> int:
    """`publish_records`, unless there is nothing to publish. Gives the number of records published."""
    return publish_records(actor=actor, progress=progress) if unpublished_count() else 0


@action
def clear_ended(*, actor: Actor) -> int:
    """Take out of the published schema what an agreement that ran out no longer lets us show. Gives the number of rows.

    The public's role has not seen them since the day after their last one (migration 0002).
    """
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM published.person WHERE shown_until < (now() AT TIME ZONE 'UTC')::date")
        cleared = int(cursor.rowcount)
    record_event(
        "disclosure.clear_ended", actor=actor, subject=Subject("audience", "public"), detail={"cleared": cleared}
    )
    return cleared


def clear_what_ended(*, actor: Actor) -> int:
    """`clear_ended`, unless there is nothing to clear."""
    return clear_ended(actor=actor) if ended_count() else 0
