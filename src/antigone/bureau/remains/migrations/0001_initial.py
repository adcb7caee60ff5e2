"""The tables of the register of remains."""

import django.contrib.postgres.fields
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
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("received", "received"),
                            ("split", "came out of another part"),
                            ("moved", "moved"),
                            ("examined", "examined"),
                            ("sampled", "sampled"),
                            ("offered", "offered"),
                            ("accepted", "accepted by whom it was offered to"),
                            ("refused", "refused by whom it was offered to"),
                            ("unanswered", "offered without an answer"),
                            ("withdrawn", "offer taken back"),
                            ("handed_over", "handed over"),
                            ("returned", "came back"),
                            ("buried", "buried"),
                            ("assembled", "put together with others into a body"),
                            ("taken_out", "taken out of a body"),
                            ("reassociated", "put from one body to another"),
                            ("sealed", "effects sealed"),
                            ("opened", "packet of effects opened"),
                            ("packet_out", "packet of effects handed over by itself"),
                            ("packet_back", "packet of effects came back"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by", models.CharField(max_length=200)),
                ("gives", models.CharField(blank=True, max_length=200)),
                ("takes", models.CharField(blank=True, max_length=200)),
                ("document", models.CharField(blank=True, max_length=300)),
                ("words", models.TextField(blank=True)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("said_on", models.CharField(blank=True, max_length=40)),
                ("grave", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Body",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "verbose_name_plural": "bodies",
            },
        ),
        migrations.CreateModel(
            name="GivenNumber",
            fields=[
                ("number", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("what", models.CharField(max_length=10)),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="SignedPaper",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.UUIDField(editable=False, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("about", models.CharField(max_length=100)),
                ("sha256", models.CharField(max_length=64)),
                ("note", models.TextField()),
                ("made_by", models.CharField(max_length=200)),
                ("made_on", models.DateField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("party", models.CharField(max_length=200)),
                ("channel", models.CharField(blank=True, max_length=200)),
                ("drawn_up_by", models.CharField(max_length=200)),
                ("drawn_up_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Packet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seal", models.CharField(max_length=40, unique=True)),
                (
                    "contents",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=300), size=None),
                ),
                ("state", models.CharField(blank=True, db_default="", default="", max_length=8)),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="remains.packet",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PacketEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="packets", to="remains.act"
                    ),
                ),
                (
                    "packet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="events", to="remains.packet"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True)),
                ("what", models.CharField(blank=True, max_length=200)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("explosives_checked_by", models.CharField(max_length=200)),
                ("steps", models.PositiveIntegerField(db_default=0, default=0)),
                ("last_at", models.DateTimeField(null=True)),
                ("holder", models.CharField(blank=True, db_default="", default="", max_length=8)),
                ("party", models.CharField(blank=True, db_default="", default="", max_length=200)),
                ("offer", models.CharField(blank=True, db_default="", default="", max_length=10)),
                ("transfer_id", models.BigIntegerField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="remains.body"
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="parts",
                        to="registry.record",
                    ),
                ),
                (
                    "split_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="pieces", to="remains.part"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="packet",
            name="part",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="packets", to="remains.part"
            ),
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("country", "country"),
                            ("facility", "facility"),
                            ("car", "refrigerated car"),
                            ("row", "row"),
                            ("shelf", "shelf"),
                        ],
                        max_length=10,
                    ),
                ),
                ("capacity", models.PositiveIntegerField(null=True)),
                ("closed_on", models.DateField(null=True)),
                (
                    "within",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="remains.place",
                    ),
                ),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.AddField(
            model_name="part",
            name="place",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="remains.place"
            ),
        ),
        migrations.CreateModel(
            name="CustodyEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("step", models.PositiveIntegerField(default=0)),
                ("at", models.DateTimeField(null=True)),
                ("verb", models.CharField(blank=True, max_length=12)),
                ("holder", models.CharField(blank=True, max_length=8)),
                ("party", models.CharField(blank=True, max_length=200)),
                ("offer", models.CharField(blank=True, max_length=10)),
                ("transfer_id", models.BigIntegerField(null=True)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="remains.act"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="custody", to="remains.part"
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="remains.place"
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="custody",
                        to="remains.place",
                    ),
                ),
            ],
            options={
                "ordering": ["part", "step"],
            },
        ),
        migrations.CreateModel(
            name="ProposedMove",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "public_id",
                    models.UUIDField(
                        db_default=antigone.bureau.registry.models.RandomUUID(), editable=False, unique=True
                    ),
                ),
                ("parts", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("origins", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("words", models.TextField(blank=True)),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("dropped_by", models.CharField(blank=True, db_default="", default="", max_length=200)),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="remains.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="act",
            name="proposal",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="act", to="remains.proposedmove"
            ),
        ),
        migrations.CreateModel(
            name="Recovery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(max_length=60, unique=True)),
                ("site", models.CharField(max_length=300)),
                ("grid", models.CharField(blank=True, max_length=12)),
                ("finder", models.CharField(blank=True, max_length=200)),
                ("on", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("recorded_by", models.CharField(max_length=200)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grid", ""), ("grid__regex", "^[0-9]{1,2}[C-X][A-HJ-NP-Z]{2}([0-9]{2})?$"), _connector="OR"
                        ),
                        name="remains_recovery_grid_is_coarse",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="part",
            name="recovery",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="remains.recovery"
            ),
        ),
        migrations.CreateModel(
            name="Stocktake",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=200)),
                (
                    "seen",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None),
                ),
                ("expected", models.PositiveIntegerField()),
                ("differences", models.JSONField()),
                ("recorded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="stocktakes", to="remains.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="act",
            name="transfer",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="remains.transfer"
            ),
        ),
        migrations.CreateModel(
            name="TransferLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="transfer_lines", to="remains.part"
                    ),
                ),
                (
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="lines", to="remains.transfer"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="membership", to="remains.act"
                    ),
                ),
                (
                    "into",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="joined", to="remains.body"
                    ),
                ),
                (
                    "out_of",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="left", to="remains.body"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="membership", to="remains.part"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("out_of__isnull", False), ("into__isnull", False), _connector="OR"),
                        name="remains_membership_changes_something",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExaminationLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("effects", "effects"),
                            ("radiology", "radiology"),
                            ("fingerprints", "fingerprints"),
                            ("anthropology", "anthropology"),
                            ("pathology", "pathology"),
                            ("dental", "dental"),
                            ("dna", "DNA"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("not started", "not started"),
                            ("assigned", "assigned"),
                            ("in progress", "in progress"),
                            ("completed", "completed"),
                            ("not applicable", "not applicable"),
                            ("not possible", "not possible"),
                        ],
                        max_length=14,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="examination", to="remains.act"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="examination", to="remains.part"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["part", "subject", "-id"], name="remains_examined_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "subject__in",
                                ["effects", "radiology", "fingerprints", "anthropology", "pathology", "dental", "dna"],
                            )
                        ),
                        name="remains_examination_subject_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "step__in",
                                [
                                    "not started",
                                    "assigned",
                                    "in progress",
                                    "completed",
                                    "not applicable",
                                    "not possible",
                                ],
                            )
                        ),
                        name="remains_examination_step_known",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["country", "facility", "car", "row", "shelf"])),
                name="remains_place_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="place",
            constraint=models.CheckConstraint(
                condition=models.Q(("code__regex", "^[A-Z0-9][A-Z0-9./-]*$"), models.Q(("name", ""), _negated=True)),
                name="remains_place_named",
            ),
        ),
        migrations.AddIndex(
            model_name="custodyevent",
            index=models.Index(fields=["transfer_id", "verb"], name="remains_custody_of_transfer"),
        ),
        migrations.AddConstraint(
            model_name="custodyevent",
            constraint=models.UniqueConstraint(fields=("part", "step"), name="remains_custody_one_step_at_a_time"),
        ),
        migrations.AddConstraint(
            model_name="part",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("holder", "place"), ("place__isnull", False)),
                    models.Q(models.Q(("holder", "place"), _negated=True), ("place__isnull", True)),
                    _connector="OR",
                ),
                name="remains_part_in_one_place",
            ),
        ),
        migrations.AddIndex(
            model_name="act",
            index=models.Index(fields=["transfer", "verb"], name="remains_act_of_transfer"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "verb__in",
                        [
                            "received",
                            "split",
                            "moved",
                            "examined",
                            "sampled",
                            "offered",
                            "accepted",
                            "refused",
                            "unanswered",
                            "withdrawn",
                            "handed_over",
                            "returned",
                            "buried",
                            "assembled",
                            "taken_out",
                            "reassociated",
                            "sealed",
                            "opened",
                            "packet_out",
                            "packet_back",
                        ],
                    )
                ),
                name="remains_act_verb_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="transferline",
            constraint=models.UniqueConstraint(fields=("transfer", "part"), name="remains_part_once_on_a_list"),
        ),
    ]
