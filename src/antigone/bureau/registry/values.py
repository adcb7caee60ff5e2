"""What the registry's actions and queries take and give back, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from antigone.bureau.registry.drafts import RejectedRow, RowWarning
from antigone.evidence import Assessment


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """A source to be kept; the fields are those of `models.Source`."""

    name: str
    kind: str = "organisation"
    speaks_for: str = ""
    reliability: str = "F"
    credibility: int = 6
    contact: str = ""
    licence: str = ""
    publication: str = "private"


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """Where rows came from: enough to repeat the import and to prove what was imported.

    `upload` is the number of the upload at the desk, a UUID, that this is; one upload becomes at most one batch.
    """

    name: str
    sha256: str
    table_format: str
    mapping: dict[str, object] = field(default_factory=dict)
    upload: str = ""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What came of an import, row by row.

    `batch_id` is None for a preview. Added, replaced, unchanged, stale and rejected add up to the rows that arrived;
    stale rows are older than what the same source already said.
    """

    batch_id: int | None
    added: int
    replaced: int
    unchanged: int
    stale: int
    rejections: tuple[RejectedRow, ...] = ()
    warnings: tuple[RowWarning, ...] = ()

    @property
    def rows(self) -> int:
        return self.added + self.replaced + self.unchanged + self.stale + len(self.rejections)


@dataclass(frozen=True, slots=True)
class UndoSummary:
    """What undoing a batch changed: records that went, and records that went back to what they were."""

    batch_id: int
    removed: int
    restored: int


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """One import, for a list of them; or, by its `act`, one record entered or amended at the desk."""

    batch_id: int
    source: str
    file_name: str
    at: datetime
    imported_by: str
    added: int
    replaced: int
    unchanged: int
    stale: int
    rejected: int
    undone_at: datetime | None
    undone_by: str
    act: str = "import"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Whom we look for. Everything but the name may be empty.

    `born` is EDTF; `father` the father's given name or a patronymic in any script.
    """

    name: str
    born: str = ""
    father: str = ""
    place: str = ""
    unit: str = ""
    service_number: str = ""


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that may speak of the one who was asked for, and why."""

    record_id: int
    public_id: str
    name: str
    kind: str
    source: str
    birth_date: str
    birthplace: str
    occurred_date: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """A record that is kept: under which random id, and as it was received."""

    public_id: str
    original: Mapping[str, str]


class RegistryError(Exception):
    """An act that the registry refuses; the message is a sentence for the user."""


class UnknownBatch(RegistryError):
    """There is no such batch."""


class BatchAlreadyUndone(RegistryError):
    """The batch was undone before."""


class LaterBatchStands(RegistryError):
    """A later batch replaced records of this one; that one must be undone first."""


class UploadAlreadyImported(RegistryError):
    """This upload was imported before; `batch_id` is what it became."""

    def __init__(self, sentence: str, batch_id: int) -> None:
        super().__init__(sentence)
        self.batch_id = batch_id


class UnknownRecord(RegistryError):
    """There is no such record."""


class RecordIsHeld(RegistryError):
    """The record stands in an identification; it stays until that is taken back."""


class AlreadyWithheld(RegistryError):
    """The record is withheld already."""


class NotWithheld(RegistryError):
    """The record is not withheld, so there is nothing to release."""


class UnknownSource(RegistryError):
    """There is no such source."""
