"""What the matching keeps: parameter sets, runs, matches, and who may be one person within a side.

A `Match` joins two records that may speak of one human being: a sought one and a found one, or two of one side that
may be duplicates. Its weights stand in the order of its parameter set's lines. While it is undecided it belongs to the
engine, which recomputes it whenever either record changes, and it goes with either record (the foreign keys cascade in
the database, because the registry deletes in SQL); a decided one belongs to the person who decided, and the
database refuses every change to it but the reopening that names new evidence (triggers in migration 0002).

Three tables are the engine's own and have no model, because nothing but SQL touches them: `matching_due` (records that
changed since they were last compared), `matching_key` (the blocking keys of every record) and `matching_scored` (what
an unfinished bulk run has weighed so far).
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least, Now

from antigone.bureau.registry.models import RandomUUID, Record


class Origin(models.TextChoices):
    SHIPPED = "shipped", "shipped with Antigone"
    TRAINED = "trained", "learned from this bureau's records"


class ParameterSet(models.Model):
    """A model of the evidence with all its numbers, as `evidence.linkage.Model.to_json` wrote it. Never changed.

    The newest row is in force; going back to an earlier set keeps it once more.
    """

    version = models.CharField(max_length=64, db_index=True)
    origin = models.CharField(max_length=10, choices=Origin.choices)
    trained_on = models.JSONField(default=dict)
    model = models.TextField()
    kept_at = models.DateTimeField(db_default=Now())
    kept_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(origin__in=list(Origin)), name="matching_parameters_origin_known")
        ]

    def __str__(self) -> str:
        return f"parameters {self.version}"


class RunState(models.TextChoices):
    RUNNING = "running", "running or interrupted; it can be resumed"
    FINISHED = "finished", "finished"
    ABANDONED = "abandoned", "given up: the records changed before it was resumed"


class Run(models.Model):
    """One comparison: with what, of what, and what came of it; enough to repeat it bit for bit.

    `scope` holds the records that an incremental run took up; it is empty for a run over all. `inputs` is the SHA-256
    of everything that was read, `results` that of every pair that reached the floor with its weights. `snapshot` is
    the database's view in which a bulk run read its records: what changed after it is due again. `priors` are log10
    odds, one a relation.
    """

    engine = models.CharField(max_length=20)
    engine_version = models.CharField(max_length=100)
    parameters = models.ForeignKey(ParameterSet, on_delete=models.PROTECT, related_name="runs")
    blocking = models.JSONField()
    floor = models.FloatField()
    scope = ArrayField(models.BigIntegerField(), default=list)
    sought = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    inputs = models.CharField(max_length=64)
    results = models.CharField(max_length=64, blank=True)
    priors = models.JSONField()
    state = models.CharField(max_length=10, choices=RunState.choices)
    snapshot = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    started_by = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=list(RunState)), name="matching_run_state_known"),
            models.CheckConstraint(
                condition=~Q(state=RunState.FINISHED) | (Q(finished_at__isnull=False) & ~Q(results="")),
                name="matching_run_finished_with_results",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} on {self.engine}"


class Relation(models.TextChoices):
    """Which records a match joins."""

    ACROSS = "across", "one sought, one found"
    SOUGHT = "sought", "two sought: perhaps two notices of one person"
    FOUND = "found", "two found: perhaps two entries of one person"


class MatchState(models.TextChoices):
    PROPOSED = "proposed", "proposed by the engine"
    UNDER_REVIEW = "under_review", "under review"
    EXCLUDED = "excluded", "excluded"
    CONFIRMED = "confirmed", "confirmed"
    SUPERSEDED = "superseded", "no longer proposed: a record changed"


class Identifier(models.TextChoices):
    """By which kind of evidence a match was decided; the first three are INTERPOL's primary identifiers."""

    DNA = "dna", "DNA"
    DENTAL = "dental", "teeth"
    FINGERPRINTS = "fingerprints", "fingerprints"
    MEDICAL = "medical", "implants, operations, old injuries"
    DOCUMENTS = "documents", "documents and numbers"
    NAME = "name", "name"
    BIRTH = "birth", "birth date or age"
    PLACE = "place", "places and dates of events"
    SERVICE = "service", "unit, rank, service"
    TRAITS = "traits", "traits and marks of the body"
    EFFECTS = "effects", "clothing and belongings"
    TESTIMONY = "testimony", "a witness, the family, the person"


