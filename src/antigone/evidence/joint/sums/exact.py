"""Which exact method suits a component, and its marginals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Flags, Floats, Ints
from antigone.evidence.joint.sums.forest import solve_trees
from antigone.evidence.joint.sums.frontier import plan, solve
from antigone.evidence.joint.sums.graph import Graph


@dataclass(frozen=True, slots=True, eq=False)
class Marginals:
    """What is known of a graph's pairs and vertices, in the graph's own order; NaN where nothing is known.

    Attributes:
        pair: float64[E], posterior of each pair.
        row_alone, col_alone: float64[R], float64[C], natural log of the ratio of the sum over matchings in which the
            vertex has no partner, its base left out, and the whole sum: plus base, the log of P(no partner).
        log_z: float64[K], natural log of the sum over matchings; -inf where no matching is allowed.
        solved: bool[K], which components were solved.
    """

    pair: Floats
    row_alone: Floats
    col_alone: Floats
    log_z: Floats
    solved: Flags


def exact_marginals(graph: Graph, most_states: float) -> Marginals:
    """Exact marginals of every component that needs at most `most_states` numbers; trees need none."""
    n_pairs = len(graph.row)
    pair = np.full(n_pairs, np.nan)
    row_alone, col_alone = np.full(len(graph.row_base), np.nan), np.full(len(graph.col_base), np.nan)
    log_z = np.full(graph.components, np.nan)
    vertices = np.diff(graph.rows_of) + np.diff(graph.cols_of)
    open_row = np.concatenate(([0], np.cumsum(graph.row_base == -np.inf)))
    open_col = np.concatenate(([0], np.cumsum(graph.col_base == -np.inf)))
    unforced = (np.diff(open_row[graph.rows_of]) == 0) & (np.diff(open_col[graph.cols_of]) == 0)
    is_tree = (np.diff(graph.pairs_of) == vertices - 1) & unforced
    solve_trees(
        np.flatnonzero(is_tree), graph.col, graph.row, graph.log_weight, graph.row_base, graph.col_base,
        graph.row_start, graph.col_start, graph.col_pairs, graph.rows_of, graph.cols_of,
        pair, row_alone, col_alone, log_z,
    )  # fmt: skip
    _solve_frontiers(
        np.flatnonzero(~is_tree), float(most_states), graph.row, graph.col, graph.log_weight, graph.row_base,
        graph.col_base, graph.row_start, graph.col_start, graph.col_pairs, graph.rows_of, graph.cols_of,
        pair, row_alone, col_alone, log_z,
    )  # fmt: skip
    return Marginals(pair, row_alone, col_alone, log_z, ~np.isnan(log_z))


@njit(cache=True)
def _solve_frontiers(
    which: Ints,
    most_states: float,
    row: Ints,
    col: Ints,
    log_weight: Floats,
    row_base: Floats,
    col_base: Floats,
    row_start: Ints,
    col_start: Ints,
    col_pairs: Ints,
    rows_of: Ints,
    cols_of: Ints,
    pair_out: Floats,
    row_out: Floats,
    col_out: Floats,
    z_out: Floats,
) -> None:
    """Solve the components listed in `which` that need no more than `most_states` numbers."""
    if len(which) == 0:
        return
    n_pairs = len(row)
    one_place = np.arange(n_pairs + 1)
    rows_by_col = np.empty(n_pairs, np.int64)
    weight_by_col = np.empty(n_pairs)
    pair_by_col = np.empty(n_pairs)
    for k in range(n_pairs):
        rows_by_col[k] = row[col_pairs[k]]
        weight_by_col[k] = log_weight[col_pairs[k]]
    vertices = max(len(row_base), len(col_base))
    state = np.empty(vertices, np.int64)
    waiting = np.empty(vertices, np.int64)
    masks = np.empty(n_pairs, np.int64)
    by_row = np.empty(len(row_base), np.int64)
    by_col = np.empty(len(col_base), np.int64)
    for component in which:
        r0, r1 = rows_of[component], rows_of[component + 1]
        c0, c1 = cols_of[component], cols_of[component + 1]
        if r0 == r1 or c0 == c1:
            # A closed vertex without pairs: no matching gives it the partner that it must have.
            z_out[component] = -math.inf
            continue
        cost_by_row = plan(
            row_start, one_place, col, col_start, rows_by_col, r0, r1, most_states, state, waiting, by_row
        )
        cost_by_col = plan(
            col_start, one_place, rows_by_col, row_start, col, c0, c1, min(most_states, cost_by_row), state, waiting,
            by_col,
        )  # fmt: skip
        if cost_by_row == math.inf and cost_by_col == math.inf:
            continue
        if cost_by_row <= cost_by_col:
            z_out[component] = solve(
                row_start, one_place, col, col_start, rows_by_col, log_weight, row_base, col_base, by_row[: r1 - r0],
                int(cost_by_row), waiting, state, masks, pair_out, row_out, col_out,
            )  # fmt: skip
        else:
            z_out[component] = solve(
                col_start, one_place, rows_by_col, row_start, col, weight_by_col, col_base, row_base, by_col[: c1 - c0],
                int(cost_by_col), waiting, state, masks, pair_by_col, col_out, row_out,
            )  # fmt: skip
            if z_out[component] > -math.inf:
                for k in range(col_start[c0], col_start[c1]):
                    pair_out[col_pairs[k]] = pair_by_col[k]
