"""A laboratory's file opened: bounded, hashed, its text in one known encoding."""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Final

from antigone.interfaces.exchange.errors import UndecodableText, WrongFormat
from antigone.interfaces.exchange.limits import DEFAULT_LIMITS, MEBIBYTE, Limits
from antigone.interfaces.exchange.tables.delimited import DelimitedRows
from antigone.interfaces.exchange.tables.encodings import detect_encoding
from antigone.interfaces.exchange.tables.sources import Row, pread, reading
from antigone.interfaces.exchange.tables.table import OTHER_FILES, open_checked

#: The largest national batches of CMF are some tens of megabytes.
DNA_LIMITS: Final = replace(DEFAULT_LIMITS, file_bytes=256 * MEBIBYTE, columns=20_000)
_HEAD: Final = 8192
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


class NotThisFormat(WrongFormat):
    """The file is in no laboratory's format that is read, or not in the one that was named."""


@dataclass(slots=True)
class Opened:
    """An open file. `head` is the beginning of its text; `encoding` is empty for XML, which tells its own."""

    name: str
    path: Path
    file: IO[bytes]
    sha256: str
    head: str
    encoding: str
    limits: Limits

    @property
    def is_xml(self) -> bool:
        return self.head.lstrip("\ufeff \t\r\n").startswith("<")

    def rows(self, delimiter: str) -> Iterator[Row]:
        """Rows of cells with the line that each begins on; blank ones are left out."""
        for line, cells in DelimitedRows(self.name, self.file, self.encoding, self.limits, delimiter).rows():
            odd = _NO_TEXT.search("\n".join(cells))
            if odd:
                raise self._no_text(line, odd[0])
            yield line, cells

    def _no_text(self, line: int, sign: str) -> NotThisFormat:
        return NotThisFormat(
            f"{self.name}, line {line:,}: there is a sign here that no text has (U+{ord(sign):04X}); "
            "the file is damaged, export it again"
        )

    def lines(self) -> Iterator[tuple[int, str]]:
        """All lines, blank ones too, without their ends, counting from 1."""
        text = io.TextIOWrapper(reading(self.file), self.encoding, errors="strict")
        longest, number = self.limits.line_characters, 0
        try:
            while line := text.readline(longest + 1):
                number += 1
                if len(line) > longest:
                    raise NotThisFormat(
                        f"{self.name}, line {number:,}: a line of more than {longest:,} characters; "
                        "this is not a laboratory's file, or its line ends are lost"
                    )
                odd = _NO_TEXT.search(line)
                if odd:
                    raise self._no_text(number, odd[0])
                yield number, line.rstrip("\r\n")
        except UnicodeDecodeError:
            raise UndecodableText(
                f"{self.name}, near line {number + 1:,}: these bytes are not {self.encoding}; save the file as UTF-8"
            ) from None


@contextmanager
def opened(path: Path, limits: Limits = DNA_LIMITS) -> Iterator[Opened]:
    """Opens and closes a laboratory's file.

    Raises:
        UnreadableFile: it is missing, empty, above the limit, no text, or in no known encoding.
    """
    name = path.name
    file = open_checked(path, name, limits)
    try:
        head = pread(file, _HEAD, 0)
        for start, sentence in (
            *OTHER_FILES,
            (b"PK\x03\x04", "is a workbook or an archive"),
            (b"\x1f\x8b", "is packed"),
        ):
            if head.startswith(start):
                what = sentence.partition(";")[0]
                raise NotThisFormat(f"{name} {what}; export the profiles or frequencies as text or XML")
        codec = _codec_of_markup(head)
        if codec:
            beginning = head.decode(codec, errors="ignore")
            encoding = ""
        else:
            encoding = _encoding(name, file)
            beginning = head.decode(encoding, errors="ignore").lstrip("\ufeff")
        yield Opened(name, path, file, _sha256(file), beginning, encoding, limits)
    finally:
        file.close()


def _codec_of_markup(head: bytes) -> str:
    """A codec that shows the names at the beginning of XML, or nothing for other text."""
    for mark, codec in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"", "utf-8")):
        if head.startswith(mark):
            start = head.decode(codec, errors="ignore").lstrip("\ufeff \t\r\n")
            return codec if start.startswith("<") else ""
    return ""


def _encoding(name: str, file: IO[bytes]) -> str:
    try:
        return detect_encoding(name, file).codec
    except WrongFormat as trouble:
        place = str(trouble).partition(":")[0]
        raise NotThisFormat(
            f"{place}: there are bytes here that no text has; export the profiles or frequencies as text or XML"
        ) from None


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    stream = reading(file)
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
