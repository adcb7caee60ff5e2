"""The pytest plugin: a real PostgreSQL for the tests, without asking anything of the person who runs them.

Loaded by ``-p antigone.server.testing`` before Django reads its settings. The server, in a data folder that lives as
long as the session, starts when the first test asks for a database. With `ANTIGONE_TEST_DATABASE_URL` the tests use
that server instead. A folder that a killed session left behind is swept by the next one.
"""

from __future__ import annotations

import contextlib
import fcntl
import getpass
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from antigone.server.accounts import make_owner_of_data, private_folder
from antigone.server.embedded import Cluster, hold, stop_unused
from antigone.server.trouble import ServerTrouble

_PREFIX = "antigone-test-"
_stack = contextlib.ExitStack()
_running: list[Cluster] = []


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Set the environment that `antigone.server.settings` reads; pytest-django imports it right after this."""
    os.environ["ANTIGONE_ZONE"] = "owner"
    for zone in ("PUBLIC", "STAFF", "WORKER", "LABORATORY", "VAULT", "TELEGRAM"):
        os.environ.pop(f"DATABASE_URL_{zone}", None)
    os.environ.pop("ANTIGONE_DATABASE_NAME", None)
    os.environ["DATABASE_URL"] = os.environ.get("ANTIGONE_TEST_DATABASE_URL", "")
    # Playwright's synchronous interface leaves a running event loop in the thread; Django would refuse queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _sweep()
    data = _data_folder(keep=early_config.known_args_namespace.reuse_db if _knows_reuse(early_config) else False)
    os.environ["ANTIGONE_DATA"] = str(data)
    yield


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """Start the server when the first test asks for a database, and not for tests that need none."""
    if fixturedef.argname == "django_db_setup":
        start_test_server()


def start_test_server() -> None:
    """Start the embedded server of this test session, once.

    Raises:
        ServerTrouble: it does not start.
    """
    if os.environ["DATABASE_URL"] or _running:
        return
    chosen = os.environ.get("ANTIGONE_PG_BIN")
    cluster = Cluster.of(Path(os.environ["ANTIGONE_DATA"]), Path(chosen) if chosen else None)
    _stack.enter_context(hold(cluster))
    _running.append(cluster)


def pytest_unconfigure() -> None:
    """Stop the server and remove its folder; pytest calls this after Ctrl-C too."""
    _running.clear()
    _stack.close()


def _knows_reuse(config: pytest.Config) -> bool:
    return hasattr(config.known_args_namespace, "reuse_db")


def _data_folder(*, keep: bool) -> Path:
    """The session's data folder: locked as long as the session lives, and removed after it unless kept."""
    parent = Path(tempfile.gettempdir())
    named = os.environ.get("ANTIGONE_TEST_DATA")
    if named or keep:
        data = Path(named) if named else parent / f"antigone-reuse-{getpass.getuser()}"
        return private_folder(data, make_owner_of_data(data))
    data = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    # The lock lies beside the folder's content, so that a sweep by another session sees that this one lives.
    handle = (data / "session.lock").open("w")
    fcntl.flock(handle, fcntl.LOCK_EX)
    if os.geteuid() == 0:
        owner = make_owner_of_data(data)
        os.chown(data, owner.uid, owner.gid)
    _stack.callback(shutil.rmtree, data, ignore_errors=True)
    _stack.enter_context(handle)
    return data


def _sweep() -> None:
    """Remove folders, and stop servers, of sessions that were killed."""
    for data in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            if time.time() - data.stat().st_mtime < 60 or data.stat().st_uid not in (os.geteuid(), _served_uid()):
                continue
            with (data / "session.lock").open("w") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop_unused(Cluster.of(data))
                shutil.rmtree(data, ignore_errors=True)
        except (OSError, ServerTrouble):
            continue


def _served_uid() -> int:
    return make_owner_of_data(Path(tempfile.gettempdir()) / "none").uid
