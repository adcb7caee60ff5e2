"""Pictures of marks, whose faces changed, and that a photograph is held by who reads it and not taken from others."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

GUARDS = """
ALTER TABLE photographs_markpicture
    ADD CONSTRAINT photographs_mark_picture_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE,
    ADD CONSTRAINT photographs_mark_picture_region FOREIGN KEY (region_id)
        REFERENCES photographs_region (id) ON DELETE CASCADE;
CREATE TRIGGER photographs_mark_picture_of_one_that_stands BEFORE INSERT ON photographs_markpicture
    FOR EACH ROW EXECUTE FUNCTION photographs_of_one_that_stands();
CREATE TRIGGER photographs_mark_picture_stands BEFORE UPDATE ON photographs_markpicture
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();

CREATE FUNCTION photographs_mark_pictures_withdrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM photographs_markpicture WHERE photograph_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_mark_pictures_withdrawn FROM PUBLIC;
CREATE TRIGGER photographs_withdrawal_destroys_mark_pictures AFTER UPDATE ON photographs_photograph
    FOR EACH ROW WHEN (OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL)
    EXECUTE FUNCTION photographs_mark_pictures_withdrawn();

-- Whoever keeps what he read of photographs holds them against withdrawal, and nothing else: many may hold at once.
CREATE FUNCTION photographs_hold(numbers bigint[]) RETURNS SETOF bigint
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT id FROM photographs_photograph WHERE id = ANY (numbers) AND withdrawn_on IS NULL ORDER BY id FOR SHARE
$$;
REVOKE ALL ON FUNCTION photographs_hold FROM PUBLIC;

-- What the matching must be told of: faces that speak for their record came, went, or were chosen anew.
CREATE FUNCTION photographs_faces_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO photographs_facedue (record)
        SELECT DISTINCT p.record_id FROM these f JOIN photographs_photograph p ON p.id = f.photograph_id
        WHERE TG_OP <> 'INSERT' OR f.chosen;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_faces_due FROM PUBLIC;
CREATE TRIGGER photographs_faces_due_added AFTER INSERT ON photographs_keptface
    REFERENCING NEW TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_due();
CREATE TRIGGER photographs_faces_due_changed AFTER UPDATE ON photographs_keptface
    REFERENCING NEW TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_due();
CREATE TRIGGER photographs_faces_due_gone AFTER DELETE ON photographs_keptface
    REFERENCING OLD TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_due();

-- A family withdraws: its photograph's row goes before its faces do, which then know no record any more.
CREATE FUNCTION photographs_face_due_deleted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO photographs_facedue (record)
        SELECT OLD.record_id WHERE EXISTS (SELECT FROM registry_record WHERE id = OLD.record_id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_face_due_deleted FROM PUBLIC;
CREATE TRIGGER photographs_face_due_of_the_deleted AFTER DELETE ON photographs_photograph
    FOR EACH ROW EXECUTE FUNCTION photographs_face_due_deleted();

CREATE FUNCTION photographs_all_faces_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO photographs_facedue (record) VALUES (NULL);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_all_faces_due FROM PUBLIC;
CREATE TRIGGER photographs_calibration_makes_all_due AFTER INSERT ON photographs_facecalibration
    FOR EACH STATEMENT EXECUTE FUNCTION photographs_all_faces_due();

-- What was there before is told once.
INSERT INTO photographs_facedue (record) SELECT NULL WHERE EXISTS (SELECT FROM photographs_facecalibration);
"""

GRANTS = """
GRANT SELECT, INSERT ON photographs_markpicture TO antigone_staff, antigone_worker;
GRANT USAGE ON SEQUENCE photographs_markpicture_id_seq TO antigone_staff, antigone_worker;
GRANT SELECT ON photographs_region TO antigone_worker;
GRANT SELECT, DELETE ON photographs_facedue TO antigone_staff, antigone_worker;
GRANT EXECUTE ON FUNCTION photographs_hold TO antigone_staff, antigone_worker;
"""

UNDO = """
DROP FUNCTION photographs_mark_pictures_withdrawn, photographs_hold, photographs_faces_due,
    photographs_face_due_deleted, photographs_all_faces_due CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("photographs", "0005_gallery")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="FaceDue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("record", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="MarkPicture",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("method", models.CharField(max_length=40)),
                ("content", models.BinaryField()),
                (
                    "photograph",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mark_pictures",
                        to="photographs.photograph",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="mark_pictures",
                        to="photographs.region",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("photograph", "region", "method"),
                        name="photographs_mark_measured_once",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
