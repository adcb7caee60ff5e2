"""Opening a file as a table: what it is, how it is written, where its header stands."""

from __future__ import annotations

import re
import stat
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO

from antigone.interfaces.exchange.errors import (
    EmptyTable,
    FileMissing,
    FileTooLarge,
    MappingInvalid,
    WrongFormat,
)
from antigone.interfaces.exchange.fields import NAME_PARTS, Field
from antigone.interfaces.exchange.header_words import recognised
from antigone.interfaces.exchange.limits import DEFAULT_LIMITS, Limits
from antigone.interfaces.exchange.tables.delimited import DelimitedRows
from antigone.interfaces.exchange.tables.encodings import detect_encoding
from antigone.interfaces.exchange.tables.json_rows import JsonRows
from antigone.interfaces.exchange.tables.sources import Row, RowSource, TableFormat, pread, reading
from antigone.interfaces.exchange.tables.unpacking import gunzipped
from antigone.interfaces.exchange.tables.workbook import WorkbookRows

_HEAD_ROWS = 600
_HEADER_WITHIN = 40
_NAMES = frozenset({Field.NAME, Field.TRANSLITERATION, *NAME_PARTS})
_LIKE_DATA = re.compile(r"^\W*\d[\d.,/\- ]*\W*$|\d{4}|\w(?:ович|евич|йович|овна|евна|івна|ївна)\b", re.IGNORECASE)

#: What files begin with that hold no text at all, and what to do about each.
OTHER_FILES = (
    (b"\xd0\xcf\x11\xe0", "is an old workbook (.xls) or one with a password; save it as XLSX without a password"),
    (b"%PDF", "is a PDF document; ask for the table that it was made from, as XLSX or CSV"),
    (b"\x89PNG", "is a picture; type the table, or ask for it as XLSX or CSV"),
    (b"\xff\xd8\xff", "is a picture; type the table, or ask for it as XLSX or CSV"),
    (b"GIF8", "is a picture; type the table, or ask for it as XLSX or CSV"),
    (b"II*\0", "is a picture; type the table, or ask for it as XLSX or CSV"),
    (b"MM\0*", "is a picture; type the table, or ask for it as XLSX or CSV"),
    (b"7z\xbc\xaf", "is a packed archive; unpack it and send the table inside"),
    (b"Rar!", "is a packed archive; unpack it and send the table inside"),
    (b"BZh", "is a packed archive; unpack it and send the table inside"),
    (b"\xfd7zXZ", "is a packed archive; unpack it and send the table inside"),
    (b"\x28\xb5\x2f\xfd", "is a packed archive; unpack it and send the table inside"),
    (b"{\\rtf", "is a text document (RTF); save its table as CSV"),
    (b"SQLite format 3", "is a database; export its table as CSV"),
    (b"PAR1", "is a Parquet file; export it as CSV"),
)
_MARKUP = re.compile(
    r"\s*<(?:!doctype|!--|html|head|body|table|\?xml|svg|script|meta|div|[a-z]+:?[a-z]*[\s>/])", re.IGNORECASE
)


