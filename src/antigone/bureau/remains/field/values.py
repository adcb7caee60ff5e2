"""What phones send from the scene, and what came of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from antigone.bureau.remains.values import RemainsError


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """A find as it was written down at the scene.

    Attributes:
        id: made on the phone, random (UUID 4); the same entry sent twice is kept once.
        reference: number of the recovery; all that was found at one site on one day bears it.
        site: where, in words; grid: an MGRS square of 10 km or more.
        on: EDTF; written_at: what the phone's clock said.
        number: on the bag; empty where none was written.
        corrects: the entry in whose place this one stands.
    """

    id: UUID
    reference: str
    site: str
    written_at: datetime
    grid: str = ""
    finder: str = ""
    on: str = ""
    number: str = ""
    what: str = ""
    tags: tuple[str, ...] = ()
    explosives_checked_by: str = ""
    note: str = ""
    corrects: UUID | None = None

    @property
    def digest(self) -> str:
        """SHA-256 of all that it says, 64 hexadecimal digits: two drafts say the same when theirs are equal."""
        said = {
            "reference": self.reference,
            "site": self.site,
            "written_at": self.written_at.astimezone(UTC).isoformat(),
            "grid": self.grid,
            "finder": self.finder,
            "on": self.on,
            "number": self.number,
            "what": self.what,
            "tags": list(self.tags),
            "explosives_checked_by": self.explosives_checked_by,
            "note": self.note,
            "corrects": str(self.corrects or ""),
        }
        return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class Came(StrEnum):
    """What became of something that a phone sent."""

    KEPT = "kept"
    KEPT_BEFORE = "kept before"


@dataclass(frozen=True, slots=True)
class EntryCard:
    """A find as it is kept. `part` and `part_id` are the part that it became, `corrected` whether another stands in
    its place, `photographs` how many belong to it."""

    draft: EntryDraft
    by: str
    kept_at: datetime
    part: str = ""
    part_id: UUID | None = None
    corrected: bool = False
    photographs: int = 0


class EntryDiffers(RemainsError):
    """Another find is kept under this id: it was changed on the phone after it had been sent. `kept` is that one."""

    def __init__(self, kept: EntryCard) -> None:
        super().__init__("this entry was sent before, and says something else now", "remains_entry_differs")
        self.kept = kept


@dataclass(frozen=True, slots=True)
class Sent:
    """A photograph as it was sent: `id` was made where it was taken, `sample` is a sample's label or empty."""

    id: UUID
    sample: str = ""
