"""Re-association. A body is never edited: each change of its parts is an act with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.remains.acts import named, parts_numbered, refusals, write_act, write_events
from antigone.bureau.remains.models import Body, MembershipEvent, Part, Verb
from antigone.bureau.remains.values import RemainsError, UnknownNumber


@action
def assemble(body: str, numbers: Sequence[str], *, because: str, at: datetime | None = None, actor: Actor) -> str:
    """Put parts that belong to no body together into one, new or kept; gives its number.

    Args:
        body: its number; a new one makes a new body.
        because: what says that they are of one human being.

    Raises:
        UnknownNumber: a part is not there.
        RemainsError: a part belongs to a body, the number was used for something else, or no reason is given.
    """
    number = body.strip().upper()
    parts = parts_numbered(numbers)
    act = write_act(Verb.ASSEMBLED, at=at, actor=actor, words=because.strip())
    with refusals():
        kept = Body.objects.filter(number=number).first() or Body.objects.create(number=number)
        MembershipEvent.objects.bulk_create([MembershipEvent(part=part, act=act, into=kept) for part in parts])
    record_event("remains.assemble", actor=actor, subject=EventSubject("body", number), detail=named(parts))
    return number


@action
def take_out(numbers: Sequence[str], *, because: str, at: datetime | None = None, actor: Actor) -> None:
    """Take parts out of the bodies that they belong to.

    Raises:
        UnknownNumber: a part is not there.
        RemainsError: a part belongs to no body, or no reason is given.
    """
    parts = parts_numbered(numbers)
    if alone := next((part for part in parts if part.body_id is None), None):
        raise RemainsError(f"part {alone.number} belongs to no body", "remains_in_one_body")
    act = write_act(Verb.TAKEN_OUT, at=at, actor=actor, words=because.strip())
    with refusals():
        MembershipEvent.objects.bulk_create([MembershipEvent(part=one, act=act, out_of=one.body) for one in parts])
    record_event("remains.take_out", actor=actor, subject=EventSubject("act", str(act.public_id)), detail=named(parts))


@action
def reassociate(
    numbers: Sequence[str], *, out_of: str, into: str, because: str, at: datetime | None = None, actor: Actor
) -> None:
    """Put parts from one body into another.

    Raises:
        UnknownNumber: a part or a body is not there.
        RemainsError: a part belongs to another body than `out_of`, or no reason is given.
    """
    parts = parts_numbered(numbers)
    left, joined = body_numbered(out_of), body_numbered(into)
    act = write_act(Verb.REASSOCIATED, at=at, actor=actor, words=because.strip())
    with refusals():
        MembershipEvent.objects.bulk_create(
            [MembershipEvent(part=part, act=act, out_of=left, into=joined) for part in parts]
        )
    record_event(
        "remains.reassociate",
        actor=actor,
        subject=EventSubject("body", joined.number),
        detail={"out_of": left.number} | named(parts),
    )


@action
def split(
    number: str,
    pieces: Sequence[tuple[str, str]],
    *,
    explosives_checked_by: str,
    because: str,
    at: datetime | None = None,
    actor: Actor,
) -> None:
    """Give parts of their own numbers to what lay in one bag. They lie where it lies, and belong to no body yet.

    Args:
        number: of the part that turned out to be several; it keeps its number and what is left of it.
        pieces: new number and description of each.
        explosives_checked_by: who checked when the bag was opened.

    Raises:
        UnknownNumber: there is no such part.
        RemainsError: a number was used before, the part is not in our keeping, or no reason is given.
    """
    (whole,) = parts_numbered([number])
    if whole.place is None:
        raise RemainsError(f"part {whole.number} is not in our keeping", "remains_in_our_keeping")
    if not pieces:
        raise RemainsError("name the new parts", "remains_nothing_said")
    with refusals():
        new = Part.objects.bulk_create([
            Part(
                number=piece.strip().upper(),
                what=what.strip(),
                explosives_checked_by=explosives_checked_by.strip(),
                split_from=whole,
                recovery_id=whole.recovery_id,
            )
            for piece, what in pieces
        ])  # fmt: skip
    act = write_act(Verb.SPLIT, at=at, actor=actor, words=because.strip())
    write_events(act, new, place=whole.place)
    record_event("remains.split", actor=actor, subject=EventSubject("part", whole.number), detail=named(new))


def body_numbered(number: str) -> Body:
    """The body of this number.

    Raises:
        UnknownNumber: there is none.
    """
    body = Body.objects.filter(number=number.strip().upper()).first()
    if body is None:
        raise UnknownNumber(f"no body has the number {number.strip().upper()}")
    return body
