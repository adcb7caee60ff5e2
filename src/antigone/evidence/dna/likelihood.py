"""The probability of the readings, given a family tree.

`likelihoods` covers any pedigree: loops, inbreeding and inbred founders, several untyped or missing members, anyone
typed, identical twins, partial profiles, autosomal and X-linked loci, mutation with different rates of mothers and
fathers, silent alleles, drop-out, drop-in, typing error, and co-ancestry (theta). `linked_likelihood` weighs two loci
that recombine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna import machine
from antigone.evidence.dna.elimination import Plan, Question, Typing, compiled
from antigone.evidence.dna.markers import CERTAIN, Observation, Panel, Profiles, probability_of_reading
from antigone.evidence.dna.pedigrees import Pedigree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_TYPINGS = tuple(Typing)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """Some loci of one plan, made ready for the machine; see `machine.run` for the shapes."""

    sizes: Ints
    frequencies: Floats
    mutation: Floats
    codes: Ints
    soft: Floats
    classes: Ints

    def run(self, plan: Plan, width: int = 1, recombination: Floats | None = None) -> Floats:
        """The plan's answer for every locus, float64[L, width]."""
        n = len(self.sizes)
        return self.run_rows(plan, np.arange(n), self.frequencies, width, recombination)

    def run_rows(
        self, plan: Plan, row_locus: Ints, frequencies: Floats, width: int = 1, recombination: Floats | None = None
    ) -> Floats:
        """The same for rows with frequencies of their own."""
        out = np.zeros((len(row_locus), width))
        rho = np.zeros((len(self.sizes), 2)) if recombination is None else recombination
        machine.run(
            plan.program,
            row_locus,
            self.sizes,
            frequencies,
            self.mutation,
            self.codes,
            self.soft,
            plan.inbreeding,
            rho,
            out,
        )
        return out


def likelihoods(tree: Pedigree, over: Panel, readings: Profiles, theta: float = 0.0) -> Floats:
    """P(readings | pedigree) at each locus, float64[N].

    Untyped people count as the pedigree lists them. Genotypes are unordered: a heterozygote of two founders' genes
    has 2pq.

    Args:
        tree: one or more families; whoever has no readings is untyped.
        over: the markers.
        readings: of some or all members; people who are not members are left out.
        theta: co-ancestry of the population, from 0 to 1: all founders of all families in `tree` are drawn one after
            another, each allele seen before being likelier (Balding and Nichols 1994).
    """
    if theta:
        from antigone.evidence.dna.theta import likelihoods_in_subpopulation

        return likelihoods_in_subpopulation(tree, over, readings, theta)
    found = np.ones(len(over))
    for group in groups(tree, over, readings):
        plan = compiled(tree, group.question)
        found[group.loci] = tables(plan, group, tree, over, readings).run(plan)[:, 0]
    return found


def genotype_tables(tree: Pedigree, over: Panel, readings: Profiles, target: str) -> list[Floats]:
    """P(readings of the others, genes of one person) at each locus: float64[n, n], or float64[n] for a man on X.

    Rows are the gene from the father, columns that from the mother. Divided by its sum it is the posterior genotype
    of somebody missing, given his relatives. His own readings, if there are any, are left out.
    """
    place = tree.place(target)
    row = readings.row(target)
    if row >= 0:
        typing = readings.typing.copy()
        typing[row] = Typing.NONE
        readings = Profiles(readings.people, readings.codes, typing, readings.observations)
    found: list[Floats] = [np.empty(0)] * len(over)
    for group in groups(tree, over, readings, target=place, full_ladder=True):
        plan = compiled(tree, group.question)
        ready = tables(plan, group, tree, over, readings)
        one_gene = group.question.x_linked and tree.members[place].sex == "M"
        k = ready.frequencies.shape[2]
        out = ready.run(plan, k if one_gene else k * k)
        for line, locus in zip(out, group.loci, strict=True):
            n = int(over.counts[locus])
            found[locus] = line[:n].copy() if one_gene else line.reshape(k, k)[:n, :n].copy()
    return found


def linked_likelihood(tree: Pedigree, over: Panel, readings: Profiles, recombination: tuple[float, float]) -> float:
    """P(readings at two loci | pedigree) when they recombine with a chance in mothers and in fathers.

    Founders' haplotypes are in linkage equilibrium. Which of a parent's genes is passed on at the second locus
    follows the first with chance 1 - recombination (Lathrop, Lalouel 1984).
    """
    if len(over) != 2 or over.x_linked[0] != over.x_linked[1]:
        raise ValueError("linked loci come in pairs on one chromosome")
    rows = [readings.row(member.id) for member in tree.members]
    both = []
    for row in rows:
        pair = (Typing.NONE, Typing.NONE) if row < 0 else tuple(Typing(t) for t in readings.typing[row])
        # Where the two loci are typed differently, a table says so; a table of ones where nothing was read.
        both.append(pair[0] if pair[0] == pair[1] else Typing.SOFT)
    question = Question(tuple(both), x_linked=bool(over.x_linked[0]), full_ladder=not over.lumpable.all(), linked=True)
    plan = compiled(tree, question)
    single = [
        tables(plan, Group(np.array([locus]), question), tree, over, readings, lumped=bool(over.lumpable[locus]))
        for locus in (0, 1)
    ]
    k = max(one.frequencies.shape[2] for one in single)
    joined = Tables(
        np.concatenate([one.sizes for one in single], axis=1),
        np.concatenate([_padded(one.frequencies, k, 1) for one in single], axis=1),
        np.concatenate([_padded(one.mutation, k, 2) for one in single], axis=1),
        np.concatenate([one.codes for one in single], axis=1),
        np.concatenate([_padded(one.soft, k, 2) for one in single], axis=1),
        single[0].classes,
    )
    return float(joined.run(plan, recombination=np.array([recombination], dtype=np.float64))[0, 0])


