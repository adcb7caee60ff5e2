"""Peers of the joint posterior: plain, independent of the engine, and slow."""

from __future__ import annotations

import math
import time

import numba
import numpy as np
from numpy.typing import NDArray

from antigone.evidence import joint
from benchmarks.joint.regimes import ring_places

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Closed = joint.Closed


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


def by_long_chain(matrix: Floats, closed: Closed, seconds: float) -> tuple[Floats, Floats, float]:
    """Posteriors from two chains in turn, ten batches each; their standard errors; seconds."""
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
    return told.mean(axis=0), np.asarray(error), time.perf_counter() - start


def by_rings(matrix: Floats, closed: Closed, seconds: float) -> tuple[Floats, Floats, float]:
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
    return told, np.zeros(told.shape), time.perf_counter() - start


def without_weak(matrix: Floats, closed: Closed, seconds: float) -> tuple[Floats, Floats, float]:
    """The exact sum of the engine itself, which can be had once pairs below 10^-3 are left out: no independent peer."""
    start = time.perf_counter()
    row, col = np.nonzero(matrix > -3)
    answer = joint.posterior(
        row, col, matrix[row, col], joint.Prior(closed=closed), effort=joint.Effort(exact_states=2.0**25)
    )
    if np.any(answer.components.method != joint.Method.EXACT):
        raise SystemExit("too many strong pairs for an exact sum; raise the limit below which pairs are left out")
    told = np.zeros(matrix.shape)
    told[row, col] = answer.pair
    return told, np.zeros(matrix.shape), time.perf_counter() - start
