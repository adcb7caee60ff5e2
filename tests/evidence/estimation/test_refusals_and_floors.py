"""What the estimate refuses, and what it never goes below."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence.estimation import (
    Estimate,
    LatentClassSettings,
    Method,
    MethodEstimate,
    NotIdentifiable,
    Refusal,
    chao_lower_bound,
    chapman,
    estimate,
    estimate_by_stratum,
    estimate_with_linkage,
    from_membership,
    from_patterns,
    latent_class_draws,
)
from antigone.evidence.estimation.latent_class import split_rhat
from antigone.evidence.estimation.strata import JOINED

QUICK = LatentClassSettings(sweeps=600, doublings=1)


def drawn(people: int, chances: list[float], seed: int) -> np.ndarray:
    """bool[people, lists] of independent lists, those on none left out."""
    rows = np.random.default_rng(seed).random((people, len(chances))) < np.array(chances)
    return rows[rows.any(axis=1)]


def test_independent_lists_give_back_how_many_there_are() -> None:
    rows = drawn(4000, [0.4, 0.35, 0.3, 0.25], seed=3)
    found = estimate(from_membership(["A", "B", "C", "D"], rows))
    for one in found.panel:
        assert isinstance(one, MethodEstimate)
        assert one.low <= 4000 <= one.high


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 5), st.floats(0.05, 0.6))
def test_no_number_lies_below_the_documented_names_or_out_of_all_proportion(
    seed: int, lists: int, chance: float
) -> None:
    rows = drawn(120, [chance] * lists, seed)
    if not len(rows):
        return
    table = from_membership([f"L{number}" for number in range(lists)], rows)
    try:
        found = estimate(table, latent=QUICK)
    except NotIdentifiable:
        return
    assert isinstance(found, Estimate)
    assert found.documented <= found.range.low <= found.range.high <= 50 * found.documented
    for one in found.panel:
        if isinstance(one, MethodEstimate):
            assert found.documented - 1e-6 <= one.low <= one.n <= one.high
        else:
            assert one.reason


def test_one_list_is_refused() -> None:
    with pytest.raises(NotIdentifiable, match="a second, independent list"):
        estimate({"lists": ["A"], "patterns": {"1": 50}})


def test_two_lists_give_chapmans_number_with_a_warning() -> None:
    found = estimate({"lists": ["A", "B"], "patterns": {"10": 60, "01": 40, "11": 20}})
    assert found.n == pytest.approx(81 * 61 / 21 - 1)
    assert "cannot show whether being on one" in found.warnings[0]


def test_two_lists_without_overlap_are_refused() -> None:
    with pytest.raises(NotIdentifiable, match="nobody stands both on A and on B"):
        estimate({"lists": ["A", "B"], "patterns": {"10": 60, "01": 40}})


def test_a_nearly_empty_list_apart_is_left_out_and_told() -> None:
    found = estimate({"lists": ["A", "B", "C"], "patterns": {"100": 60, "010": 40, "110": 120, "001": 1}}, latent=QUICK)
    assert found.documented == 221
    assert "The list C was left out" in found.warnings[0]


def test_chains_that_stay_apart_are_told_from_chains_that_meet() -> None:
    rng = np.random.default_rng(1)
    meeting = rng.normal(size=(4, 2000))
    assert split_rhat(meeting) < 1.01
    assert split_rhat(meeting + np.array([[0.0], [0.0], [0.0], [3.0]])) > 1.5


def test_the_same_seed_gives_the_same_draws() -> None:
    table = from_patterns(["A", "B", "C"], {"100": 50, "010": 40, "001": 30, "110": 15, "011": 9, "101": 8, "111": 4})
    assert (latent_class_draws(table, QUICK).missed == latent_class_draws(table, QUICK).missed).all()


def test_chao_and_chapman_have_their_published_form() -> None:
    table = from_patterns(["A", "B", "C"], {"100": 10, "010": 20, "001": 30, "110": 5, "101": 4, "111": 1})
    assert chao_lower_bound(table) == pytest.approx(70 + 2 / 3 * 60**2 / (2 * 9))
    n, low, high = chapman(100, 80, 40)
    assert n == pytest.approx(101 * 81 / 41 - 1)
    assert 140 < low < n < high


def test_small_strata_are_joined_and_the_sum_covers_all() -> None:
    rows = drawn(900, [0.5, 0.4, 0.4], seed=8)
    table = from_membership(["A", "B", "C"], rows)
    small = from_patterns(["A", "B", "C"], {"110": 2, "100": 1})
    found = estimate_by_stratum({"north": table, "south": table, "isle": small, "cape": small}, latent=QUICK)
    assert found.joined == ("isle", "cape")
    assert found.documented == 2 * table.documented + 6
    assert set(found.strata) | set(found.refused) == {"north", "south", JOINED}
    assert found.low <= found.n <= found.high


def test_certain_linkage_adds_no_variance_and_uncertain_linkage_does() -> None:
    base = from_membership(["A", "B", "C"], drawn(2000, [0.4, 0.3, 0.3], seed=9)).as_patterns()
    same = [from_patterns(["A", "B", "C"], base)] * 20
    certain = estimate_with_linkage(same)
    assert certain.linkage == pytest.approx(0, abs=1e-12)
    assert certain.sampling + certain.model + certain.linkage == pytest.approx(1)
    # A match more or less turns one person on two lists into two persons on one.
    varied = [
        from_patterns(
            ["A", "B", "C"],
            base | {"110": base["110"] - moved, "100": base["100"] + moved, "010": base["010"] + moved},
        )
        for moved in range(0, base["110"], base["110"] // 20)
    ]
    uncertain = estimate_with_linkage(varied)
    assert uncertain.linkage > 0.2
    assert uncertain.high - uncertain.low > certain.high - certain.low


def test_too_few_samples_of_the_linkage_are_refused() -> None:
    table = from_patterns(["A", "B"], {"11": 5, "10": 6, "01": 3})
    with pytest.raises(NotIdentifiable, match="too few"):
        estimate_with_linkage([table] * 3)


def test_a_refusal_has_a_reason_a_reader_understands() -> None:
    found = estimate(
        {"lists": list("ABCDEF"), "patterns": {"110000": 9, "011000": 7, "000110": 5, "001100": 6, "000011": 8}},
        latent=QUICK,
    )
    refused = found.by(Method.DECOMPOSABLE)
    assert isinstance(refused, Refusal)
    assert "3 to 5 lists, and there are 6" in refused.reason
