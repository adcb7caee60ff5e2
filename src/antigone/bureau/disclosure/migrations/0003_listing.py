"""Who may be listed, not only found; when each row entered, and what left, so that mirrors can follow.

A row of `published.person` may be *found* by whoever already knows the person. It may be *listed*, in feeds and files
for anybody, only when its source published its list itself: then the name lies open in the world, and repeating it
discloses nothing (docs/decisions/019). What was listed and is no more leaves its random id behind, so that mirrors drop
their copy.
"""

from typing import ClassVar

from django.db import migrations

COLUMNS = """
ALTER TABLE published.person
    ADD COLUMN listed boolean NOT NULL DEFAULT false,
    ADD COLUMN entered_at timestamptz NOT NULL DEFAULT clock_timestamp();
CREATE INDEX published_person_entered ON published.person (entered_at, public_id) WHERE listed;
CREATE TABLE published.departed (
    public_id uuid PRIMARY KEY,
    record_id bigint NOT NULL UNIQUE,
    left_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX published_departed_left ON published.departed (left_at, public_id);
UPDATE published.person p SET listed = true
    FROM registry_record r JOIN registry_source s ON s.id = r.source_id
    WHERE r.id = p.record_id AND s.publication = 'open';
"""

# No foreign key: the id of a deleted record must stay, or its mirrors would keep it.
DEPARTURES = """
CREATE FUNCTION disclosure_note_departure() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO published.departed (public_id, record_id) VALUES (OLD.public_id, OLD.record_id)
        ON CONFLICT (public_id) DO UPDATE SET left_at = clock_timestamp();
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_note_departure() FROM PUBLIC;
CREATE TRIGGER disclosure_departs AFTER DELETE ON published.person
    FOR EACH ROW WHEN (OLD.listed) EXECUTE FUNCTION disclosure_note_departure();
CREATE TRIGGER disclosure_unlisted AFTER UPDATE OF listed ON published.person
    FOR EACH ROW WHEN (OLD.listed AND NOT NEW.listed) EXECUTE FUNCTION disclosure_note_departure();

CREATE FUNCTION disclosure_list() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE published.person p SET listed = true
        FROM added a JOIN registry_record r ON r.id = a.record_id JOIN registry_source s ON s.id = r.source_id
        WHERE p.id = a.id AND s.publication = 'open' AND NOT p.listed;
    UPDATE published.person p SET listed = false
        FROM added a JOIN registry_record r ON r.id = a.record_id JOIN registry_source s ON s.id = r.source_id
        WHERE p.id = a.id AND s.publication <> 'open' AND p.listed;
    DELETE FROM published.departed d USING published.person p, added a
        WHERE p.id = a.id AND p.listed AND d.record_id = p.record_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_list() FROM PUBLIC;
-- After `disclosure_checked`, by name, which has taken out what is not permitted and holds the sources.
CREATE TRIGGER disclosure_lists AFTER INSERT ON published.person REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION disclosure_list();

CREATE FUNCTION disclosure_relist_source() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE published.person p SET listed = (NEW.publication = 'open'), entered_at = clock_timestamp()
        FROM registry_record r
        WHERE r.id = p.record_id AND r.source_id = NEW.id AND p.listed <> (NEW.publication = 'open');
    DELETE FROM published.departed d USING published.person p, registry_record r
        WHERE r.source_id = NEW.id AND p.record_id = r.id AND p.listed AND d.record_id = r.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION disclosure_relist_source() FROM PUBLIC;
CREATE TRIGGER disclosure_relists AFTER UPDATE OF publication ON registry_source
    FOR EACH ROW WHEN (OLD.publication <> NEW.publication) EXECUTE FUNCTION disclosure_relist_source();
"""

# Rows become visible when their transaction commits, later ones perhaps before earlier ones. Whoever follows the feed
# by its dates would miss a row that appears behind him; so nothing is shown that is younger than a transaction still at
# work.
SETTLED = """
CREATE FUNCTION published.settled_until() RETURNS timestamptz
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT least(coalesce(min(xact_start) FILTER (WHERE backend_xid IS NOT NULL), 'infinity'),
        clock_timestamp() - interval '1 second')
    FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
$$;
REVOKE ALL ON FUNCTION published.settled_until() FROM PUBLIC;
"""

GRANTS = """
GRANT SELECT (listed, entered_at, shown_until) ON published.person TO antigone_public;
GRANT SELECT (public_id, left_at) ON published.departed TO antigone_public;
GRANT SELECT ON published.departed TO antigone_staff, antigone_worker;
GRANT EXECUTE ON FUNCTION published.settled_until() TO antigone_public, antigone_staff;
"""

BACK = """
DROP FUNCTION published.settled_until();
DROP TRIGGER disclosure_relists ON registry_source; DROP FUNCTION disclosure_relist_source;
DROP TRIGGER disclosure_lists ON published.person; DROP FUNCTION disclosure_list;
DROP TRIGGER disclosure_unlisted ON published.person; DROP TRIGGER disclosure_departs ON published.person;
DROP FUNCTION disclosure_note_departure;
DROP TABLE published.departed;
ALTER TABLE published.person DROP COLUMN listed, DROP COLUMN entered_at;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0002_agreements")]
    operations: ClassVar = [migrations.RunSQL([COLUMNS, DEPARTURES, SETTLED, GRANTS], BACK)]
