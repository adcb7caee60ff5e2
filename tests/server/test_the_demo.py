"""The demonstration's lists, through the imports that real lists take."""

from __future__ import annotations

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
