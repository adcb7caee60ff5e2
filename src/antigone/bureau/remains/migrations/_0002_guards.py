"""The rules of custody, as the database holds them for the desk and for whoever has taken it over.

Every refusal is one sentence, with the name of the rule as its constraint name, by which the desk tells it in the
reader's language.
"""

NUMBERS = r"""
CREATE FUNCTION remains_refuse(sentence text, rule text) RETURNS void
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'restrict_violation', CONSTRAINT = rule;
END
$$;

CREATE FUNCTION remains_give_number() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF NEW.number !~ '^[A-Z0-9][A-Z0-9./-]{0,39}$' THEN
        PERFORM remains_refuse(format('«%s» is no number for a tag: write 1 to 40 Latin capitals, digits, dots, slashes'
            ' and hyphens', NEW.number), 'remains_number_readable');
    END IF;
    INSERT INTO remains_givennumber (number, what) VALUES (NEW.number, TG_ARGV[0]) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM remains_refuse(format('the number %s was given before, and a number is never used again', NEW.number),
            'remains_number_used_once');
    END IF;
    IF TG_ARGV[0] = 'part' THEN
        IF btrim(NEW.explosives_checked_by) = '' THEN
            PERFORM remains_refuse(format('part %s was not checked for explosives; say who did, then take it in',
                NEW.number), 'remains_explosives_checked');
        END IF;
        IF NEW.record_id IS NOT NULL AND NOT EXISTS (SELECT FROM registry_record WHERE id = NEW.record_id
            AND kind = 'remains') THEN
            PERFORM remains_refuse(format('the record that is to describe part %s is not of kind remains', NEW.number),
                'remains_record_of_remains');
        END IF;
        NEW.body_id := NULL;
        NEW.steps := 0; NEW.last_at := NULL; NEW.holder := ''; NEW.place_id := NULL;
        NEW.party := ''; NEW.offer := ''; NEW.transfer_id := NULL;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_part_numbered BEFORE INSERT ON remains_part
    FOR EACH ROW EXECUTE FUNCTION remains_give_number('part');
CREATE TRIGGER remains_body_numbered BEFORE INSERT ON remains_body
    FOR EACH ROW EXECUTE FUNCTION remains_give_number('body');

CREATE FUNCTION remains_part_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM remains_refuse(format('part %s is accounted for, for ever; it is not deleted', OLD.number),
            'remains_only_grows');
    END IF;
    IF (NEW.id, NEW.public_id, NEW.number, NEW.tags, NEW.explosives_checked_by, NEW.split_from_id, NEW.recovery_id)
        IS DISTINCT FROM
        (OLD.id, OLD.public_id, OLD.number, OLD.tags, OLD.explosives_checked_by, OLD.split_from_id, OLD.recovery_id)
    THEN
        PERFORM remains_refuse(format('part %s keeps its number, tags and origin', OLD.number), 'remains_only_grows');
    END IF;
    IF NEW.record_id IS DISTINCT FROM OLD.record_id AND NEW.record_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM registry_record WHERE id = NEW.record_id AND kind = 'remains') THEN
        PERFORM remains_refuse(format('the record that is to describe part %s is not of kind remains', NEW.number),
            'remains_record_of_remains');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_part_stays BEFORE UPDATE OR DELETE ON remains_part
    FOR EACH ROW EXECUTE FUNCTION remains_part_stays();

CREATE FUNCTION remains_refuse_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM remains_refuse(format('%s only grows: %s is refused; write down what happened since', TG_TABLE_NAME, TG_OP),
        'remains_only_grows');
    RETURN NULL;
END
$$;

CREATE FUNCTION remains_place_stays() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (NEW.id, NEW.code, NEW.kind, NEW.within_id) IS DISTINCT FROM (OLD.id, OLD.code, OLD.kind, OLD.within_id) THEN
        PERFORM remains_refuse(format('place %s keeps its code and what it is part of', OLD.code),
            'remains_place_stays');
    END IF;
    IF NEW.closed_on IS NOT NULL AND OLD.closed_on IS NULL
        AND EXISTS (SELECT FROM remains_part WHERE place_id = OLD.id) THEN
        PERFORM remains_refuse(format('remains lie in %s; move them before it is closed', OLD.code),
            'remains_place_empty');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_place_stays BEFORE UPDATE ON remains_place
    FOR EACH ROW EXECUTE FUNCTION remains_place_stays();
"""

