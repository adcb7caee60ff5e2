"""What is kept of a picture of a mark: local features, encrypted like the derivatives."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class MarkPicture(models.Model):
    """Features of a marked part of a photograph, or of a whole photograph that shows a mark or a thing (`region` none).

    `content` is `imaging.marks.packed`, encrypted; empty where the picture could not be opened any more.
    """

    photograph = models.ForeignKey(
        "photographs.Photograph", on_delete=models.DO_NOTHING, db_constraint=False, related_name="mark_pictures"
    )
    region = models.ForeignKey(
        "photographs.Region", on_delete=models.DO_NOTHING, db_constraint=False, null=True, related_name="mark_pictures"
    )
    method = models.CharField(max_length=40)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["photograph", "region", "method"], nulls_distinct=False, name="photographs_mark_measured_once"
            ),
        ]

    def __str__(self) -> str:
        return f"mark of {self.photograph_id}"
