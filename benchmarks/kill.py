"""Kills parts of a running Antigone with signal 9 and looks for anything acknowledged that was lost.

    python -m benchmarks.kill --trials 60
    python -m benchmarks.kill --trials 12 --mutant     (durability switched off: the harness must notice)

Everything runs as in life: `antigone serve` with the embedded database, both sites and the worker. Writers in
processes of their own perform a real action (a source is kept: one row and one event in one transaction) over and
over, and note each in a file only after the action has returned. Each trial kills one part in the middle of that and
waits until everything answers again; a killed supervisor is started again. In the end every noted act must be there
once, with its event, no event without its row, no more unnoted acts than writers saw broken connections, every event
must have its place in the ledger, and the ledger must verify against its last checkpoint.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from antigone.server.accounts import make_owner_of_data
from antigone.server.embedded import Cluster, stop_unused
from antigone.server.sites import Address, answers

_WRITERS = 3
_RECOVERY_LIMIT = 60.0


@dataclass
class Report:
    """What a campaign found.

    Attributes:
        killed: how often each part was killed.
        acknowledged: acts that a writer noted as done.
        lost: noted acts that are not in the database.
        doubled: acts that are there more than once.
        orphans: events without their row, or rows without their event.
        unexplained: acts that nobody noted, beyond one for each connection that broke under a writer.
        unplaced: events without a place in the ledger.
        ledger_fault: what `verify_ledger` complains of; empty when nothing.
        recovery: seconds from each kill until everything answered and wrote again.
        stop_seconds: how long the final SIGTERM took to end everything.
        left_over: processes that still worked on the data after that.
    """

    killed: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    orphans: int = 0
    unexplained: int = 0
    unplaced: int = 0
    ledger_fault: str = ""
    recovery: list[float] = field(default_factory=list)
    stop_seconds: float = 0.0
    left_over: int = 0

    def __str__(self) -> str:
        ordered = sorted(self.recovery)
        kills = ", ".join(f"{part} {count}" for part, count in sorted(self.killed.items()))
        rows = [
            ("kills", f"{sum(self.killed.values())} ({kills})"),
            ("acknowledged acts", f"{self.acknowledged:,}"),
            (
                "lost / doubled / orphans / unexplained",
                f"{self.lost} / {self.doubled} / {self.orphans} / {self.unexplained}",
            ),
            ("events without a place", str(self.unplaced)),
            ("ledger", self.ledger_fault or "verifies"),
            ("recovery, median / longest", f"{ordered[len(ordered) // 2]:.1f} s / {ordered[-1]:.1f} s"),
            ("final stop", f"{self.stop_seconds:.1f} s, {self.left_over} processes left over"),
        ]
        return "\n".join(f"{name:40} {value}" for name, value in rows)


@dataclass(frozen=True)
class _Process:
    pid: int
    parent: int
    command: str


def _processes() -> list[_Process]:
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        with contextlib.suppress(OSError, IndexError, ValueError):
            status = (folder / "stat").read_text()
            after_name = status.rpartition(")")[2].split()
            if after_name[0] != "Z":
                command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                found.append(_Process(int(folder.name), int(after_name[1]), command))
    return found


class Installation:
    """A running Antigone of its own: data folder, ports, processes."""

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        make_owner_of_data(data)
        self.website = Address("127.0.0.1", _free_port())
        self.desk = Address("127.0.0.1", _free_port())
        self.partners = Address("127.0.0.1", _free_port())
        self.cluster = Cluster.of(data)
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE_", "DATABASE_URL"))},
            "ANTIGONE_DATA": str(data),
            "ANTIGONE_WEBSITE": f"127.0.0.1:{self.website.port}",
            "ANTIGONE_DESK": f"127.0.0.1:{self.desk.port}",
            "ANTIGONE_PARTNERS": f"127.0.0.1:{self.partners.port}",
        }
        self.output = (data.parent / f"{data.name}.log").open("ab")
        if not durable:
            self.cluster.start()
            self.cluster.stop()
            (self.cluster.folder / "local.conf").write_text("synchronous_commit = off\nwal_writer_delay = 10s\n")
        self.supervisor = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "antigone", "serve"],
            env=self.environment,
            stdout=self.output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def parts(self) -> dict[str, list[int]]:
        """The process numbers of each kind of part that runs now."""
        everything = _processes()
        mine = [process for process in everything if process.parent == self.supervisor.pid]
        masters = [process.pid for process in mine if "granian" in process.command]
        postmaster = self.cluster.postmaster_pid()
        return {
            "supervisor": [self.supervisor.pid],
            "web master": masters,
            "web worker": [process.pid for process in everything if process.parent in masters],
            "worker": [process.pid for process in mine if "worker" in process.command.split()],
            "laboratory": [process.pid for process in mine if "laboratory" in process.command.split()],
            "postmaster": [postmaster] if postmaster else [],
            "backend": [
                process.pid for process in everything if process.parent == postmaster and "[local]" in process.command
            ],
        }

    def kill(self, part: str, chance: random.Random) -> None:
        """Kill one process of this kind, or with "everything" all of all kinds, with signal 9."""
        parts = self.parts()
        everything = sorted({pid for pids in parts.values() for pid in pids})
        victims = everything if part == "everything" else [chance.choice(parts[part])] if parts[part] else []
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if part in {"supervisor", "everything"}:
            self.supervisor.wait()
            self.supervisor = self._start()

    def wait_until_whole(self, wrote: Callable[[], bool]) -> float:
        """Seconds until the site answers, each kind of part runs, and every writer has written again."""
        began = time.monotonic()
        while time.monotonic() - began < _RECOVERY_LIMIT:
            parts = self.parts()
            whole = all(parts[name] for name in ("web master", "web worker", "worker", "postmaster"))
            if whole and wrote() and answers(self.website, timeout=5):
                return time.monotonic() - began
            if self.supervisor.poll() is not None:
                self.supervisor = self._start()
            time.sleep(0.05)
        said = Path(self.output.name).read_text(errors="replace")[-2000:]
        raise AssertionError(f"no recovery within {_RECOVERY_LIMIT:.0f} s: running {self.parts()}; it said: {said}")

    def stop(self) -> tuple[float, int]:
        """Stop with SIGTERM; how long that took, and how many processes are left that work on the data."""
        began = time.monotonic()
        self.supervisor.terminate()
        try:
            self.supervisor.wait(30)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
        took = time.monotonic() - began
        time.sleep(0.2)
        left = [process for process in _processes() if f"ANTIGONE_DATA={self.data}\0" in _environment(process.pid)]
        return took, len(left) + (self.cluster.postmaster_pid() is not None)

    def discard(self) -> None:
        """Stop whatever runs and remove everything."""
        if self.supervisor.poll() is None:
            self.supervisor.kill()
            self.supervisor.wait()
        time.sleep(0.5)
        stop_unused(self.cluster)
        self.output.close()
        shutil.rmtree(self.data, ignore_errors=True)


def _environment(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/environ").read_bytes().decode(errors="replace")
    return ""


def _free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


class _Writer:
    """A process that performs acts and notes them; see `write_for_ever`."""

    def __init__(self, installation: Installation, number: int, folder: Path) -> None:
        self.notes = folder / f"writer-{number}"
        self.notes.touch()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.kill", "--writer", str(number), "--notes", str(self.notes)],
            env={
                **installation.environment,
                "ANTIGONE_ZONE": "staff",
                "DJANGO_SETTINGS_MODULE": "antigone.server.settings",
            },
            stdout=installation.output,
            stderr=subprocess.STDOUT,
        )

    def noted(self) -> list[str]:
        return [line[4:] for line in self.notes.read_text().splitlines() if line.startswith("done")]

    def breaks(self) -> int:
        return sum(line == "broken" for line in self.notes.read_text().splitlines())

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(30)


def write_for_ever(number: int, notes: Path) -> None:
    """Perform acts until SIGTERM; each is noted after it has returned, a broken connection as "broken"."""
    import django

    django.setup()
    from django.db import DatabaseError, InterfaceError, connection

    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.actions import keep_source
    from antigone.bureau.registry.values import SourceDraft

    stopping: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(1))
    actor = Actor("kill campaign", "registrar")
    act = 0
    with notes.open("a", buffering=1) as file:
        while not stopping:
            act += 1
            name = f"act {number} {act}"
            try:
                keep_source(SourceDraft(name), actor=actor)
            except (DatabaseError, InterfaceError):
                file.write("broken\n")
                connection.close()
                time.sleep(0.02)
            else:
                file.write(f"done{name}\n")


_PARTS = ("web worker", "web master", "worker", "backend", "postmaster", "supervisor", "everything")


def campaign(
    trials: int, *, seed: int, durable: bool = True, progress: Callable[[str], None] = lambda _sentence: None
) -> Report:
    """Run trials; each kind of part is killed about equally often, in an order and at moments drawn from `seed`."""
    chance = random.Random(seed)
    order = [_PARTS[index % len(_PARTS)] for index in range(trials)]
    chance.shuffle(order)
    report = Report()
    with _installation(durable=durable) as (installation, folder):
        installation.wait_until_whole(lambda: True)
        writers = [_Writer(installation, number, folder) for number in range(_WRITERS)]
        try:
            for writer in writers:
                _wait_until_grown(writer, 0)
            for number, part in enumerate(order, 1):
                time.sleep(chance.uniform(0.2, 0.8))
                before = [len(writer.noted()) for writer in writers]
                installation.kill(part, chance)
                killed_at = [len(writer.noted()) for writer in writers]
                del before
                seconds = installation.wait_until_whole(
                    lambda at=killed_at: all(
                        len(writer.noted()) > count + 1 for writer, count in zip(writers, at, strict=True)
                    )
                )
                report.killed[part] += 1
                report.recovery.append(seconds)
                progress(f"{number}/{trials} {part}: {seconds:.1f} s")
        finally:
            for writer in writers:
                writer.stop()
        _judge(installation, writers, report)
        report.stop_seconds, report.left_over = installation.stop()
    return report


@contextlib.contextmanager
def _installation(*, durable: bool) -> Iterator[tuple[Installation, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="antigone-kill-"))
    folder.chmod(0o711)
    installation = Installation(folder / "data", durable=durable)
    try:
        yield installation, folder
    finally:
        installation.discard()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_grown(writer: _Writer, count: int) -> None:
    deadline = time.monotonic() + _RECOVERY_LIMIT
    while len(writer.noted()) <= count:
        if time.monotonic() > deadline or writer.process.poll() is not None:
            raise AssertionError("a writer cannot write")
        time.sleep(0.05)


def _judge(installation: Installation, writers: list[_Writer], report: Report) -> None:
    noted = [name for writer in writers for name in writer.noted()]
    with installation.cluster.connect("antigone") as connection:
        _wait_for_places(connection)
        rows = Counter(
            name for (name,) in connection.execute("SELECT name FROM registry_source WHERE name LIKE 'act %'")
        )
        events = Counter(
            name
            for (name,) in connection.execute(
                "SELECT detail ->> 'name' FROM ledger_event WHERE verb = 'registry.add_source'"
            )
        )
        unplaced = connection.execute(
            "SELECT count(*) FROM ledger_event e LEFT JOIN ledger_leaf l ON l.event_id = e.id WHERE l.index IS NULL"
        ).fetchone()
    report.acknowledged = len(noted)
    report.lost = sum(name not in rows for name in noted)
    report.doubled = sum(count > 1 for count in (*rows.values(), *events.values()))
    report.orphans = len(set(rows) ^ set(events))
    report.unexplained = max(0, len(set(rows) - set(noted)) - sum(writer.breaks() for writer in writers))
    report.unplaced = int(unplaced[0]) if unplaced else 0
    verdict = subprocess.run(
        [sys.executable, "-m", "benchmarks.kill", "--verify"],
        env={
            **installation.environment,
            "ANTIGONE_ZONE": "owner",
            "DJANGO_SETTINGS_MODULE": "antigone.server.settings",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    report.ledger_fault = "" if verdict.returncode == 0 else (verdict.stdout + verdict.stderr).strip()


def _wait_for_places(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        row = connection.execute("SELECT count(*) FROM ledger_pending").fetchone()
        if row is not None and row[0] == 0:
            return
        time.sleep(0.1)


def verify() -> int:
    """Verify the ledger of `ANTIGONE_DATA` against the checkpoint kept outside its database."""
    import django

    django.setup()
    from antigone.bureau.ledger.verify import verify_ledger
    from antigone.server.configuration import configuration_from_environment
    from antigone.server.ledger_keeping import last_signed_file, ledger_signer

    configuration = configuration_from_environment()
    file = last_signed_file(configuration)
    outside = {file.name: file.read_text()} if file.exists() else {}
    verdict = verify_ledger(outside, ledger_signer(configuration).verifier)
    print(verdict)
    return 0 if verdict.sound else 1


def main() -> int:
    """See the head of this file."""
    parser = argparse.ArgumentParser(description="Kill parts of a running Antigone and look for losses.")
    parser.add_argument("--trials", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutant", action="store_true", help="switch durability off; losses must be found")
    parser.add_argument("--writer", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--notes", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--verify", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.writer is not None:
        write_for_ever(arguments.writer, arguments.notes)
        return 0
    if arguments.verify:
        return verify()
    report = campaign(arguments.trials, seed=arguments.seed, durable=not arguments.mutant, progress=print)
    print(report)
    harmed = report.lost or report.doubled or report.orphans or report.unexplained or report.unplaced
    faulty = bool(harmed or report.ledger_fault or report.left_over)
    return int(faulty != arguments.mutant)


if __name__ == "__main__":
    sys.exit(main())
