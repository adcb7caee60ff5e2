"""Stature from long bones: the published regressions, their errors, and what traits make of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import traits
from antigone.evidence.bones import Bone, NoSuchBone, Sex, stature
from antigone.evidence.linkage import Particulars


def test_the_best_regression_of_what_was_measured_counts() -> None:
    # Trotter and Gleser 1952: 1.30 (45.0 + 37.0) + 63.29 = 169.89, standard error 2.99.
    both = stature({Bone.FEMUR: 45.0, Bone.TIBIA: 37.0, Bone.HUMERUS: 33.0}, Sex.MALE)
    assert (both.best, both.error, dict(both.by)) == (169.9, 2.99, {Sex.MALE: "femur + tibia"})
    assert (both.interval.low, both.interval.high) == (164.0, 175.8)
    # 2.47 * 42.0 + 54.10 = 157.84; of a woman's bones the fibula (2.93 * 33.0 + 59.61 = 156.30) errs less.
    assert stature({Bone.FEMUR: 42.0}, Sex.FEMALE).best == 157.8
    assert stature({Bone.FEMUR: 42.0, Bone.FIBULA: 33.0}, Sex.FEMALE).best == 156.3
    # 4.74 * 22.0 + 54.93 = 159.21 by the radius, with the larger error of an arm's bone.
    assert (stature({Bone.RADIUS: 22.0}, Sex.FEMALE).best, stature({Bone.RADIUS: 22.0}, Sex.FEMALE).error) == (
        159.2,
        4.24,
    )


@given(st.sampled_from([(Bone.FEMUR, 36.0, 55.0), (Bone.ULNA, 20.0, 32.0), (Bone.TIBIA, 28.0, 46.0)]), st.data())
def test_where_the_sex_is_open_the_interval_covers_both(bone: tuple[Bone, float, float], data: st.DataObject) -> None:
    of, low, high = bone
    length = data.draw(st.floats(low, high))
    either = stature({of: length})
    for sex in Sex:
        one = stature({of: length}, sex)
        assert either.interval.low <= one.interval.low <= one.best <= one.interval.high <= either.interval.high
        assert one.error <= either.error


def test_what_bones_say_enters_the_evidence_of_traits() -> None:
    found = stature({Bone.FEMUR: 48.0, Bone.TIBIA: 40.0}, Sex.MALE)
    read = traits.read(found.words)
    assert read.state is traits.BodyState.SKELETON
    assert read.stature == traits.Range(round(found.interval.low), round(found.interval.high))
    remains = Particulars(kind="remains", source_kind="authority", description=found.words, sex="male")
    tall = Particulars(kind="missing", source_kind="family", description="зріст 178", sex="male")
    short = Particulars(kind="missing", source_kind="family", description="зріст 160", sex="male")
    line = traits.StatureLine()
    assert line.explain(remains, tall).log10_lr > 0 > line.explain(remains, short).log10_lr


@pytest.mark.parametrize(("lengths", "sentence"), [
    ({}, "measure at least one of femur"),
    ({Bone.FEMUR: 452.0}, "greatest length in cm"),
    ({Bone.RADIUS: 12.0}, "17 to 32 cm long"),
])  # fmt: skip
def test_a_length_that_cannot_be_is_refused(lengths: dict[Bone, float], sentence: str) -> None:
    with pytest.raises(NoSuchBone, match=sentence):
        stature(lengths, Sex.MALE)
