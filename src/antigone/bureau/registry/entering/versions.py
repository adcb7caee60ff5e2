"""Every version that a record has had, from the versions that each later act kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from antigone.bureau.registry.drafts import NameDraft, NameKind, RecordDraft, RecordKind, Sex
from antigone.bureau.registry.entering.values import Version, changes_between, first_changes
from antigone.bureau.registry.models import Act, Basis, Batch, Record, ReplacedVersion
from antigone.bureau.registry.values import UnknownRecord

_TEXTS = tuple(name for name in RecordDraft.__dataclass_fields__ if name not in {"kind", "names", "sex"})


def versions(public_id: str) -> tuple[Version, ...]:
    """All versions of a record, the one that stands first. Imports that brought nothing new made none.

    Raises:
        UnknownRecord: there is none.
    """
    record = Record.objects.filter(public_id=public_id).first()
    if record is None:
        raise UnknownRecord(f"there is no record {public_id}")
    kept = list(ReplacedVersion.objects.filter(record=record).order_by("-batch_id").values_list("before", flat=True))
    states = [(draft_of(record), record.content_hash, record.batch_id)]
    states += [(_former(one), str(one["record"]["content_hash"]), int(one["record"]["batch_id"])) for one in kept]
    batches = Batch.objects.in_bulk([batch_id for _, _, batch_id in states])
    found = []
    for place, (said, version, batch_id) in enumerate(states):
        batch = batches[batch_id]
        older = states[place + 1][0] if place + 1 < len(states) else None
        found.append(
            Version(
                said=said,
                version=version,
                at=batch.at,
                by=batch.imported_by,
                act=Act(batch.act),
                basis=Basis(batch.basis) if batch.basis else None,
                reason=batch.reason,
                batch_id=batch_id,
                file_name=batch.file_name,
                changes=changes_between(older, said) if older else first_changes(said),
                standing=place == 0,
            )
        )
    return tuple(found)


def draft_at(public_id: str, version: str) -> RecordDraft | None:
    """What a record said in one of its versions; None when it never had it."""
    return next((one.said for one in versions(public_id) if one.version == version), None)


def draft_of(record: Record) -> RecordDraft:
    """What a record says now, as a plain value."""
    names = tuple(NameDraft(name.value, NameKind(name.kind)) for name in record.names.order_by("id"))
    texts = {name: getattr(record, name) for name in _TEXTS}
    return RecordDraft(kind=RecordKind(record.kind), names=names, sex=Sex(record.sex), **texts)


def _former(before: Mapping[str, Any]) -> RecordDraft:
    row = before["record"]
    names = tuple(
        NameDraft(name["value"], NameKind(name["kind"]))
        for name in sorted(before["names"], key=lambda name: name["id"])
    )
    texts = {name: row[name] for name in _TEXTS}
    return RecordDraft(kind=RecordKind(row["kind"]), names=names, sex=Sex(row["sex"]), **texts)
