"""Records entered and amended at the desk with every version kept; what was agreed with each source."""

from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

#: What a source said: everything of a record that only its source may change.
SAID = (
    "kind, status, sex, father_name, mother_maiden_name, birth_date, age_low, age_high, birthplace, residence,"
    " nationality, documents, force, branch, unit, rank, service_number, call_sign, last_seen_date, last_seen_place,"
    " circumstances, description, occurred_date, occurred_place, cause, burial_place, informant, family_informed_on,"
    " source_date, note, original, content_hash, corrected_hash"
)


def _said_of(alias: str) -> str:
    return ", ".join(f"{alias}.{column.strip()}" for column in SAID.split(","))


# Whoever owns the table may repair it; no zone may change a record without keeping what it was: the change belongs to
# another batch, and the former version stands with the new batch (or, where a batch is undone, stood with the old one).
VERSIONS = f"""
CREATE FUNCTION registry_keep_versions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_has_role(current_user, (SELECT relowner FROM pg_class WHERE oid = TG_RELID), 'MEMBER') THEN
        RETURN NULL;
    END IF;
    IF EXISTS (
        SELECT FROM was JOIN became ON became.id = was.id
        WHERE (was.source_id, was.source_record_id, was.public_id)
            IS DISTINCT FROM (became.source_id, became.source_record_id, became.public_id)
        OR CASE WHEN was.batch_id = became.batch_id
            THEN ({_said_of("was")}) IS DISTINCT FROM ({_said_of("became")})
            ELSE NOT EXISTS (SELECT FROM registry_replacedversion v
                WHERE v.record_id = became.id AND v.batch_id IN (was.batch_id, became.batch_id)) END
    ) THEN
        RAISE EXCEPTION 'a record is changed only with its former version kept'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER registry_versions_kept AFTER UPDATE ON registry_record
    REFERENCING OLD TABLE AS was NEW TABLE AS became
    FOR EACH STATEMENT EXECUTE FUNCTION registry_keep_versions();
"""  # noqa: S608 - column names only

BASIS = """
CREATE FUNCTION registry_check_basis() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.basis = 'own' AND (SELECT kind FROM registry_source WHERE id = NEW.source_id) <> 'bureau' THEN
        RAISE EXCEPTION 'what the bureau itself knows is no correction of another source'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER registry_batch_basis BEFORE INSERT OR UPDATE OF basis, source_id ON registry_batch
    FOR EACH ROW WHEN (NEW.basis <> '') EXECUTE FUNCTION registry_check_basis();
"""

AGREEMENTS = """
CREATE TRIGGER registry_agreement_stands BEFORE UPDATE OR DELETE ON registry_agreement
    FOR EACH ROW EXECUTE FUNCTION registry_refuse_change();
CREATE VIEW registry_agreement_in_force AS
    SELECT DISTINCT ON (source_id) * FROM registry_agreement ORDER BY source_id, id DESC;
-- A source without any agreement is bound by nothing but its `publication`.
CREATE FUNCTION registry_may_show(source bigint, audience text) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    SELECT coalesce((
        SELECT audience = ANY (a.shown_to)
            AND coalesce(a.valid_from <= (now() AT TIME ZONE 'UTC')::date, true)
            AND coalesce(a.valid_until >= (now() AT TIME ZONE 'UTC')::date, true)
        FROM registry_agreement a WHERE a.source_id = source ORDER BY a.id DESC LIMIT 1), true)
$$;
REVOKE ALL ON FUNCTION registry_may_show(bigint, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION registry_may_show(bigint, text) TO antigone_staff, antigone_worker;
CREATE INDEX registry_record_withheld ON registry_record (id) WHERE sensitivity <> '';
GRANT SELECT, INSERT ON registry_agreement TO antigone_staff;
GRANT SELECT ON registry_agreement_in_force TO antigone_staff;
GRANT USAGE ON SEQUENCE registry_agreement_id_seq TO antigone_staff;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0002_guards")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("purpose", models.TextField(blank=True)),
                (
                    "shown_to",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("public", "families who search"),
                                ("enquirer", "a relative whose relation is verified"),
                                ("partner", "agencies named in the agreement"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("kept_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("kept_by", models.CharField(max_length=200)),
            ],
        ),
        migrations.AddField(
            model_name="batch",
            name="act",
            field=models.CharField(
                choices=[
                    ("import", "a file was imported"),
                    ("entry", "one record was entered at the desk"),
                    ("amendment", "one record was amended at the desk"),
                ],
                db_default="import",
                default="import",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="basis",
            field=models.CharField(
                blank=True,
                choices=[
                    ("own", "the bureau itself knows more or better"),
                    ("source", "the source corrected itself"),
                    ("misread", "we had read or typed the source wrongly"),
                ],
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="batch",
            name="reason",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="batch",
            name="upload",
            field=models.UUIDField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name="record",
            name="corrected_hash",
            field=models.CharField(blank=True, db_default="", default="", max_length=32),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(("act__in", ["import", "entry", "amendment"])), name="batch_act_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("act", "amendment"),
                        ("basis__in", ["own", "source", "misread"]),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    models.Q(models.Q(("act", "amendment"), _negated=True), ("basis", "")),
                    _connector="OR",
                ),
                name="batch_amendment_has_basis_and_reason",
            ),
        ),
        migrations.AddField(
            model_name="agreement",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="agreements", to="registry.source"
            ),
        ),
        migrations.AddIndex(
            model_name="agreement",
            index=models.Index(fields=["source", "-id"], name="registry_agreement_newest"),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="agreement_has_a_text"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("shown_to__contained_by", ["public", "enquirer", "partner"])),
                name="agreement_audiences_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_until__isnull", True),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="agreement_ends_after_it_begins",
            ),
        ),
        migrations.RunSQL(
            VERSIONS,
            "DROP TRIGGER registry_versions_kept ON registry_record; DROP FUNCTION registry_keep_versions;",
        ),
        migrations.RunSQL(
            BASIS, "DROP TRIGGER registry_batch_basis ON registry_batch; DROP FUNCTION registry_check_basis;"
        ),
        migrations.RunSQL(
            AGREEMENTS,
            "DROP INDEX registry_record_withheld; DROP FUNCTION registry_may_show(bigint, text);"
            " DROP VIEW registry_agreement_in_force; DROP TRIGGER registry_agreement_stands ON registry_agreement;",
        ),
    ]
