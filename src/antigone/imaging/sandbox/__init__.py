"""Where untrusted files are decoded: a forked child that can reach no file, no network and no other process.

    from antigone.imaging.sandbox import in_sandbox, Outcome, Refused

    def rows_of(data: bytes, *, sheet: str) -> Outcome: ...      # a job, at the top of its module

    outcome = in_sandbox(rows_of, data, sheet="people")

    def pieces_of(source: Source, *, sheet: str) -> Iterator[bytes]: ...      # a job over a stream

    for piece in through_sandbox(pieces_of, stream, sheet="people"): ...

Pictures go through it (`imaging.decoding`), and whatever else strangers send that is read by a program in C. What a job
gives back is as untrusted as what it was given: check every fact.
"""

from antigone.imaging.sandbox.calling import confinement, in_sandbox
from antigone.imaging.sandbox.streaming import through_sandbox
from antigone.imaging.sandbox.values import (
    Bounds,
    Confinement,
    Failed,
    Killed,
    Outcome,
    OutOfMemory,
    Refused,
    SandboxError,
    SandboxUnavailable,
    Source,
    StreamBounds,
    TimedOut,
)

__all__ = [
    "Bounds",
    "Confinement",
    "Failed",
    "Killed",
    "OutOfMemory",
    "Outcome",
    "Refused",
    "SandboxError",
    "SandboxUnavailable",
    "Source",
    "StreamBounds",
    "TimedOut",
    "confinement",
    "in_sandbox",
    "through_sandbox",
]
