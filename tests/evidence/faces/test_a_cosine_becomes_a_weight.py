from __future__ import annotations

import dataclasses
import itertools
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import Weight, assess
from antigone.evidence.faces import (
    LEAST,
    MOST,
    Calibration,
    FacesError,
    Fit,
    NotCalibrated,
    Seen,
    Strangers,
    TooFewFaces,
    against_strangers,
    calibrated,
    cllr,
    fit,
    least_cllr,
    reliability,
    tippett,
    weigh,
)

LINE = Fit(12.0, -4.0, 0.65, 0.05, 840, 700_000, 0.03)
MODEL = "sface@0/1"
ALIKE = Calibration("the bureau's own gallery", 1_234, MODEL, date(2026, 5, 1), Strangers.ALIKE, {Seen.GOOD: LINE})
MIXED = dataclasses.replace(ALIKE, strangers=Strangers.MIXED)


def drawn(mean: float, count: int, seed: int) -> np.ndarray:
    return np.clip(np.random.default_rng(seed).normal(mean, 0.1, count), -1, 1)


def test_two_normal_curves_of_one_width_give_back_their_known_line() -> None:
    # log LR = (m1 - m0) / s^2 x (cosine - (m1 + m0) / 2), in natural logarithms.
    found = fit(drawn(0.6, 60_000, 1), drawn(0.1, 60_000, 2))
    assert found.slope == pytest.approx(0.5 / 0.01 / np.log(10), rel=0.03)
    assert -found.intercept / found.slope == pytest.approx(0.35, abs=0.004)


def test_each_side_counts_alike_however_many_more_strangers_there_are() -> None:
    few, many = fit(drawn(0.6, 2_000, 1), drawn(0.1, 10_000, 2)), fit(drawn(0.6, 2_000, 1), drawn(0.1, 400_000, 2))
    assert many.slope == pytest.approx(few.slope, rel=0.05)


def test_sides_that_do_not_touch_give_a_finite_line() -> None:
    found = fit(np.linspace(0.8, 0.9, 200), np.linspace(-0.1, 0.1, 20_000))
    assert 0 < found.slope < 1_000


def test_faces_that_bear_anothers_name_do_not_tilt_the_line_and_the_weights_as_said_cost_least() -> None:
    same, different = drawn(0.6, 2_000, 1), drawn(0.1, 40_000, 2)
    clean, spoilt = fit(same, different), fit(np.concatenate([same, drawn(0.0, 20, 3)]), different)
    assert spoilt.slope == pytest.approx(clean.slope, rel=0.1)
    for change in ((1.05, 0.0), (0.95, 0.0), (1.0, 0.1), (1.0, -0.1)):
        line = dataclasses.replace(clean, slope=clean.slope * change[0], intercept=clean.intercept + change[1])
        sides = [np.clip(line.slope * side + line.intercept, LEAST, MOST) for side in (same, different)]
        assert cllr(sides[0], sides[1]) > clean.cllr


@pytest.mark.parametrize(("same", "different"), [(99, 20_000), (200, 9_999)])
def test_too_few_pairs_are_refused_with_the_numbers(same: int, different: int) -> None:
    with pytest.raises(TooFewFaces, match=f"{same} pairs of one person and {different}"):
        fit(drawn(0.6, same, 1), drawn(0.1, different, 2))


def test_a_score_that_falls_with_likeness_is_no_calibration() -> None:
    with pytest.raises(FacesError, match="must rise"):
        fit(drawn(0.1, 500, 1), drawn(0.6, 20_000, 2))


@given(cosine=st.floats(-1, 1), calibration=st.sampled_from([ALIKE, MIXED]))
def test_a_weight_never_says_more_than_the_data_support(cosine: float, calibration: Calibration) -> None:
    said = weigh(cosine, Seen.GOOD, calibration, model=MODEL)
    assert LEAST <= said.against_stranger <= MOST
    assert LEAST <= said.against_relative <= MOST
    assert said.weight == Weight("face", said.against_stranger, said.reason)


@given(st.lists(st.floats(-1, 1), min_size=2, max_size=30), st.sampled_from(list(Strangers)))
def test_the_more_alike_the_more_it_speaks_for_one_person(cosines: list[float], strangers: Strangers) -> None:
    weights = against_strangers(np.sort(cosines), LINE, strangers)
    assert (np.diff(weights) >= 0).all()


def test_a_relative_is_always_harder_to_tell_apart_than_a_stranger() -> None:
    for cosine in (0.5, 0.6, 0.7, 0.9):
        said = weigh(cosine, Seen.GOOD, ALIKE, model=MODEL)
        assert said.against_relative < said.against_stranger


def test_a_sister_is_told_from_a_stranger_and_not_from_the_person() -> None:
    said = weigh(0.42, Seen.GOOD, ALIKE, model=MODEL)
    assert said.against_stranger > 0.5
    assert said.against_relative < 0
    assert "a brother or sister would explain them as well" in said.reason


