"""What the vault does when somebody asks it to open a seal: it checks, writes the event, and only then answers.

Runs in the vault's process, under the vault's database role, which alone reads sealed bytes and wrapped keys. It
believes nobody's word for who he is: that the account is open and a case worker's, and that the enquiry is his, it
looks up itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import DatabaseError

from antigone.bureau.enquiries.checking import is_chat, is_email
from antigone.bureau.enquiries.models import Opening
from antigone.bureau.enquiries.sealing import KEY_PLACE, PrivateKey, letter_place, opened
from antigone.bureau.enquiries.statements import first_row, rows
from antigone.bureau.enquiries.values import EnquiryError, LetterKind, Notices
from antigone.bureau.ledger import Actor, Subject, action, record_event

#: Openings that one person is allowed in a day; a trigger holds it (migration 0002).
QUOTA = 50
#: How long ago the person may have shown a second factor.
FRESH = timedelta(minutes=5)
#: Who sends notices.
SENDER = Actor("worker", "worker")
#: The one role that may open.
OPENING_ROLE = "case worker"
_SHORTEST_REASON = 10
_LONGEST_REASON = 500
#: What may be asked for besides a photograph by its number.
CONTACT = "contact"
MESSAGES = "messages"
_PHOTOGRAPH = "photograph/"
_TELLING = "telling/"
_CLOCKS_DIFFER = timedelta(seconds=30)


class OpeningRefused(EnquiryError):
    """The vault does not open this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class StepUp:
    """That the person has just shown a second factor: how (passkey, totp), and when."""

    method: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpeningRequest:
    """Who asks the vault for what.

    Attributes:
        enquiry: its id.
        what: `CONTACT`, `MESSAGES`, ``photograph/`` and the number of one, or ``telling/`` and the public id of one. A
            telling is what the bureau itself wrote: every case worker may read it, without a fresh second factor.
        reason: a sentence; it goes into the ledger, so it names nobody.
        actor: an open account, and the role in which it acts.
        step_up: see `StepUp`.
    """

    enquiry: UUID
    what: str
    reason: str
    actor: Actor
    step_up: StepUp


def opened_for(request: OpeningRequest, key: PrivateKey) -> bytes:
    """What is behind the seal, after an event about it is in the ledger.

    A contact comes as JSON with the fields of `values.Contact`; messages as a JSON list of ``{number, kind, day, text,
    written_by}``, the oldest first; a photograph as its bytes.

    Raises:
        OpeningRefused: not a case worker, not his case, no reason, no fresh second factor, more than the quota, or
            there is nothing to open. A refusal is an event too.
        SealBroken: what is kept does not open with the vault's key.
    """
    refusal = _refusal(request)
    if refusal is None:
        try:
            allow_opening(request)
        except DatabaseError as error:
            if "quota of openings" not in str(error):
                raise
            refusal = f"you have opened {QUOTA} today; ask a colleague, or wait until tomorrow"
    if refusal is not None:
        refuse_opening(request, why=refusal)
        raise OpeningRefused(refusal)
    return _behind_the_seal(request.enquiry, request.what, key)


def address_for(reference: UUID, key: PrivateKey) -> str:
    """Where a notice that is just being sent goes, after an event about it is in the ledger: an e-mail address, or the
    number of a chat in Telegram.

    The worker gets this and nothing else of a contact, for families that asked for notices.

    Raises:
        OpeningRefused: no such notice is being sent, the family wants none any more, or left no address.
    """
    row = first_row(
        "SELECT e.id, e.notices FROM enquiries_notice n JOIN intake.enquiry e ON e.id = n.enquiry"
        " WHERE n.reference = %s AND n.state = 'sending' AND e.notices <> 'none'",
        [reference],
    )
    if row is None:
        raise OpeningRefused("no such notice is being sent, or the family wants none any more")
    enquiry, notices = row
    open_address(enquiry, reference)
    in_telegram = notices == Notices.TELEGRAM
    contact = json.loads(_behind_the_seal(enquiry, CONTACT, key))
    address = str(contact.get("chat" if in_telegram else "email", ""))
    if not (is_chat(address) if in_telegram else is_email(address)):
        raise OpeningRefused("the family left no address that can be written to")
    return address


@action
def open_address(enquiry: UUID, reference: UUID) -> None:
    """That the worker learns one address, for one notice."""
    record_event(
        "enquiries.open_address",
        actor=SENDER,
        subject=Subject("enquiry", str(enquiry)),
        detail={"notice": str(reference)},
    )


@action
def allow_opening(request: OpeningRequest) -> None:
    """That a person opens a seal; written, and on the disk, before anything is opened."""
    _keep(request, allowed=True)
    record_event(
        "enquiries.open_seal",
        actor=request.actor,
        subject=Subject("enquiry", str(request.enquiry)),
        detail={"what": request.what, "reason": request.reason.strip(), "second_factor": request.step_up.method},
    )


