"""Two people changed one record: what both wrote, field by field, so that neither loses a word."""

from __future__ import annotations

from dataclasses import dataclass, replace

from antigone.bureau.registry.drafts import RecordDraft
from antigone.bureau.registry.entering.values import Change, changes_between


@dataclass(frozen=True, slots=True)
class Merging:
    """`draft` has every field that only one of the two changed as she wrote it, and mine where both did.

    `contested` are the fields that both changed to different words: theirs as `before`, mine as `after`.
    """

    draft: RecordDraft
    contested: tuple[Change, ...]


def merged(base: RecordDraft, mine: RecordDraft, theirs: RecordDraft) -> Merging:
    """My changes of `base` upon theirs."""
    my_fields = {change.field for change in changes_between(base, mine)}
    their_changes = changes_between(base, theirs)
    taken = {change.field: change.after for change in their_changes if change.field not in my_fields}
    contested = tuple(
        Change(change.field, change.after, getattr(mine, change.field))
        for change in their_changes
        if change.field in my_fields and change.after != getattr(mine, change.field)
    )
    return Merging(replace(mine, **taken), contested)  # type: ignore[arg-type]
