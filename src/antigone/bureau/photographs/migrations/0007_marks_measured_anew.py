"""What was measured of marks in an older way goes: it cannot be compared, and the worker measures each picture anew."""

from typing import ClassVar

from django.db import migrations

OLDER = "DELETE FROM photographs_markpicture WHERE method <> 'marks-sift-look-320-350.3'"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("photographs", "0008_things_measured_anew")]
    operations: ClassVar = [migrations.RunSQL(OLDER, migrations.RunSQL.noop)]
