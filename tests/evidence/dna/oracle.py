"""The same likelihoods in another way: `einsum` over whole ladders, nothing pruned, lumped, ordered or restricted."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import Marker, Pedigree

Floats = NDArray[np.float64]


def matrices(one: Marker) -> tuple[Floats, Floats]:
    n = len(one.alleles)
    mothers = np.eye(n) if one.mothers is None else one.mothers
    fathers = np.eye(n) if one.fathers is None else one.fathers
    return mothers, fathers


def reading_table(one: Marker, reading: Sequence[str], dropout: float = 0.0, dropin: float = 0.0) -> Floats:
    """P(reading | pair of genes), written from the definition."""
    n = len(one.alleles)
    seen = {one.alleles.index(allele) for allele in reading}
    table = np.zeros((n, n))
    for i, j in itertools.product(range(n), repeat=2):
        chance = 1.0
        for allele in {i, j}:
            if allele == one.silent:
                continue
            lost = dropout ** ((i == allele) + (j == allele))
            chance *= (1 - lost) if allele in seen else lost
        foreign = seen - {i, j}
        for allele in foreign:
            chance *= dropin * one.frequencies[allele]
        table[i, j] = chance if foreign else chance * (1 - dropin)
    return table


def likelihood(tree: Pedigree, one: Marker, tables: Mapping[str, Floats], founder_genes: Floats | None = None) -> float:
    """P(readings | pedigree); `founder_genes`, if given, fixes each founder gene's allele instead of drawing it."""
    mothers, fathers = matrices(one)
    n = len(one.alleles)
    letters = itertools.count()
    names: dict[tuple[int, int], int] = {}
    operands: list[Any] = []
    drawn = 0
    for place in tree.order:
        member = tree.members[place]
        man_on_x = one.x_linked and member.sex == "M"
        strands = (1,) if man_on_x else (0, 1)
        if tree.twins[place] != place:
            for strand in strands:
                names[place, strand] = names[tree.twins[place], strand]
        else:
            for strand in strands:
                names[place, strand] = next(letters)
            if tree.is_founder(place):
                if founder_genes is not None:
                    for strand in strands:
                        operands += [np.eye(n)[int(founder_genes[drawn])], [names[place, strand]]]
                        drawn += 1
                elif len(strands) == 1:
                    operands += [one.frequencies, [names[place, 1]]]
                else:
                    f, p = member.inbreeding, one.frequencies
                    pair = (1 - f) * np.outer(p, p) + f * np.diag(p)
                    operands += [pair, [names[place, 0], names[place, 1]]]
            else:
                for strand in strands:
                    parent = tree.parents[place][strand]
                    matrix = fathers if strand == 0 else mothers
                    child = names[place, strand]
                    if one.x_linked and tree.members[parent].sex == "M":
                        operands += [matrix, [names[parent, 1], child]]
                    else:
                        passed = 0.5 * (matrix[:, None, :] + matrix[None, :, :])
                        operands += [passed, [names[parent, 0], names[parent, 1], child]]
        if member.id in tables:
            table = tables[member.id]
            if len(strands) == 1:
                operands += [np.diag(table), [names[place, 1]]]
            else:
                operands += [table, [names[place, 0], names[place, 1]]]
    return float(np.einsum(*operands, [], optimize="greedy"))


def likelihood_with_theta(tree: Pedigree, one: Marker, tables: Mapping[str, Floats], theta: float) -> float:
    """Every way to draw the founders' genes, one after another, by the formula of Balding and Nichols."""
    genes = 0
    for place, member in enumerate(tree.members):
        if tree.is_founder(place) and tree.twins[place] == place:
            genes += 1 if one.x_linked and member.sex == "M" else 2
    total = 0.0
    for drawn in itertools.product(range(len(one.alleles)), repeat=genes):
        chance = 1.0
        for j, allele in enumerate(drawn):
            before = drawn[:j].count(allele)
            chance *= (before * theta + (1 - theta) * one.frequencies[allele]) / (1 + (j - 1) * theta)
        total += chance * likelihood(tree, one, tables, np.array(drawn, dtype=np.float64))
    return total


def linked(tree: Pedigree, pair: Sequence[Marker], tables: Mapping[str, Sequence[Floats]], rho: float) -> float:
    """Two loci as one locus of haplotypes."""
    n = [len(one.alleles) for one in pair]
    states = list(itertools.product(range(n[0]), range(n[1])))
    p = np.array([pair[0].frequencies[a] * pair[1].frequencies[b] for a, b in states])
    m = [matrices(one) for one in pair]
    passed = []
    for sex in (1, 0):
        first = np.array(
            [[[m[0][sex][g[x][0], c[0]] for c in states] for x in (0, 1)] for g in itertools.product(states, repeat=2)]
        )
        second = np.array(
            [[[m[1][sex][g[x][1], c[1]] for c in states] for x in (0, 1)] for g in itertools.product(states, repeat=2)]
        )
        table = np.zeros((len(states) ** 2, len(states)))
        for s, t in itertools.product((0, 1), repeat=2):
            table += 0.5 * ((1 - rho) if s == t else rho) * first[:, s] * second[:, t]
        passed.append(table.reshape(len(states), len(states), len(states)))
    operands: list[Any] = []
    for place in tree.order:
        slots = [2 * place, 2 * place + 1]
        if tree.is_founder(place):
            operands += [p, [slots[0]], p, [slots[1]]]
        else:
            for strand, parent in enumerate(tree.parents[place]):
                operands += [passed[strand], [2 * parent, 2 * parent + 1, slots[strand]]]
        member = tree.members[place].id
        if member in tables:
            seen = np.array(
                [[tables[member][0][a[0], b[0]] * tables[member][1][a[1], b[1]] for b in states] for a in states]
            )
            operands += [seen, slots]
    return float(np.einsum(*operands, [], optimize="greedy"))
