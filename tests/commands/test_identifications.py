"""`antigone identifications`: who was identified, and whether the signatures still hold."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.identification.deciding.board import compared, proposed, signed, the_staff_is_there, two_records
from tests.command_line import Antigone, Said
from tests.sites import copied_database, environment_on

pytestmark = pytest.mark.django_db


def identified() -> None:
    """By two people, whose keys this installation does not know."""
    the_staff_is_there()
    two_records()
    compared("dental")
    signed(proposed())


@pytest.fixture(scope="module")
def antigone(django_db_setup: None, django_db_blocker: Any) -> Iterator[Antigone]:
    with copied_database(django_db_blocker, identified) as name:
        environment = environment_on(name)

        def run(*words: str | Path) -> Said:
            command = [sys.executable, "-m", "antigone", "identifications", *map(str, words)]
            return subprocess.run(command, env=environment, capture_output=True, text=True)

        yield run


@pytest.mark.slow
def test_they_are_listed_shown_and_every_signature_is_checked(antigone: Antigone) -> None:
    run = antigone
    said = run("list")
    assert (said.returncode, said.stderr) == (0, "")
    assert "(taras, iryna)" in said.stdout
    number = said.stdout.split()[0]
    shown = json.loads(run("show", number, "--json").stdout)
    assert shown["state"] == "signed"
    assert json.loads(shown["canonical"])["identification"] == number
    assert "dental: consistent" in run("show", number).stdout
    # Their keys are the test's own, so that to this installation both signatures are by nobody.
    said = run("verify", "--json")
    assert said.returncode == 1
    (found,) = json.loads(said.stdout)["identifications"]
    assert [one["problem"] for one in found["approvals"]] == [
        "the signature was not made by a key of taras", "the signature was not made by a key of iryna",
    ]  # fmt: skip
    assert "1 do not hold" in run("verify", number).stdout
    missing = run("show", "00000000-0000-4000-8000-000000000000")
    assert missing.returncode == 1
    assert "there is no identification" in missing.stderr
