"""What families left is taken in: who is sought becomes a record, letters become the desk's, errands are run.

The website writes no events: what it does for a family is no act of the bureau. The event says when the bureau took it
in, which is some time later, so that nobody reads off the ledger at what minute a family asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from antigone.bureau.enquiries.checking import sought_from
from antigone.bureau.enquiries.values import FAMILIES, EnquiryRejected, Sought
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry import loading
from antigone.bureau.registry.drafts import NameDraft, NameKind, ParsedRow, RecordDraft, RecordKind
from antigone.bureau.registry.models import Batch, Source, SourceKind

#: Enquiries that one transaction takes in, letters, errands.
_AT_ONCE = 200

_WAITING = (
    "SELECT id, left_on, sought FROM intake.enquiry WHERE sought IS NOT NULL ORDER BY left_on, id LIMIT %s"
    " FOR UPDATE SKIP LOCKED"
)
_TAKEN_IN = (
    "UPDATE intake.enquiry e SET record_id = r.id, sought = NULL,"
    " state = CASE WHEN e.state = 'received' THEN 'open' ELSE e.state END"
    " FROM unnest(%s::uuid[]) AS one (id) LEFT JOIN registry_record r"
    " ON r.source_id = %s AND r.source_record_id = one.id::text WHERE e.id = one.id"
)
# A sign of the family opens an answered enquiry again. A blocked sender's letters are set aside: they open it for the
# page of its receipt, which must not tell him, and leave it as it was for the desk (migration 0004).
_LETTERS = (
    "WITH taken AS (UPDATE intake.letter l SET waits = false, ignored = e.blocked FROM intake.enquiry e"
    " WHERE e.id = l.enquiry AND l.id IN (SELECT id FROM intake.letter WHERE waits ORDER BY id LIMIT %s"
    " FOR UPDATE SKIP LOCKED) RETURNING l.enquiry, l.kind, l.ignored),"
    " opened AS (UPDATE intake.enquiry e SET state = 'open',"
    " stays_as = CASE WHEN NOT t.ignored THEN '' WHEN e.state = 'open' THEN e.stays_as ELSE e.state END"
    " FROM taken t WHERE e.id = t.enquiry AND t.kind <> 'contact' AND e.shed_on IS NULL"
    " AND (e.state IN ('answered', 'closed') OR e.state = 'open' AND e.stays_as <> ''))"
    " SELECT enquiry, ignored, count(*) FROM taken GROUP BY enquiry, ignored ORDER BY enquiry"
)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """How many enquiries, letters or errands one pass took in."""

    enquiries: int = 0
    letters: int = 0
    errands: int = 0

    def __bool__(self) -> bool:
        return bool(self.enquiries or self.letters or self.errands)


def take_in(*, actor: Actor) -> TakenIn:
    """One pass over all that waits; call it again while it gives something."""
    return TakenIn(
        take_in_enquiries(actor=actor) if _waits("intake.enquiry WHERE sought IS NOT NULL") else 0,
        take_in_letters(actor=actor) if _waits("intake.letter WHERE waits") else 0,
        _errands(actor),
    )


@action
def take_in_enquiries(*, actor: Actor) -> int:
    """Make a record of kind «missing», under the source «Families», of everybody who is sought and is none yet.

    Two relatives who seek one man make two records; `matching` finds that they are one person, and neither of the two
    learns of the other.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [_AT_ONCE])
        waiting = cursor.fetchall()
        source, _ = Source.objects.get_or_create(
            name=FAMILIES, defaults={"kind": SourceKind.FAMILY, "speaks_for": "relatives of missing persons"}
        )
        batch = Batch.objects.create(
            source=source, file_name="enquiries", file_sha256="", table_format="enquiry", imported_by=actor.name
        )
        rows, unreadable = _rows_of(waiting)
        loading.stage(rows)
        counts, _ = loading.merge(source.pk, batch.pk)
        Batch.objects.filter(pk=batch.pk).update(added=counts.added)
        cursor.execute(_TAKEN_IN, [[enquiry for enquiry, _, _ in waiting], source.pk])
    record_event(
        "enquiries.take_in_enquiries",
        actor=actor,
        subject=Subject("batch", str(batch.pk)),
        detail={
            "enquiries": [str(enquiry) for enquiry, _, _ in waiting],
            "records": counts.added,
            "unreadable": unreadable,
        },
    )
    return len(waiting)


