"""Whatever is asked, the nearest are found, by faiss and by NumPy alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.bureau.photographs.faces import shards as module
from antigone.bureau.photographs.faces.shards import Shards

BOTH = [pytest.param(True, id="faiss"), pytest.param(False, id="numpy")]


def drawn(count: int, seed: int, dimension: int = 16) -> NDArray[np.float16]:
    rows = np.random.default_rng(seed).normal(size=(count, dimension))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


@pytest.mark.parametrize("with_faiss", BOTH)
@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 1_000), st.floats(0, 1))
def test_the_nearest_are_those_that_a_plain_sort_gives(
    with_faiss: bool, rows: int, count: int, seed: int, share: float
) -> None:
    vectors, query = drawn(rows, seed), drawn(1, seed + 1)[0].astype(np.float32)
    allowed = np.random.default_rng(seed).random(rows) < share
    shards = Shards(16, with_faiss=with_faiss)
    shards.add(vectors[: rows // 2])
    shards.add(vectors[rows // 2 :])
    cosines = vectors.astype(np.float64) @ query.astype(np.float64)
    for mask in (None, allowed):
        wanted = [at for at in np.argsort(-cosines, kind="stable").tolist() if mask is None or mask[at]][:count]
        found = shards.nearest(query, count, allowed=mask)
        assert found.positions.tolist() == wanted
        assert found.cosines == pytest.approx(cosines[wanted])


@pytest.mark.parametrize("with_faiss", BOTH)
def test_many_shards_are_one(with_faiss: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ROWS", 64)
    vectors = drawn(1_000, 3)
    shards = Shards(16, with_faiss=with_faiss)
    for start in range(0, 1_000, 150):
        shards.add(vectors[start : start + 150])
    assert len(shards) == 1_000
    positions = np.array([999, 0, 64, 63, 500])
    assert (shards.rows(positions) == vectors[positions]).all()
    allowed = np.arange(1_000) % 3 == 0
    for at in range(0, 1_000, 97):
        assert shards.nearest(vectors[at].astype(np.float32), 1).positions.tolist() == [at]
        found = shards.nearest(vectors[at].astype(np.float32), 5, allowed=allowed).positions
        assert (found % 3 == 0).all()
        assert len(found) == 5


def test_equals_come_in_the_order_in_which_they_were_added() -> None:
    same = np.repeat(drawn(1, 1), 20, axis=0)
    for with_faiss in (True, False):
        shards = Shards(16, with_faiss=with_faiss)
        shards.add(same)
        assert shards.nearest(same[0].astype(np.float32), 12).positions.tolist() == list(range(12))


def test_nothing_is_found_among_nothing_and_other_lengths_are_refused() -> None:
    shards = Shards(16)
    assert len(shards.nearest(drawn(1, 1)[0].astype(np.float32), 5).positions) == 0
    with pytest.raises(ValueError, match="vectors of 16 numbers"):
        shards.add(drawn(3, 1, dimension=8))
