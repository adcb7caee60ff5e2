"""How fast lists go in and people are found: ``python -m benchmarks.search.speed --people 1000000 [--data FOLDER]``.

Everyone of the synthetic war is imported as a published list of the dead through the ordinary importer, then searched:
in the process, and as whole requests to the families' website with the load tool wrk on loopback. Beside it stands the
plain way, ``value % query ORDER BY similarity`` with pg_trgm over whole names.
"""

from __future__ import annotations

import argparse
import csv
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks.throwaway import bureau, quantile, versions

SEED = 20
TABLES = (
    *("registry_record", "registry_name", "registry_nameword"),
    *("published.person", "published.name", "published.word"),
)
#: Queries that try to be expensive: the commonest names, one word, many words, no name at all, near misses of all.
WORST = (
    "Иванов Иван Иванович",
    "Иванов Александр",
    "Александр Александрович",
    "Петренко Олександр",
    "Иванов",
    "Александр",
    "Ivanov A. A.",
    "Смерн Алксндр Алксндрвч",
    "Ванов Лександр Вановіч",
    "Кузнцов Срегей Сергевич",
    "а б в г д е",
    "Анна Мария Ивановна Александра Петрова Сергеева",
    "оооооооооооооо ннннннннннннн",
    "ова ова ова ова",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=1_000_000, help="how many records to search among")
    parser.add_argument("--queries", type=int, default=400)
    parser.add_argument("--seconds", type=int, default=30, help="how long wrk asks")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--data", type=Path, help="keep the database in this folder for the next run")
    arguments = parser.parse_args()
    with bureau(arguments.data):
        load(arguments.people)
        queries = asked(arguments.queries)
        ours, plain = in_process(queries), peer(queries)
        print(f"ratio of the 95th percentiles, plain to ours: {plain / ours:.1f}")
        requests(queries, arguments.seconds, arguments.connections)
        print(versions())


def load(people: int) -> None:
    from django.db import connection

    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.drafts import RecordKind
    from antigone.bureau.registry.models import Record
    from antigone.bureau.registry.values import SourceDraft
    from antigone.interfaces.exchange.incoming import IncomingFile, import_file
    from antigone.simulation import write_world

    if Record.objects.count() >= people:
        return
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world"
        write_world(world, people=people, seed=SEED)
        roll, count = Path(folder) / "dead.csv", 0
        with (
            (world / "truth" / "persons.csv").open(encoding="utf-8") as stream,
            roll.open("w", encoding="utf-8") as out,
        ):
            writer = csv.writer(out)
            writer.writerow(("id", "фамилия", "имя", "отчество", "дата рождения", "место рождения", "в/ч"))
            for row in csv.DictReader(stream):
                language = "uk" if count % 2 else "ru"
                name = (row[f"{part}_{language}"] for part in ("surname", "given", "patronymic"))
                writer.writerow((row["person_id"], *name, row["birth_date"], row["birthplace"], row["unit"]))
                count += 1
        began = time.perf_counter()
        arrival = import_file(
            IncomingFile(roll, kind=RecordKind.DEAD),
            SourceDraft("everyone", publication="open"),
            actor=Actor("benchmark", "operator"),
        )
        took = time.perf_counter() - began
    summary = arrival.summary
    print(
        f"import: {summary.rows:,} rows, {len(summary.rejections)} rejected, {took:.0f} s with publication,"
        f" {summary.rows / took:,.0f} rows/s",
        flush=True,
    )
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def asked(count: int) -> list[tuple[str, str]]:
    """Names and birth years as families write them: whole, partial, romanised, with slips, with pet names."""
    from antigone.bureau.registry.models import Record
    from antigone.evidence.names import RomanisationScheme, romanise

    chance = random.Random(SEED)
    newest = Record.objects.order_by("-id").values_list("id", flat=True)[0]
    ids = [chance.randrange(1, newest) for _ in range(2 * count)]
    found = list(Record.objects.filter(id__in=ids).values_list("names__value", "birth_date")[:count])
    queries = []
    for place, (name, birth) in enumerate(found):
        words = name.split()
        kind = place % 5
        if kind == 1:
            name = " ".join(words[:2])
        elif kind == 2:
            name = romanise(name, RomanisationScheme.RU_BGN)
        elif kind == 3:
            at = chance.randrange(1, len(name) - 2)
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
        elif kind == 4 and len(words) > 2:
            name = f"{words[0]} {words[1][0]}. {words[2][0]}."
        queries.append((name, birth[:4] if place % 2 else ""))
    return queries


