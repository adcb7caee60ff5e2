"""The families' gallery, and pictures for verified relatives: tables, and what the database itself sees to."""

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from antigone.bureau.photographs.migrations import _0005_gallery as gallery
from antigone.bureau.photographs.migrations import _0005_relatives as relatives


class Migration(migrations.Migration):
    dependencies = [
        ("photographs", "0004_face_guards"),
        ("disclosure", "0002_agreements"),
        ("enquiries", "0004_what_a_sender_sees"),
        ("identification", "0005_matched_and_alive"),
    ]

    operations = [
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(editable=False, max_length=8, unique=True)),
                ("redaction", models.UUIDField(db_index=True)),
                ("photograph", models.UUIDField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tattoo", "a tattoo"),
                            ("scar", "a scar or another mark"),
                            ("clothing", "clothing"),
                            ("effect", "a belonging"),
                            ("document", "a document"),
                            ("face", "a face"),
                        ],
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("side", models.CharField(blank=True, db_default="", default="", max_length=5)),
                ("what", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("words_uk", models.TextField(blank=True, db_default="", default="")),
                ("words_ru", models.TextField(blank=True, db_default="", default="")),
                ("words_en", models.TextField(blank=True, db_default="", default="")),
                ("year_from", models.PositiveSmallIntegerField(null=True)),
                ("year_to", models.PositiveSmallIntegerField(null=True)),
                ("region", models.TextField(blank=True, db_default="", default="")),
                ("terms", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("small", models.BinaryField()),
                ("large", models.BinaryField()),
                ("features", models.BinaryField()),
                ("digest", models.CharField(max_length=64)),
                ("because", models.TextField()),
                ("proposed_by", models.TextField()),
                (
                    "proposed_on",
                    models.DateField(
                        db_default=django.db.models.functions.datetime.TruncDate(
                            django.db.models.functions.datetime.Now()
                        ),
                        editable=False,
                    ),
                ),
                ("signed_by", models.TextField(blank=True, db_default="", default="")),
                ("signed_on", models.DateField(null=True)),
                ("withdrawn_by", models.TextField(blank=True, db_default="", default="")),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_because", models.TextField(blank=True, db_default="", default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["tattoo", "scar", "clothing", "effect", "document", "face"])),
                        name="photographs_release_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["", "left", "right"])), name="photographs_release_side_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^[2-9A-HJKMNP-TV-Z]{8}$")), name="photographs_release_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("year_from__isnull", True), ("year_to__isnull", True)),
                            ("year_from__lte", models.F("year_to")),
                            _connector="OR",
                        ),
                        name="photographs_release_years_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                        name="photographs_release_two_people",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_by", ""), ("signed_on__isnull", True)),
                            models.Q(("signed_by__gt", ""), ("signed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="photographs_release_signed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_because", ""), ("withdrawn_by", ""), ("withdrawn_on__isnull", True)),
                            models.Q(
                                ("withdrawn_because__gt", ""), ("withdrawn_by__gt", ""), ("withdrawn_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="photographs_release_withdrawn_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("proposed_by__gt", ""), ("because__regex", "\\S.{8,}\\S")),
                        name="photographs_release_because",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("redaction",),
                        name="photographs_release_one_of_a_copy",
                    ),
                ],
            },
        ),
        migrations.RunSQL([gallery.PUBLISHED, gallery.GUARDS, gallery.RECALL, gallery.GRANTS], gallery.UNDO),
        migrations.RunSQL([relatives.TABLES, relatives.GUARDS, relatives.FUNCTIONS, relatives.GRANTS], relatives.UNDO),
    ]
