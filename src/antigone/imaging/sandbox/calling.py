"""The caller's side: a request to the nursery, and an answer that is believed in nothing but its length."""

from __future__ import annotations

import array
import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from antigone.imaging.sandbox import nursery, probing
from antigone.imaging.sandbox.values import (
    Bounds,
    Confinement,
    Failed,
    Job,
    Killed,
    Outcome,
    OutOfMemory,
    Refused,
    SandboxUnavailable,
    TimedOut,
)

_LONGEST_FACTS = 16 * 1024**2
START_SECONDS = 60
GRACE_SECONDS = 5.0
_BEGIN = (
    "import sys; sys.path[:] = sys.argv[2:]; from antigone.imaging.sandbox.nursery import main; main(int(sys.argv[1]))"
)


class _Nursery:
    """The nursery of this process; started when first needed, and anew where it has gone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def line(self) -> socket.socket:
        with self._lock:
            gone = self._process is None or self._process.poll() is not None
            if self._line is None or gone or self._owner != os.getpid():
                self._line = self._started()
            return self._line

    def forget(self, line: socket.socket) -> None:
        """This line leads nowhere any more; the next caller starts another nursery."""
        with self._lock:
            if self._line is line:
                self._line = None
                if self._process is not None and self._owner == os.getpid():
                    self._process.kill()
                    self._process.wait()
                line.close()

    def close(self) -> None:
        """Let the nursery end; it does by itself when its line is closed."""
        if self._line is not None:
            self.forget(self._line)

    def _started(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _BEGIN, str(theirs.fileno()), *filter(None, sys.path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env={"LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                pass_fds=[theirs.fileno()],
            )
        except OSError as error:
            ours.close()
            raise SandboxUnavailable(f"the sandbox cannot be started ({error.strerror})") from error
        finally:
            theirs.close()
        if self._line is not None:
            self._line.close()
        self._owner = os.getpid()
        return ours


_nursery = _Nursery()


def end_nursery() -> None:
    """End the process from which jobs are forked, with every job in it; the next job starts another."""
    _nursery.close()


atexit.register(end_nursery)
_DEFAULT = Bounds()


def in_sandbox(job: Job, data: bytes, *, bounds: Bounds = _DEFAULT, **arguments: Any) -> Outcome:
    """What `job` makes of `data` in a process that can reach nothing.

    Args:
        job: a function at the top of an importable module, called as ``job(data, **arguments)`` in a forked child
            with its module loaded. It raises `Refused` for data that it does not want.
        data: untrusted bytes.
        bounds: what it may use.
        arguments: plain values that JSON can carry.

    Returns:
        the outcome, whose facts and parts are as untrusted as the data.

    Raises:
        Refused, Failed, OutOfMemory, TimedOut, Killed: see there; the caller is unharmed.
        SandboxUnavailable: there is no sandbox to run it in.
    """
    source, answer = os.memfd_create("data", os.MFD_CLOEXEC), os.memfd_create("answer", os.MFD_CLOEXEC)
    try:
        _fill(source, data)
        with asked(job, arguments, bounds, (source, answer), streams=False) as told:
            try:
                said = verdict(told, 2 * bounds.seconds + GRACE_SECONDS)
            except TimedOut:
                # The nursery ends a child that is late; one that does not has stopped working itself.
                _nursery.forget(told.line)
                raise
            return _judged(said, answer, bounds)
    finally:
        for descriptor in (source, answer):
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class Told:
    """Where the verdict on a job comes; the job is ended when it is closed before."""

    line: socket.socket
    descriptor: int


@contextlib.contextmanager
def asked(
    job: Callable[..., Any], arguments: Mapping[str, Any], bounds: Bounds, ends: tuple[int, int], *, streams: bool
) -> Iterator[Told]:
    """A job begun in a child whose two ends, of its data and of its answer, are given.

    Raises:
        SandboxUnavailable: there is no sandbox to run it in.
    """
    request = json.dumps(
        {
            "module": job.__module__,
            "name": job.__qualname__,
            "arguments": arguments,
            "bounds": asdict(bounds),
            "streams": streams,
        }
    ).encode()
    if len(request) > nursery.LONGEST_REQUEST:
        raise SandboxUnavailable("the arguments of a job are small; what is large is data")
    told, tells = os.pipe()
    try:
        line = _nursery.line()
        try:
            descriptors = array.array("i", [*ends, tells])
            line.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, descriptors)])
        except OSError as error:
            _nursery.forget(line)
            raise SandboxUnavailable("the sandbox has gone; ask again") from error
        finally:
            os.close(tells)
            tells = -1
        yield Told(line, told)
    finally:
        if tells >= 0:
            os.close(tells)
        os.close(told)


def confinement() -> Confinement:
    """What holds a job on this machine, as tried by a job that tries to break out.

    Raises:
        SandboxError: the sandbox does not run at all.
    """
    facts = in_sandbox(probing.escapes, b"").facts
    return Confinement(int(facts["landlock"]), bool(facts["seccomp"]), bool(facts["own_account"]))


def _fill(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def verdict(told: Told, patience: float) -> Mapping[str, Any]:
    """What the nursery says of a child that has ended, waited for so many seconds.

    Raises:
        TimedOut, SandboxUnavailable: it says nothing.
    """
    # The first request waits until the nursery has loaded what the job needs.
    deadline = time.monotonic() + patience + START_SECONDS
    waiting = select.poll()
    waiting.register(told.descriptor, select.POLLIN)
    while not waiting.poll(max(0.0, deadline - time.monotonic()) * 1000):
        if time.monotonic() >= deadline:
            raise TimedOut("the sandbox does not answer")
    content = os.read(told.descriptor, 4096)
    if not content:
        _nursery.forget(told.line)
        raise SandboxUnavailable("the sandbox has gone, or cannot load what the job needs")
    said: Mapping[str, Any] = json.loads(content)
    return said


def _judged(said: Mapping[str, Any], answer: int, bounds: Bounds) -> Outcome:
    status = checked_status(said, bounds)
    outcome = _read_outcome(answer, bounds.output)
    complain(status, outcome.facts)
    return outcome


def checked_status(said: Mapping[str, Any], bounds: Bounds) -> int:
    """How a child ended that may have left an answer.

    Raises:
        TimedOut, Killed, OutOfMemory: it cannot have left one.
    """
    status = int(said["status"])
    if said["late"] or status in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TimedOut(f"the data needed more than {bounds.seconds} seconds")
    if status < 0:
        raise Killed(-status)
    if status == nursery.MEMORY:
        raise OutOfMemory(f"the data needed more than {bounds.memory // 1024**2} MiB")
    return status


def complain(status: int, facts: Mapping[str, Any]) -> None:
    """Raise what a child says of itself that ended in another way than with its work done."""
    if status == nursery.REFUSED:
        raise Refused(str(facts.get("refused", ""))[:100])
    if status != nursery.DONE:
        raise Failed(f"the job failed ({str(facts.get('failed', 'unknown'))[:60]})")


def _read_outcome(answer: int, most: int) -> Outcome:
    """What `nursery.write_outcome` wrote, unless the child wrote something else.

    Raises:
        SandboxError: it did.
    """
    size = os.fstat(answer).st_size
    try:
        if size > most:
            raise ValueError("longer than allowed")
        (length,) = nursery.LENGTHS.unpack(os.pread(answer, nursery.LENGTHS.size, 0))
        if length > min(size, _LONGEST_FACTS):
            raise ValueError("facts of such a length")
        place = nursery.LENGTHS.size + length
        facts = json.loads(os.pread(answer, length, nursery.LENGTHS.size))
        if not isinstance(facts, dict):
            raise TypeError("no facts")
        parts = []
        while place < size:
            (length,) = nursery.PART.unpack(os.pread(answer, nursery.PART.size, place))
            place += nursery.PART.size
            if length > size - place:
                raise ValueError("a part of such a length")
            parts.append(_exactly(answer, length, place))
            place += length
        return Outcome(facts, tuple(parts))
    except Exception as error:
        raise Failed("the job left no answer that can be read") from error


def _exactly(descriptor: int, length: int, place: int) -> bytes:
    content = bytearray()
    while len(content) < length:
        part = os.pread(descriptor, length - len(content), place + len(content))
        if not part:
            raise ValueError("cut off")
        content += part
    return bytes(content)
