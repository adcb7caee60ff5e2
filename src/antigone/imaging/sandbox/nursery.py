"""The process from which jobs are forked: it has loaded the decoders and holds nothing worth stealing.

It is started without the caller's memory, environment and files, has one thread (a fork of a process with several is
unsafe), and ends when its caller does. Each request brings the data, a place for the answer and a pipe for the verdict
as file descriptors; each is answered by a child of its own, and several run at once.
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
from dataclasses import dataclass
from typing import Any

from antigone.imaging.sandbox import jail
from antigone.imaging.sandbox.values import Bounds, Job, Outcome, Refused

LONGEST_REQUEST = 64 * 1024
DONE, REFUSED, MEMORY, FAILED = 0, 10, 11, 12
LENGTHS = struct.Struct("<I")
PART = struct.Struct("<Q")
_ONCE = 1 << 20


@dataclass(frozen=True, slots=True)
class _Running:
    child: int
    verdict: int
    deadline: float


def main(door: int) -> None:
    """Answer requests until the caller ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=door)
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    running: dict[int, _Running] = {}
    while True:
        soonest = min((one.deadline for one in running.values()), default=None)
        patience = None if soonest is None else max(0.0, soonest - time.monotonic()) * 1000 + 1
        for ready, _ in waiting.poll(patience):
            if ready == line.fileno():
                request, descriptors = _received(line)
                if not request:
                    return
                handle, one = _begun(json.loads(request), descriptors)
                running[handle] = one
                waiting.register(handle, select.POLLIN)
            else:
                waiting.unregister(ready)
                _ended(ready, running.pop(ready))
        for handle, one in list(running.items()):
            if time.monotonic() >= one.deadline:
                signal.pidfd_send_signal(handle, signal.SIGKILL)
                waiting.unregister(handle)
                _ended(handle, running.pop(handle), late=True)


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
    job = _job(request["module"], request["name"])
    account, baseline = jail.account_of_its_own(), jail.program_size()
    child = os.fork()
    if child == 0:
        _live(job, request["arguments"], bounds, data, answer, account, baseline)
    os.close(data)
    os.close(answer)
    return os.pidfd_open(child), _Running(child, verdict, time.monotonic() + 2 * bounds.seconds)


@functools.cache
def _job(module: str, name: str) -> Job:
    """The function, with everything that it needs loaded: a module's `prepare` is called once, out here."""
    found = importlib.import_module(module)
    if hasattr(found, "prepare"):
        found.prepare()
    job: Job = getattr(found, name)
    return job


def _ended(handle: int, one: _Running, *, late: bool = False) -> None:
    _, status = os.waitpid(one.child, 0)
    os.close(handle)
    verdict = {"late": late, "status": os.waitstatus_to_exitcode(status)}
    with contextlib.suppress(OSError):
        os.write(one.verdict, json.dumps(verdict).encode())
    os.close(one.verdict)


def _live(
    job: Job, arguments: dict[str, Any], bounds: Bounds, data: int, answer: int, account: int | None, baseline: int
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
        content = _everything(data)
        jail.shut_in(bounds, account=account, baseline=baseline + len(content))
        try:
            outcome = job(content, **arguments)
            code = DONE
        except Refused as refusal:
            outcome, code = Outcome({"refused": refusal.code}), REFUSED
        except MemoryError:
            outcome, code = Outcome(), MEMORY
        except Exception as error:
            outcome, code = Outcome({"failed": type(error).__name__}), FAILED
        write_outcome(answer, outcome)
    except (MemoryError, OSError):
        code = MEMORY
    except BaseException:
        code = FAILED
    finally:
        os._exit(code)


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
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(descriptor, rest[:_ONCE]) :]


if __name__ == "__main__":
    main(int(sys.argv[1]))
