"""A picture that others published again is found; a picture of the same place is told apart from it."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.imaging.footage import same
from antigone.simulation.footage import REPOSTS, State, ground, seen

MIDDLE = (700.0, 560.0)


@pytest.fixture(scope="module")
def place() -> np.ndarray:
    return ground(3, State(camp=True, graves=20))


@pytest.fixture(scope="module")
def kept(place: np.ndarray) -> list[same.Fingerprint]:
    others = [seen(ground(number), MIDDLE, across=500) for number in (4, 5)]
    return [same.fingerprint(frame) for frame in (others[0], seen(place, MIDDLE, across=500), others[1])]


@pytest.mark.parametrize("edit", REPOSTS)
def test_it_is_found_whatever_was_done_to_it(edit: str, place: np.ndarray, kept: list[same.Fingerprint]) -> None:
    asked = same.question(REPOSTS[edit](seen(place, MIDDLE, across=500)))
    collection = same.Collection.of([one.words for one in kept])
    assert collection.in_question(asked.words)[0] == 1
    found = same.judged(asked, kept[1])
    assert found is not None
    assert found.kind is same.Kind.SAME_FILE
    assert found.mirrored == (edit == "mirrored")
    assert "published again" in found.sentence
    assert same.judged(asked, kept[0]) is None


def test_the_next_place_is_the_same_scene_only(place: np.ndarray, kept: list[same.Fingerprint]) -> None:
    asked = same.question(seen(place, (MIDDLE[0] + 100, MIDDLE[1] + 30), across=500))
    found = same.judged(asked, kept[1])
    assert found is not None
    assert found.kind is same.Kind.SAME_SCENE
    assert "not shown to be the same recording" in found.sentence


def test_another_day_is_not_the_same_recording(kept: list[same.Fingerprint]) -> None:
    later = ground(3, State(damage=True, graves=40, day=1, season=0.5))
    found = same.judged(same.question(seen(later, MIDDLE, across=500)), kept[1])
    assert found is None or found.kind is same.Kind.SAME_SCENE


def test_a_fingerprint_is_kept_as_bytes(kept: list[same.Fingerprint]) -> None:
    again = same.unpacked(same.packed(kept[1]))
    assert np.array_equal(again.words, kept[1].words)
    assert np.array_equal(again.small, kept[1].small)


def test_a_flat_picture_is_never_found(kept: list[same.Fingerprint]) -> None:
    asked = same.question(np.full((90, 160, 3), 80, np.uint8))
    assert not len(asked.words)
    assert same.judged(asked, kept[0]) is None
    assert not len(same.Collection.of([one.words for one in kept]).in_question(asked.words))
    assert not len(same.Collection.of([]).in_question(same.question(seen(ground(3), MIDDLE, across=500)).words))
