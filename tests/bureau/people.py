"""Invented people, and the shortest way to put them into a registry."""

from __future__ import annotations

from collections.abc import Iterable

from antigone.bureau.ledger import Actor
from antigone.bureau.registry.actions import import_records
from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind, RejectedRow
from antigone.bureau.registry.values import ImportedFile, ImportSummary, SourceDraft

REGISTRAR = Actor("olena", "registrar")
OPEN_LIST = SourceDraft("Book of the dead", kind="organisation", publication="open")
CLOSED_LIST = SourceDraft("List handed over in confidence", kind="authority", publication="private")
A_FILE = ImportedFile("list.csv", "0" * 64, "csv")


def dead(identifier: str, *names: str, **fields: str) -> RecordDraft:
    """A dead person with these names; the first is the primary one."""
    drafts = tuple(NameDraft(name) for name in names)
    return RecordDraft(RecordKind.DEAD, drafts, source_record_id=identifier, **fields)  # type: ignore[arg-type]


def prisoner(identifier: str, *names: str, **fields: str) -> RecordDraft:
    """A living prisoner."""
    drafts = tuple(NameDraft(name) for name in names)
    return RecordDraft(RecordKind.PRISONER, drafts, source_record_id=identifier, **fields)  # type: ignore[arg-type]


def rows(drafts: Iterable[RecordDraft]) -> list[ParsedRow | RejectedRow]:
    """Drafts as the rows of a file with a header on line 1."""
    return [ParsedRow(line, draft) for line, draft in enumerate(drafts, 2)]


def arrive(*drafts: RecordDraft, source: SourceDraft = OPEN_LIST) -> ImportSummary:
    """Import these drafts as one file."""
    return import_records(source, rows(drafts), file=A_FILE, actor=REGISTRAR)
