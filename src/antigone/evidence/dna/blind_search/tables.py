"""What each family says of every genotype that its missing person may have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.alike import ROWS_AT_ONCE, Shape, SoughtPerson, answers, shapes, stacked
from antigone.evidence.dna.likelihood import genotype_tables
from antigone.evidence.dna.markers import Panel
from antigone.evidence.dna.pedigrees import inbreeding

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Genotypes that the family excludes; far below any floor, yet finite, so that sums stay numbers.
IMPOSSIBLE = -1e6
SEXES = {"U": 0, "M": 1, "F": 2}


@dataclass(frozen=True, slots=True, eq=False)
class FamilyTables:
    """log10 P(genotype | relatives) / P(genotype) of many missing people at every locus.

    Attributes:
        over: the panel.
        sought: whose tables they are, F of them.
        sexes: int8[F], of the missing: 1 a man, 2 a woman, 0 unknown.
        columns: int64[N + 1], where each locus begins; column 0 is "not typed" and says nothing. Within a locus
            stand the genotypes (0, 0), (0, 1) … (1, 1) … of allele numbers; a man's one gene on X stands where its
            homozygote would.
        ratios: float32[F, C].
        log10_relatives: float64[F, N], log10 P(relatives' readings); -inf where they contradict each other, and such
            a locus says nothing.
    """

    over: Panel
    sought: tuple[SoughtPerson, ...]
    sexes: NDArray[np.int8]
    columns: Ints
    ratios: NDArray[np.float32]
    log10_relatives: Floats

    def contradictions(self) -> list[tuple[SoughtPerson, str]]:
        """Families whose relatives contradict each other, with the locus: a swapped sample, or not the father."""
        rows, loci = np.nonzero(np.isneginf(self.log10_relatives))
        return [(self.sought[row], self.over.markers[locus].name) for row, locus in zip(rows, loci, strict=True)]


def family_tables(
    families: Sequence[SoughtPerson], over: Panel, progress: Callable[[int], None] = lambda done: None
) -> FamilyTables:
    """The tables of many missing people: 10 kB a family over 24 loci.

    Families of one shape (the same tree but for names, the same people typed) are made together; those with doubtful
    readings of relatives, or with mutation by steps, take longer.

    Args:
        families: whom to make tables for.
        over: the panel.
        progress: told how many families are done.
    """
    columns = columns_of(over)
    ratios = np.zeros((len(families), int(columns[-1])), dtype=np.float32)
    log10_relatives = np.zeros((len(families), len(over)))
    sexes = np.zeros(len(families), dtype=np.int8)
    ready = FamilyTables(over, tuple(families), sexes, columns, ratios, log10_relatives)
    step = max(1, ROWS_AT_ONCE // max(1, len(over)))
    done = 0
    for shape, rows in shapes(families):
        sexes[rows] = SEXES[shape.sex]
        for start in range(0, len(rows), step):
            part = rows[start : start + step]
            if shape.doubtful:
                _fill_one_by_one(ready, part)
            else:
                _fill(ready, shape, np.array(part))
            done += len(part)
            progress(done)
    return ready


def columns_of(over: Panel) -> Ints:
    """`FamilyTables.columns` of a panel."""
    widths = over.counts * (over.counts + 1) // 2
    return np.concatenate([[1], 1 + np.cumsum(widths)]).astype(np.int64)


def _fill(ready: FamilyTables, shape: Shape, rows: Ints) -> None:
    """Write the tables of families of one shape."""
    over = ready.over
    codes, typing = stacked(shape, [ready.sought[row] for row in rows])
    # Unseen alleles stand for each other when each is as likely, given their class, as its frequency says.
    inbred = inbreeding(shape.tree, shape.missing) > 0
    alike = _in_proportion(over) & (not inbred)
    for answer in answers(shape, codes, typing, over, lumpable=alike, target=shape.missing):
        totals = answer.values.sum(axis=1)
        with np.errstate(divide="ignore"):
            ready.log10_relatives[rows[answer.family], answer.locus] = np.log10(totals)
        _expand(
            answer.values,
            totals,
            answer.frequencies,
            answer.classes,
            answer.sizes,
            bool(over.x_linked[answer.locus[0]]) and shape.sex == "M",
            rows[answer.family],
            ready.columns[answer.locus],
            over.counts[answer.locus],
            ready.ratios,
        )


def _in_proportion(over: Panel) -> NDArray[np.bool_]:
    """Loci at which the chance to mutate to an allele is in proportion to its frequency, or nothing mutates."""
    found = over.lumpable.copy()
    for place, one in enumerate(over.markers):
        if one.targets is not None:
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(one.frequencies > 0, one.targets / one.frequencies, 0.0)
            possible = one.frequencies > 0
            first = share[:, possible][:, :1]
            found[place] &= bool(np.all(np.abs(share[:, possible] - first) <= 1e-9 * np.abs(first)))
            found[place] &= not one.targets[:, ~possible].any()
        # A silent allele is never seen, so that it would be lumped with the unseen ones; yet it is read differently.
        found[place] &= one.silent < 0
    return found


def _fill_one_by_one(ready: FamilyTables, rows: Sequence[int]) -> None:
    over = ready.over
    for row in rows:
        family = ready.sought[row]
        for locus, table in enumerate(genotype_tables(family.tree, over, family.readings, family.missing)):
            n = int(over.counts[locus])
            total = table.sum(keepdims=True).reshape(1)
            with np.errstate(divide="ignore"):
                ready.log10_relatives[row, locus] = np.log10(total[0])
            _expand(
                table.reshape(1, -1),
                total,
                over.frequencies[locus : locus + 1, :n],
                np.arange(n)[None, :],
                np.array([n]),
                table.ndim == 1,
                np.array([row]),
                ready.columns[locus : locus + 1],
                over.counts[locus : locus + 1],
                ready.ratios,
            )


@njit(cache=True, nogil=True)
def _expand(values, totals, p, classes, sizes, one_gene, rows, starts, counts, ratios):  # type: ignore[no-untyped-def]
    """Spread tables over classes of alleles to columns of whole ladders, as log10 ratios; impossible rows stay 0."""
    k = p.shape[1]
    logs = np.zeros((k, k))
    for i in range(values.shape[0]):
        if totals[i] == 0.0:
            continue
        for a in range(sizes[i]):
            for b in range(a + 1):
                if one_gene:
                    value = values[i, a] / (totals[i] * p[i, a]) if a == b and p[i, a] > 0 else 0.0
                else:
                    both = values[i, a * k + b] + values[i, b * k + a]
                    chance = 2 * p[i, a] * p[i, b]
                    value = both / (totals[i] * chance) if chance > 0 else 0.0
                logs[a, b] = np.log10(value) if value > 0 else IMPOSSIBLE
                logs[b, a] = logs[a, b]
        column = starts[i]
        for x in range(counts[i]):
            for y in range(x, counts[i]):
                ratios[rows[i], column] = logs[classes[i, x], classes[i, y]]
                column += 1
