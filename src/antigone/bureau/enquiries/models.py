"""What staff, worker and vault keep of enquiries; what families leave stands in the schema `intake` (migration 0001).

An `Opening` is one look behind a seal, allowed or refused. The database counts them: the fifty-first of one person on
one day cannot be written.

A `Notice` is one sentence without content that waits to be sent. A `Telling` is what a family is told: drafted by one
person, read by another, delivered one at a time; the database refuses every other order (migration 0003).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from antigone.bureau.registry.models import RandomUUID


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


class NoticeKind(models.TextChoices):
    NEWS = "news", "there is news"
    RENEWAL = "renewal", "the enquiry wants to be renewed"


class NoticeState(models.TextChoices):
    WAITING = "waiting", "waits to be sent"
    SENDING = "sending", "is being sent"
    SENT = "sent", "the mail server took it"
    FAILED = "failed", "the mail server refused it, or it was doubtful twice"


class Notice(models.Model):
    """One notice in the outbox. `doubtful` counts what may have been sent twice: a process died between the two."""

    reference = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    enquiry = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=10, choices=NoticeKind.choices, db_default=NoticeKind.NEWS)
    state = models.CharField(max_length=10, choices=NoticeState.choices, db_default=NoticeState.WAITING)
    attempts = models.PositiveSmallIntegerField(db_default=0)
    doubtful = models.BooleanField(db_default=False)
    day = models.DateField(db_default=TruncDate(Now()))

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=NoticeState.values), name="enquiries_notice_state_known"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="enquiries_notice_kind_known"),
            # Ten replies before the next post are one piece of news.
            models.UniqueConstraint(
                fields=["enquiry"], condition=Q(state="waiting"), name="enquiries_one_notice_waits"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state__in=["waiting", "sending"]), name="enquiries_outbox")
        ]

    def __str__(self) -> str:
        return f"notice {self.reference}: {self.state}"


class Channel(models.TextChoices):
    RECEIPT = "receipt", "on the page of the receipt"
    PHONE = "phone", "by telephone"
    VISIT = "visit", "in person"
    POST = "post", "by letter"


class AboutKind(models.TextChoices):
    IDENTIFICATION = "identification", "an identification"
    MATCH = "match", "a match"
    RECORD = "record", "a record"


class Telling(models.Model):
    """What one family is told, from draft to acknowledgement.

    The text stands nowhere but under the enquiry's seal, from the first draft on: it is the letter, hidden until it is
    delivered, so that what a second person has read is, byte for byte, what the family reads. `digest` is its SHA-256.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    enquiry = models.UUIDField(db_index=True)
    about_kind = models.CharField(max_length=20, choices=AboutKind.choices)
    about_id = models.TextField()
    about_record = models.UUIDField(null=True, db_index=True)
    language = models.CharField(max_length=2)
    letter = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64)
    drafted_by = models.TextField()
    drafted_on = models.DateField(db_default=TruncDate(Now()))
    approved_by = models.TextField(default="", db_default="")
    approved_on = models.DateField(null=True)
    delivered_by = models.TextField(default="", db_default="")
    delivered_on = models.DateField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices, blank=True, default="", db_default="")
    # The number of the delivering transaction, written by a trigger: unique, so that nobody is told in a batch.
    delivered_in = models.BigIntegerField(null=True, unique=True, editable=False)
    acknowledged_on = models.DateField(null=True)
    dropped_by = models.TextField(default="", db_default="")
    frozen_by = models.TextField(default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(drafted_by__gt=""), name="enquiries_telling_drafted"),
            models.CheckConstraint(condition=~Q(approved_by=F("drafted_by")), name="enquiries_telling_second_reader"),
            models.CheckConstraint(
                condition=Q(approved_by="", approved_on__isnull=True)
                | Q(approved_by__gt="", approved_on__isnull=False),
                name="enquiries_telling_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(delivered_by="", delivered_on__isnull=True, channel="")
                | Q(delivered_by__gt="", delivered_on__isnull=False, channel__in=Channel.values),
                name="enquiries_telling_delivered_whole",
            ),
            models.CheckConstraint(
                condition=Q(delivered_by="") | Q(approved_by__gt="", dropped_by=""),
                name="enquiries_telling_delivered_after_reading",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True) | Q(delivered_by__gt=""),
                name="enquiries_telling_acknowledged_after",
            ),
        ]

    def __str__(self) -> str:
        return f"telling {self.public_id} of enquiry {self.enquiry}"
