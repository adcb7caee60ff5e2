"""What custodians do with remains. Each act is one transaction and one event; the database holds the rules anyway."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.registry.models import Record
from antigone.bureau.remains.acts import (
    named,
    now,
    numbers_of,
    parts_numbered,
    place_coded,
    refusals,
    write_act,
    write_events,
)
from antigone.bureau.remains.models import (
    Act,
    ExaminationLine,
    Part,
    Place,
    PlaceKind,
    ProposedMove,
    Recovery,
    Step,
    Subject,
    Verb,
)
from antigone.bureau.remains.values import (
    NotYours,
    PartDraft,
    RecoveryDraft,
    RemainsError,
    Signed,
    UnknownNumber,
)

_ROWS = 2_000
#: An MGRS square of 10 km: zone, band, two letters of the square, two digits.
GRID_LETTERS = 7


@action
def keep_place(
    code: str, name: str, kind: PlaceKind, *, within: str = "", capacity: int | None = None, actor: Actor
) -> str:
    """Add a place of storage, or give one that is kept a new name or another capacity. Gives its code.

    Args:
        code: short, in Latin capitals; it stands on labels and never changes.
        within: code of the place that it is part of, or nothing.
        capacity: how many parts fit into it with all that is below it; None where nobody counts.

    Raises:
        UnknownNumber: `within` is nobody's code.
        RemainsError: the code cannot be one, or the place is kept as part of another one.
    """
    code = code.strip().upper()
    parent = place_coded(within) if within.strip() else None
    kept = Place.objects.filter(code=code).first()
    with refusals():
        if kept is None:
            Place.objects.create(code=code, name=name.strip(), kind=kind.value, within=parent, capacity=capacity)
        elif (kept.kind, kept.within_id) != (kind.value, parent.pk if parent else None):
            raise RemainsError(f"place {code} keeps its kind and what it is part of", "remains_place_stays")
        else:
            kept.name, kept.capacity = name.strip(), capacity
            kept.save(update_fields=["name", "capacity"])
    record_event(
        "remains.keep_place",
        actor=actor,
        subject=EventSubject("place", code),
        detail={"name": name, "kind": kind.value, "within": within, "capacity": capacity},
    )
    return code


@action
def close_place(code: str, *, actor: Actor) -> None:
    """Close an empty place; nothing is put there any more.

    Raises:
        UnknownNumber: there is no such place.
        RemainsError: something lies in it.
    """
    place = place_coded(code)
    place.closed_on = now().date()
    with refusals():
        place.save(update_fields=["closed_on"])
    record_event("remains.close_place", actor=actor, subject=EventSubject("place", place.code), detail={})


@action
def receive(
    drafts: Sequence[PartDraft], *, brought_by: str, taken_by: str, at: datetime | None = None, actor: Actor
) -> list[str]:
    """Take parts in, each under its own number, all of them or none. Gives the numbers in the order of the drafts.

    Args:
        brought_by: who brought them; may be empty where nobody knows.
        taken_by: who took them in.

    Raises:
        UnknownNumber: a place or a record is not there.
        RemainsError: a number was used before, nobody checked for explosives, a place is full or closed, or the grid
            square is too close; the message names the line of the file, if there is one.
    """
    act, parts = received(drafts, brought_by=brought_by, taken_by=taken_by, at=at, actor=actor)
    record_event("remains.receive", actor=actor, subject=EventSubject("act", str(act.public_id)), detail=named(parts))
    return [part.number for part in parts]


def received(
    drafts: Sequence[PartDraft], *, brought_by: str, taken_by: str, at: datetime | None = None, actor: Actor
) -> tuple[Act, list[Part]]:
    """The rows of parts that are taken in, for an action to write; see `receive`."""
    numbers = _numbers_for(drafts)
    places = {place.code: place for place in Place.objects.all()}
    records = dict(
        Record.objects.filter(public_id__in=[one.record for one in drafts if one.record]).values_list("public_id", "pk")
    )
    recoveries = _recoveries({one.recovery.reference: one.recovery for one in drafts if one.recovery}, actor)
    where = []
    for draft in drafts:
        place = places.get(draft.place.strip().upper())
        if place is None:
            raise UnknownNumber(f"{_line(draft)}there is no place «{draft.place}»")
        if draft.record and draft.record not in records:
            raise UnknownNumber(f"{_line(draft)}there is no record {draft.record}")
        where.append(place)
    rows = [
        Part(
            number=number,
            what=draft.what.strip(),
            tags=[tag.strip() for tag in draft.tags if tag.strip()],
            explosives_checked_by=draft.explosives_checked_by.strip(),
            recovery_id=recoveries[draft.recovery.reference] if draft.recovery else None,
            record_id=records[draft.record] if draft.record else None,
        )
        for number, draft in zip(numbers, drafts, strict=True)
    ]
    try:
        with refusals():
            parts = Part.objects.bulk_create(rows, batch_size=_ROWS)
        act = write_act(Verb.RECEIVED, at=at, actor=actor, signed=Signed(brought_by, taken_by))
        write_events(act, parts, place=where)
    except RemainsError as refused:
        told = {word.strip(",;:") for word in str(refused).split()}
        culprit = next((one for number, one in zip(numbers, drafts, strict=True) if number in told), None)
        if culprit is None or culprit.line is None:
            raise
        raise RemainsError(f"line {culprit.line}: {refused}", refused.rule) from refused
    return act, parts


@action
def examine(
    number: str, found: Mapping[Subject, Step], *, words: str = "", at: datetime | None = None, actor: Actor
) -> None:
    """Say how far the examination of a part is, subject by subject.

    Raises:
        UnknownNumber: no part has this number.
        RemainsError: the part is not in our keeping, or nothing is said.
    """
    (part,) = parts_numbered([number])
    if not found:
        raise RemainsError("say how far at least one subject of the examination is", "remains_nothing_said")
    act = write_act(Verb.EXAMINED, at=at, actor=actor, words=words.strip())
    write_events(act, [part])
    ExaminationLine.objects.bulk_create(
        [ExaminationLine(part=part, act=act, subject=subject.value, step=step.value) for subject, step in found.items()]
    )
    record_event(
        "remains.examine",
        actor=actor,
        subject=EventSubject("part", part.number),
        detail={subject.value: step.value for subject, step in found.items()},
    )


@action
def note_sample(number: str, label: str, *, at: datetime | None = None, actor: Actor) -> None:
    """Say that a sample was taken of a part, under the laboratory's label.

    Raises:
        UnknownNumber: no part has this number.
        RemainsError: the part is not in our keeping, or there is no label.
    """
    (part,) = parts_numbered([number])
    if not label.strip():
        raise RemainsError("a sample is known by its label; write it", "remains_nothing_said")
    act = write_act(Verb.SAMPLED, at=at, actor=actor, document=label.strip())
    write_events(act, [part])
    record_event(
        "remains.note_sample", actor=actor, subject=EventSubject("part", part.number), detail={"label": label.strip()}
    )


@action
def describe(number: str, record: UUID | None, *, actor: Actor) -> None:
    """Tie a part to the registry's record of kind *remains* that describes it, or untie it.

    Raises:
        UnknownNumber: there is no such part or record.
        RemainsError: the record is of another kind.
    """
    (part,) = parts_numbered([number])
    found = Record.objects.filter(public_id=record).first() if record else None
    if record and found is None:
        raise UnknownNumber(f"there is no record {record}")
    with refusals():
        Part.objects.filter(pk=part.pk).update(record=found)
    record_event(
        "remains.describe",
        actor=actor,
        subject=EventSubject("part", part.number),
        detail={"record": str(record) if record else None},
    )


@action
def move(
    numbers: Sequence[str],
    to: str,
    *,
    signed: Signed,
    origin: str = "",
    words: str = "",
    at: datetime | None = None,
    actor: Actor,
) -> None:
    """Write down a move that two people signed on paper.

    Args:
        origin: code of the place where all of them lay; empty where the mover did not say.

    Raises:
        UnknownNumber: a part or place is not there.
        RemainsError: a part lies elsewhere, the place is full, a signature or the paper's number is missing, or
            something happened to a part after `at`.
    """
    parts = parts_numbered(numbers)
    place = place_coded(to)
    lay = place_coded(origin) if origin.strip() else None
    act = write_act(Verb.MOVED, at=at, actor=actor, signed=signed, words=words.strip())
    write_events(act, parts, place=place, origin=lay)
    record_event(
        "remains.move",
        actor=actor,
        subject=EventSubject("act", str(act.public_id)),
        detail={"to": place.code, "document": signed.document} | named(parts),
    )


@action
def propose_move(numbers: Sequence[str], to: str, *, words: str = "", actor: Actor) -> UUID:
    """Sign a move first, at the desk; it is one when another custodian has signed it too. Gives its public id.

    Raises:
        UnknownNumber: a part or place is not there.
        RemainsError: a part is not in our keeping, or whoever signs is no custodian.
    """
    parts = parts_numbered(numbers)
    place = place_coded(to)
    for part in parts:
        if part.place_id is None:
            raise RemainsError(f"part {part.number} is not in our keeping", "remains_in_our_keeping")
        if part.place_id == place.pk:
            raise RemainsError(f"part {part.number} lies in {place.code} already", "remains_moved_elsewhere")
    with refusals():
        proposed = ProposedMove.objects.create(
            parts=[part.pk for part in parts],
            origins=[part.place_id for part in parts],
            to=place,
            words=words.strip(),
            by=actor.name,
        )
    proposed.refresh_from_db(fields=["public_id"])
    record_event(
        "remains.propose_move",
        actor=actor,
        subject=EventSubject("move", str(proposed.public_id)),
        detail={"to": place.code} | named(parts),
    )
    return proposed.public_id


@action
def sign_move(public_id: UUID, *, actor: Actor) -> int:
    """The second signature under a move; gives how many parts have moved with it.

    Raises:
        UnknownNumber: no such move waits.
        NotYours: the first signature is the actor's.
        RemainsError: a part has moved meanwhile, or the place is full.
    """
    proposed = _waiting(public_id)
    if proposed.by.casefold() == actor.name.casefold():
        raise NotYours("you have signed this move; another custodian must sign it too", "remains_two_signatures")
    ordered = sorted(zip(proposed.parts, proposed.origins, strict=True))
    parts = list(Part.objects.filter(pk__in=proposed.parts).order_by("pk"))
    places = {place.pk: place for place in Place.objects.filter(pk__in=proposed.origins)}
    act = write_act(
        Verb.MOVED,
        at=None,
        actor=actor,
        signed=Signed(proposed.by, actor.name),
        proposal=proposed,
        words=proposed.words,
    )
    write_events(act, parts, place=proposed.to, origin=[places[origin] for _, origin in ordered])
    record_event(
        "remains.sign_move",
        actor=actor,
        subject=EventSubject("move", str(public_id)),
        detail={"first": proposed.by, "to": proposed.to.code} | named(parts),
    )
    return len(parts)


@action
def drop_move(public_id: UUID, *, actor: Actor) -> None:
    """Take a move off the list of those that wait for a second signature.

    Raises:
        UnknownNumber: no such move waits.
    """
    proposed = _waiting(public_id)
    proposed.dropped_by = actor.name
    with refusals():
        proposed.save(update_fields=["dropped_by"])
    record_event("remains.drop_move", actor=actor, subject=EventSubject("move", str(public_id)), detail={})


@action
def bury(
    numbers: Sequence[str], grave: str, *, signed: Signed, words: str = "", at: datetime | None = None, actor: Actor
) -> None:
    """Write down a burial with all that is needed to find the grave (GC III, art. 120).

    Raises:
        UnknownNumber: a part is not there.
        RemainsError: a part is on offer or buried already, the grave or a signature is missing.
    """
    parts = parts_numbered(numbers)
    act = write_act(Verb.BURIED, at=at, actor=actor, signed=signed, grave=grave.strip(), words=words.strip())
    write_events(act, parts)
    record_event("remains.bury", actor=actor, subject=EventSubject("act", str(act.public_id)), detail=named(parts))


@action
def take_back(
    numbers: Sequence[str], to: str, *, signed: Signed, words: str = "", at: datetime | None = None, actor: Actor
) -> None:
    """Write down that parts came back into our keeping: from a party that they were handed over to, or out of a grave.

    Raises:
        UnknownNumber: a part or place is not there.
        RemainsError: a part is in our keeping, or a signature or the paper is missing.
    """
    parts = parts_numbered(numbers)
    place = place_coded(to)
    act = write_act(Verb.RETURNED, at=at, actor=actor, signed=signed, words=words.strip())
    write_events(act, parts, place=place)
    record_event(
        "remains.take_back",
        actor=actor,
        subject=EventSubject("act", str(act.public_id)),
        detail={"to": place.code, "document": signed.document} | named(parts),
    )


def _waiting(public_id: UUID) -> ProposedMove:
    proposed = (
        ProposedMove.objects.select_related("to").filter(public_id=public_id, dropped_by="", act__isnull=True).first()
    )
    if proposed is None:
        raise UnknownNumber("this move does not wait for a signature: it was signed or dropped")
    return proposed


def _numbers_for(drafts: Sequence[PartDraft]) -> list[str]:
    if not drafts:
        raise RemainsError("there is nothing to take in", "remains_nothing_said")
    written = [draft.number.strip().upper() for draft in drafts]
    given = [number for number in written if number]
    if given:
        numbers_of(given)
    fresh = iter(_next_numbers(len(written) - len(given), set(given)))
    return [number or next(fresh) for number in written]


def _next_numbers(count: int, taken: set[str]) -> list[str]:
    """Numbers of the register's own; somebody may have written one by hand before the sequence came to it."""
    found: list[str] = []
    with connection.cursor() as cursor:
        while len(found) < count:
            cursor.execute(
                "SELECT number FROM (SELECT 'R-' || lpad(nextval('remains_next_number')::text, 6, '0') AS number"
                " FROM generate_series(1, %s)) drawn"
                " WHERE NOT EXISTS (SELECT FROM remains_givennumber g WHERE g.number = drawn.number)",
                [count - len(found)],
            )
            found += [row[0] for row in cursor.fetchall() if row[0] not in taken]
    return found


def _recoveries(drafts: Mapping[str, RecoveryDraft], actor: Actor) -> dict[str, int]:
    known = dict(Recovery.objects.filter(reference__in=drafts).values_list("reference", "pk"))
    if close := next((one for one in drafts.values() if len(one.grid.replace(" ", "")) > GRID_LETTERS), None):
        raise RemainsError(
            f"the grid square {close.grid} is closer than the bureau keeps it; write an MGRS square of 10 km, such as"
            " 37UDQ41, or of 100 km, such as 37UDQ",
            "remains_recovery_grid_is_coarse",
        )
    new = [
        Recovery(
            reference=one.reference,
            site=one.site,
            grid=one.grid.replace(" ", "").upper(),
            finder=one.finder,
            on=one.on,
            note=one.note,
            recorded_by=actor.name,
        )
        for reference, one in drafts.items()
        if reference not in known
    ]
    with refusals():
        return known | {one.reference: one.pk for one in Recovery.objects.bulk_create(new)}


def _line(draft: PartDraft) -> str:
    return f"line {draft.line}: " if draft.line is not None else ""
