"""Readings, tables and columns of everybody, ready for whoever comes; and what comes of an arrival.

Genotypes and what follows from them stay in this process's memory: nothing here writes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from antigone.bureau.identification.bench import (
    Assumptions,
    Reading,
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
from antigone.bureau.identification.laboratory import (
    Progress,
    add_to_digest,
    common_ground,
    contradiction,
    link_of,
    matched_records,
    quietly,
    sex_missed,
    weighed_before,
    weight_of,
)
from antigone.bureau.identification.models import (
    Donor,
    Family,
    KinshipWeight,
    PartLink,
    Population,
    Sample,
    SampleKind,
    Search,
    Use,
)
from antigone.bureau.identification.rows import rows_with
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.evidence.dna import Expectations, Pairs, SamplesAtHand, SearchAtHand, SoughtPerson

#: (locus, allele) pairs that have no frequency.
_Beyond = set[tuple[str, str]]


class EverythingAnew(Exception):
    """What came changes every weight, or there is nothing to go on from; the message says why."""


@dataclass(slots=True)
class Change:
    """What comes of some arrivals, not kept yet.

    Attributes:
        samples, families: ids of those compared anew, or gone; their earlier weights go.
        parts: ids of samples of remains whose earlier links go.
        matches: how many matches came of which DNA had not been asked.
        records: of whom DNA may say something else now.
        weights, links: what takes the place of what goes.
        digest: of what came.
        notes: what the laboratory should look at, one sentence each.
    """

    samples: set[int] = field(default_factory=set)
    families: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)
    matches: int = 0
    records: set[int] = field(default_factory=set)
    weights: list[KinshipWeight] = field(default_factory=list)
    links: list[PartLink] = field(default_factory=list)
    digest: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Body:
    """A sample of remains that was read: which it is, whose, and its sex by amelogenin."""

    sample: int
    label: str
    record: int
    sex: str


@dataclass(frozen=True, slots=True)
class _Kin:
    """A family of which a relative was read."""

    family: Family
    sex_missed: str


class AtHand:
    """All bodies and families, opened and made ready by the numbers of one search.

    Args:
        key: the laboratory's.
        population: the frequencies.
        search: by whose numbers; with what was read since, it must stand on the same ground.
        progress: told «families» and how many tables are made.

    Raises:
        EverythingAnew: what was read since changes the weights of all.
        SealBroken: a profile does not open.
    """

    def __init__(
        self, key: LaboratoryKey, population: Population, search: Search, progress: Progress = quietly
    ) -> None:
        by = assumptions_of(search)
        self._key, self._population, self._by, self._ground = key, population, by, search.outcome
        notes: list[str] = []
        bodies = readings_of(key, notes, sample__kind=SampleKind.REMAINS)
        swabs = _swabs(key, notes)
        self._off_table: dict[tuple[str, int], _Beyond] = {}
        self._bodies: dict[str, _Body] = {}
        self._label_of: dict[int, str] = {}
        self._of_record: dict[int, set[str]] = {}
        self._kin: dict[str, _Kin] = {}
        self._of_sought: dict[int, set[str]] = {}
        self._family_of: dict[int, str] = {}
        self._over = panel_of(population, [*bodies.values(), *swabs.values()], by, notes)
        self._pairs = SearchAtHand(self._over, floor=by.floor, theta=by.theta)
        self._parts = SamplesAtHand(self._over, Expectations(people=people_expected(len(bodies))))
        self._note_bodies(bodies)
        self._note_swabs(swabs)
        self._check_panel()
        sought = families_read(self._over, swabs)
        self._note_families(sought)
        self._pairs.put_families([person for _, person in sought], lambda done: progress("families", done))
        sexes = [sex_of(reading) for reading in bodies.values()]
        self._pairs.put_bodies(bodies_read(self._over, bodies), sexes)
        self._parts.begin(parts_read(self._over, bodies, by), sexes)

    @property
    def families(self) -> int:
        return self._pairs.families

    @property
    def bodies(self) -> int:
        return self._pairs.bodies

    def take_in(self, samples: Collection[int], families: Collection[int], matches: Collection[int] = ()) -> Change:
        """Compare what came, went or changed with everybody else, and have it at hand from now on.

        When it raises, what is at hand is no longer what is kept: make it ready anew.

        Args:
            samples: ids of samples, of remains or of donors, that were read or whose reading is gone.
            families: ids of families whose tree, donors or consents changed.
            matches: ids of matches that other evidence proposes: what DNA says of these pairs is weighed, hit or not.

        Raises:
            EverythingAnew: it changes the weights of all.
            SealBroken: a profile does not open.
        """
        change = Change(families=set(families), matches=len(matches))
        for sample, kind, family in Sample.objects.filter(pk__in=samples).values_list("pk", "kind", "donor__family_id"):
            if kind == SampleKind.REMAINS:
                change.samples.add(sample)
            elif family is not None:
                change.families.add(family)
        change.samples |= {sample for sample in samples if sample in self._label_of}
        bodies = readings_of(self._key, change.notes, sample__in=change.samples, sample__kind=SampleKind.REMAINS)
        swabs = _swabs(self._key, change.notes, sample__donor__family__in=change.families)
        gone = [self._bodies[self._label_of[sample]] for sample in change.samples if sample in self._label_of]
        touched = self._forget(change, gone)
        self._note_bodies(bodies)
        self._note_swabs(swabs)
        self._check_panel()
        sought = families_read(self._over, swabs)
        self._note_families(sought)
        touched |= self._put(change, bodies, [person for _, person in sought])
        self._weigh(change, list(bodies), [family.label for family, _ in sought], matches)
        self._link(change, touched)
        digest = hashlib.sha256()
        add_to_digest(digest, bodies, [person for _, person in sought])
        digest.update(repr((sorted(change.samples), sorted(change.families))).encode())
        change.digest = digest.hexdigest()
        return change

    def _forget(self, change: Change, gone: list[_Body]) -> set[str]:
        """Forget bodies that are read anew or gone, and all changed families; gives whose parts that touches."""
        touched: set[str] = set()
        for body in gone:
            touched |= self._parts.remove(body.label)
            self._pairs.remove_body(body.label)
            self._off_table.pop((SampleKind.REMAINS, body.sample), None)
            change.records.add(body.record)
            self._of_record[body.record].discard(body.label)
            del self._bodies[body.label], self._label_of[body.sample]
        for family in change.families:
            self._off_table.pop((SampleKind.DONOR, family), None)
            label = self._family_of.pop(family, None)
            if label is not None:
                sought = self._kin.pop(label).family.sought_id
                change.records.add(sought)
                self._of_sought[sought].discard(label)
                self._pairs.remove_family(label)
        return touched

    def _put(self, change: Change, bodies: Readings, sought: list[SoughtPerson]) -> set[str]:
        """Put bodies and families with the others; gives whose parts that touches."""
        sexes = [sex_of(reading) for reading in bodies.values()]
        self._pairs.put_bodies(bodies_read(self._over, bodies), sexes)
        touched: set[str] = set()
        for label, reading in bodies.items():
            touched |= self._parts.put(parts_read(self._over, {label: reading}, self._by), sex_of(reading))
        for family, locus in self._pairs.put_families(sought):
            change.notes.append(contradiction(family, locus))
        change.records |= {self._bodies[label].record for label in bodies}
        change.records |= {self._kin[person.name].family.sought_id for person in sought}
        return touched

    def _check_panel(self) -> None:
        now = common_ground(self._key, set().union(*self._off_table.values()), len(self._bodies))
        if now["ladders"] != self._ground["ladders"]:
            raise EverythingAnew("an allele without a frequency was read for the first time, or nobody has it any more")
        if now["people"] != self._ground["people"]:
            raise EverythingAnew("the number of samples passed a round number, by which parts are put together")

    def _weigh(self, change: Change, bodies: list[str], families: list[str], matches: Collection[int]) -> None:
        found: dict[tuple[str, str], list[float]] = {}
        for label in bodies:
            found |= _by_pair(self._pairs.hits_of_body(label))
        for label in families:
            found |= _by_pair(self._pairs.hits_of_family(label))
        asked = self._asked(set(bodies), set(families)) | self._newly_matched(change, matches)
        found |= _by_pair(self._pairs.weigh(sorted(asked - found.keys())))
        names = [one.name for one in self._over.markers]
        change.weights = [
            weight_of(self._kin[family].family, self._bodies[body].sample, dict(zip(names, parts, strict=True)))
            for (body, family), parts in found.items()
        ]

    def _asked(self, bodies: set[str], families: set[str]) -> set[tuple[str, str]]:
        """Pairs of these with everybody that other evidence matches, or ever did, and the sexes allow."""
        live = matched_records(
            sought={self._kin[label].family.sought_id for label in families},
            found={self._bodies[label].record for label in bodies},
        )
        before = weighed_before(
            samples={self._bodies[label].sample for label in bodies},
            families={self._kin[label].family.pk for label in families},
        )
        matched = {(body, family) for body, family in self._pairs_of(live) if body in bodies or family in families}
        return matched | self._at_hand(before)

    def _newly_matched(self, change: Change, matches: Collection[int]) -> set[tuple[str, str]]:
        """Pairs of these matches that were not weighed yet and that the sexes allow."""
        records = matched_records(matches=matches)
        pairs = self._pairs_of(records)
        of_families = {self._kin[family].family.pk for _, family in pairs}
        new = pairs - self._at_hand(weighed_before(families=of_families))
        change.records |= {self._bodies[body].record for body, _ in new}
        return new

    def _pairs_of(self, records: list[tuple[int, int]]) -> set[tuple[str, str]]:
        """(body, family) at hand of (sought, found) records, where the sexes allow."""
        return {
            (body, family)
            for left, right in records
            for family in self._of_sought.get(left, ())
            for body in self._of_record.get(right, ())
            if self._sexes_allow(body, family)
        }

    def _at_hand(self, weighed: set[tuple[int, int]]) -> set[tuple[str, str]]:
        """(body, family) at hand of (sample, family) by their ids, where the sexes allow."""
        return {
            (self._label_of[sample], self._family_of[family])
            for sample, family in weighed
            if sample in self._label_of
            and family in self._family_of
            and self._sexes_allow(self._label_of[sample], self._family_of[family])
        }

    def _sexes_allow(self, body: str, family: str) -> bool:
        return {self._bodies[body].sex, self._kin[family].sex_missed} != {"M", "F"}

    def _link(self, change: Change, touched: set[str]) -> None:
        there = touched & self._bodies.keys()
        change.parts = change.samples | {self._bodies[label].sample for label in there}
        change.records |= {self._bodies[label].record for label in there}
        change.links = [
            link_of(
                self._bodies[one.first].sample, self._bodies[one.sample].sample, one.log10_odds, self._parts.expected
            )
            for one in self._parts.bodies(there)
        ]

    def _note_bodies(self, bodies: Readings) -> None:
        kept = Sample.objects.values_list("pk", "label", "record_id")
        for sample, label, record in rows_with(kept, "label", bodies.keys()):
            self._bodies[label] = _Body(sample, label, record, sex_of(bodies[label]))
            self._label_of[sample] = label
            self._of_record.setdefault(record, set()).add(label)
            self._note_off_table((SampleKind.REMAINS, sample), bodies[label])

    def _note_swabs(self, swabs: Readings) -> None:
        family_of = Donor.objects.values_list("samples__label", "family_id")
        for label, family in rows_with(family_of, "samples__label", swabs.keys()):
            self._note_off_table((SampleKind.DONOR, family), swabs[label])

    def _note_off_table(self, of: tuple[str, int], reading: Reading) -> None:
        beyond = off_the_table(self._population, [reading])
        if beyond:
            self._off_table.setdefault(of, set()).update(beyond)

    def _note_families(self, sought: list[tuple[Family, SoughtPerson]]) -> None:
        for family, person in sought:
            self._kin[family.label] = _Kin(family, sex_missed(person))
            self._family_of[family.pk] = family.label
            self._of_sought.setdefault(family.sought_id, set()).add(family.label)


def assumptions_of(search: Search) -> Assumptions:
    """By which numbers a search was made."""
    return Assumptions(**{name: value for name, value in search.model.items() if name != "mutation"})


def _swabs(key: LaboratoryKey, notes: list[str], **which: object) -> Readings:
    """Readings of relatives who allow the search."""
    return readings_of(key, notes, sample__kind=SampleKind.DONOR, sample__donor__uses__contains=[Use.SEARCH], **which)


def _by_pair(found: Pairs) -> Mapping[tuple[str, str], list[float]]:
    return dict(zip(zip(found.bodies, found.families, strict=True), found.per_locus.tolist(), strict=True))
