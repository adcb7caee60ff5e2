"""Sealing, opening and handing over packets of effects (GC III, art. 122)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.ledger import Subject as EventSubject
from antigone.bureau.remains.acts import parts_numbered, refusals, write_act
from antigone.bureau.remains.models import Packet, PacketEvent, Verb
from antigone.bureau.remains.values import Signed, UnknownNumber


@action
def seal(
    seal_number: str,
    part: str,
    contents: Sequence[str],
    *,
    signed: Signed,
    replaces: str = "",
    at: datetime | None = None,
    actor: Actor,
) -> None:
    """Seal effects found with a part.

    Args:
        seal_number: stamped on the seal; never used again.
        contents: the full list, an item each.
        signed: who sealed it, and who saw it sealed.
        replaces: seal of the opened packet from which this was sealed anew.

    Raises:
        UnknownNumber: there is no such part or packet.
        RemainsError: the seal was used, the list is empty, a signature is missing, or what it replaces is not open.
    """
    (of,) = parts_numbered([part])
    opened = packet_sealed(replaces) if replaces.strip() else None
    act = write_act(Verb.SEALED, at=at, actor=actor, signed=signed)
    with refusals():
        packet = Packet.objects.create(
            seal=seal_number.strip().upper(),
            part=of,
            contents=[item.strip() for item in contents if item.strip()],
            replaces=opened,
        )
        PacketEvent.objects.create(packet=packet, act=act)
    record_event(
        "remains.seal",
        actor=actor,
        subject=EventSubject("packet", packet.seal),
        detail={"part": of.number, "items": len(packet.contents), "gives": signed.gives, "takes": signed.takes},
    )


@action
def open_packet(seal_number: str, *, because: str, signed: Signed, at: datetime | None = None, actor: Actor) -> None:
    """Break a seal before a witness; what lay in it is sealed anew under another.

    Raises:
        UnknownNumber: there is no such packet.
        RemainsError: it is not sealed, or a reason or a signature is missing.
    """
    _follow(Verb.OPENED, seal_number, signed, at, actor, because.strip())


@action
def hand_packet_over(seal_number: str, *, to: str, signed: Signed, at: datetime | None = None, actor: Actor) -> None:
    """Hand a packet over by itself, apart from the remains.

    Args:
        to: who receives it.

    Raises:
        UnknownNumber: there is no such packet.
        RemainsError: it is not sealed or not here, or a signature or the paper is missing.
    """
    _follow(Verb.PACKET_OUT, seal_number, signed, at, actor, to.strip())


@action
def take_packet_back(seal_number: str, *, signed: Signed, at: datetime | None = None, actor: Actor) -> None:
    """Write down that a packet came back with its seal whole.

    Raises:
        UnknownNumber: there is no such packet.
        RemainsError: it was not handed over by itself, or a signature or the paper is missing.
    """
    _follow(Verb.PACKET_BACK, seal_number, signed, at, actor, "")


def packet_sealed(seal_number: str) -> Packet:
    """The packet under this seal.

    Raises:
        UnknownNumber: there is none.
    """
    packet = Packet.objects.filter(seal=seal_number.strip().upper()).first()
    if packet is None:
        raise UnknownNumber(f"no packet has the seal {seal_number.strip().upper()}")
    return packet


def _follow(verb: Verb, seal_number: str, signed: Signed, at: datetime | None, actor: Actor, words: str) -> None:
    packet = packet_sealed(seal_number)
    act = write_act(verb, at=at, actor=actor, signed=signed, words=words)
    with refusals():
        PacketEvent.objects.create(packet=packet, act=act)
    record_event(
        f"remains.{verb.value}",
        actor=actor,
        subject=EventSubject("packet", packet.seal),
        detail={"gives": signed.gives, "takes": signed.takes, "document": signed.document},
    )
