"""Capture-recapture averaged over every decomposable graph of dependence between the lists (3 to 5 lists).

Model and prior: Madigan and York, "Bayesian methods for estimation of the size of a closed population", Biometrika 84
(1997) 19; hyper-Dirichlet laws after Dawid and Lauritzen 1993. The complete graph is left out: it says nothing of
those on no list.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, logsumexp

from antigone.evidence.estimation.table import OverlapTable
from antigone.evidence.estimation.values import Method, MethodEstimate, Refusal

MOST_LISTS = 5
#: The number on no list is sought up to so many times the documented number.
LARGEST_MULTIPLE = 50.0
_GRID = 600


@dataclass(frozen=True, slots=True)
class Graph:
    """A decomposable graph on k lists: its cliques, and the separators between them, as sets of list numbers."""

    cliques: tuple[frozenset[int], ...]
    separators: tuple[frozenset[int], ...]


@functools.cache
def decomposable_graphs(lists: int) -> tuple[Graph, ...]:
    """Every decomposable graph on so many lists but the complete one: 1, 7, 60 and 821 for 2 to 5."""
    pairs = list(combinations(range(lists), 2))
    found = []
    for chosen in range((1 << len(pairs)) - 1):
        edges = {pair for number, pair in enumerate(pairs) if chosen >> number & 1}
        if graph := _junction_tree(lists, edges):
            found.append(graph)
    return tuple(found)


def _junction_tree(lists: int, edges: set[tuple[int, int]]) -> Graph | None:
    """Cliques and separators by maximum cardinality search, or None when the graph is not decomposable.

    Source: Tarjan and Yannakakis, SIAM Journal on Computing 13 (1984) 566.
    """
    near = {one: {b if a == one else a for a, b in edges if one in (a, b)} for one in range(lists)}
    numbered: list[int] = []
    cliques: list[frozenset[int]] = []
    separators: list[frozenset[int]] = []
    earlier: frozenset[int] = frozenset()
    while len(numbered) < lists:
        chosen = max(sorted(set(range(lists)) - set(numbered)), key=lambda one: len(near[one] & set(numbered)))
        parents = frozenset(near[chosen] & set(numbered))
        if any(other not in near[one] for one, other in combinations(parents, 2)):
            return None
        if numbered and len(parents) <= len(earlier):
            cliques.append(earlier | {numbered[-1]})
            separators.append(parents)
        earlier = parents
        numbered.append(chosen)
    cliques.append(earlier | {numbered[-1]})
    return Graph(tuple(cliques), tuple(separators))


def decomposable(table: OverlapTable) -> MethodEstimate | Refusal:
    """The posterior median over all graphs with its 95 % credible interval.

    Prior: every graph alike, 1/N for the number of persons, a hyper-Dirichlet law of total weight 1 on the cells. The
    number on no list is sought up to `LARGEST_MULTIPLE` times the documented number; where that end still carries
    weight, the lists do not bound it and the method refuses.
    """
    lists = len(table.lists)
    if not 3 <= lists <= MOST_LISTS:
        return Refusal(
            Method.DECOMPOSABLE, f"averaging over graphs is for 3 to {MOST_LISTS} lists, and there are {lists}"
        )
    missed = _grid(table.documented)
    graphs = decomposable_graphs(lists)
    weight_of = _margin_weights(table, missed)
    log_posterior = np.stack([_log_posterior(graph, weight_of) for graph in graphs])
    log_posterior += _log_counted(table.documented, missed) + _log_widths(missed)
    total = logsumexp(log_posterior)
    by_missed = np.exp(logsumexp(log_posterior, axis=0) - total)
    by_graph = np.exp(logsumexp(log_posterior, axis=1) - total)
    if by_missed[-_GRID // 50 :].sum() > 0.005:
        return Refusal(
            Method.DECOMPOSABLE,
            f"the lists overlap so little that {LARGEST_MULTIPLE:.0f} times the documented number is not ruled out",
        )
    low, middle, high = np.interp([0.025, 0.5, 0.975], np.cumsum(by_missed), missed) + table.documented
    best = graphs[int(by_graph.argmax())]
    return MethodEstimate(
        Method.DECOMPOSABLE,
        float(middle),
        float(low),
        float(high),
        f"{len(graphs)} graphs; likeliest [{_in_words(best, table.lists)}]",
        {"graphs": float(len(graphs)), "likeliest_graph": float(by_graph.max())},
    )


def _grid(documented: int) -> NDArray[np.float64]:
    """float64[grid], numbers on no list: every one at first, then by equal ratios."""
    spread = np.geomspace(1.0, LARGEST_MULTIPLE * documented + 1.0, _GRID) - 1.0
    return np.unique(np.round(spread))


def _log_widths(missed: NDArray[np.float64]) -> NDArray[np.float64]:
    edges = np.concatenate([[missed[0] - 0.5], (missed[1:] + missed[:-1]) / 2, [missed[-1] + 0.5]])
    return np.asarray(np.log(np.diff(edges)))


def _log_counted(documented: int, missed: NDArray[np.float64]) -> NDArray[np.float64]:
    """log of prior 1/N times the number of ways to say who is on no list."""
    return np.asarray(gammaln(documented + missed + 1) - gammaln(missed + 1) - np.log(documented + missed))


def _margin_weights(table: OverlapTable, missed: NDArray[np.float64]) -> dict[frozenset[int], NDArray[np.float64]]:
    """log marginal likelihood of every set of lists alone, float64[grid]; the empty set's is that of the total."""
    lists = len(table.lists)
    total_weight = 1.0
    cell_weight = total_weight / (1 << lists)
    full = table.full().reshape((2,) * lists).astype(float)
    weights = {}
    for size in range(lists + 1):
        for chosen in combinations(range(lists), size):
            others = tuple(number for number in range(lists) if number not in chosen)
            margin = np.atleast_1d(full.sum(axis=others)).ravel()
            prior = cell_weight * (1 << len(others))
            value = gammaln(margin[1:] + prior).sum() + gammaln(margin[0] + missed + prior)
            weights[frozenset(chosen)] = (
                value
                - margin.size * gammaln(prior)
                - gammaln(table.documented + missed + total_weight)
                + gammaln(total_weight)
            )
    return weights


def _log_posterior(graph: Graph, weight_of: dict[frozenset[int], NDArray[np.float64]]) -> NDArray[np.float64]:
    cliques = sum(weight_of[clique] for clique in graph.cliques)
    return np.asarray(cliques - sum(weight_of[separator] for separator in graph.separators))


def _in_words(graph: Graph, lists: tuple[str, ...]) -> str:
    return ", ".join(" × ".join(lists[number] for number in sorted(clique)) for clique in graph.cliques)
