"""What staff, worker and vault keep of enquiries; what families leave stands in the schema `intake` (migration 0001).

An `Opening` is one look behind a seal, allowed or refused. The database counts them: the fifty-first of one person on
one day cannot be written.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate


class Opening(models.Model):
    """Somebody asked the vault to open something. There is no foreign key: it stays when the enquiry is deleted."""

    enquiry = models.UUIDField(db_index=True)
    what = models.TextField()
    reason = models.TextField()
    opened_by = models.TextField()
    role = models.TextField()
    day = models.DateField(db_default=TruncDate(Now()), editable=False)
    allowed = models.BooleanField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["opened_by", "day"], name="enquiries_opening_of_day")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S(.*\S)?") & Q(opened_by__gt=""), name="enquiries_opening_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.opened_by} {'opened' if self.allowed else 'was refused'} {self.what} of enquiry {self.enquiry}"
