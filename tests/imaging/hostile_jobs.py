"""Jobs that misbehave, for the sandbox to deal with."""

from __future__ import annotations

import ctypes
import json
import os
import time
from collections.abc import Iterator

from antigone.imaging.sandbox import Outcome, Refused, Source, probing


def lengths(data: bytes, *, times: int) -> Outcome:
    return Outcome({"length": len(data)}, (data * times, b""))


def refuses(data: bytes) -> Outcome:
    raise Refused("not wanted")


def fails(data: bytes) -> Outcome:
    raise KeyError(data.decode())


def crashes(data: bytes) -> Outcome:
    ctypes.string_at(0)
    return Outcome()


def never_ends(data: bytes) -> Outcome:
    while True:
        pass


def takes_memory(data: bytes) -> Outcome:
    return Outcome({"length": len(bytearray(1 << 30))})


def writes_too_much(data: bytes) -> Outcome:
    return Outcome({}, (bytes(4 << 20),))


def lies(data: bytes) -> Outcome:
    """Writes its own answer, as a decoder that was taken over would."""
    os.write(1, data)
    os._exit(0)


def echoes(source: Source, *, times: int = 1) -> Iterator[bytes]:
    while piece := source.read(1 << 16):
        yield piece * times


def tries_to_get_out(source: Source) -> Iterator[bytes]:
    source.read(1)
    yield json.dumps(dict(probing.escapes(b"").facts)).encode()


def refuses_later(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    raise Refused("not wanted")


def fails_later(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    raise KeyError("Olha Kolodiy")


def crashes_later(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    ctypes.string_at(0)


def stands_still(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    while True:
        time.sleep(60)


def falls_silent(source: Source) -> Iterator[bytes]:
    """Says that it has ended, and does not end."""
    yield source.read(1 << 16)
    os.close(1)
    while True:
        time.sleep(60)


def computes_for_ever(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    while True:
        pass


def takes_memory_later(source: Source) -> Iterator[bytes]:
    yield source.read(1 << 16)
    yield bytes(1 << 30)


def writes_for_ever(source: Source) -> Iterator[bytes]:
    source.read(1 << 16)
    while True:
        yield bytes(1 << 10)


def writes_its_own(source: Source) -> Iterator[bytes]:
    """Writes its own answer, as a parser that was taken over would."""
    os.write(1, source.read(1 << 16))
    os._exit(0)
    yield b""
