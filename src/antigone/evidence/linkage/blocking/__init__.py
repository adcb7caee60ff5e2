"""Blocking: which pairs of records are worth weighing at all."""

from antigone.evidence.linkage.blocking.keys import KNOWN_WITHIN, Keys, keys
from antigone.evidence.linkage.blocking.rules import (
    ANY_YEAR,
    FOUND,
    NARROWER_RULES,
    RULES,
    SOUGHT,
    Blocking,
    Rule,
    UnknownRule,
    rules_named,
)

__all__ = [
    "ANY_YEAR",
    "FOUND",
    "KNOWN_WITHIN",
    "NARROWER_RULES",
    "RULES",
    "SOUGHT",
    "Blocking",
    "Keys",
    "Rule",
    "UnknownRule",
    "keys",
    "rules_named",
]
