"""Finds at the scene, photographs of parts, no packets of who is not here, and the one count of remains."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from antigone.bureau.remains.migrations import _0005_guards as guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("registry", "0003_entering_and_agreements"),
        ("photographs", "0002_guards"),
        ("remains", "0004_descriptions"),
    ]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SceneEntry",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=60)),
                ("site", models.CharField(max_length=300)),
                ("grid", models.CharField(blank=True, max_length=12)),
                ("finder", models.CharField(blank=True, max_length=200)),
                ("on", models.CharField(blank=True, max_length=40)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("what", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("explosives_checked_by", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("digest", models.CharField(max_length=64)),
                ("by", models.CharField(max_length=200)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "corrects",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="remains.sceneentry",
                    ),
                ),
                (
                    "part",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scene_entry",
                        to="remains.part",
                    ),
                ),
            ],
            options={
                "ordering": ["kept_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grid", ""), ("grid__regex", "^[0-9]{1,2}[C-X][A-HJ-NP-Z]{2}([0-9]{2})?$"), _connector="OR"
                        ),
                        name="remains_scene_grid_is_coarse",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reference", ""), _negated=True), models.Q(("site", ""), _negated=True)
                        ),
                        name="remains_scene_site_said",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartPhotograph",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("photograph", models.UUIDField(db_index=True)),
                ("sha256", models.CharField(max_length=64)),
                ("sample", models.CharField(blank=True, max_length=300)),
                ("by", models.CharField(max_length=200)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "entry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photographs",
                        to="remains.sceneentry",
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photographs",
                        to="remains.part",
                    ),
                ),
            ],
            options={
                "ordering": ["kept_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("part__isnull", True)),
                            models.Q(("entry__isnull", True), ("part__isnull", False)),
                            _connector="OR",
                        ),
                        name="remains_photograph_of_one",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "\n".join((guards.SCENES, guards.PHOTOGRAPHS, guards.PACKETS, guards.COUNTS, guards.GRANTS)), guards.UNDO
        ),
    ]
