"""How alleles change between parent and child: matrices of mutation, and how they are made stationary.

A mutation matrix has one row for each allele of the parent and one column for each allele that the child receives;
rows sum to one. It is stationary when allele frequencies are the same after a generation, reversible when the chance
of seeing a then b equals that of b then a. Software disagrees about untyped ancestors as soon as a matrix is not
stationary; `proportional` is, and the transforms make any other so.

Sources: Dawid, Mortera, Pascali 2001 and Dawid et al. 2002 (one-step, reversible models); Egeland, Kling, Mostad,
"Relationship Inference with Familias and R", 2016 (equal, proportional, stepwise, extended stepwise); Simonsson and
Mostad 2016, "Stationary mutation models", FSI Genetics 23 (PM); Egeland and Vigeland 2025 (MH, BA, PR; Barker 1965,
Hastings 1970).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Floats = NDArray[np.float64]

#: How far a row of a custom matrix may be from one; the files in use print six digits and more.
ROW_TOLERANCE = 1e-6
#: Below this the matrix counts as stationary or reversible; printed matrices are no better.
PROPERTY_TOLERANCE = 1e-8


class MutationModelRejected(ValueError):
    """A mutation model that cannot be built for these alleles; the sentence says why."""


class Model(StrEnum):
    """The families of mutation matrices."""

    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    STEPWISE = "stepwise"
    ONESTEP = "onestep"
    DAWID = "dawid"
    CUSTOM = "custom"


class Transform(StrEnum):
    """How a matrix is made stationary: proportional to mutability, Metropolis-Hastings, Barker, preserved rate."""

    PM = "PM"
    MH = "MH"
    BA = "BA"
    PR = "PR"


@dataclass(frozen=True, slots=True)
class MutationSpec:
    """What a laboratory states about mutation in one sex of parent at one locus.

    Attributes:
        model: the family of matrices.
        rate: chance of a mutation in one meiosis (`EQUAL`, `PROPORTIONAL`, `ONESTEP`; within the same micro-variant for
            `STEPWISE`; overall for `DAWID`).
        rate2: chance of a change to another micro-variant (`STEPWISE`, there called extended stepwise).
        range: how many times less likely each further step is (`STEPWISE`, `DAWID`).
        matrix: rows of a `CUSTOM` matrix.
        transform: makes the matrix stationary.
    """

    model: Model
    rate: float = 0.0
    rate2: float = 0.0
    range: float = 0.1
    matrix: tuple[tuple[float, ...], ...] = ()
    transform: Transform | None = None


def mutation_matrix(spec: MutationSpec, alleles: Sequence[str], frequencies: Sequence[float] | Floats) -> Matrix:
    """The matrix of a model over a ladder of alleles, float64[n, n], rows from, columns to.

    Raises:
        MutationModelRejected: rates out of range, alleles that the model cannot order, a model that does not exist for
            these frequencies, a custom matrix that is none.
    """
    p = np.asarray(frequencies, dtype=np.float64)
    n = len(alleles)
    for name, rate in (("rate", spec.rate), ("rate2", spec.rate2)):
        if not 0 <= rate <= 1:
            raise MutationModelRejected(f"the mutation {name} is {rate}, not from 0 to 1")
    if spec.model is Model.CUSTOM:
        matrix = _custom(spec.matrix, n)
    elif n == 1:
        matrix = np.ones((1, 1))
    elif spec.model is Model.EQUAL:
        matrix = _with_diagonal(np.full((n, n), spec.rate / (n - 1)))
    elif spec.model is Model.PROPORTIONAL:
        matrix = _proportional(spec.rate, p)
    elif spec.model is Model.STEPWISE:
        matrix = _stepwise(spec, _repeats(alleles, decimals=True))
    elif spec.model is Model.ONESTEP:
        matrix = _onestep(spec.rate, _repeats(alleles, decimals=False))
    else:
        _repeats(alleles, decimals=False)
        matrix = _dawid(spec.rate, spec.range, p)
    return matrix if spec.transform is None or n == 1 else _transformed(matrix, p, spec.transform)


def overall_rate(matrix: Matrix, frequencies: Sequence[float] | Floats) -> float:
    """Chance that an allele drawn from the population mutates in one meiosis."""
    return float(1 - np.sum(np.diag(matrix) * np.asarray(frequencies)))


def is_stationary(matrix: Matrix, frequencies: Sequence[float] | Floats) -> bool:
    """Whether allele frequencies are the same after one generation."""
    p = np.asarray(frequencies, dtype=np.float64)
    return bool(np.all(np.abs((p[:, None] * matrix).sum(axis=0) - p) < PROPERTY_TOLERANCE))


def is_reversible(matrix: Matrix, frequencies: Sequence[float] | Floats) -> bool:
    """Whether each change is as frequent as its opposite."""
    flow = np.asarray(frequencies, dtype=np.float64)[:, None] * matrix
    return bool(np.all(np.abs(flow - flow.T) < PROPERTY_TOLERANCE))


def _with_diagonal(matrix: Matrix) -> Matrix:
    np.fill_diagonal(matrix, 0)
    np.fill_diagonal(matrix, 1 - matrix.sum(axis=1))
    return matrix


def _proportional(rate: float, p: Floats) -> Matrix:
    heterozygosity = np.sum(p * (1 - p))
    a = rate / heterozygosity if heterozygosity > 0 else 0.0
    if a * (1 - p.min()) > 1:
        raise MutationModelRejected(
            f"the proportional model does not exist at rate {rate}; at most {heterozygosity / (1 - p.min()):.6g} here"
        )
    return (1 - a) * np.eye(len(p)) + a * p[None, :]


def _stepwise(spec: MutationSpec, repeats: Floats) -> Matrix:
    if spec.rate + spec.rate2 > 1 or spec.range <= 0:
        raise MutationModelRejected("the stepwise model needs rate + rate2 of at most 1 and a range above 0")
    n = len(repeats)
    group = np.round((repeats - np.round(repeats)) * 10).astype(int)
    same = group[:, None] == group[None, :]
    others = ~same
    neighbours = same & ~np.eye(n, dtype=bool)
    steps = np.where(neighbours, float(spec.range) ** np.abs(repeats[:, None] - repeats[None, :]), 0.0)
    within = steps.sum(axis=1, keepdims=True)
    n_others = others.sum(axis=1, keepdims=True)
    matrix = np.where(within > 0, steps / np.where(within > 0, within, 1) * spec.rate, 0.0)
    return _with_diagonal(matrix + np.where(others, spec.rate2 / np.where(n_others > 0, n_others, 1), 0.0))


def _onestep(rate: float, repeats: Floats) -> Matrix:
    neighbours = (np.abs(repeats[:, None] - repeats[None, :]) == 1).astype(float)
    count = neighbours.sum(axis=1, keepdims=True)
    return _with_diagonal(rate * neighbours / np.where(count > 0, count, 1))


def _dawid(rate: float, span: float, p: Floats) -> Matrix:
    """Steps in the order of the ladder as listed, damped by the frequency of the allele that is left."""
    if not 0 < span < 1:
        raise MutationModelRejected(f"the model dawid needs a range between 0 and 1, not {span}")
    n = len(p)
    a = (1 - span**n) / (1 - span)
    distance = np.abs(np.arange(n)[:, None] - np.arange(n)[None, :])
    matrix = rate * (1 - span) / (2 * span * (n - a)) * float(span) ** distance / p[:, None]
    matrix = _with_diagonal(matrix)
    if np.diag(matrix).min() < 0:
        raise MutationModelRejected(f"the model dawid does not exist for these frequencies at rate {rate}")
    return matrix


def _custom(rows: Sequence[Sequence[float]], n: int) -> Matrix:
    try:
        matrix = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError):
        matrix = np.empty(0)
    if matrix.shape != (n, n):
        raise MutationModelRejected(f"a custom mutation matrix needs {n} rows of {n} numbers, one for each allele")
    if not np.all((matrix >= 0) & (matrix <= 1)):
        raise MutationModelRejected("a custom mutation matrix has an entry that is not from 0 to 1")
    off = np.abs(matrix.sum(axis=1) - 1)
    if off.max() > ROW_TOLERANCE:
        row = int(off.argmax())
        raise MutationModelRejected(
            f"row {row + 1} of a custom mutation matrix adds up to {matrix[row].sum():.9g}, not 1"
        )
    return matrix


def _repeats(alleles: Sequence[str], *, decimals: bool) -> Floats:
    """Alleles as numbers of repeats; 9.3 is nine repeats and three bases."""
    repeats = np.empty(len(alleles))
    for place, allele in enumerate(alleles):
        try:
            repeats[place] = float(allele)
        except ValueError:
            repeats[place] = np.nan
        tenths = repeats[place] * 10
        if not np.isfinite(tenths) or abs(tenths - round(tenths)) > 1e-9 or (not decimals and round(tenths) % 10):
            wanted = "numbers like 12 or 9.3" if decimals else "whole numbers"
            raise MutationModelRejected(f"allele «{allele}» cannot mutate by steps: this model needs {wanted}")
    return repeats


def _transformed(matrix: Matrix, p: Floats, transform: Transform) -> Matrix:
    if p.min() <= 0:
        raise MutationModelRejected("a stationary transform needs every allele to have a frequency above 0")
    rate = overall_rate(matrix, p)
    if rate == 0:
        return matrix
    if transform is Transform.PM:
        return _proportional_to_mutability(matrix, p, rate)
    flow = p[:, None] * matrix
    with np.errstate(divide="ignore", invalid="ignore"):
        if transform is Transform.MH:
            new = np.where(matrix > 0, matrix * np.minimum(1, flow.T / flow), 0.0)
        elif transform is Transform.BA:
            new = np.where(matrix > 0, matrix * flow.T / (flow + flow.T), 0.0)
        else:
            if np.any(flow.sum(axis=0) > p * (1 + 2 * np.diag(matrix))):
                raise MutationModelRejected("the transform PR does not exist for this mutation model")
            return _with_diagonal((flow + flow.T) / (2 * p[:, None]))
    new = _with_diagonal(new)
    reached = overall_rate(new, p)
    if reached <= 0 or rate > reached / (1 - np.diag(new).min()):
        raise MutationModelRejected(f"the transform {transform} cannot keep the mutation rate {rate:.6g}")
    share = rate / reached
    return share * new + (1 - share) * np.eye(len(p))


def _proportional_to_mutability(matrix: Matrix, p: Floats, rate: float) -> Matrix:
    """Rows scaled so that the frequencies become stationary and the overall rate stays (Simonsson and Mostad 2016)."""
    n = len(p)
    equations = matrix.T - np.eye(n)
    equations[-1] = 1
    stationary = np.linalg.solve(equations, np.r_[np.zeros(n - 1), 1.0])
    scale = rate * stationary / ((1 - np.sum(np.diag(matrix) * stationary)) * p)
    if np.any(scale * (1 - np.diag(matrix)) > 1):
        raise MutationModelRejected("the transform PM does not exist for this mutation model")
    moved: Matrix = np.eye(n) + (matrix - np.eye(n)) * np.asarray(scale, dtype=np.float64)[:, None]
    return moved
