"""Marginals by Markov chain Monte Carlo over matchings: the check on messages, and what answers where they fail.

A step draws a pair and adds it, removes it, lets one of its ends leave another partner for it, or swaps partners of
two rows (Jerrum and Sinclair 1989, with swaps). Pairs are drawn in proportion to how undecided a guess holds them to
be, so that no time goes to pairs that are out of the question; acceptance corrects for that (Metropolis and Hastings),
so a bad guess costs time, not truth. Chains start from different matchings; R-hat and batch means tell how far the
estimates can be trusted (Gelman and Rubin 1992).

Where a vertex must have a partner, or almost must, a chain could only swap, and hardly leave a loop. So such vertices
may be without partner for a while at a milder price than the true one (the near-perfect matchings of Jerrum, Sinclair
and Vigoda 2004), and time spent so counts by the ratio of the two prices: nothing where a side is closed.
"""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Floats, Ints
from antigone.evidence.joint.sums.graph import Graph

_BATCHES = 8
_LOOKUP_CELLS = 4_000_000
_TRIALS = 12
_LEAST_COUNTED = 0.25
_BREAKS = 0.3
_EVEN_SHARE = 0.1
"""Share of the draws that is spread evenly over all pairs, whatever the guess."""


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """Estimates from several chains, in the graph's order.

    Attributes:
        pair, row_alone, col_alone: posterior of each pair, P(no partner) of each row and column.
        pair_error: Monte Carlo standard error of each pair's posterior.
        standard_error: the largest of them.
        r_hat: the largest potential scale reduction of any pair; 1 when the chains agree.
        effective: of the pairs with a posterior between 0.05 and 0.95, the least number of independent draws that
            would tell as much; infinite where there is no such pair.
    """

    pair: Floats
    row_alone: Floats
    col_alone: Floats
    pair_error: Floats
    standard_error: float
    r_hat: float
    effective: float


@njit(cache=True)
def _pair_between(row: int, column: int, col: Ints, row_start: Ints, lookup: Ints) -> int:
    """The pair of a row and a column; -1 if there is none."""
    if lookup.size > 1:
        return int(lookup[row, column])
    low, high = row_start[row], row_start[row + 1]
    while low < high:
        middle = (low + high) >> 1
        if col[middle] < column:
            low = middle + 1
        else:
            high = middle
    return low if low < row_start[row + 1] and col[low] == column else -1


@njit(cache=True)
def _alias_table(chance: Floats) -> tuple[Floats, Ints]:
    """Walker's alias table: draw k evenly, keep it with probability `limit[k]`, else take `other[k]`."""
    count = len(chance)
    limit = chance * (count / chance.sum())
    other = np.arange(count)
    small = np.empty(count, np.int64)
    large = np.empty(count, np.int64)
    few, many = 0, 0
    for k in range(count):
        if limit[k] < 1:
            small[few] = k
            few += 1
        else:
            large[many] = k
            many += 1
    while few > 0 and many > 0:
        k, most = small[few - 1], large[many - 1]
        few -= 1
        other[k] = most
        limit[most] -= 1 - limit[k]
        if limit[most] < 1:
            many -= 1
            small[few] = most
            few += 1
    return limit, other


@njit(cache=True)
def _drawn(e: int, i: int, up_to: Floats, row_start: Ints) -> float:
    """The chance that row `i`, drawing one of its pairs, draws `e`."""
    return float(up_to[e] - up_to[e - 1]) if e > row_start[i] else float(up_to[e])


