"""Features of marks: what is kept and comes back, what is found from another side, and what is never found."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.imaging.marks import Features, features_of, packed, query_of, ranked, shortlist, unpacked
from antigone.imaging.marks.looks import edges_of, evened, fitted, seen
from antigone.simulation.pictures import MOTIFS, Setting, drawn_tattoo


@cache
def gallery() -> list[Features]:
    return [features_of(drawn_tattoo(seed, side=240)[1]) for seed in range(len(MOTIFS))]


def found(seed: int, *, mirrored: bool = False) -> list[int]:
    picture = drawn_tattoo(seed, side=240, view=1, setting=Setting.BODY)[1]
    picture = np.ascontiguousarray(picture[:, ::-1]) if mirrored else picture
    return [one.position for one in ranked(query_of(picture), gallery(), limit=10)]


def test_a_tattoo_on_a_body_is_found_among_the_first_also_in_the_mirror() -> None:
    asked = (1, 7, 13)
    assert sum(seed in found(seed) for seed in asked) >= 2
    assert sum(seed in found(seed, mirrored=True) for seed in asked) >= 2


def test_the_very_picture_comes_first_and_fits_and_its_mirror_image_says_so() -> None:
    picture = drawn_tattoo(3, side=240)[1]
    (first, *_) = ranked(query_of(picture), gallery())
    assert (first.position, first.mirrored, first.likeness) == (3, False, 1.0)
    assert first.fitting > 50
    (first, *_) = ranked(query_of(np.ascontiguousarray(picture[:, ::-1])), gallery())
    assert (first.position, first.mirrored) == (3, True)


def test_more_is_seen_of_a_mark_half_covered_than_of_another() -> None:
    covered = drawn_tattoo(3, side=240)[1].copy()
    covered[:, :120] = covered.mean(axis=(0, 1)).astype(np.uint8)
    look = evened(query_of(covered).straight.look)
    as_it_lies = np.eye(2, 3)
    there, *others = (seen(edges_of(evened(gallery()[seed].look)), look, as_it_lies) for seed in (3, 0, 4, 9, 14))
    assert there > 0
    assert there > 2 * max(others)


def test_a_change_of_place_is_found_from_the_points_that_it_moves() -> None:
    change = np.array([[0.8, -0.5, 12.0], [0.4, 1.1, -7.0]])
    there = np.random.default_rng(4).uniform(0, 320, (9, 2))
    here = there @ change[:, :2].T + change[:, 2]
    assert fitted(there, here, np.ones(9), stiffness=0.0) == pytest.approx(change, abs=1e-3)
    # A stiff fit keeps what is a change of place, turn and size alone.
    alike = np.array([[0.9, -0.3, 5.0], [0.3, 0.9, 2.0]])
    moved = there @ alike[:, :2].T + alike[:, 2]
    assert fitted(there, moved, np.ones(9), stiffness=50.0) == pytest.approx(alike, abs=1e-6)


def test_a_first_look_lists_the_very_picture_and_its_mirror_image_first_and_nothing_flat() -> None:
    picture = drawn_tattoo(3, side=240)[1]
    flat = features_of(np.full((100, 140, 3), 128, dtype=np.uint8))
    for seen_so in (picture, np.ascontiguousarray(picture[:, ::-1])):
        listed = shortlist(query_of(seen_so), [flat, *gallery()], limit=100)
        assert listed[0] == 4
        assert 0 not in listed
    assert shortlist(query_of(picture), [], limit=5) == []


def test_the_box_of_a_mark_leaves_out_what_lies_beside_it() -> None:
    mark, other = drawn_tattoo(3, side=240)[1], drawn_tattoo(4, side=240)[1]
    both = np.hstack([other, mark])
    (first, *_) = ranked(query_of(both, (0.55, 0.05, 0.4, 0.9)), gallery())
    assert first.position == 3


def test_what_is_flat_has_no_features_and_is_never_found() -> None:
    flat = np.full((100, 140, 3), 128, dtype=np.uint8)
    nothing = features_of(flat)
    assert (len(nothing.points), nothing.width) == (0, 320)
    assert ranked(query_of(flat), gallery()) == []
    assert ranked(query_of(drawn_tattoo(3, side=240)[1]), [nothing, nothing]) == []
    assert ranked(query_of(drawn_tattoo(3, side=240)[1]), []) == []
    (first,) = ranked(query_of(drawn_tattoo(3, side=240)[1]), [nothing, gallery()[3]])
    assert first.position == 1


def test_features_come_back_as_they_were_kept_and_other_bytes_are_refused() -> None:
    kept = gallery()[5]
    again = unpacked(packed(kept))
    assert (again.descriptors == kept.descriptors).all()
    assert np.abs(again.points - kept.points).max() <= 1 / 16
    with pytest.raises(ValueError, match="no features of a mark"):
        unpacked(packed(kept)[:-1])


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    try:
        features = unpacked(content)
    except ValueError:
        return
    assert len(features.points) == len(features.descriptors)
