"""Families of the reference cases, written to a file and read again, weigh what R says that they weigh."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from antigone.evidence.dna import Member, MutationSpec, likelihoods, panel, pedigree, profiles
from antigone.evidence.dna.mutation import Model
from antigone.interfaces.exchange.dna import (
    DnaFile,
    DnaFormat,
    Family,
    FrequencyTable,
    LocusFrequencies,
    Reading,
    Sample,
    Tree,
    markers_of,
    read_dna,
    render,
)

CASES = [
    "O003_paternity_trio",
    "O004_paternity_trio_prop_mut",
    "O011_fullsibs_stepwise",
    "O013_missing_person_3gen_prop",
    "O016_missing_person_4gen_5rel",
    "O017_first_cousin_marriage_trio",
]


def spec(said: dict[str, Any] | None) -> MutationSpec | None:
    if said is None:
        return None
    numbers = {name: said[name] for name in ("rate", "rate2", "range") if said.get(name) is not None}
    return MutationSpec(Model(said["model"]), **numbers)


def case_file(case: dict[str, Any]) -> DnaFile:
    loci = tuple(
        LocusFrequencies(
            one["name"],
            tuple(one["alleles"]),
            tuple(one["freqs"]),
            mothers=spec((one["mutation"] or {}).get("female")),
            fathers=spec((one["mutation"] or {}).get("male")),
        )
        for one in case["markers"]
    )
    hypotheses = {
        name: tuple(Member(one["id"], one["father"], one["mother"], one["sex"]) for one in members)
        for name, members in case["hypotheses"].items()
    }
    people = {member.id: member.sex for members in hypotheses.values() for member in members}
    samples = tuple(
        Sample(
            person, people[person], tuple(Reading(at, tuple(read)) for at, read in case["genotypes"][person].items())
        )
        for person in people
        if person in case["genotypes"]
    )
    trees = tuple(Tree(name, members) for name, members in hypotheses.items())
    family = Family("Case", samples, trees, people=tuple(people.items()))
    return DnaFile("case", DnaFormat.FAMILIAS, families=(family,), frequencies=(FrequencyTable("p", loci),))


@pytest.mark.parametrize("name", CASES)
def test_a_familias_file_weighs_what_the_case_weighs(tmp_path: Path, reference: Path, name: str) -> None:
    case = json.loads((reference / "dna" / "cases" / f"{name}.json").read_text())
    path = tmp_path / "case.fam"
    path.write_text(render(case_file(case), DnaFormat.FAMILIAS).text)
    back = read_dna(path)
    assert not back.findings
    (family,) = back.families
    over = panel(markers_of(back.frequencies[0]))
    genotypes = {sample.id: sample.genotypes() for sample in family.samples}
    read = profiles(over, genotypes, dict(family.people))
    for tree in family.trees:
        ours = likelihoods(pedigree(tree.members), over, read)
        theirs = case["expected"]["likelihood_per_marker"][tree.name]
        for marker, value in zip(case["markers"], ours, strict=True):
            assert math.isclose(value, theirs[marker["name"]], rel_tol=case["expected"]["rel_tol"])
