"""The schema `intake`: what families leave, reached by the website through functions alone.

The public's role has no right on any table here. Its functions need the 256-bit lookup that follows from a receipt, so
that a website that was taken over can leave enquiries, and sees only the pages of those who visit it meanwhile. Nothing
here is kept more exactly than to the day.
"""

from typing import ClassVar

from django.db import migrations

from antigone.bureau.ledger.roles import roles_created

TABLES = """
CREATE SCHEMA intake;
REVOKE ALL ON SCHEMA intake FROM PUBLIC;

CREATE TABLE intake.enquiry (
    id uuid PRIMARY KEY,
    lookup bytea NOT NULL UNIQUE CHECK (octet_length(lookup) = 32),
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 1216),
    language text NOT NULL CHECK (language IN ('uk', 'ru', 'en')),
    relation text NOT NULL CHECK (relation IN
        ('', 'parent', 'spouse', 'child', 'sibling', 'relative', 'friend', 'comrade', 'other')),
    may_be_told text[] NOT NULL CHECK (may_be_told <@ ARRAY['neutral agency', 'own authorities']),
    keep_record text NOT NULL CHECK (keep_record IN ('keep', 'erase')),
    notices text NOT NULL CHECK (notices IN ('none', 'email')),
    sought jsonb CHECK (jsonb_typeof(sought) = 'object' AND octet_length(sought::text) <= 120000),
    left_on date NOT NULL DEFAULT current_date,
    renew_by date NOT NULL DEFAULT current_date + 180,
    state text NOT NULL DEFAULT 'received'
        CHECK (state IN ('received', 'open', 'answered', 'closed', 'withdrawn', 'erased')),
    paused boolean NOT NULL DEFAULT false,
    blocked boolean NOT NULL DEFAULT false,
    shed_on date,
    record_id bigint REFERENCES registry_record (id) ON DELETE SET NULL,
    assigned_to text NOT NULL DEFAULT ''
);
CREATE INDEX intake_enquiry_oldest ON intake.enquiry (left_on, id);
CREATE INDEX intake_enquiry_waiting ON intake.enquiry (left_on) WHERE sought IS NOT NULL;
CREATE INDEX intake_enquiry_record ON intake.enquiry (record_id);
CREATE INDEX intake_enquiry_assigned ON intake.enquiry (assigned_to);
CREATE INDEX intake_enquiry_renewal ON intake.enquiry (renew_by) WHERE shed_on IS NULL;

-- Apart, so that a backup kept for long can leave it out: without it nothing of an enquiry opens.
CREATE TABLE intake.key (
    enquiry uuid PRIMARY KEY REFERENCES intake.enquiry (id) ON DELETE CASCADE,
    for_vault bytea NOT NULL,
    for_receipt bytea NOT NULL,
    vault_key bytea NOT NULL CHECK (octet_length(vault_key) = 8)
);

CREATE TABLE intake.letter (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number uuid NOT NULL UNIQUE,
    enquiry uuid NOT NULL REFERENCES intake.enquiry (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('contact', 'message', 'detail', 'photograph', 'reply', 'told')),
    sealed bytea NOT NULL CHECK (octet_length(sealed) BETWEEN 1136 AND 6000000),
    day date NOT NULL DEFAULT current_date,
    waits boolean NOT NULL DEFAULT true,
    ignored boolean NOT NULL DEFAULT false,
    hidden boolean NOT NULL DEFAULT false,
    acknowledged_on date,
    written_by text NOT NULL DEFAULT ''
);
CREATE INDEX intake_letter_enquiry ON intake.letter (enquiry, id);
CREATE INDEX intake_letter_waiting ON intake.letter (id) WHERE waits;

-- What a family did with its receipt; the worker writes an event for each and finishes it.
CREATE TABLE intake.errand (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    enquiry uuid NOT NULL REFERENCES intake.enquiry (id) ON DELETE CASCADE,
    act text NOT NULL CHECK (act IN ('pause', 'resume', 'renew', 'withdraw', 'erase', 'acknowledge')),
    subject text NOT NULL DEFAULT '',
    day date NOT NULL DEFAULT current_date
);
CREATE INDEX intake_errand_enquiry ON intake.errand (enquiry);
"""

