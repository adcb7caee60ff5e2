"""What identification keeps of DNA: populations, families, donors, samples, sealed profiles, searches and weights.

A `Family` belongs to one record of a missing person and goes with it; relatives of one man who asked apart are two
families that do not learn of each other. A `Donor` is a member of the tree who gave a swab, with the uses that he or
she allowed; a withdrawal destroys the profile for good (a trigger in migration 0002 refuses sealed bytes for a donor
who withdrew, and any change of them but their destruction). A `Sample` is what the laboratory holds; whatever happens
to it is a `CustodyEvent`, and those only grow.

`KinshipWeight` is what leaves the laboratory: log10 of the likelihood ratio that the sample is of the person whom the
family misses, with the weights locus by locus. `PartLink` says which samples are of one body.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

# Django looks for all tables of an app here.
from antigone.bureau.identification.commingling import models as commingling  # noqa: F401
from antigone.bureau.identification.deciding import models as deciding  # noqa: F401
from antigone.bureau.registry.models import RandomUUID, Record


class Population(models.Model):
    """Allele frequencies as a file gave them, with where they come from. Never changed; the newest is in force.

    Going back to an earlier table keeps it once more.
    """

    name = models.CharField(max_length=200)
    provenance = models.TextField()
    sha256 = models.CharField(max_length=64)
    frequencies = models.JSONField()
    notes = models.JSONField(default=list)
    kept_at = models.DateTimeField(db_default=Now())
    kept_by = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Family(models.Model):
    """The relatives of one missing person as a tree; `pedigree` lists members with id, father, mother and sex."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    label = models.CharField(max_length=100, unique=True)
    sought = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="families")
    missing = models.CharField(max_length=100)
    pedigree = models.JSONField()
    kept_at = models.DateField(db_default=Now())

    class Meta:
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.label


class Use(models.TextChoices):
    """What a donor may allow the profile to be used for."""

    SEARCH = "search", "to look for the missing relative among all remains"
    QUALITY = "quality", "to find errors and relatives among donors"
    REPORT = "report", "to be shown, with the genotype, to a court or another laboratory that is named"


