"""Reads of the register: parts, bodies, transfers, moves that wait."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from antigone.bureau.remains.acts import numbers_of
from antigone.bureau.remains.bodies.actions import body_numbered
from antigone.bureau.remains.counting.queries import listed_now
from antigone.bureau.remains.models import (
    Act,
    Body,
    CustodyEvent,
    ExaminationLine,
    GivenNumber,
    MembershipEvent,
    Packet,
    Part,
    Place,
    ProposedMove,
    Step,
    Stocktake,
    Subject,
    Transfer,
    TransferLine,
    Verb,
)
from antigone.bureau.remains.transfers.actions import transfer_of
from antigone.bureau.remains.values import (
    BodyPage,
    ChainLink,
    Differences,
    ListedPart,
    PacketCard,
    PartPage,
    RecoveryDraft,
    TransferCard,
    UnknownNumber,
    WaitingMove,
)


def part_page(public_id: UUID) -> PartPage:
    """Everything of one part.

    Raises:
        UnknownNumber: there is none.
    """
    part = Part.objects.select_related("recovery", "record", "split_from").filter(public_id=public_id).first()
    if part is None:
        raise UnknownNumber("there is no such part")
    (now,) = listed_now([part.number])
    found = part.recovery
    lines = {line.subject: (line.step, line.act.by) for line in _examined(part)}
    return PartPage(
        now=now,
        tags=tuple(part.tags),
        explosives_checked_by=part.explosives_checked_by,
        recovery=RecoveryDraft(found.reference, found.site, found.grid, found.finder, found.on, found.note)
        if found
        else None,
        record=part.record.public_id if part.record else None,
        split_from=part.split_from.number if part.split_from else "",
        pieces=tuple(part.pieces.order_by("number").values_list("number", flat=True)),
        checklist={subject.value: lines.get(subject.value, (Step.NOT_STARTED.value, "")) for subject in Subject},
        chain=chain_of(part),
        packets=tuple(_packet(packet) for packet in part.packets.select_related("replaces").order_by("pk")),
    )


def chain_of(part: Part) -> tuple[ChainLink, ...]:
    """The chain of custody of a part, with its bodies, in the order of what happened."""
    events = CustodyEvent.objects.filter(part=part).select_related("act__transfer", "place").order_by("step")
    links = [(event.at, 0, event.step, _link(event.act, event.place.code if event.place else "", event.party))
             for event in events]  # fmt: skip
    for one in MembershipEvent.objects.filter(part=part).select_related("act__transfer", "out_of", "into"):
        detail = " → ".join(body.number if body else "–" for body in (one.out_of, one.into))
        links.append((one.act.at, 1, one.pk, _link(one.act, detail=detail)))
    return tuple(link for _, _, _, link in sorted(links, key=lambda one: one[:3]))


def body_page(number: str) -> BodyPage:
    """A body with its parts and their history.

    Raises:
        UnknownNumber: there is none.
    """
    body = body_numbered(number)
    events = MembershipEvent.objects.filter(into=body) | MembershipEvent.objects.filter(out_of=body)
    history = tuple(
        _link(one.act, detail=f"{'+' if one.into_id == body.pk else '−'} {one.part.number}")
        for one in events.select_related("act__transfer", "part").order_by("pk")
    )
    parts = listed_now(list(body.parts.values_list("number", flat=True)))
    return BodyPage(body.number, body.public_id, tuple(parts), history)


def whose_number(written: str) -> tuple[str, UUID]:
    """What a number stands on: «part» or «body», and its public id.

    Raises:
        UnknownNumber: nothing bears it.
    """
    (number,) = numbers_of([written])
    given = GivenNumber.objects.filter(number=number).first()
    if given is None:
        raise UnknownNumber(f"no part and no body has the number {number}")
    of: Any = Part if given.what == "part" else Body
    return given.what, of.objects.values_list("public_id", flat=True).get(number=number)


def body_number(public_id: UUID) -> str:
    """The number of a body.

    Raises:
        UnknownNumber: there is none.
    """
    number = Body.objects.filter(public_id=public_id).values_list("number", flat=True).first()
    if number is None:
        raise UnknownNumber("there is no such body")
    return number


def bodies_of(numbers: Iterable[str]) -> dict[str, UUID]:
    """Number of a body -> its public id, for links."""
    return dict(Body.objects.filter(number__in=set(numbers)).values_list("number", "public_id"))


def open_places() -> list[tuple[str, str]]:
    """Code and name of every place that things can be put into, by code."""
    return list(Place.objects.filter(closed_on=None).order_by("code").values_list("code", "name"))


def answers_due(public_id: UUID) -> tuple[int, int]:
    """How many parts of a list are offered without an answer yet, and how many are accepted and not handed over.

    Raises:
        UnknownNumber: there is no such list.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE offer = 'offered'), count(*) FILTER (WHERE offer = 'accepted') FROM (
                SELECT DISTINCT ON (e.part_id) e.offer, e.transfer_id FROM remains_transferline l
                JOIN remains_custodyevent e ON e.part_id = l.part_id WHERE l.transfer_id = %(list)s
                ORDER BY e.part_id, e.step DESC
            ) newest WHERE transfer_id = %(list)s
            """,
            {"list": transfer_of(public_id).pk},
        )
        offered, accepted = cursor.fetchone()
    return offered, accepted


def public_id_of(number: str) -> UUID:
    """The public id of the part with this number.

    Raises:
        UnknownNumber: there is none.
    """
    (written,) = numbers_of([number])
    found = Part.objects.filter(number=written).values_list("public_id", flat=True).first()
    if found is None:
        raise UnknownNumber(f"no part has the number {written}")
    return found


_TRANSFERS = """
    SELECT t.public_id, t.number, t.party, t.channel, t.drawn_up_by, t.drawn_up_at,
        (SELECT count(*) FROM remains_transferline l WHERE l.transfer_id = t.id),
        coalesce(e.offered, 0), coalesce(e.accepted, 0), coalesce(e.refused, 0), coalesce(e.unanswered, 0),
        coalesce(e.withdrawn, 0), coalesce(e.handed_over, 0), coalesce(e.returned, 0)
    FROM remains_transfer t LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE verb = 'offered') AS offered,
            count(*) FILTER (WHERE verb = 'accepted') AS accepted,
            count(*) FILTER (WHERE verb = 'refused') AS refused,
            count(*) FILTER (WHERE verb = 'unanswered') AS unanswered,
            count(*) FILTER (WHERE verb = 'withdrawn') AS withdrawn,
            count(*) FILTER (WHERE verb = 'handed_over') AS handed_over,
            count(*) FILTER (WHERE verb = 'returned') AS returned
        FROM remains_custodyevent WHERE transfer_id = t.id
    ) e ON true
