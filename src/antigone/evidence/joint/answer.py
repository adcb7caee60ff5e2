"""The posterior of every pair under "one body, one person": each component by the best method that it allows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.joint.effort import Effort, Method
from antigone.evidence.joint.entangled import approximation
from antigone.evidence.joint.prior import FLAT, Closed, Flags, Floats, Ints, PairsRejected, Prior
from antigone.evidence.joint.sums.exact import exact_marginals
from antigone.evidence.joint.sums.graph import Graph, graph_of

_LN10 = math.log(10)


@dataclass(frozen=True, slots=True, eq=False)
class Components:
    """What is known of each connected component; arrays of one entry a component.

    Attributes:
        rows, cols, pairs: how many of each it has. Excluded and impossible pairs join nothing and are not counted.
        log10_evidence: base-10 logarithm of the sum of the weights of all its partial matchings. Exact where `method`
            is, Bethe's approximation otherwise; -inf where no matching is allowed.
        method: a `Method`.
        converged: the answer can be relied on to about `residual`.
        residual: the largest `pair_error` of its pairs; NaN where infeasible.
    """

    rows: Ints
    cols: Ints
    pairs: Ints
    log10_evidence: Floats
    method: NDArray[np.int8]
    converged: Flags
    residual: Floats

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True, eq=False)
class JointPosterior:
    """The posterior of every pair, given that one body is one person's and one person has one body.

    Attributes:
        pair: float64, one for each pair that was given, in that order: P(this row is this column). NaN where the
            component allows no matching at all.
        pair_error: float64, one for each pair that was given: 0 where exact; a bound where negligible pairs were left
            out; for sampling the Monte Carlo standard error; for messages the most by which ways of asking differ
            there, which need not bound the error.
        row_ids, col_ids: the distinct rows and columns, sorted.
        not_here: float64, one a row: P(the sought person is none of the listed found).
        nobody_of_ours: float64, one a column: P(the found body is none of the listed sought).
        row_component, col_component, pair_component: int64, the component of each.
        components: what is known of each component.
    """

    pair: Floats
    pair_error: Floats
    row_ids: NDArray[Any]
    col_ids: NDArray[Any]
    not_here: Floats
    nobody_of_ours: Floats
    row_component: Ints
    col_component: Ints
    pair_component: Ints
    components: Components

    @property
    def log10_evidence(self) -> float:
        """Of all components together."""
        return math.fsum(self.components.log10_evidence)

    @property
    def infeasible(self) -> Ints:
        """Components in which no matching is allowed: a closed vertex has no partner left."""
        return np.flatnonzero(self.components.method == Method.INFEASIBLE)


def posterior(
    rows: Sequence[Any] | NDArray[Any],
    cols: Sequence[Any] | NDArray[Any],
    log10_lr: Sequence[float] | Floats,
    prior: Prior = FLAT,
    *,
    effort: Effort | None = None,
) -> JointPosterior:
    """The posterior of each pair when every row has at most one column and every column at most one row.

    With the prior's odds, a partial matching M has the weight

        product over (i, j) in M of LR_ij * odds_ij,

    and the posterior of a pair is the sum of the weights of the matchings that contain it, divided by the sum over
    all matchings that the prior allows. Rows and columns without partner count 1 (0 where the prior closes that
    side). A pair that is not listed is impossible.

    Args:
        rows, cols: the sought person and the found body of each pair: integers or strings, equal lengths.
        log10_lr: base-10 logarithm of the likelihood ratio of each pair; -inf excludes it.
        prior: see `Prior`, `FLAT` and `open_set`.
        effort: how much work a component may cost.

    Returns:
        A `JointPosterior`. Components that are trees, narrow, or have up to about 18 vertices on their smaller side
        are summed exactly (relative error below 1e-9); others are answered by belief propagation with exact blocks,
        checked against itself, or by Markov chain Monte Carlo; or exactly without pairs that
        weigh less than half of `effort.agreement` together, where that makes an exact sum possible.

    Raises:
        PairsRejected: unequal lengths, a weight that is NaN or +inf, a pair listed twice, an identification of one
            person with two bodies, of an impossible pair, or of an excluded one.
    """
    effort = effort or Effort()
    pairs = _read(rows, cols, log10_lr, prior)
    graph, fixed = pairs.graph(prior.closed)
    exact = exact_marginals(graph, effort.exact_states)
    pair, log_z, error = exact.pair, exact.log_z, np.zeros(len(exact.pair))
    not_here, nobody = np.exp(exact.row_alone + graph.row_base), np.exp(exact.col_alone + graph.col_base)
    method = np.where(log_z == -np.inf, Method.INFEASIBLE, Method.EXACT).astype(np.int8)
    converged, residual = log_z > -np.inf, np.where(log_z > -np.inf, 0.0, np.nan)
    for k in np.flatnonzero(~exact.solved):
        part = graph.component(int(k))
        answer = approximation(part, effort)
        log_z[k], method[k], converged[k], residual[k] = (
            answer.log_z, answer.method, answer.converged, answer.residual,
        )  # fmt: skip
        if answer.method == Method.INFEASIBLE:
            continue
        pair[graph.pairs_of[k] : graph.pairs_of[k + 1]] = answer.pair
        not_here[graph.rows_of[k] : graph.rows_of[k + 1]] = answer.row_alone
        nobody[graph.cols_of[k] : graph.cols_of[k + 1]] = answer.col_alone
        error[graph.pairs_of[k] : graph.pairs_of[k + 1]] = answer.error
    return pairs.result(graph, fixed, pair, error, not_here, nobody, log_z, method, converged, residual)


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """The pairs as they were given, rows and columns numbered in sorted order."""

    row: Ints
    col: Ints
    row_ids: NDArray[Any]
    col_ids: NDArray[Any]
    log_weight: Floats
    active: Flags
    identified: Flags

    def graph(self, closed: Closed) -> tuple[Graph, Ints]:
        """The graph of the pairs that are still open, over all rows and columns; and the identified pairs."""
        row_base = np.full(len(self.row_ids), -np.inf if Closed.ROWS in closed else 0.0)
        col_base = np.full(len(self.col_ids), -np.inf if Closed.COLS in closed else 0.0)
        fixed = np.flatnonzero(self.identified)
        # An identified vertex has its partner outside the graph: alone in it, it must not be infeasible.
        row_base[self.row[fixed]] = 0.0
        col_base[self.col[fixed]] = 0.0
        live = np.flatnonzero(self.active)
        graph = graph_of(self.row[live], self.col[live], self.log_weight[live], row_base, col_base)
        return replace(graph, pair_label=live[graph.pair_label]), fixed

    def result(
        self,
        graph: Graph,
        fixed: Ints,
        pair: Floats,
        error: Floats,
        not_here: Floats,
        nobody: Floats,
        log_z: Floats,
        method: NDArray[np.int8],
        converged: Flags,
        residual: Floats,
    ) -> JointPosterior:
        count = graph.components
        sizes = [np.diff(graph.rows_of), np.diff(graph.cols_of), np.diff(graph.pairs_of)]
        component = np.arange(count)
        row_component, col_component = np.empty(len(self.row_ids), np.int64), np.empty(len(self.col_ids), np.int64)
        row_component[graph.row_label] = np.repeat(component, sizes[0])
        col_component[graph.col_label] = np.repeat(component, sizes[1])
        row_alone, col_alone = np.empty(len(self.row_ids)), np.empty(len(self.col_ids))
        row_alone[graph.row_label], col_alone[graph.col_label] = not_here, nobody
        # An identified pair is a component of its own; its column leaves the one-vertex component it had.
        by_row, by_col = row_component[self.row[fixed]], col_component[self.col[fixed]]
        sizes[1][by_row], sizes[2][by_row], sizes[1][by_col] = 1, 1, 0
        col_component[self.col[fixed]] = by_row
        log_z[by_row] = self.log_weight[fixed]
        method[by_row] = Method.DECIDED
        row_alone[self.row[fixed]], col_alone[self.col[fixed]] = 0.0, 0.0
        keep = np.ones(count, np.bool_)
        keep[by_col] = False
        renumbered = np.cumsum(keep) - 1
        infeasible = method == Method.INFEASIBLE
        row_alone[infeasible[row_component]] = np.nan
        col_alone[infeasible[col_component]] = np.nan
        whole = np.where(infeasible[row_component[self.row]], np.nan, 0.0)
        whole[graph.pair_label] = pair
        whole[fixed] = 1.0
        pair_error = np.where(np.isnan(whole), np.nan, 0.0)
        pair_error[graph.pair_label] = np.where(np.isnan(pair), np.nan, error)
        row_component, col_component = renumbered[row_component], renumbered[col_component]
        return JointPosterior(
            whole,
            pair_error,
            self.row_ids,
            self.col_ids,
            row_alone,
            col_alone,
            row_component,
            col_component,
            row_component[self.row],
            Components(
                sizes[0][keep],
                sizes[1][keep],
                sizes[2][keep],
                log_z[keep] / _LN10,
                method[keep],
                converged[keep],
                residual[keep],
            ),
        )


def _read(rows: Any, cols: Any, log10_lr: Any, prior: Prior) -> _Pairs:
    row_given, col_given = np.asarray(rows), np.asarray(cols)
    weight = np.asarray(log10_lr, np.float64)
    odds = np.asarray(prior.log10_odds, np.float64)
    count = len(weight) if weight.ndim == 1 else -1
    if row_given.shape != (count,) or col_given.shape != (count,):
        raise PairsRejected(
            f"rows, columns and weights must be lists of one length, not {row_given.shape}, {col_given.shape} and "
            f"{weight.shape}; give one of each for every pair"
        )
    excluded, identified = _flags("excluded", prior.excluded, count), _flags("identified", prior.identified, count)
    if odds.shape not in ((), (count,)):
        raise PairsRejected(f"the prior has odds for {odds.size} pairs and there are {count}; give one for each or one")
    log_weight = (weight + odds) * _LN10
    wrong = np.flatnonzero(np.isnan(log_weight) | (log_weight == np.inf))
    if len(wrong):
        raise PairsRejected(
            f"pair {wrong[0]} ({row_given[wrong[0]]}, {col_given[wrong[0]]}) weighs {weight[wrong[0]]} with prior "
            "odds; a weight must be a number below infinity; a decided pair belongs in prior.identified"
        )
    row_ids, row = np.unique(row_given, return_inverse=True)
    col_ids, col = np.unique(col_given, return_inverse=True)
    row, col = row.astype(np.int64), col.astype(np.int64)
    keys = np.sort(row * max(len(col_ids), 1) + col)
    twice = np.flatnonzero(keys[1:] == keys[:-1])
    if len(twice):
        i, j = divmod(int(keys[twice[0]]), len(col_ids))
        raise PairsRejected(f"the pair ({row_ids[i]}, {col_ids[j]}) is listed twice; combine its weights first")
    clash = np.flatnonzero(identified & (excluded | (log_weight == -np.inf)))
    if len(clash):
        raise PairsRejected(
            f"pair {clash[0]} ({row_given[clash[0]]}, {col_given[clash[0]]}) is identified, and excluded or impossible "
            "as well; rescind one of the decisions"
        )
    for side, ids, name in ((row, row_ids, "row"), (col, col_ids, "column")):
        often = np.bincount(side[identified], minlength=len(ids))
        if np.any(often > 1):
            raise PairsRejected(f"{name} {ids[int(np.argmax(often))]} is identified twice; rescind all but one")
    taken_row, taken_col = np.zeros(len(row_ids), np.bool_), np.zeros(len(col_ids), np.bool_)
    taken_row[row[identified]], taken_col[col[identified]] = True, True
    active = ~excluded & ~taken_row[row] & ~taken_col[col] & (log_weight > -np.inf)
    return _Pairs(row, col, row_ids, col_ids, log_weight, active, identified)


def _flags(name: str, given: Flags | None, count: int) -> Flags:
    flags = np.zeros(count, np.bool_) if given is None else np.asarray(given)
    if flags.dtype != np.bool_ or flags.shape != (count,):
        raise PairsRejected(f"prior.{name} must hold one true or false for each of the {count} pairs")
    return flags
