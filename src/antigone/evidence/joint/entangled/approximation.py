"""Components that are too entangled for an exact sum over all their pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from antigone.evidence.joint.effort import Effort, Method
from antigone.evidence.joint.entangled.doubt import doubt
from antigone.evidence.joint.entangled.messages import balanced, block_beliefs, plain_beliefs
from antigone.evidence.joint.entangled.sampling import Samples, sample
from antigone.evidence.joint.prior import Floats, Ints
from antigone.evidence.joint.sums.exact import exact_marginals
from antigone.evidence.joint.sums.graph import Graph, graph_of

_BLOCK_SIZES = (4, 6)
_CHAINS = 4
_FEWEST_PASSES = 20
_NEGLIGIBLE = 0.5
_PRUNED_STATES = 4
_PRUNED_PAIRS = 200_000
_MESSAGES = 4e7
_LEAST_STEPS_A_PAIR = 200
_AGREEING_CHAINS = 1.02


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    pair: Floats
    row_alone: Floats
    col_alone: Floats
    log_z: float
    method: Method
    converged: bool
    residual: float
    error: Floats


_NOTHING = np.zeros(0)


def approximation(graph: Graph, effort: Effort) -> Answer:
    """One component that is too entangled for an exact sum."""
    start = _complete_matching(graph)
    if start is None:
        return Answer(_NOTHING, _NOTHING, _NOTHING, -math.inf, Method.INFEASIBLE, False, math.nan, _NOTHING)
    bounded = _without_negligible(graph, effort)
    if bounded is not None:
        return bounded
    tolerance = effort.agreement / 1000
    passes = int(max(_FEWEST_PASSES, min(effort.passes, _MESSAGES / len(graph.row))))
    scaled, row_worth, col_worth = balanced(graph)
    plain = plain_beliefs(graph, row_worth, col_worth, passes=passes, tolerance=tolerance)
    smaller, larger = (
        block_beliefs(
            graph, plain, np.maximum(plain.pair, scaled), most=size, passes=max(_FEWEST_PASSES, passes // 4),
            tolerance=tolerance,
        )
        for size in _BLOCK_SIZES
    )  # fmt: skip
    error = doubt(graph, plain, (smaller, larger), scaled, row_worth, col_worth)
    residual = float(np.max(error))
    believed = residual <= effort.agreement
    messages = Answer(
        larger.pair, larger.row_alone, larger.col_alone, plain.log_z, Method.MESSAGES, believed, residual, error
    )
    count = len(graph.row)
    if believed or count > effort.sampled_pairs or effort.sampling_steps < _LEAST_STEPS_A_PAIR * count:
        return messages
    samples = _sampled_until_sure(graph, row_worth, col_worth, (plain.pair + scaled) / 2, start, effort)
    sure = samples.standard_error <= 1.2 * effort.sampling_error and samples.r_hat <= _AGREEING_CHAINS
    if not math.isfinite(samples.standard_error) or (not sure and samples.standard_error > residual):
        return messages
    return Answer(
        samples.pair, samples.row_alone, samples.col_alone, plain.log_z, Method.SAMPLING, sure,
        samples.standard_error, samples.pair_error,
    )  # fmt: skip


def _without_negligible(graph: Graph, effort: Effort) -> Answer | None:
    """The exact sum over all pairs but the weakest, where that can be had and none must have a partner.

    A pair of weight w has a posterior of at most w / (1 + w): taking it out of a matching leaves one that counts. So
    leaving out pairs of total weight t changes no posterior by more than t.
    """
    closed = np.any(graph.row_base == -np.inf) or np.any(graph.col_base == -np.inf)
    if closed or len(graph.row) > _PRUNED_PAIRS:
        return None
    weight = np.exp(np.minimum(graph.log_weight, 0.0))
    ascending = np.argsort(weight, kind="stable")
    total = np.cumsum(weight[ascending])
    left_out = int(np.searchsorted(total, effort.agreement * _NEGLIGIBLE))
    if left_out == 0:
        return None
    keep = np.sort(ascending[left_out:])
    rest = graph_of(graph.row[keep], graph.col[keep], graph.log_weight[keep], graph.row_base, graph.col_base)
    exact = exact_marginals(rest, _PRUNED_STATES * effort.exact_states)
    if not np.all(exact.solved):
        return None
    row_alone, col_alone = np.empty(len(graph.row_base)), np.empty(len(graph.col_base))
    row_alone[rest.row_label] = np.exp(exact.row_alone + rest.row_base)
    col_alone[rest.col_label] = np.exp(exact.col_alone + rest.col_base)
    # Of a pair that was left out: its odds while both are free, as if one did not tell of the other.
    pair = weight * row_alone[graph.row] * col_alone[graph.col]
    pair[keep[rest.pair_label]] = exact.pair
    bound = float(total[left_out - 1])
    log_z = math.fsum(exact.log_z)
    return Answer(pair, row_alone, col_alone, log_z, Method.BOUNDED, True, bound, np.full(len(pair), bound))


def _sampled_until_sure(
    graph: Graph, row_worth: Floats, col_worth: Floats, guess: Floats, start: Ints, effort: Effort
) -> Samples:
    steps = min(effort.sampling_steps, max(1e6, 20.0 * len(graph.row)))
    spent = steps
    samples = sample(graph, row_worth, col_worth, guess, start, chains=_CHAINS, steps=steps, seed=effort.seed)
    if samples.standard_error > effort.sampling_error and spent < effort.sampling_steps:
        # A standard error falls with the square root of the steps.
        short_by = samples.standard_error / max(effort.sampling_error, 1e-9)
        wanted = 1.2 * steps * short_by**2 if math.isfinite(short_by) else math.inf
        steps = min(effort.sampling_steps - spent, wanted)
        samples = sample(
            graph, row_worth, col_worth, guess, start, chains=_CHAINS, steps=steps, seed=effort.seed + _CHAINS
        )
    return samples


def _complete_matching(graph: Graph) -> Ints | None:
    """Pairs of a matching that leaves no closed vertex without partner; none where nothing is closed; None if none."""
    rows_closed, cols_closed = bool(np.any(graph.row_base == -np.inf)), bool(np.any(graph.col_base == -np.inf))
    if not rows_closed and not cols_closed:
        return np.zeros(0, np.int64)
    shape = (len(graph.row_base), len(graph.col_base))
    links = csr_array((np.ones(len(graph.row), np.int8), graph.col, graph.row_start), shape=shape)
    partner = maximum_bipartite_matching(links, perm_type="column")
    size = int(np.count_nonzero(partner >= 0))
    if (rows_closed and size < shape[0]) or (cols_closed and size < shape[1]):
        return None
    return np.flatnonzero(partner[graph.row] == graph.col)
