"""Children have their parents' alleles, changed as seldom as stated, and a few have another father."""

from __future__ import annotations

import numpy as np

from antigone.simulation import World
from antigone.simulation.genes import (
    FALSE_PATERNITY,
    LOCI,
    MATERNAL_MUTATION,
    PATERNAL_MUTATION,
    population,
)


def test_frequencies_are_those_of_a_usable_table() -> None:
    assert len(LOCI) == len(set(LOCI)) == 24
    for locus in population():
        assert abs(locus.frequencies.sum() - 1) < 1e-9
        assert locus.frequencies.min() >= 0.0019
        assert list(locus.alleles) == sorted(locus.alleles, key=float)
        heterozygosity = 1 - float((locus.frequencies**2).sum())
        assert 0.7 < heterozygosity < 0.96


def test_founders_are_drawn_from_the_population(world: World) -> None:
    founders = world.genes.alleles[world.people.father < 0]
    for place, locus in enumerate(population()):
        counts = np.bincount(founders[:, place].ravel(), minlength=len(locus.alleles))
        expected = locus.frequencies * counts.sum()
        # Chi-squared with n - 1 degrees of freedom; six standard deviations never come by chance.
        surplus = float(((counts - expected) ** 2 / expected).sum()) - (len(counts) - 1)
        assert surplus < 6 * np.sqrt(2 * (len(counts) - 1))


def test_children_have_an_allele_of_each_parent(world: World) -> None:
    genes, people = world.genes, world.people
    children = np.flatnonzero(people.father >= 0)
    for side, parent, rate in (
        (0, genes.begetter[children], PATERNAL_MUTATION),
        (1, people.mother[children], MATERNAL_MUTATION),
    ):
        given = genes.alleles[children, :, side]
        of_parent = (given[:, :, None] == genes.alleles[parent]).any(axis=2)
        births = of_parent.size
        misses = births - int(of_parent.sum())
        # A mutation may give the parent's other allele, or fail at the end of the ladder.
        assert 0.7 * rate < misses / births < 1.1 * rate
        off = np.abs(given[:, :, None].astype(int) - genes.alleles[parent].astype(int)).min(axis=2)
        assert off.max() <= 2  # one repeat is two places where a ladder has tenths between


def test_a_few_children_have_another_father(world: World) -> None:
    genes, people = world.genes, world.people
    children = np.flatnonzero(people.father >= 0)
    other = genes.begetter[children] != people.father[children]
    assert abs(other.mean() - FALSE_PATERNITY) < 4 * np.sqrt(FALSE_PATERNITY / len(children))
    assert not people.female[genes.begetter[children]].any()
    assert (people.generation[genes.begetter[children]] < people.generation[children]).all()
