"""What staff see of families: trees, donors and what they allow, samples with their custody, weights, prospects.

Nothing here opens a seal, and whoever reads it learns no genotype.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from antigone.bureau.identification.bench import Assumptions, panel_of, tree_of
from antigone.bureau.identification.models import CustodyEvent, Donor, Family, KinshipWeight, Sample
from antigone.bureau.identification.queries import population_in_force
from antigone.bureau.identification.values import UnknownFamily
from antigone.evidence.dna import Pedigree, SoughtPerson, profiles

if TYPE_CHECKING:
    from antigone.evidence.dna.power import Power

_MOST = 200


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A family in a list: how many donors there are, of how many a profile is kept, and DNA's strongest weight."""

    public_id: UUID
    label: str
    donors: int
    withdrawn: int
    read: int
    strongest: float | None


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """What happened to a sample."""

    on: date
    verb: str
    place: str
    by: str


@dataclass(frozen=True, slots=True)
class SampleCard:
    """A sample: what it is, how many loci were read in all its profiles, what happened to it."""

    label: str
    material: str
    loci: int
    custody: tuple[CustodyLine, ...]


@dataclass(frozen=True, slots=True)
class GiverCard:
    """A relative who gave a sample; `member` is the id in the tree, which may be a name and is not for every eye."""

    number: int
    member: str
    relation: str
    uses: tuple[str, ...]
    consented_on: date | None
    withdrawn_on: date | None
    samples: tuple[SampleCard, ...]

    @property
    def read(self) -> bool:
        return any(sample.loci for sample in self.samples)


@dataclass(frozen=True, slots=True)
class SaidOfSample:
    """How strongly DNA says that a sample of remains is of whom the family misses."""

    sample: SampleCard
    remains: UUID
    log10_lr: float
    loci: int
    inconsistent: int
    per_locus: Mapping[str, float]

    @property
    def least(self) -> tuple[str, float]:
        """The locus that speaks for it least, with its log10 LR."""
        return min(self.per_locus.items(), key=lambda item: (item[1], item[0]), default=("", 0.0))


@dataclass(frozen=True, slots=True)
class FamilyPage:
    """A family with all that staff may see of it."""

    public_id: UUID
    label: str
    sought: UUID
    missing: str
    tree: Pedigree
    donors: tuple[GiverCard, ...]
    weights: tuple[SaidOfSample, ...]


def families_with(words: str = "", *, limit: int = _MOST) -> tuple[tuple[FamilyRow, ...], int]:
    """Families whose label, or the label of a sample of theirs, has these words in it; and how many there are.

    Those of whom DNA says most come first, then by label.
    """
    found = Family.objects.all()
    if words.strip():
        asked = words.strip()
        of_sample = Donor.objects.filter(samples__label__iexact=asked).values("family")
        found = found.filter(Q(label__icontains=asked) | Q(pk__in=of_sample))
    most = KinshipWeight.objects.filter(family=OuterRef("pk")).order_by("-log10_lr").values("log10_lr")[:1]
    rows = list(
        found.annotate(strongest=Subquery(most))
        .order_by(F("strongest").desc(nulls_last=True), "label")
        .values_list("pk", "public_id", "label", "strongest")[:limit]
    )
    read = Q(withdrawn_on__isnull=True, samples__profiles__loci__gt=0, samples__profiles__destroyed_on__isnull=True)
    counted = (
        Donor.objects.filter(family__in=[row[0] for row in rows])
        .values("family")
        .annotate(
            given=Count("pk", distinct=True),
            gone=Count("pk", distinct=True, filter=Q(withdrawn_on__isnull=False)),
            read=Count("pk", distinct=True, filter=read),
        )
        .values_list("family", "given", "gone", "read")
    )
    counts = {family: (given, gone, of_read) for family, given, gone, of_read in counted}
    found_rows = []
    for pk, public, label, strongest in rows:
        given, gone, of_read = counts.get(pk, (0, 0, 0))
        found_rows.append(FamilyRow(public, label, given, gone, of_read, strongest))
    return tuple(found_rows), found.count()