def _padded(array: Floats, k: int, axes: int) -> Floats:
    widths = [(0, 0)] * (array.ndim - axes) + [(0, k - array.shape[axis]) for axis in range(-axes, 0)]
    return np.pad(array, widths)


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Loci at which the same people are typed in the same way, so that one plan serves them."""

    loci: Ints
    question: Question


def groups(
    tree: Pedigree,
    over: Panel,
    readings: Profiles,
    *,
    target: int = -1,
    full_ladder: bool = False,
    founders_drawn: bool = False,
) -> list[Group]:
    """The loci of a panel by who is typed; loci with nobody typed are left out unless there is a target."""
    typing = np.zeros((len(over), len(tree)), dtype=np.int8)
    for place, member in enumerate(tree.members):
        row = readings.row(member.id)
        if row >= 0:
            typing[:, place] = readings.typing[row]
    found: dict[tuple[bytes, bool, bool], list[int]] = {}
    for locus in range(len(over)):
        ladder = full_ladder or not over.lumpable[locus]
        found.setdefault((typing[locus].tobytes(), bool(over.x_linked[locus]), bool(ladder)), []).append(locus)
    made = []
    for (pattern, x_linked, ladder), loci in found.items():
        typed = tuple(_TYPINGS[kind] for kind in pattern)
        if any(typed) or target >= 0:
            question = Question(typed, x_linked, ladder, target=target, founders_drawn=founders_drawn)
            made.append(Group(np.array(loci, dtype=np.int64), question))
    return made


def tables(
    plan: Plan, group: Group, tree: Pedigree, over: Panel, readings: Profiles, *, lumped: bool | None = None
) -> Tables:
    """Alleles, frequencies, mutation and readings of a group of loci, unseen alleles lumped where that is exact."""
    loci = group.loci
    n = len(loci)
    rows = [readings.row(tree.members[place].id) for place in plan.typed]
    codes = readings.codes[rows][:, loci].transpose(1, 0, 2)
    typing = [group.question.typing[place] for place in plan.typed]
    doubtful = any(kind == Typing.SOFT for kind in typing)
    if not group.question.full_ladder if lumped is None else lumped:
        seen = codes.reshape(n, -1)
        if doubtful:
            seen = np.concatenate([seen, _seen_in_doubt(loci, rows, readings)], axis=1)
        k = seen.shape[1] + 2
        sizes = np.empty((n, 1), dtype=np.int64)
        frequencies = np.zeros((n, 1, k))
        mutation = np.zeros((n, 1, 2, k, k))
        classes = np.empty((n, over.frequencies.shape[1]), dtype=np.int64)
        machine.lump(
            loci, over.counts, over.frequencies, over.targets, over.silent, seen, sizes, frequencies, mutation, classes
        )
        codes = classes[np.arange(n)[:, None, None], codes]
    else:
        k = int(over.counts[loci].max())
        sizes = over.counts[loci][:, None]
        frequencies = over.frequencies[loci][:, None, :k].copy()
        mutation = np.zeros((n, 1, 2, k, k))
        for line, locus in enumerate(loci):
            for sex, matrix in enumerate((over.markers[locus].mothers, over.markers[locus].fathers)):
                length = int(over.counts[locus])
                mutation[line, 0, sex, :length, :length] = np.eye(length) if matrix is None else matrix
        classes = np.broadcast_to(np.arange(over.frequencies.shape[1]), (n, over.frequencies.shape[1]))
    if doubtful:
        soft = np.ones((n, 1, len(rows), k, k))
        for line, locus in enumerate(loci):
            for number, row in enumerate(rows):
                if typing[number] == Typing.SOFT:
                    size = int(sizes[line, 0])
                    member = tree.members[plan.typed[number]]
                    soft[line, 0, number, :size, :size] = _table_of(
                        readings, row, int(locus), frequencies[line, 0, :size], classes[line], over, member.sex
                    )
    else:
        soft = np.empty((1, 1, 1, 1, 1))
    return Tables(sizes, frequencies, mutation, np.ascontiguousarray(codes)[:, None], soft, np.asarray(classes))


def _seen_in_doubt(loci: Ints, rows: Sequence[int], readings: Profiles) -> Ints:
    seen = np.full((len(loci), 2 * len(rows)), -1, dtype=np.int64)
    for line, locus in enumerate(loci):
        for number, row in enumerate(rows):
            observation = readings.observations.get((row, int(locus)))
            for place, allele in enumerate(observation.alleles if observation else ()):
                seen[line, 2 * number + place] = allele
    return seen


def _table_of(
    readings: Profiles, row: int, locus: int, frequencies: Floats, classes: Ints, over: Panel, sex: str
) -> Floats:
    kind = readings.typing[row, locus]
    if kind == Typing.NONE:
        return np.ones((len(frequencies), len(frequencies)))
    if kind == Typing.EXACT:
        alleles = tuple(dict.fromkeys(int(code) for code in readings.codes[row, locus]))
        observation = Observation(alleles, CERTAIN)
    else:
        observation = readings.observations[row, locus]
    silent = int(over.silent[locus])
    return probability_of_reading(
        observation,
        frequencies,
        classes,
        int(classes[silent]) if silent >= 0 else -1,
        one_gene=bool(over.x_linked[locus]) and sex == "M",
    )
