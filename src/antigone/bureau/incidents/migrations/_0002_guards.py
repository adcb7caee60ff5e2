"""The limits and the rules of evidence, as the database holds them for the desk and for whoever has taken it over.

Every refusal is one sentence, with the name of the rule as its constraint name, by which the desk tells it in the
reader's language. Media younger than 30 days are refused here whatever a setting says; a setting can only ask for more.
"""

FOUNDATION = r"""
CREATE FUNCTION incidents_refuse(sentence text, rule text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'restrict_violation', CONSTRAINT = rule;
END
$$;

CREATE FUNCTION incidents_refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM incidents_refuse(format('%s only grows: %s is refused; write down what is known now', TG_TABLE_NAME, TG_OP),
        'incidents_only_grows');
    RETURN NULL;
END
$$;

-- A military grid, Gauss-Krueger pairs, degrees with three decimals or with seconds: none is written down here.
CREATE FUNCTION incidents_names_a_spot(said text) RETURNS boolean
    LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT upper(said) ~ '\m[0-9]{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?[0-9]{1,5} ?[0-9]{1,5}\M'
        OR upper(said) ~ '\m[XХ] ?[=:]? ?[0-9]{5,7}[ ,;]+[YУ] ?[=:]? ?[0-9]{5,7}\M'
        OR said ~ '[0-9]{1,2}[.,][0-9]{3,}°?[ ]?[NSСЮ]?[ ,;/]+-?[0-9]{1,3}[.,][0-9]{3,}'
        OR said ~ '[0-9]{1,3} ?° ?[0-9]{1,2} ?[''′’] ?[0-9]'
$$;

CREATE FUNCTION incidents_keep_coarse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    field text;
BEGIN
    FOREACH field IN ARRAY TG_ARGV LOOP
        IF incidents_names_a_spot(coalesce(to_jsonb(NEW) ->> field, '')) THEN
            PERFORM incidents_refuse('a text names a spot by a military grid or by exact coordinates; name the'
                ' settlement, or a place to within a kilometre', 'incidents_no_exact_place');
        END IF;
    END LOOP;
    RETURN NEW;
END
$$;

CREATE FUNCTION incidents_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    newest integer;
BEGIN
    PERFORM FROM incidents_incident WHERE id = NEW.incident_id FOR UPDATE;
    EXECUTE format('SELECT coalesce(max(number), 0) FROM %I WHERE incident_id = $1', TG_TABLE_NAME)
        INTO newest USING NEW.incident_id;
    IF NEW.number IS DISTINCT FROM newest + 1 THEN
        PERFORM incidents_refuse(format('number %s is not the next one: the case has %s', NEW.number, newest),
            'incidents_numbers_in_a_row');
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION incidents_today() RETURNS date
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$ SELECT (now() AT TIME ZONE 'UTC')::date $$;
"""

FILES = r"""
CREATE FUNCTION incidents_age_gate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    youngest date := incidents_today() - 30;
BEGIN
    IF NEW.obtained_on > incidents_today() THEN
        PERFORM incidents_refuse(format('it cannot have been obtained on %s: that day is still to come',
            NEW.obtained_on), 'incidents_age_gate');
    END IF;
    IF coalesce(NEW.published_by_day, NEW.obtained_on) > youngest THEN
        PERFORM incidents_refuse(format('it may have been published as late as %s; nothing younger than 30 days is'
            ' taken in', coalesce(NEW.published_by_day, NEW.obtained_on)), 'incidents_age_gate');
    END IF;
    IF NEW.recorded_to > (youngest + 1)::timestamp AT TIME ZONE 'UTC' THEN
        PERFORM incidents_refuse(format('it may have been recorded as late as %s; nothing younger than 30 days is'
            ' taken in', to_char(NEW.recorded_to AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), 'incidents_age_gate');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_item_age BEFORE INSERT ON incidents_item
    FOR EACH ROW EXECUTE FUNCTION incidents_age_gate();
CREATE TRIGGER incidents_item_numbered BEFORE INSERT ON incidents_item
    FOR EACH ROW EXECUTE FUNCTION incidents_number();

CREATE FUNCTION incidents_picture_age() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.taken_to > (incidents_today() - 29)::timestamp AT TIME ZONE 'UTC'
        OR NEW.taken_from > (incidents_today() - 29)::timestamp AT TIME ZONE 'UTC' THEN
        PERFORM incidents_refuse(format('the picture may have been taken as late as %s; nothing younger than 30 days is'
            ' looked at', to_char(coalesce(NEW.taken_to, NEW.taken_from) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')),
            'incidents_age_gate');
    END IF;
    IF NOT EXISTS (SELECT FROM incidents_item WHERE id = NEW.item_id AND incident_id = NEW.incident_id) THEN
        PERFORM incidents_refuse('the picture is of a file of another case', 'incidents_of_one_case');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_picture_age BEFORE INSERT OR UPDATE ON incidents_picture
    FOR EACH ROW EXECUTE FUNCTION incidents_picture_age();
CREATE TRIGGER incidents_picture_numbered BEFORE INSERT ON incidents_picture
    FOR EACH ROW EXECUTE FUNCTION incidents_number();

-- At commit: whatever is in a case came in by an event of its chain, and what is held is there.
CREATE FUNCTION incidents_came_in() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM incidents_custodyevent WHERE item_id = NEW.id
        AND verb = CASE WHEN NEW.held THEN 'added' ELSE 'described' END) THEN
        PERFORM incidents_refuse(format('item %s came in without an event of its custody', NEW.number),
            'incidents_custody_from_the_start');
    END IF;
    IF NEW.held AND NOT EXISTS (SELECT FROM incidents_originalpart WHERE item_id = NEW.id) THEN
        PERFORM incidents_refuse(format('item %s came in without its bytes', NEW.number), 'incidents_bytes_kept');
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER incidents_item_came_in AFTER INSERT ON incidents_item DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION incidents_came_in();
"""

