"""Direct matching and re-association: which samples, parts and bodies are one person's, drop-out allowed for."""

from antigone.evidence.dna.association.arrivals import SamplesAtHand, Together
from antigone.evidence.dna.association.bodies import (
    Association,
    ExpectationRejected,
    Expectations,
    Undecided,
    associate,
)
from antigone.evidence.dna.association.dropout import dropout_in_steps, estimated_dropout

__all__ = [
    "Association",
    "ExpectationRejected",
    "Expectations",
    "SamplesAtHand",
    "Together",
    "Undecided",
    "associate",
    "dropout_in_steps",
    "estimated_dropout",
]