def timed(act: Callable[[str, str], object], queries: Sequence[tuple[str, str]]) -> list[float]:
    times = []
    for name, born in queries:
        began = time.perf_counter()
        act(name, born)
        times.append((time.perf_counter() - began) * 1e3)
    return times


def say(title: str, times: list[float]) -> float:
    """Print one row of the table; gives the 95th percentile back, in milliseconds."""
    print(
        f"{title:44} median {statistics.median(times):7.1f} ms   p95 {quantile(times, 0.95):7.1f} ms"
        f"   worst {max(times):7.1f} ms",
        flush=True,
    )
    return quantile(times, 0.95)


def in_process(queries: list[tuple[str, str]]) -> float:
    from antigone.bureau.disclosure.queries import public_search
    from antigone.bureau.disclosure.values import PublicQuery
    from antigone.bureau.registry.queries import search
    from antigone.bureau.registry.values import SearchQuery

    def staff(name: str, born: str) -> object:
        return search(SearchQuery(name, born=born))

    def public(name: str, born: str) -> object:
        return public_search(PublicQuery(name, born=born))

    timed(staff, queries[:20])
    say("registry.queries.search", timed(staff, queries))
    timed(public, queries[:20])
    p95 = say("disclosure.queries.public_search", timed(public, queries))
    say("the same, queries that try to be expensive", timed(public, [(name, "") for name in WORST] * 3))
    return p95


def peer(queries: list[tuple[str, str]]) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('peer_whole_name')")
        row = cursor.fetchone()
        if row is None or row[0] is None:
            cursor.execute("CREATE TABLE peer_whole_name AS SELECT id, value FROM registry_name")
            cursor.execute("CREATE INDEX ON peer_whole_name USING gin (value gin_trgm_ops)")
            cursor.execute("VACUUM (ANALYZE) peer_whole_name")

    def plain(name: str, born: str) -> object:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT value FROM peer_whole_name WHERE value %% %s ORDER BY similarity(value, %s) DESC LIMIT 10",
                [name, name],
            )
            return cursor.fetchall()

    return say("plain pg_trgm over whole names (0.3)", timed(plain, queries[:100]))


SCRIPT = """
local bodies = {%s}
local at = 0
request = function()
    at = at + 1
    return wrk.format("POST", "/uk/", {["Content-Type"] = "application/x-www-form-urlencoded", ["Host"] = "localhost"},
        bodies[(at %% #bodies) + 1])
end
done = function(summary, latency)
    print(string.format("95%%%% %%.2fms", latency:percentile(95) / 1000))
end
"""


def requests(queries: list[tuple[str, str]], seconds: int, connections: int) -> None:
    from antigone.server.configuration import Zone, configuration_from_environment
    from antigone.server.sites import Address, answers, site_command, site_environment

    if shutil.which("wrk") is None:
        print("whole requests: wrk is not installed (apt-get install wrk)")
        return
    address = Address("127.0.0.1", 8913)
    environment = site_environment(configuration_from_environment(), Zone.WEBSITE)
    server = subprocess.Popen(site_command(address), env=environment)
    try:
        while not answers(address):
            time.sleep(0.2)
        bodies = ",".join(f'"name={quote_plus(name)}&born={quote_plus(born)}"' for name, born in queries)
        with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            script.write(SCRIPT % bodies)
            script.flush()
            command = ["wrk", "-t1", f"-c{connections}", "--latency", "-s", script.name, address.url]
            subprocess.run([*command, "-d3s"], capture_output=True, check=True)
            said = subprocess.run([*command, f"-d{seconds}s"], capture_output=True, text=True, check=True).stdout
        print(f"whole requests over loopback, wrk, {connections} connections, {seconds} s:")
        telling = ("50%", "75%", "90%", "95%", "99%", "Requests/sec", "Non-2xx", "Socket errors", "requests in")
        print("\n".join(f"  {line.strip()}" for line in said.splitlines() if any(word in line for word in telling)))
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
