"""Comparing records: those that are due, a few at a time, or all of them in bulk; and doing it again to the last bit.

Only one comparison writes at a time (an advisory lock): two that did not see each other's records would both miss the
pair between them. A batch of due records is one transaction and one event, so a worker that is killed anywhere has
done all of it or nothing. A bulk run reads first, weighs outside any transaction, and keeps its results in one.
"""

from antigone.bureau.matching.runs.bulk import BothSides, both_sides, match_all, plan_for
from antigone.bureau.matching.runs.due import (
    compare_due_records,
    follow,
    follow_what_is_felt,
    make_all_due,
    match_regularly,
    match_what_is_due,
    records_due,
)
from antigone.bureau.matching.runs.keeping import FLOOR, floor_in_force, rules_in_force
from antigone.bureau.matching.runs.repeating import repeat_run

__all__ = [
    "FLOOR",
    "BothSides",
    "both_sides",
    "compare_due_records",
    "floor_in_force",
    "follow",
    "follow_what_is_felt",
    "make_all_due",
    "match_all",
    "match_regularly",
    "match_what_is_due",
    "plan_for",
    "records_due",
    "repeat_run",
    "rules_in_force",
]
