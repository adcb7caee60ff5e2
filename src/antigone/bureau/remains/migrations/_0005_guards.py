"""What holds finds at the scene, photographs of parts, and packets of who is not here; and the one count of remains."""

SCENES = r"""
CREATE FUNCTION remains_keep_scene_entry() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    wrong remains_sceneentry;
BEGIN
    IF TG_OP = 'DELETE' THEN
        PERFORM remains_refuse('what was found at a scene is not deleted; write another entry that corrects it',
            'remains_only_grows');
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (to_jsonb(NEW) - 'part_id') <> (to_jsonb(OLD) - 'part_id') THEN
            PERFORM remains_refuse('an entry of a scene stays as it was sent; write another that corrects it',
                'remains_only_grows');
        END IF;
        IF NEW.part_id IS DISTINCT FROM OLD.part_id THEN
            IF OLD.part_id IS NOT NULL THEN
                PERFORM remains_refuse(format('this find was taken in already, as part %s',
                    (SELECT number FROM remains_part WHERE id = OLD.part_id)), 'remains_find_taken_in');
            END IF;
            IF EXISTS (SELECT FROM remains_sceneentry WHERE corrects_id = OLD.id) THEN
                PERFORM remains_refuse('this entry was corrected by another; take that one in',
                    'remains_find_corrected');
            END IF;
            IF OLD.number <> '' AND NOT EXISTS (SELECT FROM remains_part WHERE id = NEW.part_id
                AND number = OLD.number) THEN
                PERFORM remains_refuse(format('the bag of this find bears the number %s; it is taken in under that',
                    OLD.number), 'remains_find_number');
            END IF;
        END IF;
        RETURN NEW;
    END IF;
    NEW.kept_at := clock_timestamp();
    NEW.part_id := NULL;
    IF btrim(NEW."by") = '' THEN
        PERFORM remains_refuse('say who writes this down', 'remains_act_by');
    END IF;
    IF NEW.corrects_id IS NOT NULL THEN
        SELECT * INTO wrong FROM remains_sceneentry WHERE id = NEW.corrects_id FOR UPDATE;
        IF wrong.part_id IS NOT NULL THEN
            PERFORM remains_refuse(format('this find was taken in already, as part %s',
                (SELECT number FROM remains_part WHERE id = wrong.part_id)), 'remains_find_taken_in');
        END IF;
        IF EXISTS (SELECT FROM remains_sceneentry WHERE corrects_id = wrong.id) THEN
            PERFORM remains_refuse('this entry was corrected by another already', 'remains_find_corrected');
        END IF;
    END IF;
    IF NEW.number <> '' THEN
        IF NEW.number !~ '^[A-Z0-9][A-Z0-9./-]{0,39}$' THEN
            PERFORM remains_refuse(format('«%s» is no number for a tag: write 1 to 40 Latin capitals, digits, dots,'
                ' slashes and hyphens', NEW.number), 'remains_number_readable');
        END IF;
        -- Two phones that were both without a network may have written one number; the second to come is told so.
        PERFORM pg_advisory_xact_lock(hashtext('remains_scene_number'), hashtext(NEW.number));
        IF EXISTS (SELECT FROM remains_givennumber WHERE number = NEW.number)
            OR EXISTS (SELECT FROM remains_sceneentry e WHERE e.number = NEW.number
                AND e.id IS DISTINCT FROM NEW.corrects_id
                AND NOT EXISTS (SELECT FROM remains_sceneentry c WHERE c.corrects_id = e.id)) THEN
            PERFORM remains_refuse(format('the number %s was given before, and a number is never used again',
                NEW.number), 'remains_number_used_once');
        END IF;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_scene_entry_kept BEFORE INSERT OR UPDATE OR DELETE ON remains_sceneentry
    FOR EACH ROW EXECUTE FUNCTION remains_keep_scene_entry();
"""

