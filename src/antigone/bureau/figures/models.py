"""What the bureau keeps of numbers. Claims and estimates never change; a list's entries carry from when to when.

`Claim.document` is the whole claim (`evidence.claims.document`); the columns beside it are those that queries ask for.
An `Entry` stands in every release from `first` to `last`, so that «as of date D the list said N» is one count.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from antigone.bureau.registry.models import RandomUUID
from antigone.evidence.claims import Counted, Standing


class Claim(models.Model):
    """One statement about a number. `content_hash` is the SHA-256 of its document."""

    key = models.CharField(max_length=200, unique=True)
    force = models.CharField(max_length=200)
    counted = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Counted])
    standing = models.CharField(max_length=40, choices=[(one.value, one.value) for one in Standing])
    as_of = models.CharField(max_length=40)
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    kept_by = models.CharField(max_length=200)
    kept_on = models.DateField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["as_of", "key"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(counted__in=list(Counted)), name="figures_claim_counted_known"),
            models.CheckConstraint(condition=Q(standing__in=list(Standing)), name="figures_claim_standing_known"),
            models.CheckConstraint(condition=~Q(key="") & ~Q(force=""), name="figures_claim_named"),
        ]

    def __str__(self) -> str:
        return f"claim {self.key}"


class NamedList(models.Model):
    """A list of persons that somebody publishes again and again."""

    name = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """One publication of a list. `changes` counts the classes of the revision from the release before."""

    of_list = models.ForeignKey(NamedList, on_delete=models.PROTECT, related_name="releases")
    as_of = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    persons = models.PositiveIntegerField()
    changes = models.JSONField()
    kept_by = models.CharField(max_length=200)
    kept_on = models.DateField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["of_list", "as_of"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of_list", "as_of"], name="figures_release_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.of_list} of {self.as_of}"


class Fate(models.TextChoices):
    """Why an entry is not in the next release."""

    REMOVED = "removed", "removed"
    RENUMBERED = "renumbered", "the same person under a new number"
    MERGED = "merged", "the same person stood there under another number"
    EDITED = "edited", "replaced by its corrected form"


class Entry(models.Model):
    """One form of one line of a list, in every release from `first` to `last`; `last` is empty while it stands.

    `fate` says why it ended and `became` the number under which the person stands now, where there is one.
    """

    of_list = models.ForeignKey(NamedList, on_delete=models.PROTECT, related_name="entries")
    number = models.TextField()
    name = models.TextField()
    sex = models.CharField(max_length=20, blank=True)
    birth = models.CharField(max_length=40, blank=True)
    age = models.CharField(max_length=20, blank=True)
    first = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="begun")
    last = models.ForeignKey(Release, on_delete=models.PROTECT, null=True, related_name="ended")
    fate = models.CharField(max_length=12, choices=Fate.choices, blank=True, default="")
    became = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of_list", "number"], condition=Q(last__isnull=True), name="figures_entry_stands_once"
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True, fate="") | Q(last__isnull=False, fate__in=list(Fate)),
                name="figures_entry_ends_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(fate__in=[Fate.RENUMBERED, Fate.MERGED]) | ~Q(became=""), name="figures_entry_became"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["of_list", "first", "last"], name="figures_entry_times")]

    def __str__(self) -> str:
        return f"entry {self.number}"


class KeptEstimate(models.Model):
    """An estimate with all that it takes to compute it again; its address is permanent.

    `inputs` holds the tables, `settings` the options and seed, `result` the numbers; `digest` is the SHA-256 of
    inputs, settings and result together.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    inputs = models.JSONField()
    settings = models.JSONField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    version = models.CharField(max_length=40)
    assumptions = models.TextField(blank=True)
    kept_by = models.CharField(max_length=200)
    kept_on = models.DateField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["lists", "strata", "linkage", "excess"]), name="figures_estimate_kind_known"
            )
        ]

    def __str__(self) -> str:
        return f"estimate {self.public_id}"


class FiguresPage(models.Model):
    """What is shown to the public of one conflict: which claims, which list, which estimate.

    The page itself stands in the published schema; this row says of what it is made.
    """

    slug = models.SlugField(max_length=60, unique=True)
    title = models.JSONField()
    force = models.CharField(max_length=200)
    of_list = models.ForeignKey(NamedList, on_delete=models.PROTECT, null=True)
    estimate = models.ForeignKey(KeptEstimate, on_delete=models.PROTECT, null=True)
    published_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(published_on__lte=F("withdrawn_on")),
                name="figures_page_withdrawn_after",
            )
        ]

    def __str__(self) -> str:
        return f"figures page {self.slug}"
