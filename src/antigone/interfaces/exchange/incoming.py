"""From a file to records: open, map, read, keep, publish what may be public.

The command line, the demo and later the desk all import through here, so that a file means the same everywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import import_records, preview_import
from antigone.bureau.registry.drafts import RecordKind
from antigone.bureau.registry.values import ImportedFile, ImportSummary, SourceDraft
from antigone.evidence.dates import UncertainDate
from antigone.interfaces.exchange import (
    ColumnMapping,
    Field,
    Table,
    UnreadableFile,
    dump_mapping,
    load_mapping,
    open_table,
    propose_mapping,
    read_drafts,
)

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file to import and how to read it; None leaves the choice to what the file itself shows.

    `as_of` is the day (EDTF) on which the source said all this, for lists whose rows have no date of their own: a
    row that is older than what the same source already said changes nothing. `sheet` is the workbook's sheet to read.
    """

    path: Path
    table_format: str | None = None
    kind: RecordKind | None = None
    mapping_file: Path | None = None
    as_of: str = ""
    sheet: str | None = None


class Reading(Protocol):
    """How a file was read, in sentences for the person who sent it; a `ColumnMapping` is one."""

    def sentences(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Arrival:
    """What was read, how, and what came of it. `published` counts records that became visible to the public."""

    mapping: Reading
    file: ImportedFile
    summary: ImportSummary
    published: int = 0
    notes: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Everything for a machine; of rejected rows only their number, for they stand in a file."""
        summary = self.summary
        return {
            "batch": summary.batch_id,
            "file": self.file.name,
            "sha256": self.file.sha256,
            "format": self.file.table_format,
            "notes": list(self.notes),
            "mapping": list(self.mapping.sentences()),
            "rows": summary.rows,
            "added": summary.added,
            "replaced": summary.replaced,
            "unchanged": summary.unchanged,
            "stale": summary.stale,
            "rejected": len(summary.rejections),
            "warnings": len(summary.warnings),
            "published": self.published,
        }


class KindToldTwice(UnreadableFile):
    """A mapping file says what kind of record a row is, and so does the command."""


Progress = Callable[[int], None]


def sha256_of(path: Path) -> str:
    """The file's SHA-256 in hexadecimal, read in blocks."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def mapping_of(incoming: IncomingFile, table: Table) -> ColumnMapping:
    """The mapping file's mapping, or the one that the table's header and values propose, and the list's date.

    Raises:
        NotADate: `incoming.as_of` is none.
    """
    if incoming.mapping_file is not None and incoming.kind is not None:
        raise KindToldTwice(
            f"both the mapping {incoming.mapping_file} and the command say what kind of record a row is; "
            "leave --kind out"
        )
    if incoming.mapping_file is not None:
        mapping = load_mapping(incoming.mapping_file)
    else:
        mapping = propose_mapping(table, kind=incoming.kind)
    if incoming.as_of:
        date = UncertainDate.parse(incoming.as_of).edtf
        others = tuple(constant for constant in mapping.constants if constant[0] is not Field.SOURCE_DATE)
        mapping = replace(mapping, constants=(*others, (Field.SOURCE_DATE, date)))
    return mapping


def _described(incoming: IncomingFile, table: Table, mapping: ColumnMapping) -> ImportedFile:
    return ImportedFile(
        name=incoming.path.name,
        sha256=sha256_of(incoming.path),
        table_format=str(table.format),
        mapping={"yaml": dump_mapping(mapping)},
    )


def import_file(
    incoming: IncomingFile, source: SourceDraft, *, actor: Actor, progress: Progress | None = None
) -> Arrival:
    """Import a file under a source; see `registry.actions.import_records`.

    Raises:
        UnreadableFile: the file, or its mapping, cannot be read; nothing was changed.
    """
    with open_table(incoming.path, format=incoming.table_format, sheet=incoming.sheet) as table:
        mapping = mapping_of(incoming, table)
        file = _described(incoming, table, mapping)
        summary = import_records(source, read_drafts(table, mapping), file=file, actor=actor, progress=progress)
        notes = tuple(table.notes)
    return Arrival(mapping, file, summary, publish_what_may_be(actor=actor), notes)


def preview_file(
    incoming: IncomingFile, source: SourceDraft, *, actor: Actor, progress: Progress | None = None
) -> Arrival:
    """What `import_file` would do; nothing is kept."""
    with open_table(incoming.path, format=incoming.table_format, sheet=incoming.sheet) as table:
        mapping = mapping_of(incoming, table)
        file = _described(incoming, table, mapping)
        summary = preview_import(source, read_drafts(table, mapping), file=file, actor=actor, progress=progress)
        notes = tuple(table.notes)
    return Arrival(mapping, file, summary, notes=notes)
