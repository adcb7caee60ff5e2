"""Lists of remains that are offered to a party, and papers that the bureau signed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from antigone.bureau.registry.models import RandomUUID
from antigone.bureau.remains.models.parts import Part


class Transfer(models.Model):
    """A list of parts drawn up for a party. `channel` is who carries the offer, such as the neutral agency."""

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    number = models.CharField(max_length=40, unique=True)
    party = models.CharField(max_length=200)
    channel = models.CharField(max_length=200, blank=True)
    drawn_up_by = models.CharField(max_length=200)
    drawn_up_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.number


class TransferLine(models.Model):
    """A part on a transfer list. Lines are added until the list is offered, and stay."""

    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="lines")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="transfer_lines")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["transfer", "part"], name="remains_part_once_on_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.part} on {self.transfer}"


class SignedPaper(models.Model):
    """A paper that left under the bureau's signature (Ed25519 over `papers.statement`). Withdrawn, never deleted."""

    code = models.UUIDField(unique=True, editable=False)
    kind = models.CharField(max_length=40)
    about = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    note = models.TextField()
    made_by = models.CharField(max_length=200)
    made_on = models.DateField(db_default=Now())
    withdrawn_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"