"""


def transfer_cards() -> list[TransferCard]:
    """Every transfer list in numbers, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_TRANSFERS} ORDER BY t.id DESC")
        return [TransferCard(*row) for row in cursor.fetchall()]


def transfer_card(public_id: UUID) -> TransferCard:
    """One transfer list in numbers.

    Raises:
        UnknownNumber: there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_TRANSFERS} WHERE t.public_id = %s", [public_id])
        row = cursor.fetchone()
    if row is None:
        raise UnknownNumber("there is no such transfer list")
    return TransferCard(*row)


def transfer_parts(public_id: UUID) -> list[ListedPart]:
    """The parts on a list as they stand now, by place and number.

    Raises:
        UnknownNumber: there is no such list.
    """
    transfer = transfer_of(public_id)
    numbers = list(TransferLine.objects.filter(transfer=transfer).values_list("part__number", flat=True))
    return sorted(listed_now(numbers), key=lambda part: (part.place, part.number))


def transfer_acts(public_id: UUID) -> list[tuple[ChainLink, int]]:
    """What became of a list: each act, and of how many parts it was.

    Raises:
        UnknownNumber: there is no such list.
    """
    acts = Act.objects.filter(transfer=transfer_of(public_id)).order_by("at", "pk")
    return [(_link(act), act.custody.count()) for act in acts]


def handed_over_from(public_id: UUID) -> dict[str, str]:
    """Number of each part on a list -> code of the place where it lay when it was drawn up or last moved there."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT ON (r.id) r.number, p.code FROM remains_transferline l
                JOIN remains_part r ON r.id = l.part_id
                JOIN remains_custodyevent e ON e.part_id = r.id JOIN remains_place p ON p.id = e.place_id
            WHERE l.transfer_id = %s AND e.step <= coalesce((SELECT min(h.step) FROM remains_custodyevent h
                WHERE h.part_id = r.id AND h.verb = 'handed_over' AND h.transfer_id = l.transfer_id), e.step)
            ORDER BY r.id, e.step DESC
            """,
            [transfer_of(public_id).pk],
        )
        return dict(cursor.fetchall())


def seals_of(numbers: Iterable[str]) -> dict[str, list[str]]:
    """Number of a part -> seals of the packets that lie with it."""
    found: dict[str, list[str]] = {}
    for number, seal in Packet.objects.filter(part__number__in=list(numbers), state="sealed").values_list(
        "part__number", "seal"
    ):
        found.setdefault(number, []).append(seal)
    return found


def waiting_moves() -> list[WaitingMove]:
    """Moves that wait for a second signature, the newest first."""
    waiting = ProposedMove.objects.filter(dropped_by="", act__isnull=True).select_related("to")
    numbers = dict(Part.objects.filter(pk__in=[pk for one in waiting for pk in one.parts]).values_list("pk", "number"))
    return [
        WaitingMove(one.public_id, tuple(numbers[pk] for pk in one.parts), one.to.code, one.words, one.by, one.at)
        for one in waiting
    ]


def stocktakes_of(code: str, limit: int = 10) -> list[tuple[Any, str, Differences]]:
    """The newest counts of a place: when, by whom, with what differences."""
    return [
        (one.at, one.by, Differences(**one.differences))
        for one in Stocktake.objects.filter(place__code=code.strip().upper())[:limit]
    ]


def _examined(part: Part) -> list[ExaminationLine]:
    return list(ExaminationLine.objects.filter(part=part).select_related("act").order_by("pk"))


def _packet(packet: Packet) -> PacketCard:
    links = tuple(_link(one.act) for one in packet.events.select_related("act__transfer").order_by("pk"))
    return PacketCard(
        packet.seal,
        tuple(packet.contents),
        packet.state,
        packet.replaces.seal if packet.replaces else "",
        links,
    )


def _link(act: Act, place: str = "", party: str = "", detail: str = "") -> ChainLink:
    transfer: Transfer | None = act.transfer
    return ChainLink(
        at=act.at,
        recorded_at=act.recorded_at,
        verb=Verb(act.verb).value,
        place=place,
        party=party,
        by=act.by,
        gives=act.gives,
        takes=act.takes,
        document=act.document,
        words=act.words,
        source=act.source,
        grave=act.grave,
        transfer=transfer.number if transfer else "",
        detail=detail,
    )
