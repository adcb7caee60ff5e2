"""Mutation matrices: what each model promises, and what stationary transforms keep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SHARES, TRIO, locus

from antigone.evidence.dna import (
    Model,
    MutationModelRejected,
    MutationSpec,
    Transform,
    is_reversible,
    is_stationary,
    likelihoods,
    marker,
    mutation_matrix,
    panel,
    profiles,
)
from antigone.evidence.dna.mutation import overall_rate

WHOLE = ("10", "11", "12", "13", "15")


@given(
    model=st.sampled_from([Model.EQUAL, Model.PROPORTIONAL, Model.STEPWISE, Model.ONESTEP, Model.DAWID]),
    rate=st.floats(0, 0.05),
)
@settings(deadline=None)
def test_every_row_is_a_distribution(model: Model, rate: float) -> None:
    matrix = mutation_matrix(MutationSpec(model, rate, rate / 10, 0.3), WHOLE, SHARES)
    assert matrix.min() >= 0
    assert matrix.sum(axis=1) == pytest.approx(1, abs=1e-12)


def test_proportional_and_dawid_are_stationary_and_reversible() -> None:
    for model in (Model.PROPORTIONAL, Model.DAWID):
        matrix = mutation_matrix(MutationSpec(model, 0.01, 0, 0.3), WHOLE, SHARES)
        assert is_stationary(matrix, SHARES)
        assert is_reversible(matrix, SHARES)
        assert overall_rate(matrix, SHARES) == pytest.approx(0.01)


@pytest.mark.parametrize("model", [Model.EQUAL, Model.STEPWISE])
@pytest.mark.parametrize("transform", list(Transform))
def test_a_transform_makes_stationary_and_keeps_the_rate(model: Model, transform: Transform) -> None:
    plain = mutation_matrix(MutationSpec(model, 0.01, 0.001, 0.3), LADDER, SHARES)
    matrix = mutation_matrix(MutationSpec(model, 0.01, 0.001, 0.3, transform=transform), LADDER, SHARES)
    assert not is_stationary(plain, SHARES)
    assert is_stationary(matrix, SHARES)
    assert overall_rate(matrix, SHARES) == pytest.approx(overall_rate(plain, SHARES), rel=1e-12)
    assert is_reversible(matrix, SHARES) or transform is Transform.PM


def test_a_micro_variant_is_reached_by_rate2_alone() -> None:
    matrix = mutation_matrix(MutationSpec(Model.STEPWISE, 0.01, 0.002, 0.1), LADDER, SHARES)
    other = LADDER.index("9.3")
    assert matrix[0, other] == pytest.approx(0.002)
    assert matrix[other].tolist() == pytest.approx([0.0005, 0.0005, 0.998, 0.0005, 0.0005])
    # One step is ten times as likely as two.
    assert matrix[0, 1] / matrix[0, 3] == pytest.approx(10)


def test_mothers_and_fathers_may_mutate_at_different_rates() -> None:
    slow, fast = MutationSpec(Model.EQUAL, 0.001), MutationSpec(Model.EQUAL, 0.1)
    readings = {"father": {"L": ("8", "8")}, "mother": {"L": ("9", "9")}, "child": {"L": ("10", "9")}}

    def weighed(mothers: MutationSpec, fathers: MutationSpec) -> float:
        over = panel([marker("L", LADDER, SHARES, mothers=mothers, fathers=fathers)])
        return float(likelihoods(TRIO, over, profiles(over, readings, {}))[0])

    assert weighed(slow, fast) / weighed(fast, slow) == pytest.approx(100, rel=0.15)


def test_with_a_stationary_model_untyped_ancestors_change_nothing() -> None:
    for model, same in ((Model.PROPORTIONAL, True), (Model.STEPWISE, False)):
        over = panel([locus(model)])
        child = profiles(over, {"child": {"L": ("8", "8")}}, {})
        found = likelihoods(TRIO, over, child)[0]
        assert bool(found == pytest.approx(0.1**2, rel=1e-12)) is same
    over = panel([locus(Model.STEPWISE, transform=Transform.PM)])
    assert likelihoods(TRIO, over, profiles(over, {"child": {"L": ("8", "8")}}, {}))[0] == pytest.approx(
        0.01, rel=1e-12
    )


@pytest.mark.parametrize(
    ("spec", "alleles", "said"),
    [
        (MutationSpec(Model.ONESTEP, 0.01), LADDER, "«9.3» cannot mutate by steps"),
        (MutationSpec(Model.STEPWISE, 0.01), ("10", "11", "x", "12", "13"), "«x» cannot mutate by steps"),
        (MutationSpec(Model.STEPWISE, 0.9, 0.2), LADDER, "at most 1"),
        (MutationSpec(Model.EQUAL, 1.5), LADDER, "not from 0 to 1"),
        (MutationSpec(Model.PROPORTIONAL, 0.95), LADDER, "does not exist at rate 0.95"),
        (MutationSpec(Model.DAWID, 0.01, 0, 1.0), WHOLE, "between 0 and 1"),
        (MutationSpec(Model.CUSTOM, matrix=((1.0, 0.0),)), LADDER, "5 rows of 5 numbers"),
        (MutationSpec(Model.CUSTOM, matrix=((0.5,) + (0.0,) * 4,) * 5), LADDER, "row 1 .* adds up to 0.5"),
    ],
)
def test_a_model_that_cannot_be_says_why(spec: MutationSpec, alleles: tuple[str, ...], said: str) -> None:
    with pytest.raises(MutationModelRejected, match=said):
        mutation_matrix(spec, alleles, SHARES)


def test_one_allele_cannot_mutate() -> None:
    assert np.array_equal(mutation_matrix(MutationSpec(Model.EQUAL, 0.1), ("10",), (1.0,)), np.ones((1, 1)))
