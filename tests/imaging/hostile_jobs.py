"""Jobs that misbehave, for the sandbox to deal with."""

from __future__ import annotations

import ctypes
import os

from antigone.imaging.sandbox import Outcome, Refused


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
