"""How far messages may be off, found without knowing the answer.

Messages are exact on trees and wrong where a loop carries news back to its sender. No single sign of that is enough,
so four are read, and the worst of them is the doubt:

- blocks of two sizes, and messages without blocks, say different things: a loop lies inside the one and not the other;
- the variance of a pair by linear response is not p (1 - p), as for a thing that is or is not it must be: a loop
  between undecided pairs (Welling and Teh, "Linear response algorithms for approximate inference in graphical
  models", Neural Computation 16, 2004; Raymond and Ricci-Tersenghi, Physical Review E 87, 2013);
- scaling leaves a pair rivals that messages deny it: around a loop that nearly must close, messages of every kind
  agree on a certainty that is none, and scaling has no such certainty;
- in components too large for linear response, undecided pairs lie on a loop of undecided pairs.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from antigone.evidence.joint.entangled.messages import Beliefs
from antigone.evidence.joint.prior import Flags, Floats, Ints
from antigone.evidence.joint.sums.graph import Graph

_FAVOURED = 0.3
_DENIED = 0.1
_RESPONSE_VERTICES = 2000
_UNDECIDED = 0.03


def doubt(
    graph: Graph, plain: Beliefs, blocks: tuple[Beliefs, Beliefs], scaled: Floats, row_worth: Floats, col_worth: Floats
) -> Floats:
    """How far each pair's posterior by messages may be off, from 0 to 1; not a bound, but wrong beliefs show in it.

    Args:
        graph: one component.
        plain: messages without blocks.
        blocks: messages with blocks of two sizes, the larger last; the answer that is doubted.
        scaled, row_worth, col_worth: what `messages.balanced` returned.
    """
    smaller, larger = blocks
    found = np.maximum(2 * np.abs(larger.pair - smaller.pair), np.abs(larger.pair - plain.pair))
    found = np.maximum(found, max(larger.change, smaller.change))
    by_row, by_col = np.exp(graph.row_base - row_worth), np.exp(graph.col_base - col_worth)
    rivals = 1 - scaled - np.maximum(by_row[graph.row], by_col[graph.col])
    denied = np.where(larger.pair > _FAVOURED, rivals - (1 - larger.pair), 0.0)
    found = np.maximum(found, np.where(denied > _DENIED, denied, 0.0))
    spread = larger.pair * (1 - larger.pair)
    if len(graph.row_base) + len(graph.col_base) <= _RESPONSE_VERTICES:
        found = np.maximum(found, np.abs(_response(graph, plain) - plain.pair * (1 - plain.pair)))
    else:
        undecided = spread > _UNDECIDED
        looped = _on_loops(undecided, graph.row, graph.col, len(graph.row_base), len(graph.col_base))
        found = np.maximum(found, np.where(looped, spread, 0.0))
    return _shared(graph, np.nan_to_num(np.minimum(found, 1.0), nan=1.0))


def _shared(graph: Graph, found: Floats) -> Floats:
    """A doubt about one pair is one about all pairs of its row and of its column."""
    by_row, by_col = np.zeros(len(graph.row_base)), np.zeros(len(graph.col_base))
    np.maximum.at(by_row, graph.row, found)
    np.maximum.at(by_col, graph.col, found)
    return np.asarray(np.maximum(by_row[graph.row], by_col[graph.col]))


def _response(graph: Graph, plain: Beliefs) -> Floats:
    """The derivative of each pair's posterior by its own log weight, according to messages.

    The Bethe free energy of matchings has, in the posteriors x, the second derivative D + A' diag(1 / alone) A, where
    D is diagonal, (1 - 2x) / (x (1 - x)), and A says which pairs a vertex has. Its inverse needs only a matrix of the
    size of the vertices (Woodbury).
    """
    n_rows, n_cols = len(graph.row_base), len(graph.col_base)
    x = np.clip(plain.pair, 1e-300, 1 - 1e-12)
    x = np.where(np.abs(x - 0.5) < 1e-6, 0.5 + 1e-6, x)
    alone = x * (1 - x) / (1 - 2 * x)
    matrix = np.zeros((n_rows + n_cols, n_rows + n_cols))
    matrix[graph.row, n_rows + graph.col] = alone
    matrix[n_rows + graph.col, graph.row] = alone
    diagonal = np.concatenate(
        [
            np.bincount(graph.row, alone, n_rows) + plain.row_alone,
            np.bincount(graph.col, alone, n_cols) + plain.col_alone,
        ]
    )
    # Where everyone must have a partner, rows and columns share one free scale, which no pair's posterior feels.
    matrix[np.diag_indices(n_rows + n_cols)] = diagonal + 1e-9
    try:
        inverse = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return np.ones(len(x))
    own = np.diag(inverse)
    between = own[graph.row] + own[n_rows + graph.col] + 2 * inverse[graph.row, n_rows + graph.col]
    return np.asarray(alone - alone**2 * between)


@njit(cache=True)
def _on_loops(chosen: Flags, row: Ints, col: Ints, n_rows: int, n_cols: int) -> Flags:
    """Which of the chosen pairs are left when ends of branches are cut off again and again."""
    degree = np.zeros(n_rows + n_cols, np.int64)
    # The exclusive or of a vertex's pairs is its only pair once one is left.
    joined = np.zeros(n_rows + n_cols, np.int64)
    left = chosen.copy()
    for e in range(len(row)):
        if chosen[e]:
            degree[row[e]] += 1
            degree[n_rows + col[e]] += 1
            joined[row[e]] ^= e
            joined[n_rows + col[e]] ^= e
    for first in range(n_rows + n_cols):
        v = first
        while degree[v] == 1:
            e = joined[v]
            left[e] = False
            other = n_rows + col[e] if v == row[e] else row[e]
            degree[v] = 0
            degree[other] -= 1
            joined[other] ^= e
            v = other
    return left
