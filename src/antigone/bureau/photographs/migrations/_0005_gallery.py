"""What the database itself sees to in the gallery: two people, nothing that may not be shown, and gone at once."""

# The table that the website reads. The public's role may not see which release, and so which record, a thing is of.
PUBLISHED = """
CREATE TABLE published.thing (
    code text PRIMARY KEY CHECK (code ~ '^[2-9A-HJKMNP-TV-Z]{8}$'),
    release_id bigint NOT NULL UNIQUE REFERENCES photographs_release (id) ON DELETE CASCADE,
    kind text NOT NULL CHECK (kind IN ('tattoo', 'scar', 'clothing', 'effect', 'document', 'face')),
    place text NOT NULL,
    side text NOT NULL,
    what text NOT NULL,
    words_uk text NOT NULL,
    words_ru text NOT NULL,
    words_en text NOT NULL,
    year_from smallint,
    year_to smallint,
    region text NOT NULL,
    terms text[] NOT NULL,
    small bytea NOT NULL,
    large bytea NOT NULL,
    features bytea NOT NULL,
    shown_on date NOT NULL DEFAULT current_date,
    shown_until date
);
CREATE INDEX published_thing_newest ON published.thing (shown_on DESC, code);
CREATE INDEX published_thing_terms ON published.thing USING gin (terms) WITH (fastupdate = off);
ALTER TABLE published.thing ENABLE ROW LEVEL SECURITY;
CREATE POLICY while_agreed ON published.thing FOR SELECT TO antigone_public
    USING (shown_until IS NULL OR shown_until >= (now() AT TIME ZONE 'UTC')::date);
CREATE POLICY bureau ON published.thing TO antigone_staff USING (true) WITH CHECK (true);

-- Of all visitors together, for none of them is known: counted for the minute that runs, in no log and no backup.
CREATE UNLOGGED TABLE published.thing_minute (
    minute timestamptz NOT NULL,
    what text NOT NULL,
    used integer NOT NULL,
    PRIMARY KEY (minute, what)
);
CREATE FUNCTION published.admit_to_things(its_what text, many integer, most integer) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    counted integer;
BEGIN
    DELETE FROM published.thing_minute WHERE minute <> date_trunc('minute', now());
    INSERT INTO published.thing_minute AS t (minute, what, used)
        VALUES (date_trunc('minute', now()), left(its_what, 20), greatest(many, 0))
        ON CONFLICT (minute, what) DO UPDATE SET used = t.used + greatest(many, 0) RETURNING used INTO counted;
    RETURN counted <= most;
END
$$;
REVOKE ALL ON FUNCTION published.admit_to_things FROM PUBLIC;
"""

