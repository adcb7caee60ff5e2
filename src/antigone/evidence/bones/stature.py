"""Stature from long bones, as an interval with its standard error.

The regressions are those of Trotter and Gleser (American Journal of Physical Anthropology 10, 1952, 463-514), series
«American White», with the corrigenda of 1977 (47, 355-356). Their people were soldiers and the dead of a collection,
born between 1840 and 1924: for people born later, and for other populations, the true error is somewhat larger (Jantz,
Journal of Forensic Sciences 37, 1992, 1230-1235), which `evidence.traits` allows for by its own error of statures from
bones.

Slopes, bases and standard errors of single bones agree with a second transcription of the paper. The errors of femur
and tibia together (2.99 and 3.55) were not found a second time, which docs/remains.md tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antigone.evidence.bones.values import NoSuchBone, Sex
from antigone.evidence.traits.values import Range

#: Standard errors to each side: 95 of 100 people lie within, if they are like those of the study.
_SIDES: Final = 1.96


class Bone(StrEnum):
    """A long bone, measured by its greatest length; the tibia without its malleolus, as Trotter measured it."""

    FEMUR = "femur"
    TIBIA = "tibia"
    FIBULA = "fibula"
    HUMERUS = "humerus"
    RADIUS = "radius"
    ULNA = "ulna"


@dataclass(frozen=True, slots=True)
class _Regression:
    """Stature in cm = slope * length in cm + base; `error` is the standard error of estimate in cm."""

    slope: float
    base: float
    error: float


_BOTH: Final = "femur + tibia"
_REGRESSIONS: Final[dict[Sex, dict[str, _Regression]]] = {
    Sex.MALE: {
        _BOTH: _Regression(1.30, 63.29, 2.99),
        Bone.FEMUR: _Regression(2.38, 61.41, 3.27),
        Bone.FIBULA: _Regression(2.68, 71.78, 3.29),
        Bone.TIBIA: _Regression(2.52, 78.62, 3.37),
        Bone.HUMERUS: _Regression(3.08, 70.45, 4.05),
        Bone.RADIUS: _Regression(3.78, 79.01, 4.32),
        Bone.ULNA: _Regression(3.70, 74.05, 4.32),
    },
    Sex.FEMALE: {
        _BOTH: _Regression(1.39, 53.20, 3.55),
        Bone.FIBULA: _Regression(2.93, 59.61, 3.57),
        Bone.TIBIA: _Regression(2.90, 61.53, 3.66),
        Bone.FEMUR: _Regression(2.47, 54.10, 3.72),
        Bone.RADIUS: _Regression(4.74, 54.93, 4.24),
        Bone.ULNA: _Regression(4.27, 57.76, 4.30),
        Bone.HUMERUS: _Regression(3.36, 57.97, 4.45),
    },
}
# Greatest and least lengths of grown people, in cm, with room to either side: a length in mm is caught.
_LENGTHS: Final = {
    Bone.FEMUR: (34.0, 60.0),
    Bone.TIBIA: (26.0, 50.0),
    Bone.FIBULA: (26.0, 49.0),
    Bone.HUMERUS: (23.0, 42.0),
    Bone.RADIUS: (17.0, 32.0),
    Bone.ULNA: (18.0, 34.0),
}


@dataclass(frozen=True, slots=True)
class StatureEstimate:
    """Stature in life, in cm: the best value, its standard error, and where 95 of 100 such people lie.

    `by` names the bones whose regression was taken, for each sex that is left open.
    """

    best: float
    error: float
    interval: Range
    by: Mapping[Sex, str]

    @property
    def words(self) -> str:
        """A clause for a description, which `evidence.traits` reads as a stature seen on bones."""
        return f"skeletonised; stature {self.interval.low:.0f}-{self.interval.high:.0f} cm"


def stature(lengths: Mapping[Bone, float], sex: Sex | None = None) -> StatureEstimate:
    """Stature from the greatest lengths of long bones of one grown person, in cm.

    Of several bones that regression counts whose standard error is least; femur and tibia together count as one. Where
    the sex is open, the interval covers both, and the best value is their middle.

    Raises:
        NoSuchBone: no length is given, or one cannot be a grown person's in cm.
    """
    if not lengths:
        raise NoSuchBone(f"measure at least one of {', '.join(Bone)}")
    for bone, length in lengths.items():
        least, greatest = _LENGTHS[bone]
        if not least <= length <= greatest:
            raise NoSuchBone(
                f"{bone} {length:g} cannot be a grown person's: it is {least:g} to {greatest:g} cm long; write the"
                " greatest length in cm",
                bone.value,
                (least, greatest),
            )
    one_sex = [(one, *_of_sex(lengths, one)) for one in ([sex] if sex else Sex)]
    low = min(best - _SIDES * error for _, _, best, error in one_sex)
    high = max(best + _SIDES * error for _, _, best, error in one_sex)
    best = (low + high) / 2 if len(one_sex) > 1 else one_sex[0][2]
    return StatureEstimate(
        best=round(best, 1),
        error=round((high - low) / 2 / _SIDES, 2),
        interval=Range(round(low, 1), round(high, 1)),
        by={one: by for one, by, _, _ in one_sex},
    )


def _of_sex(lengths: Mapping[Bone, float], sex: Sex) -> tuple[str, float, float]:
    measured: dict[str, float] = {bone.value: length for bone, length in lengths.items()}
    if Bone.FEMUR in lengths and Bone.TIBIA in lengths:
        measured[_BOTH] = lengths[Bone.FEMUR] + lengths[Bone.TIBIA]
    by = min(measured, key=lambda name: _REGRESSIONS[sex][name].error)
    taken = _REGRESSIONS[sex][by]
    return by, taken.slope * measured[by] + taken.base, taken.error
