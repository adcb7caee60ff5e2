"""What a laboratory should look at before it believes a likelihood ratio: readings against the stated sex, relatives
against their pedigree, donors against each other and against the staff, repeated readings against each other, the model
against its assumptions."""

from antigone.evidence.dna.quality.families import check_family
from antigone.evidence.dna.quality.findings import Concern, Finding
from antigone.evidence.dna.quality.model import check_panel, check_sex
from antigone.evidence.dna.quality.people import Relation, check_elimination, check_strangers, relation_log10_lr
from antigone.evidence.dna.quality.replicates import Consensus, consensus
from antigone.evidence.dna.quality.sensitivity import SensitivityRow, sensitivity

__all__ = [
    "Concern",
    "Consensus",
    "Finding",
    "Relation",
    "SensitivityRow",
    "check_elimination",
    "check_family",
    "check_panel",
    "check_sex",
    "check_strangers",
    "consensus",
    "relation_log10_lr",
    "sensitivity",
]
