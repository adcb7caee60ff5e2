"""Loops in the tree need nothing special: cousins who marry, incest, and the same against sums over whole ladders."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna import oracle
from tests.evidence.dna.families import COUSINS_MARRY, INCEST, LADDER, SIBS, THREE_GENERATIONS, locus

from antigone.evidence.dna import Model, Pedigree, likelihoods, panel, profiles

genotype = st.tuples(st.sampled_from(LADDER), st.sampled_from(LADDER))
models = st.sampled_from([None, Model.EQUAL, Model.PROPORTIONAL, Model.STEPWISE])


@given(
    tree=st.sampled_from([COUSINS_MARRY, INCEST, THREE_GENERATIONS, SIBS]),
    model=models,
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_any_pedigree_with_anyone_typed_agrees_with_the_sum_over_all_genes(
    tree: Pedigree, model: Model | None, data: st.DataObject
) -> None:
    one = locus(model)
    typed = data.draw(
        st.lists(st.sampled_from([member.id for member in tree.members]), min_size=1, max_size=5, unique=True)
    )
    readings = {person: {"L": data.draw(genotype)} for person in typed}
    over = panel([one])
    found = likelihoods(tree, over, profiles(over, readings, {}))[0]
    tables = {person: oracle.reading_table(one, reading["L"]) for person, reading in readings.items()}
    assert found == pytest.approx(oracle.likelihood(tree, one, tables), rel=1e-10, abs=1e-300)


def test_a_child_of_cousins_is_homozygous_more_often() -> None:
    # P(aa) = p^2 + F p (1 - p) with F = 1/16 for a child of first cousins (Wright 1922).
    over = panel([locus()])
    found = likelihoods(COUSINS_MARRY, over, profiles(over, {"first": {"L": ("9", "9")}}, {}))[0]
    assert found == pytest.approx(0.3**2 + 0.3 * 0.7 / 16, rel=1e-12)


def test_a_child_of_brother_and_sister_may_be_weighed() -> None:
    over = panel([locus()])
    found = likelihoods(INCEST, over, profiles(over, {"e": {"L": ("8", "8")}}, {}))[0]
    assert found == pytest.approx(0.1**2 + 0.1 * 0.9 / 4, rel=1e-12)


def test_the_likelihood_of_all_genotypes_of_three_people_adds_up_to_one() -> None:
    over = panel([locus(Model.STEPWISE)])
    pairs = [(LADDER[i], LADDER[j]) for i in range(5) for j in range(i, 5)]
    total = math.fsum(
        likelihoods(COUSINS_MARRY, over, profiles(over, {"he": {"L": a}, "first": {"L": b}}, {}))[0]
        for a in pairs
        for b in pairs
    )
    assert total == pytest.approx(1, rel=1e-12)
