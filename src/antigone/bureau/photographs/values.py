"""Plain values of the register of photographs, and its refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from antigone.imaging.derivatives import Box, Encoded

#: Largest photograph that staff hand in, in bytes.
LARGEST_FILE = 20 * 1024 * 1024
#: Photographs that one person may look at in a day; a trigger holds it (migration 0002).
QUOTA = 200


class PhotographError(Exception):
    """The register refuses; the message is one sentence for the person who asked."""


class UnknownPhotograph(PhotographError):
    """There is no such photograph, or it was withdrawn."""


class PhotographKept(PhotographError):
    """The record has this very photograph already."""


class PhotographRefused(PhotographError):
    """What was said of the photograph cannot be kept."""


class LookRefused(PhotographError):
    """This person does not see this photograph now."""


class RedactionRefused(PhotographError):
    """The redaction is not made, or not signed."""


class SealBroken(PhotographError):
    """What is kept does not open."""


@dataclass(frozen=True, slots=True)
class PhotographDraft:
    """What is said of a photograph when it is handed in.

    Attributes:
        shows: a value of `models.Shows`.
        obtained: where it comes from, in words; it names no informant.
        taken: when it was taken, EDTF, or empty.
    """

    shows: str
    obtained: str = ""
    taken: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Prepared:
    """A photograph that has been decoded and is ready to be kept. Nothing of it is in its `repr`."""

    data: bytes
    file_format: str
    width: int
    height: int
    sha256: str
    pixels_sha256: str
    camera_time: str
    large: Encoded
    small: Encoded
    cover: Encoded


@dataclass(frozen=True, slots=True)
class RegionDraft:
    """A part of a photograph: what it shows, where on the body, in which words."""

    shows: str
    box: Box
    place: str = ""
    side: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class RegionCard:
    public_id: UUID
    shows: str
    place: str
    side: str
    words: str
    box: Box
    marked_by: str
    marked_on: date


@dataclass(frozen=True, slots=True)
class RedactionCard:
    """A copy made fit to be published; `stage` is ``proposed``, ``signed`` or ``dropped``."""

    public_id: UUID
    photograph: UUID
    manner: str
    purpose: str
    stage: str
    proposed_by: str
    proposed_on: date
    signed_by: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class SameCard:
    """Another copy of the photograph; `record` is whose it was given for."""

    link: int
    photograph: UUID
    record: UUID
    by: str
    mirrored: bool


@dataclass(frozen=True, slots=True)
class PhotographCard:
    """What staff see of a photograph before they look at it."""

    public_id: UUID
    record: UUID
    shows: str
    sensitivity: str
    obtained: str
    taken: str
    camera_time: str
    file_format: str
    size: int
    width: int
    height: int
    sha256: str
    from_family: bool
    added_by: str
    added_on: date
    regions: tuple[RegionCard, ...] = field(default=())
    redactions: tuple[RedactionCard, ...] = field(default=())
    copies: tuple[SameCard, ...] = field(default=())
    views: int = 0

    @property
    def needs_reason(self) -> bool:
        """Whether who looks at it says why."""
        return self.sensitivity != "family"


@dataclass(frozen=True, slots=True)
class Look:
    """That somebody looks at a photograph now; `mark` is what the picture shown to him carries."""

    photograph: UUID
    view: UUID

    @property
    def mark(self) -> str:
        return self.view.hex[:10].upper()


@dataclass(frozen=True, slots=True)
class Exposure:
    """How much one person has looked at today.

    Attributes:
        today: photographs looked at.
        hard: of these, of the dead and of prisoners.
        left: how many more the quota allows.
    """

    today: int
    hard: int
    left: int