@pytest.mark.parametrize(
    ("calibration", "seen", "model", "words"),
    [
        (None, Seen.GOOD, MODEL, "not calibrated here"),
        (ALIKE, Seen.GOOD, "another@9/9", "is of model sface@0/1, the faces are of another@9/9"),
        (ALIKE, Seen.HIDDEN, MODEL, "knows no faces that were seen as «hidden»"),
    ],
)
def test_without_its_calibration_a_score_is_no_evidence(
    calibration: Calibration | None, seen: Seen, model: str, words: str
) -> None:
    with pytest.raises(NotCalibrated, match=words):
        weigh(0.9, seen, calibration, model=model)


def test_sex_and_age_are_counted_once() -> None:
    sex, age = Weight("sex", 0.3, "both male"), Weight("birth date", 0.7, "the same decade")
    alike, mixed = (weigh(0.55, Seen.GOOD, one, model=MODEL).weight for one in (ALIKE, MIXED))
    # Strangers of all kinds differ in sex and age, and the score saw it; that is taken off before the lines are added.
    assert assess([sex, age, mixed], 0.0).log10_lr == pytest.approx(assess([sex, age, alike], 0.0).log10_lr - 1.0)
    # Where nothing spoke for one person there is nothing to take off, and unlike faces stay as unlike.
    assert weigh(0.36, Seen.GOOD, MIXED, model=MODEL).against_stranger == 0.0
    assert weigh(0.1, Seen.GOOD, MIXED, model=MODEL) == dataclasses.replace(
        weigh(0.1, Seen.GOOD, ALIKE, model=MODEL), reason=weigh(0.1, Seen.GOOD, MIXED, model=MODEL).reason
    )


def test_the_sentence_names_the_set_and_its_size() -> None:
    reason = weigh(0.62, Seen.GOOD, ALIKE, model=MODEL).reason
    assert "2,800 times more often one person's than those of a stranger of the same sex and age" in reason
    assert "«the bureau's own gallery», 1,234 people" in reason


def test_a_calibration_is_read_back_as_it_was_written() -> None:
    assert Calibration.from_json(MIXED.to_json()) == MIXED
    assert Calibration.from_json(MIXED.to_json()).to_json() == MIXED.to_json()
    for broken in ("", "[]", "{}", MIXED.to_json().replace("good", "fine"), MIXED.to_json().replace("12.0", "-12.0")):
        with pytest.raises(FacesError):
            Calibration.from_json(broken)


def test_a_quality_with_too_few_pairs_gets_no_line() -> None:
    pairs = {
        Seen.GOOD: (drawn(0.6, 500, 1), drawn(0.1, 20_000, 2)),
        Seen.HIDDEN: (drawn(0.4, 20, 3), drawn(0.1, 20_000, 4)),
    }
    known = {"set_name": "gallery", "people": 500, "model": MODEL, "fitted_on": date(2026, 5, 1)}
    found = calibrated(pairs, strangers=Strangers.ALIKE, **known)  # type: ignore[arg-type]
    assert set(found.fits) == {Seen.GOOD}
    with pytest.raises(TooFewFaces, match="«gallery» has 20 pairs"):
        calibrated({Seen.HIDDEN: pairs[Seen.HIDDEN]}, strangers=Strangers.ALIKE, **known)  # type: ignore[arg-type]


def test_cllr_is_nought_for_certainty_and_one_for_silence() -> None:
    assert cllr(np.full(5, 9.0), np.full(5, -9.0)) == pytest.approx(0.0, abs=1e-6)
    assert cllr(np.zeros(5), np.zeros(7)) == pytest.approx(1.0)
    assert cllr(np.full(5, -2.0), np.full(5, 2.0)) > 6


@given(
    st.lists(st.floats(-4, 4), min_size=1, max_size=12),
    st.lists(st.floats(-4, 4), min_size=1, max_size=12),
)
def test_no_monotone_mapping_beats_the_least_cllr(same: list[float], different: list[float]) -> None:
    one, other = np.array(same), np.array(different)
    least = least_cllr(one, other)
    assert -1e-9 <= least <= 1 + 1e-9
    for slope, shift in itertools.product((0.0, 0.5, 1.0, 3.0), (-1.0, 0.0, 1.0)):
        assert least <= cllr(slope * one + shift, slope * other + shift) + 1e-6


def test_the_curves_of_a_tippett_plot_fall_from_all_to_none() -> None:
    curves = tippett(drawn(3, 500, 1), drawn(-1, 900, 2))
    for curve in (curves.same, curves.different):
        assert curve[0] >= 0.99
        assert (np.diff(curve) <= 0).all()
    assert (curves.same >= curves.different).all()


def test_what_is_calibrated_lies_on_the_diagonal() -> None:
    same, different = drawn(0.5, 200_000, 1), drawn(0.2, 200_000, 2)
    line = fit(same, different)
    weights = [line.slope * side + line.intercept for side in (same, different)]
    bins = [one for one in reliability(*weights) if min(one.same, one.different) > 200]
    assert len(bins) > 4
    assert all(one.observed == pytest.approx(one.stated, abs=0.15) for one in bins)
