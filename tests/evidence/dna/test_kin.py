"""What somebody in a tree is to the missing person."""

from __future__ import annotations

import pytest
from tests.evidence.dna.families import people

from antigone.evidence.dna.kin import kin_of

TREE = people(
    *("g M", "h F", "f M g h", "u M g h", "m F", "p M f m", "s F f m", "o F", "half M f o", "w F", "d F p w"),
    *("n M", "c M n s", "v F", "cousin F u v", "x M", "gd F x d"),
)


@pytest.mark.parametrize(
    ("member", "word"),
    [
        ("p", "self"), ("f", "father"), ("m", "mother"), ("s", "sister"), ("half", "half brother"), ("d", "daughter"),
        ("w", "partner"), ("g", "grandfather"), ("h", "grandmother"), ("u", "uncle"), ("c", "nephew"),
        ("gd", "granddaughter"), ("cousin", "other relative"), ("o", "other relative"), ("x", "other relative"),
    ],
)  # fmt: skip
def test_the_word_for_a_relative(member: str, word: str) -> None:
    assert kin_of(TREE, member, "p") == word
