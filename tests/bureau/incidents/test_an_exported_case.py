"""An exported case stands by itself: rebuilt to the same bytes, verified without the bureau, no change goes unseen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bureau.incidents.story import ANALYST, ITEM, open_case, write_file
from tests.sites import copied_database
from typer.testing import CliRunner

from antigone.bureau.incidents.actions import add_file
from antigone.bureau.incidents.custody import Event, FileProof, Head, digest_of, head_of
from antigone.bureau.incidents.exporting.folder import MANIFEST, SIGNATURE, sign_folder
from antigone.bureau.incidents.exporting.originals import note_export, write_originals
from antigone.bureau.incidents.exporting.verifying import Trust, Verdict, verify_file, verify_folder
from antigone.bureau.incidents.models import TokenKind
from antigone.bureau.incidents.stamping.actions import head_now, keep_token
from antigone.bureau.incidents.stamping.tokens import TokenRefused, request_for, roots_in
from antigone.bureau.ledger.notes import Signer, Verifier
from antigone.cli import app
from antigone.interfaces.papers.case.issuing import write_case
from antigone.server.configuration import Zone, configuration_from_environment
from antigone.server.vault_keys import vault_private_key

pytestmark = pytest.mark.django_db

_AUTHORITY = """
[tsa]
default_tsa = own
[own]
dir = .
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class Authority:
    """A time-stamping authority of our own, for tests alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(_AUTHORITY)
        (folder / "serial").write_text("01")
        (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
        new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout")
        self._run(*new, "root.key", "-x509", "-days", "30", "-subj", "/CN=Own root", "-out", "root.pem")
        self._run(*new, "tsa.key", "-subj", "/CN=Own authority", "-out", "tsa.csr")
        sign = ("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial")
        self._run(*sign, "-days", "30", "-extfile", "ext", "-out", "tsa.pem")
        self.roots = roots_in((folder / "root.pem").read_bytes())

    def stamp(self, request: bytes) -> bytes:
        """The reply to a request."""
        (self.folder / "request.tsq").write_bytes(request)
        self._run("ts", "-reply", "-config", "tsa.cnf", "-queryfile", "request.tsq", "-out", "reply.tsr")
        return (self.folder / "reply.tsr").read_bytes()

    def _run(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    if shutil.which("openssl") is None:
        reason = "openssl is not installed (Debian: apt install openssl)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def case(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory, authority: Authority
) -> Case:
    """A case with three files, stamped after the second, exported with its originals, twice."""
    folder = tmp_path_factory.mktemp("case")
    database = connection.settings_dict
    with copied_database(django_db_blocker, None) as name, django_db_blocker.unblock():
        original, database["NAME"] = database["NAME"], name
        try:
            code = open_case(folder, files=2)
            token = authority.stamp(request_for(head_now(code)))
            keep_token(code, TokenKind.RFC3161, token, roots=authority.roots, actor=ANALYST)
            add_file(code, str(write_file(folder, "third.jpg", seed=9)), ITEM, actor=ANALYST)
            write_case(code, folder / "page", actor=ANALYST)
            key = vault_private_key(replace(configuration_from_environment(), zone=Zone.VAULT)).of_hpke
            note_export(code, because="the court has asked for them", to="the court", actor=ANALYST)
            for out in ("out", "again"):
                write_case(code, folder / out, actor=ANALYST, originals=lambda there: write_originals(code, there, key))
        finally:
            connections.close_all()
            database["NAME"] = original
    return Case(folder, authority.roots)


class Case:
    """The exported case, and ways to spoil copies of it."""

    def __init__(self, folder: Path, roots: list[x509.Certificate]) -> None:
        self.folder = folder
        self.out = folder / "out"
        self.trust = Trust(Verifier.from_text((self.out / "key.txt").read_text()), roots)
        self._copies = 0

    def spoilt(self, spoil: Callable[[Path], None]) -> Verdict:
        """The verdict on a copy after this was done to it."""
        self._copies += 1
        copy = self.folder / f"copy-{self._copies}"
        shutil.copytree(self.out, copy)
        try:
            spoil(copy)
            return verify_folder(copy, self.trust)
        finally:
            shutil.rmtree(copy)


def test_it_holds_and_is_the_same_when_rebuilt(case: Case) -> None:
    verdict = verify_folder(case.out, case.trust)
    assert (verdict.faults, verdict.notes) == ([], [])
    assert (verdict.originals, verdict.events, verdict.tokens) == (3, 6, 1)
    files = sorted(path.relative_to(case.out) for path in case.out.rglob("*") if path.is_file())
    assert files
    for name in files:
        assert (case.out / name).read_bytes() == (case.folder / "again" / name).read_bytes(), name


def test_originals_come_back_as_they_came(case: Case) -> None:
    assert (case.out / "items/001.jpg").read_bytes() == (case.folder / "0.jpg").read_bytes()
    assert (case.out / "items/003.jpg").read_bytes() == (case.folder / "third.jpg").read_bytes()


def test_without_originals_that_is_said(case: Case) -> None:
    verdict = verify_folder(case.folder / "page", case.trust)
    assert (verdict.faults, verdict.originals) == ([], 0)
    assert any("none of the 3 originals" in note for note in verdict.notes)


def test_the_folders_own_key_is_good_only_until_somebody_compares_it(case: Case) -> None:
    verdict = verify_folder(case.out, Trust())
    assert verdict.holds
    assert any("compare it" in note for note in verdict.notes)
    assert any("nobody said whom to trust" in note for note in verdict.notes)


@settings(max_examples=60)
@given(st.data())
def test_every_changed_byte_truncation_removal_and_addition_is_found(case: Case, data: st.DataObject) -> None:
    names = sorted(path.relative_to(case.out).as_posix() for path in case.out.rglob("*") if path.is_file())
    name = data.draw(st.sampled_from(names))
    way = data.draw(st.sampled_from(["byte", "cut", "remove", "add", "swap"]))
    where = data.draw(st.floats(0, 1, exclude_max=True))
    change = data.draw(st.integers(1, 255))

    def spoil(folder: Path) -> None:
        path = folder / name
        content = bytearray(path.read_bytes())
        place = int(where * len(content))
        if way == "byte":
            content[place] ^= change
            path.write_bytes(content)
        elif way == "cut":
            path.write_bytes(content[:place])
        elif way == "remove":
            path.unlink()
        elif way == "add":
            (folder / "items" / "004.jpg").write_bytes(content[: place + 1])
        else:
            other = folder / names[(names.index(name) + 1) % len(names)]
            path.write_bytes(other.read_bytes())
            other.write_bytes(content)

    assert case.spoilt(spoil).faults


@settings(max_examples=40)
@given(st.data())
def test_a_chain_written_anew_is_found_without_the_bureaus_key(case: Case, data: st.DataObject) -> None:
    """Whoever has the folder but not the key mends every hash, proof and manifest after a change, and signs himself."""
    way = data.draw(st.sampled_from(["remove", "swap", "date", "say"]))
    place = data.draw(st.integers(1, 4))

    def spoil(folder: Path) -> None:
        entries = (folder / "custody.jsonl").read_text().splitlines()
        events = [Event.from_entry(entry) for entry in entries]
        if way == "remove":
            del events[place]
        elif way == "swap":
            events[place], events[place + 1] = events[place + 1], events[place]
        rewritten, before = [], "0" * 64
        for number, event in enumerate(events, 1):
            spoilt = way == "date" and number == place + 1
            at = event.at - timedelta(days=400) if spoilt else event.at
            detail = dict(event.detail) | ({"title": "another"} if way == "say" and number == place + 1 else {})
            entry = Event(event.case, number, event.item, event.verb, at, event.by, event.tool, detail, before).entry()
            before = digest_of(entry).hex()
            rewritten.append(entry)
        (folder / "custody.jsonl").write_text("\n".join(rewritten) + "\n")
        own = Signer("antigone/papers", Ed25519PrivateKey.generate())
        (folder / "key.txt").write_text(own.verifier.text() + "\n")
        (folder / MANIFEST).unlink()
        (folder / SIGNATURE).unlink()
        sign_folder(folder, "CASE-1", own)

    assert case.spoilt(spoil).faults


def test_a_chain_written_anew_is_found_by_the_token_of_time_where_the_key_was_stolen(case: Case) -> None:
    def spoil(folder: Path) -> None:
        document = json.loads((folder / "case.json").read_text())
        entries = (folder / "custody.jsonl").read_text().splitlines()
        rewritten, before = [], "0" * 64
        for number, entry in enumerate(entries, 1):
            event = Event.from_entry(entry)
            detail = dict(event.detail) | ({"published": "2020"} if number == 2 else {})
            entry = Event(
                event.case, number, event.item, event.verb, event.at, event.by, event.tool, detail, before
            ).entry()
            before = digest_of(entry).hex()
            document["custody"][number - 1]["digest"] = before
            rewritten.append(entry)
        (folder / "custody.jsonl").write_text("\n".join(rewritten) + "\n")
        (folder / "case.json").write_text(json.dumps(document))
        (folder / "tokens/001.head.txt").write_text(head_of("CASE-1", rewritten[:3]).text())
        sign_folder(folder, "CASE-1", _stolen())

    faults = case.spoilt(spoil).faults
    assert faults
    assert any("over something else" in fault for fault in faults)


def _stolen() -> Signer:
    from antigone.interfaces.papers.remains.issuing import papers_signer

    return papers_signer()


def test_one_token_proves_any_file_that_came_in_before_it_by_less_than_a_kilobyte(case: Case) -> None:
    token = (case.out / "tokens/001.tsr").read_bytes()
    for number in (1, 2):
        proof = (case.out / f"proofs/{number:03}.txt").read_text()
        assert len(proof.encode()) <= 1024
        head, stamped = verify_file(case.out / f"items/{number:03}.jpg", proof, token, case.trust)
        assert stamped.checked
        assert head.files == 2
        assert abs((stamped.says or datetime.min.replace(tzinfo=UTC)) - datetime.now(UTC)) < timedelta(hours=1)
    with pytest.raises(TokenRefused, match="over something else"):
        verify_file(case.out / "items/003.jpg", (case.out / "proofs/003.txt").read_text(), token, case.trust)


def test_a_proof_stays_below_a_kilobyte_for_half_a_million_files() -> None:
    head = Head("A" * 40, 500_000, b"\xff" * 32, 10**9, b"\xff" * 32)
    assert len(FileProof(head.text(), 499_999, (b"\xff" * 32,) * 19).text().encode()) <= 1024 + 256


def test_a_token_of_a_stranger_is_refused(case: Case, authority: Authority, tmp_path: Path) -> None:
    stranger = Authority(tmp_path)
    verdict = verify_folder(case.out, Trust(case.trust.key, stranger.roots))
    assert any("not signed by an authority that you trust" in fault for fault in verdict.faults)


def test_the_command_tells_what_is_wrong_and_fails(case: Case, tmp_path: Path) -> None:
    run = CliRunner()
    good = run.invoke(app, ["footage", "verify", str(case.out), "--json"])
    assert good.exit_code == 0
    assert json.loads(good.stdout)["holds"] is True
    spoilt = tmp_path / "spoilt"
    shutil.copytree(case.out, spoilt)
    (spoilt / "items" / "002.jpg").unlink()
    bad = run.invoke(app, ["footage", "verify", str(spoilt)])
    assert bad.exit_code == 1
    assert "items/002.jpg is missing" in bad.stdout
    one = [str(case.out / "items/001.jpg"), "--proof", str(case.out / "proofs/001.txt")]
    told = run.invoke(app, ["footage", "verify", *one, "--token", str(case.out / "tokens/001.tsr"), "--json"])
    assert json.loads(told.stdout)["case"] == "CASE-1"
