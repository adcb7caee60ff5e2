"""A sender who is not read sees what every other sender sees, and nothing is told that does not hold any more."""

from typing import ClassVar

from django.db import migrations

# A letter that is set aside unread opens an answered enquiry for its family's eyes alone: `stays_as` keeps where the
# desk left it, and the desk goes by `desk_state`.
STATES = """
ALTER TABLE intake.enquiry ADD COLUMN stays_as text NOT NULL DEFAULT ''
    CHECK (stays_as IN ('', 'answered', 'closed'));
ALTER TABLE intake.enquiry ADD COLUMN desk_state text NOT NULL
    GENERATED ALWAYS AS (CASE WHEN state = 'open' AND stays_as <> '' THEN stays_as ELSE state END) STORED;
GRANT SELECT (stays_as, desk_state) ON intake.enquiry TO antigone_staff, antigone_worker;
GRANT UPDATE (stays_as) ON intake.enquiry TO antigone_worker;
"""

# Only letters that the family may see count among those that are kept: of a hidden one it must learn nothing.
WRITE = """
CREATE OR REPLACE FUNCTION intake.write(
    its_lookup bytea, its_number uuid, its_kind text, content bytea, its_notices text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, intake, pg_temp AS $$
DECLARE
    found uuid;
    waiting bigint;
    kept bigint;
    photographs bigint;
BEGIN
    SELECT e.id INTO found FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        WHERE e.lookup = its_lookup FOR UPDATE OF e;
    IF found IS NULL OR its_kind NOT IN ('contact', 'message', 'detail', 'photograph') THEN
        RETURN false;
    END IF;
    UPDATE intake.enquiry SET renew_by = current_date + 180,
        notices = CASE WHEN its_kind = 'contact' THEN its_notices ELSE notices END WHERE id = found;
    SELECT count(*) FILTER (WHERE l.waits), count(*), count(*) FILTER (WHERE l.kind = 'photograph')
        INTO waiting, kept, photographs FROM intake.letter l WHERE l.enquiry = found AND NOT l.hidden;
    IF waiting >= 40 OR kept >= 400 OR (its_kind = 'photograph' AND photographs >= 20) THEN
        RETURN true;
    END IF;
    IF its_kind = 'contact' THEN
        DELETE FROM intake.letter WHERE enquiry = found AND kind = 'contact';
    END IF;
    INSERT INTO intake.letter (number, enquiry, kind, sealed) VALUES (its_number, found, its_kind, content);
    RETURN true;
END
$$;
"""

# What stands in the way of telling it now: '' for nothing. The identification is locked, so that a rescission comes
# before, and is seen, or after. A freeze needs no lock: it waits for the telling's row and hides what was delivered.
TELLING = """
CREATE FUNCTION enquiries_telling_obstacle(its_kind text, its_id text, its_record uuid, its_enquiry uuid) RETURNS text
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it public.identification_identification;
    own bigint := (SELECT record_id FROM intake.enquiry WHERE id = its_enquiry);
BEGIN
    IF its_kind = 'identification' THEN
        BEGIN
            SELECT * INTO it FROM public.identification_identification WHERE public_id = its_id::uuid FOR SHARE;
        EXCEPTION WHEN invalid_text_representation THEN
            RETURN 'not signed';
        END;
        IF it.id IS NULL OR it.state <> 'signed' THEN
            RETURN 'not signed';
        ELSIF own IS NULL OR own NOT IN (it.sought_id, it.found_id) THEN
            RETURN 'of another person';
        ELSIF public.identification_standing(it.sought_id, it.found_id, it.rule) = 'excluded' THEN
            RETURN 'contested';
        END IF;
    END IF;
    IF EXISTS (SELECT FROM public.registry_record WHERE sensitivity <> ''
            AND (public_id = its_record OR id IN (own, it.sought_id, it.found_id))) THEN
        RETURN 'frozen';
    END IF;
    RETURN '';
END
$$;
REVOKE ALL ON FUNCTION enquiries_telling_obstacle FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enquiries_telling_obstacle TO antigone_staff;

CREATE FUNCTION enquiries_telling_holds() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    obstacle text := enquiries_telling_obstacle(NEW.about_kind, NEW.about_id, NEW.about_record, NEW.enquiry);
BEGIN
    IF obstacle <> '' THEN
        RAISE EXCEPTION 'telling % is not delivered: what it tells of is %', NEW.public_id, obstacle
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER enquiries_telling_holds BEFORE UPDATE ON enquiries_telling
    FOR EACH ROW WHEN (OLD.delivered_by = '' AND NEW.delivered_by <> '') EXECUTE FUNCTION enquiries_telling_holds();
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("enquiries", "0003_outbox_and_tellings"),
        ("identification", "0003_deciding"),
        ("registry", "0002_guards"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(STATES, "ALTER TABLE intake.enquiry DROP COLUMN desk_state, DROP COLUMN stays_as"),
        migrations.RunSQL(WRITE, migrations.RunSQL.noop),
        migrations.RunSQL(TELLING, "DROP FUNCTION enquiries_telling_holds, enquiries_telling_obstacle CASCADE"),
    ]
