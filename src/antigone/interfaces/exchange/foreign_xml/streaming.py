"""The reader's side: bytes into the sandbox, elements out of it, and one sentence for whatever may go wrong there."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import IO, Final

from antigone.imaging.sandbox import (
    OutOfMemory,
    SandboxError,
    SandboxUnavailable,
    StreamBounds,
    TimedOut,
    through_sandbox,
)
from antigone.interfaces.exchange.errors import BrokenTable, FileTooLarge, NotReadNow, UnreadableFile, WrongFormat
from antigone.interfaces.exchange.foreign_xml import packing, parsing
from antigone.interfaces.exchange.foreign_xml.elements import Selection, Whole
from antigone.interfaces.exchange.limits import MEBIBYTE
from antigone.interfaces.exchange.people.rows import shortened

#: A core reads some twenty MiB in the second that is allowed for one.
_BOUNDS: Final = StreamBounds(piece=parsing.MOST_OF_A_PIECE)
_SECONDS_A_MEBIBYTE: Final = 1
_LARGEST: Final = 8192 * MEBIBYTE


def refused_document_type(name: str, line: int) -> WrongFormat:
    """The sentence for a file with a document type or entities, where its format has no word of its own for them."""
    return WrongFormat(
        f"{name}, line {line:,}: the XML declares a document type or uses entities; such files are not opened, "
        "because they can be made to grow without end or to read other files; export it again without them"
    )


def stream_elements(
    name: str,
    stream: IO[bytes],
    selection: Selection,
    *,
    refused: Callable[[str, int], UnreadableFile] = refused_document_type,
) -> Iterator[Whole]:
    """Wanted elements, each complete with all below it, in the order of their ends.

    Memory is bounded by the largest of them, of at most 16 MiB, however long the file is.

    Args:
        name: what to call the file in a sentence.
        stream: its bytes from the beginning.
        refused: the error, from name and line, for a document type or an entity.

    Raises:
        BrokenTable: it is not well formed, or brings the parser down; the sentence names the line.
        FileTooLarge: it takes more memory or time than lists do.
        NotReadNow: there is no sandbox to read it in.
        UnreadableFile: what `refused` gives.
    """
    unpacker = packing.Unpacker()
    bounds = replace(_BOUNDS, seconds=_BOUNDS.seconds + _SECONDS_A_MEBIBYTE * _size(stream) // MEBIBYTE)
    line = 1
    try:
        with closing(
            through_sandbox(
                parsing.elements,
                stream,
                bounds=bounds,
                tags=list(selection.tags),
                not_in=list(selection.not_in),
                attributes=selection.attributes,
            )
        ) as pieces:
            for piece in pieces:
                trouble = packing.read_trouble(piece)
                if trouble is not None:
                    raise _sentence(name, *trouble, refused)
                for whole in unpacker.wholes(piece):
                    line = whole.element.line
                    yield whole
    except (SandboxError, packing.NotElements) as error:
        raise _fallen(name, line, error) from None


def _size(stream: IO[bytes]) -> int:
    """Bytes of the stream, or the most that any has, where it does not know."""
    try:
        at = stream.tell()
        size = stream.seek(0, io.SEEK_END) - at
        stream.seek(at)
    except (AttributeError, OSError):
        return _LARGEST
    return size


def _sentence(
    name: str, kind: str, line: int, said: str, refused: Callable[[str, int], UnreadableFile]
) -> UnreadableFile:
    if kind == parsing.DOCUMENT_TYPE:
        return refused(name, line)
    if kind == parsing.ENCODING:
        return BrokenTable(f"{name}, line 1: the encoding that the XML states is not known; save as UTF-8")
    if kind == parsing.TOO_LARGE:
        return FileTooLarge(
            f"{name}, line {line:,}: the record that begins here holds more than {parsing.MOST_OF_ONE // MEBIBYTE} "
            "MiB, which no record does; ask for the file without it"
        )
    return BrokenTable(
        f"{name}, line {line:,}: the XML is damaged or cut off here ({shortened(said)}); export it again"
    )


def _fallen(name: str, line: int, error: Exception) -> UnreadableFile:
    """The sentence for what became of the parser; `line` is that of the last record before."""
    if isinstance(error, SandboxUnavailable):
        return NotReadNow(name)
    where = f"{name}, after line {line:,}"
    if isinstance(error, OutOfMemory):
        return FileTooLarge(f"{where}: the XML needs more memory to be read than any list does; split it")
    if isinstance(error, TimedOut):
        return FileTooLarge(
            f"{where}: the XML takes longer to be read than any list does; split it, or export it again"
        )
    return BrokenTable(
        f"{where}: the XML brings down the program that reads it, as a file can that was made to do harm; "
        "nothing of it was kept; ask its sender for another export"
    )