PHOTOGRAPHS = r"""
CREATE FUNCTION remains_keep_photograph() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    NEW.kept_at := clock_timestamp();
    IF NOT EXISTS (SELECT FROM photographs_photograph WHERE public_id = NEW.photograph AND withdrawn_on IS NULL) THEN
        PERFORM remains_refuse('there is no such photograph; it may have been destroyed', 'remains_photograph_kept');
    END IF;
    IF NEW.sample <> '' AND NOT EXISTS (SELECT FROM remains_custodyevent c JOIN remains_act a ON a.id = c.act_id
        WHERE c.part_id = NEW.part_id AND a.verb = 'sampled' AND a.document = NEW.sample) THEN
        PERFORM remains_refuse(format('no sample with the label %s was taken of this part', NEW.sample),
            'remains_sample_of_part');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_photograph_kept BEFORE INSERT ON remains_partphotograph
    FOR EACH ROW EXECUTE FUNCTION remains_keep_photograph();
CREATE TRIGGER remains_partphotograph_stands BEFORE UPDATE OR DELETE ON remains_partphotograph
    FOR EACH ROW EXECUTE FUNCTION remains_refuse_change();
"""

# Whoever was handed over or buried has nothing more to be found on him here: a new packet would have no body to follow.
PACKETS = r"""
CREATE FUNCTION remains_seal_while_here() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    it remains_part;
BEGIN
    SELECT * INTO it FROM remains_part WHERE id = NEW.part_id FOR SHARE;
    IF it.holder <> 'place' THEN
        PERFORM remains_refuse(format('part %s %s; its effects cannot be sealed here', it.number, remains_where(it)),
            'remains_effects_while_here');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER remains_packet_while_here BEFORE INSERT ON remains_packet
    FOR EACH ROW EXECUTE FUNCTION remains_seal_while_here();
"""

# One definition for the desk, the command line and the public figures. Only events count, never what repeats them.
COUNTS = r"""
CREATE FUNCTION remains_counted(moment timestamptz, OUT received bigint, OUT came_out bigint, OUT in_keeping bigint,
    OUT on_offer bigint, OUT with_parties bigint, OUT handed_over bigint, OUT came_back bigint, OUT buried bigint,
    OUT waiting bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH until AS (
        SELECT part_id, verb, holder, offer,
            row_number() OVER (PARTITION BY part_id ORDER BY step DESC) = 1 AS newest,
            lag(holder) OVER (PARTITION BY part_id ORDER BY step) AS before
        FROM remains_custodyevent WHERE at <= moment
    )
    SELECT count(DISTINCT part_id) FILTER (WHERE verb = 'received'),
        count(DISTINCT part_id) FILTER (WHERE verb = 'split'),
        count(*) FILTER (WHERE newest AND holder = 'place'),
        count(*) FILTER (WHERE newest AND offer <> ''),
        count(*) FILTER (WHERE newest AND holder = 'party'),
        count(DISTINCT part_id) FILTER (WHERE verb = 'handed_over'),
        count(*) FILTER (WHERE verb = 'returned' AND before = 'party'),
        count(*) FILTER (WHERE newest AND holder = 'grave'),
        (SELECT count(*) FROM remains_sceneentry e
            WHERE e.kept_at <= moment
                AND NOT EXISTS (SELECT FROM remains_sceneentry c WHERE c.corrects_id = e.id AND c.kept_at <= moment)
                AND NOT EXISTS (SELECT FROM remains_custodyevent t WHERE t.part_id = e.part_id AND t.at <= moment))
    FROM until
$$;
"""

GRANTS = """
REVOKE ALL ON FUNCTION remains_keep_scene_entry, remains_keep_photograph, remains_seal_while_here,
    remains_counted FROM PUBLIC;
GRANT SELECT, INSERT ON remains_sceneentry, remains_partphotograph TO antigone_staff;
GRANT UPDATE (part_id) ON remains_sceneentry TO antigone_staff;
GRANT EXECUTE ON FUNCTION remains_counted TO antigone_staff;
"""

UNDO = """
DROP FUNCTION remains_keep_scene_entry, remains_keep_photograph, remains_seal_while_here CASCADE;
DROP FUNCTION remains_counted;
"""
