"""What the database itself sees to: decided matches stand, changed records fall due, each role does what it must."""

from typing import ClassVar

from django.db import migrations

CASCADES = """
ALTER TABLE matching_match
    ADD CONSTRAINT matching_match_left FOREIGN KEY (left_id) REFERENCES registry_record (id) ON DELETE CASCADE,
    ADD CONSTRAINT matching_match_right FOREIGN KEY (right_id) REFERENCES registry_record (id) ON DELETE CASCADE;
ALTER TABLE matching_cluster
    ADD CONSTRAINT matching_cluster_record FOREIGN KEY (record_id) REFERENCES registry_record (id) ON DELETE CASCADE;
"""

# A record may stand here several times; it is taken up once. There is no foreign key: a record that is gone still has
# to be taken out of its blocks, and a row is written for partners that the same statement may delete. `xact` tells a
# bulk run which changes its snapshot had seen.
TABLES = """
CREATE TABLE matching_due (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    record_id bigint NOT NULL,
    xact xid8 NOT NULL DEFAULT pg_current_xact_id()
);
CREATE INDEX matching_due_record ON matching_due (record_id);
CREATE TABLE matching_key (
    record_id bigint NOT NULL,
    side smallint NOT NULL CHECK (side IN (0, 1)),
    rule smallint NOT NULL,
    key bigint NOT NULL,
    birth_from smallint NOT NULL,
    birth_to smallint NOT NULL,
    PRIMARY KEY (rule, key, side, record_id)
);
CREATE INDEX matching_key_record ON matching_key (record_id);
CREATE TABLE matching_scored (
    run_id bigint NOT NULL REFERENCES matching_run (id) ON DELETE CASCADE,
    relation text NOT NULL,
    left_id bigint NOT NULL,
    right_id bigint NOT NULL,
    log10_lr float8 NOT NULL,
    weights float8[] NOT NULL
);
CREATE INDEX matching_scored_pair ON matching_scored (run_id, least(left_id, right_id), greatest(left_id, right_id));
-- How many there are on each side is asked with every comparison.
CREATE INDEX matching_record_side ON registry_record (kind) WHERE sensitivity = '';
INSERT INTO matching_due (record_id) SELECT id FROM registry_record ORDER BY id;
"""

DUE = """
CREATE FUNCTION matching_records_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO matching_due (record_id) SELECT id FROM changed ORDER BY id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION matching_records_due() FROM PUBLIC;
CREATE TRIGGER matching_due_added AFTER INSERT ON registry_record
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_records_due();
CREATE TRIGGER matching_due_changed AFTER UPDATE ON registry_record
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_records_due();
CREATE TRIGGER matching_due_deleted AFTER DELETE ON registry_record
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_records_due();

CREATE FUNCTION matching_named_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO matching_due (record_id)
        SELECT DISTINCT c.record_id FROM changed c WHERE NOT EXISTS (
            SELECT FROM matching_due d WHERE d.record_id = c.record_id AND d.xact = pg_current_xact_id())
        ORDER BY c.record_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION matching_named_due() FROM PUBLIC;
CREATE TRIGGER matching_due_added AFTER INSERT ON registry_name
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_named_due();
CREATE TRIGGER matching_due_changed AFTER UPDATE ON registry_name
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_named_due();
CREATE TRIGGER matching_due_deleted AFTER DELETE ON registry_name
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION matching_named_due();

-- A match goes with either record, and what the other record is left with has to be computed anew.
CREATE FUNCTION matching_partners_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO matching_due (record_id) VALUES (OLD.left_id), (OLD.right_id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION matching_partners_due() FROM PUBLIC;
CREATE TRIGGER matching_due_partners AFTER DELETE ON matching_match
    FOR EACH ROW WHEN (pg_trigger_depth() > 0) EXECUTE FUNCTION matching_partners_due();

CREATE FUNCTION matching_source_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO matching_due (record_id) SELECT id FROM registry_record WHERE source_id = NEW.id ORDER BY id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION matching_source_due() FROM PUBLIC;
CREATE TRIGGER matching_due_source AFTER UPDATE OF kind ON registry_source
    FOR EACH ROW WHEN (OLD.kind <> NEW.kind) EXECUTE FUNCTION matching_source_due();
"""

