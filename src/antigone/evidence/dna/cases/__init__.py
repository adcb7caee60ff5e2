"""Questions and answers in the JSON format `antigone-dna-ref/1`.

A case states its kind, markers, readings and pedigrees; `evaluate` gives the answer with the keys of the case's
`expected`. `likelihood_ratio` gives the same as a value with the total, the loci and the weight on the common scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from antigone.evidence.dna.cases.document import FORMAT, CaseRejected, Document, LrResult, read_case
from antigone.evidence.dna.cases.identity import direct_match
from antigone.evidence.dna.cases.incident import victims_and_families
from antigone.evidence.dna.cases.kinship import kinship, linked_pair
from antigone.evidence.dna.cases.listed import birth_dates, ibd_coefficients, mutation_matrices, trait_tables
from antigone.evidence.dna.cases.one_missing import exclusion_power, genotype_posterior
from antigone.evidence.dna.cases.parties import Bodies, Families, read_bodies, read_families, read_samples
from antigone.evidence.dna.markers import ReadingRejected
from antigone.evidence.dna.mutation import MutationModelRejected
from antigone.evidence.dna.pedigrees import PedigreeContradiction
from antigone.evidence.dna.victims import ImpossibleReadings, TooManyTogether

__all__ = [
    "FORMAT",
    "Bodies",
    "CaseRejected",
    "Document",
    "Families",
    "LrResult",
    "evaluate",
    "likelihood_ratio",
    "read_bodies",
    "read_case",
    "read_families",
    "read_samples",
]


def likelihood_ratio(case: Mapping[str, Any]) -> LrResult:
    """Weigh a case of any kind.

    Args:
        case: as `read_case` gives it, or the same in plain dicts and lists; `expected` is not looked at.

    Returns:
        An `LrResult`. For `linked_pair_lr` the total is that of the last recombination fraction asked for.

    Raises:
        CaseRejected: one sentence for whatever is wrong with the case.
    """
    kind = case.get("kind") if isinstance(case, Mapping) else None
    answer = _KINDS.get(kind) if isinstance(kind, str) else None
    if answer is None:
        raise CaseRejected(f"«{kind}» is no kind of case; known are {', '.join(_KINDS)}")
    if case.get("format", FORMAT) != FORMAT:
        raise CaseRejected(f"the format is «{case['format']}»; this version reads {FORMAT}")
    try:
        return answer(case)
    except (
        ReadingRejected,
        PedigreeContradiction,
        MutationModelRejected,
        ImpossibleReadings,
        TooManyTogether,
    ) as trouble:
        raise CaseRejected(str(trouble)) from trouble


def evaluate(case: Mapping[str, Any]) -> Document:
    """The answer to a case, with the keys of its `expected` (of its `cases` for kinds that list several)."""
    return likelihood_ratio(case).document


_KINDS: dict[str, Callable[[Mapping[str, Any]], LrResult]] = {
    "kinship_lr": kinship,
    "linked_pair_lr": linked_pair,
    "dvi": victims_and_families,
    "genotype_posterior": genotype_posterior,
    "direct_match": direct_match,
    "mutation_matrix": mutation_matrices,
    "ibd_coefficients": ibd_coefficients,
    "exclusion_power": exclusion_power,
    "trait_lr": trait_tables,
    "birthdate_lr": birth_dates,
}
