"""Direct matching and re-association: which samples, parts and bodies are one person's, drop-out allowed for."""

from antigone.evidence.dna.association.bodies import (
    Association,
    ExpectationRejected,
    Expectations,
    Undecided,
    associate,
)
from antigone.evidence.dna.association.dropout import estimated_dropout

__all__ = ["Association", "ExpectationRejected", "Expectations", "Undecided", "associate", "estimated_dropout"]