CUSTODY = r"""
CREATE FUNCTION incidents_chain() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    before incidents_custodyevent;
    said jsonb := NEW.entry::jsonb;
    file_number integer;
    its_code text;
BEGIN
    SELECT * INTO before FROM incidents_custodyevent WHERE incident_id = NEW.incident_id ORDER BY number DESC LIMIT 1;
    SELECT code INTO its_code FROM incidents_incident WHERE id = NEW.incident_id;
    SELECT number INTO file_number FROM incidents_item WHERE id = NEW.item_id AND incident_id = NEW.incident_id;
    IF NEW.item_id IS NOT NULL AND file_number IS NULL THEN
        PERFORM incidents_refuse('the event is about a file of another case', 'incidents_of_one_case');
    END IF;
    IF NEW.at < before.at OR abs(extract(epoch FROM clock_timestamp() - NEW.at)) > 300 THEN
        PERFORM incidents_refuse(format('an event is written down when it happens, not at %s: events are neither dated'
            ' back nor ahead', to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')),
            'incidents_not_back_in_time');
    END IF;
    IF said ->> 'previous' IS DISTINCT FROM coalesce(encode(before.digest, 'hex'), repeat('0', 64))
        OR said ->> 'case' IS DISTINCT FROM its_code
        OR (said ->> 'event')::integer IS DISTINCT FROM NEW.number
        OR (said ->> 'item')::integer IS DISTINCT FROM coalesce(file_number, 0)
        OR said ->> 'verb' IS DISTINCT FROM NEW.verb
        OR said ->> 'by' IS DISTINCT FROM NEW."by"
        OR said ->> 'tool' IS DISTINCT FROM NEW.tool
        OR (said ->> 'at')::bigint IS DISTINCT FROM (extract(epoch FROM NEW.at) * 1000000)::bigint THEN
        PERFORM incidents_refuse('the hashed text of a custody event says something else than the event',
            'incidents_chain_holds');
    END IF;
    IF NEW.verb = 'added' AND NOT EXISTS (SELECT FROM incidents_item WHERE id = NEW.item_id
        AND said -> 'detail' ->> 'sha256' = sha256 AND (said -> 'detail' ->> 'size')::bigint = size) THEN
        PERFORM incidents_refuse('the event names other bytes than the file has', 'incidents_chain_holds');
    END IF;
    NEW.digest := sha256(convert_to(NEW.entry, 'UTF8'));
    RETURN NEW;
END
$$;
-- Triggers fire in the order of their names: the number first, which also locks the case.
CREATE TRIGGER incidents_a_custody_numbered BEFORE INSERT ON incidents_custodyevent
    FOR EACH ROW EXECUTE FUNCTION incidents_number();
CREATE TRIGGER incidents_b_custody_chained BEFORE INSERT ON incidents_custodyevent
    FOR EACH ROW EXECUTE FUNCTION incidents_chain();
CREATE TRIGGER incidents_token_numbered BEFORE INSERT ON incidents_token
    FOR EACH ROW EXECUTE FUNCTION incidents_number();
"""

