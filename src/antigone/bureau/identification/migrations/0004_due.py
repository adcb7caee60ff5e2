"""What changed since it was compared, noted by the database itself; and a use that donors may allow: being reported."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

# Each trigger runs once a statement, with the rights of the owner: who imports a profile need not see what is due.
DUE = """
CREATE FUNCTION identification_note_due() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    IF TG_TABLE_NAME = 'identification_profile' THEN
        INSERT INTO identification_due (what, ref) SELECT DISTINCT 'sample', sample_id FROM changed ORDER BY 2;
    ELSIF TG_TABLE_NAME = 'identification_sample' THEN
        INSERT INTO identification_due (what, ref) SELECT DISTINCT 'sample', id FROM changed ORDER BY 2;
    ELSIF TG_TABLE_NAME = 'identification_donor' THEN
        INSERT INTO identification_due (what, ref) SELECT DISTINCT 'family', family_id FROM changed ORDER BY 2;
    ELSIF TG_TABLE_NAME = 'identification_family' THEN
        INSERT INTO identification_due (what, ref) SELECT DISTINCT 'family', id FROM changed ORDER BY 2;
    ELSE
        INSERT INTO identification_due (what, ref) SELECT 'everything', max(id) FROM changed HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION identification_note_due() FROM PUBLIC;
CREATE TRIGGER identification_due_population AFTER INSERT ON identification_population
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_read AFTER INSERT ON identification_profile
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_destroyed AFTER UPDATE ON identification_profile
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_sample_gone AFTER DELETE ON identification_sample
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_donor AFTER INSERT ON identification_donor
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_donor_changed AFTER UPDATE ON identification_donor
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_donor_gone AFTER DELETE ON identification_donor
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_family AFTER INSERT ON identification_family
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_family_changed AFTER UPDATE ON identification_family
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
CREATE TRIGGER identification_due_family_gone AFTER DELETE ON identification_family
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_note_due();
"""

GRANTS = "GRANT SELECT, DELETE ON identification_due TO antigone_laboratory;"

UNDO = "DROP FUNCTION identification_note_due CASCADE;"

_USES = [
    ("search", "to look for the missing relative among all remains"),
    ("quality", "to find errors and relatives among donors"),
    ("report", "to be shown, with the genotype, to a court or another laboratory that is named"),
]


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identification", "0003_deciding")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Due",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("sample", "a sample was read, or a reading is gone"),
                            ("family", "a family, its donors or what they allow changed"),
                            ("everything", "the frequencies changed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("ref", models.BigIntegerField()),
            ],
            options={"verbose_name_plural": "due"},
        ),
        migrations.RemoveConstraint(model_name="donor", name="identification_donor_uses_known"),
        migrations.AlterField(
            model_name="donor",
            name="uses",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=_USES, max_length=20), default=list, size=None
            ),
        ),
        migrations.AddConstraint(
            model_name="donor",
            constraint=models.CheckConstraint(
                condition=models.Q(("uses__contained_by", ["search", "quality", "report"])),
                name="identification_donor_uses_known",
            ),
        ),
        migrations.RunSQL(DUE, UNDO),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
