"""Are the lines of traits calibrated, and how fast are they?

    python -m benchmarks.traits [PEOPLE [SEED]]

Writes a war, takes the families' notices and the mortuaries' records, pairs every body with the notice of the same
person (true pairs) and with notices of other people of either side (false pairs), and prints for each line of evidence:

- the share of pairs in which it speaks;
- the mean likelihood ratio over false pairs: 1 for a calibrated line, by the definition of the ratio;
- Cllr over the pairs in which it speaks (0 is perfect, 1 says nothing; Brümmer and du Preez 2006), beside that of the
  best monotone mapping of the same weights (its minimum): what calibration costs is the difference;
- mean weight of true and of false pairs;

then a reliability table of the total. This twice: with the starting parameters, and with populations counted from the
records (`counted`), without any look at the truth. Last the speeds of reading, encoding and weighing in CPU seconds.
"""

from __future__ import annotations

import csv
import platform
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence import traits
from antigone.evidence.linkage import Particulars, as_columns
from antigone.interfaces.exchange.people.values import read_age
from antigone.simulation import write_world

Floats = NDArray[np.float64]
SIDES = ("velmaria", "dorvania")
_SEX = {"муж.": "male", "чол.": "male", "жен.": "female", "жін.": "female"}


def rows_of(path: Path, delimiter: str) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))[1:]


def particulars(folder: Path, *, states: bool) -> tuple[list[Particulars], list[Particulars]]:
    """Families' notices and bodies; with `states`, what the mortuary says of the body's condition is read too."""
    notices, bodies = [], []
    for side in SIDES:
        for row in rows_of(folder / f"missing_{side}.csv", ","):
            notices.append(
                Particulars(
                    kind="missing", source_kind="family", birth_date=edtf(row[2]), call_sign=row[6],
                    last_seen_date=edtf(row[8]), description=row[11],
                )
            )  # fmt: skip
        for row in rows_of(folder / f"remains_{side}.csv", ";"):
            age = read_age(row[5]) if row[5] else ""
            low, high = (None, None) if isinstance(age, str) else (age.low, age.high)
            described = [*([row[3]] if states else []), row[6], row[7]]
            bodies.append(
                Particulars(
                    kind="remains", source_kind="authority", sex=_SEX.get(row[4], ""), age_low=low, age_high=high,
                    occurred_date=edtf(row[1]), description="; ".join(text for text in described if text),
                )
            )  # fmt: skip
    return notices, bodies


def edtf(cell: str) -> str:
    """Dates of the lists (13.05.1987, 1987, «около 1987») as EDTF."""
    parts = cell.split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        return f"{parts[2]}-{parts[1]}-{parts[0]}"
    digits = "".join(sign for sign in cell if sign.isdigit())
    if len(digits) == 4:
        return digits + ("" if cell.isdigit() else "~")
    return cell if cell[:4].isdigit() and len(cell) == 10 else ""


def truth_of(folder: Path) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {}
    for file, _, person, *_ in rows_of(folder / "truth" / "links.csv", ","):
        people.setdefault(file, []).append(person)
    return people


def cllr(true: Floats, false: Floats) -> float:
    return float((np.log2(1 + 10.0 ** (-true)).mean() + np.log2(1 + 10.0**false).mean()) / 2)


def least_cllr(true: Floats, false: Floats) -> float:
    """Cllr after the best monotone mapping (pool adjacent violators), with the two kinds of pairs weighted alike."""
    weight = np.concatenate([true, false])
    label = np.concatenate([np.ones(len(true)), np.zeros(len(false))])
    mass = np.where(label == 1, 0.5 / len(true), 0.5 / len(false))
    _, group = np.unique(weight, return_inverse=True)
    one = np.bincount(group, label * mass)
    whole = np.bincount(group, mass)
    stack: list[list[float]] = []
    for a, b in zip(one.tolist(), whole.tolist(), strict=True):
        stack.append([a, b])
        while len(stack) > 1 and stack[-2][0] * stack[-1][1] >= stack[-1][0] * stack[-2][1]:
            a, b = stack.pop()
            stack[-1][0] += a
            stack[-1][1] += b
    total = 0.0
    for a, b in stack:
        p = a / b
        total -= (a * np.log2(p) if a else 0.0) + ((b - a) * np.log2(1 - p) if b - a > 1e-300 and p < 1 else 0.0)
    return float(total)


