"""How many enquiries a second are left durably: ``python -m benchmarks.enquiries [--seconds 10] [--threads 4]``.

In a throw-away embedded database with fsync on. Two processes with four threads each, as the families' website has them
on two cores, leave enquiries under the website's role: words drawn, keys made, four seals, one durable transaction.
Beside it, in the same run, what PostgreSQL itself can commit: `pgbench` with as many clients, one commit of a single
small row each, and one commit of as many bytes as an enquiry writes.

Then the same through the whole website: families post the form of the page «Ask us» over HTTP on loopback, each on a
connection of its own, to the site as `antigone serve` runs it; beside it again `pgbench` with as many clients and
bytes. The load comes from the same two cores. Processor time stands beside the clock's, because other work may share
the machine: it says what a post costs wherever it runs.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import subprocess
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.posting import posts_per_second
from benchmarks.throwaway import bureau, quantile, versions

PROCESSES = 2
_ROW = "INSERT INTO bench_commit (content) VALUES ('x');"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0, help="how long each part runs")
    parser.add_argument("--threads", type=int, default=4, help="threads of each of the two processes")
    arguments = parser.parse_args()
    with bureau() as folder:
        measure(arguments.seconds, arguments.threads, folder)


def measure(seconds: float, threads: int, folder: Path) -> None:
    """Print the table."""
    from django.conf import settings
    from django.db import connection

    _ = settings.ENQUIRY_KEYS.vault_public
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_commit (id bigint GENERATED ALWAYS AS IDENTITY, content text NOT NULL)")
    small = pgbench(folder, _ROW, seconds, threads)
    ours, waits, per_enquiry = enquiries_per_second(seconds, threads)
    bytes_of_one = max(1, per_enquiry)
    # Random text, or the server would store the row compressed.
    large = pgbench(
        folder, f"INSERT INTO bench_commit (content) VALUES (({_random_text(bytes_of_one)}));", seconds, threads
    )
    posts = posts_per_second(seconds)
    posted_bytes = max(1, posts.wal_bytes)
    beside_posts = pgbench(
        folder, f"INSERT INTO bench_commit (content) VALUES (({_random_text(posted_bytes)}));", seconds, threads
    )
    connection.close()
    print(
        f"{versions()}; {PROCESSES} processes of {threads} threads; {seconds:g} s each; {bytes_of_one:,} bytes of WAL"
    )
    rows = [
        ("enquiries left, durable, a second", f"{ours:,.0f}"),
        ("  wait of half of them, 99 of 100, ms", _half_and_nearly_all(waits)),
        ("pgbench, one small row a commit, a second", f"{small:,.0f}"),
        ("  ratio", f"{ours / small:.2f}"),
        ("pgbench, as many bytes a commit, a second", f"{large:,.0f}"),
        ("  ratio", f"{ours / large:.2f}"),
        ("posted to the website over HTTP, a second", f"{posts.a_second:,.0f}"),
        ("  wait of half of them, 99 of 100, ms", _half_and_nearly_all(posts.waits)),
        ("  processor time of the site for each, ms", f"{posts.site_ms:.2f}"),
        ("  processor time of PostgreSQL for each, ms", f"{posts.database_ms:.2f}"),
        (f"pgbench, {posted_bytes:,} bytes a commit, a second", f"{beside_posts:,.0f}"),
        ("  ratio", f"{posts.a_second / beside_posts:.2f}"),
    ]
    for name, value in rows:
        print(f"{name:45}{value:>20}")


def _half_and_nearly_all(waits: list[float]) -> str:
    return f"{quantile(waits, 0.5):.1f}  {quantile(waits, 0.99):.1f}"


def _random_text(length: int) -> str:
    return f"SELECT string_agg(md5(random()::text), '') FROM generate_series(1, {max(1, length // 32)})"


def pgbench(folder: Path, script: str, seconds: float, threads: int) -> float:
    """Transactions a second that as many clients commit."""
    from django.db import connection

    from antigone.server.configuration import configuration_from_environment
    from antigone.server.embedded import Cluster

    configuration = configuration_from_environment()
    programs = Cluster.of(configuration.data, configuration.postgres_bin).programs
    file = folder / "script.sql"
    file.write_text(script, encoding="utf-8")
    settings = connection.settings_dict
    command = [
        str(Path(programs["postgres"]).with_name("pgbench")), "-n", "-f", str(file), "-T", str(max(1, int(seconds))),
        "-c", str(PROCESSES * threads), "-j", str(PROCESSES), "-h", settings["HOST"], "-U", settings["USER"],
        settings["NAME"],
    ]  # fmt: skip
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(next(line.split("=")[1].split()[0] for line in said.splitlines() if line.startswith("tps")))


def enquiries_per_second(seconds: float, threads: int) -> tuple[float, list[float], int]:
    """Enquiries a second; how long each took, in milliseconds; bytes of write-ahead log for each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        before = cursor.fetchone()[0]
    connection.close()
    context = multiprocessing.get_context("spawn")
    ready, start = context.Semaphore(0), context.Event()
    answers = context.Queue()
    children = [
        context.Process(target=_families, args=(seconds, threads, ready, start, answers)) for _ in range(PROCESSES)
    ]
    for child in children:
        child.start()
    for _ in children:
        ready.acquire()
    start.set()
    waits = [wait for _ in children for wait in answers.get()]
    for child in children:
        child.join()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), %s), count(*) FROM intake.enquiry", [before])
        written, kept = cursor.fetchone()
    assert kept == len(waits) + PROCESSES * threads, f"{kept} are kept of {len(waits)} that were acknowledged"
    return len(waits) / seconds, waits, int(written) // int(kept)


def _families(seconds: float, threads: int, ready: Any, start: Any, answers: Any) -> None:
    """One process of the website, with its rights, for so long."""
    os.environ["ANTIGONE_ZONE"] = "website"
    import django

    django.setup()
    from django.db import connection

    from antigone.bureau.enquiries.intake import leave_enquiry
    from antigone.bureau.enquiries.values import Contact, EnquiryDraft, Sought

    draft = EnquiryDraft(
        Sought(names=("Колодій Вадим Сергійович",), birth_date="1987-05-13", birthplace="Полтава", unit="93 омбр"),
        contact=Contact(name="Ольга Колодій", phone="+380 50 000 17 29"),
        first_message="Останній дзвінок був у неділю. " * 10,
    )
    waits: list[float] = []
    warm = threading.Barrier(threads + 1)

    def leave() -> None:
        leave_enquiry(draft)
        connection.close()
        warm.wait()
        start.wait()
        end = time.perf_counter() + seconds
        number = 0
        while (began := time.perf_counter()) < end:
            number += 1
            leave_enquiry(replace(draft, first_message=f"{draft.first_message}{number}"))
            connection.close()  # back to the pool, as after a request
            waits.append((time.perf_counter() - began) * 1_000)

    workers = [threading.Thread(target=leave) for _ in range(threads)]
    for worker in workers:
        worker.start()
    warm.wait()
    ready.release()
    for worker in workers:
        worker.join()
    answers.put(waits)


if __name__ == "__main__":
    main()
