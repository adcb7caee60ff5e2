"""The checklist of an examination. Lines are only added; the newest of a part and subject counts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from antigone.bureau.remains.models.acts import Act
from antigone.bureau.remains.models.parts import Part


class Subject(models.TextChoices):
    EFFECTS = "effects", "effects"
    RADIOLOGY = "radiology", "radiology"
    FINGERPRINTS = "fingerprints", "fingerprints"
    ANTHROPOLOGY = "anthropology", "anthropology"
    PATHOLOGY = "pathology", "pathology"
    DENTAL = "dental", "dental"
    DNA = "dna", "DNA"


class Step(models.TextChoices):
    NOT_STARTED = "not started", "not started"
    ASSIGNED = "assigned", "assigned"
    IN_PROGRESS = "in progress", "in progress"
    COMPLETED = "completed", "completed"
    NOT_APPLICABLE = "not applicable", "not applicable"
    NOT_POSSIBLE = "not possible", "not possible"


class ExaminationLine(models.Model):
    """How far one subject of a part's examination is."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="examination")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="examination")
    subject = models.CharField(max_length=12, choices=Subject.choices)
    step = models.CharField(max_length=14, choices=Step.choices)
    words = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["part", "subject", "-id"], name="remains_examined_newest")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(subject__in=list(Subject)), name="remains_examination_subject_known"),
            models.CheckConstraint(condition=Q(step__in=list(Step)), name="remains_examination_step_known"),
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.step}"
