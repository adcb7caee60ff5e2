"""The triggers and grants of migration 0003; see `_0003_rules` for what they hold."""

# ERRCODE restrict_violation, as for tombstones: who meets it has walked past the actions.
GUARDS = r"""
-- Two acts on one pair of records never look at it at the same time, nor at an old picture of it.
CREATE FUNCTION identification_pair_locked(its_sought bigint, its_found bigint) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'decisions are made in transactions that read what is committed, not in % ones',
            current_setting('transaction_isolation') USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('antigone pair ' || its_sought || ' ' || its_found, 0));
    PERFORM FROM registry_record WHERE id IN (its_sought, its_found) ORDER BY id FOR SHARE;
    IF NOT EXISTS (SELECT FROM registry_record WHERE id = its_sought AND kind = 'missing')
        OR NOT EXISTS (SELECT FROM registry_record WHERE id = its_found AND kind <> 'missing') THEN
        RAISE EXCEPTION 'records % and % are not one sought person and one found', its_sought, its_found
            USING ERRCODE = 'restrict_violation';
    END IF;
END
$$;

CREATE FUNCTION identification_keep_comparison() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM identification_pair_locked(NEW.sought_id, NEW.found_id);
    NEW.id := nextval('identification_comparison_id_seq');
    NEW."on" := current_date;
    NEW.finding := NULL;
    IF btrim(NEW."by") = '' OR btrim(NEW.grounds) = ''
        OR NEW.verdict <> 'insufficient' AND btrim(NEW.evidence) = '' THEN
        RAISE EXCEPTION 'a comparison needs its grounds, its evidence and who made it'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.identifier = 'dna' AND NEW.verdict <> 'insufficient' THEN
        NEW.finding := identification_finding(NEW.sought_id, NEW.found_id);
        IF NEW.finding IS NULL THEN
            RAISE EXCEPTION 'the laboratory has no finding on these two records' USING ERRCODE = 'restrict_violation';
        ELSIF NEW.verdict = 'consistent' AND (NEW.finding ->> 'posterior')::numeric < 0.9995 THEN
            RAISE EXCEPTION 'DNA is consistent from a posterior of 0.9995 on; the laboratory says %',
                NEW.finding ->> 'posterior' USING ERRCODE = 'restrict_violation';
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_comparison_kept BEFORE INSERT ON identification_comparison
    FOR EACH ROW EXECUTE FUNCTION identification_keep_comparison();

CREATE FUNCTION identification_keep_request() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM identification_pair_locked(NEW.sought_id, NEW.found_id);
    NEW."on" := current_date;
    NEW.after := coalesce((SELECT max(id) FROM identification_comparison WHERE sought_id = NEW.sought_id
        AND found_id = NEW.found_id AND identifier = NEW.identifier), 0);
    IF btrim(NEW."by") = '' OR btrim(NEW.what) = '' OR btrim(NEW.of_whom) = '' THEN
        RAISE EXCEPTION 'a request says what is asked, of whom, and who asks' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_request_kept BEFORE INSERT ON identification_evidencerequest
    FOR EACH ROW EXECUTE FUNCTION identification_keep_request();

-- They go with either record, and with nothing else.
CREATE FUNCTION identification_refuse_forgetting() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' OR (SELECT count(*) FROM registry_record WHERE id IN (OLD.sought_id, OLD.found_id)) = 2 THEN
        RAISE EXCEPTION '% is kept while its records are there: % is refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER identification_comparison_stays BEFORE UPDATE OR DELETE ON identification_comparison
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_forgetting();
CREATE TRIGGER identification_request_stays BEFORE UPDATE OR DELETE ON identification_evidencerequest
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_forgetting();

CREATE FUNCTION identification_begin() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM identification_pair_locked(NEW.sought_id, NEW.found_id);
    NEW.id := nextval('identification_identification_id_seq');
    NEW.state := 'proposed';
    SELECT kind INTO NEW.rule FROM registry_record WHERE id = NEW.found_id;
    IF btrim(NEW.because) = '' OR NEW.proposed_on NOT BETWEEN current_date - 1 AND current_date THEN
        RAISE EXCEPTION 'an identification is proposed with its reasons, on the day'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF EXISTS (SELECT FROM matching_match WHERE least(left_id, right_id) = least(NEW.sought_id, NEW.found_id)
        AND greatest(left_id, right_id) = greatest(NEW.sought_id, NEW.found_id) AND state = 'excluded') THEN
        RAISE EXCEPTION 'records % and % are excluded', NEW.sought_id, NEW.found_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.decision := identification_decision(NEW);
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_begins BEFORE INSERT ON identification_identification
    FOR EACH ROW EXECUTE FUNCTION identification_begin();

-- Case workers with an account that is open; accounts are made by the owner's commands alone.
CREATE FUNCTION identification_case_worker(who text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM auth_user u JOIN auth_user_groups m ON m.user_id = u.id JOIN auth_group g
        ON g.id = m.group_id WHERE u.username = who AND u.is_active AND g.name = 'case worker')
$$;

-- Whether a passkey was asked for these bytes: what it signed holds a challenge, which is their SHA-256.
CREATE FUNCTION identification_challenged(evidence bytea, signed bytea) RETURNS boolean
    LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    assertion jsonb;
    client text;
    said jsonb;
BEGIN
    assertion := convert_from(evidence, 'UTF8')::jsonb;
    client := translate(coalesce(assertion -> 'response' ->> 'clientDataJSON', assertion ->> 'clientDataJSON'),
        '-_', '+/');
    said := convert_from(decode(rpad(client, (length(client) + 3) / 4 * 4, '='), 'base64'), 'UTF8')::jsonb;
    RETURN coalesce(said ->> 'type' = 'webauthn.get' AND said ->> 'challenge'
        = rtrim(translate(encode(sha256(signed), 'base64'), '+/', '-_'), '='), false);
EXCEPTION WHEN OTHERS THEN
    RETURN false;
END
$$;

CREATE FUNCTION identification_approve() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it identification_identification;
    standing text;
BEGIN
    SELECT * INTO it FROM identification_identification WHERE id = NEW.identification_id FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no identification %', NEW.identification_id USING ERRCODE = 'restrict_violation';
    END IF;
    NEW.id := nextval('identification_approval_id_seq');
    NEW."on" := current_date;
    IF NOT identification_case_worker(NEW."by") THEN
        RAISE EXCEPTION '% is no case worker with an open account', NEW."by" USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.signed IS DISTINCT FROM identification_statement(it, NEW.act, NEW."by", NEW.because) THEN
        RAISE EXCEPTION 'what was signed is not what is kept' USING ERRCODE = 'restrict_violation';
    END IF;
    IF btrim(NEW.key_id) = ''
        OR NEW.method = 'passkey' AND NOT identification_challenged(NEW.evidence, NEW.signed)
        OR NEW.method = 'server' AND octet_length(NEW.evidence) <> 64 THEN
        RAISE EXCEPTION 'the signature is not over what was signed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.act = 'rescind' THEN
        IF it.state NOT IN ('proposed', 'signed') THEN
            RAISE EXCEPTION 'identification % is rescinded', it.public_id USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    PERFORM identification_pair_locked(it.sought_id, it.found_id);
    IF it.state <> 'proposed' THEN
        RAISE EXCEPTION 'identification % is %', it.public_id, it.state USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.act = 'propose') <> (NEW."by" = it.proposed_by) OR EXISTS (SELECT FROM identification_approval
        WHERE identification_id = it.id AND (lower("by") = lower(NEW."by")
            OR method = 'passkey' AND NEW.method = 'passkey' AND key_id = NEW.key_id)) THEN
        RAISE EXCEPTION 'an identification is signed by different people, each once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.act = 'sign' AND NOT EXISTS (SELECT FROM identification_approval WHERE identification_id = it.id) THEN
        RAISE EXCEPTION 'nobody has signed the proposal' USING ERRCODE = 'restrict_violation';
    END IF;
    IF it.decision IS DISTINCT FROM identification_decision(it) THEN
        RAISE EXCEPTION 'comparisons or records changed after the proposal' USING ERRCODE = 'restrict_violation';
    END IF;
    standing := identification_standing(it.sought_id, it.found_id, it.rule);
    IF NOT (standing = 'established' OR it.basis = 'board' AND standing = 'possible' AND EXISTS (
        SELECT FROM (SELECT DISTINCT ON (identifier) identifier, verdict FROM identification_comparison
            WHERE sought_id = it.sought_id AND found_id = it.found_id ORDER BY identifier, id DESC) newest
        WHERE identifier <> 'visual' AND verdict = 'consistent')) THEN
        RAISE EXCEPTION 'the comparisons do not carry an identification: %', standing
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_approval_made BEFORE INSERT ON identification_approval
    FOR EACH ROW EXECUTE FUNCTION identification_approve();

-- One more signature than the proposer's, two for a decision of the board.
CREATE FUNCTION identification_signers(it identification_identification) RETURNS bigint
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT count(DISTINCT lower("by")) FROM identification_approval
    WHERE identification_id = it.id AND act = 'sign' AND lower("by") <> lower(it.proposed_by)
$$;
CREATE FUNCTION identification_signers_needed(basis text) RETURNS integer
    LANGUAGE sql IMMUTABLE AS $$ SELECT CASE WHEN basis = 'board' THEN 2 ELSE 1 END $$;

CREATE FUNCTION identification_follow_approval() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    UPDATE identification_identification it SET state = CASE WHEN NEW.act = 'rescind' THEN 'rescinded'
            WHEN identification_signers(it) >= identification_signers_needed(it.basis) THEN 'signed' ELSE it.state END
        WHERE it.id = NEW.identification_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER identification_approval_followed AFTER INSERT ON identification_approval
    FOR EACH ROW EXECUTE FUNCTION identification_follow_approval();
CREATE TRIGGER identification_approval_stands BEFORE UPDATE OR DELETE ON identification_approval
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_change();

CREATE FUNCTION identification_refuse_rewriting() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state') <> (to_jsonb(OLD) - 'state')
        OR (OLD.state, NEW.state) NOT IN (('proposed', 'proposed'), ('proposed', 'signed'), ('proposed', 'rescinded'),
            ('signed', 'rescinded')) THEN
        RAISE EXCEPTION 'identification % stands: it can be rescinded, not changed', OLD.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_stands BEFORE UPDATE OR DELETE ON identification_identification
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_rewriting();

-- At the end of the transaction, whoever wrote what: every identification is carried by its approvals, and the match
-- of its two records says the same.
CREATE FUNCTION identification_holds() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it identification_identification;
    confirmed boolean;
BEGIN
    SELECT * INTO it FROM identification_identification WHERE id = NEW.id;
    IF NOT EXISTS (SELECT FROM identification_approval WHERE identification_id = it.id AND act = 'propose'
        AND "by" = it.proposed_by) OR it.state = 'signed'
        AND identification_signers(it) < identification_signers_needed(it.basis) THEN
        RAISE EXCEPTION 'identification % lacks a signature', it.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    SELECT state = 'confirmed' INTO confirmed FROM matching_match
        WHERE least(left_id, right_id) = least(it.sought_id, it.found_id)
        AND greatest(left_id, right_id) = greatest(it.sought_id, it.found_id);
    IF FOUND AND confirmed <> EXISTS (SELECT FROM identification_identification WHERE sought_id = it.sought_id
        AND found_id = it.found_id AND state = 'signed') THEN
        RAISE EXCEPTION 'identification % and the match of its records say different things', it.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER identification_holds AFTER INSERT OR UPDATE ON identification_identification
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION identification_holds();
"""

