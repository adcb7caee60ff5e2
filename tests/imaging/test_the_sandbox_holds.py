"""Nothing gets out of the sandbox, and whatever happens in it, the caller hears of it in words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.imaging import hostile_jobs

from antigone.imaging.sandbox import (
    Bounds,
    Failed,
    Killed,
    OutOfMemory,
    Refused,
    SandboxError,
    TimedOut,
    calling,
    confinement,
    in_sandbox,
    probing,
)

SMALL = Bounds(memory=128 * 1024**2, seconds=1, output=2 * 1024**2)


def test_a_job_gives_back_facts_and_parts() -> None:
    outcome = in_sandbox(hostile_jobs.lengths, b"abc", times=3)
    assert dict(outcome.facts) == {"length": 3}
    assert outcome.parts == (b"abcabcabc", b"")


def test_no_way_out_is_open() -> None:
    """Tried from inside: files, network, processes, signals, namespaces, executable memory, becoming root."""
    outcome = in_sandbox(probing.escapes, b"")
    assert outcome.facts["got_out"] == []
    assert len(probing.ATTEMPTS) >= 15


def test_what_holds_is_told() -> None:
    holds = confinement()
    assert holds.seccomp or holds.landlock


_ONE_LAYER = """
import os
from antigone.imaging.sandbox import jail, probing
for name, attempt in probing.ATTEMPTS.items():
    child = os.fork()
    if child == 0:
        {close}
        os._exit(probing.succeeds(attempt))
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1:
        print(name)
"""


@pytest.mark.parametrize(
    ("close", "denied"),
    [
        ("jail.filter_calls()", set(probing.ATTEMPTS)),
        ("jail.lock_land()", {"read a file", "write a file", "list a folder", "run a program", "signal its parent"}),
    ],
)
def test_each_layer_holds_alone(close: str, denied: set[str]) -> None:
    """On a kernel that lacks one, the other denies at least this."""
    prepared = "os.setresuid(1 << 29, 1 << 29, 1 << 29); jail.no_new_privileges(); " if "land" in close else ""
    script = _ONE_LAYER.format(close=prepared + close)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd="/", check=True)
    assert not denied & set(done.stdout.splitlines())


def test_a_refusal_keeps_its_word() -> None:
    with pytest.raises(Refused) as refusal:
        in_sandbox(hostile_jobs.refuses, b"")
    assert refusal.value.code == "not wanted"


def test_an_error_does_not_repeat_the_data() -> None:
    with pytest.raises(Failed) as error:
        in_sandbox(hostile_jobs.fails, b"Olha Kolodiy")
    assert "Olha" not in str(error.value)
    assert "KeyError" in str(error.value)


def test_a_crash_is_told_and_harms_nobody() -> None:
    with pytest.raises(Killed):
        in_sandbox(hostile_jobs.crashes, b"")
    assert in_sandbox(hostile_jobs.lengths, b"abc", times=1).parts[0] == b"abc"


def test_time_ends() -> None:
    with pytest.raises(TimedOut):
        in_sandbox(hostile_jobs.never_ends, b"", bounds=SMALL)


def test_memory_ends() -> None:
    with pytest.raises(OutOfMemory):
        in_sandbox(hostile_jobs.takes_memory, b"", bounds=SMALL)


def test_an_answer_that_is_too_long_is_not_read() -> None:
    with pytest.raises(SandboxError):
        in_sandbox(hostile_jobs.writes_too_much, b"", bounds=SMALL)


@pytest.mark.parametrize(
    "answer",
    [b"", b"\xff\xff\xff\xff", b"\x02\0\0\0[]", b"\x02\0\0\0{}" + b"\xff" * 8, b"\x02\0\0\0{}\x09" + b"\0" * 7],
)
def test_an_answer_that_lies_is_a_failure(answer: bytes) -> None:
    with pytest.raises(Failed):
        in_sandbox(hostile_jobs.lies, answer)


def test_a_nursery_that_was_killed_is_started_anew() -> None:
    in_sandbox(hostile_jobs.lengths, b"", times=1)
    process = calling._nursery._process
    assert process is not None
    process.kill()
    process.wait()
    assert in_sandbox(hostile_jobs.lengths, b"abc", times=1).parts[0] == b"abc"


def test_nothing_of_the_caller_is_in_the_nursery(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process that jobs are forked from was started with an environment of its own."""
    in_sandbox(hostile_jobs.lengths, b"", times=1)
    process = calling._nursery._process
    assert process is not None
    environment = Path(f"/proc/{process.pid}/environ").read_bytes()
    assert b"DATABASE_URL" not in environment
    assert b"ANTIGONE" not in environment