# Withdrawn is for ever; what is withdrawn has no key and no letter.
GUARDS = """
CREATE FUNCTION intake.refuse_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'erased' THEN
            RAISE EXCEPTION 'enquiry % stays until the family has it deleted', OLD.id
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (OLD.state = 'withdrawn' AND NEW.state NOT IN ('withdrawn', 'erased'))
        OR (OLD.state = 'erased' AND NEW.state <> 'erased')
        OR (OLD.shed_on IS NOT NULL AND NEW.shed_on IS DISTINCT FROM OLD.shed_on) THEN
        RAISE EXCEPTION 'enquiry % has ended; who asks again leaves a new one', OLD.id
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.public_key, NEW.language, NEW.left_on)
        IS DISTINCT FROM (OLD.id, OLD.public_key, OLD.language, OLD.left_on) THEN
        RAISE EXCEPTION 'enquiry % keeps what it began with', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER intake_enquiry_stands BEFORE UPDATE OR DELETE ON intake.enquiry
    FOR EACH ROW EXECUTE FUNCTION intake.refuse_return();

CREATE FUNCTION intake.refuse_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.number, NEW.enquiry, NEW.kind, NEW.sealed, NEW.day, NEW.written_by)
        IS DISTINCT FROM (OLD.number, OLD.enquiry, OLD.kind, OLD.sealed, OLD.day, OLD.written_by) THEN
        RAISE EXCEPTION 'letter % is kept as it was written', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER intake_letter_stands BEFORE UPDATE ON intake.letter
    FOR EACH ROW EXECUTE FUNCTION intake.refuse_letter();
"""

# Runs as the tables' owner; pg_temp stands last so that nobody's temporary table takes a table's place.
_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, intake, pg_temp"

