"""Levels of agreement: what each kind of comparison tells apart, and what is silent."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.linkage import (
    Comparison,
    DateParts,
    Equality,
    Frequencies,
    LevelLine,
    NumericDifference,
    TextLikeness,
)  # fmt: skip
from antigone.evidence.linkage.comparisons import date_parts
from antigone.evidence.linkage.levels import SILENT, shares_within

FIRST = np.zeros(1, dtype=np.int64)


def _level(comparison: Comparison, left: dict[str, Any], right: dict[str, Any]) -> str:
    """The level of one pair in words; empty where a side says nothing."""
    one, other = ({name: [value] for name, value in side.items()} for side in (left, right))
    level = int(comparison.level(comparison.encode(one), comparison.encode(other), FIRST, FIRST)[0])
    return "" if level == SILENT else comparison.levels[level]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("Kovalenko", "kovalenko ", "the same"),
        ("Kovalenko", "Kovalneko", "one slip apart"),
        ("Kovalenko", "Kovalenk", "one slip apart"),
        ("Li", "La", "different"),
        ("Kovalenko", "Kovalchuk", "alike (0.8)"),
        ("Kovalenko", "Petrov", "different"),
        ("Kovalenko", "", ""),
        ("", "", ""),
    ],
)
def test_texts_are_told_apart_by_their_likeness(left: str, right: str, level: str) -> None:
    assert _level(TextLikeness("name"), {"name": left}, {"name": right}) == level
    assert _level(TextLikeness("name"), {"name": right}, {"name": left}) == level


def test_a_value_in_the_wrong_field_is_seen() -> None:
    comparison = TextLikeness("given", elsewhere="family")
    one, other = {"given": "Olha", "family": "Moroz"}, {"given": "Moroz", "family": "Olha"}
    assert _level(comparison, one, other) == "stands in the other's family"
    assert _level(comparison, one, {"given": "", "family": "Olha"}) == "stands in the other's family"
    assert _level(comparison, one, {"given": "Olha", "family": "Moroz"}) == "the same"
    assert _level(comparison, one, {"given": "", "family": "Petrov"}) == ""


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("1987-05-13", "1987-05-13", "the same day"),
        ("1987-05-12", "1987-12-05", "day and month exchanged"),
        ("1987-05-13", "1988-05-13", "the same day of a year one or two off"),
        ("1987-05-13", "1987-05-14", "one part differs"),
        ("1987-05-13", "1988-11-02", "different, years at most two apart"),
        ("1987-05-13", "1950-11-02", "different"),
        ("1987", "1987-05-13", "the same year"),
        ("1987", "1989", "years two apart"),
        ("1987", "2003", "years more than five apart"),
        ("1987~", "1987-05-13", "about the same year"),
        ("1985/1989", "1990", "about the same years"),
        ("198X", "2004", "years far apart, though only about"),
        ("1987-05-13", "", ""),
        ("no date", "1987", ""),
    ],
)
def test_dates_are_told_apart_by_what_both_say(left: str, right: str, level: str) -> None:
    assert _level(DateParts("born"), {"born": left}, {"born": right}) == level
    assert _level(DateParts("born"), {"born": right}, {"born": left}) == level


def test_days_that_do_not_exist_are_kept_as_slips_of_the_pen() -> None:
    assert date_parts("1987-31-02") == (1987, 31, 2, 0)
    assert _level(DateParts("born"), {"born": "1987-31-02"}, {"born": "1987-02-31"}) == "day and month exchanged"


def test_numbers_are_told_apart_by_their_distance() -> None:
    comparison = NumericDifference("age", (1.0, 3.0))
    levels = [_level(comparison, {"age": 40}, {"age": value}) for value in (40, "41", 43.0, 50, None, "?")]
    assert levels == ["equal", "within 1", "within 3", "farther apart", "", ""]


@given(st.lists(st.integers(0, 50), min_size=4, max_size=4), st.floats(0.01, 1000.0))
def test_shares_are_distributions_within_their_groups(counts: list[int], strength: float) -> None:
    groups = (0, 0, 1, 1)
    found = shares_within(np.array(counts), groups, (0.7, 0.3, 0.5, 0.5), strength)
    assert found[0] + found[1] == pytest.approx(1)
    assert found[2] + found[3] == pytest.approx(1)
    assert min(found) > 0


def test_levels_of_different_groups_are_never_compared() -> None:
    dates = DateParts("born")
    m = shares_within(np.ones(14), dates.groups, [1.0] * 14, 1.0)
    line = LevelLine("born", dates, m, m)
    # One year alone against a full date says nothing of days: no weight is lost for it.
    assert dict(line.weights_by_level())["the same year"] == 0
    assert dict(line.weights_by_level())["the same day"] == 0


def test_frequencies_remember_the_commonest_and_bound_what_they_remember() -> None:
    known = Frequencies.counted(["a"] * 5 + ["b"] * 5 + ["c"] * 2 + ["d", "", ""])
    assert known.counts == (("a", 5), ("b", 5), ("c", 2))
    assert known.records == 13
    shares = 10.0 ** known.log10_shares(["a", "c", "d", "unheard"])
    assert shares == pytest.approx([4 / 13, 1 / 13, 0.5 / 13, 0.5 / 13])
    crowd = Frequencies.counted(f"value {n}" for n in list(range(5000)) * 2)
    assert len(crowd.counts) == Frequencies.LONGEST


def test_a_level_line_refuses_what_cannot_be_weighed() -> None:
    with pytest.raises(ValueError, match="needs an m and a u for each"):
        LevelLine("sex", Equality("sex"), (0.9,), (0.5, 0.5))
    with pytest.raises(ValueError, match="must be above 0"):
        LevelLine("sex", Equality("sex"), (1.0, 0.0), (0.5, 0.5))
