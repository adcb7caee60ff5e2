"""Capture-recapture when the dead differ in how visible they were: a Dirichlet process mixture of latent classes.

Everyone belongs to a hidden class; within a class the lists are independent, and each class has its own chance of
being on each list. How many classes there are is learned. Model and Gibbs sampler: Manrique-Vallier, "Bayesian
population size estimation using Dirichlet process mixtures", Biometrics 72 (2016) 1246. Several chains from scattered
starts are compared (split R-hat, Gelman and others, Bayesian Data Analysis, 3rd edition, section 11.4), because the
posterior has several humps where lists are few.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.estimation.table import OverlapTable
from antigone.evidence.estimation.values import Method, MethodEstimate, Refusal

#: Above this the chains have not found one distribution, and no number is given.
LARGEST_RHAT = 1.05


@dataclass(frozen=True, slots=True)
class LatentClassSettings:
    """How the sampler runs.

    Attributes:
        classes: the most classes (the mixture is cut off there).
        shape, rate: of the gamma prior of the concentration.
        chains: how many, from scattered starts.
        sweeps: kept of each chain at first, after as many that are thrown away.
        doublings: how often the chains may be made twice as long while they disagree.
        seed: of the random numbers; the same seed gives the same draws.
    """

    classes: int = 10
    shape: float = 0.25
    rate: float = 0.25
    chains: int = 4
    sweeps: int = 10_000
    doublings: int = 4
    seed: int = 20_220_224


DEFAULT = LatentClassSettings()


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """Posterior draws of the number of persons on no list: float64[chains, draws], and their split R-hat."""

    missed: NDArray[np.float64]
    rhat: float


def latent_class_draws(table: OverlapTable, settings: LatentClassSettings = DEFAULT) -> Draws:
    """Draws from the posterior of the number of persons on no list; prior of the whole number N: 1/N."""
    sweeps = settings.sweeps
    for attempt in range(settings.doublings + 1):
        last = attempt == settings.doublings
        missed = _chains(table, settings, sweeps)
        rhat = split_rhat(np.log(missed + 1.0))
        if rhat <= LARGEST_RHAT or last:
            return Draws(missed, rhat)
        sweeps *= 2
    raise AssertionError("unreachable")


def latent_class(table: OverlapTable, settings: LatentClassSettings = DEFAULT) -> MethodEstimate | Refusal:
    """The posterior median of the number of persons with its 95 % credible interval, or a refusal when the chains
    do not agree on one (R-hat above `LARGEST_RHAT`)."""
    draws = latent_class_draws(table, settings)
    if not draws.rhat <= LARGEST_RHAT:
        return Refusal(
            Method.LATENT_CLASS,
            f"{settings.chains} chains from scattered starts do not agree (R-hat {draws.rhat:.2f}, at most "
            f"{LARGEST_RHAT} is allowed): the lists do not say which of several numbers is right",
        )
    low, middle, high = np.quantile(draws.missed, [0.025, 0.5, 0.975]) + table.documented
    return MethodEstimate(
        Method.LATENT_CLASS,
        float(middle),
        float(low),
        float(high),
        f"Dirichlet process mixture, at most {settings.classes} classes",
        {"rhat": draws.rhat, "chains": float(settings.chains), "draws": float(draws.missed.size)},
    )


def split_rhat(draws: NDArray[np.float64]) -> float:
    """The potential scale reduction of chains that are each cut in two; 1 when they agree, infinite when each stays
    at another value."""
    half = draws.shape[1] // 2
    halves = np.concatenate([draws[:, :half], draws[:, half : 2 * half]])
    within = halves.var(axis=1, ddof=1).mean()
    between = half * halves.mean(axis=1).var(ddof=1)
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt(((half - 1) / half * within + between / half) / within))


def _chains(table: OverlapTable, settings: LatentClassSettings, sweeps: int) -> NDArray[np.float64]:
    generators = np.random.default_rng(settings.seed).spawn(settings.chains)
    thin = max(1, sweeps // settings.sweeps)
    chains = []
    for number, rng in enumerate(generators):
        # From «hardly anybody is missing» to «ten times as many»: chains that start apart and meet have mixed.
        start = table.documented * 10.0 ** (number / max(1, settings.chains - 1) * 2 - 1)
        chains.append(
            _gibbs(
                table.patterns,
                table.counts,
                settings.classes,
                settings.shape,
                settings.rate,
                start,
                2 * sweeps,
                thin,
                rng,
            )
        )
    return np.stack(chains)


@numba.njit(cache=True, nogil=True)
def _masses(patterns, chance, of_class, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    """P(pattern | class) for every observed pattern, and for «on no list» in the last place."""
    cells, lists = patterns.shape
    for cell in range(cells):
        value = 1.0
        for on_list in range(lists):
            value *= chance[of_class, on_list] if patterns[cell, on_list] else 1.0 - chance[of_class, on_list]
        out[cell] = value
    value = 1.0
    for on_list in range(lists):
        value *= 1.0 - chance[of_class, on_list]
    out[cells] = value


@numba.njit(cache=True, nogil=True)
def _log_likelihood(counts, mixed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """log P(observed patterns | persons who are on a list); the number on no list is integrated out."""
    cells = counts.size
    seen = max(1.0 - mixed[cells], 1e-300)
    value = 0.0
    for cell in range(cells):
        value += counts[cell] * np.log(max(mixed[cell], 1e-300) / seen)
    return value


@numba.njit(cache=True, nogil=True)
def _log_prior_of_shares(share, concentration):  # type: ignore[no-untyped-def]  # pragma: no cover
    """log density of the classes' shares under stick-breaking, up to what does not depend on them."""
    classes = share.size
    behind = share[classes - 1]
    value = (concentration - 1.0) * np.log(max(behind, 1e-300))
    for of_class in range(classes - 2, 0, -1):
        behind += share[of_class]
        value -= np.log(max(behind, 1e-300))
    return value


