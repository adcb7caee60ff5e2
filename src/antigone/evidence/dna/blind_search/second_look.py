"""The second look: chosen pairs weighed exactly, each as a pedigree with the body in the place of the missing one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numba import njit
from numpy.typing import NDArray

from antigone.evidence.dna.blind_search.alike import (
    ROWS_AT_ONCE,
    Shape,
    SoughtPerson,
    answers,
    likelihoods_alike,
    shapes,
    stacked,
)
from antigone.evidence.dna.blind_search.tables import FamilyTables
from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.likelihood import likelihoods
from antigone.evidence.dna.markers import Panel, Profiles
from antigone.evidence.dna.observations import reading_chances
from antigone.evidence.dna.pedigrees import Member, pedigree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def second_look(ready: FamilyTables, bodies: Profiles, family: Ints, body: Ints, theta: float = 0.0) -> Floats:
    """log10 LR of pairs at each locus, float64[H, N]; -inf where the pair is impossible.

    A locus at which the relatives contradict each other, or at which nothing was read of the body, says nothing.

    Args:
        ready: tables of the families.
        bodies: readings over the same panel.
        family, body: int64[H], rows of the pairs.
        theta: co-ancestry of the population; such pairs are weighed one by one.
    """
    found = np.zeros((len(body), len(ready.over)))
    pairs_of: dict[int, list[int]] = {}
    for pair, row in enumerate(family.tolist()):
        pairs_of.setdefault(row, []).append(pair)
    rows = list(pairs_of)
    for shape, places in shapes([ready.sought[row] for row in rows]):
        pairs = np.array([pair for place in places for pair in pairs_of[rows[place]]])
        if shape.doubtful or theta:
            for pair in pairs.tolist():
                found[pair] = _one(ready, bodies, int(family[pair]), int(body[pair]), theta)
            continue
        step = max(1, ROWS_AT_ONCE // max(1, len(ready.over)))
        for start in range(0, len(pairs), step):
            part = pairs[start : start + step]
            codes, typing = stacked(shape, [ready.sought[row] for row in family[part].tolist()])
            of_part = found[part]
            _certain(ready, shape, codes, typing, bodies, family[part], body[part], of_part)
            _doubtful(ready, shape, codes, typing, bodies, body[part], of_part)
            found[part] = of_part
    found[np.isneginf(ready.log10_relatives[family])] = 0.0
    return found


def _certain(
    ready: FamilyTables,
    shape: Shape,
    codes: Ints,
    typing: NDArray[np.int8],
    bodies: Profiles,
    family: Ints,
    body: Ints,
    found: Floats,
) -> None:
    """Loci at which the body's genotype is known."""
    with_body = replace(shape, typed=(*shape.typed, shape.missing))
    together = likelihoods_alike(
        with_body,
        np.concatenate([codes, bodies.codes[body][:, None]], axis=1),
        np.concatenate([typing, bodies.typing[body][:, None]], axis=1),
        ready.over,
    )
    known = bodies.typing[body] == Typing.EXACT
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(together) - ready.log10_relatives[family] - _alone(ready.over, bodies, body, shape.sex)
    found[known] = logs[known]


def _alone(over: Panel, bodies: Profiles, body: Ints, sex: str) -> Floats:
    """log10 P(genotype) in the population, float64[H, N]; anything where the genotype is not known."""
    codes = bodies.codes[body]
    p = over.frequencies[np.arange(len(over))[None, :, None], codes]
    one_gene = over.x_linked & (sex == "M")
    with np.errstate(divide="ignore"):
        logs = np.log10(p[..., 0]) + np.where(one_gene, 0.0, np.log10(p[..., 1]))
    return np.asarray(logs + np.where(one_gene | (codes[..., 0] == codes[..., 1]), 0.0, np.log10(2)))


