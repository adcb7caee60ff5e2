"""From the cosine of two faces to a weight, by a line fitted on people who are known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.faces.measures import cllr
from antigone.evidence.faces.values import (
    ALIKE_STRANGERS,
    LEAST,
    MOST,
    RELATIVES_SHARE,
    Calibration,
    FacesError,
    FaceWeight,
    Fit,
    NotCalibrated,
    Seen,
    Strangers,
    TooFewFaces,
)
from antigone.evidence.wording import Figure, Phrase, phrase

Floats = NDArray[np.float64]
#: Pairs of one person, and of strangers, without which no line is fitted.
FEWEST_SAME = 100
FEWEST_DIFFERENT = 10_000
#: Pairs of either side that must lie between the bounds for a line to be called better than another.
_FEWEST_WITHIN = 20


def fit(same: Floats, different: Floats) -> Fit:
    """The line through cosines of one person and of strangers that costs least within the bounds, each side alike.

    It starts as the logistic line and is brought to where the weights as they are said, between `LEAST` and `MOST`,
    have the least Cllr: what the bounds cut off is never said, and a few faces that look like nobody, or that bear
    another's name, do not tilt it. Two coefficients only: kernel densities and isotonic steps follow the few pairs that
    lie where the strong words are.

    Raises:
        TooFewFaces: there are too few pairs.
        FacesError: the cosines do not tell one person from strangers, or are no cosines.
    """
    if len(same) < FEWEST_SAME or len(different) < FEWEST_DIFFERENT:
        raise TooFewFaces(
            f"{len(same)} pairs of one person and {len(different)} of strangers are too few to calibrate; at least "
            f"{FEWEST_SAME} and {FEWEST_DIFFERENT} are needed"
        )
    cosines = np.concatenate([same, different]).astype(np.float64)
    if not np.isfinite(cosines).all() or np.abs(cosines).max() > 1.001:
        raise FacesError("a cosine lies between -1 and 1")
    truth = np.concatenate([np.ones(len(same)), np.zeros(len(different))])
    mass = np.concatenate([np.full(len(same), 0.5 / len(same)), np.full(len(different), 0.5 / len(different))])
    slope, intercept = _within_bounds(cosines, truth, mass, _logistic(cosines, truth, mass)) / math.log(10.0)
    found = Fit(
        float(slope), float(intercept), float(np.mean(same)), float(np.mean(different)), len(same), len(different), 0.0
    )
    weights = [np.clip(found.slope * side + found.intercept, LEAST, MOST) for side in (same, different)]
    return Fit(
        found.slope,
        found.intercept,
        found.same,
        found.different,
        len(same),
        len(different),
        cllr(weights[0], weights[1]),
    )


def _logistic(x: Floats, truth: Floats, mass: Floats) -> Floats:
    """Slope and intercept in natural log odds by Newton's method; a slight pull to 0 keeps parted sides finite."""
    design = np.stack([x, np.ones_like(x)], axis=1)
    pull = np.array([1e-8, 0.0])
    found = np.zeros(2)
    for _ in range(60):
        chance = 1.0 / (1.0 + np.exp(-np.clip(design @ found, -500, 500)))
        gradient = design.T @ (mass * (truth - chance)) - pull * found
        curvature = (design * (mass * chance * (1.0 - chance))[:, None]).T @ design + np.diag(pull + 1e-14)
        step = np.linalg.solve(curvature, gradient)
        # A cautious step: far from the top the curve is flat and Newton leaps.
        found = found + step * min(1.0, 20.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return np.asarray(found, dtype=np.float64)


def _within_bounds(x: Floats, truth: Floats, mass: Floats, start: Floats) -> Floats:
    """From a line in natural log odds to the one near it of the least cost when what it says is cut off at the bounds.

    Newton's method over the pairs whose odds lie between the bounds; those beyond cost the same wherever they lie. Each
    step is halved until the cost falls. A line so steep that hardly a pair of either side is left between the bounds
    rests on nobody, as where the sides do not touch; none is taken.
    """
    low, high = LEAST * math.log(10.0), MOST * math.log(10.0)
    design, sign, same = np.stack([x, np.ones_like(x)], axis=1), 1.0 - 2.0 * truth, truth == 1

    def cost(line: Floats) -> float:
        odds = design @ line
        within = (odds > low) & (odds < high)
        if min(int((within & same).sum()), int((within & ~same).sum())) < _FEWEST_WITHIN:
            return math.inf
        return float((mass * np.logaddexp(0.0, sign * np.clip(odds, low, high))).sum())

    found, least = start, cost(start)
    if math.isinf(least):
        return start
    for _ in range(60):
        odds = design @ found
        within = (odds > low) & (odds < high)
        rows, chance = design[within], 1.0 / (1.0 + np.exp(-odds[within]))
        gradient = rows.T @ (mass[within] * (truth[within] - chance))
        curvature = (rows * (mass[within] * chance * (1.0 - chance))[:, None]).T @ rows
        step = np.linalg.solve(curvature + np.diag([1e-9, 1e-12]), gradient)
        shares = (0.5**halved for halved in range(12))
        better = next((line for share in shares if cost(line := found + share * step) < least - 1e-12), None)
        if better is None:
            break
        found, least = better, cost(better)
    return found


def calibrated(
    pairs: Mapping[Seen, tuple[Floats, Floats]],
    *,
    set_name: str,
    people: int,
    model: str,
    fitted_on: date,
    strangers: Strangers,
) -> Calibration:
    """A calibration from cosines of one person and of strangers, by how the worse face was seen.

    A quality with too few pairs gets no line, and faces of that quality are not weighed.

    Raises:
        TooFewFaces: no quality has enough pairs.
    """
    fits: dict[Seen, Fit] = {}
    for seen, (same, different) in pairs.items():
        if len(same) >= FEWEST_SAME and len(different) >= FEWEST_DIFFERENT:
            fits[seen] = fit(same, different)
    if not fits:
        most = max((len(same) for same, _ in pairs.values()), default=0)
        raise TooFewFaces(
            f"«{set_name}» has {most} pairs of pictures of one person at most; {FEWEST_SAME} are needed, and "
            f"{FEWEST_DIFFERENT} of strangers. Until then use a calibration of another set"
        )
    return Calibration(set_name, people, model, fitted_on, strangers, fits)


def weigh(cosine: float, seen: Seen, calibration: Calibration | None, *, model: str) -> FaceWeight:
    """What two faces say of their being one person's.

    The stranger is one of the same sex and about the same age. So what sex and age themselves say of two records is
    said by their own lines and counted once: where the calibration knew mixed strangers, what they gained by differing
    in sex or age is taken off (`ALIKE_STRANGERS`).

    Args:
        cosine: of the two vectors, -1 to 1.
        seen: how the worse face was seen.
        calibration: the one in force; None where there is none.
        model: `Model.key` of both vectors.

    Raises:
        NotCalibrated: there is no calibration, it is of another model, or it knows no faces seen so.
        FacesError: the cosine is none.
    """
    line = line_of(calibration, seen, model=model)
    assert calibration is not None  # noqa: S101 (line_of refuses it)
    if not math.isfinite(cosine) or abs(cosine) > 1.001:
        raise FacesError("a cosine lies between -1 and 1")
    stranger = float(against_strangers(np.array([cosine]), line, calibration.strangers)[0])
    relative = float(np.clip(_against_relative(cosine, line), LEAST, MOST))
    return FaceWeight(cosine, seen, stranger, relative, _sentence(stranger, relative, seen, calibration))


def line_of(calibration: Calibration | None, seen: Seen, *, model: str) -> Fit:
    """The line for faces seen so.

    Raises:
        NotCalibrated: there is none.
    """
    if calibration is None:
        raise NotCalibrated("faces are not calibrated here, so no score is evidence; run «antigone photos calibrate»")
    if calibration.model != model:
        raise NotCalibrated(
            f"the calibration «{calibration.set_name}» is of model {calibration.model}, the faces are of {model}; "
            "calibrate the model in use"
        )
    if seen not in calibration.fits:
        raise NotCalibrated(f"the calibration «{calibration.set_name}» knows no faces that were seen as «{seen}»")
    return calibration.fits[seen]


def against_strangers(cosines: Floats, line: Fit, strangers: Strangers) -> Floats:
    """log10 LR of cosines against strangers alike in sex and age, between the bounds."""
    weights = line.slope * np.asarray(cosines, dtype=np.float64) + line.intercept
    if strangers is Strangers.MIXED:
        # What speaks against one person is not weakened: a man and a woman do not become more alike.
        weights = np.where(weights > 0, np.maximum(weights - ALIKE_STRANGERS, 0.0), weights)
    return np.clip(weights, LEAST, MOST)


def _against_relative(cosine: float, line: Fit) -> float:
    """log10 LR of the same person against a close relative.

    The logistic line is the ratio of two normal curves of one width; a relative's lies between them. With means m for
    the same person and r for a relative, the line's slope shrinks by (m - r) / (m - d), and it crosses 0 midway.
    """
    relative = line.different + RELATIVES_SHARE * (line.same - line.different)
    return line.slope * (1.0 - RELATIVES_SHARE) * (cosine - (line.same + relative) / 2.0)


_SEEN_IN_WORDS = {
    Seen.GOOD: phrase("both faces are well seen"),
    Seen.DEGRADED: phrase("a face is small, dark or blurred"),
    Seen.HIDDEN: phrase("a face is partly hidden"),
}


def _sentence(stranger: float, relative: float, seen: Seen, calibration: Calibration) -> Phrase:
    if abs(stranger) < 0.05:
        first = phrase("the faces do not tell one person from two")
    elif stranger > 0:
        first = phrase(
            "faces so alike are {ratio} times more often one person's than those of a stranger of the same sex and age",
            ratio=_ratio(stranger),
        )
    else:
        first = phrase(
            "faces so unlike are {ratio} times more often a stranger's than one person's", ratio=_ratio(-stranger)
        )
    if relative > 0.3:
        second = phrase(
            "than a brother's or sister's, only some {ratio} times (assumed, not measured)", ratio=_ratio(relative)
        )
    else:
        second = phrase("a brother or sister would explain them as well (assumed, not measured)")
    whole = phrase(
        "{stranger}; {relative}; {seen}; calibrated on «{set}», {people} people",
        stranger=first,
        relative=second,
        seen=_SEEN_IN_WORDS[seen],
        set=calibration.set_name,
        people=Figure(f"{calibration.people:,}"),
    )
    if calibration.strangers is Strangers.ALIKE:
        return whole
    return phrase("{reason}, strangers of both sexes and all ages, corrected", reason=whole)


def _ratio(log10: float) -> Figure:
    """A likelihood ratio rounded to two figures: "2.5", "1,200"."""
    ratio = 10.0**log10
    digits = max(0, 1 - math.floor(math.log10(ratio)))
    return Figure(f"{round(ratio, 1 - math.floor(math.log10(ratio))):,.{min(digits, 1)}f}")
