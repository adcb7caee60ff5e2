"""A body whose samples are not of one person by DNA is not identified, whoever signs."""

from typing import ClassVar

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F, Q

# Which sample was taken of which part. A label that a custodian named at the part is that part's alone; a sample of
# which nobody said so is of every part that its record describes.
SAMPLES = r"""
CREATE VIEW identification_sample_of_part AS
    SELECT s.id AS sample_id, e.part_id FROM remains_custodyevent e JOIN remains_act a ON a.id = e.act_id
        JOIN identification_sample s ON s.label = a.document AND s.kind = 'remains' WHERE e.verb = 'sampled'
    UNION SELECT s.id, p.id FROM identification_sample s JOIN remains_part p ON p.record_id = s.record_id
        WHERE s.kind = 'remains' AND NOT EXISTS (SELECT FROM remains_act a WHERE a.verb = 'sampled'
            AND a.document = s.label);

ALTER TABLE identification_samplepair
    ADD CONSTRAINT identification_pair_one FOREIGN KEY (one_id) REFERENCES identification_sample (id) ON DELETE CASCADE,
    ADD CONSTRAINT identification_pair_other FOREIGN KEY (other_id) REFERENCES identification_sample (id)
        ON DELETE CASCADE;
CREATE INDEX identification_pair_of_other ON identification_samplepair (other_id);
CREATE INDEX remains_act_sampled ON remains_act (document) WHERE verb = 'sampled';

-- Of a grave with more samples than this, only bodies and records are compared: pairs grow with the square.
CREATE FUNCTION identification_pairs_due(most integer) RETURNS TABLE (one bigint, other bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH has_profile AS MATERIALIZED (
        SELECT s.id, s.record_id FROM identification_sample s WHERE s.kind = 'remains' AND EXISTS (
            SELECT FROM identification_profile p WHERE p.sample_id = s.id AND p.destroyed_on IS NULL)
    ), of_part AS MATERIALIZED (
        SELECT DISTINCT r.id, p.body_id, p.recovery_id FROM has_profile r
            JOIN identification_sample_of_part o ON o.sample_id = r.id JOIN remains_part p ON p.id = o.part_id
    ), held AS (
        SELECT 'body' AS what, body_id AS ref, id FROM of_part WHERE body_id IS NOT NULL
        UNION SELECT 'record', record_id, id FROM has_profile
        UNION SELECT 'grave', recovery_id, id FROM of_part WHERE recovery_id IN (SELECT recovery_id FROM of_part
            GROUP BY recovery_id HAVING count(DISTINCT id) BETWEEN 2 AND 200)
    )
    SELECT DISTINCT a.id, b.id FROM held a JOIN held b ON a.what = b.what AND a.ref = b.ref AND a.id < b.id
        WHERE NOT EXISTS (SELECT FROM identification_samplepair p WHERE p.one_id = a.id AND p.other_id = b.id)
        ORDER BY 1, 2 LIMIT most
$$;

-- What was read since may say otherwise.
CREATE FUNCTION identification_pairs_anew() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
BEGIN
    DELETE FROM identification_samplepair WHERE one_id IN (SELECT sample_id FROM changed)
        OR other_id IN (SELECT sample_id FROM changed);
    RETURN NULL;
END
$$;
CREATE TRIGGER identification_pairs_read AFTER INSERT ON identification_profile
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_pairs_anew();
CREATE TRIGGER identification_pairs_destroyed AFTER UPDATE ON identification_profile
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION identification_pairs_anew();
"""

