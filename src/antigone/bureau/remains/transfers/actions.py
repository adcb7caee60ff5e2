"""Steps of a transfer. Every count of it is made from the events that these leave behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.remains.acts import named, now, parts_numbered, refusals, write_act, write_events
from antigone.bureau.remains.models import Act, Part, Transfer, TransferLine, Verb
from antigone.bureau.remains.values import NothingNamed, Refusal, RemainsError, Signed, UnknownNumber

_ROWS = 2_000


@action
def draw_up(number: str, numbers: Sequence[str], *, party: str, channel: str = "", actor: Actor) -> UUID:
    """Draw up a list of parts for a party; gives its public id.

    Args:
        number: of the list; never used again.
        numbers: of the parts.
        party: to whom they shall be offered.
        channel: who carries the offer, where it is not the party itself.

    Raises:
        UnknownNumber: a part is not there.
        RemainsError: the list's number was used, no party is named, or a part was handed over and has not come back.
    """
    if not number.strip() or not party.strip():
        raise RemainsError("a list has a number, and a party that it is for", "remains_nothing_said")
    parts = parts_numbered(numbers)
    with refusals():
        transfer = Transfer.objects.create(
            number=number.strip(),
            party=party.strip(),
            channel=channel.strip(),
            drawn_up_by=actor.name,
            drawn_up_at=now(),
        )
        TransferLine.objects.bulk_create(
            [TransferLine(transfer=transfer, part=part) for part in parts], batch_size=_ROWS
        )
    transfer.refresh_from_db(fields=["public_id"])
    record_event(
        "remains.draw_up",
        actor=actor,
        subject=_subject(transfer),
        detail={"number": transfer.number, "party": transfer.party, "channel": transfer.channel} | named(parts),
    )
    return transfer.public_id


@action
def offer(public_id: UUID, *, document: str = "", at: datetime | None = None, actor: Actor) -> int:
    """Offer everything on a list to its party; gives how many parts.

    Args:
        document: the letter that carried the offer.

    Raises:
        UnknownNumber: there is no such list.
        RemainsError: it was offered before, or a part on it is on offer elsewhere or not in our keeping.
    """
    transfer = transfer_of(public_id)
    if Act.objects.filter(transfer=transfer, verb=Verb.OFFERED).exists():
        raise RemainsError(f"list {transfer.number} was offered already", "remains_offered_once")
    parts = list(Part.objects.filter(transfer_lines__transfer=transfer).order_by("pk"))
    act = write_act(Verb.OFFERED, at=at, actor=actor, transfer=transfer, document=document.strip())
    write_events(act, parts)
    record_event("remains.offer", actor=actor, subject=_subject(transfer), detail=named(parts))
    return len(parts)


@action
def accept(
    public_id: UUID,
    numbers: Sequence[str] | None = None,
    *,
    words: str = "",
    source: str = "",
    said_on: str = "",
    at: datetime | None = None,
    actor: Actor,
) -> int:
    """The party accepts some of what was offered, or all that is unanswered; gives how many parts.

    Raises:
        UnknownNumber: there is no such list or part.
        RemainsError: a part is not on offer on this list.
    """
    return _answer(Verb.ACCEPTED, public_id, numbers, at, actor, words=words, source=source, said_on=said_on)


@action
def refuse(
    public_id: UUID, numbers: Sequence[str] | None = None, *, refusal: Refusal, at: datetime | None = None, actor: Actor
) -> int:
    """The party refuses some of what was offered, or all that is open; gives how many parts.

    Raises:
        UnknownNumber: there is no such list or part.
        RemainsError: a part is not on offer on this list, or the refusal's words, source or date are missing.
    """
    return _answer(
        Verb.REFUSED,
        public_id,
        numbers,
        at,
        actor,
        words=refusal.words.strip(),
        source=refusal.source.strip(),
        said_on=refusal.said_on.strip(),
    )


@action
def note_silence(
    public_id: UUID,
    numbers: Sequence[str] | None = None,
    *,
    words: str = "",
    at: datetime | None = None,
    actor: Actor,
) -> int:
    """The party has not answered, and the offer is closed; gives of how many parts.

    Raises:
        UnknownNumber: there is no such list or part.
        RemainsError: a part is not on offer on this list.
    """
    return _answer(Verb.UNANSWERED, public_id, numbers, at, actor, words=words.strip())


@action
def withdraw_offer(
    public_id: UUID, numbers: Sequence[str], *, words: str, at: datetime | None = None, actor: Actor
) -> int:
    """The bureau takes an offer back, for these parts, also where it was accepted; gives how many.

    Raises:
        UnknownNumber: there is no such list or part.
        RemainsError: a part is not on offer on this list.
    """
    return _answer(Verb.WITHDRAWN, public_id, numbers, at, actor, words=words.strip())


@action
def hand_over(
    public_id: UUID,
    numbers: Sequence[str] | None = None,
    *,
    signed: Signed,
    at: datetime | None = None,
    actor: Actor,
) -> int:
    """Hand over what was accepted, against the signatures of both sides; gives how many parts. Sealed effects go along.

    Args:
        numbers: of the parts; None means all that were accepted on this list.
        signed: who gives for the bureau, who takes for the party, and the protocol that both signed.

    Raises:
        UnknownNumber: there is no such list or part.
        RemainsError: a part was not accepted, or a signature or the protocol's number is missing.
    """
    return _answer(Verb.HANDED_OVER, public_id, numbers, at, actor, signed=signed)


def transfer_of(public_id: UUID) -> Transfer:
    """The list of this id.

    Raises:
        UnknownNumber: there is none.
    """
    transfer = Transfer.objects.filter(public_id=public_id).first()
    if transfer is None:
        raise UnknownNumber("there is no such transfer list")
    return transfer


def transfer_numbered(number: str) -> UUID:
    """The public id of the list with this number.

    Raises:
        UnknownNumber: there is none.
    """
    found = Transfer.objects.filter(number=number.strip()).values_list("public_id", flat=True).first()
    if found is None:
        raise UnknownNumber(
            f"there is no transfer list «{number.strip()}»; see them with: antigone remains transfer list"
        )
    return found


def _answer(
    verb: Verb,
    public_id: UUID,
    numbers: Sequence[str] | None,
    at: datetime | None,
    actor: Actor,
    *,
    signed: Signed | None = None,
    **said: str,
) -> int:
    transfer = transfer_of(public_id)
    if numbers is None:
        open_ones = "accepted" if verb is Verb.HANDED_OVER else "offered"
        parts = list(Part.objects.filter(transfer_id=transfer.pk, offer=open_ones).order_by("pk"))
        if not parts:
            raise NothingNamed(f"nothing on list {transfer.number} is {open_ones}", "remains_on_offer")
    else:
        parts = parts_numbered(numbers)
    act = write_act(verb, at=at, actor=actor, signed=signed, transfer=transfer, **said)
    write_events(act, parts)
    record_event(
        f"remains.{verb.value}",
        actor=actor,
        subject=_subject(transfer),
        detail={"number": transfer.number} | {name: value[:500] for name, value in said.items()} | named(parts),
    )
    return len(parts)


def _subject(transfer: Transfer) -> EventSubject:
    return EventSubject("transfer", str(transfer.public_id))
