"""A child process that never outlives the process that started it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent(how: signal.Signals = signal.SIGKILL, *, parent: int | None = None) -> None:
    """Ask the system to send this process a signal when its parent dies, however it dies (prctl(2), Linux).

    Elsewhere this does nothing.

    Args:
        how: the signal.
        parent: the process number that the parent must still have; if it has died before this call, this process
            ends at once.
    """
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    if parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), how)
