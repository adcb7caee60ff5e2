"""How a process shuts itself in: limits, an account of its own, Landlock, and a filter of system calls.

All four are layers: each alone denies what the next one denies as well, so that on a kernel that lacks one the others
still hold. Sources: landlock(7), seccomp(2), setrlimit(2), prctl(2), and the kernel's system call tables.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import secrets
import signal
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from antigone.imaging.sandbox.values import Bounds, Confinement

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_LANDLOCK_CREATE_RULESET, _LANDLOCK_RESTRICT_SELF = 444, 446
_LANDLOCK_VERSION = 1
#: Rights over files that each version of Landlock knows, as the highest bit; 15 is `ioctl` on devices.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
#: Numbers of accounts that no file of accounts hands out.
ACCOUNTS: Final = range(0x6000_0000, 0x7000_0000)


@dataclass(frozen=True, slots=True)
class _Calls:
    """Numbers of system calls of one kind of machine; `architecture` is its number in the kernel's audit.

    Allowed is what an interpreter with everything loaded needs to compute, to read what it was given, to write its
    answer, and to start a thread (HEIC's decoder does). None of it names a file, opens anything, or reaches another
    process. `memory` (mmap, mprotect) is allowed without the right to execute, `clone` for threads alone.
    """

    architecture: int
    memory: tuple[int, int]
    clone: int
    allowed: tuple[int, ...]


_MACHINES: Final = {
    "x86_64": _Calls(
        0xC000003E,
        (9, 10),
        56,
        (
            *(0, 1, 3, 5, 8, 11, 12, 13, 14, 15, 17, 18, 19, 20, 24, 25, 28, 35, 39, 60, 77, 96, 98, 100, 131, 186),
            *(202, 204, 219, 228, 229, 230, 231, 273, 318, 324, 334),
        ),
    ),
    "aarch64": _Calls(
        0xC00000B7,
        (222, 226),
        220,
        (
            *(46, 57, 62, 63, 64, 65, 66, 67, 68, 80, 93, 94, 98, 99, 101, 113, 114, 115, 123, 124, 128, 132, 134),
            *(135, 139, 153, 165, 169, 172, 178, 214, 215, 216, 233, 278, 283, 293),
        ),
    ),
}
# The same number everywhere. Its arguments lie in memory, where no filter sees them; who is told that it does not
# exist falls back to `clone`.
_CLONE3: Final = 435
_ALLOW, _KILL_PROCESS, _REFUSE, _NO_SUCH_CALL = 0x7FFF0000, 0x80000000, 0x00050000 | 1, 0x00050000 | 38
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _FLAGS_AT, _PROTECTION_AT = 0, 4, 16, 32
_CLONE_THREAD = 0x10000
#: Threads that a decoder may start.
_THREADS = 16
_PROT_EXEC = 4

#: What holds this process, once it has shut itself in.
holding: list[Confinement] = []

_libc = ctypes.CDLL(None, use_errno=True)


def account_of_its_own() -> int | None:
    """A number of account that nobody has, where this process may take one; for `shut_in`."""
    return ACCOUNTS.start + secrets.randbelow(len(ACCOUNTS)) if os.geteuid() == 0 else None


def landlock_version() -> int:
    """Of the kernel's interface; 0 where there is none."""
    return max(0, int(_libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, _LANDLOCK_VERSION)))


def program_size() -> int:
    """Bytes of address space that this process takes."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def shut_in(bounds: Bounds, *, account: int | None, baseline: int) -> Confinement:
    """Give up everything but memory, time and the files that are open; there is no way back.

    Args:
        bounds: what is left.
        account: see `account_of_its_own`.
        baseline: see `program_size`, asked for before.
    """
    memory = baseline + bounds.memory
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds.seconds, bounds.seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (bounds.output, bounds.output))
    account = account if account is not None and _became(account) else None
    # A process that changes its account loses the wish to die with its parent, so this comes after.
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    no_new_privileges()
    version = lock_land()
    if account is not None:
        # Of an account that is shared the limit would count the others' processes too; there the filter denies a fork.
        resource.setrlimit(resource.RLIMIT_NPROC, (_THREADS, _THREADS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    holding.append(Confinement(version, filter_calls(), account is not None))
    return holding[0]


def _became(account: int) -> bool:
    """Whether this process now runs under the account; root without its capabilities, as in a container, may not."""
    try:
        os.setgroups([])
        os.setresgid(account, account, account)
        os.setresuid(account, account, account)
    except PermissionError:
        return False
    return True


def no_new_privileges() -> None:
    """Nothing that is run from here may gain rights; Landlock and the filter ask for it."""
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def lock_land() -> int:
    """Deny every file, port and foreign process that this kernel's Landlock knows of; the version that did."""
    version = landlock_version()
    if not version:
        return 0
    files = (1 << _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]) - 1
    network = 3 if version >= _NETWORK_SINCE else 0
    scopes = 3 if version >= _SCOPES_SINCE else 0
    attributes = struct.pack("QQQ", files, network, scopes)
    size = 24 if scopes else 16 if network else 8
    ruleset = int(_libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, size, 0))
    if ruleset < 0:
        return 0
    done = int(_libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)
    return version if done == 0 else 0


def filter_calls() -> bool:
    """Refuse every system call but a few with EPERM; whether the kernel took the filter."""
    known = _MACHINES.get(platform.machine())
    if known is None:
        return False
    program = _program(known)
    content = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(content))
    return int(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, header, 0, 0)) == 0


def _program(calls: _Calls) -> bytes:
    """The filter (classic BPF): lines of a code, a value, and where to go on if it is so and if not."""
    lines: list[tuple[str, int, int, str, str]] = [
        ("", _LOAD, _ARCHITECTURE_AT, "", ""),
        ("", _EQUAL, calls.architecture, "number", ""),
        ("", _RETURN, _KILL_PROCESS, "", ""),
        ("number", _LOAD, _NUMBER_AT, "", ""),
        *(("", _EQUAL, call, "memory", "") for call in calls.memory),
        ("", _EQUAL, calls.clone, "clone", ""),
        ("", _EQUAL, _CLONE3, "absent", ""),
        *(("", _EQUAL, call, "allow", "") for call in calls.allowed),
        ("refuse", _RETURN, _REFUSE, "", ""),
        ("absent", _RETURN, _NO_SUCH_CALL, "", ""),
        # Memory that can be executed is asked for by loaders and by intruders, and nothing is loaded any more.
        ("memory", _LOAD, _PROTECTION_AT, "", ""),
        ("", _ANY_BIT, _PROT_EXEC, "no", "allow"),
        ("clone", _LOAD, _FLAGS_AT, "", ""),
        ("", _ANY_BIT, _CLONE_THREAD, "allow", "no"),
        ("no", _RETURN, _REFUSE, "", ""),
        ("allow", _RETURN, _ALLOW, "", ""),
    ]
    places = {label: place for place, (label, *_) in enumerate(lines) if label}

    def jump(label: str, place: int) -> int:
        return places[label] - place - 1 if label else 0

    return b"".join(
        struct.pack("HBBI", code, jump(if_so, place), jump(if_not, place), value)
        for place, (_, code, value, if_so, if_not) in enumerate(lines)
    )
