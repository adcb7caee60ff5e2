"""CSV and TSV: lines of text into rows of cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from typing import IO

from antigone.interfaces.exchange.errors import BrokenTable, TooManyColumns, UndecodableText, UnreadableFile
from antigone.interfaces.exchange.header_words import recognised
from antigone.interfaces.exchange.limits import Limits
from antigone.interfaces.exchange.tables.sources import Row, is_blank, reading

DELIMITERS = (",", ";", "\t", "|")
SPOKEN_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
_TRIED_ROWS = 60
_TRIED_CHARACTERS = 200_000


class DelimitedRows:
    """Rows of a text file. Reads CR, LF and CRLF line ends, quoted cells with delimiters and line ends inside."""

    keys = None

    def __init__(self, name: str, file: IO[bytes], encoding: str, limits: Limits, delimiter: str | None) -> None:
        self._name = name
        self._file = file
        self._encoding = encoding
        self._limits = limits
        declared = self._declared_delimiter()
        self._skipped = 1 if declared else 0
        self.delimiter = delimiter or declared or self._likeliest_delimiter()

    def close(self) -> None:
        """Nothing is held but the file, which belongs to the table."""

    def _text(self) -> io.TextIOWrapper:
        return io.TextIOWrapper(reading(self._file), self._encoding, errors="strict", newline="")

    def _declared_delimiter(self) -> str | None:
        """Excel's first line "sep=;"."""
        try:
            line = self._text().readline(20).strip().strip('"')
        except UnicodeError:
            return None
        return line[4] if len(line) == 5 and line.lower().startswith("sep=") and line[4] in DELIMITERS else None

    def _likeliest_delimiter(self) -> str:
        """The one that makes known header words, then rows of one length, out of the first lines."""
        best, best_score = ",", (-1.0, -1.0, 0.0)
        for delimiter in DELIMITERS:
            rows: list[list[str]] = []
            try:
                for _, cells in self._parse(delimiter, at_most=_TRIED_CHARACTERS):
                    rows.append(cells)
                    if len(rows) == _TRIED_ROWS:
                        break
            except TooManyColumns:
                return delimiter
            except UnreadableFile:
                if not rows:
                    continue
            if not rows:
                return delimiter
            known = max(len({w.field for cell in row if (w := recognised(cell.strip()))}) for row in rows[:40])
            width, often = Counter(map(len, rows)).most_common(1)[0]
            score = (float(known), often / len(rows) if width > 1 else 0.0, float(width))
            if score > best_score:
                best, best_score = delimiter, score
        return best

    def rows(self) -> Iterator[Row]:
        return self._parse(self.delimiter)

    def _parse(self, delimiter: str, at_most: int | None = None) -> Iterator[Row]:
        """Rows with the line that each begins on; `at_most` characters are looked at, without complaint at the end."""
        name, limits = self._name, self._limits
        held = total = 0
        ended = False
        text = self._text()

        def lines() -> Iterator[str]:
            nonlocal held, total, ended
            readline, longest = text.readline, limits.line_characters + 1
            number = 0
            while line := readline(longest):
                number += 1
                held += len(line)
                if held > limits.line_characters:
                    raise TooManyColumns(
                        f"{name}, line {number}: a row of more than {limits.line_characters:,} characters is not a "
                        "person; "
                        "check that the file is a table and its line ends are right"
                    )
                if "\0" in line:
                    raise BrokenTable(
                        f"{name}, line {number}: a NUL byte stands in the text, so the file is damaged; "
                        "ask for it again"
                    )
                yield line
                if at_most is not None:
                    total += len(line)
                    if total > at_most:
                        return
            ended = True

        reader = csv.reader(lines(), delimiter=delimiter)
        begins = 1
        try:
            for _ in range(self._skipped):
                next(reader, None)
                begins = reader.line_num + 1
            for cells in reader:
                if ended and at_most is None:
                    raise BrokenTable(
                        f'{name}, line {begins}: a quotation mark (") opens a cell here and is never closed, so '
                        "that the rest "
                        "of the file would be one cell; close it, or double it where it belongs to the text"
                    )
                if len(cells) > limits.columns:
                    raise TooManyColumns(
                        f"{name}, line {begins}: {len(cells):,} columns are more than the {limits.columns:,} that a "
                        "list of "
                        "people may have; check that the file is a table of people"
                    )
                if cells and not is_blank(cells):
                    yield begins, cells
                begins = reader.line_num + 1
                held = 0
        except csv.Error:
            raise BrokenTable(
                f"{name}, line {begins}: a cell that begins here is longer than {csv.field_size_limit():,} characters; "
                "a "
                'quotation mark (") is probably not closed'
            ) from None
        except UnicodeDecodeError:
            raise UndecodableText(
                f"{name}, near line {begins}: these bytes are not {self._encoding}; save the whole file as UTF-8"
            ) from None

    @property
    def spoken_delimiter(self) -> str:
        return SPOKEN_DELIMITERS[self.delimiter]
