"""Parsers that were taken over or brought down, in the place of the true one."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from typing import Any

from antigone.imaging.sandbox import Source, probing
from antigone.interfaces.exchange.foreign_xml import packing, parsing


def _first_piece(source: Source, how: dict[str, Any]) -> Iterator[bytes]:
    return itertools.islice(parsing.elements(source, **how), 1)


def crashes(source: Source, **how: Any) -> Iterator[bytes]:
    yield from _first_piece(source, how)
    ctypes.string_at(0)


def hangs(source: Source, **how: Any) -> Iterator[bytes]:
    yield from _first_piece(source, how)
    while True:
        pass


def takes_memory(source: Source, **how: Any) -> Iterator[bytes]:
    yield from _first_piece(source, how)
    yield bytes(1 << 40)


def talks_nonsense(source: Source, **how: Any) -> Iterator[bytes]:
    yield from _first_piece(source, how)
    yield b"E and then nothing that can be picked up"


def tells_no_trouble(source: Source, **how: Any) -> Iterator[bytes]:
    yield packing.TROUBLE + b'{"kind": "damaged", "line": "drop table", "said": []}'


def tries_to_get_out(source: Source, **how: Any) -> Iterator[bytes]:
    source.read(1)
    yield packing.trouble(parsing.DAMAGED, 1, f"open: {probing.escapes(b'').facts['got_out']}")
