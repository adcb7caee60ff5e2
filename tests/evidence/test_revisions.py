"""Two releases of a list: every number of both is accounted for, once."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.revisions import Entry, doubles, revision

ROOT = Path(__file__).parents[2]
GAZA = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT / "../shared/reference")) / "lists/gaza"

entries = st.lists(
    st.builds(
        Entry,
        number=st.integers(1, 12).map(str),
        name=st.sampled_from(["Олена", "олена ", "Ivan", "Petro"]),
        sex=st.sampled_from(["", "m", "f"]),
        birth=st.sampled_from(["", "1990-01-01", "1987"]),
    ),
    max_size=10,
    unique_by=lambda entry: entry.number,
)


@given(entries, entries)
def test_nobody_is_dropped_or_counted_twice(before: list[Entry], after: list[Entry]) -> None:
    found = revision(before, after)
    old = [
        *(one.number for one in (*found.removed, *found.kept)),
        *(pair.before.number for pair in (*found.edited, *found.renumbered, *found.merged)),
    ]
    new = [
        *(one.number for one in (*found.added, *found.kept)),
        *(pair.after.number for pair in (*found.edited, *found.renumbered)),
        *(pair.after.number for pair in found.doubled),
    ]
    assert sorted(old) == sorted(entry.number for entry in before)
    assert sorted(new) == sorted(entry.number for entry in after)


def test_a_new_number_a_merging_and_a_double_are_told_apart() -> None:
    before = [Entry("1", "Ivan", "m", "1990"), Entry("2", "Petro", "m"), Entry("3", "Petro", "m"), Entry("4", "Olena")]
    after = [Entry("9", "Ivan", "m", "1990"), Entry("3", "Petro", "m"), Entry("5", "Maria"), Entry("6", "Petro", "f")]
    found = revision(before, after)
    assert [(pair.before.number, pair.after.number) for pair in found.renumbered] == [("1", "9"), ("2", "6")]
    assert [entry.number for entry in found.removed] == ["4"]
    assert [entry.number for entry in found.added] == ["5"]
    without = revision(before, after[:3])
    assert [(pair.before.number, pair.after.number) for pair in without.merged] == [("2", "3")]
    assert [[entry.number for entry in group] for group in doubles([*before, Entry("8", "ivan", "m", "1990")])] == [
        ["1", "8"]
    ]


@pytest.mark.skipif(not GAZA.exists(), reason=f"reference lists not found: {GAZA}")
def test_the_september_release_removed_3930_numbers_and_most_namesakes_are_linked() -> None:
    def release(name: str) -> list[Entry]:
        with (GAZA / name).open(encoding="utf-8-sig") as file:
            return [Entry(row["id"], row["name"], row["sex"], row["dob"], row["age"]) for row in csv.DictReader(file)]

    before, after = release("20240808killed-in-gaza.csv"), release("20240921killed-in-gaza.csv")
    found = revision(before, after)
    assert (found.numbers_gone, found.numbers_new) == (3_930, 7_443)
    assert len(found.kept) + len(found.edited) == 20_742
    names = {entry.name for entry in after}
    gone = {entry.number for entry in before} - {entry.number for entry in after}
    namesakes = {entry.number for entry in before if entry.number in gone and entry.name in names}
    linked = {pair.before.number for pair in (*found.renumbered, *found.merged)}
    assert len(namesakes & linked) >= 0.95 * len(namesakes) > 1_000