# As matching's migration 0002 has it, but that a rescinded identification opens the match again.
_OVERWRITING = r"""
CREATE OR REPLACE FUNCTION matching_refuse_overwriting() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
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
{reopening}    IF OLD.state = 'excluded' THEN
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
"""
_REOPENING = r"""    -- In two steps: whoever changes another match needs no right to read identifications.
    IF OLD.state = 'confirmed' AND NEW.state = 'under_review' AND btrim(NEW.new_evidence) <> '' THEN
        IF NOT EXISTS (SELECT FROM identification_identification WHERE state = 'signed'
            AND least(sought_id, found_id) = least(OLD.left_id, OLD.right_id)
            AND greatest(sought_id, found_id) = greatest(OLD.left_id, OLD.right_id)) THEN
            RETURN NEW;
        END IF;
    END IF;
"""

# Matching keeps its decisions; what confirms a match is an identification, and its rescission opens the match again.
MATCHES = r"""
CREATE FUNCTION identification_confirms() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    now_state text;
BEGIN
    SELECT state INTO now_state FROM matching_match WHERE id = NEW.id;
    IF now_state = 'confirmed' AND NOT EXISTS (SELECT FROM identification_identification
        WHERE state = 'signed' AND least(sought_id, found_id) = least(NEW.left_id, NEW.right_id)
        AND greatest(sought_id, found_id) = greatest(NEW.left_id, NEW.right_id)) THEN
        RAISE EXCEPTION 'match % is confirmed by a signed identification alone', NEW.public_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE CONSTRAINT TRIGGER identification_confirms AFTER UPDATE ON matching_match
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.state = 'confirmed') EXECUTE FUNCTION identification_confirms();
"""
OVERWRITTEN_UNLESS_RESCINDED = _OVERWRITING.replace("{reopening}", _REOPENING)
OVERWRITTEN_AS_BEFORE = _OVERWRITING.replace("{reopening}", "")

