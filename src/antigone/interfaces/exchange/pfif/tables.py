"""PFIF's form as a table: CSV, TSV or a workbook whose header names the fields.

A row is a person, a note, or both at once. Where it is both, the columns that both have (author, dates, photograph) say
the same of each, as in the reference implementation. So a person with notes of another author is written as a row of
its own, and each note as one that names its person and nothing more of it.

Every version's names of fields are read. Written is 1.4.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from antigone.interfaces.exchange.errors import WrongFormat
from antigone.interfaces.exchange.limits import Limits
from antigone.interfaces.exchange.pfif.reading import PFIF_LIMITS
from antigone.interfaces.exchange.pfif.values import Note, Person
from antigone.interfaces.exchange.pfif.versions import NEWEST, RENAMED, VERSIONS
from antigone.interfaces.exchange.rejections import safe_cell, said_in_cell
from antigone.interfaces.exchange.tables import Table, open_table

_PERSON: Final = frozenset(RENAMED.get(name, name) for version in VERSIONS.values() for name in version.person)
_NOTE: Final = frozenset(RENAMED.get(name, name) for version in VERSIONS.values() for name in version.note)
_PERSON_ALONE: Final = _PERSON - _NOTE
#: The header as it is written: the person's fields in standard order, then the note's that are not among them.
COLUMNS: Final = (*NEWEST.person, *(name for name in NEWEST.note if name not in NEWEST.person))
_YES: Final = frozenset({"true", "yes", "y", "1"})
_NO: Final = frozenset({"false", "no", "n", "0"})
_ROWS_A_BLOCK: Final = 500


@dataclass(frozen=True, slots=True)
class PfifTable:
    """An open table; each reading of it begins at its first row."""

    name: str
    table: Table

    def records(self) -> Iterator[Person | Note]:
        """Persons, each with the note of its row, and notes that stand alone, in the order of the rows.

        Raises:
            UnreadableFile: see `tables.open_table`.
        """
        columns = [RENAMED.get(column.strip().lower(), column.strip().lower()) for column in self.table.columns]
        for line, cells in self.table.rows(self.table.header_line):
            fields = {
                name: _read(name, text)
                for name, text in zip(columns, cells, strict=False)
                if name in _PERSON | _NOTE and text.strip()
            }
            if fields:
                yield _record(fields, line)


@contextmanager
def open_pfif_table(path: Path, limits: Limits = PFIF_LIMITS) -> Iterator[PfifTable]:
    """Opens and closes a table of PFIF.

    Raises:
        UnreadableFile: it cannot be read, or no column is called person_record_id.
    """
    with open_table(path, limits=limits) as table:
        if table.header_line is None or "person_record_id" not in map(str.strip, table.columns):
            raise WrongFormat(
                f"{path.name}: no column is called person_record_id; in PFIF's form as a table the header has the names"
                " of its fields"
            )
        yield PfifTable(path.name, table)


def _read(name: str, text: str) -> str:
    told = said_in_cell(text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if name == "author_made_contact":
        return "true" if told.lower() in _YES else "false" if told.lower() in _NO else told
    return told


def _record(fields: Mapping[str, str], line: int) -> Person | Note:
    of_note = {name: text for name, text in fields.items() if name in _NOTE}
    note = Note(of_note, line) if "note_record_id" in fields else None
    if note is not None and not fields.keys() & _PERSON_ALONE:
        return note
    of_person = {name: text for name, text in fields.items() if name in _PERSON}
    return Person(of_person, (note,) if note else (), line)


def table_blocks(records: Iterable[Person | Note]) -> Iterator[bytes]:
    """CSV in UTF-8 with a mark, as spreadsheet programs need it; no cell can act as a formula."""
    yield "\ufeff".encode() + _lines([COLUMNS])
    rows = (row for record in records for row in _rows(record))
    while block := list(islice(rows, _ROWS_A_BLOCK)):
        yield _lines(block)


def _rows(record: Person | Note) -> Iterator[tuple[str, ...]]:
    yield _row(record.fields)
    if isinstance(record, Person):
        for note in record.notes:
            yield _row(note.fields)


def _row(fields: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(safe_cell(fields.get(name, "")) for name in COLUMNS)


def _lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", errors="replace")
