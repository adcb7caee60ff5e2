"""Capture-recapture by hierarchical log-linear models: the best by BIC with a profile interval, and their average.

Every set of lists may have a term; a model with a term has all terms inside it, all single lists, and never the term
of all lists at once, which would leave the number on no list free. Source: Fienberg, Biometrika 59 (1972) 591; Bishop,
Fienberg and Holland, Discrete Multivariate Analysis (1975), chapter 6; profile interval: Cormack, Biometrics 48
(1992) 567; terms without a single shared person: Chan, Silverman and Vincent, Biometrics 77 (2021) 1022.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import gammaln
from scipy.stats import chi2, norm

from antigone.evidence.estimation.table import OverlapTable
from antigone.evidence.estimation.values import Method, MethodEstimate, Refusal

#: All hierarchical models are tried up to so many lists, then all that have terms of two lists only.
ALL_TERMS_UP_TO = 4
ALL_PAIRS_UP_TO = 5
#: Beyond these, terms of two lists are added and taken away one by one; more lists have too many cells.
MOST_LISTS = 8
#: Above so many unknown persons for each documented one, an estimate is what a flat likelihood makes of noise.
LARGEST_MULTIPLE = 50.0
_AT_ONCE = 256
_STEPS = 40


@dataclass(frozen=True, slots=True, eq=False)
class _Design:
    """Cells 1 to 2**k - 1 and the terms that a model may have.

    `terms` are sets of list numbers, single lists first; `holds`, bool[cells, terms], says whether a cell's persons
    stand on all lists of a term.
    """

    terms: tuple[frozenset[int], ...]
    holds: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class _Fits:
    """Models, bool[models, terms], fitted by maximum likelihood.

    `missed` is the estimate of those on no list and `variance` its variance; with `bic` they are NaN where the model
    says nothing of those on no list.
    """

    models: NDArray[np.bool_]
    missed: NDArray[np.float64]
    variance: NDArray[np.float64]
    bic: NDArray[np.float64]


@functools.cache
def _design(lists: int) -> _Design:
    largest = lists - 1 if lists <= ALL_TERMS_UP_TO else 2
    terms = tuple(frozenset(chosen) for size in range(1, largest + 1) for chosen in combinations(range(lists), size))
    masks = np.array([sum(1 << (lists - 1 - one) for one in term) for term in terms])
    return _Design(terms, (np.arange(1, 1 << lists)[:, None] & masks) == masks)


@functools.cache
def hierarchical_models(lists: int) -> NDArray[np.bool_]:
    """bool[models, terms]: the models that are all tried: 1, 8 and 113 for 2 to 4 lists, 1,024 (pairs only) for 5."""
    terms = _design(lists).terms
    higher = [number for number, term in enumerate(terms) if len(term) > 1]
    inside = {number: [other for other in higher if terms[other] < terms[number]] for number in higher}

    def grown(place: int, chosen: frozenset[int]) -> Iterator[frozenset[int]]:
        if place == len(higher):
            yield chosen
            return
        yield from grown(place + 1, chosen)
        if chosen.issuperset(inside[higher[place]]):
            yield from grown(place + 1, chosen | {higher[place]})

    models = sorted(grown(0, frozenset()), key=lambda one: (len(one), sorted(one)))
    table = np.zeros((len(models), len(terms)), dtype=bool)
    table[:, :lists] = True
    for row, model in enumerate(models):
        table[row, sorted(model)] = True
    table.flags.writeable = False
    return table


def log_linear(table: OverlapTable) -> MethodEstimate | Refusal:
    """The model with the lowest BIC: the maximum of its multinomial profile likelihood, and that profile's 95 %
    interval. The choice of the model is not in the interval, which is therefore too narrow."""
    fits = _fitted_models(table)
    if isinstance(fits, Refusal):
        return fits
    best = int(np.nanargmin(fits.bic))
    missed = float(fits.missed[best])
    if missed > LARGEST_MULTIPLE * table.documented:
        return Refusal(
            Method.LOG_LINEAR,
            f"the best model would have more than {LARGEST_MULTIPLE:.0f} persons unknown for each that is known; "
            "the lists overlap too little to say",
        )
    interval = _profile_interval(table, fits.models[best], missed)
    if interval is None:
        return Refusal(
            Method.LOG_LINEAR,
            f"the likelihood does not fall before {LARGEST_MULTIPLE:.0f} times the documented number: "
            "the lists give no upper end",
        )
    middle, low, high = (table.documented + value for value in interval)
    return MethodEstimate(
        Method.LOG_LINEAR,
        middle,
        low,
        high,
        _notation(fits.models[best], table.lists),
        {"models": float(len(fits.models)), "bic": float(fits.bic[best])},
    )


def log_linear_averaged(table: OverlapTable) -> MethodEstimate | Refusal:
    """All models averaged with weights exp(-BIC/2); the interval is that of the mixture of their log-normal laws.

    Source: Buckland, Burnham and Augustin, Biometrics 53 (1997) 603; log-normal law of the number on no list: Chao,
    Biometrics 43 (1987) 783.
    """
    fits = _fitted_models(table)
    if isinstance(fits, Refusal):
        return Refusal(Method.LOG_LINEAR_AVERAGED, fits.reason)
    usable = np.isfinite(fits.bic) & (fits.missed > 0) & (fits.missed <= LARGEST_MULTIPLE * table.documented)
    if not usable.any():
        return Refusal(Method.LOG_LINEAR_AVERAGED, "no model gives a number that the lists bound")
    bic, missed = fits.bic[usable], fits.missed[usable]
    share = np.exp(-(bic - bic.min()) / 2)
    share /= share.sum()
    spread = np.sqrt(np.log1p(fits.variance[usable] / missed**2))
    centre = np.log(missed)

    def chance_below(value: float) -> float:
        return float(share @ norm.cdf((value - centre) / spread))

    def quantile(chance: float) -> float:
        ends = centre.min() - 12 * spread.max(), centre.max() + 12 * spread.max()
        return float(np.exp(brentq(lambda value: chance_below(value) - chance, *ends)))

    low, middle, high = (quantile(chance) for chance in (0.025, 0.5, 0.975))
    return MethodEstimate(
        Method.LOG_LINEAR_AVERAGED,
        table.documented + middle,
        table.documented + low,
        table.documented + high,
        f"{int(usable.sum())} models; heaviest {_notation(fits.models[usable][int(share.argmax())], table.lists)}",
        {"models": float(usable.sum()), "heaviest": float(share.max())},
    )


def _fitted_models(table: OverlapTable) -> _Fits | Refusal:
    lists = len(table.lists)
    if not 3 <= lists <= MOST_LISTS:
        return Refusal(
            Method.LOG_LINEAR, f"models of dependence are for 3 to {MOST_LISTS} lists, and there are {lists}"
        )
    fits = _fit(table, hierarchical_models(lists)) if lists <= ALL_PAIRS_UP_TO else _stepwise(table)
    if not np.isfinite(fits.bic).any():
        return Refusal(Method.LOG_LINEAR, "no model says how many stand on no list")
    return fits


def _stepwise(table: OverlapTable) -> _Fits:
    """Terms of two lists come and go while the BIC falls; every model that was tried on the way is kept."""
    terms = _design(len(table.lists)).terms
    now = np.zeros(len(terms), dtype=bool)
    now[: len(table.lists)] = True
    tried = [_fit(table, now[None, :])]
    best = float(np.nan_to_num(tried[0].bic[0], nan=np.inf))
    while True:
        nearby = np.repeat(now[None, :], len(terms) - len(table.lists), axis=0)
        turned = np.arange(len(table.lists), len(terms))
        nearby[np.arange(len(turned)), turned] ^= True
        fits = _fit(table, nearby)
        tried.append(fits)
        if not np.isfinite(fits.bic).any() or np.nanmin(fits.bic) >= best - 1e-9:
            break
        best = float(np.nanmin(fits.bic))
        now = fits.models[int(np.nanargmin(fits.bic))]
    models = np.concatenate([fits.models for fits in tried])
    _, first = np.unique(models, axis=0, return_index=True)
    return _Fits(
        models[first],
        np.concatenate([fits.missed for fits in tried])[first],
        np.concatenate([fits.variance for fits in tried])[first],
        np.concatenate([fits.bic for fits in tried])[first],
    )


def _fit(table: OverlapTable, models: NDArray[np.bool_]) -> _Fits:
    parts = [_fit_some(table, models[start : start + _AT_ONCE]) for start in range(0, len(models), _AT_ONCE)]
    return _Fits(models, *(np.concatenate(column) for column in zip(*parts, strict=True)))


def _reduced(table: OverlapTable, models: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Columns with a finite coefficient, bool[models, terms], and cells with a positive mean, bool[models, cells].

    A term whose lists share nobody goes to minus infinity: its cells are empty under the model, and it and the cells
    drop out of the likelihood (the extended maximum likelihood estimate).
    """
    design = _design(len(table.lists))
    empty = (table.full()[1:] @ design.holds) == 0
    return models & ~empty, ~((models & empty) @ design.holds.T)


