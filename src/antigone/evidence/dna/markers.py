"""Loci with their alleles, frequencies and mutation, and what the laboratory read at them.

A `Panel` is a list of markers made ready as arrays; `Profiles` are people's readings over a panel. Both are values
that are made once and weighed many times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.evidence.dna.elimination import Typing
from antigone.evidence.dna.mutation import Matrix, MutationModelRejected, MutationSpec, is_stationary, mutation_matrix
from antigone.evidence.dna.observations import reading_chances

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Frequencies that add up to one within this are used as they are: published tables are rounded.
SUM_AS_GIVEN = 1e-6
#: Up to here they are scaled to add up to one, with a note; beyond, the table is refused.
SUM_AT_MOST = 1e-3


class ReadingRejected(ValueError):
    """A frequency table or a reading that cannot be used; the sentence names the locus and, if any, the person."""


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """One locus in one population.

    Attributes:
        name: of the locus.
        x_linked: lies on the X chromosome.
        alleles: labels of the ladder, in the order of `frequencies`.
        frequencies: float64[n].
        mothers, fathers: mutation matrices float64[n, n], or None where nothing mutates.
        targets: float64[2, n], chance to mutate to each allele from any other one, where it depends on that allele
            alone (then unseen alleles may be lumped); else None.
        silent: place of the allele that the laboratory cannot see, or -1.
        notes: what was changed or should be known about it, one sentence each.
    """

    name: str
    x_linked: bool
    alleles: tuple[str, ...]
    frequencies: Floats
    mothers: Matrix | None
    fathers: Matrix | None
    targets: Floats | None
    silent: int
    notes: tuple[str, ...]


def marker(
    name: str,
    alleles: Sequence[str],
    frequencies: Sequence[float],
    *,
    x_linked: bool = False,
    mothers: MutationSpec | None = None,
    fathers: MutationSpec | None = None,
    silent: str | None = None,
) -> Marker:
    """A checked marker.

    Frequencies that miss one by no more than `SUM_AS_GIVEN` are used as they are; up to `SUM_AT_MOST` they are
    scaled, with a note.

    Raises:
        ReadingRejected: no allele, an allele twice, a frequency that is none, a sum too far from one, a silent allele
            that is not on the ladder, a mutation model that does not exist here.
    """
    p = np.array([_number(frequency, name) for frequency in frequencies], dtype=np.float64)
    if not alleles or len(alleles) != len(p):
        raise ReadingRejected(f"locus {name}: {len(alleles)} alleles and {len(p)} frequencies; give one for each")
    for allele in alleles:
        if list(alleles).count(allele) > 1:
            raise ReadingRejected(f"locus {name}: allele «{allele}» stands twice on the ladder")
    if np.any(p < 0) or np.any(p > 1 + SUM_AT_MOST):
        raise ReadingRejected(
            f"locus {name}: allele «{alleles[int(np.argmin(p))]}» has a frequency that is not from 0 to 1"
        )
    notes = []
    total = math.fsum(p)
    if abs(total - 1) > SUM_AT_MOST:
        raise ReadingRejected(f"locus {name}: the allele frequencies add up to {total:.6g}, not 1")
    if abs(total - 1) > SUM_AS_GIVEN:
        notes.append(f"{name}: allele frequencies added up to {total:.6g} and were scaled to 1")
        p = p / total
    if silent is not None and silent not in alleles:
        raise ReadingRejected(f"locus {name}: the silent allele «{silent}» is not on the ladder")
    matrices: list[Matrix | None] = []
    for who, spec in (("maternal", mothers), ("paternal", fathers)):
        try:
            matrices.append(None if spec is None else mutation_matrix(spec, alleles, p))
        except MutationModelRejected as trouble:
            raise ReadingRejected(f"locus {name}, {who} mutation: {trouble}") from trouble
    for matrix in matrices:
        if matrix is not None and not is_stationary(matrix, p):
            notes.append(
                f"{name}: the mutation model is not stationary; untyped ancestors count as listed, and software that "
                "leaves them out will differ"
            )
            break
    return Marker(
        name,
        x_linked,
        tuple(alleles),
        p,
        matrices[0],
        matrices[1],
        _targets(matrices, len(p)),
        -1 if silent is None else list(alleles).index(silent),
        tuple(notes),
    )


def _number(frequency: object, name: str) -> float:
    if isinstance(frequency, bool) or not isinstance(frequency, int | float) or not math.isfinite(frequency):
        raise ReadingRejected(f"locus {name}: «{frequency}» is not an allele frequency")
    return float(frequency)


def _targets(matrices: Sequence[Matrix | None], n: int) -> Floats | None:
    targets = np.zeros((2, n))
    for sex, matrix in enumerate(matrices):
        if matrix is None or n == 1:
            continue
        first = matrix[np.where(np.arange(n) == 0, 1, 0), np.arange(n)]
        others = np.where(np.eye(n, dtype=bool), first[None, :], matrix)
        # Entries of one column are computed alike, so that they agree to the last digits or not at all.
        if np.any(np.abs(others - first[None, :]) > 1e-13 * first[None, :]):
            return None
        targets[sex] = first
    return targets


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Markers as arrays; N markers, A the longest ladder.

    Attributes:
        markers: in order.
        counts: int64[N], alleles of each.
        frequencies: float64[N, A].
        targets: float64[N, 2, A], see `Marker.targets`; zero where there is none.
        lumpable: bool[N], unseen alleles may be lumped.
        silent: int64[N].
        x_linked: bool[N].
    """

    markers: tuple[Marker, ...]
    counts: Ints
    frequencies: Floats
    targets: Floats
    lumpable: NDArray[np.bool_]
    silent: Ints
    x_linked: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.markers)

    def subset(self, places: Sequence[int]) -> Panel:
        """The panel of some of the markers."""
        return panel([self.markers[place] for place in places])


