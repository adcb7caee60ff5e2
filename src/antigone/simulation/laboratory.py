"""What laboratories read: profiles of remains, of relatives who gave a swab, and the families' trees.

Bone gives less than it holds: alleles drop out, whole loci fail, now and then one is misread or a foreign one drops in.
Swabs are read without fault; what is wrong there is a father who is not one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import numpy as np

from antigone.simulation.genes import LOCI, Alleles, Ints, population
from antigone.simulation.people import AS_OF, EPOCH, NOBODY, YEAR
from antigone.simulation.war import Fate
from antigone.simulation.world import World

SEX_MARKER: Final = "AMEL"
# By the state of the body: preserved, decomposed, skeleton, part.
DROP_OUT: Final = (0.005, 0.05, 0.12, 0.08)
"""Chance that an allele present once is not seen."""
NO_PROFILE: Final = (0.01, 0.04, 0.12, 0.08)
"""Chance that the laboratory gets nothing at all."""
MISREAD: Final = 0.0005
"""Chance, a locus, that one allele is read a repeat off."""
DROP_IN: Final = 0.001
"""Chance, a locus with one allele seen, that a foreign one is seen as well."""
FAMILY_GIVES: Final = 0.7
"""Share of the families who seek that give swabs; of such a family each near relative with `RELATIVE_GIVES`."""
RELATIVE_GIVES: Final = 0.75

PROFILE_HEADER: Final = ("SampleName", "Marker", "Allele1", "Allele2")
DONORS_HEADER: Final = ("sample", "family", "sought", "relation", "uses", "consented")
SAMPLES_HEADER: Final = ("sample", "record", "material")
MATERIALS: Final = ("blood", "muscle", "femur", "tooth")
"""What a sample is taken of, by the state of the body."""
SEARCH_ONLY: Final = 0.1
"""Share of donors who allow the search and nothing else."""
TRUTH_HEADER: Final = ("sample", "file", "person_id", "drop_outs", "misread", "drop_ins")

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One profile: rows of `PROFILE_HEADER`, and how it differs from the truth."""

    sample: str
    person: int
    rows: tuple[Row, ...]
    drop_outs: int = 0
    misread: int = 0
    drop_ins: int = 0


@dataclass(frozen=True, slots=True)
class Donor:
    """A relative who gave a swab: for which uses, and on which day of the world."""

    sample: str
    person: int
    relation: str
    uses: str
    consented: int


@dataclass(frozen=True, slots=True)
class FamilyTree:
    """A family that gave swabs: `sought` is the record of the missing person, its rows those of a PED file.

    Columns of a row: family, person, father, mother (0 unknown), sex (1 male, 2 female), sought (2) or not (1).
    Donors go by their sample, the sought by the record's id, others by a name of their place in the family.
    """

    sought: str
    donors: tuple[Donor, ...]
    rows: tuple[Row, ...]


def bone_readings(rng: np.random.Generator, world: World, fates: Ints, samples: Sequence[str]) -> Iterator[Reading]:
    """Profiles of remains.

    Args:
        rng: where chance comes from.
        world: the world.
        fates: rows of the war, one a body or part.
        samples: number of the sample of each; empty where none was taken.
    """
    table = population()
    ends = np.array([len(locus.alleles) - 1 for locus in table])
    for fate, sample in zip(fates.tolist(), samples, strict=True):
        person, state = int(world.war.who[fate]), int(world.war.state[fate])
        if not sample or rng.random() < NO_PROFILE[state]:
            continue
        seen = world.genes.alleles[person].copy()
        misread = np.flatnonzero(rng.random(len(LOCI)) < MISREAD)
        for place in misread.tolist():
            up = seen[place, 0] < ends[place]
            seen[place, 0] += 1 if up else -1
        missed = rng.random(seen.shape) < DROP_OUT[state]
        foreign = rng.random(len(LOCI)) < DROP_IN
        guest = np.array([rng.integers(0, end + 1) for end in ends.tolist()])
        rows = []
        drop_ins = 0
        for place, locus in enumerate(table):
            present = {int(allele) for allele, gone in zip(seen[place], missed[place], strict=True) if not gone}
            if foreign[place] and len(present) == 1 and int(guest[place]) not in present:
                present.add(int(guest[place]))
                drop_ins += 1
            if present:
                rows.append((sample, locus.name, *_pair([locus.alleles[allele] for allele in sorted(present)])))
        sexes = ["X"] if world.people.female[person] else ["X", "Y"]
        lost = rng.random(2) < DROP_OUT[state]
        sexes = [sex for sex, gone in zip(sexes, lost.tolist(), strict=False) if not gone]
        if sexes:
            rows.append((sample, SEX_MARKER, *_pair(sexes)))
        yield Reading(sample, person, tuple(rows), int(missed.sum()), len(misread), drop_ins)


