"""One PostgreSQL cluster in the data folder: made, started, recovered and stopped.

Everything that changes the cluster's state runs under one file lock, so that any number of processes that
start at once give one server. What stays after a crash is cleared here and not left to a person: the lock
file of a server that is dead (or that is a zombie, which in a container may stay in the process table for
hours and would make PostgreSQL refuse to start), but only when no process of the old server is left.

Durability is PostgreSQL's default and is never traded for speed. The server's log holds no statement, no
value and no detail of an error: they are people's names.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from antigone.server.accounts import Account, account_of, make_owner_of_data, may_enter, private_folder, run_as
from antigone.server.embedded.programs import Programs, find_programs
from antigone.server.trouble import ServerTrouble

#: The database role that owns everything in the embedded cluster.
OWNER_ROLE = "antigone"
#: The roles of the zones (`configuration.ROLE_OF_ZONE`); migrations create them.
ZONE_ROLES = (
    *("antigone_public", "antigone_staff", "antigone_worker", "antigone_laboratory", "antigone_vault"),
    "antigone_telegram",
)

_PORT = 5432  # names the socket's file; the server listens on no port
_RECOVERY_SECONDS = 900
_SHARED_MEMORY_BYTES = 512 << 20
_CONFIGURATION = """\
# Written by Antigone at each start; put changes into {local}.
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 16MB
maintenance_work_mem = 128MB
effective_cache_size = 1GB
max_wal_size = 2GB
dynamic_shared_memory_type = {shared_memory}
random_page_cost = 1.1
jit = off
fsync = on
full_page_writes = on
synchronous_commit = on
timezone = 'UTC'
default_text_search_config = 'pg_catalog.simple'
# The log holds no statement, value or detail of an error.
logging_collector = on
log_directory = '{logs}'
log_filename = 'postgres-%a.log'
log_file_mode = 0600
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_timezone = 'UTC'
log_line_prefix = '%m [%p] '
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_duration = off
log_min_duration_statement = -1
log_min_duration_sample = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_connections = off
log_disconnections = off
log_lock_waits = off
log_temp_files = -1
log_autovacuum_min_duration = -1
include_if_exists = '{local}'
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster of one data folder.

    Attributes:
        data: the data folder.
        programs: what runs it.
        account: who runs it.
    """

    data: Path
    programs: Programs
    account: Account

    @classmethod
    def of(cls, data: Path, postgres_bin: Path | None = None) -> Cluster:
        """The cluster of this data folder, whether or not it exists yet.

        Raises:
            ServerTrouble: the folder, the account or the programs cannot be used.
        """
        account = make_owner_of_data(data)
        private_folder(data, account)
        if not may_enter(data, account):
            raise ServerTrouble(
                f"the account {account.name}, which runs the database, cannot enter {data} or a folder above it; "
                "set ANTIGONE_DATA to a folder such as /var/lib/antigone"
            )
        return cls(data, find_programs(data, postgres_bin, account), account)

    @property
    def folder(self) -> Path:
        """PostgreSQL's own data folder, named by major version."""
        return self.data / f"postgres-{self.programs.major}"

    @property
    def socket_folder(self) -> Path:
        """Where the socket lies: the `host` of a connection."""
        return socket_folder(self.data)

    @property
    def logs(self) -> Path:
        """Where the server's log lies."""
        return self.data / "logs"

    def connect(self, database: str = "postgres", role: str = OWNER_ROLE) -> psycopg.Connection[Any]:
        """A connection in autocommit mode.

        Raises:
            psycopg.OperationalError: no server answers, or it does not let this account in.
        """
        return psycopg.connect(
            host=str(self.socket_folder),
            port=_PORT,
            dbname=database,
            user=role,
            autocommit=True,
            connect_timeout=10,
        )

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        if not (self.socket_folder / f".s.PGSQL.{_PORT}").exists():
            return False
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def start(self) -> None:
        """Start the server unless it runs, making or recovering the cluster as needed; returns when it answers.

        Raises:
            ServerTrouble: it does not start; the message names the log.
        """
        with self.locked():
            self.start_under_lock()

    def start_under_lock(self) -> None:
        """`start` for a caller that holds `locked`."""
        if self.answers():
            return
        if (master := self._postmaster()) is not None:
            self._wait_for(master)
            if self.answers():
                return
        if not (self.folder / "PG_VERSION").exists():
            self._initialise()
        self._clear_remains()
        self._write_configuration()
        self._launch()

    def stop(self) -> None:
        """Stop the server, if it runs, after its sessions are rolled back and all is written.

        Raises:
            ServerTrouble: it does not stop.
        """
        with self.locked():
            self.stop_under_lock()

    def stop_under_lock(self) -> None:
        """`stop` for a caller that holds `locked`."""
        if self._postmaster() is None:
            return
        answer = self._run("pg_ctl", "stop", "-D", str(self.folder), "-m", "fast", "-w", "-t", "120", "-s")
        if answer.returncode != 0 and self._postmaster() is not None:
            raise ServerTrouble(f"PostgreSQL in {self.folder} did not stop within 120 s; its log is in {self.logs}")

    def postmaster_pid(self) -> int | None:
        """The process number of the running server's first process, or None."""
        return self._postmaster()

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock under which the cluster's state changes. The system frees it when the process dies."""
        path = private_folder(self.socket_folder, self.account) / "start.lock"
        with lock_file(path, self.account) as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_as(self.account, [self.programs[program], *arguments])

    def _initialise(self) -> None:
        """Make the cluster beside its place and rename it: a half-made one never bears the name."""
        private_folder(self.data, self.account)
        for leftover in self.data.glob(".making-*"):
            shutil.rmtree(leftover)
        draft = Path(tempfile.mkdtemp(dir=self.data, prefix=".making-"))
        if self.account.is_another:
            os.chown(draft, self.account.uid, self.account.gid)
        # Under the locale C the trigram extension sees no Cyrillic letter at all; PG_UNICODE_FAST needs version 17.
        locale = ["--locale=C.UTF-8"]
        if self.programs.major >= 17:
            locale += ["--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"]
        answer = self._run(
            *["initdb", "-D", str(draft), "-U", OWNER_ROLE, "-A", "peer", "-E", "UTF8", *locale],
            *["-k", "--no-instructions"],
        )
        if answer.returncode != 0:
            shutil.rmtree(draft)
            raise ServerTrouble(
                f"PostgreSQL could not make its data folder in {self.data}: {_last_line(answer.stdout)}"
            )
        draft.rename(self.folder)

    def _write_configuration(self) -> None:
        for folder in (self.socket_folder, self.logs):
            private_folder(folder, self.account)
        local = self.folder / "local.conf"
        settings = {"socket": self.socket_folder, "logs": self.logs, "local": local}
        quoted = {name: str(path).replace("'", "''") for name, path in settings.items()}
        self._write("postgresql.conf", _CONFIGURATION.format(**quoted, shared_memory=_shared_memory()))
        self._write("pg_hba.conf", "local all all peer map=antigone\n")
        people = {
            self.account.name,
            account_of(os.geteuid()).name,
            *(["root"] if self.account.is_another else []),
        }
        lines = [f'antigone "{person}" {role}' for person in sorted(people) for role in (OWNER_ROLE, *ZONE_ROLES)]
        self._write("pg_ident.conf", "\n".join(lines) + "\n")

    def _write(self, name: str, content: str) -> None:
        path = self.folder / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            return
        draft = path.with_suffix(".new")
        draft.write_text(content, encoding="utf-8")
        draft.chmod(0o600)
        if self.account.is_another:
            os.chown(draft, self.account.uid, self.account.gid)
        draft.rename(path)

    def _launch(self) -> None:
        beginning = self.logs / "start.log"
        beginning.unlink(missing_ok=True)
        answer = self._run(
            *["pg_ctl", "start", "-D", str(self.folder), "-l", str(beginning)],
            *["-w", "-t", str(_RECOVERY_SECONDS), "-s"],
        )
        if answer.returncode != 0:
            said = beginning.read_text(encoding="utf-8", errors="replace") if beginning.exists() else answer.stdout
            reason = _last_line(said, containing=("FATAL", "PANIC", "ERROR", "error"))
            raise ServerTrouble(f"PostgreSQL did not start: {reason}; its log is in {self.logs}")

    def _pid_in_lock_file(self) -> int | None:
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        return None

    def _postmaster(self) -> int | None:
        """The process number in PostgreSQL's lock file, if that process lives and works in this cluster."""
        pid = self._pid_in_lock_file()
        return pid if pid is not None and _works_in(pid, self.folder) else None

    def _wait_for(self, master: int) -> None:
        """Wait while a living server recovers or shuts down."""
        deadline = time.monotonic() + _RECOVERY_SECONDS
        while _works_in(master, self.folder) and not self.answers():
            if time.monotonic() > deadline:
                raise ServerTrouble(
                    f"PostgreSQL (process {master}) has not answered for {_RECOVERY_SECONDS // 60} minutes; "
                    f"its log is in {self.logs}"
                )
            time.sleep(0.05)

    def _clear_remains(self) -> None:
        """After a crash: wait until no process of the old server is left, then remove its lock files."""
        if self._pid_in_lock_file() is None:
            return
        deadline = time.monotonic() + 30
        while any(_works_in(pid, self.folder) for pid in _processes()):
            if time.monotonic() > deadline:
                raise ServerTrouble(
                    f"processes of an earlier PostgreSQL still work in {self.folder}; stop them, then start again"
                )
            time.sleep(0.05)
        for path in (
            self.folder / "postmaster.pid",
            self.socket_folder / f".s.PGSQL.{_PORT}",
            self.socket_folder / f".s.PGSQL.{_PORT}.lock",
        ):
            path.unlink(missing_ok=True)


