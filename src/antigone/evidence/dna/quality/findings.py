"""One thing that somebody should look at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Concern(StrEnum):
    """What kind of thing it is."""

    SEX = "sex"
    PARENTAGE = "parentage"
    SWAP = "swapped samples"
    STRANGER = "not of the family"
    RELATED = "unstated relation"
    SAME_PERSON = "one person twice"
    STAFF = "staff"
    REPLICATES = "replicates"
    LINKED = "linked loci"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that somebody should look at.

    Attributes:
        concern: of what kind.
        people: whose samples.
        log10_lr: how strongly the readings speak for this finding against what was stated; None where nothing was
            weighed.
        in_words: one sentence, with the cure.
    """

    concern: Concern
    people: tuple[str, ...]
    log10_lr: float | None
    in_words: str
