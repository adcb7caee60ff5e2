"""Comparisons, identifications, approvals, and the rule table that the database keeps."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.models
from antigone.bureau.identification.migrations import _0003_guards as guards
from antigone.bureau.identification.migrations import _0003_rules as rules


class Migration(migrations.Migration):
    dependencies = [
        ("identification", "0002_guards"),
        ("registry", "0002_guards"),
        ("matching", "0004_outside_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identification",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("rule", models.CharField(default="", max_length=10)),
                ("basis", models.CharField(max_length=12)),
                ("because", models.TextField()),
                ("document", models.TextField(blank=True, default="")),
                ("document_sha256", models.CharField(blank=True, default="", max_length=64)),
                (
                    "members",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("proposed_by", models.CharField(max_length=200)),
                ("proposed_on", models.DateField()),
                ("decision", models.BinaryField(default=b"")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed, not signed yet"),
                            ("signed", "signed"),
                            ("rescinded", "rescinded"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                (
                    "found",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
                (
                    "sought",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act", models.CharField(max_length=10)),
                ("by", models.CharField(max_length=200)),
                ("on", models.DateField(db_default=django.db.models.functions.datetime.Now())),
                ("because", models.TextField(blank=True, default="")),
                ("method", models.CharField(max_length=10)),
                ("key_id", models.TextField()),
                ("signed", models.BinaryField()),
                ("evidence", models.BinaryField()),
                (
                    "identification",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="approvals",
                        to="identification.identification",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Comparison",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=14)),
                ("verdict", models.CharField(max_length=30)),
                ("grounds", models.TextField()),
                ("evidence", models.TextField(blank=True)),
                ("finding", models.JSONField(null=True)),
                ("by", models.CharField(max_length=200)),
                ("on", models.DateField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "found",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
                (
                    "sought",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sought", "found", "identifier", "-id"], name="identification_compared_pair")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "identifier__in",
                                (
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
                                    "visual",
                                ),
                            )
                        ),
                        name="identification_comparison_identifier_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "verdict__in",
                                ["consistent", "inconsistent-explicable", "inconsistent-inexplicable", "insufficient"],
                            )
                        ),
                        name="identification_comparison_verdict_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finding__isnull", False), ("identifier", "dna")),
                            models.Q(
                                ("finding__isnull", True),
                                models.Q(
                                    models.Q(("identifier", "dna"), _negated=True),
                                    ("verdict", "insufficient"),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="identification_comparison_of_dna_has_a_finding",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvidenceRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("identifier", models.CharField(max_length=14)),
                ("what", models.TextField()),
                ("of_whom", models.TextField()),
                ("after", models.BigIntegerField(default=0)),
                ("by", models.CharField(max_length=200)),
                ("on", models.DateField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "found",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
                (
                    "sought",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="registry.record",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["sought", "found"], name="identification_request_pair")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "identifier__in",
                                (
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
                                    "visual",
                                ),
                            )
                        ),
                        name="identification_request_identifier_known",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "signed", "rescinded"])),
                name="identification_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.CheckConstraint(
                condition=models.Q(("rule__in", ["remains", "dead", "prisoner"])), name="identification_rule_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("basis", "comparisons"), ("document", ""), ("document_sha256", ""), ("members", [])),
                    models.Q(
                        ("basis", "board"),
                        ("document__regex", "\\S"),
                        ("document_sha256__regex", "^[0-9a-f]{64}$"),
                        ("members__len__gte", 2),
                    ),
                    _connector="OR",
                ),
                name="identification_board_has_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="identification",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "rescinded"), _negated=True),
                fields=("sought", "found"),
                name="identification_stands_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["propose", "sign", "rescind"])),
                name="identification_approval_act_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["passkey", "server"])), name="identification_approval_method_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act", "rescind"), _negated=True), ("because__regex", "\\S"), _connector="OR"
                ),
                name="identification_rescinded_with_reason",
            ),
        ),
        migrations.RunSQL(rules.CANONICAL + rules.FINDINGS + rules.STANDING + rules.DECISION, guards.UNDO),
        migrations.RunSQL(guards.GUARDS + guards.MATCHES + guards.RECORDS, migrations.RunSQL.noop),
        migrations.RunSQL(guards.OVERWRITTEN_UNLESS_RESCINDED, guards.OVERWRITTEN_AS_BEFORE),
        migrations.RunSQL(guards.GRANTS, migrations.RunSQL.noop),
    ]
