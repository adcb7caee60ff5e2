"""Victims against families: who may be whom, one by one and all together.

`pairwise_log_lr` and `exclusion_counts` look at pairs, `joint_posterior` at all victims and missing people at once;
`verdicts` says what may be concluded.
"""

from antigone.evidence.dna.victims.identification import Assignment, JointPosterior, Method, joint_posterior
from antigone.evidence.dna.victims.incident import Family, ImpossibleReadings, Incident, TooManyTogether
from antigone.evidence.dna.victims.pairs import exclusion_counts, pairwise_log_lr
from antigone.evidence.dna.victims.sampling import Sampling
from antigone.evidence.dna.victims.verdicts import Conclusion, Thresholds, Verdict, Verdicts, verdicts

__all__ = [
    "Assignment",
    "Conclusion",
    "Family",
    "ImpossibleReadings",
    "Incident",
    "JointPosterior",
    "Method",
    "Sampling",
    "Thresholds",
    "TooManyTogether",
    "Verdict",
    "Verdicts",
    "exclusion_counts",
    "joint_posterior",
    "pairwise_log_lr",
    "verdicts",
]
