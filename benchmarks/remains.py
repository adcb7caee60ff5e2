"""How long custodians wait: counts, stock-taking and the paper of a list, with 7,000 remains.

    python -m benchmarks.remains [--data FOLDER] [--times 5]

Storage and transfers are those of the demonstration: three facilities, a train of refrigerated cars, a list of 3,000
that was offered twice. `clock` is the median by the clock, `slowest` the slowest of all, `own work` the processor's
time of this process, without PostgreSQL's. The load of the machine stands below: by the clock, compare quiet runs only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.throwaway import bureau, versions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="keep the database in this folder for the next run")
    parser.add_argument("--times", type=int, default=5, help="how often each thing is done")
    arguments = parser.parse_args()
    with bureau(arguments.data):
        measure(arguments.times)
        print(f"{versions()}; load {', '.join(f'{one:.1f}' for one in os.getloadavg())}")


def measure(times: int) -> None:
    """Fill the storage once, and print how long each thing takes."""
    from antigone.bureau.ledger import Actor
    from antigone.bureau.remains.counting.actions import take_stock
    from antigone.bureau.remains.counting.queries import counted, list_parts, totals
    from antigone.bureau.remains.models import Transfer
    from antigone.bureau.remains.queries import transfer_card
    from antigone.interfaces.papers.remains.issuing import issue_transfer_list
    from antigone.server.demo_remains import store_remains_once

    began = time.perf_counter()
    held = store_remains_once(10_000, 1)
    print(f"{held.kept:,} kept, {held.handed_over:,} handed over; filled in {time.perf_counter() - began:.0f} s")
    actor = Actor("benchmark", "operator")
    offered, handed_over = (Transfer.objects.get(number=f"DV-2024-{number}").public_id for number in (1, 2))
    here = [part.number for part in list_parts() if part.holder == "place"]
    languages = ("uk", "en")
    print(f"{'work':52} {'clock':>9} {'slowest':>9} {'own work':>9}")

    def row(name: str, work: Callable[[], object]) -> None:
        took, worked = [], []
        for _ in range(times):
            started, before = time.perf_counter(), time.process_time()
            work()
            took.append(time.perf_counter() - started)
            worked.append(time.process_time() - before)
        print(
            f"{name:52} {statistics.median(took):7.2f} s {max(took):7.2f} s {statistics.median(worked):7.2f} s",
            flush=True,
        )

    row("all counts of this moment", counted)
    row("totals of every place", totals)
    row(f"stock-taking of all, {len(here):,} numbers", lambda: take_stock("DV", here, actor=actor))
    row("  with 200 missing and 200 that nothing bears", lambda: take_stock(
        "DV", [*here[200:], *(f"X-{number}" for number in range(200))], actor=actor
    ))  # fmt: skip
    for name, public_id in (("signed list, before the handover", offered), ("signed protocol", handed_over)):
        lines = transfer_card(public_id).listed
        row(f"{name}, list of {lines:,}", lambda of=public_id: issue_transfer_list(of, languages, actor=actor))  # type: ignore[misc]


if __name__ == "__main__":
    main()
