"""The first look: the columns of every body, added up in the row of every family.

A body's reading at a locus is one column of the family tables. Where several genotypes can give the reading (drop-out,
a silent allele) it is the mean of their columns, weighted by their chances in the population given the reading; such
columns are made once for all bodies with that reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.tables import IMPOSSIBLE, FamilyTables
from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.markers import Observation, Panel, Profiles, probability_of_reading

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Families whose tables are in the processor's cache at once.
_SIDE_BY_SIDE = 8
#: Below this many bodies the tables are read where they lie.
_FEW_BODIES = 32
#: Numbers of one block of tables with the columns of doubtful readings beside them: 64 MB.
_NUMBERS_AT_ONCE = 16_000_000
#: Pairs at or above the floor that are taken on.
MOST_PAIRS = 1_000_000


class TooManyHits(ValueError):
    """More pairs reach the floor than anybody can look at; the sentence says how many."""


@dataclass(frozen=True, slots=True, eq=False)
class _Readings:
    """Bodies as columns of the tables.

    Attributes:
        columns: uint16 or uint32[B, N]; 0 where nothing was read.
        doubtful: at each locus the weights of its genotypes for each doubtful reading, float32[G, D]: for two genes,
            and for a man's one on X. Their columns follow those of the tables, locus by locus.
    """

    columns: NDArray[np.uint16] | NDArray[np.uint32]
    doubtful: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = field(default_factory=dict)


def first_look(ready: FamilyTables, bodies: Profiles, sexes: NDArray[np.int8], floor: float) -> tuple[Ints, Ints]:
    """(family, body) rows of the pairs whose tables add up to `floor` or more, and whose sexes agree.

    Args:
        ready: the tables.
        bodies: readings over the same panel.
        sexes: int8[B], as `FamilyTables.sexes`.
        floor: of the log10 likelihood ratio, in single precision.

    Raises:
        TooManyHits: more than `MOST_PAIRS` reach the floor.
    """
    readings = _as_columns(ready, bodies)
    found_families, found_bodies = [], []
    room, total = 4096, 0
    gather = _gather_few if len(bodies.people) < _FEW_BODIES else _gather
    for start, ratios in _blocks(ready, readings):
        wanted = ready.sexes[start : start + len(ratios)]
        while True:
            families, places = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
            n = gather(ratios, readings.columns, wanted, sexes, np.float32(floor), families, places)
            if total + n > MOST_PAIRS:
                raise TooManyHits(
                    f"more than {MOST_PAIRS:,} pairs of a body and a family reach the floor of {floor:.3g}; raise it"
                )
            if n <= room:
                break
            room = n
        total += n
        found_families.append(start + families[:n])
        found_bodies.append(places[:n])
    if not found_families:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    return np.concatenate(found_families), np.concatenate(found_bodies)


def _as_columns(ready: FamilyTables, bodies: Profiles) -> _Readings:
    over = ready.over
    columns = certain_columns(over, ready.columns, bodies.codes, bodies.typing)
    of_locus: dict[int, dict[Observation, list[int]]] = {}
    for (row, locus), observation in bodies.observations.items():
        of_locus.setdefault(locus, {}).setdefault(observation, []).append(row)
    doubtful: dict[int, tuple[NDArray[np.float32], NDArray[np.float32]]] = {}
    following = int(ready.columns[-1])
    for locus, distinct in sorted(of_locus.items()):
        two_genes, one_gene = (
            np.stack([genotype_weights(over, locus, seen, one_gene=alone)[0] for seen in distinct], axis=1)
            for alone in (False, True)
        )
        doubtful[locus] = two_genes, one_gene
        for number, rows in enumerate(distinct.values()):
            columns[rows, locus] = following + number
        following += len(distinct)
    small = following <= np.iinfo(np.uint16).max
    return _Readings(np.ascontiguousarray(columns.astype(np.uint16 if small else np.uint32)), doubtful)


def certain_columns(over: Panel, columns: Ints, codes: Ints, typing: NDArray[np.int8]) -> Ints:
    """Where certain readings stand in the tables, 0 for others: codes int64[…, N, 2], typing int8[…, N]."""
    first, second = np.moveaxis(np.sort(codes, axis=-1), -1, 0)
    place = first * over.counts - first * (first - 1) // 2 + (second - first)
    return np.asarray(np.where(typing == Typing.EXACT, columns[:-1] + place, 0))


def genotype_weights(
    over: Panel, locus: int, seen: Observation, *, one_gene: bool
) -> tuple[NDArray[np.float32], float]:
    """P(genotype | reading) in the population for every genotype of a locus, in the order of its columns; P(reading).

    `one_gene` asks about a man; it changes nothing at loci that are not on X.
    """
    n = int(over.counts[locus])
    p = over.frequencies[locus, :n]
    one_gene = one_gene and bool(over.x_linked[locus])
    table = probability_of_reading(seen, p, np.arange(n), int(over.silent[locus]), one_gene=one_gene)
    chances = np.diag(p * np.diag(table)) if one_gene else table * p[:, None] * p[None, :]
    first, second = np.triu_indices(n)
    weights = np.where(first == second, 1, 0 if one_gene else 2) * chances[first, second]
    total = float(weights.sum())
    return (weights / total if total > 0 else weights).astype(np.float32), total


def _blocks(ready: FamilyTables, readings: _Readings) -> Iterator[tuple[int, NDArray[np.float32]]]:
    """The tables with the columns of doubtful readings after them, block of families by block."""
    if not readings.doubtful:
        yield 0, ready.ratios
        return
    n_tables = ready.ratios.shape[1]
    width = n_tables + sum(two.shape[1] for two, _ in readings.doubtful.values())
    step = max(_SIDE_BY_SIDE, _NUMBERS_AT_ONCE // width)
    for start in range(0, len(ready.ratios), step):
        part = ready.ratios[start : start + step]
        block = np.empty((len(part), width), dtype=np.float32)
        block[:, :n_tables] = part
        men = ready.sexes[start : start + step] == 1
        following = n_tables
        for locus, (two_genes, one_gene) in readings.doubtful.items():
            ratios = np.power(np.float32(10), part[:, ready.columns[locus] : ready.columns[locus + 1]])
            means = ratios @ two_genes
            if ready.over.x_linked[locus]:
                means[men] = ratios[men] @ one_gene
            with np.errstate(divide="ignore"):
                logs = np.maximum(np.log10(means), np.float32(IMPOSSIBLE))
            # The table of a family that contradicts itself is empty, and its locus says nothing.
            logs[np.isneginf(ready.log10_relatives[start : start + step, locus])] = 0
            block[:, following : following + two_genes.shape[1]] = logs
            following += two_genes.shape[1]
        yield start, block


@njit(cache=True, nogil=True)
def _gather(ratios, columns, wanted, sexes, floor, families, bodies):  # type: ignore[no-untyped-def]
    """Sum the columns of every body in the row of every family; gives back how many pairs reach the floor.

    Eight families side by side, so that one column fetches eight numbers at once. Pairs beyond the room given are
    counted only.
    """
    n_families, n_columns = ratios.shape
    n_bodies, n_loci = columns.shape
    side_by_side = np.zeros((n_columns, 8), dtype=np.float32)
    score = np.zeros(8, dtype=np.float32)
    n = 0
    for first in range(0, n_families, 8):
        width = min(8, n_families - first)
        for column in range(n_columns):
            for k in range(width):
                side_by_side[column, k] = ratios[first + k, column]
        for body in range(n_bodies):
            s0 = s1 = s2 = s3 = s4 = s5 = s6 = s7 = np.float32(0)
            for locus in range(n_loci):
                j = columns[body, locus]
                s0 += side_by_side[j, 0]
                s1 += side_by_side[j, 1]
                s2 += side_by_side[j, 2]
                s3 += side_by_side[j, 3]
                s4 += side_by_side[j, 4]
                s5 += side_by_side[j, 5]
                s6 += side_by_side[j, 6]
                s7 += side_by_side[j, 7]
            if max(max(max(s0, s1), max(s2, s3)), max(max(s4, s5), max(s6, s7))) >= floor:
                score[0], score[1], score[2], score[3] = s0, s1, s2, s3
                score[4], score[5], score[6], score[7] = s4, s5, s6, s7
                for k in range(width):
                    family = first + k
                    if score[k] >= floor and (wanted[family] == sexes[body] or wanted[family] * sexes[body] == 0):
                        if n < families.shape[0]:
                            families[n] = family
                            bodies[n] = body
                        n += 1
    return n


@njit(cache=True, nogil=True)
def _gather_few(ratios, columns, wanted, sexes, floor, families, bodies):  # type: ignore[no-untyped-def]
    """The same for few bodies, for whom copying the tables side by side would take longer than reading them."""
    n = 0
    for family in range(ratios.shape[0]):
        for body in range(columns.shape[0]):
            score = np.float32(0)
            for locus in range(columns.shape[1]):
                score += ratios[family, columns[body, locus]]
            if score >= floor and (wanted[family] == sexes[body] or wanted[family] * sexes[body] == 0):
                if n < families.shape[0]:
                    families[n] = family
                    bodies[n] = body
                n += 1
    return n
