"""Nothing is public against an agreement: not when one is made, not when one runs out, not in a race between the two.

Three fences. A record of a source whose agreement does not allow it is not publishable. What was published is checked
again by the database in the same transaction, with the source held, so that a change of the source or its agreement
comes either before (and is seen) or after (and takes the row back). And as days pass without any transaction,
each published row carries its last day, and row security hides it from the public's role from the next day on.
"""

from typing import ClassVar

from django.db import migrations

VIEWS = """
ALTER TABLE published.person ADD COLUMN shown_until date;
CREATE VIEW disclosure_permitted AS
    SELECT r.* FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    WHERE r.kind = 'dead' AND r.sensitivity = '' AND (s.publication = 'open' OR r.family_informed_on <> '')
        AND r.source_id IN (SELECT id FROM registry_source WHERE registry_may_show(id, 'public'))
        AND EXISTS (SELECT FROM registry_name n WHERE n.record_id = r.id);
CREATE OR REPLACE VIEW disclosure_publishable AS
    SELECT d.* FROM disclosure_permitted d
    WHERE NOT EXISTS (SELECT FROM published.person p WHERE p.record_id = d.id);
"""

# The statement's trigger runs after the foreign keys of its rows were checked, and each of its statements sees what
# was committed until then.
CHECKED = """
CREATE FUNCTION disclosure_check_published() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM FROM registry_source s
        WHERE s.id IN (SELECT r.source_id FROM added a JOIN registry_record r ON r.id = a.record_id)
        ORDER BY s.id FOR SHARE;
    DELETE FROM published.person p USING added a
        WHERE p.id = a.id AND NOT EXISTS (SELECT FROM disclosure_permitted d WHERE d.id = a.record_id);
    UPDATE published.person p SET shown_until = f.valid_until
        FROM added a JOIN registry_record r ON r.id = a.record_id
        JOIN registry_agreement_in_force f ON f.source_id = r.source_id
        WHERE p.id = a.id AND p.shown_until IS DISTINCT FROM f.valid_until;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_check_published() FROM PUBLIC;
CREATE TRIGGER disclosure_checked AFTER INSERT ON published.person REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_check_published();

CREATE FUNCTION disclosure_heed_agreement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM FROM registry_source WHERE id = NEW.source_id FOR NO KEY UPDATE;
    IF registry_may_show(NEW.source_id, 'public') THEN
        UPDATE published.person p SET shown_until = NEW.valid_until FROM registry_record r
            WHERE r.id = p.record_id AND r.source_id = NEW.source_id AND p.shown_until IS DISTINCT FROM NEW.valid_until;
    ELSE
        DELETE FROM published.person p USING registry_record r
            WHERE r.id = p.record_id AND r.source_id = NEW.source_id;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_heed_agreement() FROM PUBLIC;
CREATE TRIGGER disclosure_heeds AFTER INSERT ON registry_agreement
    FOR EACH ROW EXECUTE FUNCTION disclosure_heed_agreement();
"""

ROWS = """
ALTER TABLE published.person ENABLE ROW LEVEL SECURITY;
CREATE POLICY while_agreed ON published.person FOR SELECT TO antigone_public
    USING (shown_until IS NULL OR shown_until >= (now() AT TIME ZONE 'UTC')::date);
CREATE POLICY bureau ON published.person TO antigone_staff, antigone_worker USING (true) WITH CHECK (true);
"""

BACK = """
DROP POLICY bureau ON published.person; DROP POLICY while_agreed ON published.person;
ALTER TABLE published.person DISABLE ROW LEVEL SECURITY;
DROP TRIGGER disclosure_heeds ON registry_agreement; DROP FUNCTION disclosure_heed_agreement;
DROP TRIGGER disclosure_checked ON published.person; DROP FUNCTION disclosure_check_published;
CREATE OR REPLACE VIEW disclosure_publishable AS
    SELECT r.* FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    WHERE r.kind = 'dead' AND r.sensitivity = '' AND (s.publication = 'open' OR r.family_informed_on <> '')
        AND EXISTS (SELECT FROM registry_name n WHERE n.record_id = r.id)
        AND NOT EXISTS (SELECT FROM published.person p WHERE p.record_id = r.id);
DROP VIEW disclosure_permitted;
ALTER TABLE published.person DROP COLUMN shown_until;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("disclosure", "0001_initial"),
        ("registry", "0003_entering_and_agreements"),
    ]
    operations: ClassVar = [migrations.RunSQL([VIEWS, CHECKED, ROWS], BACK)]