# For the website. Each takes the lookup; a lookup that nobody has gives nothing, and costs the same.
PUBLIC_FUNCTIONS = """
CREATE FUNCTION intake.leave(
    its_id uuid, its_lookup bytea, its_key bytea, key_for_vault bytea, key_for_receipt bytea, its_vault_key bytea,
    its_language text, its_relation text, told text[], keep text, its_notices text, whom jsonb,
    numbers uuid[], kinds text[], contents bytea[]) RETURNS void
    AS_OWNER AS $$
BEGIN
    INSERT INTO intake.enquiry (id, lookup, public_key, language, relation, may_be_told, keep_record, notices, sought)
        VALUES (its_id, its_lookup, its_key, its_language, its_relation, told, keep, its_notices, whom);
    INSERT INTO intake.key (enquiry, for_vault, for_receipt, vault_key)
        VALUES (its_id, key_for_vault, key_for_receipt, its_vault_key);
    IF EXISTS (SELECT FROM unnest(kinds) AS one WHERE one IN ('reply', 'told')) OR cardinality(kinds) > 4 THEN
        RAISE EXCEPTION 'a family writes no reply of the bureau' USING ERRCODE = 'restrict_violation';
    END IF;
    INSERT INTO intake.letter (number, enquiry, kind, sealed)
        SELECT one.number, its_id, one.kind, one.content
        FROM unnest(numbers, kinds, contents) WITH ORDINALITY AS one (number, kind, content, place) ORDER BY place;
END
$$;

CREATE FUNCTION intake.page(its_lookup bytea) RETURNS TABLE (
    id uuid, public_key bytea, state text, paused boolean, language text, left_on date, renew_by date, shed boolean,
    may_be_told text[], keep_record text, notices text, for_receipt bytea)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, intake, pg_temp AS $$
    SELECT e.id, e.public_key, e.state, e.paused, e.language, e.left_on, e.renew_by, e.shed_on IS NOT NULL,
        e.may_be_told, e.keep_record, e.notices, k.for_receipt
    FROM intake.enquiry e LEFT JOIN intake.key k ON k.enquiry = e.id WHERE e.lookup = its_lookup
$$;

-- A photograph and a contact are not handed back: who finds the receipt shall not see them.
CREATE FUNCTION intake.letters(its_lookup bytea) RETURNS TABLE (
    number uuid, kind text, day date, sealed bytea, acknowledged boolean)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, intake, pg_temp AS $$
    SELECT l.number, l.kind, l.day, CASE WHEN l.kind <> 'photograph' THEN l.sealed END, l.acknowledged_on IS NOT NULL
    FROM intake.enquiry e JOIN intake.letter l ON l.enquiry = e.id
    WHERE e.lookup = its_lookup AND l.kind <> 'contact' AND NOT l.hidden ORDER BY l.id
$$;

-- A flood stops here: at most 40 letters wait, 400 and 20 photographs are kept. Who floods gets the same answer.
CREATE FUNCTION intake.write(its_lookup bytea, its_number uuid, its_kind text, content bytea, its_notices text)
    RETURNS boolean AS_OWNER AS $$
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
        INTO waiting, kept, photographs FROM intake.letter l WHERE l.enquiry = found;
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

CREATE FUNCTION intake.turn(its_lookup bytea, its_act text) RETURNS boolean AS_OWNER AS $$
DECLARE
    found intake.enquiry;
BEGIN
    SELECT * INTO found FROM intake.enquiry WHERE lookup = its_lookup AND state NOT IN ('withdrawn', 'erased')
        AND shed_on IS NULL FOR UPDATE;
    IF found.id IS NULL OR its_act NOT IN ('pause', 'resume', 'renew') THEN
        RETURN false;
    END IF;
    IF its_act = 'renew' AND found.renew_by = current_date + 180
        OR its_act <> 'renew' AND found.paused = (its_act = 'pause') THEN
        RETURN true;
    END IF;
    UPDATE intake.enquiry SET renew_by = current_date + 180,
        paused = CASE its_act WHEN 'pause' THEN true WHEN 'resume' THEN false ELSE paused END WHERE id = found.id;
    IF (SELECT count(*) FROM intake.errand WHERE enquiry = found.id) < 40 THEN
        INSERT INTO intake.errand (enquiry, act) VALUES (found.id, its_act);
    END IF;
    RETURN true;
END
$$;

CREATE FUNCTION intake.acknowledge(its_lookup bytea, its_number uuid) RETURNS boolean AS_OWNER AS $$
DECLARE
    whose uuid;
BEGIN
    SELECT l.enquiry INTO whose FROM intake.enquiry e JOIN intake.letter l ON l.enquiry = e.id
        WHERE e.lookup = its_lookup AND l.number = its_number AND l.kind = 'told' AND NOT l.hidden
        FOR UPDATE OF e, l;
    IF whose IS NULL THEN
        RETURN false;
    END IF;
    UPDATE intake.letter SET acknowledged_on = current_date WHERE number = its_number AND acknowledged_on IS NULL;
    IF FOUND THEN
        INSERT INTO intake.errand (enquiry, act, subject) VALUES (whose, 'acknowledge', its_number::text);
        UPDATE intake.enquiry SET renew_by = current_date + 180 WHERE id = whose;
    END IF;
    RETURN true;
END
$$;

-- Shredding: without its key nothing that was sealed opens, in whatever copy of the letters.
CREATE FUNCTION intake.shred(its_id uuid) RETURNS void AS_OWNER AS $$
BEGIN
    DELETE FROM intake.key WHERE enquiry = its_id;
    DELETE FROM intake.letter WHERE enquiry = its_id;
END
$$;

CREATE FUNCTION intake.withdraw(its_lookup bytea, keep text) RETURNS boolean AS_OWNER AS $$
DECLARE
    found uuid;
BEGIN
    SELECT id INTO found FROM intake.enquiry
        WHERE lookup = its_lookup AND state NOT IN ('withdrawn', 'erased') FOR UPDATE;
    IF found IS NULL THEN
        RETURN false;
    END IF;
    PERFORM intake.shred(found);
    UPDATE intake.enquiry SET state = 'withdrawn', keep_record = keep, notices = 'none', relation = '',
        sought = CASE WHEN keep = 'keep' THEN sought END WHERE id = found;
    DELETE FROM intake.errand WHERE enquiry = found;
    INSERT INTO intake.errand (enquiry, act) VALUES (found, 'withdraw');
    RETURN true;
END
$$;

-- The receipt stops opening at once; the worker deletes the record and this row.
CREATE FUNCTION intake.erase(its_lookup bytea) RETURNS boolean AS_OWNER AS $$
DECLARE
    found uuid;
BEGIN
    SELECT id INTO found FROM intake.enquiry WHERE lookup = its_lookup AND state <> 'erased' FOR UPDATE;
    IF found IS NULL THEN
        RETURN false;
    END IF;
    PERFORM intake.shred(found);
    UPDATE intake.enquiry SET state = 'erased', keep_record = 'erase', notices = 'none', relation = '', sought = NULL,
        lookup = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') WHERE id = found;
    DELETE FROM intake.errand WHERE enquiry = found;
    INSERT INTO intake.errand (enquiry, act) VALUES (found, 'erase');
    RETURN true;
END
$$;
"""

