"""What only the laboratory's process can do: open the seals and compare every body with every family.

Nothing here writes; `actions.keep_search` keeps what comes of it, which is weights and no genotypes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

import antigone
from antigone.bureau.identification.bench import (
    Assumptions,
    Readings,
    bodies_read,
    families_read,
    off_the_table,
    panel_of,
    parts_read,
    people_expected,
    readings_of,
    sex_of,
)
from antigone.bureau.identification.models import (
    Family,
    KinshipWeight,
    PartLink,
    Population,
    Sample,
    SampleKind,
    Search,
    Use,
)
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.identification.sealing import LaboratoryKey, keyed
from antigone.bureau.matching.models import LIVE, Match, Relation
from antigone.evidence.dna import (
    Expectations,
    Model,
    Panel,
    SoughtPerson,
    associate,
    family_tables,
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


def quietly(stage: str, done: int) -> None:
    """Nobody is told."""


def blind_search(key: LaboratoryKey, assumptions: Assumptions, progress: Progress = quietly) -> Found:
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
        notes.append(contradiction(person.name, locus))
    read = bodies_read(over, bodies)
    hits = search(
        read,
        tables,
        floor=assumptions.floor,
        sexes=[sex_of(reading) for reading in bodies.values()],
        theta=assumptions.theta,
    )
    ids = _sample_ids(bodies)
    doubted = _asked_without_hit(bodies, ids, sought, set(zip(hits.body.tolist(), hits.family.tolist(), strict=True)))
    against = second_look(tables, read, doubted[:, 1], doubted[:, 0], assumptions.theta)
    progress("pairs", len(bodies) * len(sought))
    links = _links(over, bodies, ids, assumptions)
    names = [marker.name for marker in over.markers]
    pairs = np.concatenate([np.column_stack([hits.body, hits.family]), doubted])
    weights = [
        weight_of(sought[family][0], ids[read.people[body]], dict(zip(names, parts, strict=True)))
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
        outcome={"hits": len(weights), "links": len(links), "notes": len(notes)}
        | common_ground(key, off_the_table(population, [*bodies.values(), *swabs.values()]), len(bodies)),
    )
    return Found(made, tuple(weights), links, tuple(notes))


def common_ground(key: LaboratoryKey, beyond: set[tuple[str, str]], bodies: int) -> dict[str, str | int]:
    """What all weights of a search share and arrivals must not change: alleles without a frequency, under the key,
    and of how many people samples are taken to be."""
    return {"ladders": keyed(repr(sorted(beyond)), key), "people": people_expected(bodies)}


def contradiction(family: str, locus: str) -> str:
    """What to look at where relatives contradict each other."""
    return (
        f"family {family}: the relatives contradict each other at {locus}; "
        "a sample may be swapped, or a father not the father"
    )


def _links(over: Panel, bodies: Readings, ids: Mapping[str, int], by: Assumptions) -> tuple[PartLink, ...]:
    """Which samples are of one body: each but the first of a body with the first, and how strongly DNA says so."""
    if len(bodies) < 2:
        return ()
    samples = parts_read(over, bodies, by)
    expected = Expectations(people=people_expected(len(bodies)))
    together = associate(samples, over, expected, sexes=[sex_of(reading) for reading in bodies.values()])
    first: dict[int, str] = {}
    links = []
    for label, body, odds in zip(samples.people, together.body.tolist(), together.log10_odds.tolist(), strict=True):
        if body in first:
            links.append(link_of(ids[first[body]], ids[label], odds, expected))
        first.setdefault(body, label)
    return tuple(links)


def link_of(one: int, other: int, log10_odds: float, expected: Expectations) -> PartLink:
    """Two samples (ids) of one body, by the posterior odds of the second; not saved yet."""
    # Odds hold the prior of 1 to `people`; what leaves the laboratory is the weight of the evidence alone.
    return PartLink(one_id=one, other_id=other, log10_lr=min(log10_odds, _MOST) + math.log10(expected.people))


def _sample_ids(bodies: Readings) -> dict[str, int]:
    return dict(rows_with(Sample.objects.values_list("label", "pk"), "label", bodies.keys()))


def weight_of(family: Family, sample: int, parts: Mapping[str, float]) -> KinshipWeight:
    """A pair's weight as it is kept, from log10 LR at each locus; not saved yet."""
    told = {locus: round(max(part, _LEAST), 4) for locus, part in parts.items() if part != 0.0}
    return KinshipWeight(
        family=family,
        sample_id=sample,
        log10_lr=math.fsum(max(part, _LEAST) for part in parts.values()),
        per_locus=told,
        loci=len(told),
        inconsistent=sum(part < _INCONSISTENT for part in told.values()),
    )


