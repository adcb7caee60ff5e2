"""The demonstration's lists, through the imports that real lists take."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from antigone.bureau.registry.models import Record
from antigone.server.demo import import_lists
from antigone.simulation import write_world


@pytest.mark.django_db
def test_a_war_so_small_that_a_source_has_nobody_is_loaded(tmp_path: Path) -> None:
    write_world(tmp_path, people=300, seed=1, progress=lambda _done, _total: None)
    empty = [path for path in tmp_path.glob("*.csv") if len(path.read_text(encoding="utf-8").splitlines()) == 1]
    assert empty, "this war no longer holds an empty list: make it smaller"

    import_lists(tmp_path)

    assert Record.objects.count() > 10


def test_the_command_starts_as_an_operator_types_it() -> None:
    """Nothing of the database may be imported before its settings are there; a server that is away ends it soon."""
    nowhere = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    nowhere.pop("DJANGO_SETTINGS_MODULE", None)
    said = subprocess.run([sys.executable, "-m", "antigone", "demo"], env=nowhere, capture_output=True, text=True)
    assert said.returncode == 1
    assert said.stderr.startswith("antigone: the database at DATABASE_URL cannot be reached")
