"""An earlier picture is laid over a later one rightly, or not at all; control points show how good they are."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from antigone.imaging.footage import alignment
from antigone.imaging.footage.alignment import AlignmentRefused, PointPair, PointsRefused
from antigone.imaging.footage.alignment.transforms import matrix, moved
from antigone.imaging.footage.attention import attention, drawn_over
from antigone.imaging.footage.overhead import overhead
from antigone.simulation.footage import State, ground

JOPLIN = (
    Path(os.environ.get("ANTIGONE_REFERENCE", Path(__file__).parents[4] / "shared" / "reference"))
    / "footage"
    / "joplin"
)
EARLIER = State(camp=True, graves=20)
LATER = State(damage=True, graves=60, day=1, season=0.8, light=0.8, clouds=0.15)


def _spots(width: int, height: int) -> np.ndarray:
    across, down = np.meshgrid(np.linspace(0.15, 0.85, 6) * width, np.linspace(0.15, 0.85, 6) * height)
    return np.column_stack([across.ravel(), down.ravel()])


def test_two_days_of_a_place_are_laid_over_each_other() -> None:
    true = np.asarray([[1.004, -0.006, 70.0], [0.006, 1.004, -55.0]])
    before, after = ground(1, EARLIER), ground(1, LATER)
    shifted = cv2.warpAffine(before, cv2.invertAffineTransform(true), (before.shape[1], before.shape[0]))
    proposal = alignment.propose(np.asarray(shifted, np.uint8), after)
    spots = _spots(1600, 1200)
    off = np.linalg.norm(moved(proposal.transform, spots) - (spots @ true[:, :2].T + true[:, 2]), axis=1)
    assert off.max() < 2
    assert "check it by eye" in proposal.sentence


def test_another_place_is_refused() -> None:
    with pytest.raises(AlignmentRefused, match="set control points"):
        alignment.propose(ground(1, EARLIER), ground(2, LATER))


def test_a_picture_with_nothing_in_it_is_refused() -> None:
    flat = np.full((400, 400, 3), 90, np.uint8)
    with pytest.raises(AlignmentRefused):
        alignment.propose(flat, flat)
    with pytest.raises(AlignmentRefused, match="too small"):
        alignment.propose(flat[:40], flat[:40])


@pytest.mark.skipif(not JOPLIN.is_dir(), reason="no reference data here")
def test_the_reference_pairs_fit_their_georeference() -> None:
    """Both places, shifted against each other; and not one on the other."""
    for name in "01":
        before, after = (overhead((JOPLIN / f"{name}_{when}.tif").read_bytes()) for when in ("pre", "post"))
        assert before.reference is not None
        assert after.reference is not None
        prior = alignment.prior_of(before.reference, after.reference)
        assert prior is not None
        spots = _spots(1024, 1024)
        there = np.asarray([[1, 0, 60.0], [0, 1, -40.0]])
        shifted = np.asarray(cv2.warpAffine(before.pixels, there, (1024, 1024)), np.uint8)
        proposal = alignment.propose(shifted, after.pixels)
        true = moved(prior, spots - there[:, 2])
        assert np.median(np.linalg.norm(moved(proposal.transform, spots) - true, axis=1)) <= 2.0
    with pytest.raises(AlignmentRefused):
        alignment.propose(before.pixels, overhead((JOPLIN / "0_post.tif").read_bytes()).pixels)


def _marked(count: int, *, slip: float = 0.0, noise: float = 0.0) -> list[PointPair]:
    chance = np.random.default_rng(count)
    before = chance.uniform(50, 950, (count, 2))
    after = before @ np.asarray([[1.1, 0.1], [-0.1, 1.1]]) + (30, -20) + chance.normal(0, noise, (count, 2))
    after[0, 0] += slip
    return [PointPair((one[0], one[1]), (two[0], two[1])) for one, two in zip(before, after, strict=True)]


def test_clicks_that_are_a_little_off_do_little() -> None:
    medians = []
    for count in (4, 6, 8, 12):
        fit = alignment.fitted(_marked(count, noise=1.5), metres=0.5)
        spots = _spots(900, 900)
        true = spots @ np.asarray([[1.1, 0.1], [-0.1, 1.1]]) + (30, -20)
        medians.append(float(np.median(np.linalg.norm(moved(fit.transform, spots) - true, axis=1))))
        assert fit.metres
        assert " m in the median" in fit.sentence
    assert np.median(medians) <= 2.0


def test_a_slip_cannot_hide() -> None:
    fit = alignment.fitted(_marked(8, slip=60.0, noise=0.5), metres=0.5)
    assert fit.doubtful == (0,)
    assert fit.residuals[0] == max(fit.residuals)
    assert fit.largest > 25
    assert "look again at point 1" in fit.sentence
    assert not alignment.fitted(_marked(8, noise=0.5)).metres


@given(some.lists(some.tuples(some.floats(0, 100), some.floats(0, 100)), min_size=0, max_size=7))
@settings(max_examples=60, deadline=None)
def test_any_points_give_a_finite_fit_or_a_sentence(places: list[tuple[float, float]]) -> None:
    try:
        fit = alignment.fitted([PointPair(place, place) for place in places])
    except PointsRefused as refused:
        said = str(refused)
    else:
        said = fit.sentence
        assert np.isfinite(matrix(fit.transform)).all()
    assert "control points" in said


def test_attention_ranks_blocks_and_says_that_it_is_no_finding() -> None:
    before, after = ground(1, State(graves=10)), ground(1, State(graves=60, damage=True, light=0.8))
    ranks = attention(before, after)
    assert ranks.shape == (37, 50)
    assert ranks.min() >= 0
    assert ranks[850 // 32 + 2, 360 // 32] > 0.9  # new graves
    assert np.median(ranks) < 0.6
    marked = drawn_over(after, ranks)
    assert (marked == 255).all(axis=2).sum() > 500  # the words
    with pytest.raises(ValueError, match="lay the earlier one"):
        attention(before[:100], after)
