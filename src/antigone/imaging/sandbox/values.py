"""What goes into the sandbox, what comes out of it, and how it may fail. All of it is plain data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job gives back: facts as JSON, and parts as bytes.

    It was written by a process that a hostile file may have taken over: whoever reads it checks every fact, and takes
    the parts for nothing but bytes.
    """

    facts: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[bytes, ...] = ()


#: A function at the top of a module, called as ``job(data, **arguments)``. What it needs is imported by its module,
#: not by itself: nothing can be imported in the sandbox.
Job: TypeAlias = Callable[..., Outcome]


class Source(Protocol):
    """Where a job over a stream gets its data from."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes, as soon as there are some; none at the end."""


#: A function at the top of a module, called as ``job(source, **arguments)``, that reads a stream to its end and yields
#: what it makes of it piece by piece, none of them empty.
StreamJob: TypeAlias = Callable[..., Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one job may use.

    Attributes:
        memory: bytes of address space beyond what the program itself takes.
        seconds: of processor time; twice that by the clock on the wall.
        output: bytes that it may give back.
    """

    memory: int = 1024**3
    seconds: int = 10
    output: int = 256 * 1024**2


@dataclass(frozen=True, slots=True)
class StreamBounds:
    """What one job over a stream may use.

    Attributes:
        memory: bytes of address space beyond what the program itself takes.
        seconds: of processor time, for the whole stream.
        patience: seconds by the clock in which it must take or give at least one byte while it is waited for.
        piece: bytes of one piece that it may give.
        growth: how many times as many bytes as it was given it may give back, beyond one piece.
    """

    memory: int = 512 * 1024**2
    seconds: int = 60
    patience: float = 60
    piece: int = 24 * 1024**2
    growth: int = 64


class SandboxError(Exception):
    """The sandbox gave no outcome."""


class Refused(SandboxError):
    """The job looked at the data and refused it; `code` is the job's own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(f"refused: {code}")
        self.code = code


class Failed(SandboxError):
    """The job met an error that it does not know; only the error's class is told, never its text."""


class OutOfMemory(SandboxError):
    """The data needed more memory than the bounds allow."""


class TimedOut(SandboxError):
    """The data needed more time than the bounds allow."""


class Killed(SandboxError):
    """The process was ended by a signal: the decoder crashed on the data, or was made to."""

    def __init__(self, signal: int) -> None:
        super().__init__(f"the process in the sandbox was ended by signal {signal}")
        self.signal = signal


class SandboxUnavailable(SandboxError):
    """The sandbox itself does not run; nothing was decoded."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """What holds a job on this machine.

    Attributes:
        landlock: version of the kernel's Landlock interface; 0 where there is none.
        seccomp: whether system calls are filtered.
        own_account: whether each job runs under a number of account that nobody else has.
    """

    landlock: int
    seccomp: bool
    own_account: bool

    @property
    def whole(self) -> bool:
        return bool(self.landlock) and self.seccomp and self.own_account
