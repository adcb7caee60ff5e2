import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.drafts
import antigone.bureau.registry.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("file_sha256", models.CharField(max_length=64)),
                ("table_format", models.CharField(max_length=20)),
                ("mapping", models.JSONField(default=dict)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("imported_by", models.CharField(max_length=200)),
                ("added", models.PositiveIntegerField(default=0)),
                ("replaced", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("stale", models.PositiveIntegerField(default=0)),
                ("rejected", models.PositiveIntegerField(default=0)),
                ("warned", models.PositiveIntegerField(default=0)),
                ("undone_at", models.DateTimeField(null=True)),
                ("undone_by", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="NameWord",
            fields=[
                ("word", models.TextField(primary_key=True, serialize=False)),
                (
                    "near",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["word"], fastupdate=False, name="registry_nameword_trigrams", opclasses=["gin_trgm_ops"]
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["near"], name="registry_nameword_near"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=200)),
                ("value", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="registry.batch",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "line"],
            },
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("name", models.CharField(max_length=200, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("authority", "state authority"),
                            ("agency", "neutral agency"),
                            ("organisation", "organisation"),
                            ("press", "press or volunteers"),
                            ("family", "families"),
                            ("bureau", "this bureau"),
                        ],
                        default="organisation",
                        max_length=20,
                    ),
                ),
                ("speaks_for", models.CharField(blank=True, max_length=200)),
                ("reliability", models.CharField(default="F", max_length=1)),
                ("credibility", models.PositiveSmallIntegerField(default=6)),
                ("contact", models.TextField(blank=True)),
                ("licence", models.CharField(blank=True, max_length=200)),
                (
                    "publication",
                    models.CharField(
                        choices=[
                            ("private", "given to the bureau in confidence"),
                            ("open", "published by the source itself"),
                        ],
                        default="private",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reliability__in", ["A", "B", "C", "D", "E", "F"])),
                        name="source_reliability_a_to_f",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credibility__gte", 1), ("credibility__lte", 6)),
                        name="source_credibility_1_to_6",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("source_record_id", models.TextField()),
                ("content_hash", models.CharField(max_length=32)),
                ("source_date", models.TextField(blank=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("missing", "missing"),
                            ("prisoner", "prisoner"),
                            ("dead", "dead"),
                            ("remains", "remains"),
                        ],
                        max_length=10,
                    ),
                ),
                ("status", models.TextField(blank=True)),
                (
                    "sensitivity",
                    models.CharField(
                        blank=True,
                        choices=[("", "ordinary"), ("withheld", "withheld from everyone outside the staff")],
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                (
                    "sex",
                    models.CharField(
                        blank=True,
                        choices=[("", ""), ("female", "female"), ("male", "male"), ("other", "other")],
                        max_length=6,
                    ),
                ),
                ("father_name", models.TextField(blank=True)),
                ("mother_maiden_name", models.TextField(blank=True)),
                ("birth_date", models.TextField(blank=True)),
                ("age_low", models.PositiveSmallIntegerField(null=True)),
                ("age_high", models.PositiveSmallIntegerField(null=True)),
                ("birthplace", models.TextField(blank=True)),
                ("residence", models.TextField(blank=True)),
                ("nationality", models.TextField(blank=True)),
                ("documents", models.TextField(blank=True)),
                ("force", models.TextField(blank=True)),
                ("branch", models.TextField(blank=True)),
                ("unit", models.TextField(blank=True)),
                ("rank", models.TextField(blank=True)),
                ("service_number", models.TextField(blank=True)),
                ("call_sign", models.TextField(blank=True)),
                ("last_seen_date", models.TextField(blank=True)),
                ("last_seen_place", models.TextField(blank=True)),
                ("circumstances", models.TextField(blank=True)),
                ("description", models.TextField(blank=True)),
                ("occurred_date", models.TextField(blank=True)),
                ("occurred_place", models.TextField(blank=True)),
                ("cause", models.TextField(blank=True)),
                ("burial_place", models.TextField(blank=True)),
                ("informant", models.TextField(blank=True)),
                ("family_informed_on", models.TextField(blank=True)),
                ("note", models.TextField(blank=True)),
                ("original", models.JSONField(default=dict)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="registry.batch",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="registry.source",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="batch",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="registry.source"
            ),
        ),
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("source_record_id", models.TextField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tombstones",
                        to="registry.source",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Name",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("value", models.TextField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "primary"),
                            ("alias", "alias"),
                            ("maiden", "maiden"),
                            ("transliteration", "transliteration"),
                        ],
                        max_length=20,
                    ),
                ),
                ("script", models.CharField(max_length=10)),
                ("sort_key", models.TextField(db_index=True)),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None),
                ),
                ("birth_from", models.SmallIntegerField(null=True)),
                ("birth_to", models.SmallIntegerField(null=True)),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="registry.record",
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["keys"], name="registry_name_keys"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReplacedVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("before", models.JSONField()),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_versions",
                        to="registry.batch",
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="replaced_versions",
                        to="registry.record",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("batch", "record"), name="one_version_a_batch")],
            },
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.UniqueConstraint(fields=("source", "source_record_id"), name="record_once_per_source"),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            antigone.bureau.registry.drafts.RecordKind["MISSING"],
                            antigone.bureau.registry.drafts.RecordKind["PRISONER"],
                            antigone.bureau.registry.drafts.RecordKind["DEAD"],
                            antigone.bureau.registry.drafts.RecordKind["REMAINS"],
                        ],
                    )
                ),
                name="record_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="tombstone",
            constraint=models.UniqueConstraint(fields=("source", "source_record_id"), name="tombstone_once_per_source"),
        ),
    ]
