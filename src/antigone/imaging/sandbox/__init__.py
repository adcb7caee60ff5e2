"""Where untrusted files are decoded: a forked child that can reach no file, no network and no other process.

    from antigone.imaging.sandbox import in_sandbox, Outcome, Refused

    def rows_of(data: bytes, *, sheet: str) -> Outcome: ...      # a job, at the top of its module

    outcome = in_sandbox(rows_of, data, sheet="people")

Pictures go through it (`imaging.decoding`); spreadsheets, archives, PDF and XML can. What a job gives back is as
untrusted as what it was given: check every fact.
"""

from antigone.imaging.sandbox.calling import confinement, in_sandbox
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
    "TimedOut",
    "confinement",
    "in_sandbox",
]
