"""The worker's rounds go on after a photograph that goes wrong, and no word of it stands in the log."""

from __future__ import annotations

import threading

import pytest

from antigone.bureau.photographs import rounds

pytestmark = pytest.mark.django_db


def test_a_round_that_fails_is_not_the_last_and_says_nothing_of_its_cause(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(rounds, "EVERY_SECONDS", 0.0)
    stop, done = threading.Event(), []

    def work() -> None:
        done.append(1)
        if len(done) == 1:
            raise ValueError("Верещака Остап")
        stop.set()

    # In a thread of its own, as in the worker: a round closes its connection.
    thread = threading.Thread(target=rounds.in_rounds, args=(stop, work), kwargs={"what": "faces"})
    thread.start()
    thread.join(120)
    assert len(done) == 2
    assert "faces: ValueError" in caplog.text
    assert "Верещака" not in caplog.text
