"""Is the joint posterior right, does it say where it may not be, and how fast is it?

    python -m benchmarks.joint [--seconds 20] [--only exact|doubt|dense|sparse]

Four tables.

exact: dense components up to 10 x 10 beside two plain peers, enumeration of every partial matching, and Ryser's formula
for the permanent (closed sets: one permanent for each pair). Largest difference relative to the peer, and time.

doubt: messages alone beside exact sums: how often are they believed, how often wrongly, how often doubted needlessly.

dense: 200 x 200 and 200 x 240 in eleven regimes beside an independent Markov chain (rows drawn evenly, all the places
that a row could take weighed at once, Metropolis for the way back; none of the engine's code) that runs `--seconds` in
each regime, or, where a chain cannot leave the loops, beside the plain peers ring by ring. Told are the engine's
method, whether it believes its answer, its own residual, and the largest difference of any of the 40,000 pairs.

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

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Closed = joint.Closed


def answered(matrix: Floats, closed: Closed) -> tuple[joint.JointPosterior, Floats, float]:
    """The engine's answer, its posteriors as a matrix, and seconds."""
    row, col = np.indices(matrix.shape)
    start = time.perf_counter()
    answer = joint.posterior(row.ravel(), col.ravel(), matrix.ravel(), joint.Prior(closed=closed))
    return answer, answer.pair.reshape(matrix.shape), time.perf_counter() - start


@numba.njit(cache=True)
def _enumerate(weight: Floats, row: int, used: int, made: Ints, so_far: float, sums: Floats) -> float:
    if row == weight.shape[0]:
        for i in range(row):
            if made[i] >= 0:
                sums[i, made[i]] += so_far
        return so_far
    made[row] = -1
    whole = _enumerate(weight, row + 1, used, made, so_far, sums)
    for col in range(weight.shape[1]):
        if not used >> col & 1 and weight[row, col] > 0:
            made[row] = col
            whole += _enumerate(weight, row + 1, used | 1 << col, made, so_far * weight[row, col], sums)
    return whole


def by_enumeration(weight: Floats) -> Floats:
    """Posteriors of an open set, from every partial matching."""
    sums = np.zeros(weight.shape)
    return np.asarray(sums / _enumerate(weight, 0, 0, np.zeros(len(weight), np.int64), 1.0, sums))


@numba.njit(cache=True)
def _permanent(weight: Floats) -> float:
    """Ryser's formula over column subsets in Gray code."""
    n = len(weight)
    sums = np.zeros(n)
    total, before = 0.0, 0
    for k in range(1, 1 << n):
        code = k ^ (k >> 1)
        col, changed = 0, code ^ before
        while changed > 1:
            changed >>= 1
            col += 1
        sign = 1.0 if code > before else -1.0
        product, members = 1.0, 0
        for i in range(n):
            sums[i] += sign * weight[i, col]
            product *= sums[i]
            members += code >> i & 1
        total += product if (n - members) % 2 == 0 else -product
        before = code
    return total


@numba.njit(cache=True)
def by_ryser(weight: Floats) -> Floats:
    """Posteriors of a set closed on both sides: each pair's weight times the permanent without it."""
    n = len(weight)
    whole = _permanent(weight)
    out = np.empty((n, n))
    rest = np.empty((n - 1, n - 1))
    for i in range(n):
        for j in range(n):
            for a in range(n - 1):
                for b in range(n - 1):
                    rest[a, b] = weight[a + (a >= i), b + (b >= j)]
            out[i, j] = weight[i, j] * _permanent(rest) / whole
    return out


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


@numba.njit(cache=True)
def _places(
    weight: Floats, i: int, partner: Ints, owner: Ints, alone_row: float, alone_col: float, out: Floats
) -> float:
    """The weights of all matchings that differ from this one by where row `i` is, and their sum.

    Row `i` takes a free column, or exchanges columns with another row, or (last entry) is alone. `alone_row` and
    `alone_col` are 1 where a row, a column may be alone and 0 where it must not. All but what changes is left out.
    """
    n_cols = weight.shape[1]
    mine = partner[i]
    total = 0.0
    for j in range(n_cols):
        his = owner[j]
        out[j] = 0.0
        if his == i:
            out[j] = weight[i, j]
        elif his < 0:
            out[j] = weight[i, j] * (alone_col if mine >= 0 else 1.0)
        elif mine >= 0:
            out[j] = weight[i, j] * weight[his, mine] / weight[his, j]
        total += out[j]
    out[n_cols] = 1.0 if mine < 0 else alone_row * alone_col
    return total + out[n_cols]


