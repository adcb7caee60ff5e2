"""`antigone ledger`: what an operator and a partner type."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.bureau.ledger.conftest import enter_record
from tests.sites import environment_on

from antigone.bureau.ledger.sequencer import sequence_once
from antigone.server.configuration import configuration_from_environment
from antigone.server.ledger_keeping import last_signed_file, ledger_signer

Tamper = Callable[..., Any]
Said = subprocess.CompletedProcess[str]


@pytest.fixture
def antigone(own_database: str) -> Iterator[Callable[..., Said]]:
    """Runs the command on a ledger of five signed events."""
    configuration = configuration_from_environment()
    for number in range(5):
        enter_record(number, note="«знайдено»")
    sequence_once(ledger_signer(configuration), last_signed_file(configuration))
    environment = environment_on(own_database)

    def run(*words: str, **extra: str) -> Said:
        return subprocess.run(
            [sys.executable, "-m", "antigone", *words], env=environment | extra, capture_output=True, text=True
        )

    yield run
    last_signed_file(configuration).unlink()


def test_a_sound_ledger_is_said_to_be_sound(antigone: Callable[..., Said], tmp_path: Path) -> None:
    kept = tmp_path / "checkpoint"
    assert antigone("ledger", "checkpoint", "--out", str(kept)).returncode == 0
    said = antigone("ledger", "verify", "--checkpoint", str(kept))
    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("The ledger is as it was signed. Events: 5, and 0 not signed yet. Checkpoints: 1 in")


def test_a_changed_ledger_is_one_sentence_and_status_1(antigone: Callable[..., Said], tamper: Tamper) -> None:
    tamper("UPDATE ledger_event SET actor_name = 'petro' WHERE id = 3")
    said = antigone("ledger", "verify")
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "antigone: event 3 (leaf 2) was altered\n")
    document = json.loads(antigone("ledger", "verify", "--json").stdout)
    assert document["sound"] is False
    assert [(fault["harm"], fault["event"]) for fault in document["faults"]] == [("altered", 3)]


def test_a_partner_checks_a_proof_without_database_or_data_folder(
    antigone: Callable[..., Said], tmp_path: Path
) -> None:
    key = antigone("ledger", "key").stdout.strip()
    proof = tmp_path / "proof.json"
    proof.write_text(antigone("ledger", "proof", "2", "--json", "--without-detail").stdout)
    assert "знайдено" not in proof.read_text()
    elsewhere = {"ANTIGONE_DATA": "/nowhere", "DATABASE_URL": "postgresql://nowhere.invalid/x"}
    said = antigone("ledger", "check", str(proof), "--key", key, **elsewhere)
    assert (said.returncode, said.stderr) == (0, "")
    assert "leaf 1 of the tree of 5 events" in said.stdout
    proof.write_text(proof.read_text().replace("olena", "petro"))
    said = antigone("ledger", "check", str(proof), "--key", key, **elsewhere)
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "the proof does not hold" in said.stderr


def test_what_cannot_be_done_is_one_sentence(antigone: Callable[..., Said], tmp_path: Path) -> None:
    said = antigone("ledger", "proof", "99")
    assert (said.returncode, said.stdout, said.stderr) == (1, "", "antigone: there is no event 99\n")
    rubbish = tmp_path / "rubbish"
    rubbish.write_bytes(b"\xff\x00")
    said = antigone("ledger", "verify", "--checkpoint", str(rubbish))
    assert (said.returncode, said.stderr.count("\n")) == (1, 1)
    assert "cannot be used" in said.stderr
