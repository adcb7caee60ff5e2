"""One missing person and his relatives: which genotypes he may have, and how well strangers are told from him."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from antigone.evidence.dna.cases.document import CaseRejected, LrResult
from antigone.evidence.dna.cases.parts import markers_of, notes_on, part, readings_of, tree_of
from antigone.evidence.dna.likelihood import genotype_tables
from antigone.evidence.dna.markers import Panel, Profiles, marker, panel
from antigone.evidence.dna.pedigrees import Pedigree


def one_missing(case: Mapping[str, Any]) -> tuple[Panel, Pedigree, str, Profiles]:
    """Loci, pedigree, whom it misses, and what was read of the others.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for what is wrong.
    """
    over = markers_of(case)
    tree = tree_of(case.get("pedigree"), "the pedigree")
    missing = part(case, "missing", str, "the case")
    tree.place(missing)
    genotypes = part(case, "genotypes", dict, "the case")
    for person in genotypes:
        tree.place(person)
    if missing in genotypes:
        raise CaseRejected(f"«{missing}» is missing and yet typed")
    sexes = {member.id: member.sex for member in tree.members}
    return over, tree, missing, readings_of(case, "genotypes", over, sexes)


def genotype_posterior(case: Mapping[str, Any]) -> LrResult:
    over, tree, missing, readings = one_missing(case)
    listed = []
    for one, table in zip(over.markers, genotype_tables(tree, over, readings, missing), strict=True):
        total = float(table.sum())
        if total == 0:
            raise CaseRejected(f"locus {one.name}: the relatives' readings contradict the pedigree")
        if table.ndim == 1:
            names = list(one.alleles)
            chances = [float(value) / total for value in table]
        else:
            n = len(one.alleles)
            pairs = [(i, j) for i in range(n) for j in range(i, n)]
            names = [f"{one.alleles[i]}/{one.alleles[j]}" for i, j in pairs]
            chances = [float(table[i, j] + (table[j, i] if i != j else 0.0)) / total for i, j in pairs]
        listed.append({"marker": one.name, "genotypes": names, "probs": chances})
    return LrResult(
        "genotype_posterior", None, None, {}, {"posterior": listed}, None, notes_on(over, case["genotypes"])
    )


def exclusion_power(case: Mapping[str, Any]) -> LrResult:
    over, tree, missing, readings = one_missing(case)
    strict = panel(
        marker(
            one.name,
            one.alleles,
            one.frequencies.tolist(),
            x_linked=one.x_linked,
            silent=None if one.silent < 0 else one.alleles[one.silent],
        )
        for one in over.markers
    )
    powers = []
    with_mutation = genotype_tables(tree, over, readings, missing)
    for place, table in enumerate(genotype_tables(tree, strict, readings, missing)):
        if not table.any():
            # The relatives contradict each other unless there was a mutation, so that mutation stays allowed.
            table = with_mutation[place]
        p = over.markers[place].frequencies
        random = p if table.ndim == 1 else p[:, None] * p[None, :]
        both_ways = table if table.ndim == 1 else table + table.T
        powers.append(float(np.sum(random[both_ways == 0])))
    document = {
        "per_marker": powers,
        "total": 1 - math.prod(1 - power for power in powers),
        "expected_mismatch": math.fsum(powers),
    }
    return LrResult("exclusion_power", None, None, {}, document, None, notes_on(over, case["genotypes"]))
