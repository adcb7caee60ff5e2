"""What entering and amending take and give back, and why they refuse."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from antigone.bureau.registry.drafts import RecordDraft, RecordKind
from antigone.bureau.registry.models import Act, Basis
from antigone.bureau.registry.values import RegistryError

#: What a source can say of a person, each compared by itself; the row as received is no statement of its own.
SAID = tuple(field.name for field in fields(RecordDraft) if field.name not in {"source_record_id", "original"})
_SAYS_NOTHING_OF_HIM = {"kind", "source_date", "status", "note", "informant"}


class NamesNobody(RegistryError):
    """The draft says nothing by which anybody could be known."""


class AlreadyKept(RegistryError):
    """The source has a record of this number already; `public_id` is that record's."""

    def __init__(self, sentence: str, public_id: str) -> None:
        super().__init__(sentence)
        self.public_id = public_id


class Buried(RegistryError):
    """The record of this number was deleted and stays deleted."""


class NotKept(RegistryError):
    """The draft cannot be kept as it is; the message says why."""


class NothingChanged(RegistryError):
    """The amendment says what the record says already."""


class ChangedMeanwhile(RegistryError):
    """Somebody else changed the record since it was opened for editing."""


class NotASource(RegistryError):
    """The ground that was given is not open for a record of this source."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs between two versions. `field` is a name in `SAID`; values are as in `RecordDraft`."""

    field: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Version:
    """A record as it was from one act on.

    `changes` are the differences from the version before; of the first version all that it says. `standing` is the
    version that stands now. `batch_id` is what undoes the act.
    """

    said: RecordDraft
    version: str
    at: datetime
    by: str
    act: Act
    basis: Basis | None
    reason: str
    batch_id: int
    file_name: str
    changes: tuple[Change, ...]
    standing: bool


def changes_between(before: RecordDraft, after: RecordDraft) -> tuple[Change, ...]:
    """What `after` says otherwise than `before`, in the order of `RecordDraft`."""
    return tuple(
        Change(name, getattr(before, name), getattr(after, name))
        for name in SAID
        if getattr(before, name) != getattr(after, name)
    )


def first_changes(said: RecordDraft) -> tuple[Change, ...]:
    """All that a first version says, as changes from nothing."""
    return changes_between(RecordDraft(said.kind), said)


def checked_draft(draft: RecordDraft) -> RecordDraft:
    """The draft itself, if somebody could be known by it.

    Raises:
        NamesNobody: a person without name, service number or document; remains of which nothing is said.
    """
    names = tuple(name for name in draft.names if name.value.strip())
    if draft.kind is RecordKind.REMAINS:
        known = bool(names) or any(getattr(draft, name) for name in SAID if name not in _SAYS_NOTHING_OF_HIM)
        sentence = "nothing is said of these remains; write where they were found, or a description"
    else:
        known = bool(names or draft.service_number or draft.documents)
        sentence = "the record names nobody; write a name, or a service number, or a document"
    if not known:
        raise NamesNobody(sentence)
    return draft
