"""Publication decisions about single things that photographs show."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate


class Kind(models.TextChoices):
    """What may stand in the gallery. Bodies and scenes may not."""

    TATTOO = "tattoo", "a tattoo"
    SCAR = "scar", "a scar or another mark"
    CLOTHING = "clothing", "clothing"
    EFFECT = "effect", "a belonging"
    DOCUMENT = "document", "a document"
    FACE = "face", "a face"


class Release(models.Model):
    """One thing that is to be shown to anybody: proposed by one person, signed by another, taken back once.

    `photograph` and `redaction` are public ids and no foreign keys: the decision stays when the picture goes. `digest`
    is the SHA-256 of `small`, `large` and `features` as they are published, one after the other; here they stand
    encrypted, and are emptied when the release is taken back. `code` names the thing to the public, and never another.
    """

    code = models.CharField(max_length=8, unique=True, editable=False)
    redaction = models.UUIDField(db_index=True)
    photograph = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    place = models.CharField(max_length=40, blank=True, default="", db_default="")
    side = models.CharField(max_length=5, blank=True, default="", db_default="")
    what = models.CharField(max_length=40, blank=True, default="", db_default="")
    words_uk = models.TextField(blank=True, default="", db_default="")
    words_ru = models.TextField(blank=True, default="", db_default="")
    words_en = models.TextField(blank=True, default="", db_default="")
    year_from = models.PositiveSmallIntegerField(null=True)
    year_to = models.PositiveSmallIntegerField(null=True)
    region = models.TextField(blank=True, default="", db_default="")
    terms = ArrayField(models.TextField())
    small = models.BinaryField()
    large = models.BinaryField()
    features = models.BinaryField()
    digest = models.CharField(max_length=64)
    because = models.TextField()
    proposed_by = models.TextField()
    proposed_on = models.DateField(db_default=TruncDate(Now()), editable=False)
    signed_by = models.TextField(blank=True, default="", db_default="")
    signed_on = models.DateField(null=True)
    withdrawn_by = models.TextField(blank=True, default="", db_default="")
    withdrawn_on = models.DateField(null=True)
    withdrawn_because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="photographs_release_kind_known"),
            models.CheckConstraint(condition=Q(side__in=["", "left", "right"]), name="photographs_release_side_known"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[2-9A-HJKMNP-TV-Z]{8}$"), name="photographs_release_code"
            ),
            models.CheckConstraint(
                condition=Q(year_from__isnull=True, year_to__isnull=True) | Q(year_from__lte=F("year_to")),
                name="photographs_release_years_in_order",
            ),
            models.CheckConstraint(condition=~Q(signed_by=F("proposed_by")), name="photographs_release_two_people"),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_on__isnull=True) | Q(signed_by__gt="", signed_on__isnull=False),
                name="photographs_release_signed_whole",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by="", withdrawn_on__isnull=True, withdrawn_because="")
                | Q(withdrawn_by__gt="", withdrawn_on__isnull=False, withdrawn_because__gt=""),
                name="photographs_release_withdrawn_whole",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__gt="") & Q(because__regex=r"\S.{8,}\S"), name="photographs_release_because"
            ),
            models.UniqueConstraint(
                fields=["redaction"], condition=Q(withdrawn_on__isnull=True), name="photographs_release_one_of_a_copy"
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.code}"
