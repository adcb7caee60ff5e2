"""How soon a new record has its matches, ranked and explained: ``python -m benchmarks.matching.arrival``.

Two lists are imported through the ordinary importer and compared in bulk. Then records arrive one at a time, by turns
sought (all of them on the other list too) and found (three in ten). Timed is what lies between the commit of the
import and an answer that a case worker can read: the comparison with everybody (one transaction with its run and its
event), the list of the record's matches, the waterfall of each of the ten likeliest. At the end a second bulk run is
made over everybody: it must change no weight, to the last bit, and the joint posteriors that it changes are counted.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.matching.records import Lists, two_lists
from benchmarks.throwaway import bureau, quantile, versions

EXPLAINED = 10
#: So many come before the clock starts: the first call of compiled code loads it.
_WARM = 10
_IMPORTED_AT_ONCE = 20_000
_FIELDS = ("sex", "birth_date", "birthplace", "unit", "service_number")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=50_000, help="how many are sought, and as many found")
    parser.add_argument("--arrivals", type=int, default=200)
    parser.add_argument("--data", type=Path, help="keep the database in this folder for the next run")
    arguments = parser.parse_args()
    lists = two_lists(arguments.records + arguments.arrivals)
    with bureau(arguments.data):
        load(lists, arguments.records, arguments.arrivals)
        arrive_in_turn(lists, arguments.records, arguments.arrivals)
        print(versions())


def drafts(table: pa.Table, kind: str) -> Iterator[Any]:
    """Rows of one list as the importer takes them."""
    from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind

    for row in table.to_pylist():
        names = tuple(NameDraft(name) for name in row["names"])
        told = {field: row[field] or "" for field in _FIELDS}
        yield RecordDraft(RecordKind(kind), names, source_record_id=str(row["record_id"]), **told)


def arrive(some: Sequence[Any], source: str, kind: str) -> int:
    """Import these drafts as one list of a source; gives the number of the batch."""
    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.actions import import_records
    from antigone.bureau.registry.drafts import ParsedRow
    from antigone.bureau.registry.values import ImportedFile, SourceDraft

    rows = [ParsedRow(line, draft) for line, draft in enumerate(some, 2)]
    file = ImportedFile("list.csv", "0" * 64, "csv")
    summary = import_records(SourceDraft(source, kind=kind), rows, file=file, actor=Actor("benchmark", "operator"))
    return summary.batch_id or 0


_LISTS = (("left", "missing", "relatives", "family"), ("right", "dead", "offices", "authority"))


def load(lists: Lists, count: int, arrivals: int) -> None:
    """Import all but the arrivals of both lists and compare them in bulk, unless that was done before."""
    from django.db import connection

    from antigone.bureau.ledger import Actor
    from antigone.bureau.matching.engines.local import LocalEngine
    from antigone.bureau.matching.runs import match_all
    from antigone.bureau.registry.models import Record

    if Record.objects.count() < 2 * count:
        began = time.perf_counter()
        for side, kind, source, source_kind in _LISTS:
            for start in range(0, count, _IMPORTED_AT_ONCE):
                part = getattr(lists, side).slice(arrivals + start, min(_IMPORTED_AT_ONCE, count - start))
                arrive(list(drafts(part, kind)), source, source_kind)
        print(f"import: {2 * count:,} records in {time.perf_counter() - began:.0f} s", flush=True)
        began = time.perf_counter()
        summary = match_all(LocalEngine(), "local", actor=Actor("benchmark", "operator"))
        print(f"bulk run: {summary.pairs:,} matches in {time.perf_counter() - began:.0f} s", flush=True)
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def arrive_in_turn(lists: Lists, count: int, arrivals: int) -> None:
    from antigone.bureau.ledger import Actor
    from antigone.bureau.matching.engines.local import LocalEngine
    from antigone.bureau.matching.queries import explained_matches_of_record, matches_of_record
    from antigone.bureau.matching.runs import compare_due_records, follow, match_all, match_what_is_due
    from antigone.bureau.registry.actions import undo_batch
    from antigone.bureau.registry.models import Record

    worker = Actor("benchmark", "worker")
    compared, listed, explained, whole, followed, matches, batches = [], [], [], [], [], [], []
    for number in range(arrivals):
        side, kind, source, source_kind = _LISTS[number % 2]
        (draft,) = drafts(getattr(lists, side).slice(number, 1), kind)
        batches.append(arrive([draft], source, source_kind))
        pk = Record.objects.order_by("-id").values_list("id", flat=True)[0]
        began = time.perf_counter()
        felt = compare_due_records(actor=worker).felt
        then = time.perf_counter()
        cards = matches_of_record(pk, limit=EXPLAINED)
        ranked = time.perf_counter()
        explained_matches_of_record(pk, limit=EXPLAINED)
        ended = time.perf_counter()
        follow(felt, actor=worker)
        # Records whose blocks have become too large, or no longer are.
        match_what_is_due(actor=worker)
        done = time.perf_counter()
        if number >= _WARM:
            compared.append((then - began) * 1e3)
            listed.append((ranked - then) * 1e3)
            explained.append((ended - ranked) * 1e3)
            whole.append((ended - began) * 1e3)
            followed.append((done - ended) * 1e3)
            matches.append(len(cards))
    print(f"one new record against {2 * count:,}; {len(whole)} tried, {statistics.mean(matches):.1f} matches of each")
    say("compared with all, matches kept", compared)
    say("matches listed", listed)
    say(f"the {EXPLAINED} likeliest explained", explained)
    say("in all", whole)
    say("followed further away, afterwards", followed)
    before, before_together = everything_kept()
    summary = match_all(LocalEngine(), "local", actor=Actor("benchmark", "operator"))
    after, together = everything_kept()
    same = after == before and summary.proposed == summary.changed == summary.withdrawn == 0
    print(f"a bulk run over all {summary.pairs:,} matches changes {'no' if same else 'SOME'} weight", flush=True)
    off = np.abs(together - before_together) if same else np.zeros(1)
    shares = ", ".join(f"{np.count_nonzero(off > bound):,} by more than {bound}" for bound in (0.001, 0.01, 0.1))
    print(f"joint posteriors: {np.count_nonzero(off):,} other than in bulk, {shares}", flush=True)
    # So that a database that is kept is as it was.
    for batch in batches:
        undo_batch(batch, actor=Actor("benchmark", "operator"))
    match_what_is_due(actor=worker)


def say(title: str, times: list[float]) -> None:
    """Print one row of the table, in milliseconds."""
    print(
        f"{title:36} median {statistics.median(times):7.1f} ms   p95 {quantile(times, 0.95):7.1f} ms"
        f"   worst {max(times):7.1f} ms",
        flush=True,
    )


def everything_kept() -> tuple[str, NDArray[np.float64]]:
    """SHA-256 of all matches with their weights, priors and posteriors as pairs; and their joint posteriors."""
    from django.db import connection

    digest = hashlib.sha256()
    connection.ensure_connection()
    raw: Any = connection.connection
    query = (
        "SELECT relation, left_id, right_id, weights, log10_lr, prior, pairwise_posterior, state"
        " FROM matching_match ORDER BY left_id, right_id"
    )
    with raw.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as copy:
        for block in copy:
            digest.update(block)
    with connection.cursor() as cursor:
        cursor.execute("SELECT joint_posterior FROM matching_match ORDER BY left_id, right_id")
        return digest.hexdigest(), np.array([posterior for (posterior,) in cursor.fetchall()])


if __name__ == "__main__":
    main()