@njit(cache=True, nogil=True)
def _run_chain(
    seed: int,
    steps: int,
    start: Ints,
    row: Ints,
    col: Ints,
    log_weight: Floats,
    row_base: Floats,
    col_base: Floats,
    row_debt: Floats,
    col_debt: Floats,
    row_start: Ints,
    lookup: Ints,
    chance: Floats,
    limit: Floats,
    alias: Ints,
    up_to: Floats,
    shares: Floats,
) -> float:
    """One chain: as many steps unseen as a quarter of those counted, then batches of `steps` each.

    `start` lists the pairs of the first matching. `row_debt` and `col_debt` are the logs by which a vertex without
    partner weighs less in truth than by `row_base` and `col_base`, -inf where it must have one. Half the moves draw a
    pair by `chance` (alias table `limit`, `alias`); the others break a pair, or let a row without partner draw one of
    its pairs (chances within a row summed up in `up_to`) and take that column over. `shares` receives, one batch a
    line, the share of the weighed time that each pair was matched; NaN if no time counted. Returns the mean weight of
    the time.
    """
    np.random.seed(seed)
    n_rows, n_cols, count = len(row_base), len(col_base), len(row)
    partner = np.full(n_rows, -1, np.int64)
    owner = np.full(n_cols, -1, np.int64)
    for e in start:
        partner[row[e]] = e
        owner[col[e]] = e
    free = np.empty(n_rows, np.int64)
    place = np.empty(n_rows, np.int64)
    frees = 0
    for i in range(n_rows):
        if partner[i] < 0:
            free[frees] = i
            place[i] = frees
            frees += 1
    since = np.zeros(count)
    whole = 0.0
    odds = (1 - _BREAKS) / _BREAKS * n_rows
    for batch in range(-1, len(shares)):
        share = np.zeros(count)
        clock = 0.0
        since[:] = 0.0
        lacking = 0
        debt = 0.0
        for v in range(n_rows + n_cols):
            owed = row_debt[v] if v < n_rows else col_debt[v - n_rows]
            if (partner[v] if v < n_rows else owner[v - n_rows]) < 0:
                if owed == -np.inf:
                    lacking += 1
                else:
                    debt += owed
        pace = math.exp(debt) if lacking == 0 else 0.0
        for _ in range(steps if batch >= 0 else steps * len(shares) // 4):
            clock += pace
            by_row = np.random.random() < 0.5
            if not by_row:
                e = np.random.randint(count)
                if np.random.random() >= limit[e]:
                    e = alias[e]
            elif np.random.random() < _BREAKS:
                e = partner[np.random.randint(n_rows)]
                if e < 0:
                    continue
            elif frees > 0:
                i = free[np.random.randint(frees)]
                low, high = row_start[i], row_start[i + 1] - 1
                mark = np.random.random()
                while low < high:
                    middle = (low + high) >> 1
                    if up_to[middle] < mark:
                        low = middle + 1
                    else:
                        high = middle
                e = low
            else:
                continue
            i, j = row[e], col[e]
            mine, his = partner[i], owner[j]
            turn = 1.0
            freed_row, freed_col, bound_row, bound_col = -1, -1, -1, -1
            if mine == e:
                if by_row:
                    turn = (frees + 1) / (odds * _drawn(e, i, up_to, row_start))
                if math.log(np.random.random() * turn) >= row_base[i] + col_base[j] - log_weight[e]:
                    continue
                share[e] += clock - since[e]
                partner[i], owner[j] = -1, -1
                freed_row, freed_col = i, j
            elif mine < 0 and his < 0:
                if by_row:
                    turn = odds * _drawn(e, i, up_to, row_start) / frees
                if math.log(np.random.random() * turn) >= log_weight[e] - row_base[i] - col_base[j]:
                    continue
                since[e] = clock
                partner[i], owner[j] = e, e
                bound_row, bound_col = i, j
            elif his < 0:
                left = col[mine]
                gain = log_weight[e] + col_base[left] - log_weight[mine] - col_base[j]
                if math.log(np.random.random() * chance[e] / chance[mine]) >= gain:
                    continue
                share[mine] += clock - since[mine]
                since[e] = clock
                partner[i], owner[j], owner[left] = e, e, -1
                freed_col, bound_col = left, j
            elif mine < 0:
                left = row[his]
                gain = log_weight[e] + row_base[left] - log_weight[his] - row_base[i]
                if by_row:
                    turn = _drawn(e, i, up_to, row_start) / _drawn(his, left, up_to, row_start)
                else:
                    turn = chance[e] / chance[his]
                if math.log(np.random.random() * turn) >= gain:
                    continue
                share[his] += clock - since[his]
                since[e] = clock
                partner[i], owner[j], partner[left] = e, e, -1
                freed_row, bound_row = left, i
            else:
                swap = _pair_between(row[his], col[mine], col, row_start, lookup)
                if swap < 0:
                    continue
                gain = log_weight[e] + log_weight[swap] - log_weight[mine] - log_weight[his]
                turn = (chance[e] + chance[swap]) / (chance[mine] + chance[his])
                if math.log(np.random.random() * turn) < gain:
                    share[mine] += clock - since[mine]
                    share[his] += clock - since[his]
                    since[e], since[swap] = clock, clock
                    partner[i], owner[j] = e, e
                    partner[row[swap]], owner[col[swap]] = swap, swap
                continue
            if bound_row >= 0:
                frees -= 1
                last = free[frees]
                free[place[bound_row]] = last
                place[last] = place[bound_row]
            if freed_row >= 0:
                free[frees] = freed_row
                place[freed_row] = frees
                frees += 1
            for sign, owed in (
                (1, row_debt[freed_row] if freed_row >= 0 else 0.0),
                (1, col_debt[freed_col] if freed_col >= 0 else 0.0),
                (-1, row_debt[bound_row] if bound_row >= 0 else 0.0),
                (-1, col_debt[bound_col] if bound_col >= 0 else 0.0),
            ):
                if owed == -np.inf:
                    lacking += sign
                else:
                    debt += sign * owed
            pace = math.exp(debt) if lacking == 0 else 0.0
        for i in range(n_rows):
            if partner[i] >= 0:
                share[partner[i]] += clock - since[partner[i]]
        if batch >= 0:
            shares[batch] = share / clock if clock > 0 else share * np.nan
            whole += clock
    return whole / (steps * len(shares))


def sample(
    graph: Graph, row_worth: Floats, col_worth: Floats, guess: Floats, start: Ints, *, chains: int, steps: float,
    seed: int,
) -> Samples:  # fmt: skip
    """Run `chains` chains on a graph.

    Args:
        graph: the pairs; a feasible matching must exist.
        row_worth, col_worth: natural log of about what each vertex's choices weigh together (`messages.balanced`).
        guess: posterior of each pair, by which pairs are drawn.
        start: pairs of a feasible matching, from which one chain starts; the others start from the strongest pairs
            taken greedily, with ever more noise.
        chains: at least 2.
        steps: that all chains may take together.
        seed: of the random numbers; the same seed gives the same numbers.
    """
    n_rows, n_cols, n_pairs = len(graph.row_base), len(graph.col_base), len(graph.row)
    chance = guess * (1 - guess)
    chance = chance + _EVEN_SHARE * max(float(chance.mean()), 1e-12)
    chance = chance / chance.sum()
    limit, alias = _alias_table(chance)
    up_to = _summed_in_rows(guess, graph.row, graph.row_start)
    lookup = np.zeros((1, 1), np.int64)
    if n_rows * n_cols <= _LOOKUP_CELLS:
        lookup = np.full((n_rows, max(n_cols, 2)), -1, np.int64)
        lookup[graph.row, graph.col] = np.arange(n_pairs)
    shares = np.empty((chains, _BATCHES, n_pairs))
    a_batch = max(1, int(steps / (1.25 * chains * _BATCHES)))
    noise = np.random.default_rng(seed).gumbel(size=(chains, n_pairs))
    starts = [
        _greedy(
            np.argsort(-(graph.log_weight + chain * noise[chain]), kind="stable"), graph.row, graph.col, n_rows, n_cols
        )
        for chain in range(chains)
    ]
    starts[1] = start if len(start) else starts[1]
    penalty = math.log(n_rows * n_cols) / 4

    def run(chain: int, a_batch: int, shares: Floats) -> float:
        row_base = np.maximum(graph.row_base, row_worth - penalty)
        col_base = np.maximum(graph.col_base, col_worth - penalty)
        return float(
            _run_chain(
                seed + chain, a_batch, starts[chain], graph.row, graph.col, graph.log_weight, row_base, col_base,
                graph.row_base - row_base, graph.col_base - col_base, graph.row_start, lookup, chance, limit, alias,
                up_to, shares,
            )
        )  # fmt: skip

    for _ in range(_TRIALS):
        counted = run(0, max(1, a_batch // 20), np.empty((_BATCHES, n_pairs)))
        if counted >= _LEAST_COUNTED:
            break
        penalty += 0.4
    with ThreadPoolExecutor(min(chains, os.cpu_count() or 1)) as threads:
        list(threads.map(lambda chain: run(chain, a_batch, shares[chain]), range(chains)))
    batches = shares.reshape(chains * _BATCHES, n_pairs)
    mean = batches.mean(axis=0)
    error = batches.std(axis=0, ddof=1) / math.sqrt(len(batches))
    between = shares.mean(axis=1).var(axis=0, ddof=1)
    spread = mean * (1 - mean)
    unsure = (error > 0) & (mean > 0.05) & (mean < 0.95)
    return Samples(
        mean,
        np.clip(1 - np.bincount(graph.row, mean, minlength=n_rows), 0, 1),
        np.clip(1 - np.bincount(graph.col, mean, minlength=n_cols), 0, 1),
        error,
        float(np.max(error, initial=0.0)),
        float(np.max(np.sqrt(1 + between[unsure] / spread[unsure]), initial=1.0)),
        float(np.min(spread[unsure] / error[unsure] ** 2, initial=np.inf)),
    )


def _summed_in_rows(guess: Floats, row: Ints, row_start: Ints) -> Floats:
    """Chances within each row, in proportion to the guess and a tenth evenly, summed up from its first pair on."""
    degree = np.diff(row_start)
    whole = np.bincount(row, guess, minlength=len(degree))
    share = (1 - _EVEN_SHARE) * guess / np.maximum(whole, 1e-300)[row] + _EVEN_SHARE / degree[row]
    summed = np.cumsum(share)
    before = np.concatenate([[0.0], summed])[row_start[:-1]]
    return np.asarray(summed - before[row])


@njit(cache=True)
def _greedy(strongest: Ints, row: Ints, col: Ints, n_rows: int, n_cols: int) -> Ints:
    """The pairs that are taken one after the other, strongest first, each if both ends are still free."""
    row_taken = np.zeros(n_rows, np.bool_)
    col_taken = np.zeros(n_cols, np.bool_)
    taken = np.empty(min(n_rows, n_cols), np.int64)
    count = 0
    for e in strongest:
        if not row_taken[row[e]] and not col_taken[col[e]]:
            row_taken[row[e]] = True
            col_taken[col[e]] = True
            taken[count] = e
            count += 1
    return taken[:count]