def report(lines: Any, notices: list[Particulars], bodies: list[Particulars], people: dict[str, list[str]]) -> None:
    sought = [person for side in SIDES for person in people[f"missing_{side}.csv"]]
    found = [person for side in SIDES for person in people[f"remains_{side}.csv"]]
    by_person: dict[str, list[int]] = {}
    for row, person in enumerate(sought):
        by_person.setdefault(person, []).append(row)
    pairs = [(row, body) for body, person in enumerate(found) for row in by_person.get(person, ())]
    true_left, true_right = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    rng = np.random.default_rng(1)
    count = min(1_000_000, 100 * len(pairs))
    false_left, false_right = rng.integers(0, len(sought), count), rng.integers(0, len(found), count)
    other = np.array([sought[a] != found[b] for a, b in zip(false_left.tolist(), false_right.tolist(), strict=True)])
    false_left, false_right = false_left[other], false_right[other]
    print(
        f"{len(notices):,} notices, {len(bodies):,} bodies, {len(pairs):,} true pairs, {len(false_left):,} false pairs"
    )
    print(
        f"{'line':>15} {'speaks in':>10} {'mean LR':>8} {'± s.e.':>7} {'Cllr':>6} {'least':>6} {'true':>7} {'false':>7}"
    )
    left, right = as_columns(notices), as_columns(bodies)
    totals = [np.zeros(len(true_left)), np.zeros(len(false_left))]
    for line in lines:
        a, b = line.encode(left), line.encode(right)
        true, false = line.weigh(a, b, true_left, true_right), line.weigh(a, b, false_left, false_right)
        totals[0] += true
        totals[1] += false
        print_line(line.name, true, false)
    print_line("all together", *totals)
    edges = [-np.inf, -3, -2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, np.inf]
    print("\nreliability of the total: log10 of (share of true pairs / share of false pairs) in each bin of weight")
    print(f"{'weight':>14} {'true':>7} {'false':>9} {'observed':>9} {'said':>9}")
    for low, high in pairwise(edges):
        t, f = ((one >= low) & (one < high) for one in totals)
        ratio = np.log10(t.mean() / f.mean()) if t.any() and f.any() else np.nan
        # In a calibrated bin, share of true pairs / share of false pairs = 1 / mean over true pairs of 1 / LR.
        said = -np.log10((10.0 ** -totals[0][t]).mean()) if t.any() else np.nan
        print(f"{low:>6} to {high:>4} {t.sum():>7} {f.sum():>9} {ratio:>9.2f} {said:>9.2f}")


def print_line(name: str, true: Floats, false: Floats) -> None:
    speaks = float((false != 0).mean())
    ratio = 10.0**false
    t, f = true[true != 0], false[false != 0]
    if not len(t) or not len(f):
        print(f"{name:>15} {speaks:>10.2%}")
        return
    error = ratio.std() / np.sqrt(len(ratio))
    print(
        f"{name:>15} {speaks:>10.2%} {ratio.mean():>8.3f} {error:>7.3f} {cllr(t, f):>6.3f} {least_cllr(t, f):>6.3f} "
        f"{t.mean():>7.2f} {f.mean():>7.2f}"
    )


def speeds(lines: Any, notices: list[Particulars], bodies: list[Particulars]) -> None:
    from antigone.evidence.traits.reading.clauses import _clause

    texts = [record.description for record in (*notices, *bodies) if record.description]
    _clause.cache_clear()
    start = time.process_time()
    traits.read_all(texts)
    spent = time.process_time() - start
    print(
        f"\nreading: {len(texts) / spent:,.0f} descriptions per CPU second, none read before ({len(texts):,} of them)"
    )
    distinct = list(dict.fromkeys(clause.strip() for text in texts for clause in text.split(";")))
    _clause.cache_clear()
    start = time.process_time()
    traits.read_all(distinct)
    spent = time.process_time() - start
    print(f"         {len(distinct) / spent:,.0f} distinct clauses per CPU second")
    left, right = as_columns(notices), as_columns(bodies)
    start = time.process_time()
    encoded = [(line.encode(left), line.encode(right)) for line in lines]
    spent = time.process_time() - start
    print(f"encoding: {(len(notices) + len(bodies)) / spent:,.0f} records per CPU second, all lines, descriptions read")
    rng = np.random.default_rng(2)
    i, j = rng.integers(0, len(notices), 1_000_000), rng.integers(0, len(bodies), 1_000_000)
    for line, (a, b) in zip(lines, encoded, strict=True):
        line.weigh(a, b, i[:10], j[:10])
    spent = 0.0
    print("weighing, million pairs per CPU second:", end=" ")
    for line, (a, b) in zip(lines, encoded, strict=True):
        start = time.process_time()
        line.weigh(a, b, i, j)
        each = time.process_time() - start
        spent += each
        print(f"{line.name} {1 / each:.0f}", end=", ")
    print(f"all together {1 / spent:.2f}")
    # A register in which most records say nothing: nine in ten of each side are silent.
    quiet = rng.permutation(len(notices))[: len(notices) // 10], rng.permutation(len(bodies))[: len(bodies) // 10]
    mute = [
        [record if row in set_of else Particulars(kind=record.kind) for row, record in enumerate(records)]
        for records, set_of in ((notices, set(quiet[0].tolist())), (bodies, set(quiet[1].tolist())))
    ]
    encoded = [(line.encode(as_columns(mute[0])), line.encode(as_columns(mute[1]))) for line in lines]
    start = time.process_time()
    for line, (a, b) in zip(lines, encoded, strict=True):
        line.weigh(a, b, i, j)
    print(f"  where nine records of ten say nothing: {1 / (time.process_time() - start):.2f}")


def main() -> None:
    arguments = [int(word) for word in sys.argv[1:]]
    people, seed = (*arguments, *(60_000, 11)[len(arguments) :])
    print(f"Python {platform.python_version()}, NumPy {np.__version__}; war of {people:,} people, seed {seed}")
    lines = traits.lines()
    with tempfile.TemporaryDirectory() as folder:
        world = Path(folder) / "world"
        write_world(world, people, seed=seed)
        people_of = truth_of(world)
        for states in (False, True):
            print(f"\n== state of the body {'told' if states else 'not told'} in the description")
            notices, bodies = particulars(world, states=states)
            report(lines, notices, bodies, people_of)
        print("\n== the same, populations counted from the records")
        sides = as_columns(notices), as_columns(bodies)
        report(tuple(line.counted(*sides) for line in lines), notices, bodies, people_of)
        speeds(lines, notices, bodies)


if __name__ == "__main__":
    main()
