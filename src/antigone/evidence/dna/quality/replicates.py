"""Several readings of one sample: which genotype they speak for together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from antigone.evidence.dna.markers import Doubt, Observation, Panel, ReadingRejected, probability_of_reading
from antigone.evidence.dna.quality.findings import Concern, Finding

Reading = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Consensus:
    """What replicates say together.

    Attributes:
        genotypes: locus -> the two alleles (one on a man's X) with the highest posterior, where it suffices.
        posteriors: locus -> that posterior, for all loci that were read.
        findings: loci that stay open, or whose replicates can hardly be of one person.
    """

    genotypes: Mapping[str, tuple[str, ...]]
    posteriors: Mapping[str, float]
    findings: tuple[Finding, ...]


def consensus(
    sample: str,
    replicates: Sequence[Reading],
    over: Panel,
    doubt: Doubt,
    *,
    man: bool = False,
    enough: float = 0.99,
) -> Consensus:
    """The genotype of a sample from its replicates, each with drop-out, drop-in and error of its own.

    P(genotype | replicates) is in proportion to its frequency times the product of P(replicate | genotype); an allele
    that one replicate of three shows is weighed as what it is, and no rule of two is needed.

    Args:
        sample: its name, for the findings.
        replicates: locus -> alleles seen, one each; an empty reading says that nothing was seen.
        over: the loci.
        doubt: the chances of each replicate.
        man: of loci on X he has one gene.
        enough: posterior from which a genotype is given.

    Raises:
        ReadingRejected: three alleles or one off the ladder.
    """
    genotypes: dict[str, tuple[str, ...]] = {}
    posteriors: dict[str, float] = {}
    findings = []
    for one in over.markers:
        read = [tuple(dict.fromkeys(replicate[one.name])) for replicate in replicates if one.name in replicate]
        if not read:
            continue
        for alleles in read:
            if len(alleles) > 2 or not set(alleles) <= set(one.alleles):
                raise ReadingRejected(
                    f"«{sample}», locus {one.name}: {', '.join(alleles)} are not one or two alleles of the table"
                )
        one_gene = one.x_linked and man
        p, n = one.frequencies, len(one.alleles)
        random = np.diag(p) if one_gene else np.outer(p, p)
        chances = random.copy()
        expected = 1.0
        for alleles in read:
            seen = Observation(tuple(one.alleles.index(allele) for allele in alleles), doubt)
            table = probability_of_reading(seen, p, np.arange(n), one.silent, one_gene=one_gene)
            chances = chances * table
            expected *= float(np.sum(random * table))
        total = float(chances.sum())
        both = np.triu(chances + np.triu(chances.T, k=1))
        place = int(np.argmax(both))
        i, j = divmod(place, n)
        posterior = float(both[i, j]) / total if total > 0 else 0.0
        posteriors[one.name] = posterior
        shown = " / ".join(",".join(alleles) or "nothing" for alleles in read)
        if total <= 0 or total < expected / 10:
            log10 = math.log10(expected / total) if total > 0 else math.inf
            words = (
                f"«{sample}», locus {one.name}: the replicates read {shown}, which is likelier of different people "
                "than of one; check for a swap or a contamination"
            )
            findings.append(Finding(Concern.REPLICATES, (sample,), log10, words))
        elif posterior >= enough:
            genotypes[one.name] = (one.alleles[i],) if one_gene else (one.alleles[i], one.alleles[j])
        else:
            words = (
                f"«{sample}», locus {one.name}: the replicates read {shown}; {one.alleles[i]},{one.alleles[j]} has a "
                f"posterior of {posterior:.2f} only; read it again, or weigh it with its doubt"
            )
            findings.append(Finding(Concern.REPLICATES, (sample,), None, words))
    return Consensus(genotypes, posteriors, tuple(findings))
