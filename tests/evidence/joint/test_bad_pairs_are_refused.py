"""Questions that make no sense are refused in a sentence that says what, where and what to do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from antigone.evidence import joint

CASES: list[tuple[str, tuple[Any, ...]]] = [
    ("one length", ([1, 2], [1], [0.0, 0.0])),
    ("one length", ([1], [1], [[0.0]])),
    ("pair 1 .* weighs nan", ([1, 2], [1, 2], [0.0, np.nan])),
    ("below infinity", ([1], [1], [np.inf])),
    (r"\(4, 9\) is listed twice", ([4, 4], [9, 9], [0.0, 1.0])),
    ("odds for 3 pairs", ([1], [1], [0.0], joint.Prior(np.zeros(3)))),
    ("excluded must hold", ([1], [1], [0.0], joint.Prior(excluded=np.array([True, False])))),
    ("identified must hold", ([1], [1], [0.0], joint.Prior(identified=np.array([1])))),
    (
        "identified, and excluded",
        ([1], [1], [0.0], joint.Prior(excluded=np.array([True]), identified=np.array([True]))),
    ),
    ("excluded or impossible", ([1], [1], [-np.inf], joint.Prior(identified=np.array([True])))),
    ("row 1 is identified twice", ([1, 1], [1, 2], [0.0, 0.0], joint.Prior(identified=np.array([True, True])))),
    ("column 2 is identified twice", ([1, 3], [2, 2], [0.0, 0.0], joint.Prior(identified=np.array([True, True])))),
]


@pytest.mark.parametrize(("sentence", "question"), CASES)
def test_refused(sentence: str, question: tuple[Any, ...]) -> None:
    with pytest.raises(joint.PairsRejected, match=sentence):
        joint.posterior(*question)


@pytest.mark.parametrize(("here", "persons", "bodies"), [(0.0, 5, 5), (1.0, 5, 5), (0.9, 10, 9), (0.5, 0, 5)])
def test_an_open_set_that_cannot_be(here: float, persons: int, bodies: int) -> None:
    with pytest.raises(ValueError, match=r"probability|do not fit"):
        joint.open_set(here=here, persons=persons, bodies=bodies)
