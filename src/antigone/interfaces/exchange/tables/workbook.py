"""XLSX workbooks, decoded by another process that may die without harm.

A workbook is a ZIP archive of XML. Its directory is checked first (how many parts, how much they unpack to); then
python-calamine decodes it in a process with bounds on memory, time and output, which writes rows to a temporary
file without a name. Nothing that the decoder says is trusted beyond being text.
"""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileTooLarge,
    MappingNeeded,
    TooManyColumns,
    WrongFormat,
)
from antigone.interfaces.exchange.limits import Limits
from antigone.interfaces.exchange.tables import workbook_child as child
from antigone.interfaces.exchange.tables.sources import Row, is_blank, pread, reading

_END_OF_DIRECTORY = b"PK\x05\x06"
_DIRECTORY_BYTES_A_PART = 600
_SMALL = 10 * 1024 * 1024
_GRACE_SECONDS = 5


class WorkbookRows:
    """Rows of one sheet: the one asked for, or the first that is not empty."""

    keys = None

    def __init__(self, name: str, file: IO[bytes], limits: Limits, sheet: str | None) -> None:
        self._name = name
        self._limits = limits
        check_archive(name, file, limits)
        self._rows = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        try:
            self.sheet, self.other_sheets = self._decode(file, sheet)
        except BaseException:
            self._rows.close()
            raise

    def close(self) -> None:
        """Gives the decoded rows back to the disk."""
        self._rows.close()

    def _decode(self, file: IO[bytes], sheet: str | None) -> tuple[str, tuple[str, ...]]:
        limits = self._limits
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        bounds = (limits.decoder_memory, limits.decoder_seconds, limits.unpacked_bytes)
        decoder = subprocess.Popen(
            [sys.executable, "-I", str(Path(child.__file__)), *map(str, bounds), sheet or ""],
            stdin=file,
            stdout=self._rows,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={"LC_ALL": "C.UTF-8"},
            close_fds=True,
            start_new_session=True,
        )
        try:
            status = decoder.wait(limits.decoder_seconds + _GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            status = child.EXIT_TOO_LARGE
        finally:
            if decoder.poll() is None:
                decoder.kill()
                decoder.wait()
        self._complain(status, sheet)
        head = self._head()
        chosen, others = head
        return chosen, tuple(name for name in others if name != chosen)

    def _complain(self, status: int, sheet: str | None) -> None:
        name = self._name
        if status == 0:
            return
        if status == child.EXIT_PASSWORD:
            raise WrongFormat(f"{name} is protected by a password; save it without one")
        if status == child.EXIT_NO_SHEET:
            raise MappingNeeded(f"{name} has no sheet «{sheet}»; check the name")
        if status == child.EXIT_EMPTY:
            raise EmptyTable(f"{name} is empty: no sheet of the workbook holds a row")
        if status == child.EXIT_NOT_A_WORKBOOK:
            raise BrokenTable(
                f"{name} is a damaged workbook; open it in a spreadsheet program and save it again as XLSX"
            )
        # What is left is the bounds: memory (the decoder aborts), time (the kernel kills it), output.
        raise FileTooLarge(
            f"{name} needs more memory or time to unpack than a list of people does; "
            "save its one sheet as CSV and import that"
        )

    def _head(self) -> tuple[str, list[str]]:
        """The sheet that was decoded, and all sheets."""
        head = json.loads(reading(self._rows).readline())
        return str(head["sheet"]), [str(name) for name in head["sheets"]]

    def rows(self) -> Iterator[Row]:
        stream = reading(self._rows)
        stream.readline()
        for line in stream:
            row = json.loads(line)
            if row == "end":
                return
            number, cells = row
            if len(cells) > self._limits.columns:
                while cells and not cells[-1]:
                    cells.pop()
            if len(cells) > self._limits.columns:
                raise TooManyColumns(
                    f"{self._name}, line {number}: {len(cells):,} columns are more than the {self._limits.columns:,} "
                    "that a "
                    "list of people may have; check that the file is a table of people"
                )
            if not is_blank(cells):
                yield number, cells
        raise BrokenTable(f"{self._name} could not be unpacked to its end; save it again as XLSX")


def check_archive(name: str, file: IO[bytes], limits: Limits) -> None:
    """Refuses an archive that is no workbook, is cut off, or would unpack to more than the limits, from its directory.

    The directory can lie about sizes; the decoder's own bounds hold then.
    """
    size = os.fstat(file.fileno()).st_size
    tail_at = max(0, size - 22 - 65_535)
    tail = pread(file, 22 + 65_535, tail_at)
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) - at < 22:
        raise BrokenTable(f"{name} is cut off: the end of the workbook is missing; ask for the file again")
    directory_bytes = struct.unpack("<I", tail[at + 12 : at + 16])[0]
    if directory_bytes > limits.archive_entries * _DIRECTORY_BYTES_A_PART:
        raise FileTooLarge(f"{name} is an archive of more parts than a workbook has; send the workbook itself, or CSV")
    try:
        with zipfile.ZipFile(reading(file)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError, struct.error):
        raise BrokenTable(f"{name} is a damaged workbook or cut off; ask for the file again") from None
    if len(parts) > limits.archive_entries:
        raise FileTooLarge(f"{name} is an archive of {len(parts):,} parts, more than a workbook has; send it as CSV")
    names = {part.filename for part in parts}
    if "xl/workbook.xml" not in names:
        raise WrongFormat(f"{name} {_what_archive(names)}; save the table as XLSX or CSV")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.unpacked_bytes or (unpacked > _SMALL and unpacked > limits.unpacking_ratio * max(1, size)):
        raise FileTooLarge(
            f"{name} would unpack from {size:,} to {unpacked:,} bytes, more than a list of people does; "
            "save its one sheet as CSV"
        )


def _what_archive(names: set[str]) -> str:
    if "content.xml" in names and "mimetype" in names:
        return "is an OpenDocument file, which is not read here"
    if any(part.startswith("word/") for part in names):
        return "is a Word document and not a workbook"
    if "xl/workbook.bin" in names:
        return "is a binary workbook (XLSB), which is not read here"
    return "is a ZIP archive and not a workbook"
