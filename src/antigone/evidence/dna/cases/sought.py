"""The families of a case and whom they miss, whatever its kind: one pedigree with one missing, or an incident."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antigone.evidence.dna.blind_search import SoughtPerson
from antigone.evidence.dna.cases.document import CaseRejected
from antigone.evidence.dna.cases.one_missing import one_missing
from antigone.evidence.dna.cases.parties import all_families
from antigone.evidence.dna.markers import Panel


def sought_in(case: Mapping[str, Any]) -> tuple[Panel, tuple[SoughtPerson, ...]]:
    """The loci of a case, and every missing person with his family and its readings; bodies are left out.

    Args:
        case: with «pedigree», «missing» and «genotypes» (which may be empty), or with «families» as in kind `dvi`.

    Raises:
        CaseRejected, ReadingRejected, PedigreeContradiction: one sentence for whatever is wrong with it.
    """
    if "families" in case:
        found = all_families(case)
        return found.over, found.sought
    if "pedigree" not in case:
        raise CaseRejected("a case with a family has «pedigree» and «missing», or «families»")
    over, tree, missing, readings = one_missing({"genotypes": {}, **case})
    return over, (SoughtPerson(str(case.get("id") or "family"), tree, missing, readings),)
