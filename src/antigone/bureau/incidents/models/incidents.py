"""The case file, and whom it bears on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.registry.models import RandomUUID, Record

#: What a case is called by people and commands.
CODE = r"^[A-Z0-9][A-Z0-9.-]{0,39}$"


class Incident(models.Model):
    """What is claimed to have happened: who claims it, when (EDTF) and roughly where. Never exact coordinates."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=300)
    claim = models.TextField()
    claimed_by = models.CharField(max_length=300)
    happened = models.CharField(max_length=40, blank=True, default="", db_default="")
    place = models.CharField(max_length=300, blank=True, default="", db_default="")
    opened_by = models.CharField(max_length=200)
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(code__regex=CODE), name="incidents_code_readable"),
            models.CheckConstraint(
                condition=Q(title__gt="", claim__gt="", claimed_by__gt="", opened_by__gt=""),
                name="incidents_claim_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Target(models.TextChoices):
    """What an incident is tied to."""

    RECORD = "record", "a record of the registry"
    PART = "part", "a part of remains"
    CLAIM = "claim", "a claim about a number"


class Meaning(models.TextChoices):
    """What the tie says."""

    LAST_SEEN = "last seen", "last seen there, fate unclear"
    SEEN = "seen", "seen there"
    SAID = "said", "said to have been there"
    FOUND = "found", "found there later"
    COUNTED = "counted", "a number that is claimed of it"


class Link(models.Model):
    """An incident bears on somebody or something. Taken back once, never deleted.

    `part` is the number of a part of remains, `claim` the key of a claim; the database looks whether they are there.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="links")
    target = models.CharField(max_length=6, choices=Target.choices)
    record = models.ForeignKey(
        Record, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="incident_links"
    )
    part = models.CharField(max_length=40, blank=True, default="", db_default="")
    claim = models.CharField(max_length=200, blank=True, default="", db_default="")
    meaning = models.CharField(max_length=10, choices=Meaning.choices)
    because = models.TextField()
    made_by = models.CharField(max_length=200)
    made_at = models.DateTimeField(db_default=Now())
    undone_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    undone_because = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(target="record", record__isnull=False, part="", claim="")
                | Q(target="part", record__isnull=True, part__gt="", claim="")
                | Q(target="claim", record__isnull=True, part="", claim__gt=""),
                name="incidents_link_to_one_thing",
            ),
            models.CheckConstraint(condition=Q(meaning__in=Meaning.values), name="incidents_link_meaning_known"),
            models.CheckConstraint(condition=Q(because__gt="", made_by__gt=""), name="incidents_link_because"),
            models.CheckConstraint(
                condition=Q(undone_by="", undone_because="") | Q(undone_by__gt="", undone_because__gt=""),
                name="incidents_link_undone_whole",
            ),
            models.UniqueConstraint(
                fields=["incident", "record", "meaning"],
                condition=Q(target="record", undone_by=""),
                name="incidents_link_record_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} bears on a {self.target}"
