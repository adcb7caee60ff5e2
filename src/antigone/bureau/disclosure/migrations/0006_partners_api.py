"""What the interface for partners' programs stands on: more scopes, acts done once, agreed records, webhooks."""

from importlib import import_module
from typing import ClassVar

from django.db import migrations

SCOPES = """
ALTER TABLE disclosure_partner DROP CONSTRAINT disclosure_partner_scopes_check;
ALTER TABLE disclosure_partner ADD CONSTRAINT disclosure_partner_scopes_known
    CHECK (scopes <@ ARRAY['feed', 'write', 'search', 'figures', 'enquire', 'agreed'] AND cardinality(scopes) > 0),
    ADD CONSTRAINT agreed_records_for_partners_only CHECK (NOT 'agreed' = ANY (scopes) OR audience = 'partner');
ALTER TABLE disclosure_delivery ADD COLUMN public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid();
"""

# Of an answer that is kept for a repeated request the database has only what the partner's own key opens.
TABLES = """
CREATE TABLE disclosure_once (
    partner_id bigint NOT NULL REFERENCES disclosure_partner (id),
    lookup bytea NOT NULL CHECK (length(lookup) = 32),
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    answer bytea CHECK (length(answer) <= 65536),
    day date NOT NULL DEFAULT current_date,
    PRIMARY KEY (partner_id, lookup)
);
CREATE TABLE disclosure_agreed_reading (
    partner_id bigint NOT NULL REFERENCES disclosure_partner (id),
    day date NOT NULL,
    persons integer NOT NULL,
    told boolean NOT NULL DEFAULT false,
    PRIMARY KEY (partner_id, day)
);
CREATE TABLE disclosure_webhook (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    partner_id bigint NOT NULL REFERENCES disclosure_partner (id),
    url text NOT NULL CHECK (url ~ '^https://[^[:space:]@#]+$' AND length(url) <= 500),
    topics text[] NOT NULL CHECK (topics <@ ARRAY['persons.changed', 'figures.changed', 'delivery.closed']
        AND cardinality(topics) > 0),
    added_on date NOT NULL DEFAULT current_date,
    added_by text NOT NULL,
    removed_on date,
    removed_by text NOT NULL DEFAULT '',
    CONSTRAINT removed_by_somebody CHECK ((removed_on IS NULL) = (removed_by = ''))
);
CREATE UNIQUE INDEX disclosure_webhook_once ON disclosure_webhook (partner_id, url) WHERE removed_on IS NULL;
CREATE TABLE disclosure_webhook_mark (
    webhook_id bigint NOT NULL REFERENCES disclosure_webhook (id),
    topic text NOT NULL,
    mark text NOT NULL,
    PRIMARY KEY (webhook_id, topic)
);
CREATE TABLE disclosure_webhook_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    webhook_id bigint NOT NULL REFERENCES disclosure_webhook (id),
    topic text NOT NULL,
    detail jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(detail) = 'object' AND octet_length(detail::text) <= 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'failed')),
    attempts smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT now(),
    said text NOT NULL DEFAULT '' CHECK (length(said) <= 200)
);
CREATE INDEX disclosure_webhook_outbox ON disclosure_webhook_message (due_at) WHERE state IN ('waiting', 'sending');
-- «Something changed» is one message however often it did before it is sent.
CREATE UNIQUE INDEX disclosure_webhook_one_waits ON disclosure_webhook_message (webhook_id, topic)
    WHERE state = 'waiting' AND detail = '{}';
"""

GUARD = """
CREATE FUNCTION disclosure_keep_webhook() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.removed_on IS NOT NULL
        OR (OLD.public_id, OLD.partner_id, OLD.url, OLD.topics, OLD.added_on, OLD.added_by)
        IS DISTINCT FROM (NEW.public_id, NEW.partner_id, NEW.url, NEW.topics, NEW.added_on, NEW.added_by) THEN
        RAISE EXCEPTION 'a webhook is only removed, for good' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER disclosure_webhook_stands BEFORE UPDATE OR DELETE ON disclosure_webhook
    FOR EACH ROW EXECUTE FUNCTION disclosure_keep_webhook();
"""

