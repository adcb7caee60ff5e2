"""A synthetic war whose truth is known: families' missing lists against all lists of the found.

The found are prisoners, the dead and remains, each list against the missing; a person may stand in several lists, so
that a pair is true when both records are one person's. Both learn without labels. The house weighs all that the records
say; Splink gets the lists that have names, with name, birth date and birthplace as in the war-like set.
"""

from __future__ import annotations

import csv
import datetime
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray

from antigone.bureau.registry.drafts import RecordDraft
from antigone.evidence import names
from antigone.evidence.linkage import Pairing, Particulars, as_columns, learn, starting_model
from antigone.interfaces.exchange.people import RejectedRow, load_mapping, read_drafts
from antigone.interfaces.exchange.tables import open_table
from antigone.simulation import write_world
from benchmarks.matching.accuracy import peer
from benchmarks.matching.accuracy.measures import Measures, Reliability, measure
from benchmarks.matching.accuracy.pairing import Scored, candidates, scored

NAMED = ("prisoner", "dead")
FOUND = (*NAMED, "remains")
#: The simulated war ends before; later dates in its lists would be rejected.
TODAY = datetime.date(2026, 12, 31)


@dataclass(frozen=True)
class Told:
    """A record of the war: what it says, and whose it is."""

    says: Particulars
    person: str


def particulars(draft: RecordDraft, source_kind: str) -> Particulars:
    """What a draft says, as the registry's records say it."""
    return Particulars(
        kind=draft.kind.value,
        source_kind=source_kind,
        names=tuple(dict.fromkeys(name.value for name in draft.names)),
        sex=draft.sex.value,
        age_date=draft.occurred_date or draft.source_date,
        **{
            name: getattr(draft, name)
            for name in ("father_name", "mother_maiden_name", "birth_date", "age_low", "age_high", "birthplace",
                         "residence", "nationality", "force", "branch", "unit", "rank", "service_number", "call_sign",
                         "last_seen_date", "last_seen_place", "occurred_date", "occurred_place", "cause", "description")
        },
    )  # fmt: skip


def told(folder: Path) -> list[Told]:
    """All records of a world that `antigone simulate` wrote."""
    sources = yaml.safe_load((folder / "sources.yaml").read_text("utf-8"))["sources"]
    with (folder / "truth" / "links.csv").open(encoding="utf-8") as file:
        whose = {(row["file"], row["record_id"]): row["person_id"] for row in csv.DictReader(file)}
    records = []
    for source in sources:
        path = folder / source["file"]
        with open_table(path) as table:
            for row in read_drafts(table, load_mapping(folder / source["mapping"]), today=TODAY):
                if not isinstance(row, RejectedRow):
                    person = whose[path.name, row.draft.source_record_id]
                    records.append(Told(particulars(row.draft, source["kind"]), person))
    return records


@dataclass(frozen=True)
class Side:
    """Records of one side of the war."""

    records: list[Told]

    @property
    def people(self) -> NDArray[np.str_]:
        return np.array([record.person for record in self.records])

    def of(self, kinds: tuple[str, ...]) -> Side:
        return Side([record for record in self.records if record.says.kind in kinds])


@dataclass(frozen=True)
class Reached:
    """What the house reaches on one war.

    Attributes:
        named: against prisoners and the dead, nearly all of whom have a name.
        remains: against remains, of which one in five has a part of a name.
        shipped, learned: against all.
    """

    sought: int
    found: int
    candidates: int
    true_pairs: int
    shipped: Scored
    learned: Scored
    named: Measures
    remains: Measures
    seconds: float

    @property
    def reliability(self) -> Reliability:
        return self.learned.reliability


def war(people: int, seed: int) -> tuple[Side, Side]:
    """The sought and the found of a war of that size and seed."""
    with TemporaryDirectory() as folder:
        world = Path(folder) / "world"
        write_world(world, people=people, seed=seed)
        records = Side(told(world))
    return records.of(("missing",)), records.of(FOUND)


def ours(sought: Side, found: Side) -> Reached:
    """Accuracy, calibration and processor seconds of candidates, learning and weighing."""
    start = time.process_time()
    left, right = (as_columns(record.says for record in side.records) for side in (sought, found))
    rows = candidates(left, right)
    model = starting_model()
    learned = learn(model, left, right, *rows, pairing=Pairing.REPEATEDLY, random_pairs=200_000).model
    same = sought.people[rows[0]] == found.people[rows[1]]
    true = _true_pairs(sought, found)
    results = scored(learned, left, right, rows, same, int(true.sum()))
    seconds = time.process_time() - start
    kinds = np.array([record.says.kind for record in found.records])

    def among(its: tuple[str, ...]) -> Measures:
        rows_of = np.isin(kinds[rows[1]], its)
        return measure(results.totals[rows_of], same[rows_of], int(true[np.isin(kinds, its)].sum()))

    shipped = scored(model, left, right, rows, same, int(true.sum()))
    return Reached(
        len(sought.records), len(found.records), len(same), int(true.sum()), shipped, results, among(NAMED),
        among(("remains",)), seconds,
    )  # fmt: skip


def _true_pairs(sought: Side, found: Side) -> NDArray[np.int64]:
    """For each of the found, how many records of the sought are the same person's."""
    counts = dict(zip(*np.unique(sought.people, return_counts=True), strict=True))
    return np.array([counts.get(person, 0) for person in found.people])


def splink(python: str, sought: Side, found: Side) -> dict[str, Any]:
    """What Splink reaches on the missing against prisoners and the dead."""
    named = found.of(NAMED)
    truth: dict[str, list[str]] = {}
    for at, record in enumerate(sought.records):
        truth.setdefault(record.person, []).append(f"a{at}")
    pairs = ((left, f"b{at}") for at, record in enumerate(named.records) for left in truth.get(record.person, ()))
    return peer.link(python, _rows(sought, "a"), _rows(named, "b"), pairs)


def _rows(side: Side, letter: str) -> list[peer.Row]:
    out = []
    for at, record in enumerate(side.records):
        name = names.parse(record.says.names[0]) if record.says.names else None
        parts = {"surname": name.family, "given": name.given, "patronymic": name.patronymic} if name else {}
        born = record.says.birth_date if record.says.birth_date[:4].isdigit() else ""
        out.append(
            {"id": f"{letter}{at}", "birth_date": born, "birth_place": record.says.birthplace or record.says.residence}
            | {part: parts.get(part) or "" for part in ("surname", "given", "patronymic")}
        )
    return out
