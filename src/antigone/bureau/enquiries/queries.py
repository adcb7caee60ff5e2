"""What staff may read of enquiries. No sealed byte and no address comes through here: their role cannot read any.

A state is the desk's: what a blocked sender wrote opens his enquiry again on his page, and not here.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from antigone.bureau.enquiries.cards import EnquiryCard, EnquiryCounts, EnquiryLine, LetterLine, TellingCard
from antigone.bureau.enquiries.models import Opening, Telling
from antigone.bureau.enquiries.statements import rows
from antigone.bureau.enquiries.values import KeepRecord, LetterKind, MayBeTold, NoSuchEnquiry, Notices, Relation
from antigone.bureau.ledger import Actor

_LINES = """
    SELECT e.id, CASE WHEN e.paused AND e.desk_state NOT IN ('closed', 'withdrawn') THEN 'paused'
            ELSE e.desk_state END,
        (SELECT n.value FROM registry_name n WHERE n.record_id = r.id ORDER BY (n.kind = 'primary') DESC, n.id LIMIT 1),
        r.public_id, e.language, e.left_on, e.assigned_to,
        (SELECT count(*) FROM intake.letter l WHERE l.enquiry = e.id AND l.written_by = '' AND NOT l.ignored
            AND l.kind <> 'contact'),
        EXISTS (SELECT FROM matching_match m WHERE m.left_id = r.id AND m.relation = 'across'
            AND m.state IN ('proposed', 'under_review', 'confirmed'))
    FROM intake.enquiry e LEFT JOIN registry_record r ON r.id = e.record_id
