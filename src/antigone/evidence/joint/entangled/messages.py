"""Marginals of components too entangled to be summed exactly, by belief propagation with exact blocks.

Each row tells its columns, and each column its rows, how free it would be without them (Huang and Jebara,
"Approximating the permanent with belief propagation", 2009; Chertkov and Yedidia, JMLR 14, 2013). Plain messages take
the neighbours of a vertex for independent, which strong short loops violate. So the strongest pairs are gathered into
small blocks that are summed exactly; only the pairs between blocks speak by messages, and to them a block is one
vertex with a base of its own. Blocks of two sizes are tried, and where they or messages without blocks disagree the
answer is not to be trusted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Flags, Floats, Ints
from antigone.evidence.joint.sums.arithmetic import FARTHEST, cavities, logistic
from antigone.evidence.joint.sums.exact import exact_marginals
from antigone.evidence.joint.sums.graph import Graph, graph_of

_STRONG = 1e-3
_DAMPED_AFTER = 30
_BALANCINGS = 30
_BALANCED = 1e-3
_LEVELLED = 1e-4
_BISECTIONS = 60
_FARTHEST_LEVEL = 2000.0


@dataclass(frozen=True, slots=True, eq=False)
class Beliefs:
    """Approximate marginals of a graph, in the graph's order.

    Attributes:
        pair, row_alone, col_alone: posterior of each pair, P(no partner) of each row and column.
        row_log_sum, col_log_sum: natural log of what all choices of a vertex weigh together, given what it is told.
        log_z: the Bethe approximation of the log of the sum over matchings, for the whole graph.
        change: the largest change of any pair's posterior in the last step.
    """

    pair: Floats
    row_alone: Floats
    col_alone: Floats
    row_log_sum: Floats
    col_log_sum: Floats
    log_z: float
    change: float


@njit(cache=True)
def pass_messages(
    row: Ints,
    col: Ints,
    log_weight: Floats,
    row_base: Floats,
    col_base: Floats,
    row_start: Ints,
    col_start: Ints,
    col_pairs: Ints,
    from_row: Floats,
    from_col: Floats,
    keep: float,
) -> None:
    """One step: all rows speak, then all columns; `keep` is the share of the old message that stays (damping)."""
    widest = 1
    for v in range(len(row_base)):
        widest = max(widest, row_start[v + 1] - row_start[v])
    for v in range(len(col_base)):
        widest = max(widest, col_start[v + 1] - col_start[v])
    incoming = np.empty(widest)
    outgoing = np.empty(widest)
    suffix = np.empty(widest + 1)
    for v in range(len(row_base)):
        first, count = row_start[v], row_start[v + 1] - row_start[v]
        for k in range(count):
            incoming[k] = log_weight[first + k] + from_col[first + k]
        cavities(incoming, row_base[v], count, outgoing, suffix)
        for k in range(count):
            from_row[first + k] += (1 - keep) * (outgoing[k] - from_row[first + k])
    for v in range(len(col_base)):
        first, count = col_start[v], col_start[v + 1] - col_start[v]
        for k in range(count):
            e = col_pairs[first + k]
            incoming[k] = log_weight[e] + from_row[e]
        cavities(incoming, col_base[v], count, outgoing, suffix)
        for k in range(count):
            e = col_pairs[first + k]
            from_col[e] += (1 - keep) * (outgoing[k] - from_col[e])


@njit(cache=True)
def _beliefs(log_weight: Floats, from_row: Floats, from_col: Floats, into: Floats) -> float:
    change = 0.0
    for e in range(len(into)):
        p = logistic(log_weight[e] + from_row[e] + from_col[e])
        change = max(change, abs(p - into[e]))
        into[e] = p
    return change


@njit(cache=True)
def _vertex_sums(pairs: Ints, start: Ints, terms: Floats, base: Floats) -> Floats:
    """log(exp(base) + sum over the vertex's pairs of exp(terms)); `pairs` lists the pairs vertex by vertex."""
    sums = base.copy()
    for v in range(len(base)):
        top = base[v]
        for k in range(start[v], start[v + 1]):
            top = max(top, terms[pairs[k]])
        if top == -np.inf:
            continue
        total = math.exp(base[v] - top)
        for k in range(start[v], start[v + 1]):
            total += math.exp(terms[pairs[k]] - top)
        sums[v] = top + math.log(total)
    return sums


def _level(row_sum: Floats, row_base: Floats, col_sum: Floats, col_base: Floats) -> float:
    """By how much to raise what rows are offered, and lower what columns are, for both to expect as many pairs.

    The sums are over a vertex's pairs, its base left out. As many rows as columns have a partner; messages find that
    scale slowly where hardly any vertex may be alone, and here it is one unknown.
    """

    def surplus(shift: float) -> float:
        with np.errstate(over="ignore"):
            rows = np.sum(1 / (1 + np.exp(np.minimum(row_base - row_sum - shift, 700.0))))
            cols = np.sum(1 / (1 + np.exp(np.minimum(col_base - col_sum + shift, 700.0))))
        return float(rows - cols)

    low, high = -_FARTHEST_LEVEL, _FARTHEST_LEVEL
    if abs(surplus(0.0)) < _LEVELLED or not surplus(low) < 0 < surplus(high):
        return 0.0
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        low, high = (middle, high) if surplus(middle) < 0 else (low, middle)
    return (low + high) / 2


def plain_beliefs(graph: Graph, row_worth: Floats, col_worth: Floats, *, passes: int, tolerance: float) -> Beliefs:
    """Belief propagation without blocks, from the worth that `balanced` found, until no posterior moves by more."""
    every = np.arange(len(graph.row))
    nothing_row, nothing_col = np.full(len(graph.row_base), -np.inf), np.full(len(graph.col_base), -np.inf)
    from_row, from_col = -row_worth[graph.row], -col_worth[graph.col]
    pair = np.zeros(len(graph.row))
    change, shift = np.inf, np.inf
    for step in range(passes):
        pass_messages(
            graph.row, graph.col, graph.log_weight, graph.row_base, graph.col_base, graph.row_start, graph.col_start,
            graph.col_pairs, from_row, from_col, 0.0 if step < _DAMPED_AFTER else 0.5,
        )  # fmt: skip
        if abs(shift) > _LEVELLED and step < _DAMPED_AFTER:
            offered = _vertex_sums(every, graph.row_start, graph.log_weight + from_col, nothing_row)
            asked = _vertex_sums(graph.col_pairs, graph.col_start, graph.log_weight + from_row, nothing_col)
            shift = _level(offered, graph.row_base, asked, graph.col_base)
            from_col += shift
            from_row -= shift
        change = _beliefs(graph.log_weight, from_row, from_col, pair)
        if change < tolerance:
            break
    row_sum = _vertex_sums(every, graph.row_start, graph.log_weight + from_col, graph.row_base)
    col_sum = _vertex_sums(graph.col_pairs, graph.col_start, graph.log_weight + from_row, graph.col_base)
    shared = np.logaddexp(0.0, graph.log_weight + from_row + from_col)
    log_z = float(np.sum(row_sum) + np.sum(col_sum) - np.sum(shared))
    row_alone, col_alone = np.exp(graph.row_base - row_sum), np.exp(graph.col_base - col_sum)
    return Beliefs(pair, row_alone, col_alone, row_sum, col_sum, log_z, change)


def balanced(graph: Graph) -> tuple[Floats, Floats, Floats]:
    """Scale rows and columns until what each may choose adds up to one (Sinkhorn and Knopp 1967, with slack).

    Messages run into certainty around short loops; these scales never do, and so tell which pairs a loop keeps
    possible and how much a vertex's partner is worth. Returns a guess of each pair's posterior, and the natural log
    of each row's and each column's worth.
    """
    every = np.arange(len(graph.row))
    row_worth, col_worth = np.zeros(len(graph.row_base)), np.zeros(len(graph.col_base))
    for _ in range(_BALANCINGS):
        before = row_worth
        row_worth = _vertex_sums(every, graph.row_start, graph.log_weight - col_worth[graph.col], graph.row_base)
        col_worth = _vertex_sums(
            graph.col_pairs, graph.col_start, graph.log_weight - row_worth[graph.row], graph.col_base
        )
        if np.max(np.abs(row_worth - before)) < _BALANCED:
            break
    pair = np.exp(np.minimum(graph.log_weight - row_worth[graph.row] - col_worth[graph.col], 0.0))
    return pair, row_worth, col_worth


@njit(cache=True)
def _blocks(strongest: Ints, row: Ints, col: Ints, n_rows: int, n_cols: int, most: int) -> Ints:
    """Join rows and columns along `strongest` pairs while the smaller side of a block has at most `most` members."""
    leader = np.arange(n_rows + n_cols)
    rows = np.zeros(n_rows + n_cols, np.int64)
    cols = np.zeros(n_rows + n_cols, np.int64)
    rows[:n_rows] = 1
    cols[n_rows:] = 1
    for e in strongest:
        a, b = row[e], n_rows + col[e]
        while leader[a] != a:
            leader[a] = leader[leader[a]]
            a = leader[a]
        while leader[b] != b:
            leader[b] = leader[leader[b]]
            b = leader[b]
        r, c = rows[a] + rows[b], cols[a] + cols[b]
        if a != b and min(r, c) <= most and max(r, c) <= 3 * most:
            leader[b] = a
            rows[a], cols[a] = r, c
    for v in range(n_rows + n_cols):
        a = v
        while leader[a] != a:
            a = leader[a]
        leader[v] = a
    return leader


def block_beliefs(graph: Graph, plain: Beliefs, guess: Floats, *, most: int, passes: int, tolerance: float) -> Beliefs:
    """Belief propagation between blocks that are summed exactly.

    Args:
        graph: the pairs.
        plain: what `plain_beliefs` says, to start from.
        guess: posteriors by which the strongest pairs are found, for example of `balanced`.
        most: members of the smaller side of a block at most.
        passes: steps at most.
        tolerance: stop when no posterior of a pair moves by more.
    """
    n_rows, n_cols = len(graph.row_base), len(graph.col_base)
    strongest = np.argsort(-guess, kind="stable")
    strongest = strongest[: int(np.count_nonzero(guess >= _STRONG))]
    leader = _blocks(strongest, graph.row, graph.col, n_rows, n_cols, most)
    inside: Flags = leader[graph.row] == leader[n_rows + graph.col]
    strong, weak = np.flatnonzero(inside), np.flatnonzero(~inside)
    row, col, log_weight = graph.row[weak], graph.col[weak], graph.log_weight[weak]
    row_start = np.searchsorted(row, np.arange(n_rows + 1)).astype(np.int64)
    col_pairs = np.argsort(col, kind="stable")
    col_start = np.searchsorted(col[col_pairs], np.arange(n_cols + 1)).astype(np.int64)
    from_row, from_col = -plain.row_log_sum[row], -plain.col_log_sum[col]
    every = np.arange(len(weak))
    pair, between = np.zeros(len(graph.row)), np.zeros(len(weak))
    row_total, col_total = graph.row_base, graph.col_base
    row_alone, col_alone = np.zeros(n_rows), np.zeros(n_cols)
    blocks = graph_of(graph.row[strong], graph.col[strong], graph.log_weight[strong], row_total, col_total)
    change = np.inf
    for step in range(passes):
        row_total = _vertex_sums(every, row_start, log_weight + from_col, graph.row_base)
        col_total = _vertex_sums(col_pairs, col_start, log_weight + from_row, graph.col_base)
        blocks = blocks.with_bases(row_total, col_total)
        exact = exact_marginals(blocks, np.inf)
        if np.any(exact.log_z == -np.inf):
            # A block whose closed vertices need partners outside, of whom the messages say nothing.
            return replace(plain, change=np.inf)
        within = np.empty(len(strong))
        within[blocks.pair_label] = exact.pair
        row_alone[blocks.row_label], col_alone[blocks.col_label] = exact.row_alone, exact.col_alone
        change = float(np.max(np.abs(within - pair[strong]), initial=0.0))
        pair[strong] = within
        row_strong = np.bincount(graph.row[strong], within, minlength=n_rows)
        col_strong = np.bincount(graph.col[strong], within, minlength=n_cols)
        with np.errstate(divide="ignore"):
            row_base = np.logaddexp(graph.row_base, np.log(row_strong) - np.maximum(row_alone, -FARTHEST))
            col_base = np.logaddexp(graph.col_base, np.log(col_strong) - np.maximum(col_alone, -FARTHEST))
        pass_messages(
            row, col, log_weight, row_base, col_base, row_start, col_start, col_pairs, from_row, from_col,
            0.0 if step < _DAMPED_AFTER else 0.5,
        )  # fmt: skip
        change = max(change, _beliefs(log_weight, from_row, from_col, between))
        if change < tolerance:
            break
    pair[weak] = between
    row_free, col_free = np.exp(graph.row_base + row_alone), np.exp(graph.col_base + col_alone)
    return Beliefs(pair, row_free, col_free, -row_alone, -col_alone, np.nan, change)
