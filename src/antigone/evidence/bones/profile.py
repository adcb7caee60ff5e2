"""Sex, age and stature of one person from all that was measured, and the words in which traits take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from antigone.evidence.bones.age import AgeEstimate, age_of
from antigone.evidence.bones.sex import Measure, SexEstimate, sex_of
from antigone.evidence.bones.stature import Bone, StatureEstimate, stature
from antigone.evidence.bones.values import NoSuchBone, Sex


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one person's bones.

    Attributes:
        lengths: greatest lengths of long bones, in cm.
        femur: other measures of a femur, in cm.
        phase: of the pubic symphysis, 1 to 6; 0 where none was told.
        sex: where it is known otherwise, such as from DNA; it comes before the bones.
    """

    lengths: Mapping[Bone, float] = field(default_factory=dict)
    femur: Mapping[Measure, float] = field(default_factory=dict)
    phase: int = 0
    sex: Sex | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What the bones say; what was not measured is None. `sex` is what the others were estimated for."""

    sex: Sex | None
    by_femur: SexEstimate | None
    age: AgeEstimate | None
    stature: StatureEstimate | None

    @property
    def words(self) -> str:
        """A clause for a description, which `evidence.traits` reads; empty where no stature was estimated. Sex and age
        have fields of their own in a record."""
        return self.stature.words if self.stature else ""


def profile_of(measured: Measured) -> Profile:
    """All that can be estimated. Where bones leave the sex open, age and stature cover both.

    Raises:
        NoSuchBone: nothing was measured, or something cannot be.
    """
    if not (measured.lengths or measured.femur or measured.phase):
        raise NoSuchBone("measure a long bone, the head of a femur, or tell the phase of the pubic symphysis")
    by_femur = sex_of(measured.femur) if measured.femur else None
    sex = measured.sex or (by_femur.sex if by_femur else None)
    return Profile(
        sex=sex,
        by_femur=by_femur,
        age=age_of(measured.phase, sex) if measured.phase else None,
        stature=stature(measured.lengths, sex) if measured.lengths else None,
    )
