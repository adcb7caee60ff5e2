"""What the public may read. Runs under a role that sees the published schema and nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from psycopg import sql

from antigone.bureau.disclosure.specificity import PUBLIC, singled_out
from antigone.bureau.disclosure.values import PublicAnswer, PublicPerson, PublicQuery
from antigone.bureau.registry.name_index import NameIndex
from antigone.bureau.registry.queries import NamedOwner, named_owners
from antigone.bureau.registry.weighing import Described, date_or_none, name_asked, other_weights
from antigone.evidence import names
from antigone.evidence.dates import birth_date_weight

PUBLISHED_INDEX = NameIndex(sql.Identifier("published", "name"), "person_id", sql.Identifier("published", "word"))

_PEOPLE = """
    SELECT id, public_id, name, other_names, birth_year, death_year, region, kind, source, as_of,
        birth_date, birth_from, birth_to, places, unit, service_number
    FROM published.person WHERE id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class _Published:
    public: PublicPerson
    described: Described


def public_search(query: PublicQuery) -> PublicAnswer:
    """The one person whom the query singles out, or the empty answer (`specificity`).

    Reads the published schema only, so that nothing private can change the answer, its size or its time.
    """
    owners = {owner.owner_id: owner for owner in named_owners(PUBLISHED_INDEX, query)}
    weighed = []
    for owner_id, person in _people(list(owners)).items():
        others = [line.log10_lr for line in other_weights(query, person.described)]
        total = owners[owner_id].log10_lr + sum(others)
        if total >= PUBLIC.least_log10_lr - PUBLIC.least_lead and not _contradicted(query, owners[owner_id], others):
            weighed.append((person, total))
    chosen = singled_out(weighed, PUBLIC, same_person=_surely_one)
    return PublicAnswer(tuple(person.public for person in chosen))


def _contradicted(query: PublicQuery, owner: NamedOwner, others: list[float]) -> bool:
    return min(others, default=0.0) < PUBLIC.least_line or names.contradict(name_asked(query), owner.name)


def _surely_one(left: _Published, right: _Published) -> bool:
    name = names.compare(left.public.name, right.public.name, against=names.Strangers.ANYBODY).log10_lr
    birth = birth_date_weight(
        date_or_none(left.described.birth_date), date_or_none(right.described.birth_date)
    ).log10_lr
    agree = birth >= 0 and not names.contradict(left.public.name, right.public.name)
    return agree and name + birth >= PUBLIC.least_log10_lr


def _people(ids: list[int]) -> dict[int, _Published]:
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [ids])
        rows = cursor.fetchall()
    return {
        row[0]: _Published(
            PublicPerson(
                public_id=str(row[1]),
                name=row[2],
                other_names=tuple(row[3]),
                birth_year=row[4],
                death_year=row[5],
                region=row[6],
                kind=row[7],
                source=row[8],
                as_of=row[9],
            ),
            Described(*row[10:]),
        )
        for row in rows
    }


def unpublished_count() -> int:
    """How many records may be public and are not yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disclosure_publishable")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def ended_count() -> int:
    """How many published rows have had their last day; the public sees them no more, and they may go."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM published.person WHERE shown_until < (now() AT TIME ZONE 'UTC')::date")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def is_published(record_public_id: str) -> bool:
    """Whether families can find this record now. For staff: the public's role may not ask it."""
    return _published_among("r.public_id = %s::uuid", record_public_id) > 0


def published_of_batch(batch_id: int) -> int:
    """How many records of an import families can find now. For staff, as `is_published`."""
    return _published_among("r.batch_id = %s", batch_id)


def published_of_source(source_id: int) -> int:
    """How many records of a source families can find now. For staff, as `is_published`."""
    return _published_among("r.source_id = %s", source_id)


def _published_among(condition: str, value: str | int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM published.person p JOIN registry_record r ON r.id = p.record_id WHERE "  # noqa: S608
            f"coalesce(p.shown_until >= (now() AT TIME ZONE 'UTC')::date, true) AND {condition}",
            [value],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0
