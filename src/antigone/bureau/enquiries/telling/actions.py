"""Telling a family: a draft, a second reader, one delivery, an acknowledgement; and a freeze that hides at once.

Who drafts cannot be who reads it, a changed word is another draft, and no transaction delivers two: the database
refuses each of these by itself (migration 0003), and to tell what was taken back meanwhile (migration 0004).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from antigone.bureau.enquiries.checking import checked_text
from antigone.bureau.enquiries.models import AboutKind, Channel, Telling
from antigone.bureau.enquiries.notices import enqueue_notice
from antigone.bureau.enquiries.sealing import PublicKey, letter_place, sealed
from antigone.bureau.enquiries.statements import rows, run
from antigone.bureau.enquiries.telling.templates import GAP
from antigone.bureau.enquiries.values import EnquiryError, EnquiryRejected, LetterKind, NoSuchEnquiry
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry.models import Record, Sensitivity
from antigone.bureau.registry.values import UnknownRecord

_CASE_WORKER = "case worker"


class TellingRefused(EnquiryError):
    """This step of a telling cannot be taken; the sentence says why."""


class NoLongerSo(TellingRefused):
    """What is told of was taken back, is contested, or is of another person than this family seeks."""


class RecordFrozen(TellingRefused):
    """A record that this tells of is withheld."""


@dataclass(frozen=True, slots=True)
class About:
    """What is told of.

    Attributes:
        kind, id: an identification, a match or a record, by its public id.
        record: public id of the record found (remains, prisoner, dead); a freeze of it hides what was told.
    """

    kind: AboutKind
    id: str
    record: UUID | None = None


@action
def draft_telling(enquiry: UUID, about: About, text: str, *, actor: Actor) -> UUID:
    """Write down, under the enquiry's seal, what this one family shall be told; it does not see it yet.

    Gives the telling's public id. Colleagues read it with `vault_client.opened_telling`.

    Raises:
        EnquiryRejected: empty, too long, or with a gap of the template left open.
        NoSuchEnquiry: there is none, or nothing can be told any more.
        TellingRefused: not a case worker, or what is agreed with the record's source does not let a relative be told.
    """
    _case_worker(actor)
    _agreed(about.record)
    plain = checked_text(text, "text")
    if gap := GAP.search(plain):
        raise EnquiryRejected(f"the text still has the gap {gap.group()}; fill it in or take it out")
    found = rows(
        "SELECT language, public_key FROM intake.enquiry WHERE id = %s AND state NOT IN ('withdrawn', 'erased')"
        " AND shed_on IS NULL",
        [enquiry],
    )
    if not found:
        raise NoSuchEnquiry(f"there is no enquiry {enquiry} that could be told anything")
    digest, number = hashlib.sha256(plain.encode()).hexdigest(), uuid4()
    language, public_key = found[0]
    content = sealed(
        plain.encode(), PublicKey(bytes(public_key)), enquiry=enquiry, place=letter_place(LetterKind.TOLD, number)
    )
    if rows("SELECT intake.draft(%s, %s, %s, %s)", [enquiry, number, content, actor.name]) != [(True,)]:
        raise NoSuchEnquiry(f"there is no enquiry {enquiry} that could be told anything")
    ((telling,),) = rows(
        "INSERT INTO enquiries_telling (enquiry, about_kind, about_id, about_record, language, letter, digest,"
        " drafted_by) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING public_id",
        [enquiry, about.kind.value, about.id, about.record, language, number, digest, actor.name],
    )
    _record("enquiries.draft_telling", telling, actor, {"enquiry": str(enquiry), "about": about.kind.value,
            "id": about.id, "sha256": digest})  # fmt: skip
    return UUID(str(telling))


def _agreed(record: UUID | None) -> None:
    """Refuse what the source of the record has not agreed to let relatives know, or no longer."""
    allowed = "SELECT registry_may_show(source_id, 'enquirer') FROM registry_record WHERE public_id = %s"
    if record is not None and rows(allowed, [record]) == [(False,)]:
        raise TellingRefused(
            "what is agreed with the source of this record does not let relatives be told, or has run out; "
            "ask the source"
        )


def _still_so(kept: Telling) -> None:
    """Refuse what does not hold any more. The database asks the same when it is delivered (migration 0004)."""
    ((obstacle,),) = rows(
        "SELECT enquiries_telling_obstacle(%s, %s, %s, %s)",
        [kept.about_kind, kept.about_id, kept.about_record, kept.enquiry],
    )
    if obstacle == "frozen":
        raise RecordFrozen("a record of which this tells is frozen; nobody is told of it until the freeze is ended")
    if obstacle:
        raise NoLongerSo(f"the identification of which this tells is {obstacle}; drop the draft and look at it again")


@action
def approve_telling(telling: UUID, *, actor: Actor) -> None:
    """A second person has read it and lets it go out.

    Raises:
        TellingRefused: not a case worker, his own draft, or not a draft any more.
    """
    _case_worker(actor)
    kept = _locked(telling)
    if kept.drafted_by == actor.name:
        raise TellingRefused("who wrote the draft cannot be its second reader; ask a colleague")
    if kept.approved_by or kept.dropped_by or kept.frozen_by:
        raise TellingRefused("this is no draft any more: it was approved, dropped or frozen")
    _change(telling, "approved_by = %s, approved_on = current_date", [actor.name])
    _record("enquiries.approve_telling", telling, actor, {"enquiry": str(kept.enquiry), "sha256": kept.digest})


@action
def drop_telling(telling: UUID, *, reason: str, actor: Actor) -> None:
    """Take back what was not delivered yet; its text is deleted. A better text is another draft.

    Raises:
        TellingRefused: not a case worker, or it was delivered or dropped before.
        EnquiryRejected: no reason.
    """
    _case_worker(actor)
    why = checked_text(reason, "reason")
    kept = _locked(telling)
    if kept.delivered_by or kept.dropped_by:
        raise TellingRefused("it was delivered or dropped before; what was told is hidden by freezing the record")
    _change(telling, "dropped_by = %s", [actor.name])
    _record("enquiries.drop_telling", telling, actor, {"enquiry": str(kept.enquiry), "reason": why})


@action
def deliver_telling(telling: UUID, *, channel: Channel, actor: Actor) -> UUID:
    """Tell the family: on the page of its receipt, or write down that a person has told it. Gives the letter's number.

    What the second person has read is shown as it is. The enquiry is answered. A family that asked for notices is sent
    one.

    Raises:
        TellingRefused: not a case worker, nobody else has read it, it was delivered, dropped or frozen, or what is
            agreed with the record's source does not let a relative be told.
        NoLongerSo: the identification of which it tells is not signed, taken back, contested, or of somebody else.
        RecordFrozen: a record of which it tells is withheld.
    """
    _case_worker(actor)
    kept = _locked(telling)
    _agreed(kept.about_record)
    _still_so(kept)
    if not kept.approved_by:
        raise TellingRefused("nobody has read it yet besides its writer; a colleague must approve it first")
    if kept.delivered_by or kept.dropped_by or kept.frozen_by:
        raise TellingRefused("it was delivered, dropped or frozen before")
    try:
        with transaction.atomic():
            _change(
                telling,
                "delivered_by = %s, delivered_on = current_date, channel = %s",
                [actor.name, channel.value],
            )
    except IntegrityError as error:
        raise TellingRefused("families are told one at a time") from error
    rows("UPDATE intake.enquiry SET state = 'answered' WHERE id = %s RETURNING id", [kept.enquiry])
    notice = enqueue_notice(kept.enquiry) if channel is Channel.RECEIPT else False
    _record("enquiries.deliver_telling", telling, actor, {"enquiry": str(kept.enquiry), "channel": channel.value,
            "sha256": kept.digest, "notice": notice})  # fmt: skip
    return kept.letter


@action
def freeze_record(record: UUID, *, reason: str, actor: Actor) -> int:
    """A contested record: nobody outside the staff sees it, or what any family was told of it, from this moment on.

    Gives how many tellings were hidden.

    Raises:
        UnknownRecord: there is none.
        EnquiryRejected: no reason.
    """
    why = checked_text(reason, "reason")
    hidden = _freeze(record, Sensitivity.WITHHELD, actor.name)
    record_event("enquiries.freeze_record", actor=actor, subject=Subject("record", str(record)),
                 detail={"reason": why, "tellings": hidden})  # fmt: skip
    return len(hidden)


@action
def unfreeze_record(record: UUID, *, reason: str, actor: Actor) -> int:
    """End a freeze: what families were told of the record is shown again. Gives how many tellings.

    Raises:
        UnknownRecord: there is none.
        EnquiryRejected: no reason.
    """
    why = checked_text(reason, "reason")
    shown = _freeze(record, Sensitivity.ORDINARY, "")
    record_event("enquiries.unfreeze_record", actor=actor, subject=Subject("record", str(record)),
                 detail={"reason": why, "tellings": shown})  # fmt: skip
    return len(shown)


def _freeze(record: UUID, sensitivity: Sensitivity, by: str) -> list[str]:
    if not Record.objects.filter(public_id=record).update(sensitivity=sensitivity):
        raise UnknownRecord(f"there is no record {record}")
    found = rows(
        "UPDATE enquiries_telling t SET frozen_by = %s WHERE (t.about_record = %s OR t.enquiry IN (SELECT e.id"
        " FROM intake.enquiry e JOIN registry_record r ON r.id = e.record_id WHERE r.public_id = %s))"
        " AND (t.frozen_by = '') = (%s <> '') RETURNING public_id",
        [by, record, record, by],
    )
    return sorted(str(one) for (one,) in found)


def _case_worker(actor: Actor) -> None:
    if actor.role != _CASE_WORKER:
        raise TellingRefused("only a case worker tells a family")


def _locked(telling: UUID) -> Telling:
    found = Telling.objects.select_for_update().filter(public_id=telling).first()
    if found is None:
        raise TellingRefused(f"there is no telling {telling}")
    return found


def _change(telling: UUID, what: str, values: list[Any]) -> None:
    run(f"UPDATE enquiries_telling SET {what} WHERE public_id = %s", [*values, telling])  # noqa: S608


def _record(verb: str, telling: Any, actor: Actor, detail: dict[str, Any]) -> None:
    record_event(verb, actor=actor, subject=Subject("telling", str(telling)), detail=detail)
