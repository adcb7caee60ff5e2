"""Pairs of names with known answers: ``python -m benchmarks.names.pairs [--name-bench CASES.CSV]``.

Prints one table (work, ours, peer, ratio, versions), then ours by kind of pair, and the calibration of the weight.
The reference pairs are found through ``ANTIGONE_REFERENCE`` (default ``../shared/reference``). ``--name-bench``
takes ``contrib/name_bench/cases.csv`` of the public repository opensanctions/nomenklatura, which is brought when
benchmarking and not kept here. nomenklatura is measured when it is installed.
"""

from __future__ import annotations

import argparse
import csv
import importlib.metadata
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from antigone.evidence import names
from antigone.evidence.names.reading.vocabulary import forget_words

REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", "../shared/reference")) / "names"
Scorer = Callable[[Sequence[str], Sequence[str]], NDArray[np.float64]]
NAME_BENCH_THRESHOLD = 0.0
"""The one fixed threshold on name_bench: even odds."""
MADE_UP_PAIRS = 50_000
REPEATED = 7
"""Runs of ours of which the quickest counts: other work on the machine only ever slows one down."""


@dataclass(frozen=True)
class Measures:
    """What a scorer reaches on labelled pairs."""

    recall_at_99: float
    threshold: float
    best_f1: float
    area: float
    pairs_per_second: float


def measure(scores: NDArray[np.float64], same: NDArray[np.bool_], seconds: float) -> Measures:
    """Recall at precision 0.99 with its threshold, best F1, area under the ROC curve."""
    order = np.argsort(-scores, kind="stable")
    ranked, truth = scores[order], same[order]
    hits = np.cumsum(truth)
    accepted = np.arange(1, len(truth) + 1)
    last = np.append(ranked[1:] != ranked[:-1], True)
    hits, accepted, ranked = hits[last], accepted[last], ranked[last]
    precise = np.flatnonzero(hits / accepted >= 0.99)
    best = precise[hits[precise].argmax()] if len(precise) else -1
    others = np.sort(scores[~same])
    mine = scores[same]
    below = np.searchsorted(others, mine, "left") + np.searchsorted(others, mine, "right")
    return Measures(
        float(hits[best] / same.sum()) if best >= 0 else 0.0,
        float(ranked[best]) if best >= 0 else float("inf"),
        float((2 * hits / (accepted + same.sum())).max()),
        float(below.mean() / 2 / len(others)),
        len(scores) / seconds,
    )


