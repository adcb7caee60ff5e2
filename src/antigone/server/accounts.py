"""Which operating-system account owns the data.

PostgreSQL refuses to run as root, and so should everything else that meets the network. When an ordinary user
starts Antigone, all is his. When root does, the database, the keys and the sites belong to a system account,
made once; root keeps supervising. Whoever owns an existing database keeps it, however Antigone is started.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from antigone.server.trouble import ServerTrouble

SYSTEM_ACCOUNT = "antigone"
#: Accounts that serve when the system account cannot be made, in order of choice. `nobody` is not among them:
#: whatever else runs as nobody could read the data.
_STAND_INS = ("postgres",)


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account."""

    name: str
    uid: int
    gid: int

    @property
    def is_another(self) -> bool:
        """Whether it is not the account that this process runs as."""
        return self.uid != os.geteuid()


def account_of(uid: int) -> Account:
    """The account with this number; its name is the number in digits where the system knows none."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, uid)
    return Account(entry.pw_name, uid, entry.pw_gid)


def _account_named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def owner_of_data(data: Path) -> Account | None:
    """The account that owns, or will own, the data folder; None when root still has to make it."""
    if os.geteuid() != 0:
        return account_of(os.geteuid())
    keys_or_clusters = [data / "keys", *sorted(data.glob("postgres-*"))] if data.is_dir() else []
    for path in [*reversed(keys_or_clusters), data]:
        if path.exists() and path.stat().st_uid != 0:
            return account_of(path.stat().st_uid)
    for name in (SYSTEM_ACCOUNT, *_STAND_INS):
        if account := _account_named(name):
            return account
    return None


def make_owner_of_data(data: Path) -> Account:
    """`owner_of_data`, and as root make the system account where there is none.

    Raises:
        ServerTrouble: running as root, there is no account to use and none can be made.
    """
    if os.geteuid() == 0 and _account_named(SYSTEM_ACCOUNT) is None and (useradd := shutil.which("useradd")):
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        # Losing a race against another starter is no failure: what counts is whether the account is there.
        subprocess.run(
            [useradd, *options, "--shell", "/usr/sbin/nologin", SYSTEM_ACCOUNT], capture_output=True, check=False
        )
    account = owner_of_data(data)
    if account is None:
        raise ServerTrouble(
            "PostgreSQL does not run as root, and no account «antigone» could be made; "
            f"run «useradd --system {SYSTEM_ACCOUNT}» or start Antigone as an ordinary user"
        )
    return account


def run_as(account: Account, command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a program as an account and as nothing else; both of its outputs come back as one text.

    Raises:
        OSError: the program cannot be started.
    """
    other = account.is_another
    return subprocess.run(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env={"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"},
        umask=0o077,
        user=account.uid if other else None,
        group=account.gid if other else None,
        extra_groups=[] if other else None,
    )


def private_folder(path: Path, owner: Account | None) -> Path:
    """Make a folder that only its owner opens (mode 700), parents too, and give it to the owner.

    Raises:
        ServerTrouble: the folder cannot be made here.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.geteuid() == 0 and owner is not None and path.stat().st_uid == 0 and owner.uid != 0:
            os.chown(path, owner.uid, owner.gid)
    except OSError as error:
        raise ServerTrouble(
            f"the folder {path} cannot be made ({error.strerror}); set ANTIGONE_DATA to a folder that you may write"
        ) from error
    return path


def may_enter(path: Path, account: Account) -> bool:
    """Whether another account may reach what lies under this folder."""
    if not account.is_another:
        return os.access(path, os.X_OK)
    return run_as(account, ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]).returncode == 0
