"""Sex and age from bones: the published figures, and nothing told that they do not carry."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import traits
from antigone.evidence.bones import (
    PHASES,
    Bone,
    Measure,
    Measured,
    NoSuchBone,
    Sex,
    age_of,
    profile_of,
    sex_of,
)
from antigone.evidence.linkage import Particulars


def test_a_head_between_both_means_says_nothing() -> None:
    between = sex_of({Measure.HEAD: 4.6})
    assert (between.male, between.sex) == (0.5, None)
    # Normal densities of 4.9 and 4.3 cm with a spread of 0.3: (0.7^2 - 0.1^2) / (2 * 0.3^2) = 2.6667.
    assert sex_of({Measure.HEAD: 5.0}).male == pytest.approx(1 / (1 + math.exp(-2.6667)), abs=1e-4)
    assert sex_of({Measure.HEAD: 5.0}).sex is None
    assert sex_of({Measure.HEAD: 5.5}).sex is Sex.MALE
    assert sex_of({Measure.HEAD: 3.8}).sex is Sex.FEMALE


def test_the_discriminant_of_two_measures_comes_first() -> None:
    # 3.012 * 3.3 + 0.780 * 16.5 - 20.569 = 2.2406, beyond the men's mean of 1.0142.
    both = sex_of({Measure.MIDSHAFT: 3.3, Measure.HEAD_CIRCUMFERENCE: 16.5, Measure.HEAD: 4.6})
    assert (both.by, both.wrong, both.sex) == ("midshaft + head circumference", 0.083, Sex.MALE)
    assert sex_of({Measure.MIDSHAFT: 3.3, Measure.HEAD: 4.6}).by == "head"


@given(st.floats(3.4, 6.1))
def test_the_bounds_hold_the_best_value_and_a_larger_head_is_more_a_mans(size: float) -> None:
    found, larger = sex_of({Measure.HEAD: size}), sex_of({Measure.HEAD: size + 0.1})
    assert found.low <= found.male <= found.high
    assert larger.male >= found.male


@given(st.integers(1, PHASES), st.sampled_from([None, *Sex]))
def test_an_age_lies_in_its_interval_and_an_open_sex_widens_it(phase: int, sex: Sex | None) -> None:
    found, either = age_of(phase, sex), age_of(phase)
    assert found.interval.low <= found.best <= found.interval.high
    assert either.interval.low <= found.interval.low <= found.interval.high <= either.interval.high


def test_the_phases_are_those_of_brooks_and_suchey() -> None:
    assert (age_of(4, Sex.MALE).best, age_of(4, Sex.MALE).error) == (35.2, 9.4)
    assert age_of(4, Sex.MALE).interval == traits.Range(23, 57)
    assert age_of(4).interval == traits.Range(23, 70)


def test_all_of_it_enters_the_evidence_of_traits() -> None:
    found = profile_of(Measured({Bone.FEMUR: 48.0}, {Measure.HEAD: 5.5}, phase=2))
    assert (found.sex, found.age and found.age.interval) == (Sex.MALE, traits.Range(19, 34))
    assert found.age
    assert found.stature
    assert found.stature.by.keys() == {Sex.MALE}
    remains = Particulars(
        kind="remains",
        source_kind="authority",
        sex=str(found.sex),
        age_low=int(found.age.interval.low),
        age_high=int(found.age.interval.high),
        occurred_date="2023",
        description=found.words,
    )
    young = Particulars(kind="missing", source_kind="family", sex="male", birth_date="1998", last_seen_date="2023")
    old = Particulars(kind="missing", source_kind="family", sex="male", birth_date="1955", last_seen_date="2023")
    line = traits.AgeLine()
    assert line.explain(remains, young).log10_lr > 0 > line.explain(remains, old).log10_lr
    assert profile_of(Measured(phase=2, sex=Sex.FEMALE)).sex is Sex.FEMALE


@pytest.mark.parametrize(("measured", "sentence"), [
    (Measured(), "measure a long bone"),
    (Measured(phase=7), "no phase 7"),
    (Measured(femur={Measure.HEAD: 48.0}), "write it in cm"),
    (Measured(femur={Measure.MIDSHAFT: 3.0}), "together with the middle"),
])  # fmt: skip
def test_what_cannot_be_is_refused(measured: Measured, sentence: str) -> None:
    with pytest.raises(NoSuchBone, match=sentence):
        profile_of(measured)