@numba.njit(cache=True, nogil=True)
def _stretch(patterns, counts, share, chance, concentration, rng):  # type: ignore[no-untyped-def]  # pragma: no cover
    """For each class in turn, propose that it is larger and less visible (or the reverse).

    What the lists show hardly changes along that direction, and Gibbs steps, which hold the unseen persons fixed,
    creep along it. A Metropolis step: the class's odds times exp(e), its chances times exp(-e), e normal with one of
    three widths; the factor of change of volume is in the ratio.
    """
    classes, lists = chance.shape
    cells = counts.size
    mixed = np.zeros(cells + 1)
    own = np.empty(cells + 1)
    new = np.empty(cells + 1)
    for of_class in range(classes):
        _masses(patterns, chance, of_class, own)
        for cell in range(cells + 1):
            mixed[cell] += share[of_class] * own[cell]
    now = _log_likelihood(counts, mixed)
    before = np.empty(lists)
    proposed = np.empty(classes)
    tried = np.empty(cells + 1)
    for of_class in range(classes):
        step = rng.normal() * (0.1, 0.5, 2.0)[rng.integers(0, 3)]
        fits = True
        for on_list in range(lists):
            if chance[of_class, on_list] * np.exp(-step) >= 1.0:
                fits = False
        if not fits:
            continue
        scale = 1.0 + share[of_class] * np.expm1(step)
        _masses(patterns, chance, of_class, own)
        for on_list in range(lists):
            before[on_list] = chance[of_class, on_list]
            chance[of_class, on_list] *= np.exp(-step)
        _masses(patterns, chance, of_class, new)
        for other in range(classes):
            proposed[other] = share[other] / scale
        proposed[of_class] = share[of_class] * np.exp(step) / scale
        for cell in range(cells + 1):
            rest = mixed[cell] - share[of_class] * own[cell]
            tried[cell] = max(rest, 0.0) / scale + proposed[of_class] * new[cell]
        then = _log_likelihood(counts, tried)
        volume = (
            np.log(max(proposed[of_class], 1e-300) / max(share[of_class], 1e-300))
            + (classes - 1) * np.log(max(1.0 - proposed[of_class], 1e-300) / max(1.0 - share[of_class], 1e-300))
            - lists * step
        )
        ratio = (
            then
            - now
            + volume
            + _log_prior_of_shares(proposed, concentration)
            - _log_prior_of_shares(share, concentration)
        )
        if np.log(rng.random()) < ratio:
            share[:] = proposed
            mixed[:] = tried
            now = then
        else:
            for on_list in range(lists):
                chance[of_class, on_list] = before[on_list]


