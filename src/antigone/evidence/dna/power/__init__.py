"""What DNA can be expected to say of a missing person, before his body is found: how often it would suffice with
these donors, and which relative should be sampled next."""

from antigone.evidence.dna.power.chart import power_chart
from antigone.evidence.dna.power.trials import (
    NothingToWeigh,
    Power,
    Question,
    Strength,
    log10_lr_needed,
    power_of_family,
)

__all__ = [
    "NothingToWeigh",
    "Power",
    "Question",
    "Strength",
    "log10_lr_needed",
    "power_chart",
    "power_of_family",
]
