"""The science: pure functions on plain values and arrays. Knows no database, file or web."""

from antigone.evidence.weight import (
    GROUPS,
    Assessment,
    Dependence,
    Group,
    Step,
    StepKind,
    Weight,
    assess,
    combined,
    independent,
    strength_in_words,
)

__all__ = [
    "GROUPS",
    "Assessment",
    "Dependence",
    "Group",
    "Step",
    "StepKind",
    "Weight",
    "assess",
    "combined",
    "independent",
    "strength_in_words",
]