# ERRCODE restrict_violation, as for tombstones: who meets it has walked past the actions.
GUARDS = """
CREATE FUNCTION matching_refuse_overwriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF least(NEW.left_id, NEW.right_id) <> least(OLD.left_id, OLD.right_id)
        OR greatest(NEW.left_id, NEW.right_id) <> greatest(OLD.left_id, OLD.right_id)
        OR NEW.public_id <> OLD.public_id THEN
        RAISE EXCEPTION 'match % is of other records; a match keeps its records', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'excluded' AND NEW.state = 'under_review'
        AND btrim(NEW.new_evidence) <> '' AND NEW.new_evidence <> OLD.new_evidence THEN
        RETURN NEW;
    END IF;
    IF OLD.state = 'excluded' THEN
        RAISE EXCEPTION 'match % is excluded for ever, unless new evidence is named', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    ELSIF OLD.state = 'confirmed' THEN
        RAISE EXCEPTION 'match % is decided and is not overwritten', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    ELSIF NEW.state IN ('excluded', 'confirmed') AND OLD.state <> 'under_review' THEN
        RAISE EXCEPTION 'match % is not under review; nobody may decide what nobody has taken up', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER matching_decision_stands BEFORE UPDATE ON matching_match
    FOR EACH ROW WHEN (OLD.state IN ('excluded', 'confirmed') OR NEW.state IN ('excluded', 'confirmed')
        OR (OLD.left_id, OLD.right_id, OLD.public_id) IS DISTINCT FROM (NEW.left_id, NEW.right_id, NEW.public_id))
    EXECUTE FUNCTION matching_refuse_overwriting();

CREATE FUNCTION matching_refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT count(*) FROM registry_record WHERE id IN (OLD.left_id, OLD.right_id)) = 2 THEN
        RAISE EXCEPTION 'match % is decided and stays while its records are there', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER matching_decision_stays BEFORE DELETE ON matching_match
    FOR EACH ROW WHEN (OLD.state IN ('excluded', 'confirmed')) EXECUTE FUNCTION matching_refuse_removal();

CREATE FUNCTION matching_refuse_decided() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a match begins as a proposal and is decided by somebody who took it up'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER matching_begins_undecided BEFORE INSERT ON matching_match
    FOR EACH ROW WHEN (NEW.state IN ('excluded', 'confirmed')) EXECUTE FUNCTION matching_refuse_decided();

CREATE FUNCTION matching_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER matching_parameters_stand BEFORE UPDATE OR DELETE ON matching_parameterset
    FOR EACH ROW EXECUTE FUNCTION matching_refuse_change();
CREATE TRIGGER matching_run_stands BEFORE UPDATE OR DELETE ON matching_run
    FOR EACH ROW WHEN (OLD.state <> 'running') EXECUTE FUNCTION matching_refuse_change();
"""

GRANTS = """
GRANT SELECT, INSERT, UPDATE, DELETE ON matching_match, matching_cluster, matching_key, matching_scored, matching_due
    TO antigone_staff, antigone_worker;
GRANT SELECT, INSERT, UPDATE ON matching_run TO antigone_staff, antigone_worker;
GRANT SELECT, INSERT ON matching_parameterset TO antigone_staff, antigone_worker;
GRANT USAGE ON SEQUENCE matching_match_id_seq, matching_run_id_seq, matching_parameterset_id_seq, matching_due_id_seq
    TO antigone_staff, antigone_worker;
"""

UNDO = """
DROP TABLE matching_scored, matching_key, matching_due;
DROP INDEX matching_record_side;
DROP TRIGGER matching_due_added ON registry_record;
DROP TRIGGER matching_due_changed ON registry_record;
DROP TRIGGER matching_due_deleted ON registry_record;
DROP TRIGGER matching_due_added ON registry_name;
DROP TRIGGER matching_due_changed ON registry_name;
DROP TRIGGER matching_due_deleted ON registry_name;
DROP TRIGGER matching_due_source ON registry_source;
DROP FUNCTION matching_records_due, matching_named_due, matching_source_due;
DROP FUNCTION matching_partners_due, matching_refuse_overwriting, matching_refuse_removal, matching_refuse_decided,
    matching_refuse_change CASCADE;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0001_initial"), ("registry", "0002_guards")]
    operations: ClassVar = [
        migrations.RunSQL(CASCADES, migrations.RunSQL.noop),
        migrations.RunSQL(TABLES + DUE + GUARDS, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
