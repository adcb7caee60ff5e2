"""Openings: what the vault has opened for whom, counted by the database."""

from typing import ClassVar

import django.db.models.functions.datetime
from django.db import migrations, models

# Refusals do not count, or who is refused could be kept from working by asking in his name.
GUARDS = """
CREATE FUNCTION enquiries_count_openings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT NEW.allowed THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtext('enquiries_opening'), hashtext(NEW.opened_by));
    IF (SELECT count(*) FROM enquiries_opening
        WHERE opened_by = NEW.opened_by AND day = current_date AND allowed) >= 50 THEN
        RAISE EXCEPTION 'the quota of openings of % is used up for today', NEW.opened_by
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.day <> current_date OR NEW.role <> 'case worker' THEN
        RAISE EXCEPTION 'an opening is of today and of a case worker' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER enquiries_opening_counted BEFORE INSERT ON enquiries_opening
    FOR EACH ROW EXECUTE FUNCTION enquiries_count_openings();

CREATE FUNCTION enquiries_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is kept as it was: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER enquiries_opening_stands BEFORE UPDATE OR DELETE ON enquiries_opening
    FOR EACH ROW EXECUTE FUNCTION enquiries_refuse_change();
"""

GRANTS = """
GRANT SELECT, INSERT ON enquiries_opening TO antigone_vault;
GRANT USAGE ON SEQUENCE enquiries_opening_id_seq TO antigone_vault;
GRANT SELECT ON enquiries_opening TO antigone_staff;
GRANT SELECT (id, username, is_active) ON auth_user TO antigone_vault;
GRANT SELECT ON auth_group, auth_user_groups TO antigone_vault;
GRANT INSERT (actor_name, actor_role, verb, subject_kind, subject_id, detail, salt, commitment) ON ledger_event
    TO antigone_vault;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("enquiries", "0001_intake"), ("auth", "0012_alter_user_first_name_max_length")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("enquiry", models.UUIDField(db_index=True)),
                ("what", models.TextField()),
                ("reason", models.TextField()),
                ("opened_by", models.TextField()),
                ("role", models.TextField()),
                (
                    "day",
                    models.DateField(
                        db_default=django.db.models.functions.datetime.TruncDate(
                            django.db.models.functions.datetime.Now()
                        ),
                        editable=False,
                    ),
                ),
                ("allowed", models.BooleanField()),
            ],
            options={
                "indexes": [models.Index(fields=["opened_by", "day"], name="enquiries_opening_of_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason__regex", "\\S(.*\\S)?"), ("opened_by__gt", "")),
                        name="enquiries_opening_has_reason",
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, "DROP FUNCTION enquiries_count_openings, enquiries_refuse_change CASCADE"),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
