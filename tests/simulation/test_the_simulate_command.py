"""`antigone simulate`: the lists of an invented war, written and imported by the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.command_line import Antigone

pytestmark = pytest.mark.django_db


def test_it_writes_lists_that_the_import_reads_whole(antigone: Antigone, tmp_path: Path) -> None:
    said = antigone("simulate", "world", "--people", "300", "--seed", "3")
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("300 people")
    assert (tmp_path / "world" / "truth" / "links.csv").is_file()
    mapping = tmp_path / "world" / "mappings" / "named_dead_velmaria.yaml"
    words = ("import", "world/named_dead_velmaria.csv", "--source", "The fallen", "--mapping", mapping, "--json")
    arrival = json.loads(antigone(*words).stdout)
    assert arrival["added"] == arrival["rows"] > 0


def test_too_few_people_are_one_sentence(antigone: Antigone) -> None:
    said = antigone("simulate", "world", "--people", "5")
    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr == "antigone: a world needs at least 100 people, not 5; ask for more\n"