def family_page(public_id: UUID, *, weights: int = 20) -> FamilyPage:
    """A family with donors, samples, custody and DNA's strongest weights.

    Raises:
        UnknownFamily: there is none.
    """
    found = Family.objects.select_related("sought").filter(public_id=public_id).only(
        "id", "public_id", "label", "missing", "pedigree", "sought__public_id"
    ).first()  # fmt: skip
    if found is None:
        raise UnknownFamily("there is no such family")
    strongest = list(
        KinshipWeight.objects.filter(family=found)
        .order_by("-log10_lr", "id")
        .values_list("sample_id", "sample__record__public_id", "log10_lr", "loci", "inconsistent", "per_locus")[
            :weights
        ]
    )
    donors = list(Donor.objects.filter(family=found).order_by("id"))
    samples = _samples(Q(donor__in=donors) | Q(pk__in=[row[0] for row in strongest]))
    of_donor: dict[int, list[SampleCard]] = {}
    for donor, card in samples.values():
        if donor is not None:
            of_donor.setdefault(donor, []).append(card)
    return FamilyPage(
        found.public_id,
        found.label,
        found.sought.public_id,
        found.missing,
        tree_of(found),
        tuple(
            GiverCard(
                donor.pk,
                donor.member,
                donor.relation,
                tuple(donor.uses),
                donor.consented_on,
                donor.withdrawn_on,
                tuple(of_donor.get(donor.pk, ())),
            )
            for donor in donors
        ),
        tuple(SaidOfSample(samples[row[0]][1], *row[1:]) for row in strongest),
    )


def _samples(which: Q) -> dict[int, tuple[int | None, SampleCard]]:
    """By id: whose a sample is, and its card."""
    events: dict[int, list[CustodyLine]] = {}
    chosen = Sample.objects.filter(which)
    for sample, on, verb, place, by in (
        CustodyEvent.objects.filter(sample__in=chosen)
        .order_by("id")
        .values_list("sample_id", "on", "verb", "place", "by")
    ):
        events.setdefault(sample, []).append(CustodyLine(on, verb, place, by))
    read = Max("profiles__loci", filter=Q(profiles__destroyed_on__isnull=True))
    rows = chosen.annotate(loci=read).order_by("label").values_list("pk", "donor_id", "label", "material", "loci")
    return {
        pk: (donor, SampleCard(label, material, loci or 0, tuple(events.get(pk, ()))))
        for pk, donor, label, material, loci in rows
    }


def prospects(family: FamilyPage, *, bodies: int, posterior: float, trials: int = 200) -> Power:
    """How likely the DNA of a family like this would suffice, and with which further relative.

    Only the tree and who gave a sample are asked for, not what was read: donors are drawn from the population, so that
    anybody of the staff may know it. The laboratory's own answer (`antigone laboratory power`) counts the readings.

    Args:
        family: from `family_page`.
        bodies: he is one of so many, each as likely.
        posterior: that suffices.
        trials: bodies drawn for each answer.

    Raises:
        NoPopulation: there are no allele frequencies.
        NothingToWeigh: the family cannot be asked about; the sentence says why.
    """
    from antigone.evidence.dna.power import Question, log10_lr_needed, power_of_family

    over = panel_of(population_in_force(), (), Assumptions(), [])
    given = tuple(donor.member for donor in family.donors if donor.withdrawn_on is None and donor.read)
    following = tuple(one.id for one in family.tree.members if one.id not in {family.missing, *given})
    nobody = profiles(over, {}, {})
    sought = SoughtPerson(family.label, family.tree, family.missing, nobody)
    question = Question(sought, given, following, log10_lr_needed(posterior, 1 / bodies))
    return power_of_family(question, over, trials=trials)
