"""`antigone enquiries` as an operator types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from tests.bureau.enquiries.families import WORKER, ask
from tests.command_line import Antigone, Said
from tests.sites import copied_database, environment_on

from antigone.bureau.enquiries.upkeep.taking_in import take_in


@pytest.fixture
def antigone(django_db_setup: None, django_db_blocker: Any) -> Iterator[Antigone]:
    """The command on a database in which two families have left an enquiry and one was taken in."""

    def load() -> None:
        ask()
        take_in(actor=WORKER)
        ask(email_news=True)

    with copied_database(django_db_blocker, load) as name:
        environment = environment_on(name)

        def run(*words: str) -> Said:
            command = [sys.executable, "-m", "antigone", "enquiries", *words]
            return subprocess.run(command, env=environment, capture_output=True, text=True)

        yield run


@pytest.mark.slow
def test_an_operator_lists_shows_withdraws_and_sheds_and_reads_no_letter(antigone: Antigone) -> None:
    listed = antigone("list", "--json")
    document = json.loads(listed.stdout)
    assert document["counts"] == {
        "received": 1, "open": 1, "answered": 0, "closed": 0, "withdrawn": 0, "unassigned": 2,
    }  # fmt: skip
    taken = next(line for line in document["enquiries"] if line["state"] == "open")
    assert taken["name"] == "Колодій Вадим Сергійович"

    shown = antigone("show", taken["id"])
    assert "sealed; opened 0 times" in shown.stdout
    for secret in ("0000017", "Ольга", "olha@", "дзвінок"):
        assert secret not in (shown.stdout + listed.stdout).replace(" ", "")

    withdrawn = antigone("withdraw", taken["id"], "--reason", "asked by telephone")
    assert "is withdrawn" in withdrawn.stdout
    assert "nothing of it opens any more" in antigone("show", taken["id"]).stdout
    again = antigone("withdraw", taken["id"], "--reason", "asked by telephone")
    assert again.returncode == 1
    assert again.stderr.count("\n") == 1
    assert "has ended" in again.stderr

    assert json.loads(antigone("retention", "--json").stdout) == {"reminded": 0, "shed": 0}
