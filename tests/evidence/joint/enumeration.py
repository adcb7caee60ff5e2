"""Every partial matching, one after the other, in decimal numbers of 40 digits and any exponent: the oracle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

WIDE = Context(prec=40, Emax=10**9, Emin=-(10**9))
WEIGHTS = st.one_of(
    st.floats(-6, 9),
    st.floats(-300, 300),
    st.sampled_from([-np.inf, -300.0, 0.0, 300.0]),
)


@dataclass(frozen=True)
class Question:
    """Pairs of `shape[0]` rows and `shape[1]` columns, every row and column in at least one pair."""

    shape: tuple[int, int]
    pairs: tuple[tuple[int, int], ...]
    weights: tuple[float, ...]

    @property
    def rows(self) -> NDArray[np.int64]:
        return np.array([row for row, _ in self.pairs], np.int64)

    @property
    def cols(self) -> NDArray[np.int64]:
        return np.array([col for _, col in self.pairs], np.int64)

    @property
    def log10_lr(self) -> NDArray[np.float64]:
        return np.array(self.weights, np.float64)


@dataclass(frozen=True)
class Told:
    """What enumeration says: the sum, and the sums in which a pair is made, a row or a column left over."""

    whole: Decimal
    pair: tuple[Decimal, ...]
    row: tuple[Decimal, ...]
    col: tuple[Decimal, ...]

    def posteriors(self, sums: tuple[Decimal, ...]) -> NDArray[np.float64]:
        with localcontext(WIDE):
            return np.array([float(part / self.whole) for part in sums])


@st.composite
def questions(draw: Callable[..., object], most: int = 4, weights: st.SearchStrategy[float] = WEIGHTS) -> Question:
    """Small sparse and dense questions."""
    size = st.integers(1, most)
    n_rows, n_cols = int(draw(size)), int(draw(size))  # type: ignore[call-overload]
    cells = [(i, j) for i in range(n_rows) for j in range(n_cols)]
    chosen: set[tuple[int, int]] = set(draw(st.lists(st.sampled_from(cells), unique=True)))  # type: ignore[call-overload]
    chosen |= {(i, i % n_cols) for i in range(n_rows)} | {(j % n_rows, j) for j in range(n_cols)}
    pairs = tuple(sorted(chosen))
    found = draw(st.lists(weights, min_size=len(pairs), max_size=len(pairs)))
    return Question((n_rows, n_cols), pairs, tuple(found))  # type: ignore[arg-type]


def ten_to(exponent: float) -> Decimal:
    return Decimal(0) if exponent == -np.inf else WIDE.power(Decimal(10), Decimal(exponent))


def partial_matchings(question: Question) -> Iterator[tuple[int, ...]]:
    """The pairs of each partial matching, by number."""

    def from_row(row: int, used: frozenset[int], made: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if row == question.shape[0]:
            yield made
            return
        yield from from_row(row + 1, used, made)
        for number, (i, j) in enumerate(question.pairs):
            if i == row and j not in used:
                yield from from_row(row + 1, used | {j}, (*made, number))

    return from_row(0, frozenset(), ())


def enumerated(question: Question, *, rows_closed: bool = False, cols_closed: bool = False) -> Told:
    """Sums over all partial matchings that leave no closed vertex over."""
    n_rows, n_cols = question.shape
    linear = [ten_to(weight) for weight in question.weights]
    whole = Decimal(0)
    pair, row, col = [Decimal(0)] * len(linear), [Decimal(0)] * n_rows, [Decimal(0)] * n_cols
    with localcontext(WIDE):
        for made in partial_matchings(question):
            if (rows_closed and len(made) < n_rows) or (cols_closed and len(made) < n_cols):
                continue
            weight = Decimal(1)
            for number in made:
                weight *= linear[number]
            whole += weight
            for number in made:
                pair[number] += weight
            for i in set(range(n_rows)) - {question.pairs[number][0] for number in made}:
                row[i] += weight
            for j in set(range(n_cols)) - {question.pairs[number][1] for number in made}:
                col[j] += weight
    return Told(whole, tuple(pair), tuple(row), tuple(col))


def posteriors_by_deletion(
    matrix: NDArray[np.float64], cells: list[tuple[int, int]], *, rows_closed: bool, cols_closed: bool
) -> NDArray[np.float64] | None:
    """P(row i is column j) of each of `cells`, in a matrix of log10 weights; None where nothing is allowed.

    The weight of the pair times the sum without both, by expansion along the rows (of the permanent, where both sides
    are closed): what enumeration gives, in 2^columns steps a row.
    """
    linear = [[ten_to(weight) for weight in row] for row in matrix]
    n_rows, n_cols = matrix.shape

    def total(without: int, taken: int) -> Decimal:
        reached = {taken: Decimal(1)}
        for row in range(n_rows):
            if row == without:
                continue
            after: dict[int, Decimal] = {}
            for used, so_far in reached.items():
                if not rows_closed:
                    after[used] = after.get(used, Decimal(0)) + so_far
                for col, weight in enumerate(linear[row]):
                    if weight and not used >> col & 1:
                        now = used | 1 << col
                        after[now] = after.get(now, Decimal(0)) + so_far * weight
            reached = after
        everyone = (1 << n_cols) - 1
        return sum((so_far for used, so_far in reached.items() if used == everyone or not cols_closed), Decimal(0))

    with localcontext(WIDE):
        whole = total(-1, 0)
        if not whole:
            return None
        return np.array([float(linear[i][j] * total(i, 1 << j) / whole) for i, j in cells])