"""
_OLDEST_FIRST = " ORDER BY e.left_on, e.id LIMIT %s OFFSET %s"


def enquiries(*, state: str = "", assigned_to: str | None = None, limit: int = 50, start: int = 0) -> tuple[
    EnquiryLine, ...
]:  # fmt: skip
    """Enquiries, the oldest first, from the `start`-th on.

    Args:
        state: only in this state, as it is kept; all but deleted ones when it is empty.
        assigned_to: only of this person; the empty name means «of nobody».
    """
    return _lines(
        " WHERE e.state <> 'erased' AND (%s::text = '' OR e.desk_state = %s::text)"
        " AND (%s::text IS NULL OR e.assigned_to = %s::text)",
        [state, state, assigned_to, assigned_to, limit, start],
    )


def my_enquiries(actor: Actor, *, limit: int = 50, start: int = 0) -> tuple[EnquiryLine, ...]:
    """What is assigned to this person and has not ended, the oldest first."""
    return _lines(
        " WHERE e.assigned_to = %s AND e.desk_state IN ('received', 'open', 'answered')",
        [actor.name, limit, start],
    )


def enquiries_of_record(record_id: int) -> tuple[EnquiryLine, ...]:
    """All enquiries that seek the person of this record: its own, and those of records that `matching` puts into one
    cluster with it. So several relatives of one man meet at the desk; none of them learns of another."""
    return _lines(
        " WHERE e.state <> 'erased' AND (e.record_id = %s OR e.record_id IN (SELECT other.record_id"
        " FROM matching_cluster own JOIN matching_cluster other USING (label) WHERE own.record_id = %s))",
        [record_id, record_id, 200, 0],
    )


def records_asked_after() -> tuple[int, ...]:
    """Numbers of all records that stand for somebody whom a family seeks, but for enquiries that were withdrawn."""
    found = rows(
        "SELECT DISTINCT record_id FROM intake.enquiry WHERE record_id IS NOT NULL"
        " AND state NOT IN ('withdrawn', 'erased')",
        [],
    )
    return tuple(row[0] for row in found)


def enquiry_card(enquiry: UUID) -> EnquiryCard:
    """One enquiry.

    Raises:
        NoSuchEnquiry: there is none, or its family had it deleted.
    """
    found = rows(
        "SELECT e.id, e.desk_state, e.paused, e.blocked, e.language, e.relation, e.may_be_told, e.keep_record,"
        " e.notices, e.left_on, e.renew_by, e.shed_on, r.public_id, e.record_id, coalesce((SELECT n.value"
        " FROM registry_name n WHERE n.record_id = r.id ORDER BY (n.kind = 'primary') DESC, n.id LIMIT 1), ''),"
        " e.assigned_to FROM intake.enquiry e LEFT JOIN registry_record r ON r.id = e.record_id WHERE e.id = %s"
        " AND e.state <> 'erased'",
        [enquiry],
    )
    if not found:
        raise NoSuchEnquiry(f"there is no enquiry {enquiry}; list them with: antigone enquiries list")
    letters = rows(
        "SELECT number, kind, day, written_by, hidden, acknowledged_on IS NOT NULL FROM intake.letter"
        " WHERE enquiry = %s AND NOT ignored ORDER BY id",
        [enquiry],
    )
    (number, state, paused, blocked, language, relation, may_be_told, keep_record, notices, *later) = found[0]
    left_on, renew_by, shed_on, record, record_id, name, assigned_to = later
    return EnquiryCard(
        id=number,
        state=state,
        paused=paused,
        blocked=blocked,
        language=language,
        relation=Relation(relation),
        may_be_told=frozenset(MayBeTold(one) for one in may_be_told),
        keep_record=KeepRecord(keep_record),
        notices=Notices(notices),
        left_on=left_on,
        renew_by=renew_by,
        shed_on=shed_on,
        record=record,
        record_id=record_id,
        name=name,
        assigned_to=assigned_to,
        sealed=state != "withdrawn" and shed_on is None,
        letters=tuple(LetterLine(one[0], LetterKind(one[1]), *one[2:]) for one in letters),
        tellings=tuple(telling_card(one) for one in Telling.objects.filter(enquiry=enquiry).order_by("-id")),
        openings=Opening.objects.filter(enquiry=enquiry, allowed=True).count(),
    )


def tellings(*, stage: str = "", limit: int = 50) -> tuple[TellingCard, ...]:
    """Tellings, the newest first; with `stage` draft or approved, those that wait for a reader or for delivery."""
    found = Telling.objects.order_by("-id")
    if stage == "draft":
        found = found.filter(approved_by="", dropped_by="", frozen_by="")
    elif stage == "approved":
        found = found.filter(delivered_by="", dropped_by="", frozen_by="").exclude(approved_by="")
    return tuple(telling_card(one) for one in found[:limit])


def telling(public_id: UUID) -> TellingCard | None:
    """One telling; nothing where there is none."""
    found = Telling.objects.filter(public_id=public_id).first()
    return telling_card(found) if found else None


def telling_card(telling: Telling) -> TellingCard:
    """A telling as a plain value."""
    return TellingCard(
        telling.public_id, telling.enquiry, telling.about_kind, telling.about_id, telling.about_record,
        telling.language, telling.letter, telling.digest, telling.drafted_by, telling.drafted_on,
        telling.approved_by, telling.delivered_by, telling.delivered_on, telling.channel, telling.acknowledged_on,
        telling.dropped_by, bool(telling.frozen_by),
    )  # fmt: skip


def enquiry_counts() -> EnquiryCounts:
    """How many there are in each state, and how many open ones nobody has."""
    (row,) = rows(
        "SELECT count(*) FILTER (WHERE desk_state = 'received'), count(*) FILTER (WHERE desk_state = 'open'),"
        " count(*) FILTER (WHERE desk_state = 'answered'), count(*) FILTER (WHERE desk_state = 'closed'),"
        " count(*) FILTER (WHERE desk_state = 'withdrawn'),"
        " count(*) FILTER (WHERE assigned_to = '' AND desk_state IN ('received', 'open')) FROM intake.enquiry",
        [],
    )
    return EnquiryCounts(*row)


def _lines(condition: str, values: list[Any]) -> tuple[EnquiryLine, ...]:
    return tuple(
        EnquiryLine(row[0], row[1], row[2] or "", row[3], *row[4:])
        for row in rows(_LINES + condition + _OLDEST_FIRST, values)
    )