SEEING = r"""
-- The middle of a cell of at least 1 km: a hundredth of a degree north, as many hundredths east as that takes.
CREATE FUNCTION incidents_site_coarse() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    step integer := CASE WHEN abs(NEW.latitude) < 24 THEN 10 WHEN abs(NEW.latitude) < 63 THEN 20
        WHEN abs(NEW.latitude) < 79 THEN 50 ELSE 200 END;
BEGIN
    IF abs(NEW.latitude * 1000)::integer % 10 <> 5 OR abs(NEW.longitude * 1000)::integer % step <> step / 2 THEN
        PERFORM incidents_refuse('the register keeps of a place only a cell of at least 1 km',
            'incidents_no_exact_place');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_site_coarse BEFORE INSERT OR UPDATE ON incidents_site
    FOR EACH ROW WHEN (NEW.latitude IS NOT NULL) EXECUTE FUNCTION incidents_site_coarse();

CREATE FUNCTION incidents_observe() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM incidents_feature f JOIN incidents_site s ON s.id = f.site_id JOIN incidents_picture p
        ON p.incident_id = s.incident_id WHERE f.id = NEW.feature_id AND p.id = NEW.picture_id) THEN
        PERFORM incidents_refuse('the picture is of another case than the feature', 'incidents_of_one_case');
    END IF;
    IF NOT NEW.reported AND NEW.observer <> NEW.entered_by THEN
        PERFORM incidents_refuse('who observes writes it down himself; what somebody else published is entered as'
            ' reported', 'incidents_own_observation');
    END IF;
    -- Two observers of one picture at the same moment both are the first to speak; the lock keeps them in a row.
    PERFORM pg_advisory_xact_lock(NEW.feature_id::integer, NEW.picture_id::integer);
    NEW.blind := NEW.reported
        OR NOT EXISTS (SELECT FROM incidents_observation WHERE feature_id = NEW.feature_id
            AND picture_id = NEW.picture_id AND observer = NEW.observer)
        OR NOT EXISTS (SELECT FROM incidents_observation WHERE feature_id = NEW.feature_id
            AND picture_id = NEW.picture_id AND observer <> NEW.observer AND NOT reported);
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_observation_made BEFORE INSERT ON incidents_observation
    FOR EACH ROW EXECUTE FUNCTION incidents_observe();

CREATE FUNCTION incidents_order() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (SELECT count(DISTINCT incident_id) FROM incidents_picture WHERE id IN (NEW.earlier_id, NEW.later_id)) <> 1 THEN
        PERFORM incidents_refuse('the two pictures are of different cases', 'incidents_of_one_case');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_order_of_one_case BEFORE INSERT ON incidents_statedorder
    FOR EACH ROW EXECUTE FUNCTION incidents_order();

CREATE FUNCTION incidents_copy_made() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NOT NEW.blurred AND NOT EXISTS (SELECT FROM incidents_decision WHERE picture_id = NEW.picture_id
        AND what = 'faces' AND signed_by <> '' AND dropped_by = '') THEN
        PERFORM incidents_refuse('faces stay blurred: two people have not decided otherwise for this picture',
            'incidents_faces_blurred');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_copy_made BEFORE INSERT ON incidents_copy
    FOR EACH ROW EXECUTE FUNCTION incidents_copy_made();

CREATE FUNCTION incidents_decide() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.signed_by <> '' OR NEW.dropped_by <> '' THEN
            PERFORM incidents_refuse('a decision is proposed first and signed by another person',
                'incidents_two_signatures');
        END IF;
        IF NEW.picture_id IS NOT NULL AND NOT EXISTS (SELECT FROM incidents_picture WHERE id = NEW.picture_id
            AND incident_id = NEW.incident_id) THEN
            PERFORM incidents_refuse('the picture is of another case', 'incidents_of_one_case');
        END IF;
        RETURN NEW;
    END IF;
    IF (to_jsonb(NEW) - ARRAY['signed_by', 'signed_at', 'dropped_by'])
        <> (to_jsonb(OLD) - ARRAY['signed_by', 'signed_at', 'dropped_by']) OR OLD.dropped_by <> ''
        OR OLD.signed_by <> '' AND (NEW.signed_by, NEW.signed_at) IS DISTINCT FROM (OLD.signed_by, OLD.signed_at) THEN
        PERFORM incidents_refuse('a decision is signed once and taken back once; it never changes',
            'incidents_only_grows');
    END IF;
    IF lower(btrim(NEW.signed_by)) = lower(btrim(OLD.proposed_by)) THEN
        PERFORM incidents_refuse('who proposed it cannot sign it; another person signs', 'incidents_two_signatures');
    END IF;
    IF NEW.dropped_by <> '' AND NEW.what = 'faces' THEN
        DELETE FROM incidents_copy WHERE picture_id = NEW.picture_id AND purpose = 'clear';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_decision_made BEFORE INSERT OR UPDATE ON incidents_decision
    FOR EACH ROW EXECUTE FUNCTION incidents_decide();
"""

