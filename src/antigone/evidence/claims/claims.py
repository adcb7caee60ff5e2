"""One statement by one speaker at one time. It never changes; a correction is another statement that names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from antigone.evidence.claims.quantities import Amount


class Standing(StrEnum):
    """What kind of statement it is; who says it and how it is known are separate things."""

    OWN_SIDE = "official, of its own side"
    ADVERSARY = "of the other side"
    THIRD_PARTY = "third party's estimate"
    PHYSICAL_COUNT = "count of bodies or graves"
    NAMED_COUNT = "documented by name"
    STATISTICAL = "statistical estimate"
    LEAKED = "leaked"
    WITHDRAWN = "withdrawn by its publisher"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the statement stands, and through whom it came.

    Attributes:
        url: of the page; publisher: whose page.
        published, retrieved: EDTF dates.
        archived_sha256: hash of the bureau's own copy; empty while there is none.
        place: page, paragraph or time in it.
        relayed_by: who quotes whom, the first speaker's outlet first. Ten outlets that quote one briefing relay one
            claim.
    """

    url: str = ""
    publisher: str = ""
    published: str = ""
    retrieved: str = ""
    archived_sha256: str = ""
    place: str = ""
    relayed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about a number.

    Attributes:
        key: its name within the bureau, such as ``ru-2022-03-25``.
        speaker: who said it, with office; on_behalf_of: for whom, the claimant that a page shows.
        amount: the number with its type.
        as_of: EDTF date of which it speaks.
        standing: see `Standing`.
        method: how the number was made, if said.
        quotation: the words in the original script; translation: in English.
        part_of: key of the claim whose number contains this one's.
        corrects, retracts, same_as: keys of the claims that it corrects, takes back, or only repeats.
        unclear: what the source leaves open, shown to readers.
    """

    key: str
    speaker: str
    amount: Amount
    as_of: str
    standing: Standing
    on_behalf_of: str = ""
    method: str = ""
    source: Source = field(default_factory=Source)
    quotation: str = ""
    translation: str = ""
    part_of: str = ""
    corrects: str = ""
    retracts: str = ""
    same_as: str = ""
    unclear: tuple[str, ...] = ()

    @property
    def claimant(self) -> str:
        """On whose behalf it was said; the speaker where nobody else."""
        return self.on_behalf_of or self.speaker
