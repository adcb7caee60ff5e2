"""What leaves in files and feeds: allow-list projections for «public» and «partner», and the event of each file.

Public is whoever may be *listed* (migration 0003): the dead whose source published its list itself, with name, years
and region. A named partner gets, of sources whose agreement in force names partners, what an agency needs to compare
with its own files; of a source without any agreement nothing but what is public. Nobody outside gets whoever is
withheld, an informant, a document, what the bureau noted, or the record as received.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from enum import StrEnum
from typing import Any

from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event

_CHUNK = 2_000


class FileAudience(StrEnum):
    """For whom a file is written."""

    PUBLIC = "public"
    PARTNER = "partner"


class NoPartnerNamed(Exception):
    """A file for a partner is for one who is named."""


@dataclass(frozen=True, slots=True)
class OutgoingPerson:
    """The whole of what may leave of one person. For the public everything below `expires_at` is empty.

    Years are as `projection.year_shown` gives them; dates of partners are EDTF. `changed_at` is when the row took this
    form for outsiders; `expires_at` is the moment from which no copy may be kept, None for none.
    """

    public_id: str
    kind: str
    name: str
    other_names: tuple[str, ...]
    birth_year: str
    death_year: str
    region: str
    source: str
    as_of: str
    changed_at: datetime
    expires_at: datetime | None = None
    status: str = ""
    sex: str = ""
    birth_date: str = ""
    father_name: str = ""
    birthplace: str = ""
    nationality: str = ""
    force: str = ""
    branch: str = ""
    unit: str = ""
    rank: str = ""
    service_number: str = ""
    last_seen_date: str = ""
    last_seen_place: str = ""
    occurred_date: str = ""
    occurred_place: str = ""
    burial_place: str = ""
    description: str = ""


#: Of a record, what an agency that is named in an agreement may get.
PARTNER_FIELDS = (
    "status", "sex", "birth_date", "father_name", "birthplace", "nationality", "force", "branch", "unit", "rank",
    "service_number", "last_seen_date", "last_seen_place", "occurred_date", "occurred_place", "burial_place",
    "description",
)  # fmt: skip

LISTED = """
    SELECT public_id::text, kind, name, other_names, birth_year, death_year, region, source, as_of, entered_at,
        shown_until
    FROM published.person WHERE listed AND coalesce(shown_until >= (now() AT TIME ZONE 'UTC')::date, true)
"""
# The agreement in force names partners explicitly; that a source has none allows nothing.
_AGREED_SOURCES = """
    SELECT source_id FROM registry_agreement_in_force
    WHERE 'partner' = ANY (shown_to) AND registry_may_show(source_id, 'partner')
"""
_AGREED = f"""
    SELECT r.public_id::text, r.kind, n.names[1], n.names[2:], '', '', '', s.name, r.source_date, b.at, a.valid_until,
        {", ".join(f"r.{column}" for column in PARTNER_FIELDS)}
    FROM registry_record r JOIN registry_source s ON s.id = r.source_id JOIN registry_batch b ON b.id = r.batch_id
    JOIN registry_agreement_in_force a ON a.source_id = s.id
    CROSS JOIN LATERAL (SELECT coalesce(array_agg(value ORDER BY (kind = 'primary') DESC, id), '{{}}') AS names
        FROM registry_name WHERE record_id = r.id) AS n
    WHERE s.id IN ({_AGREED_SOURCES}) AND r.sensitivity = ''
    ORDER BY r.id
"""  # noqa: S608 - column names only
_LISTED_OF_OTHERS = f"""
    {LISTED} AND record_id NOT IN (SELECT id FROM registry_record WHERE source_id IN ({_AGREED_SOURCES}))
    ORDER BY entered_at, public_id
"""  # noqa: S608 - as above


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """What was written: how many persons, and the file's SHA-256."""

    persons: int
    sha256: str


Write = Callable[[Iterator[OutgoingPerson]], WrittenFile]


@action
def let_out(
    audience: FileAudience, write: Write, *, file_format: str, file_name: str, actor: Actor, partner: str = ""
) -> WrittenFile:
    """Write a file of everybody whom an audience may have. The event names the audience, the file and its hash.

    Args:
        write: writes the persons it is given and says what it wrote; what it raises keeps the event away.
        partner: the agency for whom it is, for a partner's file.

    Raises:
        NoPartnerNamed: a partner's file without a name.
    """
    if audience is FileAudience.PARTNER and not partner.strip():
        raise NoPartnerNamed("a partner's file is for one agency; name it with --partner")
    persons = listed_persons() if audience is FileAudience.PUBLIC else _agreed_persons()
    written = write(persons)
    record_event(
        "disclosure.let_out",
        actor=actor,
        subject=Subject("audience", audience.value),
        detail={
            "partner": partner,
            "format": file_format,
            "file": file_name,
            "persons": written.persons,
            "sha256": written.sha256,
        },
    )
    return written


@action
def note_edition(*, files: int, manifest_sha256: str, actor: Actor) -> None:
    """A static edition of the public pages was signed; it names nobody."""
    record_event(
        "disclosure.let_out_edition",
        actor=actor,
        subject=Subject("audience", FileAudience.PUBLIC.value),
        detail={"files": files, "manifest_sha256": manifest_sha256},
    )


def listed_persons() -> Iterator[OutgoingPerson]:
    """Everybody whom anybody may have on a list, in the order in which they entered."""
    return _read(f"{LISTED} ORDER BY entered_at, public_id", ())


def _agreed_persons() -> Iterator[OutgoingPerson]:
    """What partners may have by agreement, and what is public of the sources without such an agreement."""
    yield from _read(_AGREED, PARTNER_FIELDS)
    yield from _read(_LISTED_OF_OTHERS, ())


def _read(query: str, further: tuple[str, ...]) -> Iterator[OutgoingPerson]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(query)
        while rows := cursor.fetchmany(_CHUNK):
            for row in rows:
                yield outgoing(row, further)


def outgoing(row: tuple[Any, ...], further: tuple[str, ...] = ()) -> OutgoingPerson:
    """A row of `LISTED`, or with further columns, as a value."""
    public_id, kind, name, others, birth, death, region, source, as_of, changed, until = row[:11]
    expires = datetime.combine(until, time.max.replace(microsecond=0), UTC) if until else None
    more = dict(zip(further, row[11:], strict=True))
    return OutgoingPerson(
        public_id, kind, name or "", tuple(others or ()), birth, death, region, source, as_of, changed, expires, **more
    )
