"""What only the laboratory's process can do: open the seals and compare every body with every family.

Nothing here writes; `actions.keep_search` keeps what comes of it, which is weights and no genotypes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

import antigone
from antigone.bureau.identification.models import (
    Donor,
    Family,
    KinshipWeight,
    PartLink,
    Population,
    Profile,
    SampleKind,
    Search,
    Use,
)
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.sealing import LaboratoryKey, opened
from antigone.evidence.dna import (
    Doubt,
    Expectations,
    Marker,
    Member,
    Model,
    MutationSpec,
    Panel,
    Profiles,
    SoughtPerson,
    associate,
    estimated_dropout,
    family_tables,
    marker,
    panel,
    pedigree,
    profiles,
    search,
)

SEX_MARKER = "AMEL"
#: A locus that speaks so strongly against kinship is explained by mutation or a wrong reading only.
_INCONSISTENT = -1.0
#: Odds beyond this are not told: no reading excludes a mistake of the laboratory so surely.
_MOST = 30.0

Readings = dict[str, dict[str, tuple[str, ...]]]
Progress = Callable[[str, int], None]


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


@dataclass(frozen=True, slots=True)
class Found:
    """A blind search and its weights, not kept yet.

    Attributes:
        search, weights, links: for `actions.keep_search`.
        notes: what the laboratory should look at, one sentence each.
    """

    search: Search
    weights: tuple[KinshipWeight, ...]
    links: tuple[PartLink, ...]
    notes: tuple[str, ...]


def _quietly(stage: str, done: int) -> None:
    return None


def blind_search(key: LaboratoryKey, assumptions: Assumptions, progress: Progress = _quietly) -> Found:
    """Every profile of remains against every family whose donors allowed it.

    Args:
        key: the laboratory's.
        assumptions: by which numbers.
        progress: told of the stage («profiles», «families», «pairs») and how many of it are done.

    Raises:
        SealBroken: a profile does not open.
        NoPopulation: there are no allele frequencies.
        TooManyHits: the floor is too low.
    """
    population = population_in_force()
    notes: list[str] = []
    bodies = _readings(key, notes, sample__kind=SampleKind.REMAINS)
    swabs = _readings(key, notes, sample__kind=SampleKind.DONOR, sample__donor__uses__contains=[Use.SEARCH])
    progress("profiles", len(bodies) + len(swabs))
    over = _panel(population, [*bodies.values(), *swabs.values()], assumptions, notes)
    sought = _sought(over, swabs, notes)
    tables = family_tables([person for _, person in sought], over, lambda done: progress("families", done))
    for person, locus in tables.contradictions():
        notes.append(
            f"family {person.name}: the relatives contradict each other at {locus}; "
            "a sample may be swapped, or a father not the father"
        )
    read = _profiles_of_bodies(over, bodies)
    hits = search(
        read,
        tables,
        floor=assumptions.floor,
        sexes=[_sex(reading) for reading in bodies.values()],
        theta=assumptions.theta,
    )
    progress("pairs", len(bodies) * len(sought))
    ids = _sample_ids(bodies)
    links = _links(over, bodies, ids, assumptions)
    names = [marker.name for marker in over.markers]
    weights = [
        _weight(sought[family][0], ids[read.people[body]], total, dict(zip(names, parts, strict=True)))
        for body, family, total, parts in zip(
            hits.body.tolist(), hits.family.tolist(), hits.log10_lr.tolist(), hits.per_locus.tolist(), strict=True
        )
    ]
    made = Search(
        population=population,
        engine_version=antigone.__version__,
        model=asdict(assumptions) | {"mutation": str(Model.PROPORTIONAL)},
        floor=assumptions.floor,
        families=len(sought),
        bodies=len(bodies),
        inputs=_digest(population, bodies, [person for _, person in sought]),
        outcome={"hits": len(weights), "links": len(links), "notes": notes[:100]},
    )
    return Found(made, tuple(weights), links, tuple(notes))


def _links(over: Panel, bodies: Readings, ids: Mapping[str, int], by: Assumptions) -> tuple[PartLink, ...]:
    """Which samples are of one body: each but the first of a body with the first, and how strongly DNA says so."""
    if len(bodies) < 2:
        return ()
    doubts: dict[str, dict[str, Doubt]] = {}
    genotypes: dict[str, dict[str, tuple[str, ...]]] = {}
    for label, reading in bodies.items():
        genotypes[label] = {locus: alleles for locus, alleles in reading.items() if locus != SEX_MARKER}
        doubt = Doubt(estimated_dropout(over, genotypes[label]), by.drop_in, by.typing_error)
        for locus in genotypes[label]:
            doubts.setdefault(locus, {})[label] = doubt
    samples = profiles(over, genotypes, {}, doubts)
    expected = Expectations(people=len(bodies))
    together = associate(samples, over, expected, sexes=[_sex(reading) for reading in bodies.values()])
    first: dict[int, str] = {}
    links = []
    for label, body, odds in zip(samples.people, together.body.tolist(), together.log10_odds.tolist(), strict=True):
        if body in first:
            # Odds hold the prior of 1 to `people`; what leaves the laboratory is the weight of the evidence alone.
            weight = min(odds, _MOST) + math.log10(expected.people)
            links.append(PartLink(one_id=ids[first[body]], other_id=ids[label], log10_lr=weight))
        first.setdefault(body, label)
    return tuple(links)


def _readings(key: LaboratoryKey, notes: list[str], **which: object) -> Readings:
    """Label of the sample -> locus -> alleles, of all profiles that are not destroyed; replicates put together."""
    found: Readings = {}
    kept = Profile.objects.filter(destroyed_on__isnull=True, **which).order_by("sample__label", "id")
    for label, content in kept.values_list("sample__label", "sealed").iterator():
        genotype = opened(bytes(content or b""), sample=label, key=key)
        if label in found:
            genotype = _together(found[label], genotype, label, notes)
        found[label] = genotype
    return found


def _together(
    one: Mapping[str, tuple[str, ...]], other: Mapping[str, tuple[str, ...]], label: str, notes: list[str]
) -> dict[str, tuple[str, ...]]:
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


def _panel(
    population: Population, readings: Iterable[Mapping[str, tuple[str, ...]]], by: Assumptions, notes: list[str]
) -> Panel:
    """The population's loci, with every allele that was read on the ladder."""
    seen: dict[str, set[str]] = {}
    for reading in readings:
        for locus, alleles in reading.items():
            seen.setdefault(locus, set()).update(alleles)
    markers: list[Marker] = []
    for locus, table in population.frequencies.items():
        shares = {str(allele): float(share) for allele, share in table.items()}
        unknown = sorted(seen.get(locus, set()) - set(shares))
        for allele in unknown:
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


