"""How often a search finds the one who was meant: ``python -m benchmarks.search.accuracy``.

The task of the reference data: 14,740 names, queries of nine kinds, each with its target; a hit is the target or a row
with exactly the same full name. Runs through `registry.queries.search` on PostgreSQL, beside the best plain peer,
pg_trgm distance on transliterated names, in the same database.
"""

from __future__ import annotations

import argparse
import csv
import os
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from benchmarks.throwaway import bureau, quantile, versions

REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", "../shared/reference")) / "names"
Found = Callable[[str], list[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="keep the database in this folder for the next run")
    arguments = parser.parse_args()
    if not REFERENCE.is_dir():
        raise SystemExit(f"the reference names are not in {REFERENCE}; set ANTIGONE_REFERENCE")
    with bureau(arguments.data):
        names = {row["id"]: row["name"] for row in rows("search_index.csv")}
        load(names)
        queries = list(rows("search_queries.csv"))
        for title, found in (("ours", ours(names)), ("pg_trgm on transliterated names", trigrams(names))):
            report(title, queries, names, found)
        print(versions())


def rows(file: str) -> list[dict[str, str]]:
    with (REFERENCE / file).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def load(names: dict[str, str]) -> None:
    from django.db import connection

    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.actions import import_records
    from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind
    from antigone.bureau.registry.values import ImportedFile, SourceDraft

    drafts = [RecordDraft(RecordKind.DEAD, (NameDraft(name),), source_record_id=one) for one, name in names.items()]
    parsed = [ParsedRow(line, draft) for line, draft in enumerate(drafts, 2)]
    file = ImportedFile("search_index.csv", "0" * 64, "csv")
    import_records(SourceDraft("reference"), parsed, file=file, actor=Actor("benchmark", "operator"))
    with connection.cursor() as cursor:  # as the server's own housekeeping does within a minute
        cursor.execute("ANALYZE")


def ours(names: dict[str, str]) -> Found:
    from antigone.bureau.registry.models import Record
    from antigone.bureau.registry.queries import search
    from antigone.bureau.registry.values import SearchQuery

    identifiers = dict(Record.objects.values_list("id", "source_record_id"))
    return lambda query: [names[identifiers[hit.record_id]] for hit in search(SearchQuery(query))]


def trigrams(names: dict[str, str]) -> Found:
    from django.db import connection

    from antigone.evidence.names import RomanisationScheme, romanise

    def latin(name: str) -> str:
        return romanise(name, RomanisationScheme.RU_BGN).lower()

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS peer_name")
        cursor.execute("CREATE TABLE peer_name (value text, latin text)")
        cursor.executemany("INSERT INTO peer_name VALUES (%s, %s)", [(name, latin(name)) for name in names.values()])
        cursor.execute("CREATE INDEX ON peer_name USING gist (latin gist_trgm_ops)")
        cursor.execute("ANALYZE peer_name")

    def found(query: str) -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT value FROM peer_name ORDER BY latin <-> %s LIMIT 10", [latin(query)])
            return [value for (value,) in cursor.fetchall()]

    return found


def report(title: str, queries: list[dict[str, str]], names: dict[str, str], found: Found) -> None:
    first: dict[str, list[bool]] = defaultdict(list)
    ten: dict[str, list[bool]] = defaultdict(list)
    times: list[float] = []
    for query in queries:
        target = names[query["target_id"]].casefold()
        began = time.perf_counter()
        hits = [name.casefold() for name in found(query["query"])]
        times.append(time.perf_counter() - began)
        for kind in ("all", query["kind"]):
            first[kind].append(hits[:1] == [target])
            ten[kind].append(target in hits)
    print(f"\n{title}: median {quantile(times, 0.5) * 1e3:.1f} ms, p95 {quantile(times, 0.95) * 1e3:.1f} ms")
    print(f"{'kind':26}{'queries':>8}{'recall@1':>10}{'recall@10':>11}")
    for kind in first:
        count = len(first[kind])
        print(f"{kind:26}{count:8}{sum(first[kind]) / count:10.3f}{sum(ten[kind]) / count:11.3f}")


if __name__ == "__main__":
    main()
