"""Looking at pixels: what it leaves only grows, stays within a case, and counts are blind where nobody could peek."""

GUARDS = r"""
CREATE FUNCTION incidents_look() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF (SELECT count(DISTINCT incident_id) FROM incidents_picture WHERE id IN (NEW.before_id, NEW.after_id)) <> 1 THEN
        PERFORM incidents_refuse('the two pictures are of different cases', 'incidents_of_one_case');
    END IF;
    IF jsonb_typeof(NEW.transform) <> 'array' OR jsonb_array_length(NEW.transform) <> 6 THEN
        PERFORM incidents_refuse('an alignment is six numbers', 'incidents_alignment_six');
    END IF;
    IF NEW.how = 'points' AND jsonb_array_length(NEW.points) < 4 THEN
        PERFORM incidents_refuse('an alignment by hand has four control points at least', 'incidents_alignment_points');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_alignment_made BEFORE INSERT ON incidents_alignment
    FOR EACH ROW EXECUTE FUNCTION incidents_look();

CREATE FUNCTION incidents_count_made() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('incidents count ' || NEW.what), NEW.picture_id::integer);
    IF jsonb_typeof(NEW.marks) <> 'array' OR jsonb_array_length(NEW.marks) <> NEW.total THEN
        PERFORM incidents_refuse('a count has a mark for each thing counted', 'incidents_count_marked');
    END IF;
    NEW.blind := NOT EXISTS (SELECT FROM incidents_count WHERE picture_id = NEW.picture_id AND what = NEW.what
        AND lower(btrim(counted_by)) = lower(btrim(NEW.counted_by)));
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_count_made BEFORE INSERT ON incidents_count
    FOR EACH ROW EXECUTE FUNCTION incidents_count_made();

CREATE FUNCTION incidents_mask_removed() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF OLD.removed_by <> '' OR NEW.removed_by = ''
        OR to_jsonb(NEW) - 'removed_by' <> to_jsonb(OLD) - 'removed_by' THEN
        PERFORM incidents_refuse('a mask is only taken away, once', 'incidents_only_grows');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER incidents_mask_removed BEFORE UPDATE ON incidents_mask
    FOR EACH ROW EXECUTE FUNCTION incidents_mask_removed();
CREATE TRIGGER incidents_mask_stays BEFORE DELETE ON incidents_mask
    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();
"""
STANDS = "\n".join(
    f"CREATE TRIGGER incidents_{table}_stands BEFORE UPDATE OR DELETE ON incidents_{table}\n"
    "    FOR EACH ROW EXECUTE FUNCTION incidents_refuse_change();"
    for table in ("reading", "framefingerprint", "resemblance", "alignment", "count")
)

_ALL = ("reading", "framefingerprint", "resemblance", "alignment", "mask", "count")
GRANTS = """
GRANT SELECT, INSERT ON @all TO antigone_staff;
GRANT UPDATE (removed_by) ON incidents_mask TO antigone_staff;
GRANT USAGE ON SEQUENCE @sequences TO antigone_staff;
REVOKE ALL ON FUNCTION incidents_look, incidents_count_made, incidents_mask_removed FROM PUBLIC;
""".replace("@all", ", ".join(f"incidents_{table}" for table in _ALL)).replace(
    "@sequences", ", ".join(f"incidents_{table}_id_seq" for table in _ALL if table != "reading")
)

UNDO = "DROP FUNCTION incidents_look, incidents_count_made, incidents_mask_removed CASCADE;"
