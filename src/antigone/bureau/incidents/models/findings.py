"""What the bureau concludes, in words, with what stays open; and who has checked it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.incidents import Incident
from antigone.bureau.registry.models import RandomUUID


class Alternative(models.TextChoices):
    """Other ways in which the same pictures could have come about. Each stays open until an observation excludes it."""

    OCCLUDED = "occluded", "it was there, and something hid it"
    BELOW_RESOLUTION = "below resolution", "it was there, too small to be seen"
    ANOTHER_PLACE = "another place", "the pictures show different places"
    OLDER = "older than claimed", "a picture is older than is claimed"


class Finding(models.Model):
    """One conclusion, number 1, 2, … in its case; what it says stands in its versions."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_finding_numbered")
        ]

    def __str__(self) -> str:
        return f"finding {self.number} of {self.incident_id}"


class FindingVersion(models.Model):
    """What a finding says.

    `features` are public ids; `brackets` is what the engine concluded of them at that moment, `alternatives` a list of
    ``{"kind", "open", "excluded_by", "why"}``, `unclear` a list of sentences.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    features = models.JSONField()
    brackets = models.JSONField()
    alternatives = models.JSONField()
    unclear = models.JSONField()
    written_by = models.CharField(max_length=200)
    written_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["finding", "number"], name="incidents_finding_version_numbered"),
            models.CheckConstraint(condition=Q(text__gt="", written_by__gt=""), name="incidents_finding_said"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of finding {self.finding_id}"


class Review(models.Model):
    """A reviewer's word on one version. Two who did not write it have to agree before the finding counts as checked."""

    version = models.ForeignKey(FindingVersion, on_delete=models.PROTECT, related_name="reviews")
    reviewer = models.CharField(max_length=200)
    agrees = models.BooleanField()
    note = models.TextField(blank=True, default="", db_default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "reviewer"], name="incidents_review_once"),
            models.CheckConstraint(condition=Q(agrees=True) | Q(note__gt=""), name="incidents_review_says_why_not"),
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} on version {self.version_id}"
