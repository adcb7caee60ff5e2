"""What people did with remains and signed, and what each act did to each part. All of it only grows."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.registry.models import RandomUUID
from antigone.bureau.remains.models.parts import Body, Part
from antigone.bureau.remains.models.places import Place
from antigone.bureau.remains.models.transfers import Transfer


class Verb(models.TextChoices):
    RECEIVED = "received", "received"
    SPLIT = "split", "came out of another part"
    MOVED = "moved", "moved"
    EXAMINED = "examined", "examined"
    SAMPLED = "sampled", "sampled"
    OFFERED = "offered", "offered"
    ACCEPTED = "accepted", "accepted by whom it was offered to"
    REFUSED = "refused", "refused by whom it was offered to"
    UNANSWERED = "unanswered", "offered without an answer"
    WITHDRAWN = "withdrawn", "offer taken back"
    HANDED_OVER = "handed_over", "handed over"
    RETURNED = "returned", "came back"
    BURIED = "buried", "buried"
    ASSEMBLED = "assembled", "put together with others into a body"
    TAKEN_OUT = "taken_out", "taken out of a body"
    REASSOCIATED = "reassociated", "put from one body to another"
    SEALED = "sealed", "effects sealed"
    OPENED = "opened", "packet of effects opened"
    PACKET_OUT = "packet_out", "packet of effects handed over by itself"
    PACKET_BACK = "packet_back", "packet of effects came back"


class Holder(models.TextChoices):
    """Who has a part after an event."""

    PLACE = "place", "the bureau, in a place of storage"
    PARTY = "party", "a party that it was handed over to"
    GRAVE = "grave", "the earth"


class Offer(models.TextChoices):
    """Whether an offer of a part stands open, or was accepted and waits for the handover."""

    OFFERED = "offered", "offered"
    ACCEPTED = "accepted", "accepted"


class ProposedMove(models.Model):
    """A move that one custodian signed and that waits for another's signature. It stays; `Act.proposal` answers it.

    `origins` are the places where the parts lay, in the order of `parts`.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    parts = ArrayField(models.BigIntegerField())
    origins = ArrayField(models.BigIntegerField())
    to = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    words = models.TextField(blank=True)
    by = models.CharField(max_length=200)
    at = models.DateTimeField(db_default=Now())
    dropped_by = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"move of {len(self.parts)} to {self.to}"


class Act(models.Model):
    """One act with its signatures, whatever number of parts it is about.

    `gives` and `takes` are the two signatures (GC III, art. 120 and 122); `document` is the paper that bears them, or
    `proposal` the two accounts that signed on the desk. `words` holds the reason, or the words of a refusal; `source`
    and `said_on` where and when those were said. `at` is when it happened, `recorded_at` when it was written down.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    verb = models.CharField(max_length=12, choices=Verb.choices)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    by = models.CharField(max_length=200)
    gives = models.CharField(max_length=200, blank=True)
    takes = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True)
    source = models.CharField(max_length=300, blank=True)
    said_on = models.CharField(max_length=40, blank=True)
    grave = models.TextField(blank=True)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="acts")
    proposal = models.OneToOneField(ProposedMove, on_delete=models.PROTECT, null=True, related_name="act")

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["transfer", "verb"], name="remains_act_of_transfer")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verb__in=list(Verb)), name="remains_act_verb_known"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} at {self.at}"


class CustodyEvent(models.Model):
    """What an act did to one part, and who has the part since. The database numbers the steps and fills all else.

    `origin` is where whoever acted believed the part to lie; the database refuses what is not so.
    """

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="custody")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="custody")
    step = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True)
    verb = models.CharField(max_length=12, blank=True)
    holder = models.CharField(max_length=8, blank=True)
    origin = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="custody")
    party = models.CharField(max_length=200, blank=True)
    offer = models.CharField(max_length=10, blank=True)
    transfer_id = models.BigIntegerField(null=True)

    class Meta:
        ordering: ClassVar = ["part", "step"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["part", "step"], name="remains_custody_one_step_at_a_time"),
        ]
        indexes: ClassVar = [models.Index(fields=["transfer_id", "verb"], name="remains_custody_of_transfer")]

    def __str__(self) -> str:
        return f"{self.part} {self.verb}"


class MembershipEvent(models.Model):
    """That a part came into a body, out of one, or from one into another. The act's words say why."""

    part = models.ForeignKey(Part, on_delete=models.PROTECT, related_name="membership")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="membership")
    out_of = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="left")
    into = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, related_name="joined")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(out_of__isnull=False) | Q(into__isnull=False), name="remains_membership_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}: {self.out_of} to {self.into}"
