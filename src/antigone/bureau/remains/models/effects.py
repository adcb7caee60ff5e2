"""Belongings in sealed packets (GC III, art. 122): sealed, opened and handed over under two signatures."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from antigone.bureau.remains.models.acts import Act
from antigone.bureau.remains.models.parts import Part


class PacketState(models.TextChoices):
    SEALED = "sealed", "sealed, with the remains"
    OPENED = "opened", "opened"
    OUT = "out", "handed over by itself"


class Packet(models.Model):
    """A packet under one seal with the full list of its contents. It goes where its part goes, unless handed over by
    itself. A seal is never used again; what is sealed anew after an opening names the packet it `replaces`.
    """

    seal = models.CharField(max_length=40, unique=True)
    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="packets")
    contents = ArrayField(models.CharField(max_length=300))
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    state = models.CharField(max_length=8, default="", db_default="", blank=True)

    def __str__(self) -> str:
        return self.seal


class PacketEvent(models.Model):
    """What happened to a packet; the act bears both signatures."""

    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="events")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="packets")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.packet}"
