"""The tables of incidents."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import antigone.bureau.registry.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("registry", "0003_entering_and_agreements"),
    ]

    operations = [
        migrations.CreateModel(
            name="CustodyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("opened", "the case was opened"),
                            ("added", "a file was taken in as it came"),
                            ("described", "a medium was described that the bureau does not hold"),
                            ("derived", "a working copy was made"),
                            ("stamped", "an outsider's token of time was kept"),
                            ("looked", "somebody lifted a cover"),
                            ("exported", "the originals left the bureau"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                ("tool", models.CharField(max_length=200)),
                ("entry", models.TextField()),
                ("digest", models.BinaryField(max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Feature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("camp", "a camp"),
                            ("bunker", "a bunker or shelter"),
                            ("vehicle", "a vehicle"),
                            ("road damage", "damage of a road surface"),
                            ("damage", "damage of a building"),
                            ("graves", "graves"),
                            ("disturbed ground", "disturbed ground"),
                            ("refrigerated train", "a refrigerated train"),
                            ("persons", "people, as a group"),
                            ("other", "something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("size", models.FloatField(null=True)),
                (
                    "course",
                    models.CharField(
                        choices=[
                            ("stays", "once it is there it stays, as damage does"),
                            ("goes", "once it is gone it stays gone"),
                            ("free", "it may come and go"),
                        ],
                        db_default="free",
                        default="free",
                        max_length=5,
                    ),
                ),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("label", models.CharField(max_length=200)),
                ("taken", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("taken_from", models.DateTimeField(null=True)),
                ("taken_to", models.DateTimeField(null=True)),
                ("because", models.TextField(blank=True, db_default="", default="")),
                ("gsd", models.FloatField(null=True)),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("claim", models.TextField()),
                ("claimed_by", models.CharField(max_length=300)),
                ("happened", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("place", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("opened_by", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("held", models.BooleanField()),
                ("title", models.CharField(max_length=300)),
                ("sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
                ("size", models.PositiveBigIntegerField(db_default=0, default=0)),
                ("media_type", models.CharField(max_length=40)),
                ("file_name", models.CharField(blank=True, db_default="", default="", max_length=255)),
                ("obtained_from", models.CharField(max_length=500)),
                ("obtained_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("obtained_on", models.DateField()),
                ("published", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("published_by", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("published_by_day", models.DateField(null=True)),
                ("recorded", models.CharField(blank=True, db_default="", default="", max_length=80)),
                ("recorded_from", models.DateTimeField(null=True)),
                ("recorded_to", models.DateTimeField(null=True)),
                ("claimed_place", models.CharField(blank=True, db_default="", default="", max_length=300)),
                (
                    "generation",
                    models.CharField(
                        choices=[
                            ("original", "as the camera wrote it"),
                            ("copy", "a copy, byte by byte"),
                            ("re-encoded", "encoded anew, as platforms do"),
                            ("unknown", "nobody knows"),
                        ],
                        db_default="unknown",
                        default="unknown",
                        max_length=10,
                    ),
                ),
                (
                    "edited",
                    models.CharField(
                        choices=[("yes", "yes"), ("no", "no"), ("unknown", "unknown")],
                        db_default="unknown",
                        default="unknown",
                        max_length=7,
                    ),
                ),
                ("licence", models.CharField(blank=True, db_default="", default="", max_length=300)),
                ("language", models.CharField(blank=True, db_default="", default="", max_length=40)),
                (
                    "sensitivity",
                    models.CharField(
                        choices=[
                            ("ordinary", "nothing that harms anybody"),
                            ("graphic", "death or wounds: covered, and each look has its reason"),
                            ("prisoner", "people in the hands of the enemy: no public curiosity (GC III, art. 13)"),
                        ],
                        db_default="ordinary",
                        default="ordinary",
                        max_length=8,
                    ),
                ),
                ("note", models.TextField(blank=True, db_default="", default="")),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("record", "a record of the registry"),
                            ("part", "a part of remains"),
                            ("claim", "a claim about a number"),
                        ],
                        max_length=6,
                    ),
                ),
                ("part", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("claim", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "meaning",
                    models.CharField(
                        choices=[
                            ("last seen", "last seen there, fate unclear"),
                            ("seen", "seen there"),
                            ("said", "said to have been there"),
                            ("found", "found there later"),
                            ("counted", "a number that is claimed of it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("because", models.TextField()),
                ("made_by", models.CharField(max_length=200)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("undone_because", models.TextField(blank=True, db_default="", default="")),
            ],
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "it is there"),
                            ("partial", "a part of it is there"),
                            ("absent", "it is not there, and would be seen"),
                            ("not visible", "it cannot be made out"),
                            ("obscured", "something hides it"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "confidence",
                    models.CharField(
                        choices=[
                            ("certain", "certain"),
                            ("probable", "probable"),
                            ("possible", "possible: it counts for no bracket"),
                        ],
                        max_length=8,
                    ),
                ),
                ("observer", models.CharField(max_length=300)),
                ("reported", models.BooleanField(db_default=False, default=False)),
                ("note", models.TextField(blank=True, db_default="", default="")),
                ("blind", models.BooleanField(db_default=True, default=True)),
                ("entered_by", models.CharField(max_length=200)),
                ("entered_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="OriginalPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("sealed", models.BinaryField()),
                ("vault_key", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviewer", models.CharField(max_length=200)),
                ("agrees", models.BooleanField()),
                ("note", models.TextField(blank=True, db_default="", default="")),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("road", "a road"),
                            ("camp", "a camp"),
                            ("position", "a position"),
                            ("settlement", "a settlement"),
                            ("detention", "a place of detention"),
                            ("burial", "a burial place"),
                            ("morgue", "a morgue or refrigerated train"),
                            ("other", "another place"),
                        ],
                        max_length=10,
                    ),
                ),
                ("latitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("longitude", models.DecimalField(decimal_places=3, max_digits=6, null=True)),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="StatedOrder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said_by", models.CharField(max_length=300)),
                ("added_by", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Token",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("rfc3161", "a time-stamping authority (RFC 3161)"), ("ots", "OpenTimestamps")],
                        max_length=7,
                    ),
                ),
                ("events", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("head", models.TextField()),
                ("content", models.BinaryField()),
                ("says", models.DateTimeField(null=True)),
                ("authority", models.CharField(max_length=300)),
                ("kept_by", models.CharField(max_length=200)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="FindingVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("features", models.JSONField()),
                ("brackets", models.JSONField()),
                ("alternatives", models.JSONField()),
                ("unclear", models.JSONField()),
                ("written_by", models.CharField(max_length=200)),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "finding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="incidents.finding"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Frame",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="frame",
                        serialize=False,
                        to="incidents.picture",
                    ),
                ),
                ("at_ms", models.PositiveBigIntegerField()),
                ("pixels_sha256", models.CharField(blank=True, db_default="", default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Image",
            fields=[
                (
                    "picture",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="image",
                        serialize=False,
                        to="incidents.picture",
                    ),
                ),
                ("sensor", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("off_nadir", models.FloatField(null=True)),
                ("cloud", models.FloatField(null=True)),
                ("georeference_error", models.FloatField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
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
                            ("faces", "the faces in a picture are not blurred"),
                            ("publish", "the incident may be spoken of outside the bureau"),
                        ],
                        max_length=7,
                    ),
                ),
                ("because", models.TextField()),
                ("proposed_by", models.CharField(max_length=200)),
                ("proposed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("signed_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("signed_at", models.DateTimeField(null=True)),
                ("dropped_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "picture",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="incidents.picture",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Copy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("large", "to be looked at: 1600 pixels at most"),
                            ("small", "to be looked at beside others: 320 pixels at most"),
                            ("cover", "shown unasked of what is not ordinary: blurred until nothing can be made out"),
                            ("clear", "faces not blurred; made only after two have decided it"),
                        ],
                        max_length=5,
                    ),
                ),
                ("width", models.PositiveIntegerField()),
                ("height", models.PositiveIntegerField()),
                ("blurred", models.BooleanField()),
                ("faces", models.PositiveIntegerField(db_default=0, default=0)),
                ("tool", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copies", to="incidents.picture"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="picture",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="incidents.incident"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9.-]{0,39}$")), name="incidents_code_readable"
            ),
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("claim__gt", ""), ("claimed_by__gt", ""), ("opened_by__gt", ""), ("title__gt", "")),
                name="incidents_claim_whole",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="findings", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="custodyevent",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pictures", to="incidents.item"
            ),
        ),
        migrations.AddField(
            model_name="item",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="items", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="custodyevent",
            name="item",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="incidents.item"
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="link",
            name="record",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="incident_links",
                to="registry.record",
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="feature",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="incidents.feature"
            ),
        ),
        migrations.AddField(
            model_name="observation",
            name="picture",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="observations", to="incidents.picture"
            ),
        ),
        migrations.AddField(
            model_name="originalpart",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="original_parts", to="incidents.item"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="incidents.findingversion"
            ),
        ),
        migrations.AddField(
            model_name="site",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="sites", to="incidents.incident"
            ),
        ),
        migrations.AddField(
            model_name="feature",
            name="site",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="features", to="incidents.site"
            ),
        ),
        migrations.AddField(
            model_name="statedorder",
            name="earlier",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stated_later", to="incidents.picture"
            ),
        ),
        migrations.AddField(
            model_name="statedorder",
            name="later",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stated_earlier", to="incidents.picture"
            ),
        ),
        migrations.AddField(
            model_name="token",
            name="incident",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="tokens", to="incidents.incident"
            ),
        ),
        migrations.AddConstraint(
            model_name="findingversion",
            constraint=models.UniqueConstraint(fields=("finding", "number"), name="incidents_finding_version_numbered"),
        ),
        migrations.AddConstraint(
            model_name="findingversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__gt", ""), ("written_by__gt", "")), name="incidents_finding_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="image",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("off_nadir__isnull", True),
                        models.Q(("off_nadir__gte", 0), ("off_nadir__lt", 90)),
                        _connector="OR",
                    ),
                    models.Q(("cloud__isnull", True), models.Q(("cloud__gte", 0), ("cloud__lte", 1)), _connector="OR"),
                    models.Q(("georeference_error__isnull", True), ("georeference_error__gte", 0), _connector="OR"),
                ),
                name="incidents_image_can_be",
            ),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.UniqueConstraint(fields=("picture", "purpose"), name="incidents_copy_of_a_purpose"),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["large", "small", "cover", "clear"])),
                name="incidents_copy_purpose_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(("blurred", True), ("purpose", "clear"), _connector="OR"),
                name="incidents_copy_blurred",
            ),
        ),
        migrations.AddConstraint(
            model_name="copy",
            constraint=models.CheckConstraint(
                condition=models.Q(("tool__gt", "")), name="incidents_copy_made_by_a_tool"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="incidents_finding_numbered"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("picture__isnull", False), ("what", "faces")),
                    models.Q(("picture__isnull", True), ("what", "publish")),
                    _connector="OR",
                ),
                name="incidents_decision_of_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(("because__gt", ""), ("proposed_by__gt", "")), name="incidents_decision_because"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("signed_at__isnull", True), ("signed_by", "")),
                    models.Q(("signed_at__isnull", False), ("signed_by__gt", "")),
                    _connector="OR",
                ),
                name="incidents_decision_signed_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="incidents_picture_numbered"),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_from__isnull", True),
                    ("taken_to__isnull", True),
                    ("taken_from__lte", models.F("taken_to")),
                    _connector="OR",
                ),
                name="incidents_picture_taken_forwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("gsd__isnull", True), models.Q(("gsd__gt", 0), ("gsd__lt", 10000)), _connector="OR"
                ),
                name="incidents_picture_gsd_can_be",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("added_by__gt", ""), ("label__gt", "")), name="incidents_picture_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="incidents_item_numbered"),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.UniqueConstraint(
                condition=models.Q(("held", True)), fields=("incident", "sha256"), name="incidents_item_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "media_type__in",
                        (
                            "image/jpeg",
                            "image/png",
                            "image/webp",
                            "image/heic",
                            "image/gif",
                            "image/tiff",
                            "video/mp4",
                            "video/quicktime",
                            "video/x-matroska",
                            "video/x-msvideo",
                            "video/mp2t",
                            "application/pdf",
                        ),
                    )
                ),
                name="incidents_item_media_type_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("file_name__gt", ""), ("held", True), ("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)
                    ),
                    models.Q(("file_name", ""), ("held", False), ("sha256", ""), ("size", 0)),
                    _connector="OR",
                ),
                name="incidents_item_held_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(("added_by__gt", ""), ("obtained_from__gt", ""), ("title__gt", "")),
                name="incidents_item_from_somewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("edited__in", ["yes", "no", "unknown"]),
                    ("generation__in", ["original", "copy", "re-encoded", "unknown"]),
                    ("sensitivity__in", ["ordinary", "graphic", "prisoner"]),
                ),
                name="incidents_item_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="item",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("recorded_from__isnull", True),
                    ("recorded_to__isnull", True),
                    ("recorded_from__lte", models.F("recorded_to")),
                    _connector="OR",
                ),
                name="incidents_item_recorded_forwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="incidents_custody_numbered"),
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("verb__in", ["opened", "added", "described", "derived", "stamped", "looked", "exported"])
                ),
                name="incidents_custody_verb_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__gt", ""), ("tool__gt", "")), name="incidents_custody_by_somebody"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claim", ""), ("part", ""), ("record__isnull", False), ("target", "record")),
                    models.Q(("claim", ""), ("part__gt", ""), ("record__isnull", True), ("target", "part")),
                    models.Q(("claim__gt", ""), ("part", ""), ("record__isnull", True), ("target", "claim")),
                    _connector="OR",
                ),
                name="incidents_link_to_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("meaning__in", ["last seen", "seen", "said", "found", "counted"])),
                name="incidents_link_meaning_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(("because__gt", ""), ("made_by__gt", "")), name="incidents_link_because"
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_because", ""), ("undone_by", "")),
                    models.Q(("undone_because__gt", ""), ("undone_by__gt", "")),
                    _connector="OR",
                ),
                name="incidents_link_undone_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("target", "record"), ("undone_by", "")),
                fields=("incident", "record", "meaning"),
                name="incidents_link_record_once",
            ),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(fields=["feature", "picture"], name="incidents_observation_of"),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["present", "partial", "absent", "not visible", "obscured"])),
                name="incidents_observation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__in", ["certain", "probable", "possible"])),
                name="incidents_observation_confidence_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("entered_by__gt", ""), ("observer__gt", "")),
                name="incidents_observation_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="originalpart",
            constraint=models.UniqueConstraint(fields=("item", "number"), name="incidents_original_part_numbered"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("version", "reviewer"), name="incidents_review_once"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("agrees", True), ("note__gt", ""), _connector="OR"),
                name="incidents_review_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.UniqueConstraint(fields=("incident", "name"), name="incidents_site_named_once"),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["road", "camp", "position", "settlement", "detention", "burial", "morgue", "other"])
                ),
                name="incidents_site_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(("added_by__gt", ""), ("name__gt", "")), name="incidents_site_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="site",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                    models.Q(
                        ("latitude__gte", -85), ("latitude__lte", 85), ("longitude__gte", -180), ("longitude__lte", 180)
                    ),
                    _connector="OR",
                ),
                name="incidents_site_on_earth",
            ),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.UniqueConstraint(fields=("site", "name"), name="incidents_feature_named_once"),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "camp",
                            "bunker",
                            "vehicle",
                            "road damage",
                            "damage",
                            "graves",
                            "disturbed ground",
                            "refrigerated train",
                            "persons",
                            "other",
                        ],
                    )
                ),
                name="incidents_feature_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.CheckConstraint(
                condition=models.Q(("course__in", ["stays", "goes", "free"])), name="incidents_feature_course_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size__isnull", True), models.Q(("size__gt", 0), ("size__lt", 100000)), _connector="OR"
                ),
                name="incidents_feature_size_can_be",
            ),
        ),
        migrations.AddConstraint(
            model_name="feature",
            constraint=models.CheckConstraint(
                condition=models.Q(("added_by__gt", ""), ("name__gt", "")), name="incidents_feature_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="statedorder",
            constraint=models.UniqueConstraint(fields=("earlier", "later"), name="incidents_order_once"),
        ),
        migrations.AddConstraint(
            model_name="statedorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("earlier", models.F("later")), _negated=True), name="incidents_order_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="statedorder",
            constraint=models.CheckConstraint(
                condition=models.Q(("added_by__gt", ""), ("said_by__gt", "")), name="incidents_order_said"
            ),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.UniqueConstraint(fields=("incident", "number"), name="incidents_token_numbered"),
        ),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["rfc3161", "ots"])), name="incidents_token_kind_known"
            ),
        ),
    ]
