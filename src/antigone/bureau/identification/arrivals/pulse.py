"""The heartbeat of the laboratory's service, by which `antigone doctor` sees that it works."""

from __future__ import annotations

import time

from django.db import connection

#: Seconds between two beats.
EVERY = 5.0

_BEAT = """
    INSERT INTO identification_heartbeat (id, at, problem) VALUES (1, clock_timestamp(), %s)
    ON CONFLICT (id) DO UPDATE SET at = excluded.at, problem = excluded.problem
"""


class Pulse:
    """Beats now and then, at once when there is a new problem or none any more."""

    def __init__(self) -> None:
        self._problem = ""
        self._beaten_at = float("-inf")

    def beat(self) -> None:
        """Say that the service works, unless that was said a moment ago."""
        if time.monotonic() - self._beaten_at >= EVERY:
            self._write()

    def is_well(self) -> None:
        """Nothing stands in the way any more."""
        if self._problem:
            self._problem = ""
            self._write()

    def complain(self, problem: str) -> bool:
        """Say what somebody must look at; whether it is something new."""
        new = problem != self._problem
        self._problem = problem
        self._write()
        return new

    def _write(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, [self._problem])
        self._beaten_at = time.monotonic()
