"""Sex from the thigh bone, as a probability between bounds.

The figures are those of Mall and others (Forensic Science International 113, 2000, 315-321): 100 men and 70 women of
contemporary Germany, nearer to the dead of a war of today than the collections of 1900. Means and standard deviations
are printed to a millimetre; the bounds hold whatever was rounded away.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from antigone.evidence.bones.values import NoSuchBone, Sex

#: From this probability on, at both bounds, a sex is told; else it stays open.
SUFFICIENT: Final = 0.95


class Measure(StrEnum):
    """What is measured on a femur, in cm."""

    HEAD_CIRCUMFERENCE = "head circumference"
    MIDSHAFT = "midshaft"
    """The greatest diameter at the middle of the shaft."""
    HEAD = "head"
    """The diameter of the head, across."""
    HEAD_VERTICAL = "head vertical"


@dataclass(frozen=True, slots=True)
class _Study:
    """Means of men and women, their standard deviation, by how much each may have been rounded, and the share of the
    study's people who would be sexed wrongly."""

    male: float
    female: float
    spread: float
    rounded: float
    spread_rounded: float
    wrong: float


# Stepwise discriminant function of midshaft and head circumference, scaled to a spread of one within each sex.
_SLOPES: Final = {Measure.MIDSHAFT: 3.012, Measure.HEAD_CIRCUMFERENCE: 0.780}
_BASE: Final = -20.569
_TOGETHER: Final = "midshaft + head circumference"
_STUDIES: Final[dict[str, _Study]] = {
    _TOGETHER: _Study(
        3.012 * 3.1 + 0.780 * 15.7 + _BASE, 3.012 * 2.8 + 0.780 * 13.8 + _BASE, 1.0, 0.05 * (3.012 + 0.780), 0.0, 0.083
    ),
    Measure.HEAD: _Study(4.9, 4.3, 0.3, 0.05, 0.05, 0.104),
    Measure.HEAD_VERTICAL: _Study(4.9, 4.4, 0.3, 0.05, 0.05, 0.132),
}
_SIZES: Final = {
    Measure.HEAD_CIRCUMFERENCE: (10.0, 20.0),
    Measure.MIDSHAFT: (1.8, 4.5),
    Measure.HEAD: (3.3, 6.2),
    Measure.HEAD_VERTICAL: (3.3, 6.2),
}


@dataclass(frozen=True, slots=True)
class SexEstimate:
    """The probability of a man, men and women being as many beforehand.

    Attributes:
        male: the best value; `low` and `high` hold whatever the study rounded away.
        wrong: share of the study's people whom this measure sexes wrongly.
        by: which measure was taken.
        sex: told where both bounds reach `SUFFICIENT`; None where it stays open.
    """

    male: float
    low: float
    high: float
    wrong: float
    by: str

    @property
    def sex(self) -> Sex | None:
        if self.low >= SUFFICIENT:
            return Sex.MALE
        return Sex.FEMALE if self.high <= 1 - SUFFICIENT else None


def sex_of(sizes: Mapping[Measure, float]) -> SexEstimate:
    """Sex from measures of one grown person's femur, in cm.

    Midshaft and circumference of the head together count before the head's diameter across, and that before its
    vertical one, by how many of the study's people each sexes rightly.

    Raises:
        NoSuchBone: nothing that sexes is measured, or a measure cannot be a grown person's in cm.
    """
    for measure, size in sizes.items():
        least, greatest = _SIZES[measure]
        if not least <= size <= greatest:
            raise NoSuchBone(
                f"{measure} {size:g} cannot be that of a grown person's femur: it is {least:g} to {greatest:g} cm;"
                " write it in cm",
                measure.value,
                (least, greatest),
            )
    if _SLOPES.keys() <= sizes.keys():
        return _estimate(_TOGETHER, _BASE + sum(slope * sizes[measure] for measure, slope in _SLOPES.items()))
    for measure in (Measure.HEAD, Measure.HEAD_VERTICAL):
        if measure in sizes:
            return _estimate(measure, sizes[measure])
    raise NoSuchBone("measure the head of a femur across, or its circumference together with the middle of the shaft")


def _estimate(by: str, size: float) -> SexEstimate:
    study = _STUDIES[by]
    corners = [
        _male(size, study.male + one, study.female + other, study.spread + spread)
        for one, other, spread in itertools.product(
            (-study.rounded, study.rounded),
            (-study.rounded, study.rounded),
            (-study.spread_rounded, study.spread_rounded),
        )
    ]
    best = _male(size, study.male, study.female, study.spread)
    return SexEstimate(_told(best), _told(min(corners)), _told(max(corners)), study.wrong, by)


def _told(share: float) -> float:
    """Four digits, and never certainty."""
    return min(max(round(share, 4), 0.0001), 0.9999)


def _male(size: float, male: float, female: float, spread: float) -> float:
    """Bayes' rule for two normal distributions of one spread and even odds beforehand."""
    return 1 / (1 + math.exp(-((size - female) ** 2 - (size - male) ** 2) / (2 * spread**2)))