# As the first migration's: the website's role reads no table of partners, and each function asks for the key.
_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
FUNCTIONS = """
DROP FUNCTION partners.admit(bytea, text);
DROP FUNCTION partners.deliver(bytea, bytea, integer);
CREATE FUNCTION partners.admit(key_hash bytea, scope text)
    RETURNS TABLE (name text, domain text, audience text, scopes text[], quota integer, left_today integer)
    AS_OWNER AS $$
DECLARE
    found disclosure_partner;
    asked integer;
BEGIN
    SELECT * INTO found FROM disclosure_partner p
        WHERE p.key_hash = admit.key_hash AND p.revoked_on IS NULL
            AND (admit.scope = '' OR admit.scope = ANY (p.scopes));
    IF found.id IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO disclosure_partner_day AS d (partner_id, day, used) VALUES (found.id, current_date, 1)
        ON CONFLICT (partner_id, day) DO UPDATE SET used = d.used + 1 RETURNING used INTO asked;
    RETURN QUERY SELECT found.name, found.domain, found.audience, found.scopes, found.quota, found.quota - asked;
END
$$;
-- At most a hundred deliveries of one partner wait at once; the same one twice waits once, under one id.
CREATE FUNCTION partners.deliver(key_hash bytea, document bytea, records integer) RETURNS uuid
    AS_OWNER AS $$
DECLARE
    partner bigint;
    hash text := encode(sha256(deliver.document), 'hex');
    known uuid;
BEGIN
    SELECT p.id INTO partner FROM disclosure_partner p
        WHERE p.key_hash = deliver.key_hash AND p.revoked_on IS NULL AND 'write' = ANY (p.scopes) FOR UPDATE;
    SELECT d.public_id INTO known FROM disclosure_delivery d
        WHERE d.partner_id = partner AND d.sha256 = hash AND d.closed_on IS NULL;
    IF partner IS NULL OR known IS NOT NULL
        OR (SELECT count(*) FROM disclosure_delivery d WHERE d.partner_id = partner AND d.closed_on IS NULL) >= 100 THEN
        RETURN known;
    END IF;
    INSERT INTO disclosure_delivery (partner_id, document, sha256, records)
        VALUES (partner, deliver.document, hash, deliver.records) RETURNING public_id INTO known;
    RETURN known;
END
$$;
CREATE FUNCTION partners.delivered(key_hash bytea, delivery uuid)
    RETURNS TABLE (records integer, received_on date, closed_on date, taken boolean)
    AS_OWNER AS $$
BEGIN
    RETURN QUERY SELECT d.records, d.received_on, d.closed_on, d.batch_id IS NOT NULL
        FROM disclosure_delivery d JOIN disclosure_partner p ON p.id = d.partner_id
        WHERE d.public_id = delivered.delivery AND p.key_hash = delivered.key_hash AND p.revoked_on IS NULL;
END
$$;
-- Whoever comes second with the same lookup waits here until the first has ended, whichever way.
CREATE FUNCTION partners.begin_once(key_hash bytea, lookup bytea, fingerprint bytea)
    RETURNS TABLE (fresh boolean, same boolean, answer bytea)
    AS_OWNER AS $$
DECLARE
    partner bigint;
BEGIN
    SELECT p.id INTO partner FROM disclosure_partner p
        WHERE p.key_hash = begin_once.key_hash AND p.revoked_on IS NULL;
    IF partner IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO disclosure_once AS o (partner_id, lookup, fingerprint)
        VALUES (partner, begin_once.lookup, begin_once.fingerprint) ON CONFLICT DO NOTHING;
    IF FOUND THEN
        RETURN QUERY SELECT true, true, NULL::bytea;
    ELSE
        RETURN QUERY SELECT false, o.fingerprint = begin_once.fingerprint, o.answer
            FROM disclosure_once o WHERE o.partner_id = partner AND o.lookup = begin_once.lookup;
    END IF;
END
$$;
CREATE FUNCTION partners.end_once(key_hash bytea, lookup bytea, answer bytea) RETURNS void
    AS_OWNER AS $$
BEGIN
    UPDATE disclosure_once o SET answer = end_once.answer FROM disclosure_partner p
        WHERE p.id = o.partner_id AND p.key_hash = end_once.key_hash AND o.lookup = end_once.lookup
            AND o.answer IS NULL;
END
$$;
-- What an agency may have of sources whose agreement in force names partners (as `disclosure.letting_out` in files).
CREATE FUNCTION partners.agreed(key_hash bytea, after uuid, most integer) RETURNS SETOF jsonb
    AS_OWNER AS $$
DECLARE
    partner bigint;
    given integer;
BEGIN
    SELECT p.id INTO partner FROM disclosure_partner p
        WHERE p.key_hash = agreed.key_hash AND p.revoked_on IS NULL AND p.audience = 'partner'
            AND 'agreed' = ANY (p.scopes);
    IF partner IS NULL THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT jsonb_build_object(
            'id', r.public_id, 'kind', r.kind, 'names', n.names, 'source', s.name, 'as_of', r.source_date,
            'changed_at', b.at, 'valid_until', a.valid_until,
            'status', r.status, 'sex', r.sex, 'birth_date', r.birth_date, 'father_name', r.father_name,
            'birthplace', r.birthplace, 'nationality', r.nationality, 'force', r.force, 'branch', r.branch,
            'unit', r.unit, 'rank', r.rank, 'service_number', r.service_number, 'last_seen_date', r.last_seen_date,
            'last_seen_place', r.last_seen_place, 'occurred_date', r.occurred_date,
            'occurred_place', r.occurred_place, 'burial_place', r.burial_place, 'description', r.description)
        FROM registry_record r JOIN registry_source s ON s.id = r.source_id
        JOIN registry_batch b ON b.id = r.batch_id
        JOIN registry_agreement_in_force a ON a.source_id = s.id
        CROSS JOIN LATERAL (SELECT coalesce(array_agg(value ORDER BY (kind = 'primary') DESC, id), '{}') AS names
            FROM registry_name WHERE record_id = r.id) AS n
        WHERE 'partner' = ANY (a.shown_to) AND registry_may_show(s.id, 'partner') AND r.sensitivity = ''
            AND r.public_id > agreed.after
        ORDER BY r.public_id LIMIT least(agreed.most, 200);
    GET DIAGNOSTICS given = ROW_COUNT;
    IF given > 0 THEN
        INSERT INTO disclosure_agreed_reading AS d (partner_id, day, persons) VALUES (partner, current_date, given)
            ON CONFLICT (partner_id, day) DO UPDATE SET persons = d.persons + given;
    END IF;
END
$$;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA partners FROM PUBLIC;
""".replace("AS_OWNER", _OWNER)