# Records, families: what a decision rests on does not change under it.
RECORDS = r"""
ALTER TABLE identification_comparison
    ADD CONSTRAINT identification_comparison_sought FOREIGN KEY (sought_id) REFERENCES registry_record (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT identification_comparison_found FOREIGN KEY (found_id) REFERENCES registry_record (id)
        ON DELETE CASCADE;
ALTER TABLE identification_evidencerequest
    ADD CONSTRAINT identification_request_sought FOREIGN KEY (sought_id) REFERENCES registry_record (id)
        ON DELETE CASCADE,
    ADD CONSTRAINT identification_request_found FOREIGN KEY (found_id) REFERENCES registry_record (id)
        ON DELETE CASCADE;
CREATE INDEX identification_of_sought ON identification_identification (sought_id);
CREATE INDEX identification_of_found ON identification_identification (found_id);

CREATE FUNCTION identification_refuse_record() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.public_id) IS DISTINCT FROM (OLD.id, OLD.public_id) OR NEW.kind IN ('remains', 'missing')
            OR OLD.kind = 'missing' THEN
            IF EXISTS (SELECT FROM identification_identification
                WHERE OLD.id IN (sought_id, found_id) AND state <> 'rescinded') THEN
                RAISE EXCEPTION 'record % stands in an identification; it cannot become % before that is rescinded',
                    OLD.public_id, NEW.kind USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM identification_identification
        WHERE OLD.id IN (sought_id, found_id) AND state <> 'rescinded') THEN
        RAISE EXCEPTION 'record % stands in an identification; it cannot be deleted before that is rescinded',
            OLD.public_id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END
$$;
CREATE TRIGGER identification_record_kept BEFORE DELETE ON registry_record
    FOR EACH ROW EXECUTE FUNCTION identification_refuse_record();
CREATE TRIGGER identification_record_kind BEFORE UPDATE ON registry_record
    FOR EACH ROW WHEN ((OLD.id, OLD.public_id, OLD.kind) IS DISTINCT FROM (NEW.id, NEW.public_id, NEW.kind))
    EXECUTE FUNCTION identification_refuse_record();

-- A family that misses somebody else is another question to the laboratory.
CREATE FUNCTION identification_family_asks_anew() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM identification_kinshipweight WHERE family_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER identification_family_asks_anew AFTER UPDATE ON identification_family
    FOR EACH ROW WHEN (OLD.sought_id <> NEW.sought_id OR OLD.id <> NEW.id)
    EXECUTE FUNCTION identification_family_asks_anew();
"""

