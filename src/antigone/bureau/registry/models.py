"""What the registry keeps: who said what of whom.

A `Record` is what one source said. It is replaced only by the same source, and every replaced version is kept
with the batch that replaced it, so that a batch can be undone. A deleted record leaves a `Tombstone`; the
database refuses a record whose tombstone stands (trigger in migration 0001).

`Name` carries what search needs: blocking keys as 64-bit numbers under one GIN index, and birth years, so that
a dense key can be narrowed without touching the record. `NameWord` is the dictionary of distinct name words
under a trigram index; whole names never stand under trigrams, because common patronymics make that slow. None of
these indexes has a pending list (`fastupdate`): after an import every search would read it through.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from antigone.bureau.registry.drafts import NameKind, RecordKind, Sex


class RandomUUID(models.Func):
    """PostgreSQL's own random identifier, so that rows written by COPY get one too."""

    template = "gen_random_uuid()"
    output_field = models.UUIDField()


class SourceKind(models.TextChoices):
    AUTHORITY = "authority", "state authority"
    AGENCY = "agency", "neutral agency"
    ORGANISATION = "organisation", "organisation"
    PRESS = "press", "press or volunteers"
    FAMILY = "family", "families"
    BUREAU = "bureau", "this bureau"


class Publication(models.TextChoices):
    """Whether the source itself made its list public; see DESIGN, section 6."""

    PRIVATE = "private", "given to the bureau in confidence"
    OPEN = "open", "published by the source itself"


class Source(models.Model):
    """Who speaks. Reliability and credibility are graded A-F and 1-6 (the Admiralty system)."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=SourceKind.choices, default=SourceKind.ORGANISATION)
    speaks_for = models.CharField(max_length=200, blank=True)
    reliability = models.CharField(max_length=1, default="F")
    credibility = models.PositiveSmallIntegerField(default=6)
    contact = models.TextField(blank=True)
    licence = models.CharField(max_length=200, blank=True)
    publication = models.CharField(max_length=10, choices=Publication.choices, default=Publication.PRIVATE)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(reliability__in=list("ABCDEF")), name="source_reliability_a_to_f"
            ),
            models.CheckConstraint(
                condition=models.Q(credibility__gte=1, credibility__lte=6), name="source_credibility_1_to_6"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Act(models.TextChoices):
    """How records came or changed: every change of a record belongs to one batch."""

    IMPORT = "import", "a file was imported"
    ENTRY = "entry", "one record was entered at the desk"
    AMENDMENT = "amendment", "one record was amended at the desk"


class Basis(models.TextChoices):
    """On what ground a record is amended. Only the bureau's own records are amended by what the bureau knows."""

    OWN = "own", "the bureau itself knows more or better"
    SOURCE = "source", "the source corrected itself"
    MISREAD = "misread", "we had read or typed the source wrongly"


class ShownTo(models.TextChoices):
    """Outside the staff, to whom an agreement lets us show what a source said; audiences of DESIGN, section 6."""

    PUBLIC = "public", "families who search"
    ENQUIRER = "enquirer", "a relative whose relation is verified"
    PARTNER = "partner", "agencies named in the agreement"


class Agreement(models.Model):
    """What the bureau agreed with a source. Rows are only added; the newest of a source is in force.

    `shown_to` holds values of `ShownTo`. Without an end it stays in force until another takes its place. From the day
    after `valid_until` nothing that the source said is public (migration 0002 of `disclosure`).
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="agreements")
    text = models.TextField()
    purpose = models.TextField(blank=True)
    shown_to = ArrayField(models.CharField(max_length=10, choices=ShownTo.choices), default=list)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    kept_at = models.DateTimeField(db_default=Now())
    kept_by = models.CharField(max_length=200)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["source", "-id"], name="registry_agreement_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(text=""), name="agreement_has_a_text"),
            models.CheckConstraint(
                condition=models.Q(shown_to__contained_by=list(ShownTo)), name="agreement_audiences_known"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"agreement with {self.source}"


class Batch(models.Model):
    """One import, or one record entered or amended at the desk.

    Of an import: the file's hash, how its columns were read, what came of every row; `upload` is the number of the
    upload it came from, so that one upload becomes at most one batch. Of an amendment: on what ground, and why.
    """

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    table_format = models.CharField(max_length=20)
    mapping = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    imported_by = models.CharField(max_length=200)
    added = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    warned = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=200, blank=True)
    act = models.CharField(max_length=10, choices=Act.choices, default=Act.IMPORT, db_default=Act.IMPORT)
    basis = models.CharField(max_length=10, choices=Basis.choices, blank=True, default="", db_default="")
    reason = models.TextField(blank=True, default="", db_default="")
    upload = models.UUIDField(null=True, unique=True)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(act__in=list(Act)), name="batch_act_known"),
            models.CheckConstraint(
                condition=(models.Q(act=Act.AMENDMENT, basis__in=list(Basis)) & ~models.Q(reason=""))
                | (~models.Q(act=Act.AMENDMENT) & models.Q(basis="")),
                name="batch_amendment_has_basis_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"batch {self.pk} of {self.source}"


class Rejection(models.Model):
    """A row that did not become a record, and the true reason."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.TextField()

    class Meta:
        ordering: ClassVar = ["batch", "line"]

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class Sensitivity(models.TextChoices):
    ORDINARY = "", "ordinary"
    WITHHELD = "withheld", "withheld from everyone outside the staff"


