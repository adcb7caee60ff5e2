"""Age at death from the pubic symphysis, as an interval.

The phases are those of Brooks and Suchey (Human Evolution 5, 1990, 227-238), from 1,225 people of Los Angeles; the
interval of a phase holds 95 of 100 of them. Phases are told on casts by trained eyes, and observers differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from antigone.evidence.bones.values import NoSuchBone, Sex
from antigone.evidence.traits.values import Range


@dataclass(frozen=True, slots=True)
class _Phase:
    mean: float
    error: float
    low: int
    high: int


_PHASES: Final[Mapping[Sex, tuple[_Phase, ...]]] = {
    Sex.MALE: (
        _Phase(18.5, 2.1, 15, 23),
        _Phase(23.4, 3.6, 19, 34),
        _Phase(28.7, 6.5, 21, 46),
        _Phase(35.2, 9.4, 23, 57),
        _Phase(45.6, 10.4, 27, 66),
        _Phase(61.2, 12.2, 34, 86),
    ),
    Sex.FEMALE: (
        _Phase(19.4, 2.6, 15, 24),
        _Phase(25.0, 4.9, 19, 40),
        _Phase(30.7, 8.1, 21, 53),
        _Phase(38.2, 10.9, 26, 70),
        _Phase(48.1, 14.6, 25, 83),
        _Phase(60.0, 12.4, 42, 87),
    ),
}
#: How many phases there are; the first is 1.
PHASES: Final = 6


@dataclass(frozen=True, slots=True)
class AgeEstimate:
    """Age at death in years.

    Attributes:
        best, error: mean and standard deviation of the study's people in this phase; where the sex is open, the middle
            of both means and the larger deviation.
        interval: where 95 of 100 of them were.
        phase: 1 to 6.
    """

    best: float
    error: float
    interval: Range
    phase: int


def age_of(phase: int, sex: Sex | None = None) -> AgeEstimate:
    """Age from the phase of the pubic symphysis; where the sex is open, the interval covers both.

    Raises:
        NoSuchBone: there is no such phase.
    """
    if not 1 <= phase <= PHASES:
        raise NoSuchBone(f"there is no phase {phase} of the pubic symphysis; write 1 to {PHASES}")
    found = [_PHASES[one][phase - 1] for one in ([sex] if sex else Sex)]
    return AgeEstimate(
        best=round(sum(one.mean for one in found) / len(found), 1),
        error=max(one.error for one in found),
        interval=Range(min(one.low for one in found), max(one.high for one in found)),
        phase=phase,
    )
