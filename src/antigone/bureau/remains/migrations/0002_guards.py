"""Custody has no gaps, in the database: numbers once, one place, forwards in time, two signatures."""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.remains.migrations import _0002_guards as guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("remains", "0001_initial"),
        ("registry", "0002_guards"),
        ("disclosure", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            "\n".join((
                guards.NUMBERS, guards.ACTS, guards.CUSTODY, guards.EFFECTS, guards.ONLY_GROWS, guards.RECORDS,
                guards.PUBLISHED, guards.GRANTS,
            )),
            guards.UNDO,
        )
    ]  # fmt: skip
