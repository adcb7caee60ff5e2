"""Marginals by Markov chain Monte Carlo over matchings: the check on messages, and what answers where they fail.

A step draws a pair and adds it, removes it, lets one of its ends leave another partner for it, or swaps partners of
two rows (Jerrum and Sinclair 1989, with swaps). Pairs are drawn in proportion to how undecided a guess holds them to
be, so that no time goes to pairs that are out of the question; acceptance corrects for that (Metropolis and Hastings),
so a bad guess costs time, not truth. Chains start from different matchings; R-hat and batch means tell how far the
estimates can be trusted (Gelman and Rubin 1992).

Closed vertices may be without partner for a while at a penalty, so that chains can move; only time spent in
matchings that leave none of them so is counted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from antigone.evidence.joint.graph import Graph
from antigone.evidence.joint.messages import Beliefs
from antigone.evidence.joint.prior import Flags, Floats, Ints

_BATCHES = 8
_LOOKUP_CELLS = 4_000_000
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
def _run_chain(
    seed: int,
    steps: int,
    start: Ints,
    row: Ints,
    col: Ints,
    log_weight: Floats,
    row_base: Floats,
    col_base: Floats,
    row_closed: Flags,
    col_closed: Flags,
    row_start: Ints,
    lookup: Ints,
    chance: Floats,
    limit: Floats,
    alias: Ints,
    shares: Floats,
) -> None:
    """One chain: as many steps unseen as a quarter of those counted, then batches of `steps` each.

    `start` lists the pairs of the first matching. `shares` receives, one batch a line, the share of the counted time
    that each pair was matched; NaN if no time counted.
    """
    np.random.seed(seed)
    partner = np.full(len(row_base), -1, np.int64)
    owner = np.full(len(col_base), -1, np.int64)
    lacking = int(np.sum(row_closed)) + int(np.sum(col_closed))
    for e in start:
        partner[row[e]] = e
        owner[col[e]] = e
        lacking -= int(row_closed[row[e]]) + int(col_closed[col[e]])
    since = np.zeros(len(row))
    count = len(row)
    for batch in range(-1, len(shares)):
        share = np.zeros(count)
        clock = 0.0
        since[:] = 0.0
        for _ in range(steps if batch >= 0 else steps * len(shares) // 4):
            if lacking == 0:
                clock += 1
            e = np.random.randint(count)
            if np.random.random() >= limit[e]:
                e = alias[e]
            i, j = row[e], col[e]
            mine, his = partner[i], owner[j]
            if mine == e:
                if math.log(np.random.random()) < row_base[i] + col_base[j] - log_weight[e]:
                    share[e] += clock - since[e]
                    partner[i], owner[j] = -1, -1
                    lacking += int(row_closed[i]) + int(col_closed[j])
            elif mine < 0 and his < 0:
                if math.log(np.random.random()) < log_weight[e] - row_base[i] - col_base[j]:
                    since[e] = clock
                    partner[i], owner[j] = e, e
                    lacking -= int(row_closed[i]) + int(col_closed[j])
            elif his < 0:
                left = col[mine]
                gain = log_weight[e] + col_base[left] - log_weight[mine] - col_base[j]
                if math.log(np.random.random() * chance[e] / chance[mine]) < gain:
                    share[mine] += clock - since[mine]
                    since[e] = clock
                    partner[i], owner[j], owner[left] = e, e, -1
                    lacking += int(col_closed[left]) - int(col_closed[j])
            elif mine < 0:
                left = row[his]
                gain = log_weight[e] + row_base[left] - log_weight[his] - row_base[i]
                if math.log(np.random.random() * chance[e] / chance[his]) < gain:
                    share[his] += clock - since[his]
                    since[e] = clock
                    partner[i], owner[j], partner[left] = e, e, -1
                    lacking += int(row_closed[left]) - int(row_closed[i])
            else:
                swap = _pair_between(row[his], col[mine], col, row_start, lookup)
                if swap >= 0:
                    gain = log_weight[e] + log_weight[swap] - log_weight[mine] - log_weight[his]
                    turn = (chance[e] + chance[swap]) / (chance[mine] + chance[his])
                    if math.log(np.random.random() * turn) < gain:
                        share[mine] += clock - since[mine]
                        share[his] += clock - since[his]
                        since[e], since[swap] = clock, clock
                        partner[i], owner[j] = e, e
                        partner[row[swap]], owner[col[swap]] = swap, swap
        for i in range(len(partner)):
            if partner[i] >= 0:
                share[partner[i]] += clock - since[partner[i]]
        if batch >= 0:
            shares[batch] = share / clock if clock > 0 else share * np.nan


def sample(graph: Graph, guess: Beliefs, start: Ints, *, chains: int, steps: float, seed: int) -> Samples:
    """Run `chains` chains on a graph.

    Args:
        graph: the pairs; a feasible matching must exist.
        guess: by which pairs are drawn and penalties set.
        start: pairs of a feasible matching; every second chain starts from it, the others from the strongest pairs
            taken greedily.
        chains: at least 2.
        steps: that all chains may take together.
        seed: of the random numbers; the same seed gives the same numbers.
    """
    n_rows, n_cols, n_pairs = len(graph.row_base), len(graph.col_base), len(graph.row)
    row_closed, col_closed = graph.row_base == -np.inf, graph.col_base == -np.inf
    penalty = -math.log(2 * max(1, int(row_closed.sum()) + int(col_closed.sum())))
    row_base = np.where(row_closed, guess.row_log_sum + penalty, graph.row_base)
    col_base = np.where(col_closed, guess.col_log_sum + penalty, graph.col_base)
    chance = guess.pair * (1 - guess.pair)
    chance = chance + _EVEN_SHARE * max(float(chance.mean()), 1e-12)
    chance = chance / chance.sum()
    limit, alias = _alias_table(chance)
    lookup = np.zeros((1, 1), np.int64)
    if n_rows * n_cols <= _LOOKUP_CELLS:
        lookup = np.full((n_rows, max(n_cols, 2)), -1, np.int64)
        lookup[graph.row, graph.col] = np.arange(n_pairs)
    shares = np.empty((chains, _BATCHES, n_pairs))
    a_batch = max(1, int(steps / (1.25 * chains * _BATCHES)))
    greedy = _greedy(np.argsort(-graph.log_weight, kind="stable"), graph.row, graph.col, n_rows, n_cols)
    for chain in range(chains):
        _run_chain(
            seed + chain, a_batch, start if chain % 2 else greedy, graph.row, graph.col, graph.log_weight, row_base,
            col_base, row_closed, col_closed, graph.row_start, lookup, chance, limit, alias, shares[chain],
        )  # fmt: skip
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