@numba.njit(cache=True)
def _walk(
    weight: Floats,
    seed: int,
    sweeps: int,
    partner: Ints,
    owner: Ints,
    alone_row: float,
    alone_col: float,
    counts: Floats,
) -> None:
    """Metropolis over whole rows; after every sweep each pair that is made counts one."""
    np.random.seed(seed)
    n_rows, n_cols = weight.shape
    there, back = np.empty(n_cols + 1), np.empty(n_cols + 1)
    for _ in range(sweeps):
        for _ in range(n_rows):
            i = np.random.randint(n_rows)
            mine = partner[i]
            whole = _places(weight, i, partner, owner, alone_row, alone_col, there)
            mark = np.random.random() * whole
            j = 0
            while j < n_cols and mark >= there[j]:
                mark -= there[j]
                j += 1
            if j == mine or (j == n_cols and mine < 0) or there[j] == 0.0:
                continue
            his = owner[j] if j < n_cols else -1
            if mine >= 0:
                owner[mine] = his
            if his >= 0:
                partner[his] = mine
            partner[i] = j if j < n_cols else -1
            if j < n_cols:
                owner[j] = i
            returning = _places(weight, i, partner, owner, alone_row, alone_col, back)
            if np.random.random() >= back[j] * whole / (there[j] * returning):
                if j < n_cols:
                    owner[j] = his
                if his >= 0:
                    partner[his] = j
                partner[i] = mine
                if mine >= 0:
                    owner[mine] = i
        for i in range(n_rows):
            if partner[i] >= 0:
                counts[i, partner[i]] += 1


def by_long_chain(matrix: Floats, closed: Closed, seconds: float) -> tuple[Floats, float, float]:
    """Posteriors from two chains in turn, ten batches each; the largest standard error; seconds."""
    weight = np.ascontiguousarray(10.0**matrix)
    n_rows, n_cols = weight.shape
    may_rows, may_cols = 0.0 if Closed.ROWS in closed else 1.0, 0.0 if Closed.COLS in closed else 1.0
    batches = []
    start = time.perf_counter()
    for seed in (1, 2):
        partner, owner = np.full(n_rows, -1, np.int64), np.full(n_cols, -1, np.int64)
        order = np.random.default_rng(seed).permutation(n_cols)[:n_rows] if n_cols >= n_rows else None
        if closed and order is not None:
            partner[:], owner[order] = order, np.arange(n_rows)
        _walk(weight, seed, 200, partner, owner, may_rows, may_cols, np.zeros(weight.shape))
        began = time.perf_counter()
        _walk(weight, seed + 10, 100, partner, owner, may_rows, may_cols, np.zeros(weight.shape))
        sweeps = max(100, int(100 * seconds / 20 / (time.perf_counter() - began)))
        for batch in range(10):
            counts = np.zeros(weight.shape)
            _walk(weight, 100 * seed + batch, sweeps, partner, owner, may_rows, may_cols, counts)
            batches.append(counts / sweeps)
    told = np.array(batches)
    error = told.std(axis=0, ddof=1) / math.sqrt(len(told))
    return told.mean(axis=0), float(error.max()), time.perf_counter() - start


def by_rings(matrix: Floats, closed: Closed, seconds: float) -> tuple[Floats, float, float]:
    """The plain peers, ring by ring: next to nothing lies outside the rings of `loops`."""
    start = time.perf_counter()
    told = np.zeros(matrix.shape)
    for first, length in ring_places(len(matrix)):
        members = slice(first, first + length)
        own = np.arange(length)
        ring = np.zeros((length, length))
        for step in (own, (own + 1) % length):
            ring[own, step] = 10.0 ** matrix[members, members][own, step]
        told[members, members] = by_ryser(ring / 1e6) if closed else by_enumeration(ring)
    return told, 0.0, time.perf_counter() - start


