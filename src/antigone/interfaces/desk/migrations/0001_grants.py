"""The roles of the staff, and what the desk's database role may do with accounts and sessions."""

from typing import Any, ClassVar

from django.db import migrations

# As they were named when this migration was written; a later change of `permissions.Role` needs its own.
ROLES = ("registrar", "case worker", "laboratory", "custodian", "analyst", "auditor", "administrator")

# Accounts are made and closed by the owner's commands alone: whoever breaks into the desk cannot make himself one.
GRANTS = """
GRANT SELECT ON auth_user, auth_group, auth_user_groups TO antigone_staff;
GRANT UPDATE (password, last_login) ON auth_user TO antigone_staff;
GRANT SELECT, INSERT, UPDATE, DELETE ON django_session TO antigone_staff;
"""


def add_roles(apps: Any, schema_editor: Any) -> None:
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [
        ("ledger", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("sessions", "0001_initial"),
    ]
    operations: ClassVar = [
        migrations.RunPython(add_roles, migrations.RunPython.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
