"""The demonstration: an invented war, loaded once through the same imports as real lists.

It has a data folder of its own, and it refuses a database that already holds anything else: an invented dead soldier
must never stand among real ones.
"""

from __future__ import annotations

import json
import random
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from antigone.bureau.enquiries.values import FAMILIES
from antigone.server.accounts import owner_of_data, private_folder
from antigone.server.configuration import Configuration
from antigone.server.demo_enquiries import ask_once
from antigone.server.demo_footage import keep_case_once
from antigone.server.demo_gallery import release_things_once
from antigone.server.demo_laboratory import compare_dna_once
from antigone.server.demo_pictures import keep_pictures_once, pictured_people
from antigone.server.demo_remains import DemoRemains, store_remains_once
from antigone.server.trouble import ServerTrouble

SEED = 1
_EXAMPLES = 5
_REGISTRAR = "demo"
#: Two, because whoever proposes an identification may not sign it.
_CASE_WORKERS = ("first", "second")
#: Two, because a move of remains is signed twice.
_CUSTODIANS = ("keeper", "witness")
_LISTS_FILE = "sources.yaml"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _List:
    """One list of the invented war, as ``sources.yaml`` describes it."""

    path: Path
    mapping: Path
    rows: int
    description: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DemoWar:
    """What the demonstration holds.

    Attributes:
        examples: searches that find somebody on the families' website.
        dna: pairs of a body and a family for which DNA speaks strongly.
        receipts: ten words each, which open a family's enquiry.
        remains: how many parts lie in the bureau's keeping, and how many were handed over.
        pictures: how many drawn photographs lie under their covers.
        case: code of the incident whose drawn footage lies at the desk.
    """

    examples: list[str]
    dna: int
    receipts: list[str]
    remains: DemoRemains
    pictures: int
    case: str


def load_once(configuration: Configuration, *, people: int) -> DemoWar:
    """Load the invented war, and compare its DNA, unless that was done.

    Needs Django set up with the staff's or the owner's rights. A load that was interrupted goes on where it stopped.

    Args:
        configuration: where the data is.
        people: how many persons the war has; only the first load obeys it.

    Raises:
        ServerTrouble: the database holds other records.
    """
    home = private_folder(configuration.data / "demo", owner_of_data(configuration.data))
    marker = home / "loaded.json"
    world = home / "world"
    if not world.exists():
        _refuse_other_records([])
        with _bar("inventing a war") as advance:
            _write_world(world, people, advance)
    lists = _lists(world)
    _refuse_other_records([FAMILIES, *(entry.description["name"] for entry in lists)])
    missing = [entry for entry in lists if not _is_loaded(entry)]
    if missing:
        marker.unlink(missing_ok=True)
        with _bar("loading its lists") as advance:
            _load(missing, advance)
    if not marker.exists():
        marker.write_text(json.dumps(_examples(), ensure_ascii=False), encoding="utf-8")
    examples: list[str] = json.loads(marker.read_text(encoding="utf-8"))
    with _bar("comparing DNA"):
        sources = {entry.description["file"]: entry.description["name"] for entry in lists}
        dna = compare_dna_once(configuration, world, sources)
    with _bar("storing the dead"):
        remains = store_remains_once(people, SEED)
    with _bar("keeping pictures") as advance:
        pictures = keep_pictures_once(world, sources, advance)
        if pictures:
            release_things_once()
    with _bar("looking at footage"):
        case = keep_case_once(_CASE_WORKERS)
    return DemoWar(examples, dna, ask_once(home), remains, pictures, case)


@dataclass(frozen=True, slots=True)
class DemoAccounts:
    """How to sign in at the desk of the demonstration: all accounts have one password."""

    registrar: str
    case_workers: tuple[str, ...]
    custodians: tuple[str, ...]
    password: str


def accounts_once(configuration: Configuration) -> DemoAccounts:
    """A registrar, two case workers and two custodians for the demonstration's desk, made at the first start.

    They are the same ever after. Their password stands in the data folder, readable for the owner only: behind it are
    invented people. Needs Django set up with the owner's rights.
    """
    from antigone.bureau.ledger import Actor
    from antigone.interfaces.desk.accounts import accounts, add_account, renew_password
    from antigone.interfaces.desk.permissions import Role

    kept = private_folder(configuration.data / "demo", owner_of_data(configuration.data)) / "desk-password"
    actor = Actor("demonstration", "operator")
    there = {account.name for account in accounts()}
    fresh = not kept.exists()
    password = secrets.token_urlsafe(15) if fresh else kept.read_text(encoding="utf-8")
    wanted = (
        (_REGISTRAR, Role.REGISTRAR),
        *((name, Role.CASE_WORKER) for name in _CASE_WORKERS),
        *((name, Role.CUSTODIAN) for name in _CUSTODIANS),
    )
    for name, role in wanted:
        if name not in there:
            add_account(name, role, password=password, actor=actor)
        elif fresh:
            renew_password(name, password=password, actor=actor)
    if fresh:
        kept.touch(mode=0o600)
        kept.write_text(password, encoding="utf-8")
    return DemoAccounts(_REGISTRAR, _CASE_WORKERS, _CUSTODIANS, password)


