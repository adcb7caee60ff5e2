"""What pages of other rooms ask of descriptions and mixed bodies."""

from __future__ import annotations

from uuid import UUID

from django import template

from antigone.bureau.remains.commingling.queries import People, people_in_body
from antigone.bureau.remains.values import UnknownNumber
from antigone.evidence.bones import Piece
from antigone.interfaces.desk.describing.forms import AGES, ELEMENTS, PORTIONS, SIDES
from antigone.interfaces.desk.describing.words import words

register = template.Library()


@register.simple_tag
def people_of_body(public_id: UUID) -> People | None:
    """How many people at least the parts of a body are of; nothing where there is no such body."""
    try:
        return people_in_body(public_id)
    except UnknownNumber:
        return None


@register.filter
def bone_in_words(piece: Piece) -> str:
    """A kind of bone with how many, in the reader's words."""
    said = [ELEMENTS[piece.element], SIDES[piece.side], PORTIONS[piece.portion], AGES[piece.age]]
    return f"{piece.count} × " + ", ".join(str(one) for one in said if one != "—")


@register.filter
def described_as(term: str, of: str) -> str:
    """A term of a description in the reader's words; itself where there are none."""
    return words(of).get(term, term)


@register.filter
def chance(share: float) -> str:
    """A probability in percent, with the four digits that are kept."""
    return f"{share * 100:.2f} %"
