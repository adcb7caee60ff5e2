"""The command `antigone` as an operator types it, on a copy of the test database."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo
from tests.sites import copied_database

Said = subprocess.CompletedProcess[str]
Antigone = Callable[..., Said]


@pytest.fixture
def antigone(django_db_setup: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[Antigone]:
    """Runs the command in an empty folder, on an empty database of its own."""
    with copied_database(django_db_blocker, None) as name:
        environment = os.environ | {"ANTIGONE_DATABASE_NAME": name, "NO_COLOR": "1"}
        environment.pop("ANTIGONE_ZONE", None)
        if environment.get("DATABASE_URL"):
            environment["DATABASE_URL"] = make_conninfo(environment["DATABASE_URL"], dbname=name)

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
