"""Exact marginals of components without loops, in time linear in the pairs.

On a tree the sum over matchings factorises: the log of "v has no partner below" over "whatever v has below" passes
from the leaves to a root and back (the monomer-dimer recursion; Heilmann and Lieb 1972).
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antigone.evidence.joint.prior import Floats, Ints
from antigone.evidence.joint.sums.arithmetic import cavities, log_add, logistic


@njit(cache=True)
def solve_trees(
    which: Ints,
    col: Ints,
    row: Ints,
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
    """Marginals of the tree components listed in `which`, whose bases must all be finite.

    Writes the posterior of each pair to `pair_out`; to `row_out` and `col_out` the log of the ratio of the sums
    without that vertex and with it; to `z_out` the log of the sum over matchings.
    """
    n_rows = len(row_base)
    edges = np.empty(max(1, len(log_weight)), np.int64)
    up = np.zeros(len(log_weight))
    down = np.zeros(len(log_weight))
    sent = np.zeros(len(log_weight), np.bool_)
    degree = np.zeros(n_rows + len(col_base), np.int64)
    parent = np.full(n_rows + len(col_base), -1, np.int64)
    order = np.empty(n_rows + len(col_base), np.int64)
    widest = 1
    for v in range(n_rows):
        degree[v] = row_start[v + 1] - row_start[v]
        widest = max(widest, degree[v])
    for v in range(len(col_base)):
        degree[n_rows + v] = col_start[v + 1] - col_start[v]
        widest = max(widest, degree[n_rows + v])
    incoming = np.empty(widest)
    outgoing = np.empty(widest)
    suffix = np.empty(widest + 1)
    for component in which:
        tail = 0
        for v in range(rows_of[component], rows_of[component + 1]):
            if degree[v] <= 1:
                order[tail] = v
                tail += 1
        for v in range(n_rows + cols_of[component], n_rows + cols_of[component + 1]):
            if degree[v] <= 1:
                order[tail] = v
                tail += 1
        total = 0.0
        head = 0
        while head < tail:
            v = order[head]
            head += 1
            is_row = v < n_rows
            here = row_base[v] if is_row else col_base[v - n_rows]
            first, last = (
                (row_start[v], row_start[v + 1]) if is_row else (col_start[v - n_rows], col_start[v - n_rows + 1])
            )
            for k in range(first, last):
                e = k if is_row else col_pairs[k]
                if sent[e]:
                    here = log_add(here, log_weight[e] + up[e])
                else:
                    parent[v] = e
            total += here
            if parent[v] >= 0:
                e = parent[v]
                up[e] = -here
                sent[e] = True
                other = n_rows + col[e] if is_row else row[e]
                degree[other] -= 1
                if degree[other] == 1:
                    order[tail] = other
                    tail += 1
        z_out[component] = total
        for place in range(tail - 1, -1, -1):
            v = order[place]
            is_row = v < n_rows
            first, last = (
                (row_start[v], row_start[v + 1]) if is_row else (col_start[v - n_rows], col_start[v - n_rows + 1])
            )
            for k in range(first, last):
                e = k if is_row else col_pairs[k]
                edges[k - first] = e
                incoming[k - first] = log_weight[e] + (down[e] if e == parent[v] else up[e])
            base = row_base[v] if is_row else col_base[v - n_rows]
            whole = cavities(incoming, base, last - first, outgoing, suffix)
            if is_row:
                row_out[v] = -whole
            else:
                col_out[v - n_rows] = -whole
            for k in range(last - first):
                e = edges[k]
                if e != parent[v]:
                    down[e] = outgoing[k]
                    pair_out[e] = logistic(log_weight[e] + up[e] + down[e])