def planted(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Weak everywhere, strong with the own body and nearly as strong with a neighbour's."""
    matrix = rng.normal(-2, 1, (n, m))
    own = np.arange(n)
    matrix[own, own] += 5
    matrix[own, own ^ 1] += 4.7
    return matrix


def even(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Nothing tells anybody apart."""
    return rng.normal(0, 0.1, (n, m)) - math.log10(n)


def namesakes(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rows alike by fours."""
    return np.repeat(rng.normal(-2, 1, (-(-n // 4), m)), 4, axis=0)[:n] + 0.01 * rng.normal(size=(n, m))


def rough(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Weights of all sizes, none of them planted."""
    return rng.normal(0, 1.3, (n, m)) - math.log10(n)


def clumps(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Two crowds, rough within."""
    matrix = rng.normal(-2.5, 0.3, (n, m))
    for rows, cols in ((slice(0, n // 2), slice(0, m // 2)), (slice(n // 2, n), slice(m // 2, m))):
        block = matrix[rows, cols]
        block[:] = rng.normal(1, 1, block.shape)
    return matrix


def disaster(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Seven in ten are here, found by DNA; every person has one strong stranger."""
    matrix = rng.normal(-6, 3, (n, m))
    own = np.arange(int(0.7 * n))
    matrix[own, own] = rng.normal(7, 3, len(own))
    matrix[np.arange(n), rng.integers(0, m, n)] = rng.normal(5, 3, n)
    return matrix


def ring_places(n: int) -> list[tuple[int, int]]:
    """First member and length of the rings of `loops`: lengths 2 to 9 in turn."""
    places, first = [], 0
    while first + 2 <= n:
        length = min(2 + len(places) % 8, n - first)
        length = length if n - first - length != 1 else length + 1
        places.append((first, length))
        first += length
    return places


def loops(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rings in which everybody is as likely the next as himself, at a million to one; other pairs hardly possible."""
    matrix = np.full((n, m), -12.0) + rng.normal(0, 0.3, (n, m))
    for first, length in ring_places(n):
        for i in range(length):
            matrix[first + i, first + i] = 6 + rng.normal(0, 0.2)
            matrix[first + i, first + (i + 1) % length] = 6 + rng.normal(0, 0.2)
    return matrix


@dataclass(frozen=True)
class Regime:
    name: str
    matrix: Callable[[np.random.Generator, int, int], Floats]
    closed: Closed
    cols: int = 200
    peer: Callable[[Floats, Closed, float], tuple[Floats, float, float]] = by_long_chain


REGIMES = (
    Regime("even", even, Closed.NEITHER),
    Regime("even, closed", even, Closed.BOTH),
    Regime("namesakes", namesakes, Closed.NEITHER),
    Regime("rough", rough, Closed.NEITHER),
    Regime("rough, rows closed", rough, Closed.ROWS, 240),
    Regime("rough, closed", rough, Closed.BOTH),
    Regime("planted", planted, Closed.NEITHER),
    Regime("clumps, rows closed", clumps, Closed.ROWS, 240),
    Regime("disaster", disaster, Closed.NEITHER),
    Regime("near-certain loops", loops, Closed.NEITHER, 200, by_rings),
    Regime("loops, closed", loops, Closed.BOTH, 200, by_rings),
)


def dense_table(seconds: float) -> None:
    print("\ndense: 200 rows; 'error' is the largest difference of any pair from the peer, whose own error is 'peer ±'")
    print(
        f"{'regime':>20} {'columns':>7} {'method':>9} {'believed':>8} {'residual':>8} {'error':>7} {'peer ±':>7}"
        f" {'ours s':>7} {'peer s':>7} {'ratio':>6}"
    )
    small = even(np.random.default_rng(0), 30, 30)
    answered(small, Closed.NEITHER)
    answered(loops(np.random.default_rng(0), 30, 30), Closed.BOTH)
    by_long_chain(small, Closed.NEITHER, 0.1)
    for regime in REGIMES:
        matrix = regime.matrix(np.random.default_rng(1), 200, regime.cols)
        answer, ours, spent = answered(matrix, regime.closed)
        told, peer_error, peer_spent = regime.peer(matrix, regime.closed, seconds)
        parts = answer.components
        largest = int(np.argmax(parts.pairs))
        peer_name = "chain" if regime.peer is by_long_chain else "rings"
        print(
            f"{regime.name:>20} {regime.cols:>7} {joint.Method(parts.method[largest]).name.lower():>9}"
            f" {'yes' if parts.converged.all() else 'NO':>8} {np.max(parts.residual):8.4f}"
            f" {np.abs(ours - told).max():7.4f} {peer_error:7.4f} {spent:7.2f} {peer_spent:7.2f}"
            f" {peer_spent / spent:6.1f} {peer_name}",
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


def pressed(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Rough, and so strong that hardly anybody is alone."""
    return rng.normal(6, 3, (n, m))


def thin(rng: np.random.Generator, n: int, m: int) -> Floats:
    """Three or four pairs a person, all strong."""
    matrix = np.where(rng.random((n, m)) < 3.5 / m, rng.normal(8, 0.5, (n, m)), -np.inf)
    matrix[np.arange(n), np.arange(n)] = rng.normal(8, 0.5, n)
    return matrix


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
    parser.add_argument("--seconds", type=float, default=20.0, help="of the independent chain, a regime")
    parser.add_argument("--only", choices=("exact", "doubt", "dense", "sparse"))
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, NumPy {np.__version__}, numba {numba.__version__}")
    if arguments.only in (None, "exact"):
        exact_table()
    if arguments.only in (None, "doubt"):
        doubt_table()
    if arguments.only in (None, "dense"):
        dense_table(arguments.seconds)
    if arguments.only in (None, "sparse"):
        sparse_table()


if __name__ == "__main__":
    main()
