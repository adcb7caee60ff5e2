"""What everybody inherits: an invented population's alleles at 24 STR loci, handed down with mutations.

Loci and the ranges of their ladders are those of common kits; how frequent an allele is was invented (a bell over the
ladder, roughened by rule), so that no table of a real people is in the world. Both sides are one population.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from antigone.simulation.people import People

Alleles = NDArray[np.int8]
Ints = NDArray[np.int64]

MATERNAL_MUTATION: Final = 0.0005
PATERNAL_MUTATION: Final = 0.002
"""Chance of one step up or down, a locus and a birth; about what paternity laboratories report."""
FALSE_PATERNITY: Final = 0.02
"""Share of children whose father by the papers is not their father."""

# Name, first and last whole repeat, middle and spread of the bell, decimals of further alleles (a fifth as frequent).
_LADDERS: Final = (
    ("CSF1PO", 7, 15, 11.0, 1.2, ()),
    ("D1S1656", 10, 19, 14.6, 2.0, (3,)),
    ("D2S441", 9, 16, 11.8, 1.7, (3,)),
    ("D2S1338", 15, 27, 20.6, 3.0, ()),
    ("D3S1358", 12, 20, 16.0, 1.3, ()),
    ("D5S818", 7, 15, 11.4, 1.2, ()),
    ("D6S1043", 9, 24, 14.0, 3.2, ()),
    ("D7S820", 7, 14, 10.0, 1.6, ()),
    ("D8S1179", 8, 18, 13.0, 1.6, ()),
    ("D10S1248", 10, 18, 14.2, 1.4, ()),
    ("D12S391", 15, 26, 19.4, 2.3, (3,)),
    ("D13S317", 8, 15, 11.0, 1.6, ()),
    ("D16S539", 8, 15, 11.2, 1.4, ()),
    ("D18S51", 10, 24, 15.4, 2.6, ()),
    ("D19S433", 11, 17, 14.0, 1.2, (2,)),
    ("D21S11", 26, 34, 29.6, 1.6, (2,)),
    ("D22S1045", 10, 19, 15.0, 1.7, ()),
    ("FGA", 18, 28, 22.3, 2.1, (2,)),
    ("Penta D", 6, 16, 11.0, 2.0, ()),
    ("Penta E", 5, 22, 12.0, 3.8, ()),
    ("SE33", 12, 33, 21.0, 5.0, (2,)),
    ("TH01", 5, 10, 7.8, 1.7, (3,)),
    ("TPOX", 7, 13, 9.2, 1.5, ()),
    ("vWA", 13, 21, 17.0, 1.5, ()),
)
LOCI: Final = tuple(row[0] for row in _LADDERS)
_RAREST: Final = 0.002


@dataclass(frozen=True)
class Locus:
    """One locus in the invented population.

    Attributes:
        name: of the locus.
        alleles: labels, in the order of their length.
        frequencies: float64[n], in steps of 0.0001, adding up to 1.
        down, up: int8[n], the allele one repeat shorter or longer; itself at the end of the ladder.
    """

    name: str
    alleles: tuple[str, ...]
    frequencies: NDArray[np.float64]
    down: Alleles
    up: Alleles


@lru_cache(maxsize=1)
def population() -> tuple[Locus, ...]:
    """The 24 loci, in the order of `LOCI`."""
    return tuple(_locus(number, *row) for number, row in enumerate(_LADDERS))


def _locus(
    number: int, name: str, first: int, last: int, middle: float, spread: float, decimals: tuple[int, ...]
) -> Locus:
    # Tenths of a repeat: 93 is the allele 9.3.
    whole_repeats = [10 * repeat for repeat in range(first, last + 1)]
    sizes = sorted(whole_repeats + [size + decimal for size in whole_repeats[:-1] for decimal in decimals])
    bell = np.array([math.exp(-(((size / 10 - middle) / spread) ** 2) / 2) for size in sizes])
    rough = np.array([1 + 0.7 * math.sin(2.4 * place + 1.3 * number) for place in range(len(sizes))])
    whole = np.array([1.0 if size % 10 == 0 else 0.2 for size in sizes])
    shares = bell * rough * whole
    shares = np.maximum(shares / shares.sum(), _RAREST)
    steps = np.round(shares / shares.sum() * 10_000).astype(np.int64)
    steps[int(np.argmax(steps))] += 10_000 - int(steps.sum())
    at = {size: place for place, size in enumerate(sizes)}
    return Locus(
        name,
        tuple(f"{size // 10}.{size % 10}" if size % 10 else str(size // 10) for size in sizes),
        steps / 10_000,
        np.array([at.get(size - 10, place) for size, place in at.items()], dtype=np.int8),
        np.array([at.get(size + 10, place) for size, place in at.items()], dtype=np.int8),
    )


@dataclass(frozen=True)
class Genes:
    """Everybody's genotypes.

    Attributes:
        alleles: int8[people, locus, 2], places on the ladders of `population()`: from the father, from the mother.
        begetter: row of the true father, where the papers' father is in the world; else -1.
    """

    alleles: Alleles
    begetter: Ints


def inherit(rng: np.random.Generator, people: People) -> Genes:
    """Genes for everybody: founders from the population, children from both parents.

    A child's alleles are each one of the parent's two, changed by one repeat at `MATERNAL_MUTATION` or
    `PATERNAL_MUTATION`. For `FALSE_PATERNITY` of the children the father is another man of the parents' generation.
    """
    count = len(people)
    alleles = np.zeros((count, len(LOCI), 2), dtype=np.int8)
    founders = np.flatnonzero(people.father < 0)
    for place, locus in enumerate(population()):
        cumulative = np.cumsum(locus.frequencies)
        drawn = np.searchsorted(cumulative, rng.random((len(founders), 2)), side="right")
        alleles[founders, place] = drawn.clip(max=len(locus.alleles) - 1)
    begetter = people.father.copy()
    child = np.flatnonzero(people.father >= 0)
    elsewhere = child[rng.random(len(child)) < FALSE_PATERNITY]
    for generation in range(1, int(people.generation.max(initial=0)) + 1):
        men = np.flatnonzero(~people.female & (people.generation < generation) & (people.father < 0))
        some = elsewhere[people.generation[elsewhere] == generation]
        if len(some) and len(men):
            begetter[some] = rng.choice(men, len(some))
        born = child[people.generation[child] == generation]
        for side, parent, rate in (
            (0, begetter[born], PATERNAL_MUTATION),
            (1, people.mother[born], MATERNAL_MUTATION),
        ):
            alleles[born, :, side] = _handed_down(rng, alleles[parent], rate)
    return Genes(alleles, begetter)


def _handed_down(rng: np.random.Generator, parents: Alleles, rate: float) -> Alleles:
    births, loci, _ = parents.shape
    which = rng.integers(0, 2, (births, loci, 1))
    given: Alleles = np.take_along_axis(parents, which, axis=2)[:, :, 0]
    changed, place = np.nonzero(rng.random((births, loci)) < rate)
    longer = rng.random(len(changed)) < 0.5
    table = population()
    for child, locus, up in zip(changed.tolist(), place.tolist(), longer.tolist(), strict=True):
        steps = table[locus].up if up else table[locus].down
        given[child, locus] = steps[given[child, locus]]
    return given