def _pair(alleles: list[str]) -> tuple[str, str]:
    # One allele seen is written once: whether it is there twice, nobody saw.
    return (alleles[0], alleles[1]) if len(alleles) == 2 else (alleles[0], "")


def swab_reading(world: World, donor: Donor) -> Reading:
    """The whole profile of a living person; a homozygous locus has its allele twice."""
    genes: Alleles = world.genes.alleles[donor.person]
    rows = [
        (donor.sample, locus.name, *(locus.alleles[allele] for allele in sorted(genes[place].tolist())))
        for place, locus in enumerate(population())
    ]
    sex = ("X", "X") if world.people.female[donor.person] else ("X", "Y")
    return Reading(donor.sample, donor.person, (*rows, (donor.sample, SEX_MARKER, *sex)))


def family_trees(
    rng: np.random.Generator, world: World, sought: Sequence[tuple[str, int]], first_sample: int
) -> Iterator[FamilyTree]:
    """Families that gave swabs, for records of missing persons.

    Args:
        rng: where chance comes from.
        world: the world.
        sought: id of the record and row of the person; the first record of a person counts.
        first_sample: number of the first swab.
    """
    people = world.people
    # Whoever is missing himself, or dead, or newborn, gives no swab.
    able = (world.died_on < 0) & ((AS_OF - people.born) / YEAR > 1)
    able[world.war.who[world.war.fate != Fate.UNHARMED]] = False
    children: dict[int, list[int]] = {}
    for parent in (people.father, people.mother):
        known = np.flatnonzero(parent >= 0)
        for child, its in zip(known.tolist(), parent[known].tolist(), strict=True):
            children.setdefault(its, []).append(child)
    asked: set[int] = set()
    number = first_sample
    for record, person in sought:
        if person in asked:
            continue
        asked.add(person)
        if rng.random() >= FAMILY_GIVES:
            continue
        donors = []
        for relation, relative in _near_relatives(world, person, children):
            if able[relative] and rng.random() < RELATIVE_GIVES:
                uses = "search" if rng.random() < SEARCH_ONLY else "search quality"
                day = AS_OF - int(rng.integers(1, 300))
                donors.append(Donor(f"R-{number:07}", relative, relation, uses, day))
                number += int(rng.integers(1, 4))
        # A wife's genes tell of her husband only through their children.
        if any(donor.relation not in ("wife", "husband") for donor in donors):
            yield FamilyTree(record, tuple(donors), _tree(world, record, person, donors))


def _near_relatives(world: World, person: int, children: dict[int, list[int]]) -> list[tuple[str, int]]:
    people = world.people
    father, mother, spouse = int(people.father[person]), int(people.mother[person]), int(people.spouse[person])
    near = [("mother", mother), ("father", father)]
    near += [
        ("sister" if people.female[other] else "brother", other)
        for other in children.get(mother, [])
        if other != person
    ]
    own = children.get(person, [])
    near += [("daughter" if people.female[child] else "son", child) for child in own]
    if own:
        near.append(("wife" if people.female[spouse] else "husband", spouse))
    return [(relation, who) for relation, who in near if who != NOBODY]


def _tree(world: World, record: str, person: int, donors: Sequence[Donor]) -> tuple[Row, ...]:
    people = world.people
    names = {person: record} | {donor.person: donor.sample for donor in donors}
    relations = {donor.relation for donor in donors}
    parents = relations & {"mother", "father", "brother", "sister"}
    for who, place in ((int(people.father[person]), "father"), (int(people.mother[person]), "mother")):
        if parents and who != NOBODY:
            names.setdefault(who, f"{record}-{place}")
    spouse = int(people.spouse[person])
    if relations & {"son", "daughter"} and spouse != NOBODY:
        names.setdefault(spouse, f"{record}-spouse")
    family = f"F-{record}"
    rows = []
    for who, name in names.items():
        father, mother = names.get(int(people.father[who]), "0"), names.get(int(people.mother[who]), "0")
        rows.append((family, name, father, mother, "2" if people.female[who] else "1", "2" if who == person else "1"))
    return tuple(rows)


def donor_rows(tree: FamilyTree) -> Iterator[Row]:
    """Rows of `DONORS_HEADER`: who gave which swab, for whom, for which uses, and when."""
    for donor in tree.donors:
        day = (EPOCH + timedelta(donor.consented)).isoformat()
        yield (donor.sample, tree.rows[0][0], tree.sought, donor.relation, donor.uses, day)


def frequency_rows() -> Iterator[Row]:
    """The population's frequencies as a wide table: a first column of alleles, then one a locus; empty where none."""
    table = population()
    yield ("Allele", *(locus.name for locus in table))
    by_locus = [dict(zip(locus.alleles, locus.frequencies.tolist(), strict=True)) for locus in table]
    for allele in sorted({allele for locus in table for allele in locus.alleles}, key=float):
        yield (allele, *(f"{shares[allele]:.4f}" if allele in shares else "" for shares in by_locus))
