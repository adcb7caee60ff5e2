"""Exact answers equal the sum over every partial matching, at any size of weights."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from tests.evidence.joint.enumeration import Question, Told, enumerated, posteriors_by_deletion, questions

from antigone.evidence import joint

SIDES = {
    joint.Closed.NEITHER: (False, False),
    joint.Closed.ROWS: (True, False),
    joint.Closed.COLS: (False, True),
    joint.Closed.BOTH: (True, True),
}


def same(found: NDArray[np.float64], expected: NDArray[np.float64]) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-290)


def check(question: Question, told: Told, prior: joint.Prior) -> None:
    answer = joint.posterior(question.rows, question.cols, question.log10_lr, prior)
    if told.whole == 0:
        assert len(answer.infeasible) > 0
        assert answer.log10_evidence == -np.inf
        return
    assert len(answer.infeasible) == 0
    assert answer.components.converged.all()
    same(answer.pair, told.posteriors(told.pair))
    same(answer.not_here, told.posteriors(told.row))
    same(answer.nobody_of_ours, told.posteriors(told.col))
    assert answer.log10_evidence == pytest.approx(float(told.whole.log10()), rel=1e-9, abs=1e-9)


@given(questions(most=5))
@settings(max_examples=30, deadline=None)
def test_open_questions_of_five(question: Question) -> None:
    check(question, enumerated(question), joint.FLAT)


@given(questions(), st.sampled_from(list(SIDES)))
@settings(max_examples=120, deadline=None)
def test_closed_sides(question: Question, closed: joint.Closed) -> None:
    rows_closed, cols_closed = SIDES[closed]
    told = enumerated(question, rows_closed=rows_closed, cols_closed=cols_closed)
    check(question, told, joint.Prior(closed=closed))


def test_sparse_ten_by_ten() -> None:
    rng = np.random.default_rng(5)
    for _ in range(3):
        cells = {(int(i), int(j)) for i, j in rng.integers(0, 10, (7, 2))}
        cells |= {(i, i) for i in range(10)} | {(i, i + 1) for i in range(0, 9, 2)}
        question = Question((10, 10), tuple(sorted(cells)), tuple(rng.normal(0, 40, len(cells))))
        check(question, enumerated(question), joint.FLAT)


@given(
    st.tuples(st.integers(6, 10), st.integers(6, 10)), st.integers(0, 2**32 - 1), st.floats(0.1, 150),
    st.floats(0.2, 1.0), st.sampled_from(list(SIDES)),
)  # fmt: skip
@settings(max_examples=25, deadline=None)
def test_up_to_ten_by_ten(
    shape: tuple[int, int], seed: int, spread: float, density: float, closed: joint.Closed
) -> None:
    """Sparse to full, open and closed, weights up to 10^300 apart: every tenth pair against the sum by expansion."""
    rng = np.random.default_rng(seed)
    matrix = np.where(rng.random(shape) < density, rng.normal(0, spread, shape), -np.inf)
    matrix[np.arange(max(shape)) % shape[0], np.arange(max(shape)) % shape[1]] = rng.normal(0, spread, max(shape))
    row, col = np.nonzero(matrix > -np.inf)
    answer = joint.posterior(row, col, matrix[row, col], joint.Prior(closed=closed))
    rows_closed, cols_closed = SIDES[closed]
    asked = sorted({int(np.argmax(matrix[row, col])), *range(seed % 10, len(row), 10)})
    told = posteriors_by_deletion(
        matrix, [(int(row[k]), int(col[k])) for k in asked], rows_closed=rows_closed, cols_closed=cols_closed
    )
    if told is None:
        assert len(answer.infeasible) > 0
        return
    assert answer.components.method.tolist() == [joint.Method.EXACT] * len(answer.components)
    same(answer.pair[asked], told)
    assert not answer.pair_error.any()


def test_a_long_ladder_is_exact() -> None:
    """2,000 persons, each like the next: a transfer matrix by hand gives the same sum."""
    n = 2000
    weight = np.random.default_rng(3).normal(0, 1, (n, 2))
    row = np.repeat(np.arange(n), 2)
    col = (row + np.tile([0, 1], n)) % n
    answer = joint.posterior(row, col, weight.ravel())
    assert answer.components.method.tolist() == [joint.Method.EXACT]
    # The cycle r0 c0 r(n-1) c(n-1) ...: cut at column 0, which is free, row 0's or the last row's.
    linear = 10.0**weight
    whole, joined = 0.0, 0.0
    scale = 0.0
    for first in range(3):
        state = np.array([1.0, 0.0])
        log = 0.0
        for i in range(n):
            here, there = linear[i]
            if i == 0:
                here = here if first == 1 else 0.0
            if i == n - 1:
                there = there if first == 2 else 0.0
            stay, to_own, to_next = float(state.sum()), float(state[0]) * here, float(state.sum()) * there
            if (i == 0 and first == 1) or (i == n - 1 and first == 2):
                stay = 0.0
                if i == 0:
                    to_next = 0.0
                else:
                    to_own = 0.0
            state = np.array([stay + to_own, to_next])
            total = float(state.sum())
            state, log = state / total, log + np.log10(total)
        if first == 0:
            scale = log
        whole += 10.0 ** (log - scale)
        joined += 10.0 ** (log - scale) if first == 1 else 0.0
    assert answer.log10_evidence == pytest.approx(scale + np.log10(whole), rel=1e-9)
    assert answer.pair[0] == pytest.approx(joined / whole, rel=1e-9)
