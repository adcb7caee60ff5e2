"""Outside weights go with their records, make them due when they change, and are written by whoever found them."""

from typing import ClassVar

from django.db import migrations

CASCADES = """
ALTER TABLE matching_outsideweight
    ADD CONSTRAINT matching_outside_left FOREIGN KEY (left_id) REFERENCES registry_record (id) ON DELETE CASCADE,
    ADD CONSTRAINT matching_outside_right FOREIGN KEY (right_id) REFERENCES registry_record (id) ON DELETE CASCADE,
    ADD CONSTRAINT matching_outside_finite CHECK (log10_lr BETWEEN -999 AND 999);
"""

DUE = """
CREATE FUNCTION matching_outside_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO matching_due (record_id)
        SELECT left_id FROM changed UNION SELECT right_id FROM changed ORDER BY 1;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION matching_outside_due() FROM PUBLIC;
CREATE TRIGGER matching_due_added AFTER INSERT ON matching_outsideweight
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_outside_due();
CREATE TRIGGER matching_due_changed AFTER UPDATE ON matching_outsideweight
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_outside_due();
CREATE TRIGGER matching_due_deleted AFTER DELETE ON matching_outsideweight
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_outside_due();
"""

GRANTS = "GRANT SELECT ON matching_outsideweight TO antigone_staff, antigone_worker;"

UNDO = "DROP FUNCTION matching_outside_due CASCADE;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0003_outside_weights")]
    operations: ClassVar = [
        migrations.RunSQL(CASCADES, migrations.RunSQL.noop),
        migrations.RunSQL(DUE, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
