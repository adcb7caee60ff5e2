"""What the database itself sees to: custody only grows, a withdrawal destroys, only the laboratory reads profiles."""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.ledger.roles import roles_created

CASCADES = """
ALTER TABLE identification_family
    ADD CONSTRAINT identification_family_sought FOREIGN KEY (sought_id) REFERENCES registry_record (id)
        ON DELETE CASCADE;
ALTER TABLE identification_donor
    ADD CONSTRAINT identification_donor_family FOREIGN KEY (family_id) REFERENCES identification_family (id)
        ON DELETE CASCADE;
ALTER TABLE identification_sample
    ADD CONSTRAINT identification_sample_record FOREIGN KEY (record_id) REFERENCES registry_record (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT identification_sample_donor FOREIGN KEY (donor_id) REFERENCES identification_donor (id)
        ON DELETE CASCADE;
ALTER TABLE identification_custodyevent
    ADD CONSTRAINT identification_custody_sample FOREIGN KEY (sample_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE;
ALTER TABLE identification_profile
    ADD CONSTRAINT identification_profile_sample FOREIGN KEY (sample_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE;
ALTER TABLE identification_kinshipweight
    ADD CONSTRAINT identification_weight_family FOREIGN KEY (family_id) REFERENCES identification_family (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT identification_weight_sample FOREIGN KEY (sample_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE;
ALTER TABLE identification_partlink
    ADD CONSTRAINT identification_link_one FOREIGN KEY (one_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT identification_link_other FOREIGN KEY (other_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE;
"""

# ERRCODE restrict_violation, as for tombstones: who meets it has walked past the actions.
GUARDS = """
CREATE FUNCTION identification_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER identification_population_stands BEFORE UPDATE OR DELETE ON identification_population
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_change();
CREATE TRIGGER identification_search_stands BEFORE UPDATE OR DELETE ON identification_search
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_change();
CREATE TRIGGER identification_custody_stands BEFORE UPDATE ON identification_custodyevent
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_change();

-- Custody and profiles go only with their sample, and that with its record or its donor's family.
CREATE FUNCTION identification_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM identification_sample WHERE id = OLD.sample_id) THEN
        RAISE EXCEPTION '% is kept while its sample is there: % is refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER identification_custody_stays BEFORE DELETE ON identification_custodyevent
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_removal();
CREATE TRIGGER identification_profile_stays BEFORE DELETE ON identification_profile
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_removal();

CREATE FUNCTION identification_refuse_custody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM identification_custodyevent WHERE sample_id = NEW.sample_id AND verb = 'destroyed') THEN
        RAISE EXCEPTION 'sample % was destroyed; nothing can happen to it any more', NEW.sample_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_custody_ends BEFORE INSERT ON identification_custodyevent
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_custody();

CREATE FUNCTION identification_refuse_profile() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.sealed IS NULL AND NEW.destroyed_on IS NOT NULL
            AND (NEW.id, NEW.sample_id, NEW.laboratory, NEW.kit, NEW.loci, NEW.digest, NEW.read_on)
            IS NOT DISTINCT FROM
                (OLD.id, OLD.sample_id, OLD.laboratory, OLD.kit, OLD.loci, OLD.digest, OLD.read_on)
        THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'a profile is read once; it can only be destroyed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.sealed IS NOT NULL AND EXISTS (
        SELECT FROM identification_sample s JOIN identification_donor d ON d.id = s.donor_id
        WHERE s.id = NEW.sample_id AND (d.withdrawn_on IS NOT NULL OR d.consented_on IS NULL)) THEN
        RAISE EXCEPTION 'the donor of sample % has not consented or has withdrawn', NEW.sample_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_profile_stands BEFORE INSERT OR UPDATE ON identification_profile
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_profile();

-- A withdrawal destroys in the same statement, whoever writes it.
CREATE FUNCTION identification_withdrawn() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on THEN
        RAISE EXCEPTION 'donor % has withdrawn; consent is given anew by a new donor', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL THEN
        UPDATE identification_profile SET sealed = NULL, destroyed_on = NEW.withdrawn_on
            WHERE destroyed_on IS NULL AND sample_id IN (SELECT id FROM identification_sample WHERE donor_id = NEW.id);
        DELETE FROM identification_kinshipweight WHERE family_id = NEW.family_id;
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION identification_withdrawn() FROM PUBLIC;
CREATE TRIGGER identification_withdrawal_destroys BEFORE UPDATE ON identification_donor
    FOR EACH ROW EXECUTE FUNCTION identification_withdrawn();
"""

# Staff may see everything but the sealed bytes; the laboratory sees of a record only which it is.
GRANTS = """
GRANT SELECT ON identification_population, identification_family, identification_donor, identification_sample,
    identification_custodyevent, identification_search, identification_kinshipweight, identification_partlink
    TO antigone_staff, antigone_laboratory;
GRANT SELECT (id, sample_id, laboratory, kit, loci, digest, read_on, destroyed_on) ON identification_profile
    TO antigone_staff;
GRANT INSERT, UPDATE ON identification_family, identification_donor TO antigone_staff, antigone_laboratory;
GRANT INSERT ON identification_sample, identification_custodyevent TO antigone_staff, antigone_laboratory;
GRANT SELECT, INSERT ON identification_profile TO antigone_laboratory;
GRANT UPDATE (sealed, destroyed_on) ON identification_profile TO antigone_laboratory;
GRANT INSERT ON identification_population, identification_search TO antigone_laboratory;
GRANT INSERT, DELETE ON identification_kinshipweight, identification_partlink TO antigone_laboratory;
GRANT DELETE ON identification_kinshipweight TO antigone_staff;
GRANT USAGE ON SEQUENCE identification_family_id_seq, identification_donor_id_seq, identification_sample_id_seq,
    identification_custodyevent_id_seq, identification_profile_id_seq, identification_population_id_seq,
    identification_search_id_seq, identification_kinshipweight_id_seq, identification_partlink_id_seq
    TO antigone_staff, antigone_laboratory;
GRANT SELECT (id, public_id, source_id, source_record_id, kind, sensitivity) ON registry_record
    TO antigone_laboratory;
GRANT SELECT (id, name) ON registry_source TO antigone_laboratory;
GRANT SELECT, INSERT, DELETE ON matching_outsideweight TO antigone_laboratory, antigone_staff;
GRANT USAGE ON SEQUENCE matching_outsideweight_id_seq TO antigone_laboratory, antigone_staff;
GRANT SELECT (left_id, right_id, relation, state) ON matching_match TO antigone_laboratory;
GRANT INSERT (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) ON ledger_event
    TO antigone_laboratory;
"""

UNDO = """
DROP FUNCTION identification_refuse_change, identification_refuse_removal, identification_refuse_custody,
    identification_refuse_profile, identification_withdrawn CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("identification", "0001_initial"),
        ("ledger", "0001_initial"),
        ("registry", "0002_guards"),
        ("matching", "0004_outside_guards"),
    ]
    operations: ClassVar = [
        migrations.RunSQL(roles_created("antigone_laboratory"), migrations.RunSQL.noop),
        migrations.RunSQL(CASCADES, migrations.RunSQL.noop),
        migrations.RunSQL(GUARDS, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
