"""The war-like linkage set: missing persons in Cyrillic against found persons in Latin letters.

The set is found through ``ANTIGONE_REFERENCE`` (default ``../shared/reference``). Both learn without labels. Splink
gets names folded by Antigone, which is worth eight points of F1 to it, and blocking rules on them.
"""

from __future__ import annotations

import csv
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from antigone.evidence.linkage import Columns, Pairing, Particulars, as_columns, learn, starting_model
from benchmarks.matching.accuracy import peer
from benchmarks.matching.accuracy.pairing import Scored, candidates, jointly, scored

REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", "../shared/reference")) / "linkage"


@dataclass(frozen=True)
class Reached:
    """What the house reaches: as shipped, as learned, and as learned with one body for one person."""

    shipped: Scored
    learned: Scored
    jointly: Scored
    candidates: int
    rounds: int
    seconds: float


@dataclass(frozen=True)
class Lists:
    """Both lists as rows of their files, and the true links by their ids."""

    left: list[peer.Row]
    right: list[peer.Row]
    truth: list[tuple[str, str]]


def lists(folder: Path = REFERENCE) -> Lists:
    """The reference lists; months and days that are unknown are left out of the dates."""
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        truth = [(row["a_id"], row["b_id"]) for row in csv.DictReader(file)]
    return Lists(_read(folder / "a.csv"), _read(folder / "b.csv"), truth)


def _read(path: Path) -> list[peer.Row]:
    with path.open(encoding="utf-8") as file:
        return [row | {"birth_date": row["birth_date"].replace("-00", "")} for row in csv.DictReader(file)]


def _columns(rows: list[peer.Row], kind: str) -> Columns:
    return as_columns(
        Particulars(
            kind=kind,
            names=(row["name"],) if row["name"] else (),
            birth_date=row["birth_date"],
            birthplace=row["birth_place"],
        )
        for row in rows
    )


def ours(both: Lists) -> Reached:
    """Accuracy, calibration and processor seconds of candidates, learning and weighing."""
    start = time.process_time()
    left, right = _columns(both.left, "missing"), _columns(both.right, "dead")
    rows = candidates(left, right)
    model = starting_model()
    learned = learn(model, left, right, *rows, pairing=Pairing.ONCE)
    true_pairs = len(both.truth)
    same = _truth(both, rows)
    alone = scored(learned.model, left, right, rows, same, true_pairs)
    seconds = time.process_time() - start
    together = jointly(learned.model, alone, rows, (len(both.left), len(both.right)), same, true_pairs)
    shipped = scored(model, left, right, rows, same, true_pairs)
    return Reached(shipped, alone, together, len(same), len(learned.history), seconds)


def _truth(both: Lists, rows: tuple[Any, Any]) -> Any:
    truth = set(both.truth)
    pairs = zip(rows[0].tolist(), rows[1].tolist(), strict=True)
    return np.fromiter(((both.left[a]["id"], both.right[b]["id"]) in truth for a, b in pairs), np.bool_, len(rows[0]))


def splink(python: str, both: Lists) -> dict[str, Any]:
    """What Splink reaches on the same lists."""
    return peer.link(python, both.left, both.right, both.truth)
