"""Numbers that somebody claimed: typed, never added across types, held against each other by rule."""

from antigone.evidence.claims.claims import Claim, Source, Standing
from antigone.evidence.claims.contradictions import Conflict, Force, Rule, conflicts
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
    "PART_OF",
    "Amount",
    "Claim",
    "Conflict",
    "Counted",
    "Force",
    "IncompatibleCounts",
    "IntervalKind",
    "NotAnAmount",
    "Population",
    "Qualifier",
    "Quantity",
    "Rule",
    "SaidNumber",
    "Source",
    "Standing",
    "Tally",
    "conflicts",
    "said_number",
]
