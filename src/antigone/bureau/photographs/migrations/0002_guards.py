"""What the database itself sees to: how sensitive a photograph is, who looked at it, and that what is gone is gone."""

from typing import ClassVar

from django.db import migrations

CASCADES = """
ALTER TABLE photographs_photograph
    ADD CONSTRAINT photographs_photograph_record FOREIGN KEY (record_id) REFERENCES registry_record (id)
        ON DELETE CASCADE;
ALTER TABLE photographs_original
    ADD CONSTRAINT photographs_original_photograph FOREIGN KEY (photograph_id) REFERENCES photographs_photograph (id)
        ON DELETE CASCADE;
ALTER TABLE photographs_derivative
    ADD CONSTRAINT photographs_derivative_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE;
ALTER TABLE photographs_region
    ADD CONSTRAINT photographs_region_photograph FOREIGN KEY (photograph_id) REFERENCES photographs_photograph (id)
        ON DELETE CASCADE;
ALTER TABLE photographs_redaction
    ADD CONSTRAINT photographs_redaction_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE;
ALTER TABLE photographs_fingerprint
    ADD CONSTRAINT photographs_fingerprint_photograph FOREIGN KEY (photograph_id)
        REFERENCES photographs_photograph (id) ON DELETE CASCADE;
ALTER TABLE photographs_samephotograph
    ADD CONSTRAINT photographs_same_one FOREIGN KEY (one_id) REFERENCES photographs_photograph (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT photographs_same_other FOREIGN KEY (other_id) REFERENCES photographs_photograph (id)
        ON DELETE CASCADE;
"""