class Table:
    """One table in one file, its columns known and its rows ready to be read, as often as wanted, as a stream.

    Attributes:
        name: the file's name, for sentences.
        format, encoding, delimiter: what was found; `encoding` and `delimiter` are empty for a workbook.
        sheet: the sheet that is read, empty where there is none.
        header_line: the line of the header, counting from 1; None where the first row is already data.
        columns: the header's cells; an empty one is called "column 3", a second one of a name "name (2)"; without a
            header "1", "2", ...
        title: the lines above the header.
        notes: sentences that whoever imports should see (sheets not read, a guessed encoding).
    """

    def __init__(self, name: str, file_format: TableFormat, source: RowSource, held: list[IO[bytes]]) -> None:
        self.name = name
        self.format = file_format
        self.encoding = ""
        self.delimiter = ""
        self.sheet = ""
        self.notes: tuple[str, ...] = ()
        self._source = source
        self._held = held
        self._head = list(islice(source.rows(), _HEAD_ROWS))
        if not self._head:
            raise EmptyTable(f"{name} is empty: it holds no row")
        self.header_line: int | None
        if source.keys is not None:
            self.header_line = 1
            self.columns = _labels(list(source.keys))
            self.title: tuple[str, ...] = ()
        else:
            at = _header_at([cells for _, cells in self._head[:_HEADER_WITHIN]])
            self.header_line = None if at is None else self._head[at][0]
            self.columns = self._columns_at(self.header_line)
            self.title = tuple(" ".join(filter(None, cells)) for _, cells in self._head[: at or 0])
            if at is not None and at == len(self._head) - 1:
                raise EmptyTable(f"{name}, line {self.header_line}: there is a header and no row below it")

    def _columns_at(self, header_line: int | None) -> tuple[str, ...]:
        if header_line is None:
            return tuple(str(number) for number in range(1, max(len(cells) for _, cells in self._head) + 1))
        for line, cells in self._head:
            if line == header_line:
                return _labels(cells)
        raise MappingInvalid(
            f"{self.name} has no row that begins on line {header_line}; check «header» in the mapping file"
        )

    def columns_with(self, header_line: int | None) -> tuple[str, ...]:
        """The columns if the header stood on `header_line` (None: nowhere)."""
        if self._source.keys is not None or header_line == self.header_line:
            return self.columns
        return self._columns_at(header_line)

    def rows(self, header_line: int | None) -> Iterator[Row]:
        """All rows below `header_line`, or all rows where it is None, from the beginning."""
        rows = self._source.rows()
        if header_line is None or self._source.keys is not None:
            return rows
        return (row for row in rows if row[0] > header_line)

    def values_of(self, column: str) -> list[str]:
        """What `column` holds in the first rows (at most 600)."""
        at = self.columns.index(column)
        first = 0 if self.header_line is None or self._source.keys is not None else self.header_line
        return [cells[at] for line, cells in self._head if line > first and at < len(cells)]

    def close(self) -> None:
        """Closes the file and whatever was unpacked from it."""
        self._source.close()
        for file in self._held:
            file.close()

    def __enter__(self) -> Table:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_table(
    path: str | Path,
    format: TableFormat | str | None = None,
    *,
    sheet: str | None = None,
    name: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Table:
    """Open a file of people, whatever program wrote it.

    `format` None tells it from the content. `sheet` names the sheet of a workbook (None: the first with a row).
    `name` is what sentences call the file, and where its kind may be read from, if not the path's last part.
    CSV, TSV and JSON may be packed with gzip. Nothing above `limits` is unpacked or read.

    Raises:
        UnreadableFile: one of its kinds; the text is one sentence with file, line and cure.
    """
    shown = name or Path(path).name
    held: list[IO[bytes]] = []
    try:
        file = open_checked(Path(path), shown, limits)
        held.append(file)
        if pread(file, 2, 0) == b"\x1f\x8b":
            file = _unpacked(shown, file, limits)
            held.append(file)
        return _table(shown, file, _format(format, shown), sheet, limits, held)
    except BaseException:
        for opened in held:
            opened.close()
        raise


def open_checked(path: Path, name: str, limits: Limits) -> IO[bytes]:
    """The file, if it is one, is not empty and not above the limit; `UnreadableFile` says what is wrong."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileMissing(f"{name} is not a file; give the path of one file")
        if found.st_size > limits.file_bytes:
            raise FileTooLarge(
                f"{name} has {found.st_size:,} bytes, more than the {limits.file_bytes:,} that are accepted; split it"
            )
        file = path.open("rb")
    except FileNotFoundError:
        raise FileMissing(f"{name}: there is no such file; check the path") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the path is not valid"
        raise FileMissing(f"{name} cannot be opened ({reason}); check the path and the permissions") from None
    if found.st_size == 0:
        file.close()
        raise EmptyTable(f"{name} is empty: it has no byte")
    return file


def _unpacked(name: str, packed: IO[bytes], limits: Limits) -> IO[bytes]:
    """What gzip packed, in a temporary file without a name."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the caller holds and closes it
    size, written = packed.seek(0, 2), 0
    try:
        for piece in gunzipped(name, reading(packed)):
            written += len(piece)
            small = 10 * 1024 * 1024
            if written > limits.unpacked_bytes or (written > small and written > limits.unpacking_ratio * size):
                raise FileTooLarge(
                    f"{name} unpacks from {size:,} bytes to more than {written:,}, more than a list of people does; "
                    "send the table itself"
                )
            out.write(piece)
        out.flush()
    except BaseException:
        out.close()
        raise
    if written == 0:
        out.close()
        raise EmptyTable(f"{name} is empty: nothing is packed in it")
    return out


def _format(given: TableFormat | str | None, name: str) -> TableFormat | None:
    if given is None:
        return None
    try:
        return TableFormat(str(given).lower())
    except ValueError:
        raise WrongFormat(f"{name}: «{given}» is not a format that is read; say csv, tsv, xlsx or json") from None


def _table(
    name: str, file: IO[bytes], asked: TableFormat | None, sheet: str | None, limits: Limits, held: list[IO[bytes]]
) -> Table:
    head = pread(file, 4096, 0)
    ending = Path(name.lower().removesuffix(".gz")).suffix
    if head.startswith(b"PK"):
        if asked not in (None, TableFormat.XLSX):
            raise WrongFormat(f"{name} is a workbook or an archive and not {asked}; leave the format out")
        workbook = WorkbookRows(name, file, limits, sheet)
        try:
            table = Table(name, TableFormat.XLSX, workbook, held)
        except BaseException:
            workbook.close()
            raise
        table.sheet = workbook.sheet
        if workbook.other_sheets:
            others = ", ".join(f"«{other}»" for other in workbook.other_sheets[:5])
            table.notes = (f"only the sheet «{workbook.sheet}» is read; not read: {others}",)
        return table
    for start, sentence in OTHER_FILES:
        if head.startswith(start):
            raise WrongFormat(f"{name} {sentence}")
    encoding = detect_encoding(name, file)
    text = head.decode(encoding.codec, errors="ignore").lstrip("\ufeff")
    if _MARKUP.match(text):
        raise WrongFormat(
            f"{name} is a web page or XML and not a table; open it in a spreadsheet program and save it as XLSX or CSV"
        )
    if asked is TableFormat.XLSX or (asked is None and ending in (".xlsx", ".xlsm", ".xls", ".ods")):
        raise WrongFormat(
            f"{name} is called a workbook and is a text; if it is a table, name it .csv, or give the format csv"
        )
    if asked is TableFormat.JSON or (asked is None and _is_json(text, ending)):
        objects = JsonRows(name, file, encoding.codec, limits)
        table = Table(name, TableFormat.JSON, objects, held)
    else:
        tab = "\t" if asked is TableFormat.TSV else None
        lines = DelimitedRows(name, file, encoding.codec, limits, tab)
        file_format = TableFormat.TSV if lines.delimiter == "\t" else TableFormat.CSV
        table = Table(name, file_format, lines, held)
        table.delimiter = lines.delimiter
    table.encoding = encoding.spoken
    table.notes = (encoding.remark,) if encoding.remark else ()
    return table


def _is_json(text: str, ending: str) -> bool:
    if ending in (".csv", ".tsv", ".txt", ".tab"):
        return False
    return ending == ".json" or bool(re.match(r"\s*[\[{]\s*(?:[\[{\"\]}]|$)", text))


def _header_at(rows: list[list[str]]) -> int | None:
    """Which of the first rows is the header; None where the table begins with data.

    The row with the most known words, if one of them is a name or two are known; else the first row with more than
    one cell, unless it looks like a person.
    """
    best, most = None, 0
    for at, cells in enumerate(rows):
        known = {word.field for cell in cells if (word := recognised(cell.strip())) and word.field}
        if len(known) > most and (len(known) > 1 or known & _NAMES):
            best, most = at, len(known)
    if best is not None:
        return best
    widest = max(len(cells) for cells in rows)
    for at, cells in enumerate(rows):
        filled = [cell for cell in cells if cell.strip()]
        if len(filled) >= min(2, widest):
            return None if any(_LIKE_DATA.search(cell.strip()[:200]) for cell in filled) else at
    return None


def _labels(cells: list[str]) -> tuple[str, ...]:
    labels: list[str] = []
    seen: set[str] = set()
    for number, cell in enumerate(cells, start=1):
        shown = cell.replace("\0", "").encode("utf-8", "replace").decode()
        plain = " ".join(shown.split())[:200] or f"column {number}"
        label, times = plain, 1
        while label in seen:
            times += 1
            label = f"{plain} ({times})"
        seen.add(label)
        labels.append(label)
    return tuple(labels)
