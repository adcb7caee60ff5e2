"""`antigone doctor` names what is wrong and its cure, and its exit status tells machines."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from antigone.server.embedded import Cluster, hold
from antigone.server.secrets import keys_folder, secret_key

pytestmark = pytest.mark.embedded


@pytest.fixture
def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ANTIGONE_", "DATABASE_URL"))}
    return {
        **kept,
        "ANTIGONE_DATA": str(data),
        "ANTIGONE_WEBSITE": "127.0.0.1:18400",
        "ANTIGONE_DESK": "127.0.0.1:18401",
        "ANTIGONE_PARTNERS": "127.0.0.1:18403",
    }


def ask(environment: dict[str, str]) -> tuple[int, dict[str, Any]]:
    answer = subprocess.run(
        [sys.executable, "-m", "antigone", "doctor", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.stderr == ""
    return answer.returncode, json.loads(answer.stdout)


def wrong(document: dict[str, Any]) -> list[str]:
    return [finding["sentence"] for finding in document["findings"] if finding["state"] == "wrong"]


def state_of(document: dict[str, Any], about: str) -> str:
    return next(finding["state"] for finding in document["findings"] if finding["about"] == about)


def test_a_healthy_installation_is_well(environment: dict[str, str]) -> None:
    status, document = ask(environment)
    assert wrong(document) == []
    assert (status, document["well"]) == (0, True)
    assert state_of(document, "PostgreSQL") == "well"
    assert state_of(document, "durability") == "well"
    assert state_of(document, "partners' address") == "well"
    assert state_of(document, "migrations") == "warning"


def test_a_key_that_others_can_read_is_wrong(environment: dict[str, str], data: Path) -> None:
    secret_key(data)
    (keys_folder(data) / "django.key").chmod(0o644)
    status, document = ask(environment)
    assert status == 1
    assert any("chmod 600" in sentence for sentence in wrong(document))


def test_an_open_data_folder_is_wrong(environment: dict[str, str], data: Path) -> None:
    secret_key(data)
    data.chmod(0o755)
    status, document = ask(environment)
    assert status == 1
    assert any(f"chmod 700 {data}" in sentence for sentence in wrong(document))


def test_a_taken_address_is_wrong(environment: dict[str, str]) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        environment["ANTIGONE_WEBSITE"] = f"127.0.0.1:{squatter.getsockname()[1]}"
        status, document = ask(environment)
    assert status == 1
    assert any("ANTIGONE_WEBSITE" in sentence for sentence in wrong(document))


def test_a_server_that_may_lose_what_it_acknowledged_is_wrong(environment: dict[str, str], data: Path) -> None:
    cluster = Cluster.of(data)
    with hold(cluster):
        pass
    (cluster.folder / "local.conf").write_text("synchronous_commit = off\n")
    status, document = ask(environment)
    assert status == 1
    assert any("synchronous_commit is off" in sentence for sentence in wrong(document))


def test_an_unreachable_server_is_wrong_and_the_rest_is_still_told(environment: dict[str, str]) -> None:
    status, document = ask(environment | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/people"})
    assert status == 1
    assert any("cannot be reached" in sentence for sentence in wrong(document))
    assert state_of(document, "disk")


def test_a_setting_that_cannot_be_used_is_wrong(environment: dict[str, str]) -> None:
    status, document = ask(environment | {"ANTIGONE_DATA": "/" + "x" * 120})
    assert status == 1
    assert any("too long" in sentence for sentence in wrong(document))
