"""Where remains lie, as a tree, and what was found there when somebody counted."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class PlaceKind(models.TextChoices):
    COUNTRY = "country", "country"
    FACILITY = "facility", "facility"
    CAR = "car", "refrigerated car"
    ROW = "row", "row"
    SHELF = "shelf", "shelf"


class Place(models.Model):
    """A place of storage. Its code and what it is part of never change; `capacity` is in parts, with all below it."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    within = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="places")
    capacity = models.PositiveIntegerField(null=True)
    closed_on = models.DateField(null=True)

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=list(PlaceKind)), name="remains_place_kind_known"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z0-9][A-Z0-9./-]*$") & ~Q(name=""), name="remains_place_named"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Stocktake(models.Model):
    """Somebody counted what lies in a place and below it. `differences` is what the register said otherwise."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="stocktakes")
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    seen = ArrayField(models.CharField(max_length=40))
    expected = models.PositiveIntegerField()
    differences = models.JSONField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"count of {self.place} at {self.at}"


class Temperature(models.Model):
    """A reading of a thermometer in a place of storage, in degrees Celsius. Readings only grow."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="temperatures")
    at = models.DateTimeField()
    celsius = models.DecimalField(max_digits=4, decimal_places=1)
    by = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [models.Index(fields=["place", "-at"], name="remains_temperature_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(celsius__gte=-80, celsius__lte=60), name="remains_temperature_can_be")
        ]

    def __str__(self) -> str:
        return f"{self.celsius} °C in {self.place}"