GUARDS = r"""
-- Why nobody may be identified with this record, as a sentence; null where nothing stands in the way.
CREATE FUNCTION identification_commingled(of_record bigint) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
    WITH bodies AS (
        SELECT DISTINCT body_id FROM remains_part WHERE record_id = of_record AND body_id IS NOT NULL
        UNION SELECT p.body_id FROM identification_sample s
            JOIN identification_sample_of_part o ON o.sample_id = s.id JOIN remains_part p ON p.id = o.part_id
            WHERE s.record_id = of_record AND p.body_id IS NOT NULL
    ), held AS (
        SELECT body_id AS body, sample_id AS id FROM identification_sample_of_part o
            JOIN remains_part p ON p.id = o.part_id WHERE p.body_id IN (SELECT body_id FROM bodies)
        UNION SELECT 0, id FROM identification_sample WHERE record_id = of_record AND kind = 'remains'
    ), apart AS (
        SELECT a.body, one.label AS one, other.label AS other FROM held a JOIN held b ON b.body = a.body
            JOIN identification_samplepair p ON p.one_id = a.id AND p.other_id = b.id AND p.log10_lr <= -4
            JOIN identification_sample one ON one.id = a.id JOIN identification_sample other ON other.id = b.id
        ORDER BY a.body DESC, p.log10_lr, one.label, other.label LIMIT 1
    )
    SELECT CASE WHEN body = 0
        THEN format('samples %s and %s of this record are not of one person by DNA; nobody can be identified with it'
            ' before they are told apart', one, other)
        ELSE format('body %s holds more than one person: samples %s and %s differ by DNA; take its parts apart before'
            ' anybody is identified with it', (SELECT number FROM remains_body WHERE id = body), one, other) END
    FROM apart
$$;

CREATE FUNCTION identification_of_one_person() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp
AS $$
DECLARE
    its_found bigint;
    sentence text;
BEGIN
    IF TG_TABLE_NAME = 'identification_identification' THEN
        its_found := NEW.found_id;
    ELSIF NEW.act = 'rescind' THEN
        RETURN NEW;
    ELSE
        SELECT found_id INTO its_found FROM identification_identification WHERE id = NEW.identification_id;
    END IF;
    sentence := identification_commingled(its_found);
    IF sentence IS NOT NULL THEN
        RAISE EXCEPTION '%', sentence USING ERRCODE = 'restrict_violation',
            CONSTRAINT = 'identification_of_one_person';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER identification_of_one_person BEFORE INSERT ON identification_identification
    FOR EACH ROW EXECUTE FUNCTION identification_of_one_person();
CREATE TRIGGER identification_signed_of_one_person BEFORE INSERT ON identification_approval
    FOR EACH ROW EXECUTE FUNCTION identification_of_one_person();

REVOKE ALL ON FUNCTION identification_pairs_due, identification_pairs_anew, identification_commingled,
    identification_of_one_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identification_pairs_due TO antigone_laboratory;
GRANT EXECUTE ON FUNCTION identification_commingled TO antigone_staff;
GRANT SELECT ON identification_sample_of_part TO antigone_staff;
GRANT SELECT ON identification_samplepair TO antigone_staff, antigone_laboratory;
GRANT INSERT ON identification_samplepair TO antigone_laboratory;
GRANT USAGE ON SEQUENCE identification_samplepair_id_seq TO antigone_laboratory;
"""

UNDO = """
DROP FUNCTION identification_of_one_person, identification_pairs_anew CASCADE;
DROP FUNCTION identification_commingled, identification_pairs_due;
DROP VIEW identification_sample_of_part;
DROP INDEX remains_act_sampled;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("identification", "0005_matched_and_alive"), ("remains", "0004_descriptions")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SamplePair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("log10_lr", models.FloatField()),
                ("loci", models.PositiveSmallIntegerField()),
                ("by", models.CharField(max_length=200)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "one",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pairs_as_one",
                        to="identification.sample",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="pairs_as_other",
                        to="identification.sample",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("one", "other"), name="identification_pair_once"),
                    models.CheckConstraint(condition=Q(("one__lt", F("other"))), name="identification_pair_in_order"),
                ],
            },
        ),
        migrations.RunSQL(f"{SAMPLES}\n{GUARDS}", UNDO),
    ]
