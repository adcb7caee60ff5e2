"""A picture for one verified relative: granted by two people for one enquiry, sealed to it, counted, and ending."""

# Sealed to the enquiry's own key: it opens with the receipt alone, and goes when the key goes.
TABLES = """
CREATE TABLE intake.picture (
    number uuid PRIMARY KEY,
    enquiry uuid NOT NULL REFERENCES intake.enquiry (id) ON DELETE CASCADE,
    photograph uuid NOT NULL,
    sealed bytea NOT NULL CHECK (octet_length(sealed) <= 3000000),
    because text NOT NULL CHECK (because ~ '\\S.{8,}\\S'),
    granted_by text NOT NULL CHECK (granted_by <> ''),
    granted_on date NOT NULL DEFAULT current_date,
    until date NOT NULL CHECK (until BETWEEN granted_on AND granted_on + 30),
    signed_by text NOT NULL DEFAULT '',
    signed_on date,
    ended_by text NOT NULL DEFAULT '',
    ended_on date,
    CONSTRAINT two_people CHECK (signed_by <> granted_by),
    CONSTRAINT signed_whole CHECK ((signed_by = '') = (signed_on IS NULL)),
    CONSTRAINT ended_whole CHECK ((ended_by = '') = (ended_on IS NULL))
);
CREATE INDEX intake_picture_enquiry ON intake.picture (enquiry);
CREATE INDEX intake_picture_photograph ON intake.picture (photograph);
CREATE TABLE intake.look (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    picture uuid NOT NULL,
    enquiry uuid NOT NULL,
    day date NOT NULL DEFAULT current_date
);
CREATE INDEX intake_look_picture ON intake.look (picture);
ALTER TABLE intake.errand DROP CONSTRAINT errand_act_check;
ALTER TABLE intake.errand ADD CONSTRAINT errand_act_check
    CHECK (act IN ('pause', 'resume', 'renew', 'withdraw', 'erase', 'acknowledge', 'look'));
"""

# Of a prisoner: only to whom two people have identified with him. Of the dead: only where nobody excluded it.
# Contested, of a frozen record, or against the agreement with its source: to nobody, as with all that a family is told.
GUARDS = """
CREATE FUNCTION intake.may_be_granted(its_enquiry uuid, its_photograph uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        JOIN photographs_photograph p ON p.public_id = its_photograph
        JOIN registry_record r ON r.id = p.record_id
        WHERE e.id = its_enquiry AND e.state NOT IN ('withdrawn', 'erased') AND NOT e.blocked
            AND p.withdrawn_on IS NULL AND p.enquiry IS NULL
            AND r.sensitivity = '' AND registry_may_show(r.source_id, 'enquirer')
            AND NOT EXISTS (SELECT FROM registry_record own WHERE own.id = e.record_id AND own.sensitivity <> '')
            AND (
                EXISTS (SELECT FROM identification_identification i
                    WHERE i.sought_id = e.record_id AND i.found_id = p.record_id AND i.state = 'signed'
                        AND identification_standing(i.sought_id, i.found_id, i.rule) <> 'excluded')
                OR p.sensitivity = 'dead' AND EXISTS (SELECT FROM matching_match m
                    WHERE least(m.left_id, m.right_id) = least(e.record_id, p.record_id)
                        AND greatest(m.left_id, m.right_id) = greatest(e.record_id, p.record_id)
                        AND m.state NOT IN ('excluded', 'superseded'))))
$$;
REVOKE ALL ON FUNCTION intake.may_be_granted FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake.may_be_granted TO antigone_staff;

CREATE FUNCTION intake.guard_picture() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.signed_by <> '' OR NEW.ended_by <> '' OR octet_length(NEW.sealed) < 1136 THEN
            RAISE EXCEPTION 'a picture for a family is granted first and signed by another person'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        IF to_jsonb(NEW) - '{signed_by,signed_on,ended_by,ended_on,sealed}'::text[]
            IS DISTINCT FROM to_jsonb(OLD) - '{signed_by,signed_on,ended_by,ended_on,sealed}'::text[]
            OR (OLD.signed_by <> '' AND (NEW.signed_by, NEW.signed_on) IS DISTINCT FROM (OLD.signed_by, OLD.signed_on))
            OR OLD.ended_by <> ''
        THEN
            RAISE EXCEPTION 'a picture for a family is signed once, ended once, and never changed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.ended_by <> '' THEN
            NEW.sealed := '';
            RETURN NEW;
        END IF;
        IF NEW.sealed IS DISTINCT FROM OLD.sealed THEN
            RAISE EXCEPTION 'what is signed is what was granted' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NOT intake.may_be_granted(NEW.enquiry, NEW.photograph) THEN
        RAISE EXCEPTION 'this picture is not for this family: who is in it was not matched with whom they seek'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION intake.guard_picture FROM PUBLIC;
CREATE TRIGGER intake_picture_guarded BEFORE INSERT OR UPDATE ON intake.picture
    FOR EACH ROW EXECUTE FUNCTION intake.guard_picture();

CREATE FUNCTION intake.picture_goes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
BEGIN
    IF TG_TABLE_NAME = 'key' THEN
        DELETE FROM intake.picture WHERE enquiry = OLD.enquiry;
    ELSIF TG_TABLE_NAME = 'enquiry' THEN
        UPDATE intake.picture SET ended_by = 'the database', ended_on = current_date
            WHERE enquiry = NEW.id AND ended_by = '';
    ELSIF TG_OP = 'DELETE' OR NEW.withdrawn_on IS NOT NULL THEN
        UPDATE intake.picture SET ended_by = 'the database', ended_on = current_date
            WHERE photograph = OLD.public_id AND ended_by = '';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION intake.picture_goes FROM PUBLIC;
CREATE TRIGGER intake_picture_goes_with_key AFTER DELETE ON intake.key
    FOR EACH ROW EXECUTE FUNCTION intake.picture_goes();
CREATE TRIGGER intake_picture_goes_with_photograph AFTER UPDATE OR DELETE ON photographs_photograph
    FOR EACH ROW EXECUTE FUNCTION intake.picture_goes();
CREATE TRIGGER intake_look_stands BEFORE UPDATE OR DELETE ON intake.look
    FOR EACH ROW EXECUTE FUNCTION photographs_refuse_change();
"""

