"""Is the joint posterior right, does it say where it may not be, and how fast is it?

    python -m benchmarks.joint [--seconds 20] [--steps 8e8] [--only exact|doubt|dense|sparse] [--regime NAME]

Four tables.

exact: dense components up to 10 x 10 beside two plain peers, enumeration of every partial matching, and Ryser's formula
for the permanent (closed sets: one permanent for each pair). Largest difference relative to the peer, and time.

doubt: messages alone beside exact sums: how often are they believed, how often wrongly, how often doubted needlessly.

dense: 200 x 200 and 200 x 240 in eleven regimes beside an independent Markov chain (rows drawn evenly, all the places
that a row could take weighed at once, Metropolis for the way back; none of the engine's code) that runs `--seconds` in
each regime. Where such a chain cannot leave the loops: beside the plain peers ring by ring, or beside the engine's own
exact sum over the pairs that are not negligible. Told are the engine's method, whether it believes its answer, its own
residual, and the largest difference of any of the 40,000 pairs.

sparse: a million pairs in small groups; a million in one giant component; ten thousand namesakes on each side with a
hundred pairs each; and the clustering of a million pairs of one side. Wall and CPU seconds, peak memory so far.
"""

from __future__ import annotations

import argparse
import math
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from antigone.evidence import joint
from benchmarks.joint.peers import by_enumeration, by_long_chain, by_rings, by_ryser, without_weak
from benchmarks.joint.regimes import (
    clumps,
    disaster,
    even,
    loops,
    namesakes,
    planted,
    pressed,
    rough,
    thin,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Closed = joint.Closed


def answered(
    matrix: Floats, closed: Closed, effort: joint.Effort | None = None
) -> tuple[joint.JointPosterior, Floats, float]:
    """The engine's answer, its posteriors as a matrix, and seconds."""
    row, col = np.indices(matrix.shape)
    effort = effort or joint.Effort()
    start = time.perf_counter()
    answer = joint.posterior(row.ravel(), col.ravel(), matrix.ravel(), joint.Prior(closed=closed), effort=effort)
    return answer, answer.pair.reshape(matrix.shape), time.perf_counter() - start


def exact_table() -> None:
    print("\nexact: largest difference relative to the peer; times are of one warm call")
    print(f"{'question':>26} {'peer':>12} {'difference':>11} {'ours s':>9} {'peer s':>9} {'ratio':>8}")
    rng = np.random.default_rng(1)
    by_enumeration(np.ones((2, 2)))
    by_ryser(np.ones((3, 3)))
    for n, closed, peer, name in (
        (7, Closed.NEITHER, by_enumeration, "enumeration"),
        (8, Closed.NEITHER, by_enumeration, "enumeration"),
        (9, Closed.NEITHER, by_enumeration, "enumeration"),
        (10, Closed.NEITHER, by_enumeration, "enumeration"),
        (10, Closed.BOTH, by_ryser, "Ryser"),
        (14, Closed.BOTH, by_ryser, "Ryser"),
        (18, Closed.BOTH, by_ryser, "Ryser"),
    ):
        matrix = rng.normal(0, 0.7, (n, n))
        answered(matrix, closed)
        _, ours, seconds = answered(matrix, closed)
        start = time.perf_counter()
        told = peer(10.0**matrix)
        spent = time.perf_counter() - start
        difference = float(np.max(np.abs(ours / told - 1)))
        title = f"{n} x {n}, {'closed' if closed else 'open'}"
        print(f"{title:>26} {name:>12} {difference:11.1e} {seconds:9.4f} {spent:9.4f} {spent / seconds:8.1f}")


@dataclass(frozen=True)
class Regime:
    name: str
    matrix: Callable[[np.random.Generator, int, int], Floats]
    closed: Closed
    cols: int = 200
    peer: Callable[[Floats, Closed, float], tuple[Floats, Floats, float]] = by_long_chain


REGIMES = (
    Regime("even", even, Closed.NEITHER),
    Regime("even, closed", even, Closed.BOTH),
    Regime("namesakes", namesakes, Closed.NEITHER),
    Regime("rough", rough, Closed.NEITHER),
    Regime("rough, rows closed", rough, Closed.ROWS, 240),
    Regime("rough, closed", rough, Closed.BOTH),
    Regime("planted", planted, Closed.NEITHER),
    Regime("clumps, rows closed", clumps, Closed.ROWS, 240),
    Regime("disaster", disaster, Closed.NEITHER, 200, without_weak),
    Regime("near-certain loops", loops, Closed.NEITHER, 200, by_rings),
    Regime("loops, closed", loops, Closed.BOTH, 200, by_rings),
)


def dense_table(seconds: float, chosen: str, effort: joint.Effort) -> None:
    print(
        "\ndense, 200 rows. 'off': largest difference of any pair from the peer; 'peer ±': its largest standard error."
    )
    print("'net': root mean square difference of the undecided pairs, less what the peer's and our own noise explain.")
    print(
        f"{'regime':>20} {'columns':>7} {'method':>9} {'believed':>8} {'residual':>8} {'off':>7} {'peer ±':>7}"
        f" {'net':>7} {'ours s':>7} {'CPU s':>7} {'peer s':>7} {'ratio':>6}"
    )
    small = even(np.random.default_rng(0), 30, 30)
    answered(small, Closed.NEITHER)
    answered(loops(np.random.default_rng(0), 30, 30), Closed.BOTH)
    by_long_chain(small, Closed.NEITHER, 0.1)
    for regime in REGIMES:
        if chosen not in regime.name:
            continue
        matrix = regime.matrix(np.random.default_rng(1), 200, regime.cols)
        cpu = time.process_time()
        answer, ours, spent = answered(matrix, regime.closed, effort)
        cpu = time.process_time() - cpu
        told, noise, peer_spent = regime.peer(matrix, regime.closed, seconds)
        parts = answer.components
        largest = int(np.argmax(parts.pairs))
        off = np.abs(ours - told)
        sampled = parts.method[largest] == joint.Method.SAMPLING
        own = answer.pair_error.reshape(matrix.shape) if sampled else np.zeros(matrix.shape)
        undecided = (told > 0.02) & (told < 0.98)
        excess = float(np.mean((off**2 - noise**2 - own**2)[undecided])) if undecided.any() else 0.0
        print(
            f"{regime.name:>20} {regime.cols:>7} {joint.Method(parts.method[largest]).name.lower():>9}"
            f" {'yes' if parts.converged.all() else 'NO':>8} {np.max(parts.residual):8.4f}"
            f" {off.max():7.4f} {noise.max():7.4f} {math.sqrt(max(excess, 0.0)):7.4f} {spent:7.2f} {cpu:7.2f}"
            f" {peer_spent:7.2f} {peer_spent / spent:6.1f} {regime.peer.__name__}",
            flush=True,
        )


def doubt_table(seeds: int = 12) -> None:
    print("\ndoubt: messages alone beside exact sums, 14 x 14 and 14 x 18; limit 0.01")
    print(f"{'regime':>12} {'asked':>6} {'believed':>8} {'wrongly':>8} {'by at most':>10} {'doubted though right':>20}")
    alone = joint.Effort(exact_states=0, sampling_steps=0)
    for kind in (even, namesakes, rough, planted, clumps, disaster, loops, pressed, thin):
        asked, believed, worst, wrong, needless = 0, 0, 0.0, 0, 0
        for closed in (Closed.NEITHER, Closed.ROWS, Closed.BOTH):
            for seed, cols in ((seed, cols) for seed in range(seeds) for cols in (14, 18)):
                if closed is Closed.BOTH and cols != 14:
                    continue
                matrix = kind(np.random.default_rng(seed), 14, cols)
                row, col = np.nonzero(matrix > -np.inf)
                question = (row, col, matrix[row, col], joint.Prior(closed=closed))
                exact, told = joint.posterior(*question), joint.posterior(*question, effort=alone)
                for k in np.flatnonzero(told.components.method == joint.Method.MESSAGES):
                    off = float(np.abs(told.pair - exact.pair)[told.pair_component == k].max())
                    sure = bool(told.components.converged[k])
                    asked, believed, wrong = asked + 1, believed + sure, wrong + (sure and off > 0.01)
                    worst = max(worst, off if sure else 0.0)
                    needless += not sure and off <= 0.01
        print(f"{kind.__name__:>12} {asked:>6} {believed:>8} {wrong:>8} {worst:10.4f} {needless:>20}", flush=True)


def distinct(rows: Ints, cols: Ints, weights: Floats) -> tuple[Ints, Ints, Floats]:
    _, once = np.unique(rows * (int(cols.max()) + 1) + cols, return_index=True)
    return rows[once], cols[once], weights[once]


def sparse_table() -> None:
    rng = np.random.default_rng(3)
    n = 600_000
    near = (np.arange(n) // 3) * 3 + rng.integers(0, 3, n)
    groups = distinct(
        np.tile(np.arange(n), 2),
        np.concatenate([np.arange(n), near]),
        np.concatenate([rng.normal(7, 3, n), rng.normal(2, 3, n)]),
    )
    n, extra = 400_000, 600_000
    giant = distinct(
        np.concatenate([np.arange(n), rng.integers(0, n, extra)]),
        np.concatenate([np.arange(n), rng.integers(0, n, extra)]),
        np.concatenate([rng.normal(7, 3, n), rng.normal(-1, 2, extra)]),
    )
    n = 10_000
    crowd = distinct(np.repeat(np.arange(n), 100), rng.integers(0, n, 100 * n), rng.normal(-3, 0.7, 100 * n))
    lifted = (crowd[0], crowd[1], crowd[2] + 7)
    print("\nsparse")
    print(
        f"{'question':>34} {'pairs':>9} {'components':>10} {'largest':>8} {'doubted pairs':>13} {'wall s':>7}"
        f" {'CPU s':>7} {'peak MB':>8}"
    )
    for name, (rows, cols, weights) in (
        ("small groups", groups),
        ("one giant component", giant),
        ("10,000 namesakes on each side", crowd),
        ("the same, all weights 10^7 higher", lifted),
    ):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = joint.posterior(rows, cols, weights)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        parts = answer.components
        doubted = int(np.count_nonzero(answer.pair_error > 0.01))
        print(
            f"{name:>34} {len(rows):>9,} {len(parts):>10,} {parts.pairs.max():>8,} {doubted:>13,}"
            f" {wall:7.2f} {cpu:7.2f} {peak():>8,.0f}",
            flush=True,
        )
    records = 300_000
    first = rng.integers(0, records, 1_000_000)
    second = np.minimum(first + rng.integers(1, 6, len(first)), records - 1)
    apart = first != second
    first, second, weights = distinct(first[apart], second[apart], rng.normal(0, 3, int(apart.sum())))
    wall, cpu = time.perf_counter(), time.process_time()
    found = joint.clusters(records, first, second, weights, prior_log10_odds=-2.0)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    title = f"duplicates of {records:,} records"
    print(
        f"{title:>34} {len(first):>9,} {len(found.sizes):>10,} {found.sizes.max():>8,} {'':>13} {wall:7.2f} {cpu:7.2f}"
        f" {peak():>8,.0f}"
    )


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=float, default=joint.Effort().sampling_steps, help="of our chains, dense only")
    parser.add_argument("--seconds", type=float, default=20.0, help="of the independent chain, a regime")
    parser.add_argument("--only", choices=("exact", "doubt", "dense", "sparse"))
    parser.add_argument("--regime", default="", help="part of the name of the dense regimes that are wanted")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, numba {numba.__version__}")
    if arguments.only in (None, "exact"):
        exact_table()
    if arguments.only in (None, "doubt"):
        doubt_table()
    if arguments.only in (None, "dense"):
        dense_table(arguments.seconds, arguments.regime, joint.Effort(sampling_steps=arguments.steps))
    if arguments.only in (None, "sparse"):
        sparse_table()


if __name__ == "__main__":
    main()
