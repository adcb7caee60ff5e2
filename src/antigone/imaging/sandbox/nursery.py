"""The process from which jobs are forked: it has loaded the decoders and holds nothing worth stealing.

It is started without the caller's memory, environment and files, has one thread (a fork of a process with several is
unsafe), and ends when its caller does. Each request brings the data, a place for the answer and a pipe for the verdict
as file descriptors; each is answered by a child of its own, and several run at once. A child whose verdict nobody waits
for any more is ended.
"""

from __future__ import annotations

import array
import contextlib
import functools
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from antigone.imaging.sandbox import jail
from antigone.imaging.sandbox.values import Bounds, Outcome, Refused

LONGEST_REQUEST = 64 * 1024
DONE, REFUSED, MEMORY, FAILED = 0, 10, 11, 12
LENGTHS = struct.Struct("<I")
PART = struct.Struct("<Q")
#: Stands in the place of a piece's length before the facts that end a stream.
LAST = 0xFFFF_FFFF
_ONCE = 1 << 20

_Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _Running:
    child: int
    verdict: int
    deadline: float | None


def main(door: int) -> None:
    """Answer requests until the caller ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=door)
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    running: dict[int, _Running] = {}
    waited_for: dict[int, int] = {}

    def forget(handle: int, *, late: bool = False) -> None:
        one = running.pop(handle)
        waiting.unregister(handle)
        if waited_for.pop(one.verdict, None) is not None:
            waiting.unregister(one.verdict)
        _ended(handle, one, late=late)

    while True:
        soonest = min((one.deadline for one in running.values() if one.deadline is not None), default=None)
        patience = None if soonest is None else max(0.0, soonest - time.monotonic()) * 1000 + 1
        for ready, _ in waiting.poll(patience):
            if ready == line.fileno():
                request, descriptors = _received(line)
                if not request:
                    return
                handle, one = _begun(json.loads(request), descriptors)
                running[handle] = one
                waited_for[one.verdict] = handle
                waiting.register(handle, select.POLLIN)
                # Asks for nothing, and is told when the other end of the pipe was closed.
                waiting.register(one.verdict, 0)
            elif ready in waited_for:
                signal.pidfd_send_signal(waited_for.pop(ready), signal.SIGKILL)
                waiting.unregister(ready)
            elif ready in running:
                forget(ready)
        for handle, one in list(running.items()):
            if one.deadline is not None and time.monotonic() >= one.deadline:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                forget(handle, late=True)


def _received(line: socket.socket) -> tuple[bytes, list[int]]:
    size = array.array("i").itemsize
    request, ancillary, _, _ = line.recvmsg(LONGEST_REQUEST, socket.CMSG_LEN(3 * size))
    descriptors = array.array("i")
    for _, kind, content in ancillary:
        if kind == socket.SCM_RIGHTS:
            descriptors.frombytes(content[: len(content) - len(content) % size])
    return request, list(descriptors)


def _begun(request: dict[str, Any], descriptors: list[int]) -> tuple[int, _Running]:
    data, answer, verdict = descriptors
    bounds = Bounds(**request["bounds"])
    work = functools.partial(_job(request["module"], request["name"]), **request["arguments"])
    account, baseline = jail.account_of_its_own(), jail.program_size()
    child = os.fork()
    if child == 0:
        _live(work, bounds, data, answer, account, baseline, streams=request["streams"])
    os.close(data)
    os.close(answer)
    # Of a stream only the caller knows whether it stands still or waits for him.
    deadline = None if request["streams"] else time.monotonic() + 2 * bounds.seconds
    return os.pidfd_open(child), _Running(child, verdict, deadline)


@functools.cache
def _job(module: str, name: str) -> _Work:
    """The function, with everything that it needs loaded: a module's `prepare` is called once, out here."""
    found = importlib.import_module(module)
    if hasattr(found, "prepare"):
        found.prepare()
    job: _Work = getattr(found, name)
    return job


def _ended(handle: int, one: _Running, *, late: bool = False) -> None:
    _, status = os.waitpid(one.child, 0)
    os.close(handle)
    verdict = {"late": late, "status": os.waitstatus_to_exitcode(status)}
    with contextlib.suppress(OSError):
        os.write(one.verdict, json.dumps(verdict).encode())
    os.close(one.verdict)


def _live(
    work: _Work, bounds: Bounds, data: int, answer: int, account: int | None, baseline: int, *, streams: bool
) -> None:
    """A child's whole life. Leaves by `os._exit` alone, so that nothing of its parent's is run."""
    code = FAILED
    try:
        os.setsid()
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        os.dup2(data, 0)
        os.dup2(answer, 1)
        os.closerange(2, max(os.sysconf("SC_OPEN_MAX"), 1024))
        data, answer = 0, 1
        content = b"" if streams else _everything(data)
        jail.shut_in(bounds, account=account, baseline=baseline + len(content))
        try:
            outcome = _streamed(work, data, answer) if streams else work(content)
            code = DONE
        except Refused as refusal:
            outcome, code = Outcome({"refused": refusal.code}), REFUSED
        except MemoryError:
            outcome, code = Outcome(), MEMORY
        except Exception as error:
            outcome, code = Outcome({"failed": type(error).__name__}), FAILED
        if streams:
            _write(answer, LENGTHS.pack(LAST) + json.dumps(dict(outcome.facts)).encode())
        else:
            write_outcome(answer, outcome)
    except (MemoryError, OSError):
        code = MEMORY
    except BaseException:
        code = FAILED
    finally:
        os._exit(code)


class _Pipe:
    """A `values.Source` over a descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def read(self, size: int, /) -> bytes:
        return os.read(self._descriptor, size)


def _streamed(work: _Work, data: int, answer: int) -> Outcome:
    for piece in work(_Pipe(data)):
        _write(answer, LENGTHS.pack(len(piece)))
        _write(answer, piece)
    return Outcome()


def _everything(descriptor: int) -> bytes:
    parts = []
    place = 0
    while part := os.pread(descriptor, 1 << 24, place):
        parts.append(part)
        place += len(part)
    return b"".join(parts)


def write_outcome(descriptor: int, outcome: Outcome) -> None:
    """Lay down an outcome: the length of the facts, the facts as JSON, then each part after its length."""
    facts = json.dumps(dict(outcome.facts)).encode()
    for piece in (
        LENGTHS.pack(len(facts)),
        facts,
        *(x for part in outcome.parts for x in (PART.pack(len(part)), part)),
    ):
        _write(descriptor, piece)


def _write(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest[:_ONCE]) :]


if __name__ == "__main__":
    main(int(sys.argv[1]))
