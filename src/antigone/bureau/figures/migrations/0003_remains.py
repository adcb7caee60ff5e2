"""Remains recovered, identified and handed over are counted too."""

from typing import ClassVar

from django.db import migrations, models

from antigone.evidence.claims.quantities import Counted

_COUNTED = (
    "KILLED",
    "WOUNDED",
    "KILLED_AND_WOUNDED",
    "CAPTURED",
    "MISSING",
    "IRREPLACEABLE_LOSSES",
    "BODIES_HELD",
    "BODIES_RETURNED",
    "GRAVES",
    "REMAINS_RECOVERED",
    "REMAINS_IDENTIFIED",
    "REMAINS_HANDED_OVER",
    "DECLARED_DEAD",
    "EXCESS_DEATHS",
    "UNSAID",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("figures", "0002_guards"),
        ("remains", "0005_scene"),
    ]

    operations: ClassVar = [
        migrations.RemoveConstraint(
            model_name="claim",
            name="figures_claim_counted_known",
        ),
        migrations.AlterField(
            model_name="claim",
            name="counted",
            field=models.CharField(
                choices=[(Counted[name].value, Counted[name].value) for name in _COUNTED], max_length=40
            ),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("counted__in", [Counted[name] for name in _COUNTED])),
                name="figures_claim_counted_known",
            ),
        ),
    ]
