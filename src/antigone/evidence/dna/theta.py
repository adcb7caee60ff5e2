"""Co-ancestry: all founders of a hypothesis come from one subpopulation and share ancestors that nobody knows.

Alleles are drawn one after another, P(next = a) = (b theta + (1 - theta) p_a) / (1 + (j - 2) theta) with b copies of
a among the j - 1 drawn before (Balding and Nichols 1994). That is the same as drawing the subpopulation's own
frequencies q from a Dirichlet distribution with parameters p (1 - theta) / theta, and founders independently from q.
So:

1. Founders whose alleles are certain are drawn first; they change the parameters of the Dirichlet for the others.
2. What remains is the mean over q of an ordinary likelihood, a polynomial in q of the number n of founder genes that
   are still unknown. Broken stick by stick, q is a product of Beta variables, and Gauss-Jacobi quadrature with n // 2
   + 1 nodes each gives that mean exactly.
3. Where alleles are too many for that (long ladders that cannot be lumped), the same mean is a sum over the ways in
   which the n genes may be identical by descent (Ewens 1972; Blackwell and MacQueen 1973), each an ordinary
   likelihood with shared genes.

Both ways give the same numbers; a test holds them together.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh_tridiagonal

from antigone.evidence.dna.elimination import Plan, Question, compiled
from antigone.evidence.dna.likelihood import Tables, groups, tables
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.pedigrees import Pedigree, PedigreeContradiction

Floats = NDArray[np.float64]

#: Evaluations of the likelihood per locus that are taken on; beyond, the question is refused.
MOST_NODES, MOST_PARTITIONS = 300_000, 4_140
#: What one way of identity by descent costs (a plan of its own) in evaluations of a common plan.
_COST_OF_PARTITION = 60
_ROWS_AT_ONCE = 20_000


def likelihoods_in_subpopulation(tree: Pedigree, over: Panel, readings: Profiles, theta: float) -> Floats:
    """P(readings | pedigree) at each locus with co-ancestry `theta` (0 < theta < 1), float64[N].

    Raises:
        ValueError: theta out of range.
        PedigreeContradiction: so many unknown founder genes and alleles that neither way is affordable.
    """
    if not 0 < theta < 1:
        raise ValueError(f"theta is {theta}; it must be from 0 to below 1")
    found = np.ones(len(over))
    for group in groups(tree, over, readings, founders_drawn=True):
        plan = compiled(tree, group.question)
        ready = tables(plan, group, tree, over, readings)
        for line, locus in enumerate(group.loci):
            k = int(ready.sizes[line, 0])
            strength = ready.frequencies[line, 0, :k] * ((1 - theta) / theta)
            first, strength = _drawn_first(plan, ready, line, strength, tree, group.question.x_linked)
            n = plan.founder_genes
            nodes = (n // 2 + 1) ** (k - 1)
            partitions = _bell(n)
            inbred = len(plan.inbreeding) > 1
            if n == 0:
                mean = _mean_over(plan, ready, line, (strength / strength.sum())[None, :], np.ones(1))
            elif nodes <= MOST_NODES and (inbred or nodes <= partitions * _COST_OF_PARTITION):
                mean = _by_quadrature(plan, ready, line, strength, n)
            elif partitions <= MOST_PARTITIONS and not inbred:
                mean = _by_identity(tree, plan, ready, line, strength, group.question)
            else:
                raise PedigreeContradiction(
                    f"locus {over.markers[int(locus)].name}: {n} unknown founder genes with {k} alleles are too many "
                    "for theta; type a founder, or choose a mutation model that lets unseen alleles be lumped"
                )
            found[locus] = first * mean
    return found


def _drawn_first(
    plan: Plan, ready: Tables, line: int, strength: Floats, tree: Pedigree, x_linked: bool
) -> tuple[float, Floats]:
    """Chance of the certain founders' alleles in their order, and the Dirichlet's parameters after them."""
    after = strength.copy()
    chance = 1.0
    for place in plan.drawn:
        codes = ready.codes[line, 0, plan.typed.index(place)]
        for code in codes[:1] if x_linked and tree.members[place].sex == "M" else codes:
            chance *= after[code] / after.sum()
            after[code] += 1
    return float(chance), after


def _mean_over(plan: Plan, ready: Tables, line: int, q: Floats, weights: Floats) -> float:
    """Sum of weights times likelihoods at frequencies q, float64[R, k]."""
    width = ready.frequencies.shape[2]
    total = 0.0
    for start in range(0, len(q), _ROWS_AT_ONCE):
        part = q[start : start + _ROWS_AT_ONCE]
        frequencies = np.zeros((len(part), 1, width))
        frequencies[:, 0, : q.shape[1]] = part
        values = ready.run_rows(plan, np.full(len(part), line), frequencies)[:, 0]
        total += float(np.sum(values * weights[start : start + _ROWS_AT_ONCE]))
    return total


def _by_quadrature(plan: Plan, ready: Tables, line: int, strength: Floats, n: int) -> float:
    q, weights = np.ones((1, 0)), np.ones(1)
    left = np.ones(1)
    for stick in range(len(strength) - 1):
        v, w = _beta_nodes(n // 2 + 1, float(strength[stick]), float(strength[stick + 1 :].sum()))
        piece = (left[:, None] * v[None, :]).ravel()
        q = np.concatenate([np.repeat(q, len(v), axis=0), piece[:, None]], axis=1)
        weights = (weights[:, None] * w[None, :]).ravel()
        left = (left[:, None] * (1 - v)[None, :]).ravel()
    return _mean_over(plan, ready, line, np.concatenate([q, left[:, None]], axis=1), weights)


@lru_cache(maxsize=65536)
def _beta_nodes(m: int, a: float, b: float) -> tuple[Floats, Floats]:
    """Nodes in (0, 1) and weights that give means of polynomials up to degree 2m - 1 over Beta(a, b).

    Golub and Welsch 1969, with the recurrence of Jacobi's polynomials. Nothing in it overflows when theta is tiny and a
    and b are huge, as the integral of the weight function itself would.
    """
    if a <= 0 or b <= 0:
        return np.array([1.0 if b <= 0 < a else 0.0]), np.ones(1)
    if m == 1:
        return np.array([a / (a + b)]), np.ones(1)
    alpha, beta = b - 1, a - 1
    k = np.arange(1, m)
    degrees = 2 * k + alpha + beta
    diagonal = np.concatenate(
        [[(beta - alpha) / (alpha + beta + 2)], (beta - alpha) * (beta + alpha) / (degrees * (degrees + 2))]
    )
    # k + alpha + beta over degrees - 1 is 1 for k = 1, also where a + b = 1 makes both zero.
    ratio = np.concatenate([[1.0], (k[1:] + alpha + beta) / (degrees[1:] - 1)])
    squares = 4 * k * (k + alpha) * (k + beta) * ratio / (degrees**2 * (degrees + 1))
    x, vectors = eigh_tridiagonal(diagonal, np.sqrt(squares))
    return (1 + x) / 2, np.square(vectors[0])


def _by_identity(tree: Pedigree, plan: Plan, ready: Tables, line: int, strength: Floats, question: Question) -> float:
    n, total = plan.founder_genes, float(strength.sum())
    base = (strength / total)[None, :]
    rising = math.prod(total + j for j in range(n))
    mean = 0.0
    for labels in _set_partitions(n):
        blocks = np.bincount(labels)
        weight = total ** len(blocks) * math.prod(math.factorial(int(b) - 1) for b in blocks) / rising
        shared = compiled(tree, replace(question, shared_genes=labels))
        mean += _mean_over(shared, ready, line, base, np.array([weight]))
    return mean


def _set_partitions(n: int) -> Iterator[tuple[int, ...]]:
    """Every way to group n genes, as labels numbered by first appearance."""

    def extend(labels: tuple[int, ...], used: int) -> Iterator[tuple[int, ...]]:
        if len(labels) == n:
            yield labels
            return
        for label in range(used + 1):
            yield from extend((*labels, label), max(used, label + 1))

    yield from extend((), 0)


def _bell(n: int) -> int:
    row = [1]
    for _ in range(n):
        following = [row[-1]]
        for value in row:
            following.append(following[-1] + value)
        row = following
    return row[0]
