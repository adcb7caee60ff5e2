"""The minimum number of individuals is proved by bones, and never higher than the truth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.bones import (
    LONG,
    AgeClass,
    Element,
    NotCountable,
    Piece,
    Portion,
    Side,
    minimum_number,
)

L, R, U = Side.LEFT, Side.RIGHT, Side.UNKNOWN
ADULT, CHILD = AgeClass.ADULT, AgeClass.CHILD


@pytest.mark.parametrize(("pieces", "people"), [
    ([], 0),
    ([Piece(Element.FEMUR, L), Piece(Element.FEMUR, R)], 1),
    ([Piece(Element.FEMUR, L, count=2), Piece(Element.FEMUR, R)], 2),
    # Five thigh bones of unknown side need three people.
    ([Piece(Element.FEMUR, U, count=5)], 3),
    # Two whole left ones and an upper end: the upper ends are three. A shaft beside an upper end may be its own.
    ([Piece(Element.FEMUR, L, count=2), Piece(Element.FEMUR, L, Portion.PROXIMAL)], 3),
    ([Piece(Element.FEMUR, L, Portion.SHAFT), Piece(Element.FEMUR, L, Portion.PROXIMAL)], 1),
    # Fragments prove one person, however many they are.
    ([Piece(Element.CRANIUM, portion=Portion.FRAGMENT, count=30)], 1),
    # A child is not the man; a bone of unknown age may be of either.
    ([Piece(Element.TIBIA, L, age=ADULT), Piece(Element.HUMERUS, R, age=CHILD)], 2),
    ([Piece(Element.TIBIA, L, age=ADULT), Piece(Element.HUMERUS, R, age=CHILD), Piece(Element.RADIUS, L)], 2),
    ([Piece(Element.TIBIA, L, age=ADULT), Piece(Element.HUMERUS, R, age=CHILD), Piece(Element.RADIUS, L, count=3)], 3),
])  # fmt: skip
def test_what_bones_prove(pieces: list[Piece], people: int) -> None:
    found = minimum_number(pieces)
    assert found.number == people
    assert sum(number for *_, number in found.proofs) == people


BONES = [(Element.FEMUR, L), (Element.FEMUR, R), (Element.TALUS, L), (Element.TALUS, R), (Element.CRANIUM, U)]


@st.composite
def graves(draw: st.DrawFn) -> tuple[int, list[Piece]]:
    """How many people lay there, and some of their bones: broken, and told with less than is so."""
    people = draw(st.integers(1, 5))
    found: list[Piece] = []
    for _person in range(people):
        age = draw(st.sampled_from([ADULT, CHILD]))
        for element, side in draw(st.sets(st.sampled_from(BONES))):
            portions = [Portion.WHOLE]
            if draw(st.booleans()):
                portions = [Portion.PROXIMAL, Portion.DISTAL] if element in LONG else [Portion.FRAGMENT]
            told = draw(st.sampled_from([side, U])), draw(st.sampled_from([age, AgeClass.UNKNOWN]))
            found += [Piece(element, told[0], portion, told[1]) for portion in portions]
    return people, found


@given(graves())
def test_it_is_never_more_than_there_were(grave: tuple[int, list[Piece]]) -> None:
    people, pieces = grave
    assert minimum_number(pieces).number <= people


@given(st.lists(st.builds(Piece, st.just(Element.FEMUR), st.sampled_from([L, R, U]), age=st.sampled_from(AgeClass))))
def test_another_bone_never_makes_it_fewer(pieces: list[Piece]) -> None:
    numbers = [minimum_number(pieces[:until]).number for until in range(len(pieces) + 1)]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(("of", "sentence"), [
    ({"element": Element.CRANIUM, "side": L}, "has no side"),
    ({"element": Element.PATELLA, "portion": Portion.SHAFT}, "no shaft portion"),
    ({"element": Element.FEMUR, "count": 0}, "cannot be counted"),
])  # fmt: skip
def test_pieces_that_cannot_be(of: dict[str, object], sentence: str) -> None:
    with pytest.raises(NotCountable, match=sentence):
        Piece(**of)  # type: ignore[arg-type]