GRANTS = r"""
REVOKE ALL ON FUNCTION identification_keep_comparison, identification_keep_request, identification_begin,
    identification_approve, identification_follow_approval, identification_holds, identification_confirms,
    identification_refuse_record, identification_family_asks_anew, identification_case_worker FROM PUBLIC;
GRANT SELECT ON identification_comparison, identification_evidencerequest, identification_identification,
    identification_approval TO antigone_staff;
GRANT INSERT ON identification_comparison, identification_evidencerequest, identification_identification,
    identification_approval TO antigone_staff;
GRANT USAGE ON SEQUENCE identification_comparison_id_seq, identification_evidencerequest_id_seq,
    identification_identification_id_seq, identification_approval_id_seq TO antigone_staff;
"""

UNDO = r"""
DROP FUNCTION identification_confirms, identification_refuse_record, identification_family_asks_anew,
    identification_keep_comparison, identification_keep_request, identification_refuse_forgetting,
    identification_begin, identification_approve, identification_follow_approval, identification_holds,
    identification_refuse_rewriting CASCADE;
DROP FUNCTION identification_pair_locked, identification_signers, identification_signers_needed,
    identification_challenged, identification_case_worker, identification_statement, identification_decision,
    identification_record, identification_standing, identification_finding, identification_canonical;
"""
