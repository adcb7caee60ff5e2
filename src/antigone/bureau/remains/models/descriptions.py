"""Descriptions in INTERPOL's groups of fields, of somebody who is missed and of remains alike; and bones in a bag.

Rows are only added; the newest of a record and group, and the newest inventory of a part, count.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.registry.models import Record
from antigone.bureau.remains.description.groups import Group
from antigone.bureau.remains.models.parts import Part


class DescriptionEntry(models.Model):
    """What one group of fields says of a record. `content` is as `description.groups` checks it; it goes with the
    record, and with nothing else."""

    record = models.ForeignKey(
        Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="description_entries"
    )
    group = models.CharField(max_length=12)
    content = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["record", "group", "-id"], name="remains_described_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(group__in=[one.value for one in Group]), name="remains_group_known")
        ]

    def __str__(self) -> str:
        return f"{self.group} of {self.record_id}"


class Inventory(models.Model):
    """Which bones lie in a part. `pieces` are `evidence.bones.Piece` as plain values."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="inventories")
    pieces = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["part", "-id"], name="remains_inventory_newest")]

    def __str__(self) -> str:
        return f"bones in {self.part}"
