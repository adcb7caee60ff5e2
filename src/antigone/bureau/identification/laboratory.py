"""What only the laboratory's process can do: open the seals and compare every body with every family.

Nothing here writes; `actions.keep_search` keeps what comes of it, which is weights and no genotypes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

import antigone
from antigone.bureau.identification.bench import (
    SEX_MARKER,
    Assumptions,
    Readings,
    bodies_read,
    families_read,
    panel_of,
    readings_of,
    sex_of,
)
from antigone.bureau.identification.models import (
    Family,
    KinshipWeight,
    PartLink,
    Population,
    Profile,
    Sample,
    SampleKind,
    Search,
    Use,
)
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.matching.models import LIVE, Match, Relation
from antigone.evidence.dna import (
    Doubt,
    Expectations,
    Model,
    Panel,
    SoughtPerson,
    associate,
    estimated_dropout,
    family_tables,
    profiles,
    search,
)
from antigone.evidence.dna.blind_search import second_look

#: A locus that speaks so strongly against kinship is explained by mutation or a wrong reading only.
_INCONSISTENT = -1.0
#: A locus that says it cannot be is told as this: no reading is beyond a mistake.
_LEAST = -6.0
#: Odds beyond this are not told: no reading excludes a mistake of the laboratory so surely.
_MOST = 30.0

Progress = Callable[[str, int], None]


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
    bodies = readings_of(key, notes, sample__kind=SampleKind.REMAINS)
    swabs = readings_of(key, notes, sample__kind=SampleKind.DONOR, sample__donor__uses__contains=[Use.SEARCH])
    progress("profiles", len(bodies) + len(swabs))
    over = panel_of(population, [*bodies.values(), *swabs.values()], assumptions, notes)
    sought = families_read(over, swabs)
    tables = family_tables([person for _, person in sought], over, lambda done: progress("families", done))
    for person, locus in tables.contradictions():
        notes.append(
            f"family {person.name}: the relatives contradict each other at {locus}; "
            "a sample may be swapped, or a father not the father"
        )
    read = bodies_read(over, bodies)
    hits = search(
        read,
        tables,
        floor=assumptions.floor,
        sexes=[sex_of(reading) for reading in bodies.values()],
        theta=assumptions.theta,
    )
    doubted = _matched_without_dna(bodies, sought, set(zip(hits.body.tolist(), hits.family.tolist(), strict=True)))
    against = second_look(tables, read, doubted[:, 1], doubted[:, 0], assumptions.theta)
    progress("pairs", len(bodies) * len(sought))
    ids = _sample_ids(bodies)
    links = _links(over, bodies, ids, assumptions)
    names = [marker.name for marker in over.markers]
    pairs = np.concatenate([np.column_stack([hits.body, hits.family]), doubted])
    weights = [
        _weight(sought[family][0], ids[read.people[body]], dict(zip(names, parts, strict=True)))
        for (body, family), parts in zip(
            pairs.tolist(), np.concatenate([hits.per_locus, against]).tolist(), strict=True
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
        # Notes may name alleles of a sample; they are told at the bench and kept nowhere.
        outcome={"hits": len(weights), "links": len(links), "notes": len(notes)},
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
    together = associate(samples, over, expected, sexes=[sex_of(reading) for reading in bodies.values()])
    first: dict[int, str] = {}
    links = []
    for label, body, odds in zip(samples.people, together.body.tolist(), together.log10_odds.tolist(), strict=True):
        if body in first:
            # Odds hold the prior of 1 to `people`; what leaves the laboratory is the weight of the evidence alone.
            weight = min(odds, _MOST) + math.log10(expected.people)
            links.append(PartLink(one_id=ids[first[body]], other_id=ids[label], log10_lr=weight))
        first.setdefault(body, label)
    return tuple(links)


def _sample_ids(bodies: Readings) -> dict[str, int]:
    kept = Profile.objects.filter(sample__label__in=bodies.keys())
    return dict(kept.values_list("sample__label", "sample_id"))


def _weight(family: Family, sample: int, parts: Mapping[str, float]) -> KinshipWeight:
    told = {locus: round(max(part, _LEAST), 4) for locus, part in parts.items() if part != 0.0}
    return KinshipWeight(
        family=family,
        sample_id=sample,
        log10_lr=math.fsum(max(part, _LEAST) for part in parts.values()),
        per_locus=told,
        loci=len(told),
        inconsistent=sum(part < _INCONSISTENT for part in told.values()),
    )


def _matched_without_dna(
    bodies: Readings, sought: Sequence[tuple[Family, SoughtPerson]], hits: set[tuple[int, int]]
) -> NDArray[np.int64]:
    """Pairs (body, family) that other evidence matches and DNA did not find: what it says against them counts too."""
    of_record: dict[int, list[int]] = {}
    sexes = [sex_of(reading) for reading in bodies.values()]
    place = {label: row for row, label in enumerate(bodies)}
    for label, record in Sample.objects.filter(label__in=bodies.keys()).values_list("label", "record_id"):
        of_record.setdefault(record, []).append(place[label])
    of_sought: dict[int, list[int]] = {}
    for row, (family, _) in enumerate(sought):
        of_sought.setdefault(family.sought_id, []).append(row)
    live = Match.objects.filter(state__in=LIVE, relation=Relation.ACROSS, left__in=of_sought, right__in=of_record)
    found = [
        (body, family)
        for left, right in live.order_by("left_id", "right_id").values_list("left_id", "right_id")
        for family in of_sought[left]
        for body in of_record[right]
        if (body, family) not in hits and {sexes[body], _sex_missed(sought[family][1])} != {"M", "F"}
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def _sex_missed(person: SoughtPerson) -> str:
    return person.tree.members[person.tree.place(person.missing)].sex


def _digest(population: Population, bodies: Readings, families: Iterable[SoughtPerson]) -> str:
    """SHA-256 of all that was compared, in one order."""
    digest = hashlib.sha256(population.sha256.encode())
    for label in sorted(bodies):
        digest.update(repr((label, sorted(bodies[label].items()))).encode())
    for person in families:
        digest.update(repr((person.name, person.missing, person.tree.members)).encode())
        digest.update(person.readings.codes.tobytes())
    return digest.hexdigest()
