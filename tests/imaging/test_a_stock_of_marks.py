"""A large stock of marks: the mark that is sought is among the few that a first look lists, whatever came and went."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.imaging.marks.features import Descriptors
from antigone.imaging.marks.stock import Stock, learned

_MARKS, _EACH = 300, 130
NOTHING = np.zeros((0, 128), np.uint8)


def a_mark(dice: np.random.Generator) -> Descriptors:
    """Features that are as far from one another as chance has it."""
    return dice.integers(0, 120, (_EACH, 128)).astype(np.uint8)


@pytest.fixture(scope="module")
def marks() -> list[Descriptors]:
    dice = np.random.default_rng(7)
    return [a_mark(dice) for _ in range(_MARKS)]


@pytest.fixture(scope="module")
def stock(marks: list[Descriptors]) -> Stock:
    return Stock.none(learned(marks)).changed(added=marks)


def sought(mark: Descriptors) -> list[Descriptors]:
    """The mark as it is seen again, in the mirror: a third of its features, each a little different."""
    rows = mark[:120:3].astype(np.int16)
    changed = rows + np.random.default_rng(3).integers(-12, 13, rows.shape)
    return [NOTHING, changed.clip(0, 255).astype(np.uint8)]


def test_the_mark_that_is_sought_is_listed_first(stock: Stock, marks: list[Descriptors]) -> None:
    for position in range(0, _MARKS, 30):
        assert stock.worth(sought(marks[position]), limit=5)[0] == position
    assert len(stock.worth(sought(a_mark(np.random.default_rng(11))), limit=3)) <= 3


def test_only_those_are_listed_that_are_asked_for(stock: Stock, marks: list[Descriptors]) -> None:
    among = np.arange(_MARKS) % 2 == 0
    assert stock.worth(sought(marks[40]), limit=5, among=among)[0] == 40
    assert 41 not in stock.worth(sought(marks[41]), limit=_MARKS, among=among)
    assert stock.worth(sought(marks[40]), limit=5, among=np.zeros(_MARKS, dtype=bool)) == []


def test_marks_come_and_go_as_if_the_stock_had_been_made_of_those_that_stay(
    stock: Stock, marks: list[Descriptors]
) -> None:
    kept = np.arange(_MARKS) >= 100
    changed = stock.changed(added=[NOTHING, *marks[:50]], kept=kept)
    anew = Stock.none(stock.codebook).changed(added=[*marks[100:], NOTHING, *marks[:50]])
    assert changed.count == anew.count == 251
    for mark in (marks[0], marks[49], marks[70], marks[299]):
        assert changed.worth(sought(mark), limit=20) == anew.worth(sought(mark), limit=20)
    assert changed.worth(sought(marks[0]), limit=5)[0] == 201
    assert 200 not in changed.worth(sought(marks[0]), limit=300)


def test_a_stock_of_nothing_lists_nothing(marks: list[Descriptors]) -> None:
    empty = Stock.none(learned([]))
    assert empty.worth(sought(marks[0]), limit=5) == []
    assert empty.changed(added=marks[:3]).worth(sought(marks[2]), limit=5)[0] == 2
