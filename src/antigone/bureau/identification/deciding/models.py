"""What deciding keeps: comparisons, requests for more, identifications and their approvals. All of it only grows.

The rule table, what a signature must say and who may sign stand in the database (migration 0003): staff may add rows
and change none. `Identification.state` and `Identification.decision` are the database's own: it builds the decision
from the rows, and follows the approvals with the state.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from antigone.bureau.identification.deciding.values import Act, Basis, Method, Verdict
from antigone.bureau.matching.models import Identifier
from antigone.bureau.registry.models import RandomUUID, Record

#: Recognition by face or photograph. It is no identifier of a match; whatever else is missing, it carries nothing.
VISUAL = "visual"
IDENTIFIERS: tuple[str, ...] = (*Identifier.values, VISUAL)
#: INTERPOL's primary identifiers.
PRIMARY: tuple[str, ...] = (Identifier.DNA, Identifier.DENTAL, Identifier.FINGERPRINTS)


class State(models.TextChoices):
    PROPOSED = "proposed", "proposed, not signed yet"
    SIGNED = "signed", "signed"
    RESCINDED = "rescinded", "rescinded"


class Comparison(models.Model):
    """What one identifier says of a sought and a found record. The newest of an identifier counts.

    `evidence` says where what was compared lies: a report's number, a file, a page. `finding` is what the laboratory
    says of the two, as it stood; the database puts it there, for DNA alone.
    """

    sought = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    found = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    identifier = models.CharField(max_length=14)
    verdict = models.CharField(max_length=30)
    grounds = models.TextField()
    evidence = models.TextField(blank=True)
    finding = models.JSONField(null=True)
    by = models.CharField(max_length=200)
    on = models.DateField(db_default=Now())

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["sought", "found", "identifier", "-id"], name="identification_compared_pair")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(identifier__in=IDENTIFIERS), name="identification_comparison_identifier_known"
            ),
            models.CheckConstraint(
                condition=Q(verdict__in=[one.value for one in Verdict]), name="identification_comparison_verdict_known"
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=False, identifier=Identifier.DNA)
                | Q(finding__isnull=True) & (~Q(identifier=Identifier.DNA) | Q(verdict=Verdict.INSUFFICIENT.value)),
                name="identification_comparison_of_dna_has_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.identifier}: {self.verdict}"


class EvidenceRequest(models.Model):
    """What somebody asked for so that an identifier can be compared, and of whom; a later comparison answers it.

    `after` is the number of the identifier's newest comparison then, or 0; the database puts it there.
    """

    sought = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    found = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    identifier = models.CharField(max_length=14)
    what = models.TextField()
    of_whom = models.TextField()
    after = models.BigIntegerField(default=0)
    by = models.CharField(max_length=200)
    on = models.DateField(db_default=Now())

    class Meta:
        indexes: ClassVar = [models.Index(fields=["sought", "found"], name="identification_request_pair")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(identifier__in=IDENTIFIERS), name="identification_request_identifier_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.identifier} asked of {self.of_whom}"


class Identification(models.Model):
    """That a found record is of the person whom a sought record misses: proposed by one, signed by another.

    `rule` is the kind of the found record when it was proposed, which decides what suffices. `decision` holds the
    canonical bytes of everything that people sign. Rescinded, never deleted.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    sought = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    found = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    rule = models.CharField(max_length=10, default="")
    basis = models.CharField(max_length=12)
    because = models.TextField()
    document = models.TextField(blank=True, default="")
    document_sha256 = models.CharField(max_length=64, blank=True, default="")
    members = ArrayField(models.TextField(), default=list)
    proposed_by = models.CharField(max_length=200)
    proposed_on = models.DateField()
    decision = models.BinaryField(default=b"")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="identification_state_known"),
            models.CheckConstraint(
                condition=Q(rule__in=["remains", "dead", "prisoner"]), name="identification_rule_known"
            ),
            models.CheckConstraint(
                condition=Q(basis=Basis.COMPARISONS.value, document="", document_sha256="", members=[])
                | Q(
                    basis=Basis.BOARD.value,
                    document__regex=r"\S",
                    document_sha256__regex=r"^[0-9a-f]{64}$",
                    members__len__gte=2,
                ),
                name="identification_board_has_a_document",
            ),
            models.UniqueConstraint(
                fields=["sought", "found"], condition=~Q(state="rescinded"), name="identification_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"identification {self.public_id}"


class Approval(models.Model):
    """One person's signature under one statement on an identification."""

    identification = models.ForeignKey(
        Identification, on_delete=models.DO_NOTHING, db_constraint=False, related_name="approvals"
    )
    act = models.CharField(max_length=10)
    by = models.CharField(max_length=200)
    on = models.DateField(db_default=Now())
    because = models.TextField(blank=True, default="")
    method = models.CharField(max_length=10)
    key_id = models.TextField()
    signed = models.BinaryField()
    evidence = models.BinaryField()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(act__in=[one.value for one in Act]), name="identification_approval_act_known"
            ),
            models.CheckConstraint(
                condition=Q(method__in=[one.value for one in Method]), name="identification_approval_method_known"
            ),
            models.CheckConstraint(
                condition=~Q(act=Act.RESCIND.value) | Q(because__regex=r"\S"),
                name="identification_rescinded_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.act} {self.identification_id}"
