"""Counting the bones in a bag."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.remains.acts import parts_numbered, refusals
from antigone.bureau.remains.models import Inventory
from antigone.bureau.remains.values import RemainsError
from antigone.evidence.bones import AgeClass, Element, NotCountable, Piece, Portion, Side


@action
def take_inventory(number: str, pieces: Sequence[Piece], *, actor: Actor) -> None:
    """Keep which bones lie in a part; the newest inventory counts, and the earlier ones stay.

    Raises:
        UnknownNumber: no part has this number.
        RemainsError: no bone is named.
    """
    (part,) = parts_numbered([number])
    if not pieces:
        raise RemainsError("name at least one bone", "remains_nothing_said")
    with refusals():
        Inventory.objects.create(part=part, pieces=[piece_as_json(piece) for piece in pieces], by=actor.name)
    record_event(
        "remains.take_inventory",
        actor=actor,
        subject=Subject("part", part.number),
        detail={"lines": len(pieces), "bones": sum(piece.count for piece in pieces)},
    )


def pieces_written(text: str) -> list[Piece]:
    """Bones as people write them, a kind a line: ``2 femur left proximal adult``; only the bone's name is needed.

    Raises:
        RemainsError: a word is none of a bone, a side, a portion or an age, or such a piece cannot be; the sentence
            names the line.
    """
    return [_piece(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def piece_as_json(piece: Piece) -> dict[str, str | int]:
    """A piece as plain values."""
    return {
        "element": piece.element.value,
        "side": piece.side.value,
        "portion": piece.portion.value,
        "age": piece.age.value,
        "count": piece.count,
    }


def _piece(line: str, number: int) -> Piece:
    words = line.replace(",", " ").replace(";", " ").lower().replace("hip bone", "hip_bone").split()
    count, element = 1, None
    side, portion, age = Side.UNKNOWN, Portion.WHOLE, AgeClass.UNKNOWN
    for word in (one.replace("hip_bone", "hip bone") for one in words):
        if word.isascii() and word.isdigit() and len(word) < 5:
            count = int(word)
        elif word in list(Element):
            element = Element(word)
        elif word in (Side.LEFT, Side.RIGHT):
            side = Side(word)
        elif word in list(Portion):
            portion = Portion(word)
        elif word in list(AgeClass):
            age = AgeClass(word)
        else:
            raise RemainsError(
                f"line {number}: «{word}» is no bone, side, portion or age; write as in «2 femur left proximal adult»",
                "remains_piece",
            )
    if element is None:
        raise RemainsError(
            f"line {number}: name the bone, such as femur; known are {', '.join(Element)}", "remains_piece"
        )
    try:
        return Piece(element, side, portion, age, count)
    except NotCountable as error:
        raise RemainsError(f"line {number}: {error}", "remains_piece") from error