@action
def refuse_opening(request: OpeningRequest, *, why: str) -> None:
    """That a person wanted to open a seal and was refused."""
    _keep(request, allowed=False)
    record_event(
        "enquiries.refuse_opening",
        actor=request.actor,
        subject=Subject("enquiry", str(request.enquiry)),
        detail={"what": request.what, "reason": request.reason.strip()[:_LONGEST_REASON], "refused": why},
    )


def _keep(request: OpeningRequest, *, allowed: bool) -> None:
    Opening.objects.create(
        enquiry=request.enquiry,
        what=request.what[:100],
        reason=request.reason.strip()[:_LONGEST_REASON] or "no reason given",
        opened_by=request.actor.name,
        role=request.actor.role,
        allowed=allowed,
    )


def _refusal(request: OpeningRequest) -> str | None:
    """Why this person may not, or None."""
    if request.actor.role != OPENING_ROLE or not _is_case_worker(request.actor.name):
        return "only a case worker opens what a family wrote"
    if request.what.startswith(_TELLING):
        return None
    now = datetime.now(tz=UTC)
    if not now - FRESH <= request.step_up.at <= now + _CLOCKS_DIFFER:
        return "show your second factor again; the last time is more than five minutes ago"
    if not _SHORTEST_REASON <= len(request.reason.strip()) <= _LONGEST_REASON:
        return f"say in {_SHORTEST_REASON} to {_LONGEST_REASON} characters why you need to know"
    if request.what not in (CONTACT, MESSAGES) and not request.what.startswith(_PHOTOGRAPH):
        return f"«{request.what[:40]}» is nothing that can be opened"
    row = first_row("SELECT state, assigned_to FROM intake.enquiry WHERE id = %s", [request.enquiry])
    if row is None or row[1] != request.actor.name:
        return "this enquiry is not assigned to you"
    return None


def _is_case_worker(name: str) -> bool:
    """Whether there is an open account of this name in the role; the vault's own look."""
    return (
        first_row(
            "SELECT 1 FROM auth_user u JOIN auth_user_groups ug ON ug.user_id = u.id"
            " JOIN auth_group g ON g.id = ug.group_id WHERE u.username = %s AND u.is_active AND g.name = %s",
            [name, OPENING_ROLE],
        )
        is not None
    )


def _behind_the_seal(enquiry: UUID, what: str, key: PrivateKey) -> bytes:
    own = enquiry_key(enquiry, key)
    if what == MESSAGES:
        return json.dumps(_messages(enquiry, own), ensure_ascii=False).encode()
    if what.startswith(_TELLING):
        return _telling(enquiry, what.removeprefix(_TELLING), own)
    kind, number = (LetterKind.CONTACT, None) if what == CONTACT else (LetterKind.PHOTOGRAPH, what.split("/", 1)[1])
    found = rows(
        "SELECT number, sealed FROM intake.letter WHERE enquiry = %s AND kind = %s"
        " AND (%s::text IS NULL OR number::text = %s::text) ORDER BY id DESC LIMIT 1",
        [enquiry, kind.value, number, number],
    )
    if not found:
        raise OpeningRefused("there is nothing of the kind in this enquiry")
    return opened(bytes(found[0][1]), own, enquiry=enquiry, place=letter_place(kind, found[0][0]))


def enquiry_key(enquiry: UUID, key: PrivateKey) -> PrivateKey:
    """The enquiry's own key, taken out of its wrapping with the vault's.

    Raises:
        OpeningRefused: the key was shredded: the family withdrew, or gave no sign for 180 days.
        SealBroken: it was wrapped for another key than the vault's.
    """
    row = first_row("SELECT for_vault FROM intake.key WHERE enquiry = %s", [enquiry])
    if row is None:
        raise OpeningRefused("nothing of this enquiry opens any more; the family withdrew it, or it was not renewed")
    return PrivateKey(opened(bytes(row[0]), key, enquiry=enquiry, place=KEY_PLACE))


def _messages(enquiry: UUID, own: PrivateKey) -> list[dict[str, str]]:
    texts = (LetterKind.MESSAGE, LetterKind.DETAIL, LetterKind.REPLY, LetterKind.TOLD)
    found = rows(
        "SELECT number, kind, day, sealed, written_by FROM intake.letter"
        " WHERE enquiry = %s AND kind = ANY(%s) ORDER BY id",
        [enquiry, [kind.value for kind in texts]],
    )
    return [
        {
            "number": str(number),
            "kind": kind,
            "day": day.isoformat(),
            "text": opened(bytes(content), own, enquiry=enquiry, place=letter_place(kind, number)).decode(),
            "written_by": written_by,
        }
        for number, kind, day, content, written_by in found
    ]


def _telling(enquiry: UUID, telling: str, own: PrivateKey) -> bytes:
    row = first_row(
        "SELECT l.number, l.sealed FROM enquiries_telling t JOIN intake.letter l ON l.number = t.letter"
        " WHERE t.enquiry = %s AND t.public_id::text = %s",
        [enquiry, telling],
    )
    if row is None:
        raise OpeningRefused("there is no such text; it was dropped, or the family withdrew")
    return opened(bytes(row[1]), own, enquiry=enquiry, place=letter_place(LetterKind.TOLD, row[0]))
