"""What the interface for partners costs: ``python -m benchmarks.api [--people 20000] [--seconds 8]``.

The partners' process as `antigone serve` runs it (one process, four threads), on a throw-away embedded database with
fsync on, asked over HTTP on loopback by eight programs on connections that stay open, from a process of their own.
Persons of the synthetic war stand on a published list. Each row is one operation: requests a second, how long half and
99 of 100 waited, and processor time of the site and of PostgreSQL for each. The last column is the ratio of requests
to those of `openapi.json`, which needs neither key nor database.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import threading
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.posting import processor_seconds, served
from benchmarks.search.speed import asked, load
from benchmarks.throwaway import bureau, quantile, versions

PROGRAMS = 8


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with the requests that are sent in turn."""

    name: str
    method: str
    requests: Sequence[tuple[str, Any]]
    status: int = 200
    once: bool = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=20_000, help="how many persons stand on the list")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each operation is asked for")
    arguments = parser.parse_args()
    with bureau():
        load(arguments.people)
        measure(arguments.seconds)


def measure(seconds: float) -> None:
    """Print the table."""
    from django.conf import settings
    from django.db import connection

    from antigone.bureau.disclosure.actions import publish_what_may_be
    from antigone.bureau.disclosure.partners import PartnerDraft, Scope, add_partner
    from antigone.bureau.ledger import Actor
    from antigone.server.configuration import Zone
    from antigone.server.embedded import Cluster

    actor = Actor("benchmark", "operator")
    publish_what_may_be(actor=actor)
    scopes = (Scope.FEED, Scope.SEARCH, Scope.FIGURES, Scope.ENQUIRE)
    key = add_partner(PartnerDraft("Agency", scopes, quota=1_000_000), actor=actor)
    _ = settings.ENQUIRY_KEYS.vault_public
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id::text FROM published.person ORDER BY public_id LIMIT 500")
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT count(*) FROM published.person WHERE listed")
        people = cursor.fetchone()[0]
    postmaster = Cluster.of(settings.DATA_DIR, settings.CONFIGURATION.postgres_bin).postmaster_pid()
    assert postmaster is not None
    questions = [{"name": name, "born": born} for name, born in asked(200)]
    enquiry = {
        "sought": {"names": ["Колодій Вадим Сергійович"], "birth_date": "1987-05-13"},
        "message": "Де він? " * 40,
    }
    operations = (
        Operation("openapi.json, no key", "GET", [("openapi.json", None)]),
        Operation("key", "GET", [("key", None)]),
        Operation("search", "POST", [("persons/search", question) for question in questions]),
        Operation("one person by id", "GET", [(f"persons/{one}", None) for one in ids]),
        Operation("changes, 10 a page", "GET", [("changes?limit=10", None)]),
        Operation("changes, 200 a page", "GET", [("changes?limit=200", None)]),
        Operation("enquiry left, durable", "POST", [("enquiries", enquiry)], status=201, once=True),
    )
    print(f"{versions()}; {people:,} persons listed; {PROGRAMS} programs; {seconds:g} s each")
    print(f"{'':28}{'a second':>10}{'half ms':>9}{'99% ms':>9}{'site ms':>9}{'database ms':>13}{'ratio':>8}")
    yardstick = 0.0
    connection.close()
    with served(Zone.PARTNERS, processes=1) as (port, site):
        for operation in operations:
            _asked(port, key, operation, 1.0)
            spent = [processor_seconds(site), processor_seconds(postmaster)]
            waits = _asked(port, key, operation, seconds)
            cost = [
                (now - then) * 1_000 / len(waits)
                for now, then in zip(map(processor_seconds, (site, postmaster)), spent, strict=True)
            ]
            a_second = len(waits) / seconds
            yardstick = yardstick or a_second
            print(
                f"{operation.name:28}{a_second:>10,.0f}{quantile(waits, 0.5):>9.1f}{quantile(waits, 0.99):>9.1f}"
                f"{cost[0]:>9.2f}{cost[1]:>13.2f}{a_second / yardstick:>8.2f}",
                flush=True,
            )


def _asked(port: int, key: str, operation: Operation, seconds: float) -> list[float]:
    """Waits of all requests, in milliseconds, from a process of their own."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    child = context.Process(target=_programs, args=(port, key, operation, seconds, answers))
    child.start()
    waits: list[float] = answers.get(timeout=seconds + 60)
    child.join()
    return waits


def _programs(port: int, key: str, operation: Operation, seconds: float, answers: Any) -> None:
    waits: list[float] = []
    end = time.perf_counter() + seconds

    def program(number: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        while (began := time.perf_counter()) < end:
            path, body = operation.requests[number % len(operation.requests)]
            number += PROGRAMS
            more = {"Idempotency-Key": str(uuid.uuid4())} if operation.once else {}
            content = json.dumps(body).encode() if body is not None else None
            line.request(operation.method, f"/api/v1/{path}", content, headers | more)
            answer = line.getresponse()
            answer.read()
            assert answer.status == operation.status, answer.status
            waits.append((time.perf_counter() - began) * 1_000)
        line.close()

    threads = [threading.Thread(target=program, args=(number,)) for number in range(PROGRAMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers.put(waits)


if __name__ == "__main__":
    main()
