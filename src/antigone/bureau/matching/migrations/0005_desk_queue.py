"""What the desk's queue reads by: every list of matches in its order, and records by words of their names."""

from typing import ClassVar

from django.db import migrations

# `matching_queue` (0001) has the undecided matches across. The others are lists of their own, each much shorter.
INDEXES = """
CREATE INDEX matching_queue_within ON matching_match (relation, joint_posterior DESC, log10_lr DESC, id)
    WHERE state IN ('proposed', 'under_review') AND relation <> 'across';
CREATE INDEX matching_queue_taken_up ON matching_match (taken_up_by, joint_posterior DESC, log10_lr DESC, id)
    WHERE state = 'under_review';
CREATE INDEX matching_queue_closed ON matching_match (state, relation, joint_posterior DESC, log10_lr DESC, id)
    WHERE state NOT IN ('proposed', 'under_review');
-- A part of a name finds its words in the dictionary of words, and the words find the names.
CREATE INDEX matching_name_words ON registry_name USING gin (words) WITH (fastupdate = off);
"""
UNDO = """
DROP INDEX matching_queue_within, matching_queue_taken_up, matching_queue_closed, matching_name_words;
"""


class Migration(migrations.Migration):
    dependencies: ClassVar = [("matching", "0004_outside_guards"), ("registry", "0003_entering_and_agreements")]
    operations: ClassVar = [migrations.RunSQL(INDEXES, UNDO)]