ACTS = r"""
CREATE FUNCTION remains_custodian(who text) RETURNS boolean
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT EXISTS (SELECT FROM auth_user u JOIN auth_user_groups m ON m.user_id = u.id JOIN auth_group g
        ON g.id = m.group_id WHERE u.username = who AND u.is_active AND g.name = 'custodian')
$$;

CREATE FUNCTION remains_sign_act() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    proposal remains_proposedmove;
BEGIN
    NEW.recorded_at := now();
    IF NEW.at > clock_timestamp() + interval '1 minute' THEN
        PERFORM remains_refuse(format('%s is still to come; write down what has happened',
            to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), 'remains_not_in_future');
    END IF;
    IF btrim(NEW."by") = '' THEN
        PERFORM remains_refuse('say who writes this down', 'remains_act_by');
    END IF;
    IF NEW.verb IN ('moved', 'handed_over', 'returned', 'buried', 'sealed', 'opened', 'packet_out', 'packet_back')
        AND (btrim(NEW.gives) = '' OR btrim(NEW.takes) = '' OR lower(btrim(NEW.gives)) = lower(btrim(NEW.takes))) THEN
        PERFORM remains_refuse(format('«%s» needs two signatures of two different people: who gives, and who takes',
            replace(NEW.verb, '_', ' ')), 'remains_two_signatures');
    END IF;
    IF NEW.verb IN ('handed_over', 'returned', 'packet_out', 'packet_back') AND btrim(NEW.document) = '' THEN
        PERFORM remains_refuse(format('«%s» needs the paper that both sides have signed: name its number',
            replace(NEW.verb, '_', ' ')), 'remains_signed_paper');
    END IF;
    IF NEW.verb = 'moved' AND NEW.proposal_id IS NULL AND btrim(NEW.document) = '' THEN
        PERFORM remains_refuse('a move is signed by two accounts at the desk, or on a paper whose number is named',
            'remains_signed_paper');
    END IF;
    IF NEW.proposal_id IS NOT NULL THEN
        SELECT * INTO proposal FROM remains_proposedmove WHERE id = NEW.proposal_id FOR UPDATE;
        IF NEW.verb <> 'moved' OR proposal."by" IS DISTINCT FROM NEW.gives OR proposal.dropped_by <> '' THEN
            PERFORM remains_refuse('this is not the move that was signed first, or it was dropped',
                'remains_move_as_signed');
        END IF;
        IF NOT remains_custodian(NEW.takes) THEN
            PERFORM remains_refuse(format('%s is no custodian with an open account', NEW.takes),
                'remains_custodian_signs');
        END IF;
        NEW.at := clock_timestamp();
    END IF;
    IF NEW.verb IN ('split', 'assembled', 'taken_out', 'reassociated', 'opened') AND btrim(NEW.words) = '' THEN
        PERFORM remains_refuse('say why; parts and bodies change only for a reason that is written down',
            'remains_reason');
    END IF;
    IF NEW.verb = 'refused' AND (btrim(NEW.words) = '' OR btrim(NEW.source) = '' OR btrim(NEW.said_on) = '') THEN
        PERFORM remains_refuse('a refusal is kept with its words, where they were said, and when',
            'remains_refusal_sourced');
    END IF;
    IF NEW.verb = 'buried' AND btrim(NEW.grave) = '' THEN
        PERFORM remains_refuse('a burial is kept with all that is needed to find the grave (GC III, art. 120)',
            'remains_grave_told');
    END IF;
    IF (NEW.verb IN ('offered', 'accepted', 'refused', 'unanswered', 'withdrawn', 'handed_over'))
        <> (NEW.transfer_id IS NOT NULL) THEN
        PERFORM remains_refuse('offers, answers and handovers are about a transfer list, and nothing else is',
            'remains_act_of_list');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_act_signed BEFORE INSERT ON remains_act
    FOR EACH ROW EXECUTE FUNCTION remains_sign_act();

CREATE FUNCTION remains_propose_move() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.dropped_by <> '' OR btrim(NEW.dropped_by) = ''
        OR (to_jsonb(NEW) - 'dropped_by') <> (to_jsonb(OLD) - 'dropped_by')
        OR EXISTS (SELECT FROM remains_act WHERE proposal_id = OLD.id)) THEN
        PERFORM remains_refuse('a move that somebody signed stands; it can only be dropped, before it is signed twice',
            'remains_only_grows');
    END IF;
    IF TG_OP = 'INSERT' THEN
        NEW.at := clock_timestamp();
        NEW.dropped_by := '';
        IF NOT remains_custodian(NEW."by") THEN
            PERFORM remains_refuse(format('%s is no custodian with an open account', NEW."by"),
                'remains_custodian_signs');
        END IF;
        IF cardinality(NEW.parts) = 0 OR cardinality(NEW.parts) <> cardinality(NEW.origins) THEN
            PERFORM remains_refuse('a move names its parts and where each of them lies', 'remains_move_named');
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_move_proposed BEFORE INSERT OR UPDATE OR DELETE ON remains_proposedmove
    FOR EACH ROW EXECUTE FUNCTION remains_propose_move();
"""

