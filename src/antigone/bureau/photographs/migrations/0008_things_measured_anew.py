"""Pictures of released things are measured anew by the worker where a better way to measure them has come."""

from typing import ClassVar

from django.db import migrations

# How features were measured stands in their first line (`gallery.likeness`). What two people signed stays as it is in
# `photographs_release`; these are numbers of a picture that anybody can see already.
MEASURED = """
ALTER TABLE published.thing ADD COLUMN measured text NOT NULL GENERATED ALWAYS AS (
    encode(substring(features FROM 1 FOR greatest(position('\\x0a'::bytea IN features) - 1, 0)), 'escape')) STORED;
CREATE INDEX published_thing_measured ON published.thing (measured);
GRANT SELECT (measured) ON published.thing TO antigone_public;
GRANT SELECT (code, large, measured), UPDATE (features) ON published.thing TO antigone_worker;
CREATE POLICY measuring ON published.thing TO antigone_worker USING (true) WITH CHECK (true);
"""
BACK = """
DROP POLICY measuring ON published.thing;
REVOKE SELECT (code, large), UPDATE (features) ON published.thing FROM antigone_worker;
ALTER TABLE published.thing DROP COLUMN measured;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("photographs", "0006_marks")]
    operations: ClassVar = [migrations.RunSQL(MEASURED, BACK)]
