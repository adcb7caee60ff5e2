"""How many alleles a bone has lost, from its own profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from antigone.evidence.dna.markers import Panel, ReadingRejected

#: Chances of drop-out that are weighed; with more, hardly anything would have been read.
_GRID = np.linspace(0.0, 0.8, 81)
#: No profile tells its chance of drop-out more closely than this.
_STEP = 0.05


def estimated_dropout(over: Panel, reading: Mapping[str, Sequence[str]]) -> float:
    """The chance that an allele present once was not seen, from how often one allele was seen where two are common.

    The mean of the posterior under a prior that falls with the cube of 1 - d; loci at which nothing was seen do not
    tell whether they were tried, and are left out. P(one allele a) = p^2 (1 - d^2) + 2 p (1 - p) d (1 - d) and
    P(two alleles) is in proportion to (1 - d)^2, both given that something was seen, 1 - d^2 (Haned, Slooten, Gill
    2012).

    Args:
        over: the panel; loci on X are left out.
        reading: locus -> alleles seen; an allele written twice was seen once.

    Raises:
        ReadingRejected: an allele off the ladder.
    """
    d = _GRID
    log = 3 * np.log1p(-d)
    for one in over.markers:
        seen = set(reading.get(one.name, ()))
        if one.x_linked or not seen:
            continue
        for allele in seen:
            if allele not in one.alleles:
                raise ReadingRejected(f"locus {one.name}: allele «{allele}» is not in the frequency table")
        p = one.frequencies / one.frequencies.sum()
        if len(seen) == 1:
            share = p[one.alleles.index(next(iter(seen)))]
            chance = share**2 * (1 - d * d) + 2 * share * (1 - share) * d * (1 - d)
        else:
            chance = (1 - d) ** 2
        with np.errstate(divide="ignore"):
            log = log + np.log(chance / (1 - d * d))
    weights = np.exp(log - log.max())
    return float(np.sum(d * weights) / weights.sum())


def dropout_in_steps(over: Panel, reading: Mapping[str, Sequence[str]]) -> float:
    """`estimated_dropout` to the nearest 0.05, 0.05 at least: for many profiles at once, since equal readings with
    equal chances share their work.

    Raises:
        ReadingRejected: an allele off the ladder.
    """
    return max(_STEP, round(estimated_dropout(over, reading) / _STEP) * _STEP)
