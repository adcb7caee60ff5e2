"""Published media: what somebody showed, from where the bureau has it, and the bytes as they came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.incidents import Incident
from antigone.bureau.registry.models import RandomUUID

#: What is taken; `files.media_type_of` tells them by their first bytes.
MEDIA_TYPES = (
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/heic",
    "image/gif",
    "image/tiff",
    "video/mp4",
    "video/quicktime",
    "video/x-matroska",
    "video/x-msvideo",
    "video/mp2t",
    "application/pdf",
)


class Generation(models.TextChoices):
    """How near a file is to the camera, as far as anybody knows."""

    ORIGINAL = "original", "as the camera wrote it"
    COPY = "copy", "a copy, byte by byte"
    RE_ENCODED = "re-encoded", "encoded anew, as platforms do"
    UNKNOWN = "unknown", "nobody knows"


class Edited(models.TextChoices):
    """Whether somebody changed what it shows."""

    YES = "yes", "yes"
    NO = "no", "no"
    UNKNOWN = "unknown", "unknown"


class Sensitivity(models.TextChoices):
    """Who must be protected from what."""

    ORDINARY = "ordinary", "nothing that harms anybody"
    GRAPHIC = "graphic", "death or wounds: covered, and each look has its reason"
    PRISONER = "prisoner", "people in the hands of the enemy: no public curiosity (GC III, art. 13)"


class Item(models.Model):
    """One published medium, number 1, 2, … in its case.

    `held` is False for what somebody published and the bureau does not have: then `sha256` is empty. Dates are kept as
    said (EDTF, or a moment with its zone) and as the interval they allow; `published_by_day` is the last day on which
    it can have been published, which the age gate asks for (guards).
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveIntegerField()
    held = models.BooleanField()
    title = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, blank=True, default="", db_default="")
    size = models.PositiveBigIntegerField(default=0, db_default=0)
    media_type = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255, blank=True, default="", db_default="")
    obtained_from = models.CharField(max_length=500)
    obtained_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    obtained_on = models.DateField()
    published = models.CharField(max_length=80, blank=True, default="", db_default="")
    published_by = models.CharField(max_length=300, blank=True, default="", db_default="")
    published_by_day = models.DateField(null=True)
    recorded = models.CharField(max_length=80, blank=True, default="", db_default="")
    recorded_from = models.DateTimeField(null=True)
    recorded_to = models.DateTimeField(null=True)
    claimed_place = models.CharField(max_length=300, blank=True, default="", db_default="")
    generation = models.CharField(max_length=10, choices=Generation.choices, default="unknown", db_default="unknown")
    edited = models.CharField(max_length=7, choices=Edited.choices, default="unknown", db_default="unknown")
    licence = models.CharField(max_length=300, blank=True, default="", db_default="")
    language = models.CharField(max_length=40, blank=True, default="", db_default="")
    sensitivity = models.CharField(max_length=8, choices=Sensitivity.choices, default="ordinary", db_default="ordinary")
    note = models.TextField(blank=True, default="", db_default="")
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_item_numbered"),
            models.UniqueConstraint(fields=["incident", "sha256"], condition=Q(held=True), name="incidents_item_once"),
            models.CheckConstraint(condition=Q(media_type__in=MEDIA_TYPES), name="incidents_item_media_type_known"),
            models.CheckConstraint(
                condition=Q(held=True, sha256__regex="^[0-9a-f]{64}$", size__gt=0, file_name__gt="")
                | Q(held=False, sha256="", size=0, file_name=""),
                name="incidents_item_held_whole",
            ),
            models.CheckConstraint(
                condition=Q(title__gt="", obtained_from__gt="", added_by__gt=""), name="incidents_item_from_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(generation__in=Generation.values, edited__in=Edited.values)
                & Q(sensitivity__in=Sensitivity.values),
                name="incidents_item_words_known",
            ),
            models.CheckConstraint(
                condition=Q(recorded_from__isnull=True)
                | Q(recorded_to__isnull=True)
                | Q(recorded_from__lte=F("recorded_to")),
                name="incidents_item_recorded_forwards",
            ),
        ]

    def __str__(self) -> str:
        return f"item {self.number} of {self.incident_id}"


class OriginalPart(models.Model):
    """A stretch of the bytes as they came, sealed to the key of the vault with this `vault_key` (fingerprint)."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="original_parts")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    vault_key = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="incidents_original_part_numbered")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of the original of item {self.item_id}"