def panel(markers: Iterable[Marker]) -> Panel:
    """Markers made ready for weighing; `ReadingRejected` when a locus stands twice."""
    chosen = tuple(markers)
    names: set[str] = set()
    for one in chosen:
        if one.name in names:
            raise ReadingRejected(f"locus {one.name} stands twice among the markers")
        names.add(one.name)
    counts = np.array([len(one.alleles) for one in chosen], dtype=np.int64)
    longest = int(counts.max(initial=1))
    frequencies = np.zeros((len(chosen), longest))
    targets = np.zeros((len(chosen), 2, longest))
    for place, one in enumerate(chosen):
        frequencies[place, : counts[place]] = one.frequencies
        if one.targets is not None:
            targets[place, :, : counts[place]] = one.targets
    return Panel(
        chosen,
        counts,
        frequencies,
        targets,
        np.array([one.targets is not None for one in chosen], dtype=np.bool_),
        np.array([one.silent for one in chosen], dtype=np.int64),
        np.array([one.x_linked for one in chosen], dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """How far a reading may be trusted, per person and locus.

    Attributes:
        dropout: chance that an allele present once is not seen; one present twice is missed with its square (Haned,
            Slooten, Gill 2012).
        dropin: chance of one foreign allele, drawn from the population (Gill et al. 2012).
        error: chance that the reading belongs to somebody else of the population altogether (swap, clerical error).
    """

    dropout: float = 0.0
    dropin: float = 0.0
    error: float = 0.0


CERTAIN = Doubt()


@dataclass(frozen=True, slots=True)
class Observation:
    """A reading that more than one genotype can give: the distinct alleles seen, and the doubt."""

    alleles: tuple[int, ...]
    doubt: Doubt


@dataclass(frozen=True, slots=True, eq=False)
class Profiles:
    """What was read of P people at the N markers of a panel.

    Attributes:
        people: ids.
        codes: int64[P, N, 2], allele numbers of certain readings, the second repeated for a man on X; -1 elsewhere.
        typing: int8[P, N] of `Typing`.
        observations: readings that are not certain, by (person, marker).
    """

    people: tuple[str, ...]
    codes: Ints
    typing: NDArray[np.int8]
    observations: dict[tuple[int, int], Observation]

    def row(self, person: str) -> int:
        """The person's row, or -1."""
        return self.people.index(person) if person in self.people else -1


#: person -> locus -> alleles as read.
Genotypes = Mapping[str, Mapping[str, Sequence[str]]]
#: locus -> person -> doubt.
Doubts = Mapping[str, Mapping[str, Doubt]]


def profiles(over: Panel, genotypes: Genotypes, sexes: Mapping[str, str], doubts: Doubts | None = None) -> Profiles:
    """Readings as numbers.

    Args:
        over: the panel.
        genotypes: person -> locus -> one or two alleles; loci not given are not typed, and loci that the panel does
            not have are passed over.
        sexes: person -> M, F or U; asked for loci on X only.
        doubts: locus -> person -> `Doubt`, where a reading is not certain.

    Raises:
        ReadingRejected: an allele off the ladder, three alleles, a man with two alleles on X, one allele where two
            are due.
    """
    people = tuple(genotypes)
    codes = np.full((len(people), len(over), 2), -1, dtype=np.int64)
    typing = np.zeros((len(people), len(over)), dtype=np.int8)
    observations: dict[tuple[int, int], Observation] = {}
    numbers = [{allele: number for number, allele in enumerate(one.alleles)} for one in over.markers]
    for row, person in enumerate(people):
        readings = genotypes[person]
        for place, one in enumerate(over.markers):
            reading = readings.get(one.name)
            if reading is None:
                continue
            doubt = (doubts or {}).get(one.name, {}).get(person, CERTAIN)
            seen = _alleles_seen(person, one, numbers[place], reading)
            one_gene = one.x_linked and sexes.get(person) == "M"
            if one_gene and len(set(seen)) > 1:
                raise ReadingRejected(
                    f"«{person}», locus {one.name}: a man has one allele on X, not {', '.join(reading)}"
                )
            if doubt != CERTAIN or (one.silent >= 0 and not one_gene and len(set(seen)) < 2):
                observations[row, place] = Observation(tuple(dict.fromkeys(seen)), doubt)
                typing[row, place] = Typing.SOFT
                continue
            if not seen:
                continue
            if len(seen) == 1 and not one_gene:
                raise ReadingRejected(
                    f"«{person}», locus {one.name}: one allele only; write it twice if homozygous, "
                    "or state a chance of drop-out"
                )
            codes[row, place] = seen[0], seen[-1]
            typing[row, place] = Typing.EXACT
    return Profiles(people, codes, typing, observations)


def _alleles_seen(person: str, one: Marker, numbers: Mapping[str, int], reading: Sequence[str]) -> list[int]:
    if isinstance(reading, str) or not isinstance(reading, Sequence):
        raise ReadingRejected(f"«{person}», locus {one.name}: write the alleles as a list, not {reading!r}")
    if len(reading) > 2:
        raise ReadingRejected(f"«{person}», locus {one.name}: {len(reading)} alleles; a person has at most two")
    seen = []
    for allele in reading:
        number = numbers.get(allele if isinstance(allele, str) else str(allele), -1)
        if number < 0:
            raise ReadingRejected(f"«{person}», locus {one.name}: allele «{allele}» is not in the frequency table")
        if number == one.silent:
            raise ReadingRejected(f"«{person}», locus {one.name}: the silent allele cannot be seen")
        seen.append(number)
    return seen


def probability_of_reading(
    observation: Observation, frequencies: Floats, classes: Ints, silent: int, *, one_gene: bool
) -> Floats:
    """P(reading | genotype) over classes of alleles, float64[K, K]; see `observations.reading_chances`.

    Args:
        observation: what was seen, as numbers on the ladder.
        frequencies: float64[K], of the classes.
        classes: int64[A], class of each allele.
        silent: class of the silent allele or -1.
        one_gene: a man on X.
    """
    k = len(frequencies)
    table = np.empty((k, k))
    seen = np.array(sorted({int(classes[allele]) for allele in observation.alleles}) or [-1], dtype=np.int64)
    doubt = observation.doubt
    reading_chances(seen, doubt.dropout, doubt.dropin, doubt.error, frequencies, k, silent, one_gene, table)
    return table
