"""What lies on the laboratory's bench: profiles with their seals opened, and the loci to weigh them by.

For the laboratory's process alone; nothing here is written anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from antigone.bureau.identification.models import Donor, Family, Population, Profile
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.identification.sealing import LaboratoryKey, opened
from antigone.evidence.dna import (
    Doubt,
    Marker,
    Member,
    Model,
    MutationSpec,
    Panel,
    Pedigree,
    Profiles,
    SoughtPerson,
    dropout_in_steps,
    marker,
    panel,
    pedigree,
    profiles,
)

SEX_MARKER = "AMEL"

#: Locus -> alleles.
Reading = Mapping[str, tuple[str, ...]]
#: Label of the sample -> locus -> alleles.
Readings = dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Assumptions:
    """By which numbers profiles are weighed.

    Attributes:
        mothers, fathers: chance of a mutation in one meiosis, proportional model (stationary).
        least_frequency: of an allele that was read and is not in the table.
        theta: co-ancestry.
        drop_in, typing_error: of one reading of remains, a locus.
        floor: least log10 likelihood ratio that is kept.
    """

    mothers: float = 0.001
    fathers: float = 0.002
    least_frequency: float = 0.001
    theta: float = 0.0
    drop_in: float = 0.002
    typing_error: float = 0.001
    floor: float = 2.0


def readings_of(key: LaboratoryKey, notes: list[str], **which: object) -> Readings:
    """Profiles that are not destroyed, opened; several of one sample put together.

    Args:
        key: the laboratory's.
        notes: a sentence is added for each locus that had to be left out.
        which: filters on `Profile`.

    Raises:
        SealBroken: a profile does not open.
    """
    found: Readings = {}
    kept = Profile.objects.filter(destroyed_on__isnull=True, **which).order_by("sample__label", "id")
    for label, content in kept.values_list("sample__label", "sealed").iterator():
        genotype = opened(bytes(content or b""), sample=label, key=key)
        if label in found:
            genotype = _together(found[label], genotype, label, notes)
        found[label] = genotype
    return {label: found[label] for label in sorted(found)}


def _together(one: Reading, other: Reading, label: str, notes: list[str]) -> dict[str, tuple[str, ...]]:
    """What two readings of one sample say together: all alleles that were seen; a locus with over two is left out."""
    joined: dict[str, tuple[str, ...]] = {}
    for locus in dict.fromkeys([*one, *other]):
        readings = [reading[locus] for reading in (one, other) if locus in reading]
        seen = sorted({allele for reading in readings for allele in reading})
        if len(seen) > 2:
            notes.append(f"sample {label}, locus {locus}: replicates show {', '.join(seen)}; the locus is left out")
        elif len(seen) == 1:
            # Twice the same is a homozygote only if some reading said so.
            joined[locus] = max(readings, key=len)
        else:
            joined[locus] = (seen[0], seen[1])
    return joined


def panel_of(population: Population, readings: Iterable[Reading], by: Assumptions, notes: list[str]) -> Panel:
    """The population's loci, every allele that was read on the ladder; `notes` says which were not in the table."""
    seen = off_the_table(population, readings)
    markers: list[Marker] = []
    for locus, table in population.frequencies.items():
        shares = {str(allele): float(share) for allele, share in table.items()}
        for allele in sorted(allele for at, allele in seen if at == locus):
            shares[allele] = by.least_frequency
            notes.append(f"locus {locus}: allele {allele} is not in the table; taken as {by.least_frequency:g}")
        total = sum(shares.values())
        ladder = sorted(shares, key=_size)
        markers.append(
            marker(
                locus,
                ladder,
                [shares[allele] / total for allele in ladder],
                mothers=MutationSpec(Model.PROPORTIONAL, by.mothers),
                fathers=MutationSpec(Model.PROPORTIONAL, by.fathers),
            )
        )
    return panel(markers)


def off_the_table(population: Population, readings: Iterable[Reading]) -> set[tuple[str, str]]:
    """(locus, allele) that was read and has no frequency."""
    return {
        (locus, allele)
        for reading in readings
        for locus, alleles in reading.items()
        if locus in population.frequencies
        for allele in alleles
        if allele not in population.frequencies[locus]
    }


def _size(allele: str) -> tuple[float, str]:
    try:
        return float(allele), allele
    except ValueError:
        return float("inf"), allele


def families_read(over: Panel, swabs: Readings) -> list[tuple[Family, SoughtPerson]]:
    """Families with at least one relative read."""
    read: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
    donors = Donor.objects.filter(withdrawn_on__isnull=True).values_list("family_id", "member", "samples__label")
    for number, member, label in rows_with(donors, "samples__label", swabs.keys()):
        read.setdefault(number, {})[member] = {
            locus: alleles for locus, alleles in swabs[label].items() if locus != SEX_MARKER and len(alleles) == 2
        }
    found = []
    for family in rows_with(Family.objects.order_by("id"), "pk", sorted(read)):
        tree = tree_of(family)
        sexes = {member.id: member.sex for member in tree.members}
        readings = profiles(over, read[family.pk], sexes)
        found.append((family, SoughtPerson(family.label, tree, family.missing, readings)))
    return found


def tree_of(family: Family) -> Pedigree:
    """The family's tree, which was checked when it was kept."""
    return pedigree(
        Member(one["id"], one["father"] or None, one["mother"] or None, one["sex"]) for one in family.pedigree
    )


def bodies_read(over: Panel, bodies: Readings) -> Profiles:
    """Readings of remains; where one allele was seen, the other may have dropped out, as often as in that bone."""
    doubts: dict[str, dict[str, Doubt]] = {}
    genotypes: dict[str, dict[str, tuple[str, ...]]] = {}
    for label, reading in bodies.items():
        genotypes[label] = {locus: alleles for locus, alleles in reading.items() if locus != SEX_MARKER}
        chance = dropout_in_steps(over, genotypes[label])
        for locus, alleles in genotypes[label].items():
            if len(alleles) == 1:
                doubts.setdefault(locus, {})[label] = Doubt(dropout=chance)
    return profiles(over, genotypes, {}, doubts)


def parts_read(over: Panel, bodies: Readings, by: Assumptions) -> Profiles:
    """Readings of remains to be put together into bodies: any may have lost or won an allele, or be mistaken."""
    doubts: dict[str, dict[str, Doubt]] = {}
    genotypes: dict[str, dict[str, tuple[str, ...]]] = {}
    for label, reading in bodies.items():
        genotypes[label] = {locus: alleles for locus, alleles in reading.items() if locus != SEX_MARKER}
        doubt = Doubt(dropout_in_steps(over, genotypes[label]), by.drop_in, by.typing_error)
        for locus in genotypes[label]:
            doubts.setdefault(locus, {})[label] = doubt
    return profiles(over, genotypes, {}, doubts)


def people_expected(samples: int) -> int:
    """Of how many people samples may be, at most, in round numbers (1, 2 or 5 with noughts), so that one sample more
    changes no other's weight."""
    power = int(f"1{'0' * (len(str(max(1, samples))) - 1)}")
    return next(step * power for step in (1, 2, 5, 10) if step * power >= samples)


def sex_of(reading: Reading) -> str:
    """From amelogenin: a Y tells a man; one X alone may be a man's whose Y dropped out."""
    seen = reading.get(SEX_MARKER, ())
    if "Y" in seen:
        return "M"
    return "F" if len(seen) == 2 else "U"
