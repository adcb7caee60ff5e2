"""One record at a time, by a person at the desk: entered, amended, and with every version that it has had.

entered = enter_record(draft, source=own_source("Bureau"), actor=actor)
amend_record(entered, changed, version=card.version, basis=Basis.OWN, reason="…", actor=actor)
versions(entered)  # who, when, why, and what changed
"""

from antigone.bureau.registry.entering.actions import amend_record, enter_record, entered, new_number, own_source
from antigone.bureau.registry.entering.merging import Merging, merged
from antigone.bureau.registry.entering.values import (
    AlreadyKept,
    Buried,
    Change,
    ChangedMeanwhile,
    NamesNobody,
    NotASource,
    NothingChanged,
    NotKept,
    Version,
    changes_between,
    checked_draft,
)
from antigone.bureau.registry.entering.versions import draft_at, versions
from antigone.bureau.registry.models import Act, Basis

__all__ = [
    "Act",
    "AlreadyKept",
    "Basis",
    "Buried",
    "Change",
    "ChangedMeanwhile",
    "Merging",
    "NamesNobody",
    "NotASource",
    "NotKept",
    "NothingChanged",
    "Version",
    "amend_record",
    "changes_between",
    "checked_draft",
    "draft_at",
    "enter_record",
    "entered",
    "merged",
    "new_number",
    "own_source",
    "versions",
]
