"""What gzip packed, unpacked in the sandbox."""

from __future__ import annotations

import zlib
from collections.abc import Generator, Iterator

from antigone.imaging.sandbox import (
    OutOfMemory,
    Refused,
    SandboxError,
    SandboxUnavailable,
    Source,
    StreamBounds,
    TimedOut,
    through_sandbox,
)
from antigone.interfaces.exchange.errors import BrokenTable, FileTooLarge, NotReadNow

_READ = 1 << 16
_PIECE = 1 << 18
#: zlib cannot pack better than 1,032 to one; how much is kept of it, whoever reads says.
_BOUNDS = StreamBounds(memory=256 * 1024**2, seconds=300, piece=_PIECE, growth=1100)
_GZIP = 16 + zlib.MAX_WBITS


def gunzipped(name: str, stream: Source) -> Iterator[bytes]:
    """The content of a gzip file, of several members too, piece by piece.

    Args:
        name: what to call the file in a sentence.

    Raises:
        BrokenTable: it is cut off or damaged.
        FileTooLarge: unpacking it takes longer than any list does.
        NotReadNow: there is no sandbox to unpack it in.
    """
    try:
        yield from through_sandbox(unpacked, stream, bounds=_BOUNDS)
    except SandboxUnavailable:
        raise NotReadNow(name) from None
    except (OutOfMemory, TimedOut):
        raise FileTooLarge(f"{name} takes longer to unpack than a list of people does; send the table itself") from None
    except Refused:
        raise BrokenTable(f"{name} is cut off or damaged inside its packing (gzip); ask for it again") from None
    except SandboxError:
        raise BrokenTable(
            f"{name} brings down the program that unpacks it, as a file can that was made to do harm; "
            "nothing of it was kept; ask its sender for the table itself"
        ) from None


def unpacked(source: Source) -> Generator[bytes, None, None]:
    """The job: members of gzip one after the other (RFC 1952), zeros between and after them passed over.

    Raises:
        Refused: it is cut off or damaged.
    """
    member = zlib.decompressobj(_GZIP)
    rest = b""
    begun = False
    while True:
        if not rest:
            rest = source.read(_READ)
            if not rest:
                break
        if member.eof:
            rest = rest.lstrip(b"\0")
            if not rest:
                continue
            member, begun = zlib.decompressobj(_GZIP), False
        begun = True
        try:
            piece = member.decompress(rest, _PIECE)
        except zlib.error as error:
            raise Refused("damaged") from error
        rest = member.unused_data if member.eof else member.unconsumed_tail
        if piece:
            yield piece
    while begun and not member.eof:
        # What the decompressor has not given yet comes without further data, until nothing comes.
        piece = member.decompress(b"", _PIECE)
        if not piece:
            raise Refused("cut off")
        yield piece