def _newton(
    counts: NDArray[np.float64], columns: NDArray[np.float64], used: NDArray[np.bool_], cells: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Poisson regression of many models at once: coefficients, their covariance, deviance up to a constant.

    Args:
        counts: float64[models, cells].
        columns: float64[cells, terms + 1], the intercept's first.
        used: bool[models, terms + 1]; cells: bool[models, cells].
    """
    models, width = used.shape
    design = columns[None] * used[:, None, :] * cells[:, :, None]
    fixed = np.zeros((models, width, width))
    fixed[:, np.arange(width), np.arange(width)] = ~used
    mean = np.where(cells, counts + 0.5, 0.0)
    linear = np.log(np.where(cells, mean, 1.0))
    coefficients = np.zeros((models, width))
    information = fixed
    for _ in range(_STEPS):
        weighted = design * mean[:, :, None]
        information = np.swapaxes(weighted, 1, 2) @ design + fixed
        working = np.where(cells, linear + (counts - mean) / np.where(mean > 0, mean, 1.0), 0.0)
        right = np.einsum("mct,mc->mt", weighted, working)
        new = np.linalg.solve(information + 1e-12 * np.eye(width), right[:, :, None])[:, :, 0]
        new = np.clip(new, -60.0, 60.0)
        moved = np.abs(new - coefficients).max()
        coefficients = new
        linear = np.clip(np.einsum("mct,mt->mc", design, coefficients), -60.0, 60.0)
        mean = np.where(cells, np.exp(linear), 0.0)
        if moved < 1e-10:
            break
    logs = np.where(cells, linear, 0.0)
    likelihood = np.where(cells, counts * logs - mean, 0.0).sum(axis=1)
    return coefficients, information, likelihood


def _fit_some(
    table: OverlapTable, models: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    design = _design(len(table.lists))
    used, cells = _reduced(table, models)
    used = np.concatenate([np.ones((len(models), 1), dtype=bool), used], axis=1)
    columns = np.concatenate([np.ones((len(design.holds), 1)), design.holds.astype(float)], axis=1)
    counts = np.repeat(table.full()[None, 1:].astype(float), len(models), axis=0)
    coefficients, information, likelihood = _newton(counts, columns, used, cells)
    scale = np.sqrt(np.einsum("mtt->mt", information))
    correlation = information / scale[:, :, None] / scale[:, None, :]
    sound = (np.linalg.eigvalsh(correlation)[:, 0] > 1e-9) & (np.abs(coefficients) < 25).all(axis=1)
    missed = np.where(sound, np.exp(coefficients[:, 0]), np.nan)
    covariance = np.linalg.inv(information + 1e-12 * np.eye(information.shape[1]))
    variance = np.where(sound, missed + missed**2 * covariance[:, 0, 0], np.nan)
    bic = -2 * likelihood + np.log(table.documented) * (models.sum(axis=1) + 1)
    return missed, variance, np.where(sound, bic, np.nan)


def _profile_interval(
    table: OverlapTable, model: NDArray[np.bool_], missed: float
) -> tuple[float, float, float] | None:
    """Those on no list where the multinomial profile likelihood is highest, and the ends where it has fallen by half
    the 95 % point of chi square: (best, low, high). None when it has not fallen at the largest number looked at."""
    used, cells = _reduced(table, model[None])
    used = np.concatenate([[True], used[0]])[None]
    cells = np.concatenate([[[True]], cells], axis=1)
    holds = _design(len(table.lists)).holds.astype(float)
    columns = np.concatenate([np.ones((len(holds) + 1, 1)), np.concatenate([np.zeros((1, holds.shape[1])), holds])], 1)
    counts = table.full().astype(float)

    def profile(unseen: float) -> float:
        counts[0] = unseen
        total = unseen + table.documented
        _, _, likelihood = _newton(counts[None], columns, used, cells)
        # Poisson to multinomial: the fitted total equals the observed one.
        return float(likelihood[0] + total - total * np.log(total) + gammaln(total + 1) - gammaln(unseen + 1))

    top = _highest(profile, missed)
    level = profile(top) - chi2.ppf(0.95, 1) / 2
    largest = LARGEST_MULTIPLE * table.documented
    if profile(largest) > level:
        return None
    low = 0.0 if profile(0.0) > level else brentq(lambda value: profile(value) - level, 0.0, top, xtol=0.01)
    return top, float(low), float(brentq(lambda value: profile(value) - level, top, largest, xtol=0.01))


def _highest(profile: Callable[[float], float], near: float) -> float:
    found = minimize_scalar(
        lambda log: -profile(float(np.exp(log))), bracket=(np.log(near) - 0.05, np.log(near) + 0.05)
    )
    return float(np.exp(found.x))


def _notation(model: NDArray[np.bool_], lists: tuple[str, ...]) -> str:
    """The generators: terms that are inside no other term, as ``[A × B, C]``."""
    terms = [term for term, there in zip(_design(len(lists)).terms, model, strict=True) if there]
    generators = [term for term in terms if not any(term < other for other in terms)]
    return f"[{', '.join(' × '.join(lists[number] for number in sorted(term)) for term in generators)}]"