DECIDED = (MatchState.EXCLUDED, MatchState.CONFIRMED)
#: States in which a match takes part in the joint posterior.
LIVE = (MatchState.PROPOSED, MatchState.UNDER_REVIEW)


class Match(models.Model):
    """Two records that may speak of one human being, and how strongly the evidence says so.

    `weights` are log10 LR, one a line of the run's parameter set. `reasons`, for each line an English sentence and
    how it was made (`explaining.FrozenReason`), are written down when somebody takes the match up or decides it;
    before that they follow from both records, which cannot change without the match being computed anew. `prior` is
    log10 odds; the posteriors are probabilities. `decided_by`, `decided_on`, `because` and `identifier` (by which
    kind of evidence) belong to a decision, `new_evidence` to its reopening.
    """

    public_id = models.UUIDField(unique=True, db_default=RandomUUID(), editable=False)
    relation = models.CharField(max_length=10, choices=Relation.choices)
    left = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="matches_as_left")
    right = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="matches_as_right")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="matches")
    weights = ArrayField(models.FloatField())
    log10_lr = models.FloatField()
    prior = models.FloatField()
    pairwise_posterior = models.FloatField()
    joint_posterior = models.FloatField()
    state = models.CharField(max_length=12, choices=MatchState.choices, default=MatchState.PROPOSED)
    reasons = models.JSONField(null=True)
    taken_up_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    decided_by = models.CharField(max_length=200, blank=True, default="", db_default="")
    decided_on = models.DateField(null=True)
    because = models.TextField(blank=True, default="", db_default="")
    identifier = models.CharField(max_length=30, choices=Identifier.choices, blank=True, default="", db_default="")
    new_evidence = models.TextField(blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "matches"
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("left_id", "right_id"), Greatest("left_id", "right_id"), name="matching_pair_once"
            ),
            models.CheckConstraint(condition=Q(relation__in=list(Relation)), name="matching_relation_known"),
            models.CheckConstraint(condition=Q(state__in=list(MatchState)), name="matching_state_known"),
            models.CheckConstraint(
                condition=Q(relation=Relation.ACROSS) | Q(left_id__lt=F("right_id")), name="matching_duplicates_ordered"
            ),
            models.CheckConstraint(condition=~Q(left_id=F("right_id")), name="matching_two_records"),
            models.CheckConstraint(
                condition=Q(pairwise_posterior__gte=0, pairwise_posterior__lte=1)
                & Q(joint_posterior__gte=0, joint_posterior__lte=1),
                name="matching_posteriors_are_probabilities",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(DECIDED))
                | (
                    ~Q(decided_by="")
                    & Q(decided_on__isnull=False)
                    & ~Q(because="")
                    & Q(identifier__in=list(Identifier), reasons__isnull=False)
                ),
                name="matching_decision_is_signed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-joint_posterior", "-log10_lr", "id"],
                condition=Q(state__in=list(LIVE), relation=Relation.ACROSS),
                name="matching_queue",
            ),
        ]

    def __str__(self) -> str:
        return f"match {self.public_id}"


class Cluster(models.Model):
    """Which records of one side the engine takes for one person: all that bear one label, the smallest of their ids.

    A proposal that is computed anew whenever one of them changes; no record is touched. A record alone has no row.
    """

    record = models.OneToOneField(
        Record, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="cluster"
    )
    label = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"record {self.pk} in cluster {self.label}"


class OutsideWeight(models.Model):
    """What is known of two records from elsewhere than the records: log10 LR, and a sentence why.

    `said` is how the sentence was made, so that it can be said in other languages; see `evidence.wording`.
    `left` is the smaller number. A trigger makes both records due whenever a weight comes or goes.
    """

    left = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    right = models.ForeignKey(Record, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    line = models.CharField(max_length=60)
    log10_lr = models.FloatField()
    reason = models.TextField()
    said = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["left", "right", "line"], name="matching_outside_once"),
            models.CheckConstraint(condition=Q(left_id__lt=F("right_id")), name="matching_outside_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.line} of records {self.left_id} and {self.right_id}: {self.log10_lr:.1f}"
