"""What the database itself sees to: faces go with their photograph, are counted as they change, and stay inside."""

from typing import ClassVar

from django.db import migrations

CASCADES = """
ALTER TABLE photographs_facereading
    ADD CONSTRAINT photographs_face_reading_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE;
ALTER TABLE photographs_keptface
    ADD CONSTRAINT photographs_face_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE;
INSERT INTO photographs_facechanges (came, changed) VALUES (0, 0);
"""

GUARDS = """
-- Numbers are given after the row is held, so they become visible in their order: an index that has read up to a number
-- has read everything below it.
CREATE FUNCTION photographs_faces_come() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM 1 FROM photographs_facechanges FOR UPDATE;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_faces_come FROM PUBLIC;
CREATE TRIGGER photographs_faces_in_order BEFORE INSERT ON photographs_keptface
    FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_come();

CREATE FUNCTION photographs_faces_came() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE photographs_facechanges SET came = came + (SELECT count(*) FROM these);
    ELSE
        UPDATE photographs_facechanges SET changed = changed + (SELECT count(*) FROM these);
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_faces_came FROM PUBLIC;
CREATE TRIGGER photographs_faces_added AFTER INSERT ON photographs_keptface
    REFERENCING NEW TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_came();
CREATE TRIGGER photographs_faces_changed AFTER UPDATE ON photographs_keptface
    REFERENCING NEW TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_came();
CREATE TRIGGER photographs_faces_gone AFTER DELETE ON photographs_keptface
    REFERENCING OLD TABLE AS these FOR EACH STATEMENT EXECUTE FUNCTION photographs_faces_came();

-- A vector has as many numbers as its model, of two bytes each; a face changes in nothing but what a human says of it.
CREATE FUNCTION photographs_guard_face() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF octet_length(NEW.vector) IS DISTINCT FROM
            (SELECT 2 * m.dimension FROM photographs_facemodel m WHERE m.id = NEW.model_id) THEN
            RAISE EXCEPTION 'a vector is as long as its model says' USING ERRCODE = 'restrict_violation';
        END IF;
        IF NOT EXISTS (SELECT FROM photographs_photograph p WHERE p.id = NEW.photograph_id AND p.withdrawn_on IS NULL)
        THEN
            RAISE EXCEPTION 'a withdrawn photograph has no faces' USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF to_jsonb(NEW) - '{chosen,chosen_by,seen}'::text[]
        IS DISTINCT FROM to_jsonb(OLD) - '{chosen,chosen_by,seen}'::text[] OR NEW.chosen_by = '' THEN
        RAISE EXCEPTION 'of a face only that somebody chose it, and how it is seen, may change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION photographs_guard_face FROM PUBLIC;
CREATE TRIGGER photographs_face_guarded BEFORE INSERT OR UPDATE ON photographs_keptface
    FOR EACH ROW EXECUTE FUNCTION photographs_guard_face();

CREATE FUNCTION photographs_faces_withdrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM photographs_keptface WHERE photograph_id = NEW.id;
    DELETE FROM photographs_facereading WHERE photograph_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_faces_withdrawn FROM PUBLIC;
CREATE TRIGGER photographs_withdrawal_destroys_faces AFTER UPDATE ON photographs_photograph
    FOR EACH ROW WHEN (OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL)
    EXECUTE FUNCTION photographs_faces_withdrawn();

CREATE TRIGGER photographs_face_model_stands BEFORE UPDATE OR DELETE ON photographs_facemodel
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();
CREATE TRIGGER photographs_face_calibration_stands BEFORE UPDATE OR DELETE ON photographs_facecalibration
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();
"""

# Neither the website nor the vault reads a face; the laboratory neither.
GRANTS = """
GRANT SELECT ON photographs_facemodel, photographs_facereading, photographs_keptface, photographs_facechanges,
    photographs_facecalibration TO antigone_staff, antigone_worker;
GRANT INSERT ON photographs_facemodel, photographs_facereading, photographs_keptface
    TO antigone_staff, antigone_worker;
GRANT INSERT ON photographs_facecalibration TO antigone_staff;
GRANT UPDATE (chosen, chosen_by, seen) ON photographs_keptface TO antigone_staff;
GRANT USAGE ON SEQUENCE photographs_facemodel_id_seq, photographs_facereading_id_seq, photographs_keptface_id_seq
    TO antigone_staff, antigone_worker;
GRANT USAGE ON SEQUENCE photographs_facecalibration_id_seq TO antigone_staff;
"""

UNDO = """
DROP FUNCTION photographs_faces_come, photographs_faces_came, photographs_guard_face, photographs_faces_withdrawn
    CASCADE;
DROP TRIGGER photographs_face_model_stands ON photographs_facemodel;
DROP TRIGGER photographs_face_calibration_stands ON photographs_facecalibration;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("photographs", "0003_faces")]
    operations: ClassVar = [
        migrations.RunSQL(CASCADES, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