def _shared_memory() -> str:
    """The kind of shared memory that parallel work may use: POSIX, except where containers leave too little of it."""
    if sys.platform != "linux":
        return "posix"
    try:
        place, room = Path("/dev/shm").stat(), os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return "sysv"
    enough = room.f_bavail * room.f_frsize >= _SHARED_MEMORY_BYTES
    return "posix" if place.st_mode & stat.S_IWOTH and enough else "sysv"


def socket_folder(data: Path) -> Path:
    """Where the socket of a data folder's server lies."""
    return data / "run"


@contextlib.contextmanager
def lock_file(path: Path, owner: Account) -> Iterator[int]:
    """An open lock file that the owner can open too; closing it frees the lock."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.geteuid() == 0 and os.fstat(handle).st_uid != owner.uid:
            os.fchown(handle, owner.uid, owner.gid)
        yield handle
    finally:
        os.close(handle)


def _processes() -> list[int]:
    proc = Path("/proc")
    return [int(entry.name) for entry in proc.iterdir() if entry.name.isdigit()] if proc.exists() else []


def _works_in(pid: int, folder: Path) -> bool:
    """Whether a living process has this working folder, as every process of a PostgreSQL server has its data folder.

    A zombie has none, and the number of a dead server that another program bears by now does not deceive. Without
    ``/proc`` any living process counts.
    """
    if not Path("/proc/self").exists():
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, 0)
            return True
        return False
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        return False


def _last_line(text: str, containing: tuple[str, ...] = ()) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if any(word in line for word in containing)]
    return (telling or lines or ["it said nothing"])[-1]