@numba.njit(cache=True, nogil=True)
def _gibbs(  # type: ignore[no-untyped-def]  # pragma: no cover
    patterns, counts, classes, shape, rate, start, sweeps, thin, rng
):
    """One chain; the first half of the sweeps is thrown away and of the second every `thin`-th is kept."""
    cells, lists = patterns.shape
    documented = counts.sum()
    chance = np.empty((classes, lists))
    for of_class in range(classes):
        for on_list in range(lists):
            chance[of_class, on_list] = rng.beta(1.0, 1.0 + 4.0 * start / documented)
    share = np.ones(classes) / classes
    concentration = 1.0
    members = np.empty(classes)
    on = np.empty((classes, lists))
    weight = np.empty(classes)
    kept = np.empty(sweeps // 2 // thin)
    place = 0
    for sweep in range(sweeps):
        members[:] = 0.0
        on[:] = 0.0
        for cell in range(cells):
            total = 0.0
            for of_class in range(classes):
                value = share[of_class]
                for on_list in range(lists):
                    if patterns[cell, on_list]:
                        value *= chance[of_class, on_list]
                    else:
                        value *= 1.0 - chance[of_class, on_list]
                weight[of_class] = value
                total += value
            left = counts[cell]
            for of_class in range(classes):
                if left == 0:
                    break
                if of_class == classes - 1 or weight[of_class] >= total:
                    drawn = left
                elif total <= 0.0:
                    drawn = 0
                else:
                    drawn = rng.binomial(left, weight[of_class] / total)
                total -= weight[of_class]
                left -= drawn
                if drawn:
                    members[of_class] += drawn
                    for on_list in range(lists):
                        if patterns[cell, on_list]:
                            on[of_class, on_list] += drawn
        unseen = 0.0
        for of_class in range(classes):
            value = share[of_class]
            for on_list in range(lists):
                value *= 1.0 - chance[of_class, on_list]
            weight[of_class] = value
            unseen += value
        unseen = min(max(unseen, 1e-12), 1.0 - 1e-12)
        expected = rng.gamma(documented, unseen / (1.0 - unseen))
        missed = rng.poisson(min(expected, 1e15))
        total = unseen
        left = missed
        for of_class in range(classes):
            if left == 0:
                break
            if of_class == classes - 1 or weight[of_class] >= total:
                drawn = left
            elif total <= 0.0:
                drawn = 0
            else:
                drawn = rng.binomial(left, weight[of_class] / total)
            total -= weight[of_class]
            left -= drawn
            members[of_class] += drawn
        for of_class in range(classes):
            for on_list in range(lists):
                chance[of_class, on_list] = rng.beta(
                    1.0 + on[of_class, on_list], 1.0 + members[of_class] - on[of_class, on_list]
                )
        behind = members.sum()
        stick = 1.0
        log_last = 0.0
        for of_class in range(classes):
            behind -= members[of_class]
            if of_class == classes - 1:
                share[of_class] = stick
            else:
                broken = rng.beta(1.0 + members[of_class], concentration + behind)
                broken = min(max(broken, 1e-15), 1.0 - 1e-12)
                share[of_class] = stick * broken
                stick *= 1.0 - broken
                log_last += np.log1p(-broken)
        concentration = max(rng.gamma(shape + classes - 1.0, 1.0 / (rate - log_last)), 1e-6)
        _stretch(patterns, counts, share, chance, concentration, rng)
        if sweep >= sweeps // 2 and (sweep - sweeps // 2) % thin == thin - 1 and place < kept.size:
            kept[place] = missed
            place += 1
    return kept[:place]
