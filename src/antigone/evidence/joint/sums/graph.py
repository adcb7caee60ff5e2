"""The pairs as a bipartite graph, cut into connected components that do not influence each other.

Rows, columns and pairs of a component stand together in the arrays, so that a component is three ranges.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from antigone.evidence.joint.prior import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A bipartite graph of R rows, C columns and E pairs in K components.

    Attributes:
        row, col: int64[E], pairs in order of component, row, column.
        log_weight: float64[E], natural log of the weight of the pair.
        row_base, col_base: float64[R], float64[C], natural log of the weight of a vertex without partner.
        row_start: int64[R + 1], pairs of a row are ``row_start[i]:row_start[i + 1]``.
        col_start, col_pairs: int64[C + 1], int64[E], pairs of a column are ``col_pairs[col_start[j]:...]``.
        rows_of, cols_of, pairs_of: int64[K + 1], the ranges of each component.
        row_label, col_label, pair_label: where each row, column and pair stood in what `graph_of` was given.
    """

    row: Ints
    col: Ints
    log_weight: Floats
    row_base: Floats
    col_base: Floats
    row_start: Ints
    col_start: Ints
    col_pairs: Ints
    rows_of: Ints
    cols_of: Ints
    pairs_of: Ints
    row_label: Ints
    col_label: Ints
    pair_label: Ints

    @property
    def components(self) -> int:
        return len(self.rows_of) - 1

    def with_bases(self, row_base: Floats, col_base: Floats) -> Graph:
        """The same pairs with other bases, given in the order of the graph that `graph_of` was called for."""
        return replace(self, row_base=row_base[self.row_label], col_base=col_base[self.col_label])

    def component(self, k: int) -> Graph:
        """Component `k` as a graph of its own; its labels are where its members stand in this graph."""
        r0, r1, c0, c1 = self.rows_of[k], self.rows_of[k + 1], self.cols_of[k], self.cols_of[k + 1]
        e0, e1 = self.pairs_of[k], self.pairs_of[k + 1]
        return Graph(
            self.row[e0:e1] - r0,
            self.col[e0:e1] - c0,
            self.log_weight[e0:e1],
            self.row_base[r0:r1],
            self.col_base[c0:c1],
            self.row_start[r0 : r1 + 1] - e0,
            self.col_start[c0 : c1 + 1] - e0,
            self.col_pairs[e0:e1] - e0,
            np.array([0, r1 - r0]),
            np.array([0, c1 - c0]),
            np.array([0, e1 - e0]),
            np.arange(r0, r1),
            np.arange(c0, c1),
            np.arange(e0, e1),
        )


def starts(sorted_keys: Ints, count: int) -> Ints:
    """Where each of `count` keys begins in a sorted array: int64[count + 1]."""
    return np.searchsorted(sorted_keys, np.arange(count + 1)).astype(np.int64)


def inverse(order: Ints) -> Ints:
    """The inverse of a permutation."""
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return back


def graph_of(row: Ints, col: Ints, log_weight: Floats, row_base: Floats, col_base: Floats) -> Graph:
    """Build the graph of pairs between ``len(row_base)`` rows and ``len(col_base)`` columns."""
    n_rows, n_cols = len(row_base), len(col_base)
    links = coo_array((np.ones(len(row), np.int8), (row, col + n_rows)), shape=(n_rows + n_cols, n_rows + n_cols))
    count, found = connected_components(links, directed=False)
    component = found.astype(np.int64)
    row_label = np.argsort(component[:n_rows], kind="stable")
    col_label = np.argsort(component[n_rows:], kind="stable")
    new_row, new_col = inverse(row_label)[row], inverse(col_label)[col]
    pair_label = np.argsort(new_row * max(n_cols, 1) + new_col, kind="stable")
    new_row, new_col = new_row[pair_label], new_col[pair_label]
    col_pairs = np.argsort(new_col, kind="stable")
    row_start = starts(new_row, n_rows)
    rows_of = starts(component[:n_rows][row_label], count)
    return Graph(
        new_row,
        new_col,
        np.ascontiguousarray(log_weight[pair_label]),
        np.ascontiguousarray(row_base[row_label]),
        np.ascontiguousarray(col_base[col_label]),
        row_start,
        starts(new_col[col_pairs], n_cols),
        col_pairs,
        rows_of,
        starts(component[n_rows:][col_label], count),
        row_start[rows_of],
        row_label,
        col_label,
        pair_label,
    )
