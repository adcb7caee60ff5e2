"""Kinship and Jacquard's coefficients of relations whose values are in every textbook."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.evidence.dna.families import COUSINS_MARRY, INCEST, SIBS, THREE_GENERATIONS, TRIO

from antigone.evidence.dna import Member, Pedigree, identity_coefficients, kinship_matrix, pedigree


@pytest.mark.parametrize(
    ("tree", "pair", "kinship", "kappa"),
    [
        (SIBS, ("one", "two"), 1 / 4, (1 / 4, 1 / 2, 1 / 4)),
        (TRIO, ("father", "child"), 1 / 4, (0, 1, 0)),
        (THREE_GENERATIONS, ("grandfather", "sought"), 1 / 8, (1 / 2, 1 / 2, 0)),
        (THREE_GENERATIONS, ("uncle", "sought"), 1 / 8, (1 / 2, 1 / 2, 0)),
        (THREE_GENERATIONS, ("uncle", "daughter"), 1 / 16, (3 / 4, 1 / 4, 0)),
        (COUSINS_MARRY, ("he", "she"), 1 / 16, (3 / 4, 1 / 4, 0)),
        (TRIO, ("father", "mother"), 0, (1, 0, 0)),
    ],
)
def test_relations(tree: Pedigree, pair: tuple[str, str], kinship: float, kappa: tuple[float, ...]) -> None:
    found = identity_coefficients(tree, *pair)
    assert found.kinship == pytest.approx(kinship)
    assert found.kappa == pytest.approx(kappa)


def test_inbreeding_is_the_parents_kinship() -> None:
    found = identity_coefficients(COUSINS_MARRY, "first", "second")
    assert found.inbreeding == pytest.approx((1 / 16, 1 / 16))
    assert found.kappa is None
    assert identity_coefficients(INCEST, "e", "f").inbreeding == pytest.approx((1 / 4, 3 / 8))


def test_an_inbred_founder_passes_one_gene_more_often() -> None:
    tree = pedigree(
        [
            Member("f", sex="M", inbreeding=1.0),
            Member("m", sex="F"),
            Member("a", "f", "m", "M"),
            Member("b", "f", "m", "F"),
        ]
    )
    assert identity_coefficients(tree, "a", "b").kinship == pytest.approx(3 / 8)


def test_twins_are_one_person_to_their_relatives() -> None:
    tree = pedigree(
        [
            Member("f", sex="M"),
            Member("m", sex="F"),
            Member("a", "f", "m", "M"),
            Member("b", "f", "m", "M", twin_of="a"),
        ]
    )
    assert identity_coefficients(tree, "a", "b").kappa == pytest.approx((0, 0, 1))


@given(tree=st.sampled_from([SIBS, TRIO, THREE_GENERATIONS, COUSINS_MARRY, INCEST]))
@settings(deadline=None)
def test_two_ways_to_kinship_agree_and_coefficients_add_up(tree: Pedigree) -> None:
    kinship = kinship_matrix(tree)
    for i, first in enumerate(tree.members):
        for j, second in enumerate(tree.members):
            found = identity_coefficients(tree, first.id, second.id)
            assert found.kinship == pytest.approx(kinship[i, j])
            assert sum(found.jacquard) == pytest.approx(1)
