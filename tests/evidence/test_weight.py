"""Weights add, a prior turns them into a posterior, and the strength has its words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import Weight, assess, strength_in_words

log10_lrs = st.floats(min_value=-300, max_value=300, allow_nan=False)


def test_two_weights_and_a_prior_give_the_posterior_of_bayes() -> None:
    assessment = assess([Weight("name", 3.0, "same name"), Weight("birth date", 1.0, "same year")], -4.0)
    assert assessment.log10_lr == pytest.approx(4.0)
    assert assessment.posterior == pytest.approx(0.5)


def test_the_strongest_evidence_stands_first() -> None:
    weak, against = Weight("place", 0.4, "same region"), Weight("sex", -3.0, "man and woman")
    assert assess([weak, against], 0.0).weights == (against, weak)


@given(st.lists(log10_lrs, max_size=20), log10_lrs)
def test_the_posterior_is_a_probability_and_grows_with_evidence(values: list[float], prior: float) -> None:
    weights = [Weight("any", value, "") for value in values]
    before = assess(weights, prior).posterior
    after = assess([*weights, Weight("more", 1.0, "")], prior).posterior
    assert 0 <= before <= after <= 1


@given(log10_lrs)
def test_words_for_and_against_mirror_each_other(value: float) -> None:
    forward, backward = strength_in_words(value), strength_in_words(-value)
    if "no support" not in forward:
        assert forward.split(" for the view ")[0] == backward.split(" for the view ")[0]
        assert ("same person" in forward) != ("same person" in backward)


def test_the_verbal_scale_has_the_bounds_of_enfsi() -> None:
    said = [strength_in_words(math.log10(ratio)).split(" support")[0] for ratio in (1, 3, 50, 500, 5e3, 5e5, 5e6)]
    assert said == ["no", "weak", "moderate", "moderately strong", "strong", "very strong", "extremely strong"]


def test_a_weight_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a number"):
        Weight("name", math.nan, "")