def _write_world(world: Path, people: int, advance: Progress) -> None:
    """Write the war beside its place and rename it: what bears the name is whole."""
    from antigone.simulation import write_world
    from antigone.simulation.pictures import write_pictures

    draft = Path(tempfile.mkdtemp(dir=world.parent, prefix=".inventing-"))
    try:
        write_world(draft, people=people, seed=SEED, progress=advance)
        if wanted := pictured_people(people):
            write_pictures(draft, wanted)
        draft.rename(world)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def import_lists(world: Path, progress: Progress = lambda _done, _total: None) -> None:
    """Import every list of a written war, as the demonstration does. Needs Django set up with the owner's rights."""
    _load(_lists(world), progress)


def _lists(world: Path) -> list[_List]:
    """The lists that hold anybody: in a small war some source has nobody to report."""
    described = yaml.safe_load((world / _LISTS_FILE).read_text(encoding="utf-8"))["sources"]
    lists = []
    for description in described:
        path = world / description["file"]
        with path.open("rb") as file:
            rows = sum(1 for _ in file) - 1
        if rows:
            lists.append(_List(path, world / description["mapping"], rows, description))
    return lists


def _refuse_other_records(known: list[str]) -> None:
    from antigone.bureau.registry.models import Source

    other = Source.objects.exclude(name__in=known).values_list("name", flat=True).first()
    if other is not None:
        raise ServerTrouble(
            f"this database holds records of «{other}», and a demonstration would mix invented people with them; "
            "set ANTIGONE_DATA to a folder of its own"
        )


def _is_loaded(entry: _List) -> bool:
    from antigone.bureau.registry.models import Batch

    return Batch.objects.filter(source__name=entry.description["name"], undone_at=None).exists()


def _load(lists: list[_List], advance: Progress) -> None:
    from antigone.bureau.ledger import Actor
    from antigone.bureau.registry.values import SourceDraft
    from antigone.interfaces.exchange.incoming import IncomingFile, import_file

    actor = Actor("demonstration", "operator")
    total = sum(entry.rows for entry in lists)
    before = 0
    for entry in lists:
        description = entry.description
        source = SourceDraft(
            name=description["name"],
            kind=description["kind"],
            speaks_for=description["speaks_for"],
            reliability=str(description["reliability"]),
            credibility=int(description["credibility"]),
            publication=description["publication"],
        )

        def told(rows: int, before: int = before) -> None:
            advance(before + rows, total)

        import_file(IncomingFile(entry.path, mapping_file=entry.mapping), source, actor=actor, progress=told)
        before += entry.rows
        advance(before, total)


def _examples() -> list[str]:
    """Names of invented dead, some in Latin letters, each of which the website answers with a person."""
    from antigone.bureau.disclosure.queries import public_search
    from antigone.bureau.disclosure.values import PublicQuery
    from antigone.bureau.registry.models import Name
    from antigone.evidence import names

    found: list[str] = []
    candidates = list(
        Name.objects.filter(record__kind="dead", record__source__publication="open")
        .exclude(record__birth_date="")
        .order_by("record_id")
        .values_list("value", "record__birth_date")[:2_000]
    )
    random.Random(SEED).shuffle(candidates)
    for value, birth_date in candidates:
        if len(found) == _EXAMPLES:
            break
        latin = names.romanise(value, names.RomanisationScheme.UK_2010)
        asked = latin if len(found) % 2 and latin.isascii() else value.title()
        year = birth_date[:4]
        if len(value.split()) >= 3 and year.isdigit() and public_search(PublicQuery(asked, born=year)).found:
            found.append(f"{asked}, born {year}")
    return found


@contextmanager
def _bar(what: str) -> Iterator[Progress]:
    """A progress bar on standard error; one plain line where that is no terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"{what} …")
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description:18}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