FINDINGS = r"""
CREATE FUNCTION incidents_conclude() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    its_case bigint;
    newest integer;
    one jsonb;
BEGIN
    SELECT incident_id INTO its_case FROM incidents_finding WHERE id = NEW.finding_id FOR UPDATE;
    SELECT coalesce(max(number), 0) INTO newest FROM incidents_findingversion WHERE finding_id = NEW.finding_id;
    IF NEW.number IS DISTINCT FROM newest + 1 THEN
        PERFORM incidents_refuse(format('somebody has written version %s meanwhile; read it first', newest),
            'incidents_version_stands');
    END IF;
    FOR one IN SELECT jsonb_array_elements(NEW.features) LOOP
        IF NOT EXISTS (SELECT FROM incidents_feature f JOIN incidents_site s ON s.id = f.site_id
            WHERE s.incident_id = its_case AND f.public_id::text = one #>> '{}') THEN
            PERFORM incidents_refuse('the finding names a feature of another case', 'incidents_of_one_case');
        END IF;
    END LOOP;
    IF NOT (NEW.alternatives @> '[{"kind": "occluded"}, {"kind": "below resolution"}, {"kind": "another place"},
        {"kind": "older than claimed"}]') THEN
        PERFORM incidents_refuse('say of each of the four alternatives whether it is open: occluded, below resolution,'
            ' another place, older than claimed', 'incidents_alternatives_said');
    END IF;
    FOR one IN SELECT jsonb_array_elements(NEW.alternatives) LOOP
        IF one -> 'open' IS DISTINCT FROM 'true'::jsonb AND NOT EXISTS (SELECT FROM incidents_observation o
            JOIN incidents_picture p ON p.id = o.picture_id WHERE p.incident_id = its_case
            AND o.public_id::text = one ->> 'excluded_by') THEN
            PERFORM incidents_refuse(format('the alternative «%s» stays open until an observation of this case excludes'
                ' it; name the observation', one ->> 'kind'), 'incidents_alternative_excluded_by');
        END IF;
    END LOOP;
    IF jsonb_typeof(NEW.unclear) <> 'array' OR jsonb_array_length(NEW.unclear) = 0
        OR EXISTS (SELECT FROM jsonb_array_elements_text(NEW.unclear) said WHERE btrim(said) = '') THEN
        PERFORM incidents_refuse('say what stays unclear; something always does', 'incidents_unclear_said');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_version_written BEFORE INSERT ON incidents_findingversion
    FOR EACH ROW EXECUTE FUNCTION incidents_conclude();
CREATE TRIGGER incidents_finding_numbered BEFORE INSERT ON incidents_finding
    FOR EACH ROW EXECUTE FUNCTION incidents_number();

CREATE FUNCTION incidents_review() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it incidents_findingversion;
BEGIN
    SELECT * INTO it FROM incidents_findingversion WHERE id = NEW.version_id;
    PERFORM FROM incidents_finding WHERE id = it.finding_id FOR UPDATE;
    IF lower(btrim(NEW.reviewer)) = lower(btrim(it.written_by)) OR EXISTS (SELECT FROM incidents_review
        WHERE version_id = NEW.version_id AND lower(btrim(reviewer)) = lower(btrim(NEW.reviewer))) THEN
        PERFORM incidents_refuse('who wrote a version does not review it, and nobody reviews it twice',
            'incidents_two_reviewers');
    END IF;
    IF EXISTS (SELECT FROM incidents_findingversion WHERE finding_id = it.finding_id AND number > it.number) THEN
        PERFORM incidents_refuse('there is a newer version; review that one', 'incidents_version_stands');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_review_made BEFORE INSERT ON incidents_review
    FOR EACH ROW EXECUTE FUNCTION incidents_review();
"""

