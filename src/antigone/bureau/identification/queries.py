"""What can be read of families, samples and DNA's weights. Nothing here opens a seal."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from antigone.bureau.identification.models import (
    CustodyEvent,
    Donor,
    Family,
    KinshipWeight,
    Population,
    Profile,
    Sample,
    SampleKind,
)
from antigone.bureau.identification.values import (
    DonorCard,
    FamilyCard,
    NoPopulation,
    TreeMember,
    UnknownFamily,
    WeightCard,
)
from antigone.evidence.wording import phrase

_LIVE = Q(samples__profiles__destroyed_on__isnull=True)


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much of each there is; profiles are those that are not destroyed."""

    families: int
    donors: int
    withdrawn: int
    samples_of_remains: int
    profiles_of_remains: int
    profiles_of_donors: int
    weights: int


def holdings() -> Holdings:
    """How much the laboratory holds."""
    live = Profile.objects.filter(destroyed_on__isnull=True)
    return Holdings(
        families=Family.objects.count(),
        donors=Donor.objects.filter(withdrawn_on__isnull=True).count(),
        withdrawn=Donor.objects.filter(withdrawn_on__isnull=False).count(),
        samples_of_remains=Sample.objects.filter(kind=SampleKind.REMAINS).count(),
        profiles_of_remains=live.filter(sample__kind=SampleKind.REMAINS).values("pk").count(),
        profiles_of_donors=live.filter(sample__kind=SampleKind.DONOR).values("pk").count(),
        weights=KinshipWeight.objects.count(),
    )


def population_in_force() -> Population:
    """The newest table of allele frequencies.

    Raises:
        NoPopulation: none is kept.
    """
    newest = Population.objects.order_by("-id").first()
    if newest is None:
        raise NoPopulation(
            phrase("no allele frequencies are kept; keep a table with: antigone laboratory frequencies FILE")
        )
    return newest


def family(label: str) -> FamilyCard:
    """A family with its tree and donors.

    Raises:
        UnknownFamily: there is none of this label.
    """
    found = (
        Family.objects.filter(label=label)
        .select_related("sought")
        .only("id", "public_id", "label", "missing", "pedigree", "sought__public_id")
        .first()
    )
    if found is None:
        raise UnknownFamily(f"there is no family {label}")
    donors = (
        Donor.objects.filter(family=found)
        .annotate(read=Count("samples__profiles", filter=_LIVE), loci=Sum("samples__profiles__loci", filter=_LIVE))
        .order_by("id")
    )
    return FamilyCard(
        found.public_id,
        found.label,
        found.sought.public_id,
        found.missing,
        tuple(TreeMember(**member) for member in found.pedigree),
        tuple(
            DonorCard(
                donor.pk,
                donor.member,
                donor.relation,
                tuple(donor.uses),
                donor.withdrawn_on is not None,
                donor.read,
                donor.loci or 0,
            )
            for donor in donors
        ),
    )


def strongest_weights(limit: int = 50, *, family: str = "", sample: str = "") -> tuple[WeightCard, ...]:
    """What DNA says, strongest first: of all, of one family, or of one sample."""
    found = KinshipWeight.objects.select_related("family__sought", "sample__record").order_by("-log10_lr", "id")
    if family:
        found = found.filter(family__label=family)
    if sample:
        found = found.filter(sample__label=sample)
    return _weight_cards(found, limit)


def _weight_cards(found: QuerySet[KinshipWeight], limit: int = 1) -> tuple[WeightCard, ...]:
    rows = found.values_list(
        "family__label", "sample__label", "family__sought__public_id", "sample__record__public_id", "log10_lr", "loci",
        "inconsistent", "per_locus",
    )[:limit]  # fmt: skip
    return tuple(WeightCard(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class DnaBetween:
    """What there is of DNA between a sought and a found record.

    Attributes:
        families: trees of relatives who seek this person, by their public ids.
        donors: relations of the relatives whose profiles are there to be compared.
        samples: samples of the found record that have a profile.
        weight: of the sample of which most was read, for one of these families; as the matching counts it.
    """

    families: tuple[UUID, ...]
    donors: tuple[str, ...]
    samples: int
    weight: WeightCard | None


def dna_between(sought: int, found: int) -> DnaBetween:
    """What there is of DNA between two records, by their numbers."""
    of_families = Donor.objects.filter(family__sought=sought, withdrawn_on__isnull=True)
    typed = of_families.annotate(read=Count("samples__profiles", filter=_LIVE)).filter(read__gt=0).order_by("id")
    samples = Sample.objects.filter(record=found).annotate(
        read=Count("profiles", filter=Q(profiles__destroyed_on=None))
    )
    weights = KinshipWeight.objects.filter(family__sought=sought, sample__record=found).order_by("-loci", "id")
    return DnaBetween(
        families=tuple(Family.objects.filter(sought=sought).order_by("id").values_list("public_id", flat=True)),
        donors=tuple(donor.relation for donor in typed),
        samples=samples.filter(read__gt=0).count(),
        weight=next(iter(_weight_cards(weights)), None),
    )


def custody(sample: str) -> tuple[CustodyEvent, ...]:
    """What happened to a sample, in order."""
    return tuple(CustodyEvent.objects.filter(sample__label=sample))