CUSTODY = r"""
CREATE FUNCTION remains_where(it remains_part) RETURNS text
    LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT CASE it.holder WHEN 'place' THEN 'lies in ' || (SELECT code FROM remains_place WHERE id = it.place_id)
        WHEN 'party' THEN 'was handed over to ' || it.party || ' and has not come back'
        WHEN 'grave' THEN 'is buried' ELSE 'was not received yet' END
$$;

CREATE FUNCTION remains_follow() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it remains_part;
    did remains_act;
    proposed remains_proposedmove;
    written text;
BEGIN
    SELECT * INTO it FROM remains_part WHERE id = NEW.part_id FOR UPDATE;
    SELECT * INTO did FROM remains_act WHERE id = NEW.act_id;
    NEW.verb := did.verb;
    NEW.at := did.at;
    NEW.step := it.steps + 1;
    IF it.last_at > did.at THEN
        PERFORM remains_refuse(format('part %s was last accounted for at %s; nothing is written down before, at %s',
            it.number, to_char(it.last_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'),
            to_char(did.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), 'remains_not_back_in_time');
    END IF;
    IF did.verb IN ('received', 'split') THEN
        IF it.steps > 0 THEN
            PERFORM remains_refuse(format('part %s cannot be in two places: it was received already and %s', it.number,
                remains_where(it)), 'remains_in_one_place');
        END IF;
        IF (did.verb = 'split') <> (it.split_from_id IS NOT NULL) THEN
            PERFORM remains_refuse(format('part %s is either received from outside or comes out of another part',
                it.number), 'remains_in_one_place');
        END IF;
    ELSIF it.holder = '' THEN
        PERFORM remains_refuse(format('part %s was not received yet', it.number), 'remains_in_our_keeping');
    END IF;
    IF it.holder <> 'place' AND did.verb IN ('moved', 'examined', 'sampled', 'offered', 'accepted', 'handed_over') THEN
        IF did.verb = 'offered' THEN
            PERFORM remains_refuse(format('part %s %s; it cannot be offered again', it.number, remains_where(it)),
                'remains_offered_again');
        END IF;
        PERFORM remains_refuse(format('part %s is not in our keeping: it %s', it.number, remains_where(it)),
            'remains_in_our_keeping');
    END IF;
    IF NEW.origin_id IS NOT NULL AND NEW.origin_id IS DISTINCT FROM it.place_id THEN
        PERFORM remains_refuse(format('part %s cannot be in two places: it %s, not in %s', it.number, remains_where(it),
            (SELECT code FROM remains_place WHERE id = NEW.origin_id)), 'remains_in_one_place');
    END IF;
    IF did.proposal_id IS NOT NULL THEN
        SELECT * INTO proposed FROM remains_proposedmove WHERE id = did.proposal_id;
        IF NEW.place_id IS DISTINCT FROM proposed.to_id OR NEW.origin_id IS DISTINCT FROM
            proposed.origins[array_position(proposed.parts, it.id)] THEN
            PERFORM remains_refuse(format('part %s is not in the move that was signed first', it.number),
                'remains_move_as_signed');
        END IF;
    END IF;
    NEW.offer := it.offer;
    NEW.transfer_id := it.transfer_id;
    NEW.holder := it.holder;
    NEW.party := it.party;
    IF did.verb IN ('received', 'split', 'moved', 'returned') THEN
        IF NEW.place_id IS NULL OR EXISTS (SELECT FROM remains_place WHERE id = NEW.place_id AND closed_on IS NOT NULL)
            THEN
            PERFORM remains_refuse(format('part %s needs a place of storage that is open', it.number),
                'remains_place_open');
        END IF;
        IF did.verb = 'moved' AND NEW.place_id = it.place_id THEN
            PERFORM remains_refuse(format('part %s lies in %s already', it.number,
                (SELECT code FROM remains_place WHERE id = it.place_id)), 'remains_moved_elsewhere');
        END IF;
        IF did.verb = 'returned' AND it.holder = 'place' THEN
            PERFORM remains_refuse(format('part %s cannot come back: it %s', it.number, remains_where(it)),
                'remains_in_one_place');
        END IF;
        IF did.verb = 'split' AND NEW.place_id IS DISTINCT FROM
            (SELECT place_id FROM remains_part WHERE id = it.split_from_id) THEN
            PERFORM remains_refuse(format('part %s lies at first where the part lies that it came out of', it.number),
                'remains_in_one_place');
        END IF;
        NEW.holder := 'place';
        NEW.party := '';
    ELSE
        NEW.place_id := it.place_id;
    END IF;
    IF did.verb = 'offered' THEN
        IF it.offer <> '' THEN
            SELECT number INTO written FROM remains_transfer WHERE id = it.transfer_id;
            PERFORM remains_refuse(format('part %s is on offer already, on list %s; take that offer back first',
                it.number, written), 'remains_offered_once');
        END IF;
        IF NOT EXISTS (SELECT FROM remains_transferline WHERE transfer_id = did.transfer_id AND part_id = it.id) THEN
            SELECT number INTO written FROM remains_transfer WHERE id = did.transfer_id;
            PERFORM remains_refuse(format('part %s is not on list %s', it.number, written), 'remains_on_the_list');
        END IF;
        NEW.offer := 'offered';
        NEW.transfer_id := did.transfer_id;
    ELSIF did.verb IN ('accepted', 'refused', 'unanswered', 'withdrawn', 'handed_over') THEN
        SELECT number INTO written FROM remains_transfer WHERE id = did.transfer_id;
        IF it.transfer_id IS DISTINCT FROM did.transfer_id OR it.offer = '' THEN
            PERFORM remains_refuse(format('part %s is not on offer on list %s', it.number, written),
                'remains_on_offer');
        END IF;
        IF did.verb = 'handed_over' AND it.offer <> 'accepted' THEN
            PERFORM remains_refuse(format('nobody has accepted part %s on list %s; it is not handed over', it.number,
                written), 'remains_accepted_first');
        END IF;
        IF did.verb = 'accepted' AND it.offer = 'accepted' THEN
            PERFORM remains_refuse(format('part %s is accepted already on list %s', it.number, written),
                'remains_on_offer');
        END IF;
        NEW.offer := CASE WHEN did.verb = 'accepted' THEN 'accepted' ELSE '' END;
        IF did.verb = 'handed_over' THEN
            NEW.holder := 'party';
            NEW.place_id := NULL;
            SELECT party INTO NEW.party FROM remains_transfer WHERE id = did.transfer_id;
        END IF;
    ELSIF did.verb = 'buried' THEN
        IF it.offer <> '' OR it.holder = 'grave' THEN
            PERFORM remains_refuse(format('part %s is on offer or buried already', it.number), 'remains_on_offer');
        END IF;
        NEW.holder := 'grave';
        NEW.place_id := NULL;
        NEW.party := '';
    ELSIF did.verb NOT IN ('received', 'split', 'moved', 'examined', 'sampled', 'returned') THEN
        PERFORM remains_refuse(format('«%s» moves no remains', did.verb), 'remains_custody_verb');
    END IF;
    UPDATE remains_part SET steps = NEW.step, last_at = NEW.at, holder = NEW.holder, place_id = NEW.place_id,
        party = NEW.party, offer = NEW.offer, transfer_id = NEW.transfer_id WHERE id = it.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_custody_followed BEFORE INSERT ON remains_custodyevent
    FOR EACH ROW EXECUTE FUNCTION remains_follow();

-- Once for all rows of a statement: what lies in a place and below it fits into it, and into all that it is part of.
CREATE FUNCTION remains_fit() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    full_one record;
BEGIN
    FOR full_one IN
        WITH RECURSIVE above AS (
            SELECT p.* FROM remains_place p WHERE p.id IN (SELECT place_id FROM fresh
                WHERE verb IN ('received', 'split', 'moved', 'returned'))
            UNION SELECT p.* FROM remains_place p JOIN above a ON p.id = a.within_id
        ), below AS (
            SELECT id AS top, id FROM above WHERE capacity IS NOT NULL
            UNION ALL SELECT b.top, p.id FROM remains_place p JOIN below b ON p.within_id = b.id
        )
        SELECT a.code, a.capacity, count(*) AS lying FROM below b JOIN above a ON a.id = b.top
            JOIN remains_part r ON r.place_id = b.id
        GROUP BY a.code, a.capacity HAVING count(*) > a.capacity ORDER BY a.code
    LOOP
        PERFORM remains_refuse(format('%s has room for %s, and %s would lie there; choose another place, or say that it'
            ' has more room', full_one.code, full_one.capacity, full_one.lying), 'remains_place_has_room');
    END LOOP;
    RETURN NULL;
END
$$;
CREATE TRIGGER remains_custody_fits AFTER INSERT ON remains_custodyevent
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION remains_fit();

CREATE FUNCTION remains_follow_membership() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it remains_part;
    did remains_act;
    newest timestamptz;
BEGIN
    SELECT * INTO it FROM remains_part WHERE id = NEW.part_id FOR UPDATE;
    SELECT * INTO did FROM remains_act WHERE id = NEW.act_id;
    IF it.body_id IS DISTINCT FROM NEW.out_of_id THEN
        PERFORM remains_refuse(format('part %s %s', it.number, coalesce('belongs to body '
            || (SELECT number FROM remains_body WHERE id = it.body_id) || '; take it out of that first',
            'belongs to no body')), 'remains_in_one_body');
    END IF;
    SELECT max(a.at) INTO newest FROM remains_membershipevent m JOIN remains_act a ON a.id = m.act_id
        WHERE m.part_id = it.id;
    IF newest > did.at THEN
        PERFORM remains_refuse(format('part %s came into its body at %s; nothing can be written down before that',
            it.number, to_char(newest AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI')), 'remains_not_back_in_time');
    END IF;
    IF did.verb IS DISTINCT FROM (CASE WHEN NEW.out_of_id IS NULL THEN 'assembled'
        WHEN NEW.into_id IS NULL THEN 'taken_out' ELSE 'reassociated' END) THEN
        PERFORM remains_refuse('the act says something else than what becomes of the part', 'remains_membership_verb');
    END IF;
    UPDATE remains_part SET body_id = NEW.into_id WHERE id = it.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_membership_followed BEFORE INSERT ON remains_membershipevent
    FOR EACH ROW EXECUTE FUNCTION remains_follow_membership();

CREATE FUNCTION remains_draw_line() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it remains_part;
BEGIN
    SELECT * INTO it FROM remains_part WHERE id = NEW.part_id FOR SHARE;
    IF EXISTS (SELECT FROM remains_act WHERE transfer_id = NEW.transfer_id) THEN
        PERFORM remains_refuse(format('the list was offered already; draw up another one for part %s', it.number),
            'remains_list_stands');
    END IF;
    IF it.holder <> 'place' THEN
        PERFORM remains_refuse(format('part %s %s; it cannot be offered again', it.number, remains_where(it)),
            'remains_offered_again');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_line_drawn BEFORE INSERT ON remains_transferline
    FOR EACH ROW EXECUTE FUNCTION remains_draw_line();
"""

