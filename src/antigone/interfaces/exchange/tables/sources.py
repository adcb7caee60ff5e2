"""The seam between a format and what is above it."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from enum import StrEnum
from typing import IO, Protocol


class TableFormat(StrEnum):
    """The formats that can be read. TSV is CSV whose delimiter is a tab."""

    CSV = "csv"
    TSV = "tsv"
    XLSX = "xlsx"
    JSON = "json"


Row = tuple[int, list[str]]
"""The line on which a row begins, counting from 1, and its cells as text."""


def is_blank(cells: list[str]) -> bool:
    """Whether a row has nothing but white space in it."""
    return not cells[0].strip() and not any(cell.strip() for cell in cells)


class RowSource(Protocol):
    """Rows of one file, from the beginning each time. Blank rows are left out; their lines are counted."""

    @property
    def keys(self) -> tuple[str, ...] | None:
        """The columns, where the format itself names them (JSON)."""

    def rows(self) -> Iterator[Row]:
        """All rows in order, the header among them."""

    def close(self) -> None:
        """Gives back temporary storage."""


class FromStart(io.RawIOBase):
    """A reading of an open file from its first byte, independent of every other reading of it.

    The path is not opened again, so that what was checked is what is read.
    """

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_END:
            offset += os.fstat(self._file.fileno()).st_size
        elif whence == os.SEEK_CUR:
            offset += self._at
        if offset < 0:
            raise OSError("a position before the first byte")
        self._at = offset
        return offset

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = pread(self._file, len(view), self._at)
        view[: len(data)] = data
        self._at += len(data)
        return len(data)


def pread(file: IO[bytes], size: int, offset: int) -> bytes:
    """Up to `size` bytes from `offset`, without moving the file's own position."""
    return os.pread(file.fileno(), size, offset)


def reading(file: IO[bytes]) -> io.BufferedReader:
    """A buffered stream over `file` from its first byte."""
    return io.BufferedReader(FromStart(file), buffer_size=1 << 18)
