"""A case as the parts of its page look at it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from antigone.interfaces.papers.case.checklist import Case
from antigone.interfaces.papers.case.words import Translate


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what is looked up in it again and again; `_` translates."""

    case: Case
    _: Translate
    pictures: Mapping[str, Any]
    features: Mapping[str, Any]
    observations: Mapping[str, Any]

    def number(self, picture: str) -> str:
        """A picture's number as the page says it."""
        return "№ " + str(self.pictures[picture]["number"])

    def numbers(self, pictures: list[str]) -> str:
        """Several pictures' numbers."""
        return ", ".join(self.number(one) for one in pictures)