EFFECTS = r"""
CREATE FUNCTION remains_seal_packet() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - 'state') <> (to_jsonb(OLD) - 'state') THEN
            PERFORM remains_refuse(format('packet %s keeps its seal and its list', OLD.seal), 'remains_only_grows');
        END IF;
        RETURN NEW;
    END IF;
    NEW.state := '';
    IF EXISTS (SELECT FROM remains_packet WHERE seal = NEW.seal) THEN
        PERFORM remains_refuse(format('the seal %s was used before, and a seal is never used again', NEW.seal),
            'remains_number_used_once');
    END IF;
    IF btrim(NEW.seal) = '' OR cardinality(NEW.contents) = 0 OR EXISTS (SELECT FROM unnest(NEW.contents) c
        WHERE btrim(c) = '') THEN
        PERFORM remains_refuse('a packet is sealed with the number of its seal and the full list of its contents',
            'remains_contents_listed');
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (SELECT FROM remains_packet WHERE id = NEW.replaces_id
        AND part_id = NEW.part_id AND state = 'opened') THEN
        PERFORM remains_refuse(format('packet %s can take the place only of an opened packet of the same remains',
            NEW.seal), 'remains_packet_order');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_packet_sealed BEFORE INSERT OR UPDATE OR DELETE ON remains_packet
    FOR EACH ROW EXECUTE FUNCTION remains_seal_packet();

CREATE FUNCTION remains_follow_packet() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it remains_packet;
    did remains_act;
    following text;
BEGIN
    SELECT * INTO it FROM remains_packet WHERE id = NEW.packet_id FOR UPDATE;
    SELECT * INTO did FROM remains_act WHERE id = NEW.act_id;
    following := CASE did.verb || ' ' || it.state WHEN 'sealed ' THEN 'sealed' WHEN 'opened sealed' THEN 'opened'
        WHEN 'packet_out sealed' THEN 'out' WHEN 'packet_back out' THEN 'sealed' END;
    IF following IS NULL THEN
        PERFORM remains_refuse(format('packet %s is %s; that cannot be done with it now', it.seal,
            CASE it.state WHEN '' THEN 'not sealed' WHEN 'out' THEN 'handed over' ELSE it.state END),
            'remains_packet_order');
    END IF;
    UPDATE remains_packet SET state = following WHERE id = it.id;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_packet_followed BEFORE INSERT ON remains_packetevent
    FOR EACH ROW EXECUTE FUNCTION remains_follow_packet();
"""