def _size(allele: str) -> tuple[float, str]:
    try:
        return float(allele), allele
    except ValueError:
        return float("inf"), allele


def _sought(over: Panel, swabs: Readings, notes: list[str]) -> list[tuple[Family, SoughtPerson]]:
    """Families with at least one relative read."""
    read: dict[int, dict[str, dict[str, tuple[str, ...]]]] = {}
    donors = Donor.objects.filter(withdrawn_on__isnull=True, samples__label__in=swabs.keys())
    for number, member, label in donors.values_list("family_id", "member", "samples__label"):
        read.setdefault(number, {})[member] = {
            locus: alleles for locus, alleles in swabs[label].items() if locus != SEX_MARKER and len(alleles) == 2
        }
    found = []
    for family in Family.objects.filter(pk__in=read).order_by("id"):
        tree = pedigree(
            Member(one["id"], one["father"] or None, one["mother"] or None, one["sex"]) for one in family.pedigree
        )
        sexes = {member.id: member.sex for member in tree.members}
        readings = profiles(over, read[family.pk], sexes)
        found.append((family, SoughtPerson(family.label, tree, family.missing, readings)))
    return found


def _profiles_of_bodies(over: Panel, bodies: Readings) -> Profiles:
    """Readings of remains; where one allele was seen, the other may have dropped out, as often as in that bone."""
    doubts: dict[str, dict[str, Doubt]] = {}
    genotypes: dict[str, dict[str, tuple[str, ...]]] = {}
    for label, reading in bodies.items():
        genotypes[label] = {locus: alleles for locus, alleles in reading.items() if locus != SEX_MARKER}
        chance = estimated_dropout(over, genotypes[label])
        for locus, alleles in genotypes[label].items():
            if len(alleles) == 1:
                doubts.setdefault(locus, {})[label] = Doubt(dropout=chance)
    return profiles(over, genotypes, {}, doubts)


def _sex(reading: Mapping[str, tuple[str, ...]]) -> str:
    """From amelogenin: a Y tells a man; one X alone may be a man's whose Y dropped out."""
    seen = reading.get(SEX_MARKER, ())
    if "Y" in seen:
        return "M"
    return "F" if len(seen) == 2 else "U"


def _sample_ids(bodies: Readings) -> dict[str, int]:
    kept = Profile.objects.filter(sample__label__in=bodies.keys())
    return dict(kept.values_list("sample__label", "sample_id"))


def _weight(family: Family, sample: int, total: float, parts: Mapping[str, float]) -> KinshipWeight:
    told = {locus: round(part, 4) for locus, part in parts.items() if part != 0.0}
    return KinshipWeight(
        family=family,
        sample_id=sample,
        log10_lr=total,
        per_locus=told,
        loci=len(told),
        inconsistent=sum(part < _INCONSISTENT for part in told.values()),
    )


def _digest(population: Population, bodies: Readings, families: Iterable[SoughtPerson]) -> str:
    """SHA-256 of all that was compared, in one order."""
    digest = hashlib.sha256(population.sha256.encode())
    for label in sorted(bodies):
        digest.update(repr((label, sorted(bodies[label].items()))).encode())
    for person in families:
        digest.update(repr((person.name, person.missing, person.tree.members)).encode())
        digest.update(person.readings.codes.tobytes())
    return digest.hexdigest()
