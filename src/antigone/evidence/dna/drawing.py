"""Families drawn at random: founders from the population, children from both parents, with mutation."""

from __future__ import annotations

import numpy as np

from antigone.evidence.dna.markers import Ints, Marker, Panel
from antigone.evidence.dna.pedigrees import Pedigree


def drawn_families(tree: Pedigree, over: Panel, families: int, chance: np.random.Generator) -> Ints:
    """Genotypes of families of one pedigree, loci independent of each other.

    Covers mutation with separate rates of both parents, inbred founders, identical twins, and X, where a man has his
    mother's gene alone. Silent alleles are drawn like others; what the laboratory sees of them is another matter.

    Args:
        tree: the pedigree.
        over: the loci.
        families: how many.
        chance: where it comes from.

    Returns:
        int64[families, people, N, 2], places on the ladders: from the father, from the mother; the second repeated
        for a man on X.
    """
    found = np.empty((families, len(tree), len(over), 2), dtype=np.int64)
    for locus, one in enumerate(over.markers):
        for place in tree.order:
            if tree.twins[place] != place:
                found[:, place, locus] = found[:, tree.twins[place], locus]
                continue
            for strand, parent in enumerate(tree.parents[place]):
                if parent < 0:
                    p = one.frequencies / one.frequencies.sum()
                    found[:, place, locus, strand] = chance.choice(len(p), families, p=p)
                else:
                    found[:, place, locus, strand] = _handed_down(one, strand, found[:, parent, locus], chance)
            inbreeding = tree.members[place].inbreeding
            if inbreeding:
                same = chance.random(families) < inbreeding
                found[same, place, locus, 0] = found[same, place, locus, 1]
            if one.x_linked and tree.members[place].sex == "M":
                found[:, place, locus, 0] = found[:, place, locus, 1]
    return found


def _handed_down(one: Marker, strand: int, genes: Ints, chance: np.random.Generator) -> Ints:
    """What children receive of parents' genes int64[n, 2]; strand 0 is the father's."""
    passed = genes[np.arange(len(genes)), chance.integers(0, 2, len(genes))]
    matrix = (one.fathers, one.mothers)[strand]
    sums = np.cumsum(np.eye(len(one.alleles)) if matrix is None else matrix, axis=1)
    # Where the row's running sum passes a random number lies the allele that the child receives.
    received: Ints = (sums[passed] < chance.random((len(genes), 1))).sum(axis=1)
    return np.minimum(received, len(one.alleles) - 1, dtype=np.int64)
