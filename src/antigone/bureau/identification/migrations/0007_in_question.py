"""Whether two records are in question as one person: a match of them stands that nobody excluded.

`disclosure` asks it of identification, because the rooms that speak to families know no matches.
"""

from typing import ClassVar

from django.db import migrations

IN_QUESTION = """
CREATE FUNCTION identification_in_question(one bigint, other bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM matching_match m
        WHERE least(m.left_id, m.right_id) = least(one, other)
            AND greatest(m.left_id, m.right_id) = greatest(one, other)
            AND m.state NOT IN ('excluded', 'superseded'))
$$;
REVOKE ALL ON FUNCTION identification_in_question FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identification", "0006_commingling"), ("matching", "0007_worker_weighs_faces")]
    operations: ClassVar = [migrations.RunSQL(IN_QUESTION, "DROP FUNCTION identification_in_question(bigint, bigint)")]
