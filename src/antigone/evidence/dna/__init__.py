"""What DNA says: likelihood ratios for any family tree, victims against families, haplotypes.

`likelihood_ratio` answers a case in the laboratory's JSON format. The functions below it are for those who hold
markers,
pedigrees and readings as values: `likelihoods` gives P(readings | pedigree) at each locus.
"""

from antigone.evidence.dna.cases import CaseRejected, LrResult, evaluate, likelihood_ratio, read_case
from antigone.evidence.dna.haplotypes import (
    Counting,
    HaplotypeFrequency,
    HaplotypeRejected,
    Lineage,
    haplotype_frequency,
    lineage_weight,
)
from antigone.evidence.dna.likelihood import genotype_tables, likelihoods, linked_likelihood
from antigone.evidence.dna.markers import (
    Doubt,
    Marker,
    Panel,
    Profiles,
    ReadingRejected,
    marker,
    panel,
    profiles,
)
from antigone.evidence.dna.mutation import (
    Model,
    MutationModelRejected,
    MutationSpec,
    Transform,
    is_reversible,
    is_stationary,
    mutation_matrix,
)
from antigone.evidence.dna.pedigrees import (
    IdentityCoefficients,
    Member,
    Pedigree,
    PedigreeContradiction,
    identity_coefficients,
    kinship_matrix,
    pedigree,
)
from antigone.evidence.dna.victims import (
    Family,
    ImpossibleReadings,
    Incident,
    JointPosterior,
    TooManyTogether,
    exclusion_counts,
    joint_posterior,
    pairwise_log_lr,
)

__all__ = [
    "CaseRejected",
    "Counting",
    "Doubt",
    "Family",
    "HaplotypeFrequency",
    "HaplotypeRejected",
    "IdentityCoefficients",
    "ImpossibleReadings",
    "Incident",
    "JointPosterior",
    "Lineage",
    "LrResult",
    "Marker",
    "Member",
    "Model",
    "MutationModelRejected",
    "MutationSpec",
    "Panel",
    "Pedigree",
    "PedigreeContradiction",
    "Profiles",
    "ReadingRejected",
    "TooManyTogether",
    "Transform",
    "evaluate",
    "exclusion_counts",
    "genotype_tables",
    "haplotype_frequency",
    "identity_coefficients",
    "is_reversible",
    "is_stationary",
    "joint_posterior",
    "kinship_matrix",
    "likelihood_ratio",
    "likelihoods",
    "lineage_weight",
    "linked_likelihood",
    "marker",
    "mutation_matrix",
    "pairwise_log_lr",
    "panel",
    "pedigree",
    "profiles",
    "read_case",
]
