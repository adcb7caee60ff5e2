"""How fast the ledger is: ``python -m benchmarks.ledger [--leaves 1000000] [--seconds 10]``.

Works in a throw-away embedded database, durably (fsync on). Prints one table: acts a second by four processes through
`@action`, beside the same acts when each chains its event to the one before inside its own transaction; leaves a second
through the sequencer; the time in which everything is verified.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import platform
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.throwaway import bureau

CLIENTS = 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--leaves", type=int, default=1_000_000, help="how many events to sequence and verify")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long the four clients act")
    arguments = parser.parse_args()
    with bureau() as folder:
        measure(arguments.leaves, arguments.seconds, folder)


def measure(leaves: int, seconds: float, folder: Path) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.db import connection

    from antigone.bureau.ledger import merkle
    from antigone.bureau.ledger.notes import Signer
    from antigone.bureau.ledger.queries import inclusion_proof
    from antigone.bureau.ledger.sequencer import Sequencer
    from antigone.bureau.ledger.verify import verify_ledger

    rows: list[tuple[str, str, str]] = []

    entries = [secrets.token_bytes(200) for _ in range(200_000)]
    watch = Watch()
    merkle.tree_root(map(merkle.leaf_hash, entries))
    rows.append(("hashing alone, leaves/s", *watch.rates(len(entries))))

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute("CREATE TABLE chain (id int PRIMARY KEY, hash bytea NOT NULL)")
        cursor.execute("INSERT INTO chain VALUES (1, sha256(''))")
    connection.close()
    ours = acts_per_second(act, seconds)
    chained = acts_per_second(act_chained, seconds)
    rows.append((f"acts by {CLIENTS} processes, events/s", f"{ours:,.0f}", ""))
    rows.append(("  the same, each chained to the one before", f"{chained:,.0f}", ""))
    rows.append(("  ratio", f"{ours / chained:.1f}", ""))

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_event")
        fill(leaves - cursor.fetchone()[0])
        cursor.execute("VACUUM ANALYZE")
    signer = Signer("antigone-benchmark", Ed25519PrivateKey.generate())
    sequencer = Sequencer(signer, folder / "checkpoint")
    placed = 0
    watch = Watch()
    while appended := sequencer.append():
        placed += appended
        if placed % 50_000 == 0:
            sequencer.sign()
    note = sequencer.sign()
    rows.append((f"sequencing {placed:,} events, leaves/s", *watch.rates(placed)))

    watch = Watch()
    Sequencer(signer, folder / "checkpoint").append()
    rows.append(("start of a sequencer on that tree, s", *watch.seconds()))

    watch = Watch()
    verdict = verify_ledger({"outside": note}, signer.verifier)
    rows.append((f"verify {verdict.size:,} events, s", *watch.seconds()))
    assert verdict.sound
    assert verdict.size == leaves

    watch = Watch()
    inclusion_proof(leaves // 2)
    rows.append(("proof of one event, s", *watch.seconds()))

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) "
            "FROM unnest(ARRAY['ledger_event', 'ledger_leaf', 'ledger_checkpoint']) AS name"
        )
        rows.append(("on disk, bytes an event", f"{float(cursor.fetchone()[0]) / leaves:,.0f}", ""))
    connection.close()

    print(f"{'':48} {'by the clock':>14} {'by our CPU':>14}")
    for name, by_clock, by_cpu in rows:
        print(f"{name:48} {by_clock:>14} {by_cpu:>14}")
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, PostgreSQL {version}, {os.cpu_count()} cores, load {load:.1f}")


class Watch:
    """Time since it was made, by the clock and by this process's own CPU time, which other work does not stretch."""

    def __init__(self) -> None:
        self._clock, self._cpu = time.perf_counter(), time.process_time()

    def seconds(self) -> tuple[str, str]:
        return f"{time.perf_counter() - self._clock:.1f}", f"{time.process_time() - self._cpu:.1f}"

    def rates(self, count: int) -> tuple[str, str]:
        return (
            f"{count / (time.perf_counter() - self._clock):,.0f}",
            f"{count / (time.process_time() - self._cpu):,.0f}",
        )


def act(number: int) -> None:
    """One act as a register has them."""
    _act(number)


def act_chained(number: int) -> None:
    """The same, with the event's hash chained to the last one's inside the transaction: all wait for all."""
    from django.db import connection, transaction

    from antigone.bureau.ledger import encoding

    salt, detail = secrets.token_bytes(16), encoding.canonical_json({"number": number, "note": "«Колодій»"})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM chain WHERE id = 1 FOR UPDATE")
        chained = hashlib.sha256(bytes(cursor.fetchone()[0]) + salt + detail).digest()
        cursor.execute(
            "INSERT INTO ledger_event "
            "(actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) "
            "VALUES ('olena', 'registrar', 'registry.chain', 'record', %s, %s::jsonb, %s, %s)",
            [f"r-{number}", detail.decode(), salt, encoding.commitment(salt, detail)],
        )
        cursor.execute("UPDATE chain SET hash = %s WHERE id = 1", [chained])


def _act(number: int) -> None:
    from antigone.bureau.ledger import Actor, Subject, action, record_event

    @action
    def enter_record() -> None:
        record_event(
            "registry.enter_record",
            actor=Actor("olena", "registrar"),
            subject=Subject("record", f"r-{number}"),
            detail={"number": number, "note": "«Колодій»"},
        )

    enter_record()


def acts_per_second(doing: Callable[[int], None], seconds: float) -> float:
    """Four processes act for a while; how many acts a second all together."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(CLIENTS, initializer=_set_up) as pool:
        pool.map(_warm, range(CLIENTS * 4))
        counts = pool.starmap(_act_for, [(doing, seconds, client) for client in range(CLIENTS)], chunksize=1)
    return sum(counts) / seconds


def _set_up() -> None:
    import django

    django.setup()


def _warm(_: int) -> None:
    from django.db import connection

    connection.ensure_connection()


def _act_for(doing: Callable[[int], None], seconds: float, client: int) -> int:
    count = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        doing(client * 1_000_000 + count)
        count += 1
    return count


def fill(events: int) -> None:
    """Write events in bulk, as if acted; the queue's trigger fires for each."""
    from django.db import connection, transaction

    from antigone.bureau.ledger import encoding

    columns = "actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment"
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.copy(f"COPY ledger_event ({columns}) FROM STDIN") as copy,
    ):
        copy.set_types(["text", "text", "text", "text", "text", "text", "bytea", "bytea"])
        for number in range(events):
            salt = secrets.token_bytes(16)
            detail = encoding.canonical_json({"number": number, "note": "«Колодій»", "weight": number / 7})
            copy.write_row(
                ("olena", "registrar", "registry.enter_record", "record", f"r-{number}", detail.decode(), salt,
                 encoding.commitment(salt, detail))
            )  # fmt: skip


if __name__ == "__main__":
    main()