def _doubtful(
    ready: FamilyTables,
    shape: Shape,
    codes: Ints,
    typing: NDArray[np.int8],
    bodies: Profiles,
    body: Ints,
    found: Floats,
) -> None:
    """Loci at which several genotypes may have given the body's reading: the mean over them."""
    wanted = bodies.typing[body] == Typing.SOFT
    if not wanted.any():
        return
    seen = np.full((*wanted.shape, 2), -1, dtype=np.int64)
    doubts = np.zeros((*wanted.shape, 3))
    for pair, locus in zip(*np.nonzero(wanted), strict=True):
        observation = bodies.observations[int(body[pair]), int(locus)]
        seen[pair, locus, : len(observation.alleles)] = observation.alleles
        doubt = observation.doubt
        doubts[pair, locus] = doubt.dropout, doubt.dropin, doubt.error
    over = ready.over
    for answer in answers(
        shape, codes, typing, over, lumpable=over.lumpable, target=shape.missing, apart=seen, wanted=wanted
    ):
        row, locus = answer.family, answer.locus
        silent = over.silent[locus]
        found[row, locus] = _means(
            answer.values,
            answer.frequencies,
            answer.classes,
            answer.sizes,
            silent,
            seen[row, locus],
            doubts[row, locus],
            bool(over.x_linked[locus[0]]) and shape.sex == "M",
        )


@njit(cache=True, nogil=True)
def _means(values, p, classes, sizes, silent, seen, doubts, one_gene):  # type: ignore[no-untyped-def]
    """log10 of P(reading | relatives) / P(reading) for every row."""
    found = np.zeros(len(values))
    k = p.shape[1]
    table = np.zeros((k, k))
    for i in range(len(values)):
        bears = np.full(2, -1)
        for s in range(2):
            if seen[i, s] >= 0:
                bears[s] = classes[i, seen[i, s]]
        unseen = classes[i, silent[i]] if silent[i] >= 0 else -1
        reading_chances(bears, doubts[i, 0], doubts[i, 1], doubts[i, 2], p[i], sizes[i], unseen, one_gene, table)
        total = here = anywhere = 0.0
        for a in range(sizes[i]):
            for b in range(sizes[i]):
                if one_gene and a != b:
                    continue
                value = values[i, a] if one_gene else values[i, a * k + b]
                total += value
                here += value * table[a, b]
                anywhere += table[a, b] * (p[i, a] if one_gene else p[i, a] * p[i, b])
        if total == 0.0:
            continue
        found[i] = np.log10(here / (total * anywhere)) if here > 0 else -np.inf
    return found


def _one(ready: FamilyTables, bodies: Profiles, family: int, body: int, theta: float) -> Floats:
    """One pair by itself: relatives with doubtful readings, or co-ancestry."""
    over, person = ready.over, ready.sought[family]
    together, apart = _placed(person, bodies, body), _stranger(person, bodies, body)
    tree = person.tree
    sex = tree.members[tree.place(person.missing)].sex
    both = pedigree([*tree.members, Member(_STRANGER, sex=sex)])
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(likelihoods(tree, over, together, theta)) - np.log10(likelihoods(both, over, apart, theta))
    logs[bodies.typing[body] == Typing.NONE] = 0.0
    return np.asarray(logs)


#: Nobody's name in a family: it has a character that no file can hold.
_STRANGER = "\0"


def _placed(person: SoughtPerson, bodies: Profiles, body: int) -> Profiles:
    """The family's readings with the body's under the name of the missing one."""
    readings = person.readings
    keep = [place for place, name in enumerate(readings.people) if name != person.missing]
    return Profiles(
        (*(readings.people[place] for place in keep), person.missing),
        np.concatenate([readings.codes[keep], bodies.codes[body][None]]),
        np.concatenate([readings.typing[keep], bodies.typing[body][None]]),
        {(keep.index(old), locus): seen for (old, locus), seen in readings.observations.items() if old in keep}
        | {(len(keep), locus): seen for (old, locus), seen in bodies.observations.items() if old == body},
    )


def _stranger(person: SoughtPerson, bodies: Profiles, body: int) -> Profiles:
    """The same with the body's under a name of its own."""
    placed = _placed(person, bodies, body)
    return replace(placed, people=(*placed.people[:-1], _STRANGER))