# A photograph of remains, or of somebody dead whom nobody has named, from a source that lets it; never a prisoner's,
# never what a family sent.
GUARDS = """
CREATE FUNCTION photographs_may_be_released(its_photograph uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM photographs_photograph p JOIN registry_record r ON r.id = p.record_id
        WHERE p.public_id = its_photograph AND p.withdrawn_on IS NULL AND p.enquiry IS NULL AND p.sensitivity = 'dead'
            AND (r.kind = 'remains'
                OR r.kind = 'dead' AND NOT EXISTS (SELECT FROM registry_name n WHERE n.record_id = r.id))
            AND r.sensitivity = '' AND registry_may_show(r.source_id, 'public'))
$$;
REVOKE ALL ON FUNCTION photographs_may_be_released FROM PUBLIC;
GRANT EXECUTE ON FUNCTION photographs_may_be_released TO antigone_staff;

CREATE FUNCTION photographs_guard_release() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    may_change text[] := '{signed_by,signed_on,withdrawn_by,withdrawn_on,withdrawn_because,small,large,features}';
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'release % stays: its code never names another thing', OLD.code
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.signed_by <> '' OR NEW.withdrawn_by <> '' THEN
            RAISE EXCEPTION 'a release is proposed first and signed by another person'
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSE
        IF to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change
            OR (OLD.signed_by <> '' AND (NEW.signed_by, NEW.signed_on) IS DISTINCT FROM (OLD.signed_by, OLD.signed_on))
            OR OLD.withdrawn_by <> ''
        THEN
            RAISE EXCEPTION 'a release is signed once, taken back once, and never changed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF NEW.withdrawn_by <> '' THEN
            NEW.small := ''; NEW.large := ''; NEW.features := '';
            RETURN NEW;
        END IF;
        IF (NEW.small, NEW.large, NEW.features) IS DISTINCT FROM (OLD.small, OLD.large, OLD.features) THEN
            RAISE EXCEPTION 'what is signed is what was proposed' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    IF NOT photographs_may_be_released(NEW.photograph) THEN
        RAISE EXCEPTION 'this photograph is not released: it is withdrawn, of somebody named or living, withheld, '
            'sent by a family, or its source does not allow it' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM FROM photographs_redaction d JOIN photographs_photograph p ON p.id = d.photograph_id
        WHERE d.public_id = NEW.redaction AND p.public_id = NEW.photograph AND d.signed_by <> '' AND d.dropped_by = ''
        FOR SHARE OF d;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'only a copy that two people have signed is released' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION photographs_guard_release FROM PUBLIC;
CREATE TRIGGER photographs_release_guarded BEFORE INSERT OR UPDATE OR DELETE ON photographs_release
    FOR EACH ROW EXECUTE FUNCTION photographs_guard_release();

CREATE FUNCTION photographs_release_ended() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM published.thing WHERE release_id = NEW.id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_release_ended FROM PUBLIC;
CREATE TRIGGER photographs_release_ends AFTER UPDATE ON photographs_release
    FOR EACH ROW WHEN (OLD.withdrawn_on IS NULL AND NEW.withdrawn_on IS NOT NULL)
    EXECUTE FUNCTION photographs_release_ended();

-- What is shown is, byte for byte, what two people signed.
CREATE FUNCTION published.check_thing() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    decided photographs_release;
BEGIN
    SELECT * INTO decided FROM photographs_release WHERE id = NEW.release_id FOR SHARE;
    IF decided.id IS NULL OR decided.signed_by = '' OR decided.withdrawn_by <> ''
        OR NOT photographs_may_be_released(decided.photograph)
        OR (NEW.code, NEW.kind, NEW.place, NEW.side, NEW.what, NEW.words_uk, NEW.words_ru, NEW.words_en, NEW.year_from,
            NEW.year_to, NEW.region, NEW.terms)
        IS DISTINCT FROM (decided.code, decided.kind, decided.place, decided.side, decided.what, decided.words_uk,
            decided.words_ru, decided.words_en, decided.year_from, decided.year_to, decided.region, decided.terms)
        OR encode(sha256(NEW.small || NEW.large || NEW.features), 'hex') <> decided.digest
    THEN
        RAISE EXCEPTION 'nothing is shown but what two people have signed' USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.shown_until := (SELECT a.valid_until FROM registry_agreement_in_force a
        JOIN registry_record r ON r.source_id = a.source_id JOIN photographs_photograph p ON p.record_id = r.id
        WHERE p.public_id = decided.photograph);
    RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION published.check_thing FROM PUBLIC;
CREATE TRIGGER published_thing_checked BEFORE INSERT ON published.thing
    FOR EACH ROW EXECUTE FUNCTION published.check_thing();
"""