def _transliterated(scorer: Callable[[str, str], float]) -> Scorer:
    def score(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        def plain(name: str) -> str:
            return names.romanise(name, names.RomanisationScheme.RU_ICAO).casefold()

        return np.array([scorer(plain(a), plain(b)) for a, b in zip(left, right, strict=True)])

    return score


def _logic_v2() -> Scorer | None:
    try:
        from followthemoney import model  # type: ignore[import-not-found]
        from nomenklatura.matching import LogicV2  # type: ignore[import-not-found]
    except ImportError:
        return None

    def score(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float64]:
        config = LogicV2.default_config()

        def person(name: str) -> object:
            return model.get_proxy({"id": name, "schema": "Person", "properties": {"name": [name]}})

        pairs = zip(left, right, strict=True)
        return np.array([LogicV2.compare(person(a), person(b), config).score for a, b in pairs])

    return score


def _timed(scorer: Scorer, left: Sequence[str], right: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    start = time.process_time()
    scores = scorer(left, right)
    return scores, time.process_time() - start


def _cold(left: Sequence[str], right: Sequence[str]) -> tuple[NDArray[np.float64], float]:
    """The weights, and the least processor time of some runs that each start with an empty memory of words."""
    names.compare_many(left[:1], right[:1])
    seconds = []
    for _ in range(REPEATED):
        forget_words()
        weights, spent = _timed(names.compare_many, left, right)
        seconds.append(spent)
    return weights, min(seconds)


def new_names(known: Sequence[str], count: int) -> list[str]:
    """Different names of three words, each put together from words of three known ones in one script: no name is met
    twice, while words are, as in the list of a country."""
    rng = random.Random(1)
    words = [name.split() for name in dict.fromkeys(known) if len(name.split()) == 3]
    scripts = [[its for its in words if " ".join(its).isascii() is ascii] for ascii in (False, True)]
    found: dict[str, None] = {}
    while len(found) < count:
        script = scripts[len(found) % 2]
        found[" ".join(rng.choice(script)[at] for at in range(3))] = None
    return list(found)


def _version(package: str) -> str:
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return f"{package}: not installed"


def cllr(weights: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Cost of log likelihood ratios in bits (Bruemmer and du Preez 2006): 0 perfect, 1 says nothing."""
    costs = np.log2(1 + 10 ** -weights[same]).mean(), np.log2(1 + 10 ** weights[~same]).mean()
    return float(np.mean(costs))


def least_cllr(weights: NDArray[np.float64], same: NDArray[np.bool_]) -> float:
    """Cllr after the best monotone recalibration (pool adjacent violators): what ranking alone costs."""
    order = np.argsort(weights, kind="stable")
    level, size = [], []
    for value in same[order].astype(float):
        level.append(value)
        size.append(1)
        while len(level) > 1 and level[-2] >= level[-1]:
            joined = size[-2] + size[-1]
            level[-2:] = [(level[-2] * size[-2] + level[-1] * size[-1]) / joined]
            size[-2:] = [joined]
    shares = np.clip(np.repeat(level, size), 1e-12, 1 - 1e-12)
    odds = shares / (1 - shares) * (~same).sum() / same.sum()
    return cllr(np.log10(odds), same[order])


def print_reliability(weights: NDArray[np.float64], same: NDArray[np.bool_]) -> None:
    """Claimed and observed log10 LR in classes of the claimed one."""
    print(f"\n{'claimed log10 LR':>20}{'same':>8}{'other':>8}{'mean claimed':>14}{'observed':>10}")
    edges = [-np.inf, -4, -3, -2, -1, -0.5, 0, 0.5, 1, 2, np.inf]
    for low, high in pairwise(edges):
        inside = (weights >= low) & (weights < high)
        a, b = int((inside & same).sum()), int((inside & ~same).sum())
        if not a + b:
            continue
        observed = np.log10((a + 0.5) / (same.sum() + 1)) - np.log10((b + 0.5) / ((~same).sum() + 1))
        label = f"{low:g} to {high:g}"
        print(f"{label:>20}{a:>8}{b:>8}{weights[inside].mean():>14.2f}{observed:>10.2f}")
    print(f"Cllr {cllr(weights, same):.3f}, least Cllr of this ranking {least_cllr(weights, same):.3f}")


def print_name_bench(path: Path) -> None:
    """F1 on the Person cases of name_bench at the one fixed threshold, and the STRONG cases that fail."""
    rows = [row for row in csv.DictReader(path.open(encoding="utf-8")) if row["schema"] == "Person"]
    same = np.array([row["is_match"].lower() == "true" for row in rows])
    weights = names.compare_many([row["name1"] for row in rows], [row["name2"] for row in rows])
    accepted = weights >= NAME_BENCH_THRESHOLD
    f1 = 2 * (accepted & same).sum() / (accepted.sum() + same.sum())
    strong = [row for row, a, s in zip(rows, accepted, same, strict=True) if row["quality"] == "STRONG" and a != s]
    print(
        f"\nname_bench, {len(rows)} Person cases at log10 LR {NAME_BENCH_THRESHOLD:g}: F1 {f1:.3f};"
        f" STRONG failed: {len(strong)}"
    )
    for row in strong:
        print(f"  {row['name1']} | {row['name2']}")


def _start_up() -> str:
    probe = (
        "import time; start = time.perf_counter()\n"
        "from antigone.evidence import names; names.compare('Игнат Дрозд', 'Ihnat Drozd')\n"
        "seconds = time.perf_counter() - start\n"
        "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM'))\n"
        "print(f'{seconds:.2f} s, {int(peak.split()[1]) // 1024} MB')"
    )
    return subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--name-bench", type=Path, help="cases.csv of nomenklatura's name_bench")
    options = parser.parse_args()
    with (REFERENCE / "pairs.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    left, right = [row["left"] for row in rows], [row["right"] for row in rows]
    same = np.array([row["same"] == "1" for row in rows])
    kinds = np.array([row["kind"] for row in rows])
    weights, seconds = _cold(left, right)
    ours = measure(weights, same, seconds)
    made_up = new_names([*left, *right], 2 * MADE_UP_PAIRS)
    _, seconds = _cold(made_up[::2], made_up[1::2])
    bulk = MADE_UP_PAIRS / seconds
    warm = MADE_UP_PAIRS / min(_timed(names.compare_many, made_up[::2], made_up[1::2])[1] for _ in range(REPEATED))

    fuzzy = _version("rapidfuzz")
    peers: list[tuple[str, Scorer | None, str]] = [
        ("WRatio on ICAO spelling", _transliterated(fuzz.WRatio), fuzzy),
        ("token_sort on ICAO spelling", _transliterated(fuzz.token_sort_ratio), fuzzy),
        ("nomenklatura logic-v2", _logic_v2(), _version("nomenklatura")),
    ]
    print(f"{len(rows):,} pairs; {_version('antigone')}, {_version('numpy')}, Python {sys.version.split()[0]}\n")
    print(f"{'work':34}{'ours':>10}{'peer':>10}{'ratio':>8}  peer, version")
    for label, scorer, version in peers:
        if scorer is None:
            print(f"{'all':34}{'':>10}{'':>10}{'':>8}  {label}: not installed")
            continue
        theirs = measure(*_peer(scorer, left, right, same))
        for work, a, b in (
            ("recall at precision 0.99", ours.recall_at_99, theirs.recall_at_99),
            ("best F1", ours.best_f1, theirs.best_f1),
            ("area under ROC", ours.area, theirs.area),
            ("pairs/s, all names new", ours.pairs_per_second, theirs.pairs_per_second),
        ):
            shown = (f"{a:>10,.0f}{b:>10,.0f}" if a > 2 else f"{a:>10.3f}{b:>10.3f}") + f"{a / b:>8.2f}"
            print(f"{work:34}{shown}  {label}, {version}")
    print(f"{f'pairs/s, {MADE_UP_PAIRS:,} made-up, cold':34}{bulk:>10,.0f}")
    print(f"{f'pairs/s, {MADE_UP_PAIRS:,} made-up, warm':34}{warm:>10,.0f}")
    print(f"{'import to first weight':34}{_start_up():>20}")

    print(f"\nby kind at log10 LR {ours.threshold:.2f} (precision 0.99)")
    for kind in sorted(set(kinds)):
        its = kinds == kind
        print(f"{kind:44}{its.sum():>6}{(weights[its] >= ours.threshold).mean():>8.3f} accepted")
    given = [[names.parse(name).patronymic != "" for name in side] for side in (left, right)]
    lone = same & (np.array(given[0]) != np.array(given[1]))
    accepted = (weights[lone] >= ours.threshold).mean()
    print(f"{'same person, patronymic on one side only':44}{lone.sum():>6}{accepted:>8.3f} accepted")
    print_reliability(weights, same)
    if options.name_bench:
        print_name_bench(options.name_bench)


def _peer(
    scorer: Scorer, left: Sequence[str], right: Sequence[str], same: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_], float]:
    scores, seconds = _timed(scorer, left, right)
    # As often as ours, unless that takes minutes.
    for _ in range(REPEATED - 1 if seconds < 1 else 0):
        seconds = min(seconds, _timed(scorer, left, right)[1])
    return scores, same, seconds


if __name__ == "__main__":
    main()
