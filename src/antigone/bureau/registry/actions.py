"""What the bureau does with its registry. Each act is one transaction and one event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry import loading
from antigone.bureau.registry.drafts import ParsedRow, RejectedRow
from antigone.bureau.registry.models import (
    Batch,
    Name,
    Record,
    Rejection,
    ReplacedVersion,
    Sensitivity,
    Source,
    Tombstone,
)
from antigone.bureau.registry.values import (
    AlreadyWithheld,
    BatchAlreadyUndone,
    ImportedFile,
    ImportSummary,
    LaterBatchStands,
    NotWithheld,
    RecordIsHeld,
    SourceDraft,
    UndoSummary,
    UnknownBatch,
    UnknownRecord,
    UploadAlreadyImported,
)

#: The database keeps every rejection; an event names how many there were.
_LONGEST_VALUE = 200


@action
def keep_source(draft: SourceDraft, *, actor: Actor) -> Source:
    """Keep a source, or change what is kept of the one with this name."""
    details = {key: value for key, value in asdict(draft).items() if key != "name"}
    source, created = Source.objects.update_or_create(name=draft.name, defaults=details)
    record_event(
        "registry.add_source" if created else "registry.change_source",
        actor=actor,
        subject=Subject("source", str(source.pk)),
        detail=asdict(draft),
    )
    return source


def source_for(draft: SourceDraft) -> Source:
    """The source of this name, kept as given when it is new; its row is locked until the transaction ends.

    Two imports of one source at once would race for the same identifiers; the second waits here.
    """
    details = {key: value for key, value in asdict(draft).items() if key != "name"}
    source, _ = Source.objects.get_or_create(name=draft.name, defaults=details)
    return Source.objects.select_for_update().get(pk=source.pk)


def _arrive(
    source: Source,
    rows: Iterable[ParsedRow | RejectedRow],
    file: ImportedFile,
    actor: Actor,
    progress: loading.Progress | None,
) -> ImportSummary:
    if file.upload and (before := Batch.objects.filter(upload=file.upload).first()):
        raise UploadAlreadyImported(f"this upload was imported before, as import {before.pk}", before.pk)
    batch = Batch.objects.create(
        source=source,
        upload=file.upload or None,
        file_name=file.name[:255],
        file_sha256=file.sha256,
        table_format=file.table_format,
        mapping=file.mapping,
        imported_by=actor.name,
    )
    staged = loading.stage(rows, progress=progress)
    counts, buried = loading.merge(source.pk, batch.pk)
    rejections = sorted([*staged.rejections, *buried], key=lambda row: row.line)
    Rejection.objects.bulk_create(
        (
            Rejection(
                batch=batch,
                line=row.line,
                column=loading.keepable(row.column)[:_LONGEST_VALUE],
                value=loading.keepable(row.value)[:_LONGEST_VALUE],
                reason=loading.keepable(row.reason),
            )
            for row in rejections
        ),
        batch_size=2_000,
    )
    batch.added, batch.replaced, batch.unchanged, batch.stale = (
        counts.added,
        counts.replaced,
        counts.unchanged,
        counts.stale,
    )
    batch.rejected, batch.warned = len(rejections), len(staged.warnings)
    batch.save()
    return ImportSummary(
        batch.pk,
        counts.added,
        counts.replaced,
        counts.unchanged,
        counts.stale,
        tuple(rejections),
        tuple(staged.warnings),
    )


@action
def import_records(
    source: SourceDraft,
    rows: Iterable[ParsedRow | RejectedRow],
    *,
    file: ImportedFile,
    actor: Actor,
    progress: loading.Progress | None = None,
) -> ImportSummary:
    """Keep what a file says, as one batch; all of it or, when anything fails, none.

    A source that is known keeps its grades, a new one is kept as given. The same rows twice change nothing; see
    `loading` for what becomes of each row. `progress` is told the number of rows read.

    Raises:
        UploadAlreadyImported: `file` names an upload that became a batch before.
    """
    summary = _arrive(source_for(source), rows, file, actor, progress)
    record_event(
        "registry.import_records",
        actor=actor,
        subject=Subject("batch", str(summary.batch_id)),
        detail={
            "source": source.name,
            "file": file.name,
            "sha256": file.sha256,
            "added": summary.added,
            "replaced": summary.replaced,
            "unchanged": summary.unchanged,
            "stale": summary.stale,
            "rejected": len(summary.rejections),
        },
    )
    return summary


def preview_import(
    source: SourceDraft,
    rows: Iterable[ParsedRow | RejectedRow],
    *,
    file: ImportedFile,
    actor: Actor,
    progress: loading.Progress | None = None,
) -> ImportSummary:
    """What `import_records` would do. Nothing is kept: not the batch, not the records, not the source."""
    with transaction.atomic():
        summary = _arrive(source_for(source), rows, file, actor, progress)
        transaction.set_rollback(True)
    return ImportSummary(
        None,
        summary.added,
        summary.replaced,
        summary.unchanged,
        summary.stale,
        summary.rejections,
        summary.warnings,
    )


@action
def undo_batch(batch_id: int, *, actor: Actor) -> UndoSummary:
    """Take everything that a batch changed back to what it was before.

    Raises:
        UnknownBatch: there is none.
        BatchAlreadyUndone: it was undone before.
        LaterBatchStands: a later batch replaced some of its records.
        RecordIsHeld: one of its records stands in an identification.
    """
    batch = Batch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise UnknownBatch(f"there is no batch {batch_id}; list them with: antigone batches")
    if batch.undone_at is not None:
        raise BatchAlreadyUndone(f"batch {batch_id} was undone on {batch.undone_at:%Y-%m-%d} by {batch.undone_by}")
    later = (
        ReplacedVersion.objects.filter(before__record__batch_id=batch_id)
        .order_by("-batch_id")
        .values_list("batch_id", flat=True)
    )
    if newest := later.first():
        raise LaterBatchStands(
            f"batch {newest} came later and replaced records of batch {batch_id}; undo {newest} first"
        )
    with _not_held():
        removed, restored = loading.restore_batch(batch_id)
    Batch.objects.filter(pk=batch_id).update(undone_at=Now(), undone_by=actor.name)
    record_event(
        "registry.undo_batch",
        actor=actor,
        subject=Subject("batch", str(batch_id)),
        detail={"removed": removed, "restored": restored},
    )
    return UndoSummary(batch_id, removed, restored)


@action
def delete_record(public_id: str, *, reason: str, actor: Actor) -> Tombstone:
    """Delete a record for good and leave a tombstone, so that the next import does not bring it back.

    Raises:
        UnknownRecord: there is none.
        RecordIsHeld: it stands in an identification.
    """
    record = Record.objects.select_for_update().filter(public_id=public_id).first()
    if record is None:
        raise UnknownRecord(f"there is no record {public_id}")
    Name.objects.filter(record=record).delete()
    ReplacedVersion.objects.filter(record=record).delete()
    with _not_held(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM registry_record WHERE id = %s", [record.pk])
    tombstone = Tombstone.objects.create(
        source_id=record.source_id, source_record_id=record.source_record_id, reason=reason
    )
    record_event("registry.delete_record", actor=actor, subject=Subject("record", public_id), detail={"reason": reason})
    return tombstone


@action
def withhold_record(public_id: str, *, reason: str, actor: Actor) -> None:
    """Freeze a record: nobody outside the staff sees it. It leaves the published schema in this transaction.

    Raises:
        UnknownRecord: there is none.
        AlreadyWithheld: it is frozen.
    """
    record = _locked(public_id)
    if record.sensitivity == Sensitivity.WITHHELD:
        raise AlreadyWithheld(f"record {public_id} is withheld already")
    Record.objects.filter(pk=record.pk).update(sensitivity=Sensitivity.WITHHELD)
    record_event(
        "registry.withhold_record", actor=actor, subject=Subject("record", public_id), detail={"reason": reason}
    )


@action
def release_record(public_id: str, *, reason: str, actor: Actor) -> None:
    """End a record's freeze. What may be public then is for `disclosure.actions.publish_what_may_be` to say.

    Raises:
        UnknownRecord: there is none.
        NotWithheld: it is not frozen.
    """
    record = _locked(public_id)
    if record.sensitivity != Sensitivity.WITHHELD:
        raise NotWithheld(f"record {public_id} is not withheld")
    Record.objects.filter(pk=record.pk).update(sensitivity=Sensitivity.ORDINARY)
    record_event(
        "registry.release_record", actor=actor, subject=Subject("record", public_id), detail={"reason": reason}
    )


@contextmanager
def _not_held() -> Iterator[None]:
    """Records go unless the database says that a decision rests on them (migration 0003 of `identification`)."""
    try:
        yield
    except IntegrityError as error:
        if "stands in an identification" not in str(error):
            raise
        raise RecordIsHeld("a record stands in an identification; take that back first, at the desk") from error


def _locked(public_id: str) -> Record:
    record = Record.objects.select_for_update().only("pk", "sensitivity").filter(public_id=public_id).first()
    if record is None:
        raise UnknownRecord(f"there is no record {public_id}")
    return record
