"""The ledger's tables. Nothing here is ever changed or deleted: triggers and grants refuse it.

`Event` is written by actions, in their own transaction; a trigger puts its id into `Pending` in the
same transaction, so that the sequencer can take events in the order in which they *commit*, which
is not the order of their ids, and never has to look for gaps. `Leaf` and `Checkpoint` are the
sequencer's. The triggers, grants and roles stand in the first migration.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Func, Q


class Event(models.Model):
    """One act. `detail` and `salt` are both there, or both lawfully deleted; see `encoding`."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )
    actor_name = models.TextField()
    actor_role = models.TextField()
    verb = models.TextField()
    subject_kind = models.TextField()
    subject_id = models.TextField()
    detail = models.JSONField(null=True)
    salt = models.BinaryField(null=True)
    commitment = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_kind", "subject_id", "id"], name="ledger_event_subject")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(detail__isnull=True, salt__isnull=True) | Q(detail__isnull=False, salt__isnull=False),
                name="ledger_event_detail_with_salt",
            )
        ]

    def __str__(self) -> str:
        return f"event {self.pk}: {self.actor_name} {self.verb} {self.subject_kind} {self.subject_id}"


class Pending(models.Model):
    """An event that waits for its place in the tree."""

    event_id = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"event {self.pk} waits"


class Leaf(models.Model):
    """An event's place in the tree.

    No foreign key binds `event_id`: its check would lock, and so rewrite, every event once more, and
    `verify` finds a leaf without its event anyway, also when somebody has switched constraints off.
    """

    index = models.BigIntegerField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"leaf {self.pk}: event {self.event_id}"


class Checkpoint(models.Model):
    """A signed statement of the whole tree. Numbers are consecutive, so that a missing one shows."""

    number = models.BigIntegerField(primary_key=True)
    size = models.BigIntegerField(unique=True)
    root = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField(
        db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()), editable=False
    )

    def __str__(self) -> str:
        return f"checkpoint {self.pk}: {self.size} leaves"


class Heartbeat(models.Model):
    """The sequencer's one row: when it last looked, and what it complains of."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    size = models.BigIntegerField()
    problem = models.TextField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="ledger_heartbeat_one_row")]

    def __str__(self) -> str:
        return f"sequencer at {self.at}: {self.problem or 'well'}"
