"""Families that post the form «Ask us» to the served website over HTTP, and what each post costs."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import selectors
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from antigone.server.configuration import Zone

#: Families that wait for their answer at one time.
FAMILIES = 16
_BOUNDARY = "----families"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Posts:
    """What came of it.

    Attributes:
        a_second: enquiries that were acknowledged with their ten words.
        waits: how long each family waited, in milliseconds.
        wal_bytes: of write-ahead log for each.
        site_ms, database_ms: processor time of the site's and of PostgreSQL's processes for each.
    """

    a_second: float
    waits: list[float]
    wal_bytes: int
    site_ms: float
    database_ms: float


def posts_per_second(seconds: float) -> Posts:
    """Serve the website as `antigone serve` does and post to it for so long.

    Raises:
        AssertionError: an answer was no receipt, or what is kept is not what was acknowledged.
    """
    from django.conf import settings
    from django.db import connection

    from antigone.server.embedded import Cluster

    with served(Zone.WEBSITE) as (port, site):
        _post(port, 1.0)
        postmaster = Cluster.of(settings.DATA_DIR, settings.CONFIGURATION.postgres_bin).postmaster_pid()
        assert postmaster is not None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_wal_lsn(), count(*) FROM intake.enquiry")
            lsn, before = cursor.fetchone()
            spent = [processor_seconds(site), processor_seconds(postmaster)]
            waits = _post(port, seconds)
            site_spent, database_spent = (
                now - then for now, then in zip(map(processor_seconds, (site, postmaster)), spent, strict=True)
            )
            cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s), count(*) FROM intake.enquiry", [lsn])
            written, kept = cursor.fetchone()
    assert kept - before == len(waits), f"{kept - before} are kept of {len(waits)} that were acknowledged"
    each = 1_000 / len(waits)
    return Posts(len(waits) / seconds, waits, int(written) // len(waits), site_spent * each, database_spent * each)


@contextlib.contextmanager
def served(zone: Zone, *, processes: int = 2) -> Iterator[tuple[int, int]]:
    """A site with as many threads as `antigone serve` gives it: its port and its process."""
    from antigone.server.configuration import configuration_from_environment
    from antigone.server.sites import Address, answers, site_command, site_environment
    from antigone.server.static_files import collect_static_files

    configuration = configuration_from_environment()
    collect_static_files(configuration)
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    address = Address("127.0.0.1", port)
    process = subprocess.Popen(site_command(address, processes=processes), env=site_environment(configuration, zone))
    try:
        deadline = time.monotonic() + 30
        while not answers(address):
            assert process.poll() is None, "the site did not start"
            assert time.monotonic() < deadline, "the site does not answer"
            time.sleep(0.05)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def _post(port: int, seconds: float) -> list[float]:
    """Waits of all posts, from a process of their own, so that nothing of the load counts as the site's."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_families, args=(port, seconds, answers))
    child.start()
    while child.is_alive() and answers.empty():
        time.sleep(0.01)
    assert not answers.empty(), "an answer of the website was no receipt"
    waits: list[float] = answers.get()
    child.join()
    return waits


@dataclass(slots=True)
class _Family:
    """One connection: what it has still to send, what it has got."""

    line: socket.socket
    left: memoryview
    began: float
    got: bytearray = field(default_factory=bytearray)


def _families(port: int, seconds: float, answers: Any) -> None:
    """`FAMILIES` at a time, each on a connection of its own, until the time is up and the last has its answer."""
    ready = selectors.DefaultSelector()
    waits: list[float] = []
    end = time.perf_counter() + seconds
    number = 0

    def begins() -> None:
        nonlocal number
        number += 1
        line = socket.create_connection(("127.0.0.1", port))
        line.setblocking(False)
        family = _Family(line, memoryview(_request(port, number)), time.perf_counter())
        ready.register(line, selectors.EVENT_WRITE, family)

    for _ in range(FAMILIES):
        begins()
    while ready.get_map():
        for key, _ in ready.select():
            family: _Family = key.data
            if family.left:
                family.left = family.left[family.line.send(family.left) :]
                if not family.left:
                    ready.modify(family.line, selectors.EVENT_READ, family)
                continue
            part = family.line.recv(65_536)
            family.got += part
            if part:
                continue
            waits.append((time.perf_counter() - family.began) * 1_000)
            assert family.got.startswith(b"HTTP/1.1 200"), bytes(family.got[:200])
            assert b'name="words"' in family.got, "no receipt came back"
            ready.unregister(family.line)
            family.line.close()
            if time.perf_counter() < end:
                begins()
    answers.put(waits)


def _request(port: int, number: int) -> bytes:
    """The form as a browser sends it; every family writes something else."""
    fields = {
        "name": "Колодій Вадим Сергійович",
        "birth_date": "13.05.1987",
        "birthplace": "Полтава",
        "unit": "93 омбр",
        "own_name": "Ольга Колодій",
        "phone": "+380 50 000 17 29",
        "first_message": "Останній дзвінок був у неділю. " * 10 + str(number),
    }
    parts = "".join(
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body = f"{parts}--{_BOUNDARY}--\r\n".encode()
    head = (
        f"POST /uk/ask/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
        f"Content-Type: multipart/form-data; boundary={_BOUNDARY}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def processor_seconds(root: int) -> float:
    """Processor time of a process and all below it, in seconds; of those that ended, what their parents counted."""
    parents: dict[int, list[int]] = {}
    spent: dict[int, int] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # The name in parentheses may hold blanks (proc(5)).
            told = entry.read_text().rpartition(")")[2].split()
            process = int(entry.parent.name)
            parents.setdefault(int(told[1]), []).append(process)
            spent[process] = sum(map(int, told[11:15]))
    total, waiting = 0, [root]
    while waiting:
        process = waiting.pop()
        total += spent.get(process, 0)
        waiting += parents.get(process, [])
    return total / _TICKS
