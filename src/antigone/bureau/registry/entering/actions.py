"""Enter a record, amend a record: each is one transaction, one batch and one event.

A record entered here is of a source like any other, of the bureau itself unless another is named, and has a number of
its own. A record of an outside source is never made to say what the bureau knows better: it is amended where the
source corrected itself or where we had read it wrongly, and what the bureau knows goes into a record of the bureau's.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.registry import loading
from antigone.bureau.registry.actions import source_for
from antigone.bureau.registry.drafts import ParsedRow, RecordDraft
from antigone.bureau.registry.entering.values import (
    AlreadyKept,
    Buried,
    ChangedMeanwhile,
    NotASource,
    NothingChanged,
    NotKept,
    changes_between,
    checked_draft,
)
from antigone.bureau.registry.entering.versions import draft_at
from antigone.bureau.registry.models import Act, Basis, Batch, Record, Source, SourceKind, Tombstone
from antigone.bureau.registry.values import SourceDraft, UnknownRecord

#: What stands for the format of a file where there was none.
_AT_THE_DESK = "desk"
# Crockford's base 32 without U: nothing that is read aloud or written by hand is taken for something else.
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number() -> str:
    """A number for a record that its source gave none: ``B-7K3M-9QXT``, forty random bits."""
    signs = "".join(secrets.choice(_SIGNS) for _ in range(8))
    return f"B-{signs[:4]}-{signs[4:]}"


def own_source(bureau_name: str) -> SourceDraft:
    """The bureau itself as a source: the one that is kept, else one of this name."""
    kept = Source.objects.filter(kind=SourceKind.BUREAU).order_by("pk").first()
    return SourceDraft(kept.name if kept else bureau_name, kind=SourceKind.BUREAU, reliability="B", credibility=3)


@action
def enter_record(draft: RecordDraft, *, source: SourceDraft, actor: Actor) -> str:
    """Keep one record that a person typed in. Gives the record's public id.

    Args:
        draft: `source_record_id` is the source's own number; a new one is made where it is empty.
        source: known by its name; one that is kept keeps its grades, a new one is kept as given.

    Raises:
        NamesNobody: nobody could be known by what it says.
        AlreadyKept: the source has a record of this number.
        Buried: the record of this number was deleted.
        NotKept: a name or the number is longer than any true one.
    """
    record = entered(draft, source=source, actor=actor)
    record_event(
        "registry.enter_record",
        actor=actor,
        subject=Subject("record", str(record.public_id)),
        detail={
            "source": record.source.name,
            "kind": record.kind,
            "batch": record.batch_id,
            "content": record.content_hash,
        },
    )
    return str(record.public_id)


def entered(draft: RecordDraft, *, source: SourceDraft, actor: Actor) -> Record:
    """The rows of a record that was entered, for an action to write; see `enter_record`."""
    said = replace(checked_draft(draft), source_record_id=draft.source_record_id.strip() or new_number())
    kept = source_for(source)
    number = said.source_record_id
    if standing := Record.objects.filter(source=kept, source_record_id=number).first():
        raise AlreadyKept(f"«{kept.name}» has a record «{number}» already; amend that one", str(standing.public_id))
    if tombstone := Tombstone.objects.filter(source=kept, source_record_id=number).first():
        raise Buried(f"the record «{number}» of «{kept.name}» was deleted and stays deleted: {tombstone.reason}")
    batch = _batch(kept, Act.ENTRY, actor)
    _stage(said)
    loading.merge(kept.pk, batch.pk)
    Batch.objects.filter(pk=batch.pk).update(added=1)
    return Record.objects.select_related("source").get(source=kept, source_record_id=loading.keepable(number))


@action
def amend_record(public_id: str, draft: RecordDraft, *, version: str, basis: Basis, reason: str, actor: Actor) -> str:
    """Replace what a record says, and keep what it said before. Gives the new version.

    Args:
        draft: all that the record shall say; its number at the source and the row as received stay as they are.
        version: the version that the person had before her (`RecordCard.version`).
        basis: on what ground; `Basis.OWN` only for a record of the bureau itself (the database refuses it too).
        reason: in words; the history shows it and the ledger keeps it.

    Raises:
        UnknownRecord: there is none.
        ChangedMeanwhile: it says something else by now than in `version`.
        NothingChanged: it says all this already.
        NotASource: this ground is not open for a record of this source.
        NamesNobody, NotKept: see `enter_record`.
    """
    record = _locked(public_id)
    if record.content_hash != version:
        raise ChangedMeanwhile(f"record {public_id} was changed by somebody else since it was opened")
    if not reason.strip():
        raise NotKept("say why the record is amended; its history shows it")
    if basis == Basis.OWN and record.source.kind != SourceKind.BUREAU:
        raise NotASource(
            f"the record is what «{record.source.name}» said; enter what the bureau itself knows as a record of its own"
        )
    said = replace(checked_draft(draft), source_record_id=record.source_record_id, original=dict(record.original))
    standing = draft_at(public_id, version)
    if standing is None or not (changes := changes_between(standing, said)):
        raise NothingChanged(f"record {public_id} says all this already")
    batch = _batch(record.source, Act.AMENDMENT, actor, basis=basis, reason=reason.strip())
    _stage(said)
    loading.correct(record.source_id, batch.pk)
    Batch.objects.filter(pk=batch.pk).update(replaced=1)
    content = loading.content_hash(said)
    record_event(
        "registry.amend_record",
        actor=actor,
        subject=Subject("record", public_id),
        detail={
            "batch": batch.pk,
            "basis": basis.value,
            "reason": reason.strip(),
            "changed": [change.field for change in changes],
            "before": version,
            "content": content,
        },
    )
    return content


def _locked(public_id: str) -> Record:
    """The record, held with its source until the transaction ends: the source first, as an import does."""
    of = Record.objects.filter(public_id=public_id).values_list("source", flat=True)
    if not Source.objects.select_for_update().filter(pk__in=of):
        raise UnknownRecord(f"there is no record {public_id}")
    record = Record.objects.select_for_update(of=["self"]).select_related("source").filter(public_id=public_id).first()
    if record is None:
        raise UnknownRecord(f"there is no record {public_id}")
    return record


def _batch(source: Source, act: Act, actor: Actor, *, basis: Basis | None = None, reason: str = "") -> Batch:
    return Batch.objects.create(
        source=source,
        file_name="",
        file_sha256="",
        table_format=_AT_THE_DESK,
        imported_by=actor.name,
        act=act,
        basis=basis or "",
        reason=reason,
    )


def _stage(draft: RecordDraft) -> None:
    staged = loading.stage([ParsedRow(1, draft)])
    if staged.rejections:
        raise NotKept(staged.rejections[0].reason)
