"""Kinds of case that list several small questions: mutation matrices, identity coefficients, traits, birth dates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np

from antigone.evidence.dna.cases.document import CaseRejected, Document, LrResult
from antigone.evidence.dna.cases.numbers import rows_of
from antigone.evidence.dna.cases.parts import mutation_spec, number, part, tree_of
from antigone.evidence.dna.mutation import is_reversible, is_stationary, mutation_matrix, overall_rate
from antigone.evidence.dna.pedigrees import identity_coefficients


def _several(case: Mapping[str, Any], answer: Callable[[Mapping[str, Any]], Document]) -> Document:
    return {"cases": [answer(entry) for entry in part(case, "cases", list, "the case")]}


def mutation_matrices(case: Mapping[str, Any]) -> LrResult:
    def answer(entry: Mapping[str, Any]) -> Document:
        arguments = part(entry, "args", dict, "a mutation case")
        alleles = part(entry, "alleles", list, "a mutation case")
        frequencies = [
            number(p, "an allele frequency", 0, 1) for p in part(arguments, "afreq", list, "a mutation case")
        ]
        spec = mutation_spec(arguments, "the mutation case")
        if len(frequencies) != len(alleles):
            raise CaseRejected(f"the mutation case has {len(alleles)} alleles and {len(frequencies)} frequencies")
        matrix = np.eye(len(alleles)) if spec is None else mutation_matrix(spec, alleles, frequencies)
        return {
            "args": dict(arguments),
            "alleles": list(alleles),
            "matrix": matrix.tolist(),
            "stationary": is_stationary(matrix, frequencies),
            "reversible": is_reversible(matrix, frequencies),
            "overall_rate": overall_rate(matrix, frequencies),
        }

    return LrResult("mutation_matrix", None, None, {}, _several(case, answer), None, ())


def ibd_coefficients(case: Mapping[str, Any]) -> LrResult:
    def answer(entry: Mapping[str, Any]) -> Document:
        tree = tree_of(entry.get("pedigree"), "the pedigree")
        ids = part(entry, "ids", list, "a case of identity coefficients")
        if len(ids) != 2:
            raise CaseRejected("identity coefficients are of two people")
        found = identity_coefficients(tree, str(ids[0]), str(ids[1]))
        return {
            "pedigree": entry["pedigree"],
            "ids": list(ids),
            "kinship": found.kinship,
            "inbreeding": list(found.inbreeding),
            "kappa": None if found.kappa is None else list(found.kappa),
            "jacquard": list(found.jacquard),
        }

    return LrResult("ibd_coefficients", None, None, {}, _several(case, answer), None, ())


#: Ages over which a population is spread evenly in the tables of Marsico and Caridi 2023.
_AGES = 80


def trait_tables(case: Mapping[str, Any]) -> LrResult:
    from antigone.evidence.traits import conditional_table, trait_likelihood_ratio

    def answer(entry: Mapping[str, Any]) -> Document:
        lost = part(entry, "h1_args", dict, "a trait case")
        population = part(entry, "h2_args", dict, "a trait case")
        seen_wrong = [number(lost.get(name), name, 0, 1) for name in ("eps", "epa")]
        colours = lost.get("epc") or case.get("error_matrix_default")
        place = lost.get("MPc")
        if not isinstance(colours, list) or not isinstance(place, int) or not 1 <= place <= len(colours):
            raise CaseRejected(f"MPc is «{place}»; it must number a row of epc")
        sex = lost.get("MPs")
        if sex not in ("F", "M"):
            raise CaseRejected(f"MPs is «{sex}»; write F or M")
        told = (1 - seen_wrong[0], seen_wrong[0]) if sex == "F" else (seen_wrong[0], 1 - seen_wrong[0])
        within = 2 * number(population.get("MPr"), "MPr", 0, _AGES / 2) / _AGES
        sexes, of_population = (
            [number(share, name, 0, 1) for share in part(population, name, list, "a trait case")]
            for name in ("propS", "propC")
        )
        if len(sexes) != 2 or len(of_population) != len(colours[place - 1]):
            raise CaseRejected("propS needs two shares, and propC one for each colour of epc")
        same = conditional_table(told, (1 - seen_wrong[1], seen_wrong[1]), colours[place - 1]).reshape(4, -1)
        other = conditional_table(sexes, (within, 1 - within), of_population).reshape(4, -1)
        ratio = trait_likelihood_ratio(same, other)
        return dict(entry) | {"cpt_h1": same.tolist(), "cpt_h2": other.tolist(), "lr": rows_of(ratio)}

    return LrResult("trait_lr", None, None, {}, _several(case, answer), None, ())


def birth_dates(case: Mapping[str, Any]) -> LrResult:
    from antigone.evidence.traits import discrepancy_ratio

    def answer(entry: Mapping[str, Any]) -> Document:
        alpha, cuts = part(entry, "alpha", list, "a birth-date case"), part(entry, "cuts", list, "a birth-date case")
        try:
            died, lost = (date.fromisoformat(part(entry, name, str, "a birth-date case")) for name in ("DBD", "ABD"))
            days = (died - lost).days
            ratio = discrepancy_ratio(days, cuts, alpha)
        except ValueError as trouble:
            raise CaseRejected(f"a birth-date case: {trouble}") from trouble
        stated = {"ABD": entry["ABD"], "DBD": entry["DBD"], "alpha": alpha, "cuts": cuts}
        return stated | {"diff_days": days, "class": 1 + sum(days > cut for cut in cuts), "lr": ratio}

    return LrResult("birthdate_lr", None, None, {}, _several(case, answer), None, ())