# ERRCODE restrict_violation, as for tombstones: who meets it has walked past the actions.
GUARDS = """
CREATE FUNCTION photographs_sensitivity_of(its_record bigint, shown text) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT CASE
        WHEN r.kind = 'prisoner' THEN 'prisoner'
        WHEN r.kind IN ('dead', 'remains') OR shown = 'body' THEN 'dead'
        ELSE 'family'
    END FROM registry_record r WHERE r.id = its_record
$$;
REVOKE ALL ON FUNCTION photographs_sensitivity_of FROM PUBLIC;

-- A photograph is described, and withdrawn once; what it is never changes.
CREATE FUNCTION photographs_guard_photograph() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.public_id, NEW.record_id, NEW.sha256, NEW.pixels_sha256, NEW.file_format, NEW.size, NEW.width,
            NEW.height, NEW.camera_time, NEW.enquiry, NEW.letter, NEW.added_by, NEW.added_on) IS DISTINCT FROM
            (OLD.id, OLD.public_id, OLD.record_id, OLD.sha256, OLD.pixels_sha256, OLD.file_format, OLD.size, OLD.width,
            OLD.height, OLD.camera_time, OLD.enquiry, OLD.letter, OLD.added_by, OLD.added_on) THEN
            RAISE EXCEPTION 'a photograph is kept as it came; add another one' USING ERRCODE = 'restrict_violation';
        END IF;
        IF OLD.withdrawn_on IS NOT NULL AND (NEW.withdrawn_on, NEW.withdrawn_by, NEW.withdrawn_because)
            IS DISTINCT FROM (OLD.withdrawn_on, OLD.withdrawn_by, OLD.withdrawn_because) THEN
            RAISE EXCEPTION 'photograph % is withdrawn and stays so', OLD.public_id
                USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    NEW.sensitivity := photographs_sensitivity_of(NEW.record_id, NEW.shows);
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION photographs_guard_photograph FROM PUBLIC;
CREATE TRIGGER photographs_photograph_guarded BEFORE INSERT OR UPDATE ON photographs_photograph
    FOR EACH ROW EXECUTE FUNCTION photographs_guard_photograph();

-- Withdrawing destroys in the same statement, whoever writes it.
CREATE FUNCTION photographs_withdrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM photographs_original WHERE photograph_id = NEW.id;
    DELETE FROM photographs_derivative WHERE photograph_id = NEW.id;
    DELETE FROM photographs_region WHERE photograph_id = NEW.id;
    DELETE FROM photographs_redaction WHERE photograph_id = NEW.id;
    DELETE FROM photographs_fingerprint WHERE photograph_id = NEW.id;
    DELETE FROM photographs_samephotograph WHERE one_id = NEW.id OR other_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_withdrawn FROM PUBLIC;
CREATE TRIGGER photographs_withdrawal_destroys AFTER UPDATE ON photographs_photograph
    FOR EACH ROW WHEN (OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL)
    EXECUTE FUNCTION photographs_withdrawn();

-- A missing person becomes a prisoner, a prisoner dead: his photographs follow.
CREATE FUNCTION photographs_follow_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE photographs_photograph SET shows = shows WHERE record_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_follow_record FROM PUBLIC;
CREATE TRIGGER photographs_follow AFTER UPDATE OF kind ON registry_record
    FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind) EXECUTE FUNCTION photographs_follow_record();

-- What a family sent goes when it withdraws its enquiry, at that moment and not when the worker comes by.
CREATE FUNCTION photographs_go_with_enquiry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM photographs_photograph WHERE enquiry = OLD.id;
    DELETE FROM photographs_setaside WHERE enquiry = OLD.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_go_with_enquiry FROM PUBLIC;
CREATE TRIGGER photographs_withdrawn_with AFTER UPDATE OF state ON intake.enquiry
    FOR EACH ROW WHEN (NEW.state IN ('withdrawn', 'erased') AND OLD.state NOT IN ('withdrawn', 'erased'))
    EXECUTE FUNCTION photographs_go_with_enquiry();
CREATE TRIGGER photographs_deleted_with AFTER DELETE ON intake.enquiry
    FOR EACH ROW EXECUTE FUNCTION photographs_go_with_enquiry();

-- Nobody looks without a row: of today, in a role that may, with a reason where one is asked, 200 of one person a day.
CREATE FUNCTION photographs_count_views() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    roles text[];
BEGIN
    SELECT p.sensitivity INTO NEW.sensitivity FROM photographs_photograph p
        WHERE p.public_id = NEW.photograph AND p.withdrawn_on IS NULL;
    IF NEW.sensitivity IS NULL THEN
        RAISE EXCEPTION 'there is no photograph % to look at', NEW.photograph USING ERRCODE = 'restrict_violation';
    END IF;
    roles := CASE NEW.sensitivity WHEN 'dead' THEN ARRAY['registrar', 'case worker', 'auditor', 'custodian']
        ELSE ARRAY['registrar', 'case worker', 'auditor'] END;
    IF NEW.day <> current_date OR NOT NEW.role = ANY (roles) THEN
        RAISE EXCEPTION 'a % does not look at photographs of this kind', NEW.role USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.sensitivity <> 'family' AND length(btrim(NEW.reason)) < 10 THEN
        RAISE EXCEPTION 'to look at this photograph takes a reason' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('photographs_view'), hashtext(NEW.viewed_by));
    IF (SELECT count(*) FROM photographs_view WHERE viewed_by = NEW.viewed_by AND day = current_date) >= 200 THEN
        RAISE EXCEPTION 'the quota of photographs of % is used up for today', NEW.viewed_by
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION photographs_count_views FROM PUBLIC;
CREATE TRIGGER photographs_view_counted BEFORE INSERT ON photographs_view
    FOR EACH ROW EXECUTE FUNCTION photographs_count_views();

CREATE FUNCTION photographs_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER photographs_view_stands BEFORE UPDATE OR DELETE ON photographs_view
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();
CREATE TRIGGER photographs_original_stands BEFORE UPDATE ON photographs_original
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();
CREATE TRIGGER photographs_derivative_stands BEFORE UPDATE ON photographs_derivative
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();

-- A redaction is signed or dropped, once; what both have seen does not change under the signature.
CREATE FUNCTION photographs_guard_redaction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.signed_by <> '' OR NEW.dropped_by <> '' THEN
            RAISE EXCEPTION 'a redaction is proposed first and signed by another person'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF (NEW.id, NEW.public_id, NEW.photograph_id, NEW.manner, NEW.boxes, NEW.content, NEW.digest, NEW.purpose,
        NEW.proposed_by, NEW.proposed_on) IS DISTINCT FROM
        (OLD.id, OLD.public_id, OLD.photograph_id, OLD.manner, OLD.boxes, OLD.content, OLD.digest, OLD.purpose,
        OLD.proposed_by, OLD.proposed_on)
        OR (OLD.signed_by <> '' AND (NEW.signed_by, NEW.signed_on) IS DISTINCT FROM (OLD.signed_by, OLD.signed_on))
        OR OLD.dropped_by <> ''
    THEN
        RAISE EXCEPTION 'a redaction is signed or dropped once and never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER photographs_redaction_guarded BEFORE INSERT OR UPDATE ON photographs_redaction
    FOR EACH ROW EXECUTE FUNCTION photographs_guard_redaction();

-- What a machine measures of a photograph is not kept of one that was withdrawn meanwhile.
CREATE FUNCTION photographs_of_one_that_stands() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM FROM photographs_photograph WHERE id = NEW.photograph_id AND withdrawn_on IS NULL FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the photograph was withdrawn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION photographs_of_one_that_stands FROM PUBLIC;
CREATE TRIGGER photographs_fingerprint_of_one_that_stands BEFORE INSERT ON photographs_fingerprint
    FOR EACH ROW EXECUTE FUNCTION photographs_of_one_that_stands();

CREATE FUNCTION photographs_guard_same() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.undone_on IS NOT NULL OR NEW.undone_on IS NULL
        OR (NEW.id, NEW.one_id, NEW.other_id, NEW.found_by)
            IS DISTINCT FROM (OLD.id, OLD.one_id, OLD.other_id, OLD.found_by)
    THEN
        RAISE EXCEPTION 'a link between photographs is only taken back, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER photographs_same_guarded BEFORE UPDATE ON photographs_samephotograph
    FOR EACH ROW EXECUTE FUNCTION photographs_guard_same();
"""

