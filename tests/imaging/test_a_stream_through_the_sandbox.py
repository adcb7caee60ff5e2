"""A stream goes through the sandbox with bounded memory; whatever happens in it, the caller hears of it and goes on."""

from __future__ import annotations

import io
import json
import os
import struct
import time
from pathlib import Path

import pytest
from tests.imaging import hostile_jobs

from antigone.imaging.sandbox import (
    Failed,
    Killed,
    OutOfMemory,
    Refused,
    SandboxError,
    StreamBounds,
    TimedOut,
    calling,
    in_sandbox,
    probing,
    through_sandbox,
)
from antigone.imaging.sandbox.values import StreamJob

SMALL = StreamBounds(memory=128 * 1024**2, seconds=1, patience=0.5, piece=1 << 20, growth=2)


def outcome(job: StreamJob, data: bytes = b"abc", bounds: StreamBounds = SMALL, **arguments: object) -> bytes:
    return b"".join(through_sandbox(job, io.BytesIO(data), bounds=bounds, **arguments))


@pytest.mark.parametrize("size", [0, 1, 1 << 16, 3_000_000])
def test_what_goes_in_comes_out(size: int) -> None:
    data = os.urandom(size)
    assert outcome(hostile_jobs.echoes, data) == data


def test_no_way_out_is_open_to_a_job_over_a_stream() -> None:
    """Tried from inside, as for pictures: files, network, processes, signals, executable memory, becoming root."""
    facts = json.loads(outcome(hostile_jobs.tries_to_get_out))
    assert facts["got_out"] == []
    assert len(probing.ATTEMPTS) >= 15


@pytest.mark.parametrize(
    ("job", "error"),
    [
        (hostile_jobs.refuses_later, Refused),
        (hostile_jobs.fails_later, Failed),
        (hostile_jobs.crashes_later, Killed),
        (hostile_jobs.stands_still, TimedOut),
        (hostile_jobs.computes_for_ever, TimedOut),
        (hostile_jobs.takes_memory_later, OutOfMemory),
        (hostile_jobs.writes_for_ever, Failed),
    ],
)
def test_what_came_before_a_fall_comes_and_then_the_fall_is_told(job: StreamJob, error: type[SandboxError]) -> None:
    got = []
    with pytest.raises(error) as fallen:
        got += list(through_sandbox(job, io.BytesIO(b"abc"), bounds=SMALL))
    assert "Olha" not in str(fallen.value)
    assert outcome(hostile_jobs.echoes) == b"abc"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x01",
        struct.pack("<I", 0),
        struct.pack("<I", 5) + b"abc",
        struct.pack("<I", (1 << 20) + 1),
        struct.pack("<I", 0xFFFF_FFFF),
        struct.pack("<I", 0xFFFF_FFFF) + b"[]",
        struct.pack("<I", 0xFFFF_FFFF) + b"[" * 50_000,
    ],
)
def test_an_answer_that_lies_is_a_failure(answer: bytes) -> None:
    with pytest.raises(Failed):
        outcome(hostile_jobs.writes_its_own, answer)


class _Counted(io.RawIOBase):
    """A stream without an end that counts what is read of it."""

    def __init__(self) -> None:
        super().__init__()
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        self.given += size
        return bytes(size)


def test_a_slow_reader_holds_the_child_back() -> None:
    stream = _Counted()
    pieces = through_sandbox(hostile_jobs.echoes, stream, bounds=StreamBounds(patience=30))
    taken = sum(len(next(pieces)) for _ in range(20))
    pieces.close()
    # Two pipes and what is between them, however long the stream is.
    assert stream.given - taken < 8 * 1024**2


def test_the_child_of_a_caller_who_goes_away_is_ended() -> None:
    pieces = through_sandbox(hostile_jobs.stands_still, io.BytesIO(b"abc"), bounds=StreamBounds(patience=30))
    next(pieces)
    nursery = calling._nursery._process
    assert nursery is not None
    children = Path(f"/proc/{nursery.pid}/task/{nursery.pid}/children")
    assert children.read_text().split()
    pieces.close()
    deadline = time.monotonic() + 20
    while children.read_text().split() and time.monotonic() < deadline:
        # The nursery takes its next turn.
        assert in_sandbox(hostile_jobs.lengths, b"abc", times=1).facts == {"length": 3}
    assert not children.read_text().split()


def test_a_child_that_closes_its_answer_and_stays_brings_nobody_else_down(monkeypatch: pytest.MonkeyPatch) -> None:
    data = os.urandom(8_000_000)  # more than the pipes hold
    beside = through_sandbox(hostile_jobs.echoes, io.BytesIO(data), bounds=StreamBounds(patience=30))
    first = next(beside)
    silent = through_sandbox(hostile_jobs.falls_silent, io.BytesIO(b"abc"), bounds=StreamBounds(patience=30))
    assert next(silent) == b"abc"
    with monkeypatch.context() as impatient:
        impatient.setattr(calling, "START_SECONDS", 0)
        impatient.setattr(calling, "GRACE_SECONDS", 0.2)
        with pytest.raises(TimedOut):
            next(silent)
    assert first + b"".join(beside) == data


def test_several_streams_go_through_at_once() -> None:
    data = [bytes([number]) * 200_000 for number in range(4)]
    flows = [through_sandbox(hostile_jobs.echoes, io.BytesIO(one), bounds=SMALL) for one in data]
    firsts = [next(flow) for flow in flows]
    assert [first + b"".join(flow) for first, flow in zip(firsts, flows, strict=True)] == data
