"""Weights add, a prior turns them into a posterior, and the strength has its words."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import Dependence, StepKind, Weight, assess, combined, independent, strength_in_words

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


def test_a_waterfall_leads_from_the_prior_through_each_weight_to_the_posterior() -> None:
    assessment = assess([Weight("place", 0.5, "same region"), Weight("name", 3.0, "same name")], -4.0)
    steps = assessment.waterfall()
    assert [step.label for step in steps] == ["prior", "name", "place", "posterior"]
    assert [(step.start, step.end) for step in steps] == [(0, -4), (-4, -1), (-1, -0.5), (0, -0.5)]
    assert steps[0].reason == "1 to 10,000 against"
    assert steps[-1].kind is StepKind.POSTERIOR
    assert 10 ** steps[-1].end / (1 + 10 ** steps[-1].end) == pytest.approx(assessment.posterior)


@given(st.lists(log10_lrs, max_size=8), log10_lrs)
def test_every_step_of_a_waterfall_starts_where_the_last_ended(values: list[float], prior: float) -> None:
    steps = assess([Weight("any", value, "") for value in values], prior).waterfall()
    for before, after in itertools.pairwise(steps[:-1]):
        assert after.start == before.end
    assert steps[-1].end == pytest.approx(prior + math.fsum(values), abs=1e-9)


def test_an_impossibility_ends_the_matter() -> None:
    assessment = assess([Weight("name", 9.0, "same name"), Weight("sex", -math.inf, "man and woman")], -1.0)
    assert assessment.posterior == 0
    steps = assessment.waterfall()
    assert [step.end for step in steps[1:]] == [-math.inf, -math.inf, -math.inf]
    assert steps[2].change == 0
    assert steps[-1].reason == "impossible"
    assert "extremely strong support for the view that these are different people" in assessment.in_words


def test_a_prior_that_would_silence_all_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match="prior must be finite"):
        assess([], -math.inf)


def test_one_fact_told_twice_is_counted_once() -> None:
    name, father = Weight("name", 3.0, "same name"), Weight("father's name", 2.0, "same father's name")
    (one,) = independent([name, father])
    assert one.line == "name"
    assert one.log10_lr == pytest.approx(math.log10((1000 + 100) / 2))
    assert one.parts == (name, father)


def test_amelogenin_goes_before_the_sex_that_an_examiner_wrote() -> None:
    sex, gene = Weight("sex", -2.0, "man and woman"), Weight("amelogenin", 0.3, "both male")
    (one,) = independent([sex, gene])
    assert (one.line, one.log10_lr) == ("sex", 0.3)
    assert independent([sex, Weight("amelogenin", 0.0, "not typed")])[0].log10_lr == -2.0


def test_stature_from_bones_and_from_memory_are_one_stature() -> None:
    bones, memory = Weight("stature from bones", 0.6, "bones: 178"), Weight("stature", 0.4, "told: 178")
    (one,) = independent([memory, bones])
    assert one.line == "stature"
    assert 0.4 < one.log10_lr < 0.6
    assert one.reason == "told 2 times, counted once: bones: 178; told: 178"


def test_lines_outside_every_group_pass_in_their_order() -> None:
    weights = (Weight("unit", 2.0, ""), Weight("sex", 0.3, ""), Weight("place", 1.0, ""))
    assert independent(weights) == weights


@given(st.lists(st.lists(st.floats(min_value=1e-3, max_value=1e3), min_size=2, max_size=2), min_size=1, max_size=30))
def test_one_fact_keeps_the_mean_ratio_of_strangers(pairs: list[list[float]]) -> None:
    """Whatever the dependence, if both lines average at most r over strangers, so does their combination."""
    ratios = [
        10 ** combined("x", [Weight("x", math.log10(value), "") for value in pair], Dependence.ONE_FACT).log10_lr
        for pair in pairs
        if 1.0 not in pair
    ]
    kept = [pair for pair in pairs if 1.0 not in pair]
    if kept:
        bound = max(sum(pair[side] for pair in kept) for side in (0, 1))
        assert sum(ratios) <= bound * (1 + 1e-9)
