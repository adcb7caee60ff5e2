"""What was decided by people binds the answer; what cannot be is reported."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.joint.enumeration import Question, questions

from antigone.evidence import joint

PAIRS = ([0, 0, 1, 1, 2], [0, 1, 0, 1, 1])
WEIGHTS = [5.0, 4.0, 4.0, 3.0, 6.0]


def only(number: int) -> np.ndarray:
    return np.arange(5) == number


@given(questions(most=5), st.data())
@settings(max_examples=60, deadline=None)
def test_excluding_a_pair_is_like_not_listing_it(question: Question, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(question.pairs) - 1))
    flags = np.arange(len(question.pairs)) == number
    answer = joint.posterior(question.rows, question.cols, question.log10_lr, joint.Prior(excluded=flags))
    impossible = np.where(flags, -np.inf, question.log10_lr)
    assert answer.pair[number] == 0
    expected = joint.posterior(question.rows, question.cols, impossible)
    np.testing.assert_allclose(answer.pair, expected.pair, rtol=1e-12, atol=1e-300)


def test_an_identified_pair_takes_its_person_and_its_body() -> None:
    answer = joint.posterior(*PAIRS, WEIGHTS, joint.Prior(identified=only(1)))
    assert answer.pair[[0, 1, 3, 4]].tolist() == [0, 1, 0, 0]
    assert answer.pair[2] == pytest.approx(1e4 / (1 + 1e4))
    assert answer.not_here[0] == 0
    assert answer.not_here[2] == 1
    assert answer.nobody_of_ours[1] == 0
    methods = answer.components.method[answer.pair_component]
    assert methods[1] == joint.Method.DECIDED
    assert answer.row_component[0] == answer.col_component[1] == answer.pair_component[1]
    assert answer.components.rows.sum() == 3
    assert answer.components.cols.sum() == 2


def test_identification_equals_a_weight_without_bound() -> None:
    certain = joint.posterior(*PAIRS, [5.0, 250.0, 4.0, 3.0, 6.0])
    decided = joint.posterior(*PAIRS, WEIGHTS, joint.Prior(identified=only(1)))
    assert decided.pair == pytest.approx(certain.pair, abs=1e-12)


def test_everyone_is_here_but_there_are_too_few_bodies() -> None:
    answer = joint.posterior([0, 1, 2, 9], [0, 0, 0, 5], [1.0, 2.0, 3.0, 1.0], joint.Prior(closed=joint.Closed.ROWS))
    assert answer.infeasible.tolist() == [answer.pair_component[0]]
    assert np.isnan(answer.pair[:3]).all()
    assert np.isnan(answer.not_here[:3]).all()
    assert answer.pair[3] == 1
    assert not answer.components.converged[answer.infeasible[0]]


def test_a_large_closed_component_without_any_assignment_is_reported() -> None:
    rows, cols = (index.ravel() for index in np.indices((41, 40)))
    answer = joint.posterior(rows, cols, np.zeros(len(rows)), joint.Prior(closed=joint.Closed.ROWS))
    assert len(answer.infeasible) == 1
    assert np.isnan(answer.pair).all()


def test_an_identified_person_is_not_missing_from_a_closed_list() -> None:
    prior = joint.Prior(closed=joint.Closed.BOTH, identified=np.array([True, False, False]))
    answer = joint.posterior([0, 0, 1], [0, 1, 1], [1.0, 1.0, 1.0], prior)
    assert len(answer.infeasible) == 0
    assert answer.pair.tolist() == [1, 0, 1]
