"""What must hold whatever the family: order, strangers, lumping, and likelihood ratios that do not deceive."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import LADDER, SHARES, SIBS, THREE_GENERATIONS, locus, people

from antigone.evidence.dna import Model, genotype_tables, likelihoods, marker, panel, profiles

PAIRS = [(LADDER[i], LADDER[j]) for i in range(5) for j in range(i, 5)]
genotype = st.sampled_from(PAIRS)


@given(one=genotype, two=genotype, model=st.sampled_from([None, *(m for m in Model if m in ("equal", "proportional"))]))
@settings(max_examples=30, deadline=None)
def test_lumping_unseen_alleles_changes_nothing(
    one: tuple[str, str], two: tuple[str, str], model: Model | None
) -> None:
    lumped = locus(model)
    whole = replace(lumped, targets=None)
    readings = {"one": {"L": one}, "two": {"L": two}}
    found = [likelihoods(SIBS, over, profiles(over, readings, {}))[0] for over in (panel([lumped]), panel([whole]))]
    assert found[0] == pytest.approx(found[1], rel=1e-12)


@given(one=genotype, two=genotype)
@settings(max_examples=20, deadline=None)
def test_the_order_of_alleles_and_of_members_does_not_matter(one: tuple[str, str], two: tuple[str, str]) -> None:
    over = panel([locus(Model.STEPWISE)])
    turned = people("two F father mother", "one M father mother", "mother F", "father M")
    before = likelihoods(SIBS, over, profiles(over, {"one": {"L": one}, "two": {"L": two}}, {}))[0]
    after = likelihoods(turned, over, profiles(over, {"two": {"L": two[::-1]}, "one": {"L": one[::-1]}}, {}))[0]
    assert after == pytest.approx(before, rel=1e-12)


@given(one=genotype, two=genotype)
@settings(max_examples=20, deadline=None)
def test_pedigrees_without_a_tie_give_a_ratio_of_one(one: tuple[str, str], two: tuple[str, str]) -> None:
    over = panel([locus(Model.PROPORTIONAL)])
    apart = people("father M", "mother F", "one M father mother", "other M", "wife F", "two F other wife")
    strangers = people("one M", "two F")
    readings = profiles(over, {"one": {"L": one}, "two": {"L": two}}, {})
    assert likelihoods(apart, over, readings)[0] == pytest.approx(likelihoods(strangers, over, readings)[0], rel=1e-12)


@pytest.mark.parametrize("model", [None, Model.EQUAL, Model.PROPORTIONAL, Model.STEPWISE])
def test_all_readings_of_two_people_add_up_to_one(model: Model | None) -> None:
    over = panel([locus(model)])
    total = math.fsum(
        likelihoods(SIBS, over, profiles(over, {"one": {"L": one}, "two": {"L": two}}, {}))[0]
        for one, two in itertools.product(PAIRS, PAIRS)
    )
    assert total == pytest.approx(1, rel=1e-12)


def test_the_mean_ratio_of_strangers_is_one() -> None:
    # Over everything that strangers can show, weighed by their chance; Good 1950, after Turing.
    over = panel([locus(Model.PROPORTIONAL)])
    strangers = people("one M", "two F")
    mean = tail = 0.0
    for one, two in itertools.product(PAIRS, PAIRS):
        readings = profiles(over, {"one": {"L": one}, "two": {"L": two}}, {})
        chance = likelihoods(strangers, over, readings)[0]
        ratio = likelihoods(SIBS, over, readings)[0] / chance
        mean += chance * ratio
        tail += chance * (ratio >= 2)
    assert mean == pytest.approx(1, rel=1e-12)
    assert tail <= 1 / 2


@given(readings=st.tuples(genotype, genotype, genotype), model=st.sampled_from([None, Model.EQUAL, Model.STEPWISE]))
@settings(max_examples=20, deadline=None)
def test_the_posterior_genotype_of_the_missing_is_the_ratio_for_everybody(
    readings: tuple[tuple[str, str], ...], model: Model | None
) -> None:
    over = panel([locus(model)])
    relatives = dict(zip(("mother", "brother", "daughter"), ({"L": reading} for reading in readings), strict=True))
    table = genotype_tables(THREE_GENERATIONS, over, profiles(over, relatives, {}), "sought")[0]
    for one, two in PAIRS:
        placed = relatives | {"sought": {"L": (one, two)}}
        direct = likelihoods(THREE_GENERATIONS, over, profiles(over, placed, {}))[0]
        i, j = LADDER.index(one), LADDER.index(two)
        assert table[i, j] + (table[j, i] if i != j else 0) == pytest.approx(direct, rel=1e-11, abs=1e-300)


def test_loci_are_weighed_alone_whatever_stands_beside_them() -> None:
    first, second = locus(Model.STEPWISE), replace(locus(), name="K")
    both, alone = panel([first, second]), panel([first])
    readings = {"one": {"L": ("8", "9"), "K": ("8", "8")}, "two": {"L": ("9", "9")}}
    together = likelihoods(SIBS, both, profiles(both, readings, {}))
    assert together[0] == likelihoods(SIBS, alone, profiles(alone, readings, {}))[0]


def test_a_locus_at_which_nobody_was_typed_says_nothing() -> None:
    over = panel([locus(), marker("K", LADDER, SHARES)])
    assert likelihoods(SIBS, over, profiles(over, {"one": {"L": ("8", "8")}}, {}))[1] == 1
