"""Records meet by new rules (place, region and looks), and remains with a part of a name by marks and events too."""

from typing import ClassVar

from django.db import migrations

# The keys that are stored were made by the rules of before: every record gets its keys anew and is compared by them.
DUE = "INSERT INTO matching_due (record_id) SELECT id FROM registry_record ORDER BY id"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0005_desk_queue")]
    operations: ClassVar = [migrations.RunSQL(DUE, migrations.RunSQL.noop)]
