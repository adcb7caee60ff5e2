"""Numbers that somebody claimed: typed, never added across types, held against each other by rule."""

from antigone.evidence.claims.claims import Claim, Source, Standing
from antigone.evidence.claims.contradictions import Conflict, Force, Rule, conflicts
from antigone.evidence.claims.document import FIELDS, NotAClaim, claim_document, claim_of
from antigone.evidence.claims.numerals import SaidNumber, said_number
from antigone.evidence.claims.quantities import (
    PART_OF,
    Amount,
    Counted,
    IncompatibleCounts,
    IntervalKind,
    NotAnAmount,
    Population,
    Qualifier,
    Quantity,
    Tally,
)

__all__ = [
    "FIELDS",
    "PART_OF",
    "Amount",
    "Claim",
    "Conflict",
    "Counted",
    "Force",
    "IncompatibleCounts",
    "IntervalKind",
    "NotAClaim",
    "NotAnAmount",
    "Population",
    "Qualifier",
    "Quantity",
    "Rule",
    "SaidNumber",
    "Source",
    "Standing",
    "Tally",
    "claim_document",
    "claim_of",
    "conflicts",
    "said_number",
]
