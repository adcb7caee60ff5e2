"""Files as people send them, written for one test each."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.interfaces.exchange import (
    ColumnMapping,
    ParsedRow,
    RejectedRow,
    RowWarning,
    Table,
    open_table,
    propose_mapping,
    read_drafts,
)

TODAY = datetime.date(2026, 11, 23)


@dataclass(frozen=True)
class Arrival:
    """What became of one file."""

    mapping: ColumnMapping
    parsed: list[ParsedRow]
    rejected: list[RejectedRow]

    @property
    def drafts(self) -> list[RecordDraft]:
        return [row.draft for row in self.parsed]

    @property
    def names(self) -> list[str]:
        return [row.draft.names[0].value for row in self.parsed]

    @property
    def warnings(self) -> list[RowWarning]:
        return [warning for row in self.parsed for warning in row.warnings]

    @property
    def reasons(self) -> list[str]:
        return [row.reason for row in self.rejected]


def arrive(
    path: Path, kind: RecordKind | None = RecordKind.DEAD, mapping: ColumnMapping | None = None, **how: str
) -> Arrival:
    """Open, map and read `path` as an importer does."""
    with open_table(path, **how) as table:
        return arrive_from(table, kind, mapping)


def arrive_from(
    table: Table, kind: RecordKind | None = RecordKind.DEAD, mapping: ColumnMapping | None = None
) -> Arrival:
    mapping = mapping or propose_mapping(table, kind)
    items = list(read_drafts(table, mapping, today=TODAY))
    return Arrival(
        mapping,
        [item for item in items if isinstance(item, ParsedRow)],
        [item for item in items if isinstance(item, RejectedRow)],
    )


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes text (in an encoding) or bytes to a file and gives its path."""

    def to_file(content: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return to_file


@pytest.fixture(scope="session")
def reference() -> Path:
    """The reference data, which is not part of the repository."""
    root = Path(__file__).resolve().parents[3]
    folder = Path(os.environ.get("ANTIGONE_REFERENCE", root.parent / "shared" / "reference"))
    if not folder.is_dir():
        pytest.skip("the reference data is not here (set ANTIGONE_REFERENCE to its folder)")
    return folder