@action
def take_in_letters(*, actor: Actor) -> int:
    """Make the desk's what families wrote. What a blocked sender wrote is set aside; he is told nothing of it."""
    with connection.cursor() as cursor:
        cursor.execute(_LETTERS, [_AT_ONCE])
        taken = cursor.fetchall()
    detail = {str(enquiry): int(count) for enquiry, ignored, count in taken if not ignored}
    aside = sum(int(count) for _, ignored, count in taken if ignored)
    record_event(
        "enquiries.take_in_letters",
        actor=actor,
        subject=Subject("intake", "letters"),
        detail={"letters": detail, "set_aside": aside},
    )
    return sum(detail.values()) + aside


def _errands(actor: Actor) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM intake.errand ORDER BY id LIMIT %s", [_AT_ONCE])
        waiting = [number for (number,) in cursor.fetchall()]
    for number in waiting:
        run_errand(number, actor=actor)
    return len(waiting)


_VERBS: Mapping[str, str] = {
    "pause": "enquiries.take_in_pause",
    "resume": "enquiries.take_in_resumption",
    "renew": "enquiries.take_in_renewal",
    "withdraw": "enquiries.take_in_withdrawal",
    "erase": "enquiries.take_in_deletion",
    "acknowledge": "enquiries.take_in_acknowledgement",
    "look": "enquiries.take_in_look",
}


@action
def run_errand(number: int, *, actor: Actor) -> None:
    """Finish what a family did with its receipt, such as a withdrawal, and say so in the ledger."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake.errand WHERE id = %s RETURNING enquiry, act, subject", [number])
        row = cursor.fetchone()
        enquiry, act, subject = row if row is not None else (None, "renew", "")
        detail: dict[str, Any] = {}
        if act in ("withdraw", "erase"):
            detail = _erase_record(enquiry)
        if act == "erase":
            cursor.execute("DELETE FROM intake.enquiry WHERE id = %s", [enquiry])
        if act == "look":
            detail = {"picture": subject}
        if act == "acknowledge":
            cursor.execute(
                "UPDATE enquiries_telling SET acknowledged_on = current_date WHERE letter = %s"
                " AND acknowledged_on IS NULL RETURNING public_id",
                [subject],
            )
            told = cursor.fetchone()
            detail = {"telling": str(told[0]) if told else ""}
    record_event(_VERBS[act], actor=actor, subject=Subject("enquiry", str(enquiry)), detail=detail)


def _erase_record(enquiry: Any) -> dict[str, Any]:
    """Delete the record if the family wants it; one that a decision stands on stays, and the event says so."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT intake.erase_record(%s, %s)", [enquiry, "the family withdrew its enquiry"])
            (gone,) = cursor.fetchone()
    except DatabaseError as error:
        return {"record": "stays", "because": type(error.__cause__ or error).__name__}
    return {"record": "erased" if gone is not None else "stays"}


def _rows_of(waiting: Sequence[tuple[Any, ...]]) -> tuple[list[ParsedRow], list[str]]:
    """Rows to import, and the enquiries whose content nobody can have left through our pages: those get no record."""
    rows, unreadable = [], []
    for line, (enquiry, left_on, kept) in enumerate(waiting, 1):
        try:
            sought = sought_from(json.loads(kept) if isinstance(kept, str) else kept)
        except EnquiryRejected:
            unreadable.append(str(enquiry))
        else:
            rows.append(ParsedRow(line, _record_of(str(enquiry), left_on.isoformat(), sought)))
    return rows, unreadable


def _record_of(enquiry: str, left_on: str, sought: Sought) -> RecordDraft:
    """A record of what the family said. It says nothing of who asks."""
    said = {name: value for name, value in asdict(sought).items() if name not in {"names", "sex"} and value}
    return RecordDraft(
        RecordKind.MISSING,
        tuple(
            NameDraft(name, NameKind.PRIMARY if place == 0 else NameKind.ALIAS)
            for place, name in enumerate(sought.names)
        ),
        source_record_id=enquiry,
        sex=sought.sex,
        informant="family",
        source_date=left_on,
        original={**{name: str(value) for name, value in said.items()}, "names": "; ".join(sought.names)},
        **said,
    )


def _waits(what: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {what})")  # noqa: S608 - a constant of this module
        row = cursor.fetchone()
    return bool(row and row[0])
