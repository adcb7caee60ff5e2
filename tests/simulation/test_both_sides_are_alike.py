"""The war has two sides and no favourite: same kinds of lists, same coverage, same errors, same fates."""

from collections import Counter
from math import sqrt

from tests.simulation.reading import WrittenWorld

from antigone.simulation import LISTS


def test_each_side_keeps_the_same_kinds_of_lists_with_the_same_errors() -> None:
    by_side = [[source for source in LISTS if source.keeper == side] for side in (0, 1)]
    assert len(by_side[0]) == len(by_side[1]) == 8
    for one, other in zip(*by_side, strict=True):
        for same in (
            "kind",
            "record_kind",
            "errors",
            "coverage",
            "reliability",
            "credibility",
            "publication",
            "delimiter",
        ):
            assert getattr(one, same) == getattr(other, same)
        assert [column.field for column in one.columns] == [column.field for column in other.columns]
        assert one.about == (1 - other.about if other.about >= 0 else -1)
        assert one.language != other.language


def test_fates_fall_on_both_sides_alike(written: WrittenWorld) -> None:
    fates = {side: Counter[str]() for side in ("Velmaria", "Dorvania")}
    for person in written.persons.values():
        if person["soldier"]:
            fates[person["side"]][person["fate"]] += 1
    one, other = fates.values()
    assert set(one) == set(other) == {"unharmed", "prisoner", "exchanged", "died in captivity", "killed"}
    for fate in one:
        shares = [counts[fate] / counts.total() for counts in (one, other)]
        spread = 4 * sqrt(shares[0] * (1 - shares[0]) * (1 / one.total() + 1 / other.total()))
        assert abs(shares[0] - shares[1]) < spread


def test_lists_of_both_sides_are_about_as_long(written: WrittenWorld) -> None:
    lengths = {name: len(rows) for name, rows in written.lists.items()}
    for name, length in lengths.items():
        if "velmaria" in name:
            assert 0.6 < length / lengths[name.replace("velmaria", "dorvania")] < 1.6
