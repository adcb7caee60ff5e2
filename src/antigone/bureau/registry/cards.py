"""Single things of the registry as staff see them: a record, a batch, a source, and how much there is of each.

Plain frozen values: pages and commands get these and never a model.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from uuid import UUID

from django.db.models import Count

from antigone.bureau.registry.agreements import AgreementView, agreements_in_force, agreements_of
from antigone.bureau.registry.drafts import NameKind, RecordDraft, RecordKind, RejectedRow
from antigone.bureau.registry.entering.versions import draft_of
from antigone.bureau.registry.models import Act, Batch, Record, Rejection, ReplacedVersion, Sensitivity, Source
from antigone.bureau.registry.queries import batch_summary
from antigone.bureau.registry.treaty import TreatyItem, missing_items
from antigone.bureau.registry.values import BatchSummary, SourceDraft, UnknownBatch, UnknownRecord, UnknownSource


@dataclass(frozen=True, slots=True)
class SourceCard:
    """A source, what is kept of it, what is agreed with it, and how many records and imports it has."""

    source_id: int
    kept: SourceDraft
    records: int
    batches: int
    agreement: AgreementView | None = None


@dataclass(frozen=True, slots=True)
class RecordCard:
    """All that one source said of one human being, and where it came from.

    `missing` are the items of the treaty minimum that it lacks. `version` changes with every word of it; `corrected`
    says that it was amended at the desk and no longer stands as received.
    """

    record_id: int
    public_id: str
    said: RecordDraft
    withheld: bool
    source_id: int
    source: SourceDraft
    batch: BatchSummary
    missing: tuple[TreatyItem, ...]
    version: str
    corrected: bool
    agreement: AgreementView | None

    @property
    def name(self) -> str:
        """The primary name, or the first; empty when the record names nobody."""
        primary = [name.value for name in self.said.names if name.kind == NameKind.PRIMARY]
        return next(iter(primary or [name.value for name in self.said.names]), "")


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One import, with what proves it (the file's SHA-256) and repeats it (the mapping, YAML)."""

    summary: BatchSummary
    source_id: int
    sha256: str
    table_format: str
    mapping: str
    warned: int


@dataclass(frozen=True, slots=True)
class UndoForecast:
    """What undoing a batch would do.

    `blocked_by` is a later batch that must be undone first; None when nothing stands in the way.
    """

    removed: int
    restored: int
    blocked_by: int | None


def counts_by_kind() -> dict[RecordKind, int]:
    """How many records of each kind the registry holds. Reads every record, so ask it seldom."""
    found = dict(Record.objects.order_by().values_list("kind").annotate(Count("pk")))
    return {kind: int(found.get(kind.value, 0)) for kind in RecordKind}


def record_card(public_id: str | UUID) -> RecordCard:
    """One record, whole.

    Raises:
        UnknownRecord: there is none.
    """
    record = Record.objects.select_related("source", "batch__source").filter(public_id=public_id).first()
    if record is None:
        raise UnknownRecord(f"there is no record {public_id}")
    said = draft_of(record)
    return RecordCard(
        record_id=record.pk,
        public_id=str(record.public_id),
        said=said,
        withheld=record.sensitivity == Sensitivity.WITHHELD,
        source_id=record.source_id,
        source=_draft_of(record.source),
        batch=batch_summary(record.batch),
        missing=missing_items(said),
        version=record.content_hash,
        corrected=record.corrected_hash not in ("", record.content_hash),
        agreement=next(iter(agreements_of(record.source_id)), None),
    )


def batch_card(batch_id: int) -> BatchCard:
    """One import.

    Raises:
        UnknownBatch: there is none.
    """
    batch = Batch.objects.select_related("source").filter(pk=batch_id).first()
    if batch is None:
        raise UnknownBatch(f"there is no batch {batch_id}")
    return BatchCard(
        summary=batch_summary(batch),
        source_id=batch.source_id,
        sha256=batch.file_sha256,
        table_format=batch.table_format,
        mapping=str(batch.mapping.get("yaml", "")),
        warned=batch.warned,
    )


def newest_mapping(source_name: str) -> str:
    """How the columns of the newest import of a source were read (YAML); empty where none says."""
    imports = Batch.objects.filter(source__name=source_name, act=Act.IMPORT, undone_at=None).order_by("-id")
    mapping = imports.values_list("mapping", flat=True).first()
    return str((mapping or {}).get("yaml", ""))


def batch_of_upload(upload: str | UUID) -> int | None:
    """The import that a file uploaded at the desk became; None while it is none."""
    return Batch.objects.filter(upload=upload).values_list("pk", flat=True).first()


def record_of_act(batch_id: int) -> str:
    """The public id of the record that was entered or amended by an act at the desk and still stands so; else empty."""
    acts = (Act.ENTRY, Act.AMENDMENT)
    found = Record.objects.filter(batch=batch_id, batch__act__in=acts).values_list("public_id", flat=True).first()
    return str(found or "")


def rejected_rows(batch_id: int, *, start: int = 0, limit: int | None = None) -> tuple[RejectedRow, ...]:
    """Rows of a batch that did not arrive, in the file's order, from the `start`-th on; all when `limit` is None."""
    found = Rejection.objects.filter(batch=batch_id).order_by("line", "pk").values_list(
        "line", "column", "value", "reason"
    )[start : None if limit is None else start + limit]  # fmt: skip
    return tuple(RejectedRow(*row) for row in found.iterator())


def undo_forecast(batch_id: int) -> UndoForecast:
    """What `actions.undo_batch` would do now; zeros for a batch that is undone."""
    blocking = ReplacedVersion.objects.filter(before__record__batch_id=batch_id).order_by("-batch_id").first()
    restored = ReplacedVersion.objects.filter(batch=batch_id).count()
    return UndoForecast(
        removed=Record.objects.filter(batch=batch_id).count() - restored,
        restored=restored,
        blocked_by=blocking.batch_id if blocking else None,
    )


def source_cards() -> tuple[SourceCard, ...]:
    """Every source, by name."""
    records = dict(Record.objects.order_by().values_list("source").annotate(Count("pk")))
    imports = Batch.objects.filter(act=Act.IMPORT)
    batches = dict(imports.order_by().values_list("source").annotate(Count("pk")))
    agreed = agreements_in_force()
    return tuple(
        SourceCard(
            source.pk,
            _draft_of(source),
            records.get(source.pk, 0),
            batches.get(source.pk, 0),
            agreed.get(source.pk),
        )
        for source in Source.objects.order_by("name")
    )


def source_card(source_id: int) -> SourceCard:
    """One source.

    Raises:
        UnknownSource: there is none.
    """
    source = Source.objects.filter(pk=source_id).first()
    if source is None:
        raise UnknownSource(f"there is no source {source_id}")
    return SourceCard(
        source.pk,
        _draft_of(source),
        source.records.count(),
        source.batches.filter(act=Act.IMPORT).count(),
        next(iter(agreements_of(source_id)), None),
    )


def _draft_of(source: Source) -> SourceDraft:
    return SourceDraft(**{field.name: getattr(source, field.name) for field in fields(SourceDraft)})
