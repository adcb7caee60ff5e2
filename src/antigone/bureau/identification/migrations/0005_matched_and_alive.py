"""A match of which DNA was not asked is due in the laboratory, by the database itself; and the laboratory says that it
works."""

from typing import ClassVar

from django.db import migrations, models

# Both sides were read, and no weight of the pair is kept. `{match}` has the sides.
_NOT_ASKED = """
    identification_family f JOIN identification_sample s ON s.record_id = {match}.right_id
    WHERE f.sought_id = {match}.left_id
        AND EXISTS (SELECT FROM identification_profile p WHERE p.sample_id = s.id AND p.destroyed_on IS NULL)
        AND EXISTS (SELECT FROM identification_donor d JOIN identification_sample swab ON swab.donor_id = d.id
            JOIN identification_profile p ON p.sample_id = swab.id AND p.destroyed_on IS NULL WHERE d.family_id = f.id)
        AND NOT EXISTS (SELECT FROM identification_kinshipweight k WHERE k.family_id = f.id AND k.sample_id = s.id)
"""

# A match is due when it comes, or is live again. The matching need not know that there is a laboratory. Inserts are
# looked at once a statement, because a run over all records proposes hundreds of thousands; updates row by row and
# only when the state or a side changes, because the joint posterior changes as many.
DUE = """
CREATE FUNCTION identification_note_matches() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    INSERT INTO identification_due (what, ref)
        SELECT DISTINCT 'match', c.id FROM changed c CROSS JOIN {changed_not_asked}
            AND c.relation = 'across' AND c.state IN ('proposed', 'under_review') ORDER BY 2;
    RETURN NULL;
END
$$;
CREATE FUNCTION identification_note_match() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM {this_not_asked}) THEN
        INSERT INTO identification_due (what, ref) VALUES ('match', NEW.id);
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION identification_note_matches(), identification_note_match() FROM PUBLIC;
CREATE TRIGGER identification_due_match AFTER INSERT ON matching_match
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_matches();
CREATE TRIGGER identification_due_match_again AFTER UPDATE ON matching_match FOR EACH ROW
    WHEN (NEW.relation = 'across' AND NEW.state IN ('proposed', 'under_review')
        AND (OLD.state NOT IN ('proposed', 'under_review')
            OR (OLD.relation, OLD.left_id, OLD.right_id) IS DISTINCT FROM (NEW.relation, NEW.left_id, NEW.right_id)))
    EXECUTE FUNCTION identification_note_match();
"""

UNDO = """
DROP FUNCTION identification_note_matches, identification_note_match CASCADE;
DELETE FROM identification_due WHERE what = 'match';
"""

GRANTS = """
GRANT SELECT (id) ON matching_match TO antigone_laboratory;
GRANT SELECT, INSERT, UPDATE ON identification_heartbeat TO antigone_laboratory;
GRANT SELECT ON identification_heartbeat TO antigone_staff;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identification", "0004_due"), ("matching", "0006_new_blocking_rules")]
    operations: ClassVar = [
        migrations.AlterField(
            model_name="due",
            name="what",
            field=models.CharField(
                choices=[
                    ("sample", "a sample was read, or a reading is gone"),
                    ("family", "a family, its donors or what they allow changed"),
                    ("match", "a pair was matched by other evidence, and DNA has not been asked about it"),
                    ("everything", "the frequencies changed"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("problem", models.TextField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="identification_heartbeat_one_row")
                ],
            },
        ),
        migrations.RunSQL(
            DUE.format(changed_not_asked=_NOT_ASKED.format(match="c"), this_not_asked=_NOT_ASKED.format(match="NEW")),
            UNDO,
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
