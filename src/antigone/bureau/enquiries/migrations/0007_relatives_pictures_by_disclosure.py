"""A family's picture is handed out by the rule of disclosure; what is asked here is only whether the enquiry stands."""

from typing import ClassVar

from django.db import migrations

GRANTED = """
CREATE OR REPLACE FUNCTION intake.may_be_granted(its_enquiry uuid, its_photograph uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        WHERE e.id = its_enquiry AND e.state NOT IN ('withdrawn', 'erased') AND NOT e.blocked
            AND disclosure_relative_may_see(e.record_id, its_photograph))
$$;
"""
# As photographs' migration 0005 has it.
BACK = """
CREATE OR REPLACE FUNCTION intake.may_be_granted(its_enquiry uuid, its_photograph uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, intake, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM intake.enquiry e JOIN intake.key k ON k.enquiry = e.id
        JOIN photographs_photograph p ON p.public_id = its_photograph
        JOIN registry_record r ON r.id = p.record_id
        WHERE e.id = its_enquiry AND e.state NOT IN ('withdrawn', 'erased') AND NOT e.blocked
            AND p.withdrawn_on IS NULL AND p.enquiry IS NULL
            AND r.sensitivity = '' AND registry_may_show(r.source_id, 'enquirer')
            AND NOT EXISTS (SELECT FROM registry_record own WHERE own.id = e.record_id AND own.sensitivity <> '')
            AND (
                EXISTS (SELECT FROM identification_identification i
                    WHERE i.sought_id = e.record_id AND i.found_id = p.record_id AND i.state = 'signed'
                        AND identification_standing(i.sought_id, i.found_id, i.rule) <> 'excluded')
                OR p.sensitivity = 'dead' AND EXISTS (SELECT FROM matching_match m
                    WHERE least(m.left_id, m.right_id) = least(e.record_id, p.record_id)
                        AND greatest(m.left_id, m.right_id) = greatest(e.record_id, p.record_id)
                        AND m.state NOT IN ('excluded', 'superseded'))))
$$;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("enquiries", "0005_telegram"),
        ("disclosure", "0008_relatives"),
        ("photographs", "0006_marks"),
    ]
    operations: ClassVar = [migrations.RunSQL(GRANTED, BACK)]
