"""What was written down where remains were found, before they came into keeping, and photographs of parts."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.remains.models.parts import Part


class SceneEntry(models.Model):
    """One find, as somebody wrote it down at the scene. `id` was made on the phone, so that sending twice keeps once.

    `written_at` is what the phone's clock said; `on` is EDTF, `grid` an MGRS square of 10 km or more. `number` is the
    number on the bag, or empty. `digest` is of what was sent. What is wrong in an entry is put right by another that
    `corrects` it. `part` is what the find became when it was taken in.
    """

    id = models.UUIDField(primary_key=True)
    reference = models.CharField(max_length=60)
    site = models.CharField(max_length=300)
    grid = models.CharField(max_length=12, blank=True)
    finder = models.CharField(max_length=200, blank=True)
    on = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=40, blank=True)
    what = models.CharField(max_length=200, blank=True)
    tags = ArrayField(models.CharField(max_length=60), default=list)
    explosives_checked_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    written_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    by = models.CharField(max_length=200)
    kept_at = models.DateTimeField(db_default=Now())
    part = models.OneToOneField(Part, on_delete=models.PROTECT, null=True, related_name="scene_entry")

    class Meta:
        ordering: ClassVar = ["kept_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(grid="") | Q(grid__regex=r"^[0-9]{1,2}[C-X][A-HJ-NP-Z]{2}([0-9]{2})?$"),
                name="remains_scene_grid_is_coarse",
            ),
            models.CheckConstraint(condition=~Q(reference="") & ~Q(site=""), name="remains_scene_site_said"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.number}".strip()


class PartPhotograph(models.Model):
    """That a photograph is of a part, of an entry that may become one, or of a sample of a part under its label.

    `id` was made where the photograph was taken. No foreign key to the photograph: it may be destroyed, and that there
    was one stays.
    """

    id = models.UUIDField(primary_key=True)
    photograph = models.UUIDField(db_index=True)
    sha256 = models.CharField(max_length=64)
    entry = models.ForeignKey(SceneEntry, on_delete=models.PROTECT, null=True, related_name="photographs")
    part = models.ForeignKey(Part, on_delete=models.PROTECT, null=True, related_name="photographs")
    sample = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=200)
    kept_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["kept_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, part__isnull=True) | Q(entry__isnull=True, part__isnull=False),
                name="remains_photograph_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"photograph of {self.part or self.entry}"
