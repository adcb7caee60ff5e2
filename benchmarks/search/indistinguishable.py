"""Can a clock tell none, withheld and too vague apart? ``python -m benchmarks.search.indistinguishable --data FOLDER``.

Asks the families' website, over loopback, on the database that ``benchmarks.search.speed --data FOLDER`` made, with
people who are known and withheld added. Prints for each two kinds of answer the area under the ROC curve of the times:
a half is chance, and its standard error is printed beside it. The same for the work alone, before answers are released
on their grid of instants, shows what the grid hides.
"""

from __future__ import annotations

import argparse
import http.client
import random
import subprocess
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from urllib.parse import urlencode

import numpy as np

from benchmarks.throwaway import bureau, quantile, versions

WITHHELD = tuple(
    f"{surname} Юхим Захарович" for surname in ("Дзеркалюк", "Незгодинський", "Ружаківський", "Цвіркунець")
)
NONE = tuple(f"{surname} Касьян Орестович" for surname in ("Жмеринчук", "Пташкунський", "Щупаківець", "Гвіздкунець"))
VAGUE = ("Шевченко Іван Іванович", "Иванов Александр", "Петренко Олександр", "Кузнецов Сергей Сергеевич")
KINDS = {"none": NONE, "withheld": WITHHELD, "vague": VAGUE}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2_000, help="questions of each kind")
    parser.add_argument("--data", type=Path, required=True)
    arguments = parser.parse_args()
    with bureau(arguments.data):
        withhold()
        compare("the work alone, in the process", arguments.rounds // 4, in_process())
        from antigone.server.configuration import Zone, configuration_from_environment
        from antigone.server.sites import Address, answers, site_command, site_environment

        address = Address("127.0.0.1", 8914)
        environment = site_environment(configuration_from_environment(), Zone.WEBSITE)
        server = subprocess.Popen(site_command(address), env=environment)
        try:
            while not answers(address):
                time.sleep(0.2)
            compare("whole requests over loopback", arguments.rounds, over_loopback(address.port))
        finally:
            server.terminate()
            server.wait()
        print(versions())


def withhold() -> None:
    """Keep the withheld people: prisoners, of whom the public learns nothing."""
    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.actions import import_records
    from antigone.bureau.registry.drafts import NameDraft, ParsedRow, RecordDraft, RecordKind
    from antigone.bureau.registry.values import ImportedFile, SourceDraft

    drafts = [
        RecordDraft(RecordKind.PRISONER, (NameDraft(name),), source_record_id=name, birth_date="1990")
        for name in WITHHELD
    ]
    rows = [ParsedRow(line, draft) for line, draft in enumerate(drafts, 2)]
    file = ImportedFile("withheld.csv", "0" * 64, "csv")
    import_records(SourceDraft("withheld"), rows, file=file, actor=Actor("benchmark", "operator"))


def in_process() -> Callable[[str], None]:
    from antigone.bureau.disclosure.queries import public_search
    from antigone.bureau.disclosure.values import PublicQuery

    def ask(name: str) -> None:
        assert not public_search(PublicQuery(name, born="1990")).found, name

    return ask


def over_loopback(port: int) -> Callable[[str], None]:
    connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(name: str) -> None:
        body = urlencode({"name": name, "born": "1990"})
        connection.request("POST", "/uk/", body, {"Content-Type": "application/x-www-form-urlencoded"})
        response = connection.getresponse()
        response.read()
        assert response.status == 200, response.status

    return ask


def compare(title: str, rounds: int, ask: Callable[[str], None]) -> None:
    chance = random.Random(7)
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for names in KINDS.values():
        for name in names:
            ask(name)
    for turn in range(rounds):
        for kind in chance.sample(list(KINDS), len(KINDS)):
            name = KINDS[kind][turn % len(KINDS[kind])]
            began = time.perf_counter()
            ask(name)
            times[kind].append((time.perf_counter() - began) * 1e3)
    # Hanley and McNeil 1982, for two samples of one distribution.
    error = ((2 * rounds + 1) / (12 * rounds**2)) ** 0.5
    print(f"\n{title}, {rounds} questions of each kind")
    for kind, taken in times.items():
        print(f"  {kind:9} median {quantile(taken, 0.5):7.2f} ms   p99 {quantile(taken, 0.99):7.2f} ms")
    for left, right in combinations(KINDS, 2):
        difference = np.subtract.outer(np.array(times[left]), np.array(times[right]))
        area = float(np.mean((difference > 0) + 0.5 * (difference == 0)))
        print(f"  {left} against {right}: area under the curve {area:.3f} (chance 0.500 ± {error:.3f})", flush=True)


if __name__ == "__main__":
    main()
