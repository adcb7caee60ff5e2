"""The families of a case and whom they miss, whatever its kind: one pedigree with one missing, or an incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antigone.evidence.dna.blind_search import SoughtPerson
from antigone.evidence.dna.cases.document import CaseRejected
from antigone.evidence.dna.cases.incident import incident_of
from antigone.evidence.dna.cases.parts import markers_of, part, readings_of, tree_of
from antigone.evidence.dna.markers import Panel


def sought_in(case: Mapping[str, Any]) -> tuple[Panel, tuple[SoughtPerson, ...]]:
    """The loci of a case, and every missing person with his family and its readings; bodies are left out.

    Args:
        case: with «pedigree», «missing» and «genotypes» (which may be empty), or with «families» as in kind `dvi`.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for whatever is wrong with it.
    """
    if "families" in case:
        incident = incident_of({**case, "pm": [], "pm_genotypes": {}})
        return incident.over, tuple(
            SoughtPerson(family.name, family.tree, person, incident.relative_readings)
            for family in incident.families
            for person in family.missing
        )
    if "pedigree" not in case:
        raise CaseRejected("a case with a family has «pedigree» and «missing», or «families»")
    over = markers_of(case)
    tree = tree_of(case["pedigree"], "the pedigree")
    missing = part(case, "missing", str, "the case")
    tree.place(missing)
    genotypes = case.get("genotypes", {})
    if isinstance(genotypes, Mapping):
        for person in genotypes:
            tree.place(person)
        if missing in genotypes:
            raise CaseRejected(f"«{missing}» is missing and yet typed")
    sexes = {member.id: member.sex for member in tree.members}
    readings = readings_of({**case, "genotypes": genotypes}, "genotypes", over, sexes)
    return over, (SoughtPerson(str(case.get("id") or "family"), tree, missing, readings),)
