"""Parts and bodies under numbers that are never used again, and where they were recovered."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.registry.models import RandomUUID, Record
from antigone.bureau.remains.models.places import Place

#: What stands on a tag: Latin capitals and digits, so that a hand scanner types it on every keyboard.
NUMBER = r"^[A-Z0-9][A-Z0-9./-]{0,39}$"


class GivenNumber(models.Model):
    """A number that some part or body bears or bore. The database writes it; nobody takes it back."""

    number = models.CharField(max_length=40, primary_key=True)
    what = models.CharField(max_length=10)
    given_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.number


class Recovery(models.Model):
    """Where and by whom remains were found. `grid` is an MGRS square of 10 km or more, never closer; `on` is EDTF."""

    reference = models.CharField(max_length=60, unique=True)
    site = models.CharField(max_length=300)
    grid = models.CharField(max_length=12, blank=True)
    finder = models.CharField(max_length=200, blank=True)
    on = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(grid="") | Q(grid__regex=r"^[0-9]{1,2}[C-X][A-HJ-NP-Z]{2}([0-9]{2})?$"),
                name="remains_recovery_grid_is_coarse",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Body(models.Model):
    """An assembly of parts that are held to be of one human being."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    number = models.CharField(max_length=40, unique=True)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.number


class Part(models.Model):
    """What lies in one bag under one number.

    `record` is the registry's record of kind *remains* that describes it. From `steps` on, the fields repeat the
    newest custody event; only the database's trigger writes them.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    number = models.CharField(max_length=40, unique=True)
    what = models.CharField(max_length=200, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    explosives_checked_by = models.CharField(max_length=200)
    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, null=True, related_name="parts")
    record = models.ForeignKey(
        Record, on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="parts"
    )
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="pieces")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="parts")
    steps = models.PositiveIntegerField(default=0, db_default=0)
    last_at = models.DateTimeField(null=True)
    holder = models.CharField(max_length=8, default="", db_default="", blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="parts")
    party = models.CharField(max_length=200, default="", db_default="", blank=True)
    offer = models.CharField(max_length=10, default="", db_default="", blank=True)
    transfer_id = models.BigIntegerField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(holder="place", place__isnull=False) | (~Q(holder="place") & Q(place__isnull=True)),
                name="remains_part_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return self.number
