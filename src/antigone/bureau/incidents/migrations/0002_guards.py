"""Custody is chained, limits hold, two people decide: in the database."""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.incidents.migrations import _0002_guards as guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("incidents", "0001_initial"),
        ("registry", "0003_entering_and_agreements"),
        ("remains", "0002_guards"),
        ("figures", "0001_initial"),
        ("enquiries", "0002_openings"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(
            "\n".join((
                guards.FOUNDATION, guards.FILES, guards.CUSTODY, guards.SEEING, guards.FINDINGS, guards.LINKS,
                guards.STANDS, guards.GRANTS,
            )),
            guards.UNDO,
        )
    ]  # fmt: skip
