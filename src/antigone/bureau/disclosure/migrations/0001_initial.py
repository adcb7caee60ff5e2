"""The published schema: what the public's role may read, and how rows leave it by themselves."""

from typing import ClassVar

from django.db import migrations

SCHEMA = """
CREATE SCHEMA published;
REVOKE ALL ON SCHEMA published FROM PUBLIC;

CREATE TABLE published.person (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    record_id bigint NOT NULL UNIQUE REFERENCES registry_record (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind = 'dead'),
    name text NOT NULL,
    other_names text[] NOT NULL,
    birth_year text NOT NULL,
    death_year text NOT NULL,
    region text NOT NULL,
    source text NOT NULL,
    as_of text NOT NULL,
    birth_date text NOT NULL,
    birth_from smallint,
    birth_to smallint,
    places text NOT NULL,
    unit text NOT NULL,
    service_number text NOT NULL
);
CREATE TABLE published.name (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    person_id bigint NOT NULL REFERENCES published.person (id) ON DELETE CASCADE,
    value text NOT NULL,
    keys bigint[] NOT NULL,
    birth_from smallint,
    birth_to smallint
);
CREATE INDEX published_name_person ON published.name (person_id);
CREATE INDEX published_name_keys ON published.name USING gin (keys) WITH (fastupdate = off);
CREATE TABLE published.word (word text PRIMARY KEY, near bigint[] NOT NULL);
CREATE INDEX published_word_trigrams ON published.word USING gin (word gin_trgm_ops) WITH (fastupdate = off);
CREATE INDEX published_word_near ON published.word USING gin (near) WITH (fastupdate = off);

CREATE VIEW disclosure_publishable AS
    SELECT r.* FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    WHERE r.kind = 'dead' AND r.sensitivity = '' AND (s.publication = 'open' OR r.family_informed_on <> '')
        AND EXISTS (SELECT FROM registry_name n WHERE n.record_id = r.id)
        AND NOT EXISTS (SELECT FROM published.person p WHERE p.record_id = r.id);
"""

# Fail closed: whatever changes in a record or in what its source allows takes it out of sight in the same
# transaction; it comes back only through `publish_records`.
RECALL = """
CREATE FUNCTION disclosure_recall_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM published.person WHERE record_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_recall_record() FROM PUBLIC;
CREATE TRIGGER disclosure_recall AFTER UPDATE ON registry_record
    FOR EACH ROW EXECUTE FUNCTION disclosure_recall_record();

CREATE FUNCTION disclosure_recall_source() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM published.person p USING registry_record r
        WHERE r.id = p.record_id AND r.source_id = NEW.id AND r.family_informed_on = '';
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_recall_source() FROM PUBLIC;
CREATE TRIGGER disclosure_recall AFTER UPDATE OF publication ON registry_source
    FOR EACH ROW WHEN (OLD.publication = 'open' AND NEW.publication <> 'open')
    EXECUTE FUNCTION disclosure_recall_source();
"""

# The public's role may not even see which record a published person comes from.
GRANTS = """
GRANT USAGE ON SCHEMA published TO antigone_public, antigone_staff, antigone_worker;
GRANT SELECT (id, public_id, kind, name, other_names, birth_year, death_year, region, source, as_of,
    birth_date, birth_from, birth_to, places, unit, service_number) ON published.person TO antigone_public;
GRANT SELECT ON published.name, published.word TO antigone_public;
GRANT SELECT, INSERT, DELETE ON published.person, published.name, published.word TO antigone_staff, antigone_worker;
GRANT SELECT ON disclosure_publishable TO antigone_staff, antigone_worker;
-- The worker publishes what an interrupted import left unpublished, and publishing is an event.
GRANT INSERT (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment)
    ON ledger_event TO antigone_worker;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("registry", "0002_guards")]
    operations: ClassVar = [
        migrations.RunSQL(SCHEMA, "DROP VIEW disclosure_publishable; DROP SCHEMA published CASCADE;"),
        migrations.RunSQL(
            RECALL,
            "DROP TRIGGER disclosure_recall ON registry_source; DROP TRIGGER disclosure_recall ON registry_record;"
            " DROP FUNCTION disclosure_recall_source; DROP FUNCTION disclosure_recall_record;",
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
