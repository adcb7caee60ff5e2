"""Claims, releases and estimates only grow; the public reads the figures that were published and nothing else."""

from typing import ClassVar

from django.db import migrations

STAND = """
CREATE FUNCTION figures_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused; keep a correction beside it', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER figures_claim_stands BEFORE UPDATE OR DELETE ON figures_claim
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
CREATE TRIGGER figures_release_stands BEFORE UPDATE OR DELETE ON figures_release
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
CREATE TRIGGER figures_estimate_stands BEFORE UPDATE OR DELETE ON figures_keptestimate
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();
CREATE TRIGGER figures_entry_stays BEFORE DELETE ON figures_entry
    FOR EACH ROW EXECUTE FUNCTION figures_refuse_change();

-- An entry ends once, and nothing else of it ever changes.
CREATE FUNCTION figures_entry_ends_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.last_id IS NOT NULL OR NEW.last_id IS NULL
        OR (NEW.id, NEW.of_list_id, NEW.number, NEW.name, NEW.sex, NEW.birth, NEW.age, NEW.first_id)
            IS DISTINCT FROM (OLD.id, OLD.of_list_id, OLD.number, OLD.name, OLD.sex, OLD.birth, OLD.age, OLD.first_id)
    THEN
        RAISE EXCEPTION 'an entry of a list only ends, once; what was published stays as it was'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER figures_entry_ends BEFORE UPDATE ON figures_entry
    FOR EACH ROW EXECUTE FUNCTION figures_entry_ends_once();
"""

PUBLISHED = """
CREATE TABLE published.figures (
    slug text PRIMARY KEY,
    content jsonb NOT NULL,
    published_on date NOT NULL DEFAULT CURRENT_DATE
);
"""

GRANTS = """
GRANT SELECT, INSERT ON figures_claim, figures_release, figures_keptestimate TO antigone_staff;
-- The right to change a list's name is what lets two releases of it wait for each other (SELECT … FOR UPDATE).
GRANT SELECT, INSERT, UPDATE ON figures_entry, figures_namedlist, figures_figurespage TO antigone_staff;
GRANT USAGE ON SEQUENCE figures_claim_id_seq, figures_namedlist_id_seq, figures_release_id_seq,
    figures_keptestimate_id_seq, figures_entry_id_seq, figures_figurespage_id_seq TO antigone_staff;
GRANT SELECT ON published.figures TO antigone_public;
GRANT SELECT, INSERT, UPDATE, DELETE ON published.figures TO antigone_staff;
"""

UNDO = "DROP FUNCTION figures_refuse_change CASCADE; DROP FUNCTION figures_entry_ends_once CASCADE;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("figures", "0001_initial"), ("disclosure", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(STAND, UNDO),
        migrations.RunSQL(PUBLISHED, "DROP TABLE published.figures;"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