def _asked_without_hit(
    bodies: Readings,
    ids: Mapping[str, int],
    sought: Sequence[tuple[Family, SoughtPerson]],
    hits: set[tuple[int, int]],
) -> NDArray[np.int64]:
    """Pairs (body, family) that other evidence matches, or ever did, and DNA did not find: what it says against them
    counts too. Without those that were weighed before, a match that DNA had refuted would come back with each search.
    """
    of_record: dict[int, list[int]] = {}
    sexes = [sex_of(reading) for reading in bodies.values()]
    place = {label: row for row, label in enumerate(bodies)}
    for label, record in rows_with(Sample.objects.values_list("label", "record_id"), "label", bodies.keys()):
        of_record.setdefault(record, []).append(place[label])
    of_sought: dict[int, list[int]] = {}
    for row, (family, _) in enumerate(sought):
        of_sought.setdefault(family.sought_id, []).append(row)
    asked = {
        (body, family)
        for left, right in matched_records(sought=of_sought.keys())
        for family in of_sought[left]
        for body in of_record.get(right, ())
    }
    row_of_sample = {ids[label]: row for label, row in place.items()}
    row_of_family = {family.pk: row for row, (family, _) in enumerate(sought)}
    asked |= {
        (row_of_sample[sample], row_of_family[family])
        for sample, family in weighed_before(families=row_of_family)
        if sample in row_of_sample
    }
    found = [
        (body, family)
        for body, family in sorted(asked - hits)
        if {sexes[body], sex_missed(sought[family][1])} != {"M", "F"}
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def matched_records(
    *, sought: Collection[int] = (), found: Collection[int] = (), matches: Collection[int] = ()
) -> list[tuple[int, int]]:
    """(sought, found) records of live matches in which one of these is sought, or one of those found, or which are
    these matches."""
    live = Match.objects.filter(state__in=LIVE, relation=Relation.ACROSS).values_list("left_id", "right_id")
    return sorted({*rows_with(live, "left", sought), *rows_with(live, "right", found), *rows_with(live, "pk", matches)})


def weighed_before(*, samples: Collection[int] = (), families: Collection[int] = ()) -> set[tuple[int, int]]:
    """(sample, family) of kept weights that are of one of these samples or of one of these families."""
    kept = KinshipWeight.objects.values_list("sample_id", "family_id")
    return {*rows_with(kept, "sample", samples), *rows_with(kept, "family", families)}


def sex_missed(person: SoughtPerson) -> str:
    """Of the person whom the family misses: M, F or U."""
    return person.tree.members[person.tree.place(person.missing)].sex


def _digest(population: Population, bodies: Readings, families: Iterable[SoughtPerson]) -> str:
    """SHA-256 of all that was compared, in one order."""
    digest = hashlib.sha256(population.sha256.encode())
    add_to_digest(digest, bodies, families)
    return digest.hexdigest()


def add_to_digest(digest: hashlib._Hash, bodies: Readings, families: Iterable[SoughtPerson]) -> None:
    """Readings of bodies by label, then families in the order given."""
    for label in sorted(bodies):
        digest.update(repr((label, sorted(bodies[label].items()))).encode())
    for person in families:
        digest.update(repr((person.name, person.missing, person.tree.members)).encode())
        digest.update(person.readings.codes.tobytes())
