"""What the register refused: the rule in the reader's language, and the database's own sentence."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from antigone.bureau.remains.values import NothingNamed, NotYours, RemainsError, UnknownNumber
from antigone.interfaces.desk.remains.words import KINDS_OF_REFUSAL, RULES


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal for a page. `sentence` is in English, with the numbers that it is about."""

    rule: str | Promise
    sentence: str

    @property
    def sentences(self) -> tuple[str, ...]:
        """Both, where there is a rule in the reader's language."""
        return (str(self.rule), self.sentence) if self.rule else (self.sentence,)


def in_words(refused: RemainsError) -> Refused:
    """The refusal for whoever reads the desk."""
    kinds = {UnknownNumber: "unknown", NothingNamed: "named", NotYours: "yours"}
    rule = KINDS_OF_REFUSAL.get(kinds.get(type(refused), ""), "") or RULES.get(refused.rule, "")
    return Refused(rule, str(refused))
