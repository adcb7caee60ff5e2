"""What looking at pixels leaves behind."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.models
from antigone.bureau.incidents.migrations import _0010_guards as guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("incidents", "0002_guards"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="reading",
                        serialize=False,
                        to="incidents.item",
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("north_up", models.BooleanField(db_default=False, default=False)),
                ("shots", models.JSONField(default=list)),
                ("says", models.JSONField(default=list)),
                ("credentials", models.CharField(max_length=10)),
                ("remark", models.TextField(blank=True, db_default="", default="")),
                ("read_by", models.CharField(max_length=200)),
                ("read_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Alignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed by the machine, for a human to check"),
                            ("points", "control points set by hand"),
                        ],
                        max_length=8,
                    ),
                ),
                ("transform", models.JSONField()),
                ("points", models.JSONField(default=list)),
                ("residuals", models.JSONField(default=list)),
                ("metres", models.BooleanField()),
                ("sentence", models.TextField()),
                ("made_by", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aligned_earlier",
                        to="incidents.picture",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aligned_later",
                        to="incidents.picture",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("before", models.F("after")), _negated=True),
                        name="incidents_alignment_of_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("how__in", ["proposed", "points"])), name="incidents_alignment_how_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("made_by__gt", "")), name="incidents_alignment_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Count",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("graves", "graves"),
                            ("tents", "tents or shelters"),
                            ("vehicles", "vehicles"),
                            ("wagons", "wagons of a refrigerated train"),
                        ],
                        max_length=8,
                    ),
                ),
                ("marks", models.JSONField()),
                ("total", models.PositiveIntegerField()),
                ("note", models.TextField(blank=True, db_default="", default="")),
                ("blind", models.BooleanField(db_default=True, default=True)),
                ("counted_by", models.CharField(max_length=200)),
                ("counted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="counts", to="incidents.picture"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("what__in", ["graves", "tents", "vehicles", "wagons"])),
                        name="incidents_count_what_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("counted_by__gt", "")), name="incidents_count_by_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrameFingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.UUIDField(editable=False, unique=True)),
                ("at_ms", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("method", models.CharField(max_length=80)),
                ("words", models.BinaryField()),
                ("content", models.BinaryField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="fingerprints", to="incidents.item"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("item", "at_ms", "method"), name="incidents_fingerprint_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Mask",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "hides",
                    models.CharField(
                        choices=[
                            ("cloud", "cloud or smoke"),
                            ("shadow", "shadow"),
                            ("other", "something else hides it"),
                        ],
                        max_length=6,
                    ),
                ),
                ("outline", models.JSONField()),
                ("drawn_by", models.CharField(max_length=200)),
                ("drawn_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("removed_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="masks", to="incidents.picture"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("hides__in", ["cloud", "shadow", "other"])),
                        name="incidents_mask_hides_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("drawn_by__gt", "")), name="incidents_mask_by_somebody"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Resemblance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same file", "one recording, published again"),
                            ("same scene", "the same scene, not shown to be one recording"),
                        ],
                        max_length=10,
                    ),
                ),
                ("one_ms", models.PositiveBigIntegerField()),
                ("other_ms", models.PositiveBigIntegerField()),
                ("frames", models.PositiveIntegerField()),
                ("agreeing", models.PositiveIntegerField()),
                ("mirrored", models.BooleanField()),
                ("within", models.FloatField()),
                ("alike", models.FloatField()),
                ("sentence", models.TextField()),
                ("method", models.CharField(max_length=80)),
                ("found_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "one",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="resembles_later", to="incidents.item"
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resembles_earlier",
                        to="incidents.item",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other", "method"), name="incidents_resemblance_once"),
                    models.CheckConstraint(
                        condition=models.Q(("one__lt", models.F("other"))), name="incidents_resemblance_of_two"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["same file", "same scene"])),
                        name="incidents_resemblance_kind_known",
                    ),
                ],
            },
        ),
        migrations.RunSQL(guards.GUARDS + guards.STANDS + guards.GRANTS, guards.UNDO),
    ]
