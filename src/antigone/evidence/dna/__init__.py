"""What DNA says: likelihood ratios for any family tree, victims against families, haplotypes."""

from antigone.evidence.dna.cases import CaseRejected, LrResult, evaluate, likelihood_ratio, read_case

__all__ = ["CaseRejected", "LrResult", "evaluate", "likelihood_ratio", "read_case"]
