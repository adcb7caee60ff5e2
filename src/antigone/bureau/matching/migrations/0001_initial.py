import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cluster",
            fields=[
                (
                    "record",
                    models.OneToOneField(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="cluster",
                        serialize=False,
                        to="registry.record",
                    ),
                ),
                ("label", models.BigIntegerField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="ParameterSet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.CharField(db_index=True, max_length=64)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("shipped", "shipped with Antigone"),
                            ("trained", "learned from this bureau's records"),
                        ],
                        max_length=10,
                    ),
                ),
                ("trained_on", models.JSONField(default=dict)),
                ("model", models.TextField()),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kept_by", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("origin__in", ["shipped", "trained"])),
                        name="matching_parameters_origin_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("engine", models.CharField(max_length=20)),
                ("engine_version", models.CharField(max_length=100)),
                ("blocking", models.JSONField()),
                ("floor", models.FloatField()),
                (
                    "scope",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("sought", models.PositiveIntegerField()),
                ("found", models.PositiveIntegerField()),
                ("inputs", models.CharField(max_length=64)),
                ("results", models.CharField(blank=True, max_length=64)),
                ("priors", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("running", "running or interrupted; it can be resumed"),
                            ("finished", "finished"),
                            ("abandoned", "given up: the records changed before it was resumed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("snapshot", models.TextField(blank=True)),
                ("outcome", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
                ("started_by", models.CharField(max_length=200)),
                (
                    "parameters",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="matching.parameterset"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Match",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("across", "one sought, one found"),
                            ("sought", "two sought: perhaps two notices of one person"),
                            ("found", "two found: perhaps two entries of one person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("weights", django.contrib.postgres.fields.ArrayField(base_field=models.FloatField(), size=None)),
                ("log10_lr", models.FloatField()),
                ("prior", models.FloatField()),
                ("pairwise_posterior", models.FloatField()),
                ("joint_posterior", models.FloatField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed by the engine"),
                            ("under_review", "under review"),
                            ("excluded", "excluded"),
                            ("confirmed", "confirmed"),
                            ("superseded", "no longer proposed: a record changed"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("reasons", models.JSONField(null=True)),
                ("taken_up_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("decided_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("decided_on", models.DateField(null=True)),
                ("because", models.TextField(blank=True, db_default="", default="")),
                (
                    "identifier",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("dna", "DNA"),
                            ("dental", "teeth"),
                            ("fingerprints", "fingerprints"),
                            ("medical", "implants, operations, old injuries"),
                            ("documents", "documents and numbers"),
                            ("name", "name"),
                            ("birth", "birth date or age"),
                            ("place", "places and dates of events"),
                            ("service", "unit, rank, service"),
                            ("traits", "traits and marks of the body"),
                            ("effects", "clothing and belongings"),
                            ("testimony", "a witness, the family, the person"),
                        ],
                        db_default="",
                        default="",
                        max_length=30,
                    ),
                ),
                ("new_evidence", models.TextField(blank=True, db_default="", default="")),
                (
                    "left",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="matches_as_left",
                        to="registry.record",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="matches_as_right",
                        to="registry.record",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="matches", to="matching.run"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "matches",
            },
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["running", "finished", "abandoned"])), name="matching_run_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "finished"), _negated=True),
                    models.Q(("finished_at__isnull", False), models.Q(("results", ""), _negated=True)),
                    _connector="OR",
                ),
                name="matching_run_finished_with_results",
            ),
        ),
        migrations.AddIndex(
            model_name="match",
            index=models.Index(
                condition=models.Q(("relation", "across"), ("state__in", ["proposed", "under_review"])),
                fields=["-joint_posterior", "-log10_lr", "id"],
                name="matching_queue",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.UniqueConstraint(
                django.db.models.functions.comparison.Least("left_id", "right_id"),
                django.db.models.functions.comparison.Greatest("left_id", "right_id"),
                name="matching_pair_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation__in", ["across", "sought", "found"])), name="matching_relation_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "under_review", "excluded", "confirmed", "superseded"])),
                name="matching_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("relation", "across"), ("left_id__lt", models.F("right_id")), _connector="OR"),
                name="matching_duplicates_ordered",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_id", models.F("right_id")), _negated=True), name="matching_two_records"
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("pairwise_posterior__gte", 0),
                    ("pairwise_posterior__lte", 1),
                    ("joint_posterior__gte", 0),
                    ("joint_posterior__lte", 1),
                ),
                name="matching_posteriors_are_probabilities",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["excluded", "confirmed"]), _negated=True),
                    models.Q(
                        models.Q(("decided_by", ""), _negated=True),
                        ("decided_on__isnull", False),
                        models.Q(("because", ""), _negated=True),
                        (
                            "identifier__in",
                            [
                                "dna",
                                "dental",
                                "fingerprints",
                                "medical",
                                "documents",
                                "name",
                                "birth",
                                "place",
                                "service",
                                "traits",
                                "effects",
                                "testimony",
                            ],
                        ),
                        ("reasons__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="matching_decision_is_signed",
            ),
        ),
    ]