class Record(models.Model):
    """What one source said of one human being.

    `corrected_hash` is the content hash of what the source sent, where an amendment corrected it: the same list
    sent once more says nothing new and leaves the amendment alone. It is empty for a record as received.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    source_record_id = models.TextField()
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="records")
    content_hash = models.CharField(max_length=32)
    corrected_hash = models.CharField(max_length=32, blank=True, default="", db_default="")
    source_date = models.TextField(blank=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in RecordKind])
    status = models.TextField(blank=True)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity.choices, blank=True, default="", db_default="")
    sex = models.CharField(max_length=6, choices=[(sex.value, sex.value) for sex in Sex], blank=True)
    father_name = models.TextField(blank=True)
    mother_maiden_name = models.TextField(blank=True)
    birth_date = models.TextField(blank=True)
    age_low = models.PositiveSmallIntegerField(null=True)
    age_high = models.PositiveSmallIntegerField(null=True)
    birthplace = models.TextField(blank=True)
    residence = models.TextField(blank=True)
    nationality = models.TextField(blank=True)
    documents = models.TextField(blank=True)
    force = models.TextField(blank=True)
    branch = models.TextField(blank=True)
    unit = models.TextField(blank=True)
    rank = models.TextField(blank=True)
    service_number = models.TextField(blank=True)
    call_sign = models.TextField(blank=True)
    last_seen_date = models.TextField(blank=True)
    last_seen_place = models.TextField(blank=True)
    circumstances = models.TextField(blank=True)
    description = models.TextField(blank=True)
    occurred_date = models.TextField(blank=True)
    occurred_place = models.TextField(blank=True)
    cause = models.TextField(blank=True)
    burial_place = models.TextField(blank=True)
    informant = models.TextField(blank=True)
    family_informed_on = models.TextField(blank=True)
    note = models.TextField(blank=True)
    original = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_record_id"], name="record_once_per_source"),
            models.CheckConstraint(condition=models.Q(kind__in=list(RecordKind)), name="record_kind_known"),
        ]

    def __str__(self) -> str:
        return f"record {self.public_id}"


class Name(models.Model):
    """One name of a record, as written, with what search needs beside it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="names")
    value = models.TextField()
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in NameKind])
    script = models.CharField(max_length=10)
    sort_key = models.TextField(db_index=True)
    keys = ArrayField(models.BigIntegerField())
    words = ArrayField(models.TextField())
    birth_from = models.SmallIntegerField(null=True)
    birth_to = models.SmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar = [GinIndex(fields=["keys"], name="registry_name_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.value


class NameWord(models.Model):
    """A distinct word of all names, folded to one Latin spelling.

    `near` holds the numbers of the word and of all its spellings with one letter left out; two words that are one
    slip apart (a letter wrong, missing, doubled, or two swapped) share one of them.
    """

    word = models.TextField(primary_key=True)
    near = ArrayField(models.BigIntegerField())

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="registry_nameword_trigrams", fastupdate=False),
            GinIndex(fields=["near"], name="registry_nameword_near", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.word


class ReplacedVersion(models.Model):
    """A record as it was before a batch replaced it; what undoing the batch brings back."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="replaced_versions")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="replaced_versions")
    before = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "record"], name="one_version_a_batch")]

    def __str__(self) -> str:
        return f"{self.record} before {self.batch}"


class Tombstone(models.Model):
    """A record that was deleted and must not come back with the next import."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="tombstones")
    source_record_id = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_record_id"], name="tombstone_once_per_source")
        ]

    def __str__(self) -> str:
        return f"tombstone of {self.source_record_id}"