# Originals go in and never out but by the vault. The worker takes in what families sent; nobody else reads anything.
GRANTS = """
GRANT SELECT ON photographs_photograph, photographs_derivative, photographs_fingerprint, photographs_samephotograph
    TO antigone_staff, antigone_worker;
GRANT SELECT ON photographs_region, photographs_view, photographs_redaction TO antigone_staff;
GRANT INSERT ON photographs_photograph, photographs_original, photographs_derivative, photographs_fingerprint,
    photographs_samephotograph TO antigone_staff, antigone_worker;
GRANT INSERT ON photographs_region, photographs_redaction TO antigone_staff;
GRANT DELETE ON photographs_region TO antigone_staff;
GRANT INSERT (photograph, reason, viewed_by, role) ON photographs_view TO antigone_staff, antigone_vault;
GRANT UPDATE (shows, taken, obtained, withdrawn_by, withdrawn_on, withdrawn_because) ON photographs_photograph
    TO antigone_staff;
GRANT UPDATE (signed_by, signed_on, dropped_by) ON photographs_redaction TO antigone_staff;
GRANT UPDATE (undone_by, undone_on) ON photographs_samephotograph TO antigone_staff;
GRANT SELECT (id, public_id, sensitivity, enquiry, letter, withdrawn_on, sha256) ON photographs_photograph
    TO antigone_vault;
GRANT SELECT ON photographs_original, photographs_view TO antigone_vault;
GRANT SELECT ON photographs_setaside TO antigone_staff, antigone_worker, antigone_vault;
GRANT INSERT ON photographs_setaside TO antigone_worker;
GRANT USAGE ON SEQUENCE photographs_setaside_id_seq TO antigone_worker;
-- The vault sees for itself that a letter is taken in before it hands its photograph to the worker.
GRANT SELECT (waits, ignored) ON intake.letter TO antigone_vault;
GRANT USAGE ON SEQUENCE photographs_photograph_id_seq, photographs_derivative_id_seq,
    photographs_samephotograph_id_seq TO antigone_staff, antigone_worker;
GRANT USAGE ON SEQUENCE photographs_region_id_seq, photographs_redaction_id_seq TO antigone_staff;
GRANT USAGE ON SEQUENCE photographs_view_id_seq TO antigone_staff, antigone_vault;
"""

UNDO = """
DROP FUNCTION photographs_sensitivity_of, photographs_guard_photograph, photographs_withdrawn,
    photographs_follow_record, photographs_go_with_enquiry, photographs_count_views, photographs_refuse_change,
    photographs_guard_redaction, photographs_guard_same, photographs_of_one_that_stands CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("photographs", "0001_initial"),
        ("ledger", "0001_initial"),
        ("registry", "0002_guards"),
        ("enquiries", "0002_openings"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(CASCADES, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
