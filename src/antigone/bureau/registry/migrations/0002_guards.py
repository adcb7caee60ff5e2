"""Tombstones stand, and each role may do what its zone needs and no more."""

from typing import ClassVar

from django.db import migrations

TOMBSTONES = """
CREATE FUNCTION registry_refuse_buried() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM registry_tombstone t
               WHERE t.source_id = NEW.source_id AND t.source_record_id = NEW.source_record_id) THEN
        RAISE EXCEPTION 'record «%» of this source was deleted and stays deleted', NEW.source_record_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER registry_record_buried BEFORE INSERT ON registry_record
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_buried();

CREATE FUNCTION registry_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER registry_tombstone_stands BEFORE UPDATE OR DELETE ON registry_tombstone
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_change();
"""

GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON registry_record, registry_name, registry_replacedversion, registry_nameword
    TO antigone_staff;
GRANT SELECT, INSERT, UPDATE ON registry_source, registry_batch, registry_rejection TO antigone_staff;
GRANT SELECT, INSERT ON registry_tombstone TO antigone_staff;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO antigone_staff;
GRANT SELECT ON registry_source, registry_batch, registry_record, registry_name, registry_nameword TO antigone_worker;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(
            TOMBSTONES,
            "DROP TRIGGER registry_tombstone_stands ON registry_tombstone;"
            " DROP TRIGGER registry_record_buried ON registry_record;"
            " DROP FUNCTION registry_refuse_change; DROP FUNCTION registry_refuse_buried;",
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
