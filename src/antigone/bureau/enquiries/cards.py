"""An enquiry as staff see it: nothing that the family wrote, and not how it is reached; that opens in the vault."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from antigone.bureau.enquiries.values import KeepRecord, LetterKind, MayBeTold, Notices, Relation


@dataclass(frozen=True, slots=True)
class LetterLine:
    """That something was written: what, when and by whom; `written_by` is empty for the family."""

    number: UUID
    kind: LetterKind
    day: date
    written_by: str
    hidden: bool
    acknowledged: bool


@dataclass(frozen=True, slots=True)
class TellingCard:
    """What a family is to be told, or was.

    Attributes:
        about_kind, about_id: identification, match or record.
        about_record: public id of the record that it speaks of besides the one who is sought.
        letter: number of the letter that it is; its text opens in the vault (`vault_client.opened_telling`).
        digest: SHA-256 of the text, for ever.
        stage: draft, approved, delivered, acknowledged, dropped.
        frozen: hidden until somebody releases the record.
    """

    public_id: UUID
    enquiry: UUID
    about_kind: str
    about_id: str
    about_record: UUID | None
    language: str
    letter: UUID
    digest: str
    drafted_by: str
    drafted_on: date
    approved_by: str
    delivered_by: str
    delivered_on: date | None
    channel: str
    acknowledged_on: date | None
    dropped_by: str
    frozen: bool

    @property
    def stage(self) -> str:
        if self.dropped_by:
            return "dropped"
        if self.acknowledged_on is not None:
            return "acknowledged"
        if self.delivered_by:
            return "delivered"
        return "approved" if self.approved_by else "draft"


@dataclass(frozen=True, slots=True)
class EnquiryLine:
    """One enquiry in a list. `state` is the bureau's, with «paused» and «possible match» where they hold."""

    id: UUID
    state: str
    name: str
    record: UUID | None
    language: str
    left_on: date
    assigned_to: str
    letters: int
    possible_match: bool


@dataclass(frozen=True, slots=True)
class EnquiryCard:
    """One enquiry.

    Attributes:
        state: received, open, answered, closed, withdrawn.
        record, record_id, name: the record that it became; none before it is taken in, or after it was erased.
        sealed: whether there is still something that the vault could open.
        letters: without what they say.
        tellings: the newest first.
        openings: how often the vault opened something of it.
    """

    id: UUID
    state: str
    paused: bool
    blocked: bool
    language: str
    relation: Relation
    may_be_told: frozenset[MayBeTold]
    keep_record: KeepRecord
    notices: Notices
    left_on: date
    renew_by: date
    shed_on: date | None
    record: UUID | None
    record_id: int | None
    name: str
    assigned_to: str
    sealed: bool
    letters: tuple[LetterLine, ...]
    tellings: tuple[TellingCard, ...]
    openings: int


@dataclass(frozen=True, slots=True)
class EnquiryCounts:
    """How many enquiries there are, for a dashboard."""

    received: int
    open: int
    answered: int
    closed: int
    withdrawn: int
    unassigned: int