GRANTS = """
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA partners TO antigone_public;
GRANT SELECT, INSERT, UPDATE (removed_on, removed_by) ON disclosure_webhook TO antigone_staff;
GRANT SELECT, INSERT, UPDATE (state, due_at) ON disclosure_webhook_message TO antigone_staff;
GRANT SELECT ON disclosure_agreed_reading TO antigone_staff;
GRANT SELECT (id, name, revoked_on) ON disclosure_partner TO antigone_worker;
GRANT SELECT, UPDATE (removed_on, removed_by) ON disclosure_webhook TO antigone_worker;
GRANT SELECT, INSERT, UPDATE ON disclosure_webhook_mark TO antigone_worker;
GRANT SELECT, INSERT, DELETE, UPDATE (state, attempts, due_at, said) ON disclosure_webhook_message TO antigone_worker;
GRANT SELECT (day), DELETE ON disclosure_once TO antigone_worker;
GRANT SELECT, UPDATE (told) ON disclosure_agreed_reading TO antigone_worker;
GRANT SELECT ON published.figures TO antigone_worker;
GRANT EXECUTE ON FUNCTION published.settled_until() TO antigone_worker;
"""

_BEFORE = import_module("antigone.bureau.disclosure.migrations.0004_partners")
BACK = """
DROP SCHEMA partners CASCADE;
DROP TABLE disclosure_webhook_message, disclosure_webhook_mark, disclosure_webhook, disclosure_agreed_reading,
    disclosure_once;
DROP FUNCTION disclosure_keep_webhook;
ALTER TABLE disclosure_delivery DROP COLUMN public_id;
ALTER TABLE disclosure_partner DROP CONSTRAINT agreed_records_for_partners_only,
    DROP CONSTRAINT disclosure_partner_scopes_known,
    ADD CONSTRAINT disclosure_partner_scopes_check
        CHECK (scopes <@ ARRAY['feed', 'write'] AND cardinality(scopes) > 0);
REVOKE SELECT ON published.figures FROM antigone_worker;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("disclosure", "0005_channel"), ("figures", "0002_guards")]
    operations: ClassVar = [
        migrations.RunSQL([SCOPES, TABLES, GUARD, FUNCTIONS, GRANTS], [BACK, _BEFORE.FUNCTIONS, _BEFORE.GRANTS])
    ]