GROWING = (
    "givennumber",
    "recovery",
    "body",
    "act",
    "custodyevent",
    "membershipevent",
    "transfer",
    "transferline",
    "examinationline",
    "packetevent",
    "stocktake",
)
ONLY_GROWS = "\n".join(
    f"CREATE TRIGGER remains_{table}_stands BEFORE UPDATE OR DELETE ON remains_{table}\n"
    "    FOR EACH ROW EXECUTE FUNCTION remains_refuse_change();"
    for table in GROWING
)

# A record that goes leaves the part behind: what somebody wrote of it may be deleted, the dead may not.
RECORDS = """
ALTER TABLE remains_part ADD CONSTRAINT remains_part_record FOREIGN KEY (record_id) REFERENCES registry_record (id)
    ON DELETE SET NULL;
CREATE SEQUENCE remains_next_number;
"""

# The public learns of a paper that it is valid, from the random number on it, and nothing else.
PUBLISHED = """
CREATE TABLE published.paper (
    code uuid PRIMARY KEY,
    sha256 text NOT NULL,
    made_on date NOT NULL,
    withdrawn_on date
);
CREATE FUNCTION remains_publish_paper() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' OR TG_OP = 'UPDATE' AND (OLD.withdrawn_on IS NOT NULL
        OR (to_jsonb(NEW) - 'withdrawn_on') <> (to_jsonb(OLD) - 'withdrawn_on')) THEN
        PERFORM remains_refuse('a signed paper can be withdrawn, once; what was signed stays', 'remains_only_grows');
    END IF;
    INSERT INTO published.paper VALUES (NEW.code, NEW.sha256, NEW.made_on, NEW.withdrawn_on)
        ON CONFLICT (code) DO UPDATE SET withdrawn_on = EXCLUDED.withdrawn_on;
    RETURN NULL;
END
$$;
CREATE TRIGGER remains_paper_published AFTER INSERT OR UPDATE OR DELETE ON remains_signedpaper
    FOR EACH ROW EXECUTE FUNCTION remains_publish_paper();
"""

