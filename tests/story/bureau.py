"""A bureau in which everything runs: website, desk, vault and worker, each with its own rights, on one database."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from tests.sites import LiveSite, OpenSite, running

from antigone.server.configuration import ROLE_OF_ZONE, Configuration, Zone, configuration_from_environment
from antigone.server.database import child_environment
from antigone.server.embedded.cluster import socket_folder
from antigone.server.vault_sockets import somebody_answers

#: Seconds that anything may take before the story gives up waiting for it.
PATIENCE = 180.0


@dataclass(frozen=True)
class Bureau:
    """The two sites, and the folder in which its processes leave what they print and the worker keeps its own."""

    website: LiveSite
    desk: LiveSite
    folder: Path

    def what_was_printed(self) -> list[Path]:
        """Everything that the four processes printed, as files."""
        for name, site in {"website": self.website, "desk": self.desk}.items():
            (self.folder / f"{name}.printed").write_text(site.said())
        return sorted(self.folder.glob("*.printed"))


@contextlib.contextmanager
def open_bureau(open_site: OpenSite, folder: Path, load: Callable[[], None]) -> Iterator[Bureau]:
    """Everything running on a database of its own, into which `load` has written."""
    socket = folder / "vault.sock"
    website = open_site("website", load, ANTIGONE_BUREAU_NAME="Бюро розшуку")
    configuration = replace(configuration_from_environment(), database_name=website.database)
    with contextlib.ExitStack() as stack:
        vault = child_environment(configuration, Zone.VAULT) | {"ANTIGONE_VAULT_SOCKET": str(socket)}
        stack.enter_context(_part("vault", vault, folder))
        stack.enter_context(_part("worker", _of_the_worker(configuration, folder), folder))
        desk = open_site("desk", on=website.database, ANTIGONE_VAULT_SOCKET=str(socket))
        until(lambda: somebody_answers(socket), "the vault answers")
        yield Bureau(website, desk, folder)


def _of_the_worker(configuration: Configuration, folder: Path) -> dict[str, str]:
    """Its own data folder: the last checkpoint that it signs is of this database, and other tests have theirs."""
    own = folder / "data"
    own.mkdir(mode=0o700)
    role, database = ROLE_OF_ZONE[Zone.WORKER], configuration.database_name
    url = f"postgresql://{role}@/{database}?host={socket_folder(configuration.data)}"
    its = replace(configuration, data=own, database_url=url)
    return child_environment(its, Zone.WORKER) | {"ANTIGONE_TAKE_IN_SECONDS": "0.3"}


def _part(name: str, environment: dict[str, str], folder: Path) -> contextlib.AbstractContextManager[object]:
    command = [sys.executable, "-m", "antigone", name]
    return running(command, environment | {"ANTIGONE_SUPERVISED": "1"}, folder / f"{name}.printed")


def until(so: Callable[[], bool], what: str) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < deadline, f"in vain: {what}"
        time.sleep(0.1)
