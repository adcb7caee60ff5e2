"""Components beyond exact sums: messages and chains against exact answers, and against each other."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from antigone.evidence import joint

BY_MESSAGES = joint.Effort(exact_states=0, sampling_steps=0)
BY_CHAINS = joint.Effort(exact_states=0, agreement=0.0, sampling_steps=4e6, sampling_error=2e-3)


def ask(
    matrix: NDArray[np.float64], prior: joint.Prior = joint.FLAT, effort: joint.Effort | None = None
) -> joint.JointPosterior:
    row, col = np.nonzero(matrix > -np.inf)
    return joint.posterior(row, col, matrix[row, col], prior, effort=effort)


def planted(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """Weak everywhere, strong with the own body and as strong with a neighbour's."""
    matrix = rng.normal(-2, 1, (n, n))
    own = np.arange(n)
    matrix[own, own] += 5
    matrix[own, np.minimum(own ^ 1, n - 1)] += 4.7
    return matrix


def even(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return rng.normal(0, 0.1, (n, n)) - np.log10(n)


def namesakes(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """Rows alike by fours."""
    quarter = rng.normal(-2, 1, ((n + 3) // 4, n))
    return np.repeat(quarter, 4, axis=0)[:n] + 0.01 * rng.normal(size=(n, n))


def rings(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    """Everybody is as likely the next as himself: two ways to give everyone a partner, in one long loop."""
    matrix = rng.normal(-6, 0.3, (n, n))
    own = np.arange(n)
    matrix[own, own] = 2 + rng.normal(0, 0.1, n)
    matrix[own, (own + 1) % n] = 2 + rng.normal(0, 0.1, n)
    return matrix


def rough(rng: np.random.Generator, n: int) -> NDArray[np.float64]:
    return rng.normal(0, 1.3, (n, n)) - np.log10(n)


@pytest.mark.parametrize("kind", [planted, even, namesakes, rough])
def test_messages_come_near_exact_sums(kind: object) -> None:
    matrix = kind(np.random.default_rng(4), 14)  # type: ignore[operator]
    exact = ask(matrix)
    answer = ask(matrix, effort=BY_MESSAGES)
    assert exact.components.method.tolist() == [joint.Method.EXACT]
    assert answer.components.method.tolist() == [joint.Method.MESSAGES]
    np.testing.assert_allclose(answer.pair, exact.pair, atol=0.01)
    np.testing.assert_allclose(answer.not_here, exact.not_here, atol=0.02)
    np.testing.assert_allclose(answer.nobody_of_ours, exact.nobody_of_ours, atol=0.02)


@given(
    st.sampled_from([planted, even, namesakes, rough, rings]), st.integers(0, 2**32 - 1), st.integers(8, 12),
    st.floats(-2, 9), st.sampled_from(list(joint.Closed.__members__.values())),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_messages_that_are_believed_are_right(
    kind: Callable[[np.random.Generator, int], NDArray[np.float64]], seed: int, n: int, lift: float,
    closed: joint.Closed,
) -> None:  # fmt: skip
    """Whatever presses everyone into a pair: a closed side, or weights so strong that it is as good as closed."""
    matrix = kind(np.random.default_rng(seed), n) + lift
    prior = joint.Prior(closed=closed)
    answer, exact = ask(matrix, prior, BY_MESSAGES), ask(matrix, prior)
    off = np.abs(answer.pair - exact.pair)
    if answer.components.converged[0]:
        assert off.max() < 0.02
    assert np.all(answer.pair_error <= answer.components.residual[0])


@pytest.mark.parametrize("closed", list(joint.Closed.__members__.values()))
@pytest.mark.parametrize("kind", [planted, rough])
def test_chains_come_near_exact_sums(kind: object, closed: joint.Closed) -> None:
    matrix = kind(np.random.default_rng(8), 10)  # type: ignore[operator]
    prior = joint.Prior(closed=closed)
    exact = ask(matrix, prior)
    answer = ask(matrix, prior, BY_CHAINS)
    assert answer.components.method.tolist() == [joint.Method.SAMPLING]
    np.testing.assert_allclose(answer.pair, exact.pair, atol=0.02)
    np.testing.assert_allclose(answer.not_here, exact.not_here, atol=0.02)
    assert answer.components.residual[0] < 0.01


def test_weak_pairs_are_left_out_only_as_far_as_they_cannot_matter() -> None:
    """A mass disaster: everybody weighs against every body, next to nothing against most."""
    rng = np.random.default_rng(12)
    n = 40
    matrix = rng.normal(-9, 1.5, (n, n))
    matrix[np.arange(n), np.arange(n)] = rng.normal(4, 3, n)
    matrix[np.arange(n), (np.arange(n) + 1) % n] = rng.normal(3, 3, n)
    answer, by_chains = ask(matrix), ask(matrix, effort=BY_CHAINS)
    assert answer.components.method.tolist() == [joint.Method.BOUNDED]
    assert answer.components.converged.all()
    assert 0 < answer.pair_error.max() <= 0.005
    np.testing.assert_allclose(answer.pair, by_chains.pair, atol=0.02)
    assert np.all(answer.pair > 0)


@given(st.integers(0, 2**32 - 1), st.integers(6, 10))
@settings(max_examples=20, deadline=None)
def test_the_bound_holds(seed: int, n: int) -> None:
    matrix = np.random.default_rng(seed).normal(-4, 3, (n, n))
    exact, told = ask(matrix), ask(matrix, effort=joint.Effort(exact_states=2.0 ** (n - 1), sampling_steps=0))
    bounded = told.components.method[told.pair_component] == joint.Method.BOUNDED
    assert np.all(np.abs(told.pair - exact.pair)[bounded] <= told.pair_error[bounded] + 1e-12)


def test_a_long_ring_that_must_close_is_sampled() -> None:
    """A ring of thirty, closed on both sides, has two perfect matchings, and the way from one to the other is long."""
    n = 30
    rows = np.repeat(np.arange(n), 2)
    cols = (rows + np.tile([0, 1], n)) % n
    weights = np.where(np.arange(2 * n) % 2 == 0, 0.02, 0.0)
    prior = joint.Prior(closed=joint.Closed.BOTH)
    exact = joint.posterior(rows, cols, weights, prior)
    odds = 10 ** (0.02 * n)
    assert exact.pair[0] == pytest.approx(odds / (1 + odds))
    by_messages = joint.posterior(rows, cols, weights, prior, effort=BY_MESSAGES)
    assert not by_messages.components.converged[0]
    by_chains = joint.posterior(rows, cols, weights, prior, effort=joint.Effort(exact_states=0, sampling_steps=1e7))
    assert by_chains.components.method.tolist() == [joint.Method.SAMPLING]
    assert np.max(np.abs(by_chains.pair - exact.pair)) < 4 * by_chains.components.residual[0] < 0.2


def test_too_few_steps_are_admitted() -> None:
    matrix = rings(np.random.default_rng(3), 40) + 6
    answer = ask(matrix, effort=joint.Effort(exact_states=0, sampling_steps=4e5))
    assert not answer.components.converged[0]
    assert answer.components.residual[0] > 0.01


def test_a_dense_component_of_sixty_is_answered_by_messages_and_by_chains_alike() -> None:
    matrix = namesakes(np.random.default_rng(2), 60)
    by_messages, by_chains = ask(matrix), ask(matrix, effort=BY_CHAINS)
    assert by_messages.components.method.tolist() == [joint.Method.MESSAGES]
    assert by_messages.components.converged.all()
    np.testing.assert_allclose(by_messages.pair, by_chains.pair, atol=0.02)


def test_where_ways_of_asking_differ_chains_answer() -> None:
    """Two groups of twenty look-alikes with rough weights: blocks of four and of six see different loops."""
    rng = np.random.default_rng(6)
    matrix = np.full((40, 40), -2.5) + rng.normal(0, 0.3, (40, 40))
    for first in (0, 20):
        matrix[first : first + 20, first : first + 20] = rng.normal(2, 1.5, (20, 20))
    answer = ask(matrix, effort=joint.Effort(sampling_steps=4e6))
    assert answer.components.method.tolist() == [joint.Method.SAMPLING]
    assert 0 < answer.components.residual[0] < 0.03
    by_row = np.bincount(np.indices(matrix.shape)[0].ravel(), answer.pair)
    np.testing.assert_allclose(by_row + answer.not_here, 1, atol=1e-9)


def test_a_crowd_of_namesakes_is_answered() -> None:
    """Two thousand on each side, thirty pairs each, all alike and too many for exact sums."""
    rng = np.random.default_rng(7)
    n = 2000
    rows, cols = np.repeat(np.arange(n), 30), rng.integers(0, n, 30 * n)
    _, once = np.unique(rows * n + cols, return_index=True)
    answer = joint.posterior(rows[once], cols[once], rng.normal(4, 0.5, len(once)), effort=BY_MESSAGES)
    assert answer.components.method[answer.pair_component[0]] == joint.Method.MESSAGES
    by_row = np.bincount(rows[once], answer.pair)
    assert np.max(by_row) < 1.01
    assert answer.components.converged[0] == (answer.components.residual[0] <= 0.01)


def test_the_same_question_gets_the_same_answer() -> None:
    matrix = rough(np.random.default_rng(9), 12)
    once, again = ask(matrix, effort=BY_CHAINS), ask(matrix, effort=BY_CHAINS)
    assert np.array_equal(once.pair, again.pair)
