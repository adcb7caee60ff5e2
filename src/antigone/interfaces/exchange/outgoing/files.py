"""Files of people, written as they come, and put in place only when the act that let them out is kept."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import IO

from antigone.bureau.disclosure.letting_out import FileAudience, OutgoingPerson, WrittenFile, let_out
from antigone.bureau.ledger import Actor
from antigone.interfaces.exchange.ftm.writing import DATASET, entity_line
from antigone.interfaces.exchange.outgoing.people import COLUMNS, PARTNER_COLUMNS, Home, entity_of, person_of, row_of
from antigone.interfaces.exchange.pfif.tables import table_blocks
from antigone.interfaces.exchange.pfif.values import moment_text
from antigone.interfaces.exchange.pfif.versions import NEWEST, Version
from antigone.interfaces.exchange.pfif.writing import write_pfif
from antigone.interfaces.exchange.rejections import safe_cell

_MOST_ROWS_OF_A_SHEET = 1_048_576
_ROWS_A_BLOCK = 500

Progress = Callable[[int], None]


class FileFormat(StrEnum):
    """Formats in which people leave."""

    PFIF = "pfif"
    PFIF_TABLE = "pfif-csv"
    FTM = "ftm"
    CSV = "csv"
    XLSX = "xlsx"


class TooManyRows(Exception):
    """A workbook's sheet cannot hold so many."""


def export_people(
    path: Path,
    file_format: FileFormat,
    audience: FileAudience,
    *,
    home: Home,
    actor: Actor,
    partner: str = "",
    version: Version = NEWEST,
    progress: Progress | None = None,
) -> WrittenFile:
    """Write everybody whom an audience may have to a file that only its owner can read. A file there is replaced whole.

    Raises:
        NoPartnerNamed: see `disclosure.letting_out.let_out`.
        TooManyRows: see there.
        OSError: the file cannot be written. Nothing is left half written, and no event says that it was.
    """
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    scratch = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            write = _writer(scratch, stream, file_format, audience, home, version, progress)
            written = let_out(
                audience,
                write,
                file_format=file_format.value if file_format is not FileFormat.PFIF else f"pfif {version.number}",
                file_name=path.name,
                actor=actor,
                partner=partner,
            )
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return written


def _writer(
    scratch: Path,
    stream: IO[bytes],
    file_format: FileFormat,
    audience: FileAudience,
    home: Home,
    version: Version,
    progress: Progress | None,
) -> Callable[[Iterator[OutgoingPerson]], WrittenFile]:
    columns = COLUMNS if audience is FileAudience.PUBLIC else PARTNER_COLUMNS

    def write(persons: Iterator[OutgoingPerson]) -> WrittenFile:
        counted = _Counted(persons, progress)
        if file_format is FileFormat.XLSX:
            _write_workbook(stream, counted, columns)
        else:
            blocks = {
                FileFormat.PFIF: lambda: write_pfif((person_of(one, home) for one in counted), version),
                FileFormat.PFIF_TABLE: lambda: table_blocks(person_of(one, home) for one in counted),
                FileFormat.FTM: lambda: entity_blocks(counted, home),
                FileFormat.CSV: lambda: csv_blocks(counted, columns),
            }[file_format]()
            for block in blocks:
                stream.write(block)
        stream.flush()
        os.fsync(stream.fileno())
        return WrittenFile(counted.count, _sha256(scratch))

    return write


class _Counted:
    """Persons as they pass, counted."""

    def __init__(self, persons: Iterator[OutgoingPerson], progress: Progress | None) -> None:
        self._persons = persons
        self._progress = progress
        self.count = 0

    def __iter__(self) -> Iterator[OutgoingPerson]:
        for person in self._persons:
            self.count += 1
            if self._progress and self.count % 1_000 == 0:
                self._progress(self.count)
            yield person


def entity_blocks(persons: Iterable[OutgoingPerson], home: Home) -> Iterator[bytes]:
    """FollowTheMoney, one entity a line."""
    for one in persons:
        changed = moment_text(one.changed_at).removesuffix("Z")
        entity = entity_of(one, home)
        yield entity_line(entity, caption=one.name, changed=changed, datasets=(DATASET,)).encode()


def csv_blocks(persons: Iterable[OutgoingPerson], columns: tuple[str, ...]) -> Iterator[bytes]:
    """CSV in UTF-8 with a mark, as spreadsheet programs need it; no cell can act as a formula."""
    yield "\ufeff".encode() + _csv_lines([columns])
    rows = (tuple(map(safe_cell, row_of(one, columns))) for one in persons)
    while block := list(islice(rows, _ROWS_A_BLOCK)):
        yield _csv_lines(block)


def _csv_lines(rows: Iterable[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode("utf-8", errors="replace")


def _write_workbook(stream: IO[bytes], persons: Iterable[OutgoingPerson], columns: tuple[str, ...]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet = book.create_sheet("people")
    sheet.append(columns)
    for number, one in enumerate(persons, 2):
        if number > _MOST_ROWS_OF_A_SHEET:
            raise TooManyRows(f"a sheet holds {_MOST_ROWS_OF_A_SHEET:,} rows; write CSV instead")
        cells = []
        for text in row_of(one, columns):
            cell = WriteOnlyCell(sheet, value="")
            # Text for ever, also of a cell that looks like a formula, a number or a date.
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", safe_cell(text))
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    book.save(stream)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
