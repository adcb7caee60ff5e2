"""What one sample says of its donor's genotype, and two samples of being one person's.

A sample's table holds P(genotype | reading) / P(genotype) for every genotype of every locus. Two samples then come from
one person with likelihood ratio sum_g P(g) v(g) w(g) at a locus, and what both say together is again such a table:
v(g) w(g) divided by that ratio. So bodies grow from parts without a consensus being struck in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.observations import reading_chances

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

#: Samples of one block of the first look.
_AT_ONCE = 256
#: Genotypes less likely by a reading than so many times their share are not looked at one by one.
_UNLIKELY = 0.05
#: What single precision may lose.
_SLACK = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Genotypes:
    """The genotypes of all loci of a panel, one after another: C of them.

    Attributes:
        columns: int64[N + 1], where each locus begins; within it (0, 0), (0, 1) … (1, 1) … of allele numbers.
        first, second: int64[C], the alleles.
        chances: float64[C], in the population.
        shares: float64[N, A], of the alleles.
    """

    columns: Ints
    first: Ints
    second: Ints
    chances: Floats
    shares: Floats


def genotypes_of(over: Panel) -> Genotypes:
    """All genotypes of an autosomal panel, in Hardy-Weinberg proportions."""
    pairs = [np.triu_indices(int(n)) for n in over.counts]
    columns = np.concatenate([[0], np.cumsum([len(first) for first, _ in pairs])]).astype(np.int64)
    first, second = (np.concatenate([pair[side] for pair in pairs]).astype(np.int64) for side in (0, 1))
    locus = np.repeat(np.arange(len(over)), np.diff(columns))
    shares = over.frequencies / over.frequencies.sum(axis=1, keepdims=True)
    chances = shares[locus, first] * shares[locus, second] * np.where(first == second, 1, 2)
    return Genotypes(columns, first, second, chances, shares)


def identity_tables(samples: Profiles, over: Panel, genotypes: Genotypes) -> Singles:
    """P(genotype | reading) / P(genotype) of every sample, float32[P, C]; ones where nothing was read.

    Args:
        samples: readings over the panel.
        over: the panel; its loci on X are passed over.
        genotypes: of its other loci.
    """
    autosomal = np.flatnonzero(~over.x_linked)
    typing, codes = samples.typing[:, autosomal], samples.codes[:, autosomal]
    seen = np.full((*typing.shape, 2), -1, dtype=np.int64)
    certain = typing == Typing.EXACT
    seen[certain] = codes[certain]
    # One allele twice is one allele seen.
    seen[..., 1] = np.where(seen[..., 1] == seen[..., 0], -1, seen[..., 1])
    doubts = np.zeros((*typing.shape, 3))
    place_of = {locus: place for place, locus in enumerate(autosomal.tolist())}
    for (row, locus), observation in samples.observations.items():
        if locus in place_of:
            at = row, place_of[locus]
            seen[at][: len(observation.alleles)] = observation.alleles
            doubts[at] = observation.doubt.dropout, observation.doubt.dropin, observation.doubt.error
    tables = np.ones((len(samples.people), len(genotypes.first)), dtype=np.float32)
    _fill(
        typing,
        seen,
        doubts,
        over.counts[autosomal],
        genotypes.shares,
        over.silent[autosomal],
        genotypes.columns,
        tables,
    )
    return tables


@njit(cache=True, nogil=True)
def _fill(typing, seen, doubts, counts, shares, silent, columns, tables):  # type: ignore[no-untyped-def]
    longest = shares.shape[1]
    table = np.zeros((longest, longest))
    for row in range(typing.shape[0]):
        for locus in range(typing.shape[1]):
            if not typing[row, locus]:
                continue
            n = counts[locus]
            d = doubts[row, locus]
            reading_chances(seen[row, locus], d[0], d[1], d[2], shares[locus], n, silent[locus], False, table)
            total = 0.0
            for i in range(n):
                for j in range(n):
                    total += table[i, j] * shares[locus, i] * shares[locus, j]
            column = columns[locus]
            for i in range(n):
                for j in range(i, n):
                    tables[row, column] = table[i, j] / total if total > 0 else 1.0
                    column += 1


def likely_pairs(tables: Singles, genotypes: Genotypes, floor: float) -> tuple[Ints, Ints]:
    """Pairs of samples, first < second, whose likelihood ratio of being one person's is at least `floor`.

    int64[K] twice. One matrix product a locus: half of P * P * C multiplications, in single precision.
    """
    weighted = tables * np.sqrt(genotypes.chances).astype(np.float32)
    firsts, seconds = [], []
    for start in range(0, len(tables), _AT_ONCE):
        stop = min(len(tables), start + _AT_ONCE)
        ratios = np.ones((stop - start, len(tables) - start))
        for begin, end in pairwise(genotypes.columns.tolist()):
            ratios *= weighted[start:stop, begin:end] @ weighted[start:, begin:end].T
        first, second = np.nonzero(ratios >= floor)
        later = first < second
        firsts.append(start + first[later])
        seconds.append(start + second[later])
    return np.concatenate(firsts), np.concatenate(seconds)


def likely_with_one(tables: Singles, one: NDArray[np.float32], genotypes: Genotypes, floor: float) -> Ints:
    """Rows of the samples that may be one person's with another sample, as `likely_pairs` says, int64[K].

    Few genotypes are likely by one sample's reading. Whatever another sample says of the rest, they add no more to a
    locus than the largest of their ratios; so a first look reads the columns of the likely ones only, and what it lets
    through is weighed exactly.
    """
    columns, weights, starts, most_of_rest = [], [], [0], []
    largest = []
    begins = genotypes.columns.tolist()
    for begin, end in pairwise(begins):
        ratios = one[begin:end].astype(np.float64)
        if np.all(ratios == 1.0):
            continue
        likely = ratios >= _UNLIKELY
        rest = float(ratios[~likely].max(initial=0.0))
        columns.append(begin + np.flatnonzero(likely))
        weights.append((ratios[likely] - rest) * genotypes.chances[columns[-1]])
        starts.append(starts[-1] + len(columns[-1]))
        most_of_rest.append(rest)
        largest.append(float(ratios.max()))
    if not columns:
        return np.arange(len(tables)) if floor <= 1 else np.empty(0, dtype=np.int64)
    reach = np.cumprod(largest[::-1])[::-1]
    found = np.empty(len(tables), dtype=np.int64)
    n = _within_reach(
        tables,
        np.concatenate(columns),
        np.concatenate(weights),
        np.array(starts),
        np.array(most_of_rest),
        np.append(reach[1:], 1.0),
        floor * (1 - _SLACK),
        found,
    )
    rows = found[:n]
    chosen = tables[rows]
    weighted = one * genotypes.chances.astype(np.float32)
    exact = np.ones(len(rows))
    for begin, end in pairwise(begins):
        exact *= chosen[:, begin:end] @ weighted[begin:end]
    return rows[exact >= floor]


@njit(cache=True, nogil=True)
def _within_reach(tables, columns, weights, starts, rest, reach, floor, found):  # type: ignore[no-untyped-def]
    """Rows whose ratio cannot be told to lie below the floor, into `found`; gives back how many."""
    n = 0
    for row in range(tables.shape[0]):
        product = 1.0
        for locus in range(len(rest)):
            ratio = rest[locus]
            for k in range(starts[locus], starts[locus + 1]):
                ratio += weights[k] * tables[row, columns[k]]
            product *= ratio
            if product * reach[locus] < floor:
                break
        else:
            found[n] = row
            n += 1
    return n


@njit(cache=True, nogil=True)
def compare(left, right, columns, first, second, chances, shares):  # type: ignore[no-untyped-def]
    """log10 LR of one person, and of two full siblings, each against two unrelated people.

    Siblings share both genes with chance 1/4, one with 1/2, none with 1/4.
    """
    same = siblings = 0.0
    longest = shares.shape[1]
    of_left, of_right = np.zeros(longest), np.zeros(longest)
    for locus in range(len(columns) - 1):
        of_left[:] = 0.0
        of_right[:] = 0.0
        both = 0.0
        for g in range(columns[locus], columns[locus + 1]):
            a, b = first[g], second[g]
            both += chances[g] * left[g] * right[g]
            of_left[a] += shares[locus, b] * left[g]
            of_right[a] += shares[locus, b] * right[g]
            if a != b:
                of_left[b] += shares[locus, a] * left[g]
                of_right[b] += shares[locus, a] * right[g]
        one = 0.0
        for a in range(longest):
            one += shares[locus, a] * of_left[a] * of_right[a]
        same += np.log10(both) if both > 0 else -np.inf
        siblings += np.log10(0.25 * both + 0.5 * one + 0.25)
    return same, siblings


def together(left: NDArray[np.floating], right: NDArray[np.floating], genotypes: Genotypes) -> Floats:
    """What two samples of one person say together, float64[C]; both must be possible together."""
    product = left.astype(np.float64) * right
    ratios = np.add.reduceat(product * genotypes.chances, genotypes.columns[:-1])
    return np.asarray(product / np.repeat(ratios, np.diff(genotypes.columns)))
