"""The vault as a process of its own: who may ask it, and what it leaves behind."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.db import connection
from tests.bureau.enquiries.families import CASE_WORKER, ask

from antigone.bureau.enquiries import vault_client
from antigone.bureau.enquiries.opening import OpeningRefused, StepUp
from antigone.bureau.enquiries.vault_client import VaultAway
from antigone.server.configuration import Zone, configuration_from_environment
from antigone.server.secrets import key_named, keys_folder
from antigone.server.trouble import ServerTrouble
from antigone.server.vault import _PEER, serve_questions
from antigone.server.vault_keys import EnquiryKeys, NotTheVault, make_vault_keys, vault_private_key
from antigone.server.vault_sockets import listening, somebody_answers


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A vault that answers, in threads of this process; the accounts that may ask are the parameter's."""
    path = tmp_path / "v.sock"
    monkeypatch.setattr(settings, "VAULT_SOCKET", path)
    key = vault_private_key(replace(configuration_from_environment(), zone=Zone.VAULT))
    stop = threading.Event()
    callers = getattr(request, "param", frozenset({os.geteuid()}))
    with listening(path, tmp_path) as opened:
        server = threading.Thread(target=serve_questions, args=(opened, key, callers, stop))
        server.start()
        yield path
        stop.set()
        server.join()


def open_contact(enquiry: UUID) -> object:
    return vault_client.opened_contact(
        enquiry, reason="to tell her what was found", actor=CASE_WORKER, step_up=StepUp("totp", datetime.now(tz=UTC))
    )


def test_a_contact_comes_through_the_socket(own_database: str, door: Path) -> None:
    group, _ = Group.objects.get_or_create(name="case worker")
    User.objects.create(username=CASE_WORKER.name).groups.add(group)
    ask()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE intake.enquiry SET assigned_to = %s RETURNING id", [CASE_WORKER.name])
        enquiry = UUID(str(cursor.fetchone()[0]))
    contact = open_contact(enquiry)
    assert contact.phone == "+380 50 000 17 29"  # type: ignore[attr-defined]
    letters = vault_client.opened_messages(
        enquiry, reason="to answer her question", actor=CASE_WORKER, step_up=StepUp("totp", datetime.now(tz=UTC))
    )
    assert [letter.text for letter in letters] == ["Останній дзвінок був у неділю."]
    with pytest.raises(OpeningRefused, match="not assigned"):
        open_contact(UUID(int=1))


@pytest.mark.parametrize("door", [frozenset({123_456})], indirect=True)
def test_another_account_gets_no_answer(door: Path) -> None:
    with pytest.raises(VaultAway):
        open_contact(UUID(int=1))


def test_without_a_vault_there_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAULT_SOCKET", tmp_path / "none.sock")
    with pytest.raises(VaultAway, match="antigone vault"):
        open_contact(UUID(int=1))


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"ask": "shred"}',
        b'{"ask": "open"}',
        json.dumps({"ask": "open", "enquiry": "x", "what": 1, "reason": [], "name": {}, "role": "", "second_factor": 0,
                    "shown_at": "yesterday"}).encode(),
        b"\xff" * 1_000,
        b"x" * 100_000,
    ],
)  # fmt: skip
def test_nonsense_is_refused_and_the_vault_goes_on(door: Path, said: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(10)
        line.connect(str(door))
        try:
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
            answer = line.recv(65_536)
        except OSError:
            answer = b""
    assert answer == b"" or "refused" in json.loads(answer)
    with pytest.raises(OpeningRefused):
        vault_client.asked({"ask": "nothing"})


def test_who_only_looks_whether_the_vault_is_there_leaves_no_line_in_its_log(
    door: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert somebody_answers(door)
    with pytest.raises(OpeningRefused):
        vault_client.asked({"ask": "nothing"})  # answered after the look
    assert capfd.readouterr().err == ""


def test_the_socket_is_for_this_account_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    path = tmp_path / "run" / "vault.sock"
    with listening(path, tmp_path):
        assert path.stat().st_mode & 0o077 == 0
        assert somebody_answers(path)
        with pytest.raises(ServerTrouble, match="answers at"), listening(path, tmp_path):
            pass
    assert not path.exists()
    assert not somebody_answers(path)


def test_a_socket_of_a_killed_vault_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "v.sock"
    left = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    left.bind(str(path))
    left.close()
    with listening(path, tmp_path):
        assert path.exists()


@pytest.mark.parametrize("zone", [zone for zone in Zone if zone is not Zone.VAULT])
def test_no_other_zone_reads_the_private_key(zone: Zone) -> None:
    with pytest.raises(NotTheVault, match="only the vault"):
        vault_private_key(replace(configuration_from_environment(), zone=zone))


def test_the_public_half_is_made_anew_from_the_private_one(tmp_path: Path) -> None:
    before = EnquiryKeys(tmp_path).vault_public
    (keys_folder(tmp_path) / "vault-public.key").unlink()
    make_vault_keys(tmp_path)
    assert EnquiryKeys(tmp_path).vault_public == before


def test_the_website_needs_no_private_half(tmp_path: Path) -> None:
    before = EnquiryKeys(tmp_path).vault_public
    (keys_folder(tmp_path) / "vault.key").unlink()
    assert EnquiryKeys(tmp_path).vault_public == before
    assert not (keys_folder(tmp_path) / "vault.key").exists()
    assert len(key_named(tmp_path, "receipts")) == len(EnquiryKeys(tmp_path).pepper)


def test_peers_are_read_as_the_system_writes_them() -> None:
    assert _PEER.size == 12
