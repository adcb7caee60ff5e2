"""What case workers do with enquiries. Each act is one transaction and one event; no event repeats what was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from antigone.bureau.enquiries.checking import checked_text
from antigone.bureau.enquiries.notices import enqueue_notice
from antigone.bureau.enquiries.sealing import PublicKey, letter_place, sealed
from antigone.bureau.enquiries.statements import rows, run
from antigone.bureau.enquiries.values import EnquiryError, KeepRecord, LetterKind, NoSuchEnquiry
from antigone.bureau.ledger import Actor, Subject, action, record_event

_CASE_WORKER = "case worker"


class NotYourEnquiry(EnquiryError):
    """The enquiry is assigned to somebody else, or to nobody."""


class EnquiryEnded(EnquiryError):
    """The enquiry was withdrawn or shed; nobody can be answered any more."""


class NoSuchColleague(EnquiryError):
    """There is no open account of a case worker with this name."""


@dataclass(frozen=True, slots=True)
class _Kept:
    id: UUID
    state: str
    assigned_to: str
    public_key: bytes
    ended: bool


@action
def assign(enquiry: UUID, *, to: str, actor: Actor) -> None:
    """Give an enquiry to a case worker; from then on he alone opens it in the vault.

    Raises:
        NoSuchEnquiry: there is none.
        NoSuchColleague: nobody of this name may work on enquiries.
    """
    kept = _locked(enquiry)
    if not rows(
        "SELECT 1 FROM auth_user u JOIN auth_user_groups ug ON ug.user_id = u.id JOIN auth_group g"
        " ON g.id = ug.group_id WHERE u.username = %s AND u.is_active AND g.name = %s",
        [to, _CASE_WORKER],
    ):
        raise NoSuchColleague(f"«{to}» is no case worker with an open account; list them with: antigone user list")
    run("UPDATE intake.enquiry SET assigned_to = %s WHERE id = %s", [to, enquiry])
    _record("enquiries.assign", enquiry, actor, {"to": to, "before": kept.assigned_to})


@action
def reply(enquiry: UUID, text: str, *, actor: Actor) -> UUID:
    """Answer a family. The reply goes under the enquiry's seal: the receipt opens it, and the vault. Gives its number.

    Raises:
        EnquiryRejected: empty or too long.
        NoSuchEnquiry, NotYourEnquiry, EnquiryEnded: it cannot be answered by this person.
    """
    plain = checked_text(text, "reply")
    kept = _own(enquiry, actor)
    number = uuid4()
    content = sealed(
        plain.encode(), PublicKey(kept.public_key), enquiry=enquiry, place=letter_place(LetterKind.REPLY, number)
    )
    if rows("SELECT intake.reply(%s, %s, %s, %s)", [enquiry, number, content, actor.name]) != [(True,)]:
        raise _ended(enquiry)
    told = enqueue_notice(enquiry)
    _record("enquiries.reply", enquiry, actor, {"letter": str(number), "notice": told})
    return number


@action
def mark_answered(enquiry: UUID, *, actor: Actor) -> None:
    """Say that the family has its answer; another message of the family opens the enquiry again.

    Raises:
        NoSuchEnquiry, NotYourEnquiry, EnquiryEnded: see `reply`.
    """
    _own(enquiry, actor)
    run("UPDATE intake.enquiry SET state = 'answered' WHERE id = %s", [enquiry])
    _record("enquiries.mark_answered", enquiry, actor, {})


@action
def close(enquiry: UUID, *, reason: str, actor: Actor) -> None:
    """End the work on an enquiry; the family's page says so, and a message of the family opens it again.

    Raises:
        NoSuchEnquiry, NotYourEnquiry, EnquiryEnded: see `reply`.
        EnquiryRejected: no reason.
    """
    why = checked_text(reason, "reason")
    _own(enquiry, actor)
    run("UPDATE intake.enquiry SET state = 'closed' WHERE id = %s", [enquiry])
    _record("enquiries.close", enquiry, actor, {"reason": why})


@action
def block_sender(enquiry: UUID, *, reason: str, actor: Actor) -> None:
    """From now on what comes with this receipt is set aside unread. Its page stays the same: nobody is told.

    Raises:
        NoSuchEnquiry: there is none. EnquiryRejected: no reason.
    """
    _block(enquiry, True, reason, actor)


@action
def unblock_sender(enquiry: UUID, *, reason: str, actor: Actor) -> None:
    """Read again what comes with this receipt; what was set aside stays aside.

    Raises:
        NoSuchEnquiry: there is none. EnquiryRejected: no reason.
    """
    _block(enquiry, False, reason, actor)


def _block(enquiry: UUID, blocked: bool, reason: str, actor: Actor) -> None:
    why = checked_text(reason, "reason")
    _locked(enquiry)
    run("UPDATE intake.enquiry SET blocked = %s WHERE id = %s", [blocked, enquiry])
    _record("enquiries.block_sender" if blocked else "enquiries.unblock_sender", enquiry, actor, {"reason": why})


@action
def withdraw_for_family(enquiry: UUID, *, keep_record: KeepRecord, reason: str, actor: Actor) -> None:
    """Withdraw an enquiry for a family that asks a person to. Contact, messages and key go in this transaction.

    Raises:
        NoSuchEnquiry: there is none. EnquiryEnded: it was withdrawn before. EnquiryRejected: no reason.
    """
    why = checked_text(reason, "reason")
    _locked(enquiry)
    if rows("SELECT intake.withdraw_for(%s, %s)", [enquiry, keep_record.value]) != [(True,)]:
        raise _ended(enquiry)
    _record("enquiries.withdraw_for_family", enquiry, actor, {"record": keep_record.value, "reason": why})


def _own(enquiry: UUID, actor: Actor) -> _Kept:
    """The enquiry, locked, if it is this person's and has not ended."""
    kept = _locked(enquiry)
    if actor.role != _CASE_WORKER or kept.assigned_to != actor.name:
        raise NotYourEnquiry(f"enquiry {enquiry} is not assigned to you; have it assigned first")
    if kept.ended:
        raise _ended(enquiry)
    return kept


def _locked(enquiry: UUID) -> _Kept:
    found = rows(
        "SELECT id, state, assigned_to, public_key, state = 'withdrawn' OR shed_on IS NOT NULL FROM intake.enquiry"
        " WHERE id = %s AND state <> 'erased' FOR UPDATE",
        [enquiry],
    )
    if not found:
        raise NoSuchEnquiry(f"there is no enquiry {enquiry}; list them with: antigone enquiries list")
    number, state, assigned_to, public_key, ended = found[0]
    return _Kept(number, state, assigned_to, bytes(public_key), ended)


def _ended(enquiry: UUID) -> EnquiryEnded:
    return EnquiryEnded(f"enquiry {enquiry} has ended; nothing that is written to it could be read")


def _record(verb: str, enquiry: UUID, actor: Actor, detail: dict[str, Any]) -> None:
    record_event(verb, actor=actor, subject=Subject("enquiry", str(enquiry)), detail=detail)