# Whatever makes it unfit takes it out in the same transaction, in whatever hand; it comes back only by a new release.
RECALL = """
CREATE FUNCTION photographs_recall_releases(these uuid[], why text) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    UPDATE photographs_release SET withdrawn_by = 'the database', withdrawn_on = current_date, withdrawn_because = why
        WHERE photograph = ANY (these) AND withdrawn_on IS NULL
$$;
REVOKE ALL ON FUNCTION photographs_recall_releases FROM PUBLIC;

CREATE FUNCTION photographs_recall_of_photograph() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM photographs_recall_releases(ARRAY[OLD.public_id], 'the photograph was deleted');
    ELSIF NOT photographs_may_be_released(NEW.public_id) THEN
        PERFORM photographs_recall_releases(ARRAY[NEW.public_id], 'the photograph may not be shown any more');
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_recall_of_photograph FROM PUBLIC;
CREATE TRIGGER photographs_recalls_releases AFTER UPDATE OR DELETE ON photographs_photograph
    FOR EACH ROW EXECUTE FUNCTION photographs_recall_of_photograph();

CREATE FUNCTION photographs_recall_of_copy() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.dropped_by <> '' THEN
        UPDATE photographs_release SET withdrawn_by = 'the database', withdrawn_on = current_date,
                withdrawn_because = 'the copy fit to be published was dropped'
            WHERE redaction = OLD.public_id AND withdrawn_on IS NULL;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_recall_of_copy FROM PUBLIC;
CREATE TRIGGER photographs_copy_recalls_releases AFTER UPDATE OR DELETE ON photographs_redaction
    FOR EACH ROW EXECUTE FUNCTION photographs_recall_of_copy();

CREATE FUNCTION photographs_recall_of_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM photographs_recall_releases(array_agg(p.public_id), 'the record may not be shown any more')
        FROM photographs_photograph p
        WHERE p.record_id = NEW.id AND NOT photographs_may_be_released(p.public_id);
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_recall_of_record FROM PUBLIC;
CREATE TRIGGER photographs_record_recalls_releases AFTER UPDATE OF kind, sensitivity ON registry_record
    FOR EACH ROW WHEN ((OLD.kind, OLD.sensitivity) IS DISTINCT FROM (NEW.kind, NEW.sensitivity))
    EXECUTE FUNCTION photographs_recall_of_record();

CREATE FUNCTION photographs_recall_of_agreement() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF registry_may_show(NEW.source_id, 'public') THEN
        UPDATE published.thing t SET shown_until = NEW.valid_until
            FROM photographs_release l JOIN photographs_photograph p ON p.public_id = l.photograph
            JOIN registry_record r ON r.id = p.record_id
            WHERE t.release_id = l.id AND r.source_id = NEW.source_id;
    ELSE
        PERFORM photographs_recall_releases(array_agg(p.public_id), 'the agreement with the source does not allow it')
            FROM photographs_photograph p JOIN registry_record r ON r.id = p.record_id
            WHERE r.source_id = NEW.source_id;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_recall_of_agreement FROM PUBLIC;
CREATE TRIGGER photographs_agreement_recalls_releases AFTER INSERT ON registry_agreement
    FOR EACH ROW EXECUTE FUNCTION photographs_recall_of_agreement();

-- Who has been named needs to be recognised no more.
CREATE FUNCTION photographs_recall_of_named() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM photographs_recall_releases(array_agg(p.public_id), 'the person was identified')
        FROM photographs_photograph p WHERE p.record_id = NEW.found_id;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION photographs_recall_of_named FROM PUBLIC;
CREATE TRIGGER photographs_identification_recalls_releases AFTER UPDATE OF state ON identification_identification
    FOR EACH ROW WHEN (NEW.state = 'signed' AND OLD.state <> 'signed')
    EXECUTE FUNCTION photographs_recall_of_named();
"""

GRANTS = """
GRANT SELECT (code, kind, place, side, what, words_uk, words_ru, words_en, year_from, year_to, region, terms, small,
    large, features, shown_on, shown_until) ON published.thing TO antigone_public;
GRANT EXECUTE ON FUNCTION published.admit_to_things TO antigone_public;
GRANT SELECT, INSERT ON published.thing TO antigone_staff;
GRANT SELECT, INSERT ON photographs_release TO antigone_staff;
GRANT UPDATE (signed_by, signed_on, withdrawn_by, withdrawn_on, withdrawn_because) ON photographs_release
    TO antigone_staff;
GRANT USAGE ON SEQUENCE photographs_release_id_seq TO antigone_staff;
"""

UNDO = """
DROP TABLE published.thing, published.thing_minute;
DROP FUNCTION published.check_thing, published.admit_to_things, photographs_may_be_released, photographs_guard_release,
    photographs_release_ended, photographs_recall_releases, photographs_recall_of_photograph,
    photographs_recall_of_copy, photographs_recall_of_record, photographs_recall_of_agreement,
    photographs_recall_of_named CASCADE;
"""
