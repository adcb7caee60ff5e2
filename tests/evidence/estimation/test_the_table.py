"""The table of overlaps: what makes one, and what does not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.estimation import (
    NotATable,
    from_membership,
    from_patterns,
    pairs_without_overlap,
    separate_groups,
)

persons = st.integers(2, 6).flatmap(
    lambda lists: st.lists(st.lists(st.booleans(), min_size=lists, max_size=lists).filter(any), min_size=1, max_size=60)
)


@given(persons)
def test_a_table_holds_every_person_once_and_its_patterns_read_back(membership: list[list[bool]]) -> None:
    rows = np.array(membership)
    names = [f"L{number}" for number in range(rows.shape[1])]
    table = from_membership(names, rows)
    assert table.documented == len(rows)
    assert table.list_sizes.tolist() == rows.sum(axis=0).tolist()
    assert table.shared.tolist() == (rows.astype(int).T @ rows.astype(int)).tolist()
    assert from_patterns(names, table.as_patterns()).as_patterns() == table.as_patterns()


@given(persons)
def test_leaving_lists_out_counts_those_who_stand_on_the_others(membership: list[list[bool]]) -> None:
    rows = np.array(membership)
    names = [f"L{number}" for number in range(rows.shape[1])]
    if rows[:, :2].any():
        assert from_membership(names, rows).only(["L0", "L1"]).documented == rows[:, :2].any(axis=1).sum()


@pytest.mark.parametrize(
    ("lists", "patterns", "sentence"),
    [
        (["A", "A"], {"10": 1}, "the list «A» is named twice"),
        ([], {}, "a table needs at least one list"),
        (["A", "B"], {"1": 3}, "«1» must be 2 digits"),
        (["A", "B"], {"12": 3}, "«12» must be 2 digits"),
        (["A", "B"], {"10": -3}, "less than 0 times"),
        (["A", "B"], {"10": 1.5}, "must be a whole number"),
        (["A", "B"], {"00": 3}, "stand on no list"),
        (["A", "B"], {"10": 0}, "nobody stands on any"),
        ([f"L{n}" for n in range(21)], {"1" * 21: 1}, "21 lists are too many"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(lists: list[str], patterns: dict[str, int], sentence: str) -> None:
    with pytest.raises(NotATable, match=sentence):
        from_patterns(lists, patterns)


def test_lists_that_share_nobody_are_told() -> None:
    table = from_patterns(["A", "B", "C", "D"], {"1100": 5, "0011": 4, "1000": 2})
    assert separate_groups(table) == [("A", "B"), ("C", "D")]
    assert pairs_without_overlap(table) == [("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")]
