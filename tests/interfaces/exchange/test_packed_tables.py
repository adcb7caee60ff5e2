"""Tables packed with gzip are unpacked in the sandbox, as gzip itself unpacks them."""

from __future__ import annotations

import ctypes
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.imaging.sandbox import Refused, Source
from antigone.interfaces.exchange import BrokenTable, FileTooLarge, open_table
from antigone.interfaces.exchange.tables import unpacking

TABLE = "ФИО,год рождения\nГончар Остап,1971\n".encode()


class _InSmallPieces:
    """A stream that gives a few bytes at a time, as a pipe may."""

    def __init__(self, data: bytes, size: int) -> None:
        self._stream = io.BytesIO(data)
        self._size = size

    def read(self, size: int, /) -> bytes:
        return self._stream.read(min(size, self._size))


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=4), st.integers(1, 50), st.integers(0, 20))
def test_members_of_any_number_come_as_gzip_gives_them(members: list[bytes], size: int, zeros: int) -> None:
    packed = b"".join(gzip.compress(member, mtime=0) for member in members) + bytes(zeros)
    assert b"".join(unpacking.unpacked(_InSmallPieces(packed, size))) == gzip.decompress(packed)


@given(st.data())
def test_what_gzip_refuses_is_refused(data: st.DataObject) -> None:
    packed = bytearray(gzip.compress(TABLE * 20, mtime=0))
    if data.draw(st.booleans()):
        del packed[data.draw(st.integers(1, len(packed) - 1)) :]
    else:
        # Byte 3 are flags: zlib looks at those that RFC 1952 reserves, and Python's own module passes over them.
        place = data.draw(st.integers(0, len(packed) - 1).filter(lambda place: place != 3))
        packed[place] ^= data.draw(st.integers(1, 255))
    try:
        expected = gzip.decompress(bytes(packed))
    except Exception:
        with pytest.raises(Refused):
            list(unpacking.unpacked(io.BytesIO(packed)))
        return
    assert b"".join(unpacking.unpacked(io.BytesIO(packed))) == expected


def test_a_packed_table_is_read_and_a_bomb_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(TABLE))
    with open_table(path) as table:
        assert table.columns == ("ФИО", "год рождения")
    path.write_bytes(gzip.compress(bytes(60_000_000)))
    with pytest.raises(FileTooLarge, match=r"^list\.csv\.gz unpacks from"):
        open_table(path)


def crashes(source: Source) -> Iterator[bytes]:
    yield source.read(10)
    ctypes.string_at(0)


def test_an_unpacker_that_falls_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(TABLE))
    monkeypatch.setattr(unpacking, "unpacked", crashes)
    with pytest.raises(BrokenTable, match=r"^list\.csv\.gz brings down the program that unpacks it"):
        open_table(path)
