"""Traits: what everything that can be seen on a person or a body says for or against one human being."""

from antigone.evidence.linkage.lines import Line
from antigone.evidence.traits.classes import (
    BloodGroupLine,
    BuildLine,
    FeaturesLine,
    HandednessLine,
    SexLine,
)
from antigone.evidence.traits.colours import EyesLine, HairLine
from antigone.evidence.traits.marks import MarksLine
from antigone.evidence.traits.measured import AgeLine, ShoeSizeLine, StatureLine
from antigone.evidence.traits.ratios import conditional_table, discrepancy_ratio, trait_likelihood_ratio
from antigone.evidence.traits.reading import read, read_all
from antigone.evidence.traits.things import EffectsLine, SerialNumberLine, TeethLine
from antigone.evidence.traits.values import BodyState, Mark, MarkKind, Range, Tooth, ToothState, Traits

__all__ = [
    "AgeLine",
    "BloodGroupLine",
    "BodyState",
    "BuildLine",
    "EffectsLine",
    "EyesLine",
    "FeaturesLine",
    "HairLine",
    "HandednessLine",
    "Mark",
    "MarkKind",
    "MarksLine",
    "Range",
    "SerialNumberLine",
    "SexLine",
    "ShoeSizeLine",
    "StatureLine",
    "TeethLine",
    "Tooth",
    "ToothState",
    "Traits",
    "conditional_table",
    "discrepancy_ratio",
    "lines",
    "read",
    "read_all",
    "trait_likelihood_ratio",
]


def lines() -> tuple[Line, ...]:
    """Every line of traits with its starting parameters, in the order in which a case worker would read them."""
    return (
        SexLine(),
        AgeLine(),
        StatureLine(),
        BuildLine(),
        HairLine(),
        EyesLine(),
        BloodGroupLine(),
        HandednessLine(),
        ShoeSizeLine(),
        FeaturesLine(),
        MarksLine(),
        TeethLine(),
        SerialNumberLine(),
        EffectsLine(),
    )
