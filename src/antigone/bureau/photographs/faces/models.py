"""What is kept of faces: by which model, in which photograph, which face is the record's person, and calibrations.

Vectors are half-precision numbers in plain bytes. They are never shown, never leave, and go with their photograph
(migration 0004). Each is worth something only beside its model, so they hang on it.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate

_SEEN = ("good", "degraded", "hidden")


class FaceModel(models.Model):
    """A model with its preparation (`imaging.faces.Model.key`) and the licence that was declared for it."""

    key = models.CharField(max_length=160, unique=True)
    licence = models.TextField()
    dimension = models.PositiveIntegerField()
    declared_by = models.TextField()
    declared_on = models.DateField(db_default=TruncDate(Now()), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(licence__gt=""), name="photographs_face_model_licensed"),
            models.CheckConstraint(
                condition=Q(dimension__gte=2, dimension__lte=4096), name="photographs_face_model_dimension"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class FaceReading(models.Model):
    """That a photograph was read by a model, also where no face was found; what makes reindexing resumable."""

    photograph = models.ForeignKey(
        "photographs.Photograph", on_delete=models.DO_NOTHING, db_constraint=False, related_name="face_readings"
    )
    model = models.ForeignKey(FaceModel, on_delete=models.DO_NOTHING, related_name="readings")
    faces = models.PositiveIntegerField()
    read_on = models.DateField(db_default=TruncDate(Now()), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["photograph", "model"], name="photographs_face_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.faces} faces in {self.photograph_id}"


class KeptFace(models.Model):
    """One face of a photograph. The box is in shares of the upright picture.

    `chosen` says whether it is the person of whom the record speaks: true where the photograph has one sure face or a
    human said so, false where he said no, null where nobody has said yet. `seen` is a class of
    `imaging.faces.QualityClass`.
    """

    photograph = models.ForeignKey(
        "photographs.Photograph", on_delete=models.DO_NOTHING, db_constraint=False, related_name="faces"
    )
    model = models.ForeignKey(FaceModel, on_delete=models.DO_NOTHING, related_name="faces")
    number = models.PositiveIntegerField()
    vector = models.BinaryField()
    x = models.FloatField()
    y = models.FloatField()
    width = models.FloatField()
    height = models.FloatField()
    quarter_turns = models.PositiveSmallIntegerField()
    size = models.FloatField()
    sharpness = models.FloatField()
    contrast = models.FloatField()
    brightness = models.FloatField()
    score = models.FloatField()
    seen = models.CharField(max_length=8)
    chosen = models.BooleanField(null=True)
    chosen_by = models.TextField(blank=True, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["photograph", "model", "number"], name="photographs_face_once"),
            models.UniqueConstraint(
                fields=["photograph", "model"], condition=Q(chosen=True), name="photographs_one_face_chosen"
            ),
            models.CheckConstraint(condition=Q(seen__in=_SEEN), name="photographs_face_seen_known"),
            models.CheckConstraint(condition=Q(quarter_turns__lt=4), name="photographs_face_turned"),
        ]

    def __str__(self) -> str:
        return f"face {self.number} of {self.photograph_id}"


class FaceChanges(models.Model):
    """How many faces came and how many changed or went since the beginning: one row, kept by the database.

    Whoever adds faces holds the row, so that their numbers grow in the order in which they become visible.
    """

    came = models.BigIntegerField(db_default=0)
    changed = models.BigIntegerField(db_default=0)

    def __str__(self) -> str:
        return f"{self.came} came, {self.changed} changed"


class FaceCalibration(models.Model):
    """A calibration, `evidence.faces.Calibration` as JSON. Never changed; the newest of a model is in force."""

    model = models.ForeignKey(FaceModel, on_delete=models.DO_NOTHING, related_name="calibrations")
    set_name = models.TextField()
    people = models.PositiveIntegerField()
    document = models.TextField()
    kept_by = models.TextField()
    kept_on = models.DateField(db_default=TruncDate(Now()), editable=False)

    def __str__(self) -> str:
        return f"calibration {self.pk} on {self.set_name}"


class FaceDue(models.Model):
    """That faces of a record changed, and the matching is not told yet; `record` none: a calibration came.

    Written by the database itself, taken away by whoever tells the matching.
    """

    record = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"faces of {self.record or 'all records'}"
