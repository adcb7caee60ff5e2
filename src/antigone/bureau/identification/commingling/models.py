"""What DNA says of two samples of remains that are held to be of one person, or lay in one grave."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

#: From here down two samples are not of one person: ten thousand times likelier of two, brothers allowed for. The
#: database holds the same number (migration 0006).
NOT_ONE = -4.0


class SamplePair(models.Model):
    """Two samples of remains, compared. `one_id` is less than `other_id`.

    `log10_lr` is that both are of one person, against two unrelated people or two siblings, whichever fits better. The
    database takes a pair off when a reading of either sample comes or goes.
    """

    one = models.ForeignKey(
        "identification.Sample", on_delete=models.DO_NOTHING, db_constraint=False, related_name="pairs_as_one"
    )
    other = models.ForeignKey(
        "identification.Sample", on_delete=models.DO_NOTHING, db_constraint=False, related_name="pairs_as_other"
    )
    log10_lr = models.FloatField()
    loci = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="identification_pair_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="identification_pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} with {self.other_id}: {self.log10_lr:.1f}"