# For staff and worker.
INNER_FUNCTIONS = """
CREATE FUNCTION intake.reply(its_id uuid, its_number uuid, content bytea, author text) RETURNS boolean
    AS_OWNER AS $$
BEGIN
    PERFORM FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        WHERE e.id = its_id AND e.state NOT IN ('withdrawn', 'erased') FOR UPDATE OF e;
    IF NOT FOUND OR author = '' THEN
        RETURN false;
    END IF;
    INSERT INTO intake.letter (number, enquiry, kind, sealed, waits, written_by)
        VALUES (its_number, its_id, 'reply', content, false, author);
    RETURN true;
END
$$;

-- Withdrawn for a family that asks a person; the receipt then shows the same as after its own withdrawal.
CREATE FUNCTION intake.withdraw_for(its_id uuid, keep text) RETURNS boolean AS_OWNER AS $$
BEGIN
    RETURN intake.withdraw((SELECT lookup FROM intake.enquiry WHERE id = its_id), keep);
END
$$;

-- After 180 days without a sign: contact and messages go, the record and its matches stay.
CREATE FUNCTION intake.shed(its_id uuid) RETURNS boolean AS_OWNER AS $$
BEGIN
    UPDATE intake.enquiry SET shed_on = current_date, notices = 'none', relation = '',
            state = CASE WHEN state IN ('withdrawn', 'erased') THEN state ELSE 'closed' END
        WHERE id = its_id AND shed_on IS NULL AND renew_by < current_date;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM intake.shred(its_id);
    RETURN true;
END
$$;

-- The record goes for good, with a tombstone, so that no other hand needs the right to delete records.
CREATE FUNCTION intake.erase_record(its_id uuid, why text) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone registry_record;
BEGIN
    SELECT r.* INTO gone FROM registry_record r JOIN intake.enquiry e ON e.record_id = r.id
        WHERE e.id = its_id AND e.state IN ('withdrawn', 'erased') AND e.keep_record = 'erase'
            AND NOT EXISTS (SELECT FROM intake.enquiry o WHERE o.record_id = r.id AND o.id <> e.id);
    IF gone.id IS NULL THEN
        RETURN NULL;
    END IF;
    DELETE FROM registry_name WHERE record_id = gone.id;
    DELETE FROM registry_replacedversion WHERE record_id = gone.id;
    DELETE FROM registry_record WHERE id = gone.id;
    INSERT INTO registry_tombstone (source_id, source_record_id, reason)
        VALUES (gone.source_id, gone.source_record_id, why);
    RETURN gone.id;
END
$$;
"""

GRANTS = """
GRANT USAGE ON SCHEMA intake TO antigone_public, antigone_staff, antigone_worker, antigone_vault;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA intake FROM PUBLIC;
GRANT EXECUTE ON FUNCTION intake.leave, intake.page, intake.letters, intake.write, intake.turn, intake.acknowledge,
    intake.withdraw, intake.erase TO antigone_public;

-- Nobody but the vault sees a sealed byte or a wrapped key, and nobody at all a lookup.
GRANT SELECT (id, public_key, language, relation, may_be_told, keep_record, notices, left_on, renew_by, state, paused,
    blocked, shed_on, record_id, assigned_to) ON intake.enquiry TO antigone_staff, antigone_worker;
GRANT SELECT (id, number, enquiry, kind, day, waits, ignored, hidden, acknowledged_on, written_by) ON intake.letter
    TO antigone_staff, antigone_worker;
GRANT SELECT ON intake.errand TO antigone_staff, antigone_worker;
GRANT UPDATE (state, blocked, assigned_to) ON intake.enquiry TO antigone_staff;
GRANT EXECUTE ON FUNCTION intake.reply, intake.withdraw_for TO antigone_staff;

GRANT SELECT (sought), UPDATE (sought, state, record_id) ON intake.enquiry TO antigone_worker;
GRANT DELETE ON intake.enquiry, intake.errand TO antigone_worker;
GRANT UPDATE (waits, ignored) ON intake.letter TO antigone_worker;
GRANT EXECUTE ON FUNCTION intake.shed, intake.erase_record TO antigone_worker;
GRANT INSERT ON registry_source, registry_batch, registry_record, registry_name, registry_nameword,
    registry_replacedversion TO antigone_worker;
GRANT SELECT ON registry_replacedversion, registry_tombstone TO antigone_worker;
GRANT UPDATE (added) ON registry_batch TO antigone_worker;
GRANT USAGE ON SEQUENCE registry_source_id_seq, registry_batch_id_seq, registry_record_id_seq, registry_name_id_seq
    TO antigone_worker;

GRANT SELECT (id, state, assigned_to, notices, shed_on) ON intake.enquiry TO antigone_vault;
GRANT SELECT (enquiry, for_vault, vault_key) ON intake.key TO antigone_vault;
GRANT SELECT (id, number, enquiry, kind, sealed, day, written_by) ON intake.letter TO antigone_vault;
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: ClassVar = [("registry", "0002_guards"), ("ledger", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(roles_created("antigone_vault"), migrations.RunSQL.noop),
        migrations.RunSQL(TABLES + GUARDS, "DROP SCHEMA intake CASCADE"),
        migrations.RunSQL((PUBLIC_FUNCTIONS + INNER_FUNCTIONS).replace("AS_OWNER", _OWNER), migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
