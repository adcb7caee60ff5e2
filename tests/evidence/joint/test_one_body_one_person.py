"""What must hold of any answer: each person in one place, each body one person's, and no influence of order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.joint.enumeration import Question, questions

from antigone.evidence import joint


@given(questions(most=7))
@settings(max_examples=100, deadline=None)
def test_what_is_not_somewhere_is_nowhere(question: Question) -> None:
    answer = joint.posterior(question.rows, question.cols, question.log10_lr)
    by_row = np.bincount(question.rows, answer.pair, minlength=question.shape[0])
    by_col = np.bincount(question.cols, answer.pair, minlength=question.shape[1])
    np.testing.assert_allclose(by_row + answer.not_here, 1, atol=1e-9)
    np.testing.assert_allclose(by_col + answer.nobody_of_ours, 1, atol=1e-9)


@given(questions(most=6), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_pairs_and_the_names_do_not_matter(question: Question, random: object) -> None:
    count = len(question.pairs)
    order = np.random.default_rng(random.randrange(2**32)).permutation(count)  # type: ignore[attr-defined]
    plain = joint.posterior(question.rows, question.cols, question.log10_lr)
    renamed_rows = np.array([f"sought {9 - row}" for row in question.rows])
    renamed_cols = -1000 * question.cols
    other = joint.posterior(renamed_rows[order], renamed_cols[order], question.log10_lr[order])
    np.testing.assert_allclose(other.pair, plain.pair[order], rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(other.not_here[::-1], plain.not_here, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(other.nobody_of_ours[::-1], plain.nobody_of_ours, rtol=1e-9, atol=1e-300)


@given(questions(most=6))
@settings(max_examples=60, deadline=None)
def test_sides_may_be_exchanged(question: Question) -> None:
    plain = joint.posterior(question.rows, question.cols, question.log10_lr)
    turned = joint.posterior(question.cols, question.rows, question.log10_lr)
    np.testing.assert_allclose(turned.pair, plain.pair, rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(turned.nobody_of_ours, plain.not_here, rtol=1e-9, atol=1e-300)


@given(questions(most=5, weights=st.floats(-8, 8)), st.floats(-8, 8))
@settings(max_examples=60, deadline=None)
def test_a_rival_for_a_body_never_helps(question: Question, weight: float) -> None:
    before = joint.posterior(question.rows, question.cols, question.log10_lr)
    body = question.cols[0]
    rows, cols = np.append(question.rows, 99), np.append(question.cols, body)
    after = joint.posterior(rows, cols, np.append(question.log10_lr, weight))
    contested = question.cols == body
    assert np.all(after.pair[:-1][contested] <= before.pair[contested] * (1 + 1e-9))
    assert after.nobody_of_ours[body] <= before.nobody_of_ours[body] * (1 + 1e-9)


@given(questions(most=6, weights=st.floats(-8, 8)), st.floats(-9, 9), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_prior_odds_are_weight_like_any_other(question: Question, odds: float, random: object) -> None:
    plain = joint.posterior(question.rows, question.cols, question.log10_lr + odds)
    same = joint.posterior(question.rows, question.cols, question.log10_lr, joint.Prior(odds))
    np.testing.assert_allclose(same.pair, plain.pair, rtol=1e-9)
    split = np.random.default_rng(random.randrange(2**32)).normal(0, 3, len(question.pairs))  # type: ignore[attr-defined]
    moved = joint.posterior(question.rows, question.cols, question.log10_lr + odds - split, joint.Prior(split))
    np.testing.assert_allclose(moved.pair, plain.pair, rtol=1e-9)


@given(questions(most=6, weights=st.floats(-8, 8)), st.floats(-200, 200))
@settings(max_examples=60, deadline=None)
def test_where_everyone_is_here_a_weight_shared_by_all_pairs_of_a_person_says_nothing(
    question: Question, shared: float
) -> None:
    """Each person is in exactly one place whatever is added: only how his places differ can matter."""
    prior = joint.Prior(closed=joint.Closed.ROWS)
    plain = joint.posterior(question.rows, question.cols, question.log10_lr, prior)
    lifted = np.where(question.rows == 0, question.log10_lr + shared, question.log10_lr)
    answer = joint.posterior(question.rows, question.cols, lifted, prior)
    np.testing.assert_allclose(answer.pair, plain.pair, rtol=1e-9, atol=1e-300)


def test_two_brothers_and_one_body_share_it() -> None:
    answer = joint.posterior(["Ostap", "Taras"], ["body 7", "body 7"], [6.0, 6.0])
    assert answer.pair == pytest.approx([0.4999998, 0.4999998], abs=1e-7)
    alone = joint.posterior(["Ostap"], ["body 7"], [6.0])
    assert alone.pair[0] == pytest.approx(0.999999, abs=1e-7)


def test_a_second_body_that_is_surely_his_frees_the_first() -> None:
    answer = joint.posterior(["Ostap", "Ostap", "Taras"], [7, 8, 7], [6.0, 12.0, 6.0])
    assert answer.pair[0] < 1e-5
    assert answer.pair[2] > 0.999


def test_components_do_not_influence_each_other() -> None:
    one = joint.posterior([0, 0, 1], [0, 1, 1], [2.0, 3.0, 1.0])
    both = joint.posterior([0, 0, 1, 5, 5, 6, 6], [0, 1, 1, 8, 9, 8, 9], [2.0, 3.0, 1.0, 4.0, 1.0, 2.0, 2.0])
    assert len(both.components) == 2
    assert both.pair[:3] == pytest.approx(one.pair, rel=1e-12)
    assert both.components.pairs.tolist() == [3, 4]
    assert both.log10_evidence == pytest.approx(both.components.log10_evidence.sum())


def test_no_pairs_no_answer() -> None:
    answer = joint.posterior([], [], [])
    assert len(answer.pair) == 0
    assert len(answer.components) == 0


def test_an_open_set_keeps_weak_pairs_down() -> None:
    prior = joint.open_set(here=0.5, persons=1000, bodies=2000)
    assert prior.log10_odds == pytest.approx(-np.log10(1500))
    answer = joint.posterior([0, 1], [0, 1], [1.0, 7.0], prior)
    assert answer.pair[0] < 0.01
    assert answer.pair[1] > 0.999


def test_an_open_set_expects_what_it_says() -> None:
    """With no evidence at all, the expected number here is about persons * here."""
    n_persons, n_bodies, here = 14, 16, 0.6
    prior = joint.open_set(here=here, persons=n_persons, bodies=n_bodies)
    row, col = (index.ravel() for index in np.indices((n_persons, n_bodies)))
    answer = joint.posterior(row, col, np.zeros(len(row)), prior)
    assert answer.pair.sum() == pytest.approx(n_persons * here, rel=0.05)