# For the website, which needs the lookup of a receipt: which pictures wait under their covers, and one of them.
# Three looks a day, ten in all; every look is a row before anything is shown.
FUNCTIONS = """
CREATE FUNCTION intake.pictures(its_lookup bytea) RETURNS TABLE (number uuid, until date)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
    SELECT p.number, p.until FROM intake.enquiry e JOIN intake.picture p ON p.enquiry = e.id
    WHERE e.lookup = its_lookup AND p.signed_by <> '' AND p.ended_by = '' AND p.until >= current_date
        AND intake.may_be_granted(e.id, p.photograph)
    ORDER BY p.granted_on, p.number
$$;
CREATE FUNCTION intake.look(its_lookup bytea, its_number uuid)
    RETURNS TABLE (enquiry uuid, sealed bytea, for_receipt bytea)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
DECLARE
    found intake.picture;
BEGIN
    SELECT p.* INTO found FROM intake.picture p
        WHERE p.number = its_number AND p.number IN (SELECT w.number FROM intake.pictures(its_lookup) w) FOR UPDATE;
    IF found.number IS NULL
        OR (SELECT count(*) FROM intake.look l WHERE l.picture = found.number) >= 10
        OR (SELECT count(*) FROM intake.look l WHERE l.picture = found.number AND l.day = current_date) >= 3 THEN
        RETURN;
    END IF;
    INSERT INTO intake.look (picture, enquiry) VALUES (found.number, found.enquiry);
    INSERT INTO intake.errand (enquiry, act, subject) VALUES (found.enquiry, 'look', found.number::text);
    RETURN QUERY SELECT found.enquiry, found.sealed, k.for_receipt FROM intake.key k WHERE k.enquiry = found.enquiry;
END
$$;
REVOKE ALL ON FUNCTION intake.pictures, intake.look FROM PUBLIC;
"""

GRANTS = """
GRANT EXECUTE ON FUNCTION intake.pictures, intake.look TO antigone_public;
GRANT SELECT (number, enquiry, photograph, because, granted_by, granted_on, until, signed_by, signed_on, ended_by,
    ended_on) ON intake.picture TO antigone_staff;
GRANT INSERT (number, enquiry, photograph, sealed, because, granted_by, until) ON intake.picture TO antigone_staff;
GRANT UPDATE (signed_by, signed_on, ended_by, ended_on) ON intake.picture TO antigone_staff;
GRANT SELECT ON intake.look TO antigone_staff;
"""

UNDO = """
DROP TABLE intake.look, intake.picture CASCADE;
DROP FUNCTION intake.may_be_granted, intake.guard_picture, intake.picture_goes, intake.pictures, intake.look CASCADE;
ALTER TABLE intake.errand DROP CONSTRAINT errand_act_check;
ALTER TABLE intake.errand ADD CONSTRAINT errand_act_check
    CHECK (act IN ('pause', 'resume', 'renew', 'withdraw', 'erase', 'acknowledge'));
"""
