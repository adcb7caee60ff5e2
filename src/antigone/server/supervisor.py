"""One process that keeps all others running on one machine: database, families' website, desk, partners' programs,
worker, vault, laboratory.

A part that dies is started again, after a pause that doubles while it keeps dying. Parts never outlive the
supervisor, however it dies: the system sends them SIGTERM. The embedded database alone may, so that a killed
supervisor costs no recovery; the next start finds it running and takes it over.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from antigone.server.accounts import Account, make_owner_of_data, owner_of_data, private_folder, run_as
from antigone.server.configuration import Configuration, Zone
from antigone.server.database import child_environment, running_database
from antigone.server.embedded import Cluster
from antigone.server.embedded.cluster import lock_file, socket_folder
from antigone.server.parents import die_with_parent
from antigone.server.secrets import laboratory_private_key, secret_key, signing_key, webhooks_key
from antigone.server.sites import (
    Address,
    address_of,
    answers,
    listens,
    processors,
    refuse_taken_for_long,
    site_command,
    site_environment,
)
from antigone.server.static_files import collect_static_files
from antigone.server.telegram_keys import make_telegram_keys
from antigone.server.trouble import ServerTrouble
from antigone.server.vault_keys import make_vault_keys

_TICK = 0.2
_DATABASE_CHECK = 1.0
_SITE_CHECK = 5.0
_SITE_CHECKS_MISSED = 6
_FIRST_PAUSE = 0.5
_LONGEST_PAUSE = 15.0
_STEADY_SECONDS = 10.0
_STOP_SECONDS = 8.0
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Part:
    """One process to keep running.

    Attributes:
        name: what a person calls it.
        command, environment: how it is started.
        address: where it must listen, if anywhere.
    """

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    address: Address | None = None


@dataclass(slots=True)
class _Child:
    part: Part
    account: Account | None
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    pause: float = _FIRST_PAUSE
    next_start: float = 0.0
    missed: int = 0
    checked: float = field(default_factory=time.monotonic)

    def start(self) -> None:
        other = self.account is not None
        self.process = subprocess.Popen(
            list(self.part.command),
            env=self.part.environment,
            stdin=subprocess.DEVNULL,
            cwd="/",
            # A Ctrl-C in the terminal goes to the supervisor alone, which then stops the parts in order.
            start_new_session=True,
            preexec_fn=functools.partial(die_with_parent, signal.SIGTERM, parent=os.getpid()),
            user=self.account.uid if self.account else None,
            group=self.account.gid if self.account else None,
            extra_groups=[] if other else None,
        )
        self.started = self.checked = time.monotonic()
        self.missed = 0

    def look(self, say: Callable[[str], None]) -> None:
        """Start the process again if it has died or, listening nowhere, is as good as dead."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.next_start:
                self.start()
            return
        if self.process.poll() is None:
            self._look_at_socket(now, say)
            return
        if now - self.started > _STEADY_SECONDS:
            self.pause = _FIRST_PAUSE
        say(f"{self.part.name} ended ({_ending(self.process.returncode)}); starting it again in {self.pause:g} s")
        self.process = None
        self.next_start = now + self.pause
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)

    def _look_at_socket(self, now: float, say: Callable[[str], None]) -> None:
        if self.part.address is None or self.process is None or now - self.checked < _SITE_CHECK:
            return
        self.checked = now
        self.missed = 0 if listens(self.part.address) else self.missed + 1
        if self.missed >= _SITE_CHECKS_MISSED:
            say(f"{self.part.name} listens no longer; stopping it")
            self.process.kill()

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def make_stop(self, deadline: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _ending(code: int) -> str:
    if code >= 0:
        return f"exit status {code}"
    with contextlib.suppress(ValueError):
        return f"signal {signal.Signals(-code).name}"
    return f"signal {-code}"


def serve(
    configuration: Configuration, *, announce: Callable[[dict[str, str]], None], say: Callable[[str], None]
) -> None:
    """Start everything, announce the addresses once they answer, and keep it running until SIGINT or SIGTERM.

    Args:
        configuration: the addresses, the data.
        announce: called once with the name and address of each site.
        say: called with a sentence whenever something out of the ordinary happens.

    Raises:
        ServerTrouble: something cannot start: an address is taken, the database, a site.
        BadSetting: an address is not written ``host:port``.
    """
    sites = {zone: address_of(configuration, zone) for zone in served_here(configuration)}
    make_owner_of_data(configuration.data)
    with _only_supervisor(configuration), _stop_signals() as stop:
        for zone, address in sites.items():
            refuse_taken_for_long(address, f"ANTIGONE_{zone.value.upper()}")
        secret_key(configuration.data)
        signing_key(configuration.data)
        webhooks_key(configuration.data)
        make_vault_keys(configuration.data)
        make_telegram_keys(configuration.data)
        if configuration.laboratory_here:
            laboratory_private_key(configuration.data)
        with running_database(configuration):
            collect_static_files(configuration)
            account = _account_of_parts(configuration, say)
            children = [_Child(part, account) for part in _parts(configuration, sites)]
            try:
                for child in children:
                    child.start()
                if _wait_for_answers(children, stop):
                    reached = {zone.value: address.url for zone, address in sites.items()}
                    if Zone.DESK in sites and configuration.desk_origin:
                        reached[Zone.DESK.value] = f"{configuration.desk_origin}/"
                    announce(reached)
                _keep(configuration, children, stop, say)
            finally:
                deadline = time.monotonic() + _STOP_SECONDS
                for child in children:
                    child.ask_to_stop()
                for child in children:
                    child.make_stop(deadline)


_NAMES = {Zone.WEBSITE: "the families' website", Zone.DESK: "the desk", Zone.PARTNERS: "the partners' interface"}


def served_here(configuration: Configuration) -> tuple[Zone, ...]:
    """The sites that run on this machine."""
    return (Zone.WEBSITE, Zone.DESK, *([Zone.PARTNERS] if configuration.partners_address else []))


def _parts(configuration: Configuration, sites: dict[Zone, Address]) -> list[Part]:
    parts = []
    for zone, address in sites.items():
        name = _NAMES[zone]
        processes = max(1, processors()) if zone is Zone.WEBSITE else 1
        command = site_command(address, processes=processes)
        parts.append(Part(name, command, site_environment(configuration, zone), address))
    commands = {Zone.WORKER: ["worker"], Zone.VAULT: ["vault"]}
    if configuration.laboratory_here:
        commands[Zone.LABORATORY] = ["laboratory", "work"]
    if configuration.telegram.token:
        commands[Zone.TELEGRAM] = ["bot"]
    for zone, words in commands.items():
        environment = child_environment(configuration, zone) | {"ANTIGONE_SUPERVISED": "1"}
        name = "the Telegram bot" if zone is Zone.TELEGRAM else f"the {zone}"
        parts.append(Part(name, [sys.executable, "-m", "antigone", *words], environment))
    return parts


def _account_of_parts(configuration: Configuration, say: Callable[[str], None]) -> Account | None:
    """Whom the parts run as when root supervises: the data's owner, if that account can reach the programs."""
    if os.geteuid() != 0:
        return None
    account = owner_of_data(configuration.data)
    if account is None or not account.is_another:
        return None
    try:
        reached = run_as(account, [sys.executable, "-c", "import antigone, django, granian"]).returncode == 0
    except OSError:
        reached = False
    if not reached:
        say(
            f"the sites run as root, because the account {account.name} cannot reach {sys.prefix}; "
            "for real use put Antigone where every account can read it, or start it as an ordinary user"
        )
        return None
    return account


def _wait_for_answers(children: list[_Child], stop: _Stop) -> bool:
    """Wait until all sites answer; False when asked to stop meanwhile.

    Raises:
        ServerTrouble: a part ended at once or never answered.
    """
    deadline = time.monotonic() + _START_SECONDS
    waiting = [child for child in children if child.part.address]
    while waiting and not stop.asked:
        for child in children:
            if child.process is not None and child.process.poll() is not None:
                raise ServerTrouble(
                    f"{child.part.name} did not start ({_ending(child.process.returncode)}); "
                    "what it said stands above; «antigone doctor» may know more"
                )
        waiting = [child for child in waiting if child.part.address and not answers(child.part.address)]
        if waiting and time.monotonic() > deadline:
            raise ServerTrouble(f"{waiting[0].part.name} did not answer within {_START_SECONDS:.0f} s")
        time.sleep(0.05)
    return not stop.asked


def _keep(configuration: Configuration, children: list[_Child], stop: _Stop, say: Callable[[str], None]) -> None:
    cluster = None if configuration.database_url else Cluster.of(configuration.data, configuration.postgres_bin)
    checked, pause, next_start = time.monotonic(), _FIRST_PAUSE, 0.0
    while not stop.asked:
        for child in children:
            child.look(say)
        now = time.monotonic()
        if cluster is not None and now - checked > _DATABASE_CHECK and now >= next_start:
            checked = now
            if cluster.postmaster_pid() is None:
                say("the database ended; starting it again")
                try:
                    cluster.start()
                    pause = _FIRST_PAUSE
                except ServerTrouble as trouble:
                    say(str(trouble))
                    next_start, pause = now + pause, min(pause * 2, _LONGEST_PAUSE)
        time.sleep(_TICK)


@dataclass(slots=True)
class _Stop:
    asked: bool = False


@contextlib.contextmanager
def _stop_signals() -> Iterator[_Stop]:
    """Within the block, SIGINT, SIGTERM and SIGHUP ask to stop; a second one is not needed and changes nothing."""
    stop = _Stop()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        stop.asked = True

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def supervisor_lock(data: Path) -> Path:
    """The file that a running supervisor holds locked; its process number stands in it."""
    return socket_folder(data) / "supervisor.lock"


def supervisor_of(data: Path) -> int | None:
    """The process number of the supervisor that runs on this data folder, or None."""
    path = supervisor_lock(data)
    try:
        with path.open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0)
    except OSError:
        return None
    return None


@contextlib.contextmanager
def _only_supervisor(configuration: Configuration) -> Iterator[None]:
    owner = make_owner_of_data(configuration.data)
    private_folder(configuration.data, owner)
    private_folder(socket_folder(configuration.data), owner)
    with lock_file(supervisor_lock(configuration.data), owner) as handle:
        try:
            _lock_soon(handle)
        except BlockingIOError:
            pid = os.pread(handle, 20, 0).decode() or "unknown"
            raise ServerTrouble(
                f"Antigone already runs on {configuration.data} (process {pid}); stop it first, "
                "or set ANTIGONE_DATA to another folder"
            ) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield


def _lock_soon(handle: int) -> None:
    """Take the lock; `supervisor_of` in another process may hold it for a moment."""
    for _ in range(5):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        time.sleep(0.1)
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
