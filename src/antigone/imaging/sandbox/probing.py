"""A job that tries to get out by every way that an intruder would try. `antigone doctor` and the tests run it."""

from __future__ import annotations

import ctypes
import mmap
import os
import socket
from collections.abc import Callable
from pathlib import Path

from antigone.imaging.sandbox import jail
from antigone.imaging.sandbox.values import Outcome

_libc = ctypes.CDLL(None, use_errno=True)
_CLONE_NEWUSER, _PTRACE_ATTACH = 0x1000_0000, 16
_IO_URING_SETUP, _CLONE3 = 425, 435


def escapes(_data: bytes) -> Outcome:
    """What came of each try.

    Returns:
        facts ``landlock``, ``seccomp`` and ``own_account`` (`values.Confinement`), and ``got_out``: the ways that were
        open.
    """
    holds = jail.holding[0]
    return Outcome(
        {
            "landlock": holds.landlock,
            "seccomp": holds.seccomp,
            "own_account": holds.own_account,
            "got_out": [name for name, attempt in ATTEMPTS.items() if succeeds(attempt)],
        }
    )


def succeeds(attempt: Callable[[], object]) -> bool:
    """Whether an attempt meets no refusal."""
    try:
        attempt()
    except (OSError, ValueError):
        return False
    return True


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _connect(family: socket.AddressFamily, address: object) -> None:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(1)
        line.connect(address)  # type: ignore[arg-type]


def _called(result: int) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")


ATTEMPTS: dict[str, Callable[[], object]] = {
    "read a file": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "write a file": lambda: os.open("/tmp/antigone-got-out", os.O_WRONLY | os.O_CREAT),  # noqa: S108 - never made
    "list a folder": lambda: list(Path("/").iterdir()),
    "look at a file": lambda: Path("/etc/passwd").stat(),
    "change a mode": lambda: Path("/etc/passwd").chmod(0o644),
    "remove a file": lambda: Path("/tmp/antigone-got-out").unlink(),  # noqa: S108
    "connect by IP": lambda: _connect(socket.AF_INET, ("127.0.0.1", 9)),
    "connect to a local socket": lambda: _connect(socket.AF_UNIX, "/run/none"),
    "fork": _fork,
    "fork without being seen": lambda: _called(_libc.syscall(_CLONE3, ctypes.create_string_buffer(64), 64)),
    "run a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - it must fail
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "trace its parent": lambda: _called(_libc.ptrace(_PTRACE_ATTACH, os.getppid(), None, None)),
    "make a namespace": lambda: _called(_libc.unshare(_CLONE_NEWUSER)),
    "queue calls": lambda: _called(_libc.syscall(_IO_URING_SETUP, 1, None)),
    "make a file in memory": lambda: os.memfd_create("x"),
    "make code": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    "become root": lambda: os.setuid(0),
}
