"""The desk's queue over the synthetic war: how long its pages take, and with which filters.

``python -m benchmarks.desk_queue [--people 150000] [--floor 0.7] [--data FOLDER]``

The invented war is imported through the ordinary importer and compared in bulk on this machine, once; with `--data` it
is kept for the next run. Timed is the whole page as the desk's site gives it (session, rights, query, templates), in
this process and with the staff's database rights, without the network. `first` is the first time a page is asked for;
`own work` is the processor's time of this process alone, without PostgreSQL's.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.throwaway import bureau, quantile, versions

SEED = 1
_PASSWORD = "тиха вода греблі рве 1"
_CASE_WORKER = "taras"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=150_000, help="how many people the war has")
    parser.add_argument("--floor", type=float, default=0.7, help="least log10 LR of a match; `antigone match` has 2")
    parser.add_argument("--data", type=Path, help="keep the database in this folder for the next run")
    parser.add_argument("--times", type=int, default=15, help="how often each page is asked for")
    arguments = parser.parse_args()
    with bureau(arguments.data):
        load(arguments.people, arguments.floor)
        measure(arguments.times)
        print(versions())


def load(people: int, floor: float) -> None:
    """Invent the war, import its lists and compare everybody, unless that was done."""
    from antigone.bureau.ledger import Actor
    from antigone.bureau.matching.engines.local import LocalEngine
    from antigone.bureau.matching.models import Match
    from antigone.bureau.matching.runs import match_all
    from antigone.bureau.registry.models import Record
    from antigone.server.demo import import_lists
    from antigone.simulation import write_world

    if not Record.objects.exists():
        began = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="antigone-war-") as folder:
            world = Path(folder) / "world"
            world.mkdir()
            write_world(world, people=people, seed=SEED, progress=lambda _done, _total: None)
            import_lists(world)
        print(f"{Record.objects.count():,} records imported in {time.perf_counter() - began:.0f} s", flush=True)
    if not Match.objects.exists():
        began = time.perf_counter()
        match_all(LocalEngine(), "local", actor=Actor("benchmark", "operator"), floor=floor)
        print(f"{Match.objects.count():,} matches in {time.perf_counter() - began:.0f} s", flush=True)
    print(f"{Record.objects.count():,} records, {Match.objects.count():,} matches", flush=True)


def measure(times: int) -> None:
    """Ask for every page as a case worker, and print how long each took."""
    from django.db import connection
    from django.test import Client

    from antigone.bureau.matching.models import Match
    from antigone.bureau.registry.models import Source

    _be_the_desk()
    client = _signed_in(Client())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matching_match, registry_record, registry_name")
        cursor.execute("SET ROLE antigone_staff")
    middle = Match.objects.filter(relation="across").order_by("-joint_posterior", "-log10_lr", "id")
    matches = list(middle.values_list("public_id", flat=True)[:200:10])
    sources = Source.objects.order_by("pk").values_list("pk", flat=True)
    print(f"{'page':58} {'first':>9} {'median':>9} {'slowest':>9} {'own work':>9}")

    def row(name: str, ask: Callable[[int], Any]) -> None:
        took, worked = [], []
        for at in range(times):
            began, before = time.perf_counter(), time.process_time()
            answer = ask(at)
            took.append(1_000 * (time.perf_counter() - began))
            worked.append(1_000 * (time.process_time() - before))
            if answer.status_code != 200 or b"too long" in answer.content:
                where = answer.headers.get("Location", "too slow")
                name = f"{name} ({answer.status_code}: {where})"
                break
        times_taken = (took[0], statistics.median(took), quantile(took, 1), statistics.median(worked))
        print(f"{name:58} {' '.join(f'{one:6.0f} ms' for one in times_taken)}", flush=True)

    filters: list[tuple[str, dict[str, str]]] = [
        ("the queue, its first page", {}),
        ("prisoners", {"kind": "prisoner"}),
        ("remains", {"kind": "remains"}),
        ("likely ones, 90 to 99 of 100", {"band": "0.9"}),
        ("less than 10 of 100", {"band": "0"}),
        ("remains, less than 10 of 100", {"kind": "remains", "band": "0"}),
        ("name contains «ковал», a common part", {"name": "ковал"}),
        ("name contains «Ihor Pawl», two parts", {"name": "Ihor Pawl"}),
        ("name contains «щьщъ», which nobody bears", {"name": "щьщъ"}),
        ("nobody's yet", {"whose": "nobody"}),
        ("mine", {"whose": "mine"}),
        ("excluded", {"state": "excluded"}),
        ("a laboratory has compared DNA", {"dna": "on"}),
        ("a family asks", {"enquired": "on"}),
        ("two found: perhaps duplicates", {"relation": "found"}),
        *((f"source {number}", {"source": str(number)}) for number in sources),
    ]
    for name, chosen in filters:
        client.post("/matches/", chosen)
        row(name, lambda _at: client.get("/matches/"))
    client.post("/matches/", {})
    deep = _cursor(middle.values_list("joint_posterior", "log10_lr", "id")[100_000:100_001])
    row("the queue after its 100,000th match", lambda _at: client.get("/matches/", {"after": deep}))
    row("a match's page", lambda at: client.get(f"/matches/{matches[at % len(matches)]}/"))
    row("what would decide it next", lambda at: client.get(f"/matches/{matches[at % len(matches)]}/next/"))


def _cursor(rows: Any) -> str:
    from antigone.bureau.matching.worklist import Cursor

    return next((str(Cursor(*row)) for row in rows), "")


def _be_the_desk() -> None:
    """Answer as the desk's site does, without its network."""
    from django.conf import settings
    from django.core.cache import cache

    from antigone.server import settings as ours

    settings.ROOT_URLCONF = "antigone.server.urls_desk"
    settings.MIDDLEWARE = [name for name in ours._DESK if "whitenoise" not in name]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ALLOWED_HOSTS = ["testserver"]
    cache.clear()


def _signed_in(client: Any) -> Any:
    """A case worker who has just signed in and shown a second factor: the forms for that are not what is timed."""
    from django.contrib.auth.models import User

    from antigone.bureau.ledger import Actor
    from antigone.interfaces.desk.accounts import accounts, add_account
    from antigone.interfaces.desk.models import TotpSecret
    from antigone.interfaces.desk.permissions import Role

    if not any(account.name == _CASE_WORKER for account in accounts()):
        add_account(_CASE_WORKER, Role.CASE_WORKER, password=_PASSWORD, actor=Actor("benchmark", "operator"))
    account = User.objects.get(username=_CASE_WORKER)
    TotpSecret.objects.get_or_create(account=account, defaults={"sealed": b"-", "last_step": 1})
    client.force_login(account)
    session, now = client.session, time.time()
    session.update({"signed_in_at": int(now), "seen_at": int(now), "factor_at": now, "factor_kind": "totp"})
    session.save()
    return client


if __name__ == "__main__":
    main()
