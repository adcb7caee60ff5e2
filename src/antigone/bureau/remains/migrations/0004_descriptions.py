"""Descriptions in INTERPOL's groups, tooth by tooth; bones that lie in a part."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

_GROUPS = [
    "reference", "person", "state", "physical", "marks", "effects", "medical", "dental", "fingerprints", "dna", "bones",
]  # fmt: skip

GUARDS = r"""
ALTER TABLE remains_descriptionentry ADD CONSTRAINT remains_description_record FOREIGN KEY (record_id)
    REFERENCES registry_record (id) ON DELETE CASCADE;

CREATE FUNCTION remains_keep_description() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    of_kind text;
    strange text;
BEGIN
    SELECT kind INTO of_kind FROM registry_record WHERE id = NEW.record_id;
    NEW.at := clock_timestamp();
    IF btrim(NEW."by") = '' OR jsonb_typeof(NEW.content) <> 'object' OR NEW.content = '{}' THEN
        PERFORM remains_refuse('a description says something, and who wrote it', 'remains_nothing_said');
    END IF;
    IF (NEW."group" = 'person' AND of_kind = 'remains') OR (NEW."group" IN ('state', 'bones') AND of_kind <> 'remains')
        THEN
        PERFORM remains_refuse(format('«%s» is told of %s only', NEW."group",
            CASE NEW."group" WHEN 'person' THEN 'a person' ELSE 'remains' END), 'remains_group_of_side');
    END IF;
    IF NEW."group" = 'dental' THEN
        SELECT key INTO strange FROM jsonb_object_keys(coalesce(NEW.content -> 'teeth', '{}')) key
            WHERE key !~ '^([1-4][1-8]|[5-8][1-5])$' LIMIT 1;
        IF FOUND THEN
            PERFORM remains_refuse(format('«%s» is no tooth; FDI numbers are 11 to 48, and 51 to 85 for milk teeth',
                strange), 'remains_tooth_known');
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_description_kept BEFORE INSERT ON remains_descriptionentry
    FOR EACH ROW EXECUTE FUNCTION remains_keep_description();

-- A description goes with its record, and with nothing else.
CREATE FUNCTION remains_refuse_forgetting() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT FROM registry_record WHERE id = OLD.record_id) THEN
        PERFORM remains_refuse(format('%s only grows: %s is refused; write down what is known since', TG_TABLE_NAME,
            TG_OP), 'remains_only_grows');
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER remains_description_stands BEFORE UPDATE OR DELETE ON remains_descriptionentry
    FOR EACH ROW EXECUTE FUNCTION remains_refuse_forgetting();

CREATE FUNCTION remains_keep_inventory() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    NEW.at := clock_timestamp();
    IF btrim(NEW."by") = '' OR jsonb_typeof(NEW.pieces) <> 'array' OR EXISTS (
        SELECT FROM jsonb_array_elements(NEW.pieces) piece WHERE jsonb_typeof(piece) <> 'object'
            OR coalesce((piece ->> 'count')::int, 0) < 1 OR coalesce(piece ->> 'element', '') = '') THEN
        PERFORM remains_refuse('an inventory lists bones, so many of each, and says who counted',
            'remains_nothing_said');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_inventory_kept BEFORE INSERT ON remains_inventory
    FOR EACH ROW EXECUTE FUNCTION remains_keep_inventory();
CREATE TRIGGER remains_inventory_stands BEFORE UPDATE OR DELETE ON remains_inventory
    FOR EACH ROW EXECUTE FUNCTION remains_refuse_change();

REVOKE ALL ON FUNCTION remains_keep_description, remains_refuse_forgetting, remains_keep_inventory FROM PUBLIC;
GRANT SELECT, INSERT ON remains_descriptionentry, remains_inventory TO antigone_staff;
GRANT USAGE ON SEQUENCE remains_descriptionentry_id_seq, remains_inventory_id_seq TO antigone_staff;
"""

UNDO = """
DROP FUNCTION remains_keep_description, remains_refuse_forgetting, remains_keep_inventory CASCADE;
DROP TRIGGER remains_inventory_stands ON remains_inventory;
ALTER TABLE remains_descriptionentry DROP CONSTRAINT remains_description_record;
"""


def _now() -> models.DateTimeField:  # type: ignore[type-arg]
    return models.DateTimeField(db_default=django.db.models.functions.datetime.Now())


class Migration(migrations.Migration):
    dependencies: ClassVar = [("remains", "0003_temperature"), ("registry", "0003_entering_and_agreements")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="DescriptionEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("group", models.CharField(max_length=12)),
                ("content", models.JSONField()),
                ("by", models.CharField(max_length=200)),
                ("at", _now()),
                (
                    "record",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="description_entries",
                        to="registry.record",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["record", "group", "-id"], name="remains_described_newest")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("group__in", _GROUPS)), name="remains_group_known")
                ],
            },
        ),
        migrations.CreateModel(
            name="Inventory",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pieces", models.JSONField()),
                ("by", models.CharField(max_length=200)),
                ("at", _now()),
                (
                    "part",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="inventories", to="remains.part"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["part", "-id"], name="remains_inventory_newest")],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
    ]
