"""`antigone serve` as a person meets it: it answers, it stops, and it says clearly what stands in its way."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks.kill import Installation

from antigone.server.sites import answers
from antigone.server.supervisor import supervisor_of

pytestmark = pytest.mark.embedded


@pytest.fixture
def installation(data: Path) -> Iterator[Installation]:
    installation = Installation(data)
    try:
        yield installation
    finally:
        installation.discard()


def output(installation: Installation) -> str:
    return Path(installation.output.name).read_text(errors="replace")


def run(installation: Installation, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "antigone", *arguments],
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def wait_for_its_announcement(installation: Installation) -> None:
    """It announces its addresses when they answer."""
    deadline = time.monotonic() + 180
    while "Ctrl-C" not in output(installation):
        assert installation.supervisor.poll() is None, output(installation)
        assert time.monotonic() < deadline, output(installation)
        time.sleep(0.05)


def test_it_serves_refuses_a_second_start_keeps_visitors_to_itself_and_stops(installation: Installation) -> None:
    wait_for_its_announcement(installation)
    assert installation.website.url in output(installation)
    assert answers(installation.website)
    assert answers(installation.partners)
    assert supervisor_of(installation.data) == installation.supervisor.pid

    second = run(installation, "serve")
    assert second.returncode == 1
    assert re.fullmatch(r"antigone: Antigone already runs on .* \(process \d+\); .*\n", second.stderr)

    # What a visitor sends must leave no trace on the terminal or in any file under the data folder.
    secret = "Tajemnycja4711"
    with contextlib.suppress(urllib.error.HTTPError):
        request = urllib.request.Request(
            f"{installation.website.url}{secret}", headers={"User-Agent": secret, "X-Forwarded-For": "203.0.113.77"}
        )
        urllib.request.urlopen(request)
    logs = "".join(path.read_text(errors="replace") for path in (installation.data / "logs").iterdir())
    for trace in (secret, "203.0.113.77", "127.0.0.1 ", "GET /"):
        assert trace not in output(installation)
        assert trace not in logs

    seconds, left_over = installation.stop()
    assert installation.supervisor.returncode == 0
    assert left_over == 0
    assert seconds < 15
    assert supervisor_of(installation.data) is None


def test_the_laboratory_is_served_too_and_the_doctor_knows_when_it_is_not(installation: Installation) -> None:
    wait_for_its_announcement(installation)
    wait_for(installation, "well")
    first = installation.parts()["laboratory"]
    os.kill(first[0], signal.SIGSTOP)  # alive for the supervisor, and yet it does nothing
    set_back_the_heartbeat(installation)
    state, sentence = laboratory_of_the_doctor(installation)
    assert state == "wrong"
    assert "was last seen" in sentence
    os.kill(first[0], signal.SIGKILL)
    wait_for(installation, "well")
    assert installation.parts()["laboratory"] not in ([], first)
    assert "the laboratory ended (signal SIGKILL); starting it again" in output(installation)


def laboratory_of_the_doctor(installation: Installation) -> tuple[str, str]:
    findings = json.loads(run(installation, "doctor", "--json").stdout)["findings"]
    (found,) = (finding for finding in findings if finding["about"] == "laboratory")
    return found["state"], found["sentence"]


def set_back_the_heartbeat(installation: Installation) -> None:
    with installation.cluster.connect(database="antigone") as connection:
        connection.execute("UPDATE identification_heartbeat SET at = at - interval '2 minutes'")


def wait_for(installation: Installation, state: str) -> None:
    """Until the doctor finds the laboratory so."""
    deadline = time.monotonic() + 180
    while (found := laboratory_of_the_doctor(installation))[0] != state:
        assert time.monotonic() < deadline, (found, output(installation))


def test_ctrl_c_stops_it(installation: Installation) -> None:
    wait_for_its_announcement(installation)
    installation.supervisor.send_signal(signal.SIGINT)
    assert installation.supervisor.wait(120) == 0
    assert installation.cluster.postmaster_pid() is None


def test_no_part_outlives_a_killed_supervisor(installation: Installation) -> None:
    wait_for_its_announcement(installation)
    pids = [pid for part, pids in installation.parts().items() if part not in {"postmaster", "backend"} for pid in pids]
    assert len(pids) >= 4
    installation.supervisor.kill()
    installation.supervisor.wait()
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}/cwd").exists() for pid in pids):
        assert time.monotonic() < deadline, "a part lives on"
        time.sleep(0.05)


def test_an_address_in_use_is_one_clear_sentence(data: Path) -> None:
    with socket.socket() as squatter:
        squatter.bind(("127.0.0.1", 0))
        squatter.listen()
        port = squatter.getsockname()[1]
        installation = Installation(data)
        try:
            installation.supervisor.kill()
            installation.supervisor.wait()
            installation.environment["ANTIGONE_WEBSITE"] = f"127.0.0.1:{port}"
            refused = run(installation, "serve")
        finally:
            installation.discard()
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"cannot listen on 127.0.0.1:{port}" in refused.stderr
    assert "ANTIGONE_WEBSITE" in refused.stderr


def test_a_fault_that_escapes_is_logged_without_its_words() -> None:
    program = """
from antigone.server import wsgi
def broken(environ, start_response):
    raise ValueError("Tajemnycja4711")
wsgi._django = broken
print(b"".join(wsgi.application({}, lambda status, headers: print(status))).decode())
"""
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.startswith("500 ")
    assert "ValueError at " in answer.stderr
    assert "Tajemnycja4711" not in answer.stdout + answer.stderr
