"""The command `antigone` as an operator types it, on a copy of the test database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.sites import copied_database, environment_on

Said = subprocess.CompletedProcess[str]
Antigone = Callable[..., Said]


@pytest.fixture
def antigone(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Antigone]:
    """Runs the command in an empty folder, on an empty database of its own."""
    with copied_database(django_db_blocker, None) as name:
        environment = environment_on(name)

        def run(*words: str | Path, typed: str | None = None) -> Said:
            """`typed` is what somebody types when asked, passwords included: the command has no terminal of its own."""
            command = [sys.executable, "-m", "antigone", *map(str, words)]
            return subprocess.run(
                command,
                env=environment,
                cwd=tmp_path,
                capture_output=True,
                text=True,
                input=typed,
                start_new_session=typed is not None,
            )

        yield run
