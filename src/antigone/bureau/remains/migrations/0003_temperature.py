"""How cold it is where the dead lie."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("remains", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Temperature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("celsius", models.DecimalField(decimal_places=1, max_digits=4)),
                ("by", models.CharField(max_length=200)),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="temperatures", to="remains.place"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
                "indexes": [models.Index(fields=["place", "-at"], name="remains_temperature_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("celsius__gte", -80), ("celsius__lte", 60)),
                        name="remains_temperature_can_be",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            """
            CREATE TRIGGER remains_temperature_stands BEFORE UPDATE OR DELETE ON remains_temperature
                FOR EACH ROW EXECUTE FUNCTION remains_refuse_change();
            GRANT SELECT, INSERT ON remains_temperature TO antigone_staff;
            GRANT USAGE ON SEQUENCE remains_temperature_id_seq TO antigone_staff;
            """,
            "DROP TRIGGER remains_temperature_stands ON remains_temperature;",
        ),
    ]
