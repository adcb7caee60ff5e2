"""The chain of custody of a case, and what outsiders sign over it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.incidents.models.files import Item
from antigone.bureau.incidents.models.incidents import Incident


class Verb(models.TextChoices):
    """What was done."""

    OPENED = "opened", "the case was opened"
    ADDED = "added", "a file was taken in as it came"
    DESCRIBED = "described", "a medium was described that the bureau does not hold"
    DERIVED = "derived", "a working copy was made"
    STAMPED = "stamped", "an outsider's token of time was kept"
    LOOKED = "looked", "somebody lifted a cover"
    EXPORTED = "exported", "the originals left the bureau"


class CustodyEvent(models.Model):
    """One event of a case, number 1, 2, …

    `entry` is the text that is hashed (`custody.entry_of`): it repeats every other column and the hash of the event
    before it, so that none can be changed, removed or put elsewhere unseen. The database sees to all of that itself.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="custody")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, null=True, related_name="custody")
    number = models.PositiveIntegerField()
    verb = models.CharField(max_length=10, choices=Verb.choices)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    tool = models.CharField(max_length=200)
    entry = models.TextField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_custody_numbered"),
            models.CheckConstraint(condition=Q(verb__in=Verb.values), name="incidents_custody_verb_known"),
            models.CheckConstraint(condition=Q(by__gt="", tool__gt=""), name="incidents_custody_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.verb}"


class TokenKind(models.TextChoices):
    """Who vouches for the time."""

    RFC3161 = "rfc3161", "a time-stamping authority (RFC 3161)"
    OTS = "ots", "OpenTimestamps"


class Token(models.Model):
    """What an outsider signed over the head of a case: its first `events` custody events and `files` files.

    `head` is the signed text (`custody.head_text`). `says` is the time that the token claims; of an OpenTimestamps
    file that waits for its block it is empty.
    """

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="tokens")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=7, choices=TokenKind.choices)
    events = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    head = models.TextField()
    content = models.BinaryField()
    says = models.DateTimeField(null=True)
    authority = models.CharField(max_length=300)
    kept_by = models.CharField(max_length=200)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "number"], name="incidents_token_numbered"),
            models.CheckConstraint(condition=Q(kind__in=TokenKind.values), name="incidents_token_kind_known"),
        ]

    def __str__(self) -> str:
        return f"token {self.number} of {self.incident_id}"
