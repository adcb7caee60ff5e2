"""Drawn families are families: what is handed down is what their parents have, as often as it should be."""

from __future__ import annotations

import numpy as np
import pytest

from antigone.evidence.dna import (
    Member,
    Model,
    MutationSpec,
    drawn_families,
    marker,
    panel,
    pedigree,
)

ALLELES, FREQUENCIES = ["6", "7", "8"], [0.5, 0.3, 0.2]
TREE = pedigree(
    [
        Member("f", sex="M"),
        Member("m", sex="F", inbreeding=0.25),
        Member("son", "f", "m", "M"),
        Member("twin", "f", "m", "M", twin_of="son"),
        Member("girl", "f", "m", "F"),
    ]
)
N = 20_000


def drawn(*, x_linked: bool = False, mutation: MutationSpec | None = None) -> dict[str, np.ndarray]:
    over = panel([marker("L", ALLELES, FREQUENCIES, x_linked=x_linked, mothers=mutation, fathers=mutation)])
    found = drawn_families(TREE, over, N, np.random.default_rng(5))
    return {member.id: found[:, place, 0] for place, member in enumerate(TREE.members)}


def test_a_child_has_one_gene_of_each_parent_and_twins_have_the_same() -> None:
    people = drawn()
    for child in ("son", "girl"):
        for strand, parent in enumerate("fm"):
            assert np.all((people[child][:, strand, None] == people[parent]).any(axis=1))
    assert np.array_equal(people["son"], people["twin"])
    assert not np.array_equal(people["son"], people["girl"])
    shares = np.bincount(people["girl"].ravel(), minlength=3) / (2 * N)
    assert shares == pytest.approx(FREQUENCIES, abs=0.015)


def test_an_inbred_founder_is_homozygous_as_often_as_said() -> None:
    people = drawn()
    by_chance = sum(p * p for p in FREQUENCIES)
    for person, expected in (("f", by_chance), ("m", 0.25 + 0.75 * by_chance)):
        assert np.mean(people[person][:, 0] == people[person][:, 1]) == pytest.approx(expected, abs=0.015)


def test_on_x_a_man_has_his_mothers_gene_alone_and_gives_it_to_his_daughters() -> None:
    people = drawn(x_linked=True)
    for man in ("f", "son"):
        assert np.array_equal(people[man][:, 0], people[man][:, 1])
    assert np.all((people["son"][:, 1, None] == people["m"]).any(axis=1))
    assert np.array_equal(people["girl"][:, 0], people["f"][:, 0])


def test_genes_mutate_as_often_as_said() -> None:
    people = drawn(mutation=MutationSpec(Model.EQUAL, 0.1))
    homozygous = people["f"][:, 0] == people["f"][:, 1]
    changed = people["girl"][homozygous, 0] != people["f"][homozygous, 0]
    assert np.mean(changed) == pytest.approx(0.1, abs=0.02)
