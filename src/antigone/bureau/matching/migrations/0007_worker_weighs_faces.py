"""The worker lets the match queue know what faces say, as the staff's command does."""

from typing import ClassVar

from django.db import migrations

GRANTS = """
GRANT INSERT, DELETE ON matching_outsideweight TO antigone_worker;
GRANT USAGE ON SEQUENCE matching_outsideweight_id_seq TO antigone_worker;
"""
UNDO = """
REVOKE INSERT, DELETE ON matching_outsideweight FROM antigone_worker;
REVOKE USAGE ON SEQUENCE matching_outsideweight_id_seq FROM antigone_worker;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0006_new_blocking_rules")]
    operations: ClassVar = [migrations.RunSQL(GRANTS, UNDO)]
