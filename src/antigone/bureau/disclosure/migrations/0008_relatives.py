"""What a verified relative may see of one record: one rule, which the door that hands a picture out asks each time."""

from typing import ClassVar

from django.db import migrations

# A picture of a record that stands, that nobody withholds, whose source lets relatives know, and that no family sent.
# Where an examination speaks against that the two are one person, to nobody, whatever was signed before. Of a prisoner
# and of anybody living only to whom two people have identified with him; of the dead also where nobody excluded it.
RULE = """
CREATE FUNCTION disclosure_relative_may_see(its_sought bigint, its_photograph uuid) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT EXISTS (
        SELECT FROM photographs_photograph p
        JOIN registry_record found ON found.id = p.record_id
        JOIN registry_record sought ON sought.id = its_sought
        WHERE p.public_id = its_photograph AND p.withdrawn_on IS NULL AND p.enquiry IS NULL
            AND found.sensitivity = '' AND sought.sensitivity = '' AND registry_may_show(found.source_id, 'enquirer')
            AND identification_standing(sought.id, found.id, found.kind) <> 'excluded'
            AND (
                EXISTS (SELECT FROM identification_identification i
                    WHERE i.sought_id = sought.id AND i.found_id = found.id AND i.state = 'signed')
                OR p.sensitivity = 'dead' AND identification_in_question(sought.id, found.id)))
$$;
REVOKE ALL ON FUNCTION disclosure_relative_may_see FROM PUBLIC;
GRANT EXECUTE ON FUNCTION disclosure_relative_may_see TO antigone_staff;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("disclosure", "0007_partners_at_the_desk"),
        ("identification", "0007_in_question"),
        ("photographs", "0006_marks"),
    ]
    operations: ClassVar = [migrations.RunSQL(RULE, "DROP FUNCTION disclosure_relative_may_see(bigint, uuid)")]