class Donor(models.Model):
    """A member of a family who gave a swab, and what for."""

    family = models.ForeignKey(Family, on_delete=models.DO_NOTHING, db_constraint=False, related_name="donors")
    member = models.CharField(max_length=100)
    relation = models.CharField(max_length=100, blank=True)
    uses = ArrayField(models.CharField(max_length=20, choices=Use.choices), default=list)
    consented_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["family", "member"], name="identification_donor_once"),
            models.CheckConstraint(
                condition=Q(uses__contained_by=list(Use.values)), name="identification_donor_uses_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} of {self.family}"


class SampleKind(models.TextChoices):
    REMAINS = "remains", "of remains"
    DONOR = "donor", "of a relative"
    STAFF = "staff", "of somebody who handles samples, to find contamination"


class Sample(models.Model):
    """What the laboratory holds under one label."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    label = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=SampleKind.choices)
    record = models.ForeignKey(
        Record, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="samples"
    )
    donor = models.ForeignKey(
        Donor, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="samples"
    )
    material = models.CharField(max_length=100, blank=True)
    taken_on = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind=SampleKind.REMAINS, record__isnull=False, donor__isnull=True)
                | Q(kind=SampleKind.DONOR, record__isnull=True, donor__isnull=False)
                | Q(kind=SampleKind.STAFF, record__isnull=True, donor__isnull=True),
                name="identification_sample_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CustodyVerb(models.TextChoices):
    RECEIVED = "received", "received"
    MOVED = "moved", "moved"
    EXTRACTED = "extracted", "DNA extracted"
    READ = "read", "profile read"
    RETURNED = "returned", "returned"
    DESTROYED = "destroyed", "destroyed"


class CustodyEvent(models.Model):
    """What happened to a sample. Only grows."""

    sample = models.ForeignKey(Sample, on_delete=models.DO_NOTHING, db_constraint=False, related_name="custody")
    verb = models.CharField(max_length=12, choices=CustodyVerb.choices)
    place = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=200)
    on = models.DateField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verb__in=list(CustodyVerb)), name="identification_custody_verb_known")
        ]

    def __str__(self) -> str:
        return f"{self.sample} {self.verb}"


class Profile(models.Model):
    """One reading of a sample. `sealed` holds the genotype for the laboratory's key alone; null when destroyed.

    `digest` is keyed with the laboratory's key: it tells the laboratory that a file came twice and tells nobody else
    anything. `loci` counts what was read.
    """

    sample = models.ForeignKey(Sample, on_delete=models.DO_NOTHING, db_constraint=False, related_name="profiles")
    laboratory = models.CharField(max_length=200, blank=True)
    kit = models.CharField(max_length=100, blank=True)
    loci = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    read_on = models.DateField(db_default=Now())
    destroyed_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sample", "digest"], name="identification_profile_once"),
            models.CheckConstraint(
                condition=Q(sealed__isnull=False, destroyed_on__isnull=True)
                | Q(sealed__isnull=True, destroyed_on__isnull=False),
                name="identification_profile_sealed_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.sample}"


class Search(models.Model):
    """A blind search: of which profiles against which families, by which numbers. Never changed."""

    population = models.ForeignKey(Population, on_delete=models.PROTECT, related_name="searches")
    engine_version = models.CharField(max_length=100)
    model = models.JSONField()
    floor = models.FloatField()
    families = models.PositiveIntegerField()
    bodies = models.PositiveIntegerField()
    inputs = models.CharField(max_length=64)
    outcome = models.JSONField(default=dict)
    done_at = models.DateTimeField(db_default=Now())
    done_by = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"search {self.pk}"


class KinshipWeight(models.Model):
    """How strongly DNA says that a sample is of the person whom a family misses.

    `per_locus` maps a locus to its log10 likelihood ratio; `inconsistent` counts loci that only a mutation or a wrong
    reading explains.
    """

    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="weights")
    family = models.ForeignKey(Family, on_delete=models.DO_NOTHING, db_constraint=False, related_name="weights")
    sample = models.ForeignKey(Sample, on_delete=models.DO_NOTHING, db_constraint=False, related_name="weights")
    log10_lr = models.FloatField()
    per_locus = models.JSONField()
    loci = models.PositiveSmallIntegerField()
    inconsistent = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["family", "sample"], name="identification_weight_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["-log10_lr"], name="identification_strongest")]

    def __str__(self) -> str:
        return f"{self.sample} for {self.family}: {self.log10_lr:.1f}"


class PartLink(models.Model):
    """DNA says that two samples of remains are of one body; `log10_lr` against two unrelated people."""

    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="links")
    one = models.ForeignKey(Sample, on_delete=models.DO_NOTHING, db_constraint=False, related_name="links_as_one")
    other = models.ForeignKey(Sample, on_delete=models.DO_NOTHING, db_constraint=False, related_name="links_as_other")
    log10_lr = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="identification_link_once"),
            models.CheckConstraint(condition=~Q(one=models.F("other")), name="identification_link_of_two"),
        ]

    def __str__(self) -> str:
        return f"{self.one} with {self.other}: {self.log10_lr:.1f}"


class DueKind(models.TextChoices):
    SAMPLE = "sample", "a sample was read, or a reading is gone"
    FAMILY = "family", "a family, its donors or what they allow changed"
    MATCH = "match", "a pair was matched by other evidence, and DNA has not been asked about it"
    EVERYTHING = "everything", "the frequencies changed"


class Due(models.Model):
    """What has changed since it was compared, by triggers of migrations 0004 and 0005; `ref` is the row's id.

    Whoever compares it takes the entry off in the same transaction.
    """

    what = models.CharField(max_length=10, choices=DueKind.choices)
    ref = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "due"

    def __str__(self) -> str:
        return f"{self.what} {self.ref}"


class Heartbeat(models.Model):
    """The laboratory's one row: when its service last looked, and what it complains of."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    problem = models.TextField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="identification_heartbeat_one_row")]

    def __str__(self) -> str:
        return f"laboratory at {self.at}: {self.problem or 'well'}"