GRANTS = """
REVOKE ALL ON FUNCTION remains_give_number, remains_part_stays, remains_refuse_change, remains_place_stays,
    remains_custodian, remains_sign_act, remains_propose_move, remains_follow, remains_fit, remains_follow_membership,
    remains_draw_line, remains_seal_packet, remains_follow_packet, remains_publish_paper FROM PUBLIC;
GRANT SELECT ON remains_givennumber TO antigone_staff;
GRANT SELECT, INSERT ON remains_recovery, remains_body, remains_part, remains_act, remains_custodyevent,
    remains_membershipevent, remains_transfer, remains_transferline, remains_examinationline, remains_packet,
    remains_packetevent, remains_place, remains_stocktake, remains_proposedmove, remains_signedpaper TO antigone_staff;
GRANT UPDATE (record_id) ON remains_part TO antigone_staff;
GRANT UPDATE (name, capacity, closed_on) ON remains_place TO antigone_staff;
GRANT UPDATE (dropped_by) ON remains_proposedmove TO antigone_staff;
GRANT UPDATE (withdrawn_on) ON remains_signedpaper TO antigone_staff;
GRANT USAGE ON SEQUENCE remains_recovery_id_seq, remains_body_id_seq, remains_part_id_seq, remains_act_id_seq,
    remains_custodyevent_id_seq, remains_membershipevent_id_seq, remains_transfer_id_seq, remains_transferline_id_seq,
    remains_examinationline_id_seq, remains_packet_id_seq, remains_packetevent_id_seq, remains_place_id_seq,
    remains_stocktake_id_seq, remains_proposedmove_id_seq, remains_signedpaper_id_seq, remains_next_number
    TO antigone_staff;
GRANT SELECT ON published.paper TO antigone_public;
"""

UNDO = """
DROP FUNCTION remains_give_number, remains_part_stays, remains_refuse_change, remains_place_stays, remains_sign_act,
    remains_propose_move, remains_follow, remains_fit, remains_follow_membership, remains_draw_line,
    remains_seal_packet, remains_follow_packet, remains_publish_paper CASCADE;
DROP FUNCTION remains_where, remains_custodian, remains_refuse;
DROP TABLE published.paper;
DROP SEQUENCE remains_next_number;
ALTER TABLE remains_part DROP CONSTRAINT remains_part_record;
"""
