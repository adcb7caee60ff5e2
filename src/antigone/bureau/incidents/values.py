"""What the actions and queries of incidents take and give back, as plain values, and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


class IncidentError(Exception):
    """The register of incidents refuses; the message is a sentence for the user.

    `rule` names the rule of the database that refused, or is empty.
    """

    def __init__(self, sentence: str, rule: str = "") -> None:
        super().__init__(sentence)
        self.rule = rule


class UnknownThing(IncidentError):
    """No incident, item, picture, site, feature or finding has this name or number."""


class TooYoung(IncidentError):
    """The medium is younger than the bureau's age gate, or nobody knows that it is not."""


class NotAFile(IncidentError):
    """What is to be taken in is no file of a kind that is taken."""


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """A case as it is opened. `code` is short, in Latin capitals; `happened` is EDTF; `place` names a settlement."""

    code: str
    title: str
    claim: str
    claimed_by: str
    happened: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """What is known of a published medium. Dates as `dates.span_said` reads them; `obtained_on` is a day."""

    title: str
    obtained_from: str
    obtained_on: date
    obtained_by: str = ""
    published: str = ""
    published_by: str = ""
    recorded: str = ""
    claimed_place: str = ""
    generation: str = "unknown"
    edited: str = "unknown"
    licence: str = ""
    language: str = ""
    sensitivity: str = "ordinary"
    note: str = ""


@dataclass(frozen=True, slots=True)
class PictureDraft:
    """One thing to look at. `at_ms` makes it a frame of a video, `overhead` an image from above.

    `taken` as `dates.span_said` reads it; `because` says from what the time is known; `gsd` in metres a pixel.
    """

    label: str
    taken: str = ""
    because: str = ""
    gsd: float | None = None
    at_ms: int | None = None
    pixels_sha256: str = ""
    overhead: Overhead | None = None


@dataclass(frozen=True, slots=True)
class Overhead:
    """How an image from above was taken: degrees off straight down, cloud as a share, metres that it may be off."""

    sensor: str = ""
    off_nadir: float | None = None
    cloud: float | None = None
    georeference_error: float | None = None


@dataclass(frozen=True, slots=True)
class AlternativeSaid:
    """Whether another explanation is open, and which observation excludes it otherwise."""

    kind: str
    open: bool
    why: str = ""
    excluded_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class FindingDraft:
    """What a finding says. The brackets are the engine's, from these features; nobody writes them."""

    text: str
    features: tuple[UUID, ...]
    alternatives: tuple[AlternativeSaid, ...]
    unclear: tuple[str, ...]
