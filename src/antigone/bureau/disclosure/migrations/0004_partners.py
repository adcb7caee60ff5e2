"""Partners with keys: what each may ask, how often, and what they bring, which waits for a registrar."""

from typing import ClassVar

from django.db import migrations

TABLES = """
CREATE TABLE disclosure_partner (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    name text NOT NULL CHECK (name ~ '\\S'),
    domain text NOT NULL DEFAULT '' CHECK (domain = lower(domain) AND domain !~ '[\\s/]'),
    key_hash bytea NOT NULL UNIQUE CHECK (length(key_hash) = 32),
    scopes text[] NOT NULL CHECK (scopes <@ ARRAY['feed', 'write'] AND cardinality(scopes) > 0),
    audience text NOT NULL CHECK (audience IN ('public', 'partner')),
    quota integer NOT NULL CHECK (quota BETWEEN 1 AND 1000000),
    added_on date NOT NULL DEFAULT current_date,
    added_by text NOT NULL,
    revoked_on date,
    revoked_by text NOT NULL DEFAULT '',
    CONSTRAINT writes_for_a_domain CHECK (NOT 'write' = ANY (scopes) OR domain <> ''),
    CONSTRAINT revoked_by_somebody CHECK ((revoked_on IS NULL) = (revoked_by = ''))
);
CREATE UNIQUE INDEX disclosure_partner_one_key ON disclosure_partner (name) WHERE revoked_on IS NULL;
CREATE TABLE disclosure_partner_day (
    partner_id bigint NOT NULL REFERENCES disclosure_partner (id),
    day date NOT NULL,
    used integer NOT NULL,
    PRIMARY KEY (partner_id, day)
);
CREATE TABLE disclosure_delivery (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    partner_id bigint NOT NULL REFERENCES disclosure_partner (id),
    received_on date NOT NULL DEFAULT current_date,
    document bytea,
    sha256 text NOT NULL,
    records integer NOT NULL CHECK (records > 0),
    batch_id bigint REFERENCES registry_batch (id),
    closed_on date,
    closed_by text NOT NULL DEFAULT '',
    CONSTRAINT open_while_it_has_content CHECK ((document IS NULL) = (closed_on IS NOT NULL)),
    CONSTRAINT not_too_long CHECK (length(document) <= 2097152)
);
CREATE UNIQUE INDEX disclosure_delivery_once ON disclosure_delivery (partner_id, sha256) WHERE closed_on IS NULL;
"""

# A key is taken back for good, and nothing else of it changes.
GUARD = """
CREATE FUNCTION disclosure_keep_partner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.revoked_on IS NOT NULL
        OR (OLD.public_id, OLD.name, OLD.domain, OLD.key_hash, OLD.scopes, OLD.audience, OLD.quota, OLD.added_by)
        IS DISTINCT FROM
        (NEW.public_id, NEW.name, NEW.domain, NEW.key_hash, NEW.scopes, NEW.audience, NEW.quota, NEW.added_by) THEN
        RAISE EXCEPTION 'a partner''s key is only taken back, for good' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER disclosure_partner_stands BEFORE UPDATE OR DELETE ON disclosure_partner
    FOR EACH ROW EXECUTE FUNCTION disclosure_keep_partner();
"""

# The website's role reads no table of partners: whoever has a key learns of its own.
FUNCTIONS = """
CREATE SCHEMA partners;
REVOKE ALL ON SCHEMA partners FROM PUBLIC;
CREATE FUNCTION partners.admit(key_hash bytea, scope text)
    RETURNS TABLE (name text, domain text, audience text, left_today integer)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    found disclosure_partner;
    asked integer;
BEGIN
    SELECT * INTO found FROM disclosure_partner p
        WHERE p.key_hash = admit.key_hash AND p.revoked_on IS NULL AND admit.scope = ANY (p.scopes);
    IF found.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO disclosure_partner_day AS d (partner_id, day, used) VALUES (found.id, current_date, 1)
        ON CONFLICT (partner_id, day) DO UPDATE SET used = d.used + 1 RETURNING used INTO asked;
    RETURN QUERY SELECT found.name, found.domain, found.audience, found.quota - asked;
END
$$;
-- At most a hundred deliveries of one partner wait at once; the same one twice waits once.
CREATE FUNCTION partners.deliver(key_hash bytea, document bytea, records integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    partner bigint;
BEGIN
    SELECT p.id INTO partner FROM disclosure_partner p
        WHERE p.key_hash = deliver.key_hash AND p.revoked_on IS NULL AND 'write' = ANY (p.scopes) FOR UPDATE;
    IF partner IS NULL
        OR (SELECT count(*) FROM disclosure_delivery d WHERE d.partner_id = partner AND d.closed_on IS NULL) >= 100 THEN
        RETURN false;
    END IF;
    INSERT INTO disclosure_delivery (partner_id, document, sha256, records)
        VALUES (partner, deliver.document, encode(sha256(deliver.document), 'hex'), deliver.records)
        ON CONFLICT DO NOTHING;
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION partners.admit(bytea, text), partners.deliver(bytea, bytea, integer) FROM PUBLIC;
"""

GRANTS = """
GRANT USAGE ON SCHEMA partners TO antigone_public;
GRANT EXECUTE ON FUNCTION partners.admit(bytea, text), partners.deliver(bytea, bytea, integer) TO antigone_public;
GRANT SELECT, INSERT, UPDATE (revoked_on, revoked_by) ON disclosure_partner TO antigone_staff;
GRANT SELECT ON disclosure_partner_day TO antigone_staff;
GRANT SELECT, UPDATE (document, batch_id, closed_on, closed_by) ON disclosure_delivery TO antigone_staff;
"""

BACK = """
DROP SCHEMA partners CASCADE;
DROP TABLE disclosure_delivery, disclosure_partner_day, disclosure_partner;
DROP FUNCTION disclosure_keep_partner;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("disclosure", "0003_listing"),
        ("registry", "0003_entering_and_agreements"),
    ]
    operations: ClassVar = [migrations.RunSQL([TABLES, GUARD, FUNCTIONS, GRANTS], BACK)]