LINKS = r"""
ALTER TABLE incidents_link ADD CONSTRAINT incidents_link_record FOREIGN KEY (record_id) REFERENCES registry_record (id)
    ON DELETE CASCADE;
CREATE FUNCTION incidents_tie() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.undone_by <> '' OR NEW.undone_by = '' OR (to_jsonb(NEW) - ARRAY['undone_by', 'undone_because'])
            <> (to_jsonb(OLD) - ARRAY['undone_by', 'undone_because']) THEN
            PERFORM incidents_refuse('a tie is only taken back, once, with the reason', 'incidents_only_grows');
        END IF;
        RETURN NEW;
    END IF;
    IF NEW.target = 'part' AND NOT EXISTS (SELECT FROM remains_part WHERE number = NEW.part) THEN
        PERFORM incidents_refuse(format('no part of remains has the number %s', NEW.part), 'incidents_tied_to_nothing');
    END IF;
    IF NEW.target = 'claim' AND NOT EXISTS (SELECT FROM figures_claim WHERE key = NEW.claim) THEN
        PERFORM incidents_refuse(format('no claim has the key %s', NEW.claim), 'incidents_tied_to_nothing');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_link_tied BEFORE INSERT OR UPDATE ON incidents_link
    FOR EACH ROW EXECUTE FUNCTION incidents_tie();
"""

_GROWING = (
    *("item", "originalpart", "custodyevent", "token", "frame", "image", "statedorder", "observation", "finding"),
    *("findingversion", "review"),
)
#: Of these, single columns may be put right; an event of the ledger keeps what stood there.
_NEVER_DELETED = ("incident", "picture", "site", "feature", "decision")
_WORDS = {
    "incident": ("title", "claim", "place"),
    "item": ("title", "claimed_place", "note"),
    "picture": ("label", "because"),
    "site": ("name",),
    "feature": ("name",),
    "observation": ("note",),
    "findingversion": ("text", "unclear"),
    "link": ("because",),
}
STANDS = "\n".join(
    [
        f"CREATE TRIGGER incidents_{table}_stands BEFORE UPDATE OR DELETE ON incidents_{table}\n"
        "    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();"
        for table in _GROWING
    ]
    + [
        f"CREATE TRIGGER incidents_{table}_stays BEFORE DELETE ON incidents_{table}\n"
        "    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();"
        for table in _NEVER_DELETED
    ]
    + [
        f"CREATE TRIGGER incidents_{table}_coarse_words BEFORE INSERT OR UPDATE ON incidents_{table} FOR EACH ROW\n"
        f"    EXECUTE FUNCTION incidents_keep_coarse({', '.join(repr(word) for word in words)});"
        for table, words in _WORDS.items()
    ]
)

_ALL = (
    *("incident", "item", "custodyevent", "token", "picture", "frame", "image", "statedorder", "copy", "decision"),
    *("site", "feature", "observation", "finding", "findingversion", "review", "link"),
)
_SEQUENCES = ", ".join(
    f"incidents_{table}_id_seq" for table in (*_ALL, "originalpart") if table not in ("frame", "image")
)
GRANTS = """
GRANT SELECT ON @all TO antigone_staff, antigone_vault;
GRANT INSERT ON @all, incidents_originalpart TO antigone_staff;
GRANT SELECT (id, item_id, number) ON incidents_originalpart TO antigone_staff;
GRANT SELECT ON incidents_originalpart TO antigone_vault;
GRANT INSERT ON incidents_custodyevent TO antigone_vault;
GRANT USAGE ON SEQUENCE incidents_custodyevent_id_seq TO antigone_vault;
GRANT UPDATE (title, claim, claimed_by, happened, place) ON incidents_incident TO antigone_staff;
GRANT UPDATE (taken, taken_from, taken_to, because, gsd) ON incidents_picture TO antigone_staff;
GRANT UPDATE (size, course) ON incidents_feature TO antigone_staff;
GRANT UPDATE (signed_by, signed_at, dropped_by) ON incidents_decision TO antigone_staff;
GRANT UPDATE (undone_by, undone_because) ON incidents_link TO antigone_staff;
GRANT USAGE ON SEQUENCE @sequences TO antigone_staff;
REVOKE ALL ON FUNCTION incidents_refuse_change, incidents_keep_coarse, incidents_number, incidents_age_gate,
    incidents_picture_age, incidents_came_in, incidents_chain, incidents_site_coarse, incidents_observe,
    incidents_order, incidents_copy_made, incidents_decide, incidents_conclude, incidents_review, incidents_tie
    FROM PUBLIC;
""".replace("@all", ", ".join(f"incidents_{table}" for table in _ALL)).replace("@sequences", _SEQUENCES)

UNDO = """
DROP FUNCTION incidents_refuse_change, incidents_keep_coarse, incidents_number, incidents_age_gate,
    incidents_picture_age, incidents_came_in, incidents_chain, incidents_site_coarse, incidents_observe,
    incidents_order, incidents_copy_made, incidents_decide, incidents_conclude, incidents_review, incidents_tie CASCADE;
DROP FUNCTION incidents_refuse, incidents_names_a_spot, incidents_today;
ALTER TABLE incidents_link DROP CONSTRAINT incidents_link_record;
"""
