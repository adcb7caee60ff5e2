"""Two loci on one chromosome are passed on together more often than not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna import oracle
from tests.evidence.dna.families import people

from antigone.evidence.dna import Model, MutationSpec, Pedigree, likelihoods, linked_likelihood, marker, panel, profiles

HALF_SIBS = people("a F", "b M", "c F", "s M b a", "t F b c")
GRANDPARENT = people("s M", "w F", "x M s w", "y F", "t F x y")
NIECE = people("g M", "h F", "s M g h", "i F g h", "j M", "t F j i")
ALLELES = ("1", "2", "3")
genotype = st.tuples(st.sampled_from(ALLELES), st.sampled_from(ALLELES))


def pair(model: Model | None) -> list:  # type: ignore[type-arg]
    spec = None if model is None else MutationSpec(model, 0.05, 0.0, 0.2)
    return [
        marker("A", ALLELES, (0.2, 0.5, 0.3), mothers=spec, fathers=spec),
        marker("B", ALLELES, (0.6, 0.3, 0.1), mothers=spec, fathers=spec),
    ]


@given(
    tree=st.sampled_from([HALF_SIBS, GRANDPARENT, NIECE]),
    rho=st.sampled_from([0.0, 0.1, 0.5]),
    model=st.sampled_from([None, Model.EQUAL, Model.STEPWISE]),
    readings=st.tuples(genotype, genotype, genotype, genotype),
)
@settings(max_examples=25, deadline=None)
def test_two_loci_agree_with_one_locus_of_haplotypes(
    tree: Pedigree, rho: float, model: Model | None, readings: tuple[tuple[str, str], ...]
) -> None:
    both = pair(model)
    over = panel(both)
    read = {"s": {"A": readings[0], "B": readings[1]}, "t": {"A": readings[2], "B": readings[3]}}
    found = linked_likelihood(tree, over, profiles(over, read, {}), (rho, rho))
    tables = {person: [oracle.reading_table(one, of[one.name]) for one in both] for person, of in read.items()}
    assert found == pytest.approx(oracle.linked(tree, both, tables, rho), rel=1e-10, abs=1e-300)


@given(readings=st.tuples(genotype, genotype, genotype))
@settings(max_examples=20, deadline=None)
def test_free_recombination_is_independence_even_for_a_partial_profile(readings: tuple[tuple[str, str], ...]) -> None:
    over = panel(pair(Model.EQUAL))
    read = {"s": {"A": readings[0]}, "t": {"A": readings[1], "B": readings[2]}}
    apart = likelihoods(NIECE, over, profiles(over, read, {}))
    together = linked_likelihood(NIECE, over, profiles(over, read, {}), (0.5, 0.5))
    assert together == pytest.approx(apart[0] * apart[1], rel=1e-12, abs=1e-300)


def test_half_sibs_and_grandparents_are_told_apart_by_linkage_only() -> None:
    over = panel(pair(None))
    read = profiles(over, {"s": {"A": ("1", "2"), "B": ("1", "3")}, "t": {"A": ("1", "3"), "B": ("2", "3")}}, {})
    tight = [linked_likelihood(tree, over, read, (0.1, 0.1)) for tree in (HALF_SIBS, GRANDPARENT)]
    free = [linked_likelihood(tree, over, read, (0.5, 0.5)) for tree in (HALF_SIBS, GRANDPARENT)]
    assert free[0] == pytest.approx(free[1], rel=1e-12)
    assert tight[0] != pytest.approx(tight[1], rel=1e-6)
