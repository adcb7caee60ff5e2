"""What the actions and queries of remains take and give back, as plain values, and what they refuse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


class RemainsError(Exception):
    """The register refuses; the message is a sentence for the user.

    `rule` names the rule of the database that refused, or is empty.
    """

    def __init__(self, sentence: str, rule: str = "") -> None:
        super().__init__(sentence)
        self.rule = rule


class UnknownNumber(RemainsError):
    """No part, body, place, list or packet has this number."""


class NothingNamed(RemainsError):
    """An act names no parts, or one of them twice."""


class NotYours(RemainsError):
    """Whoever signed first cannot sign second."""


@dataclass(frozen=True, slots=True)
class RecoveryDraft:
    """Where remains were found; `grid` is an MGRS square of 10 km or more, `on` is EDTF."""

    reference: str
    site: str
    grid: str = ""
    finder: str = ""
    on: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A part as it is taken in; an empty number lets the register give the next one. `place` is a place's code,
    `record` the public id of the registry's record that describes it, `line` where it stands in a file."""

    number: str
    place: str
    explosives_checked_by: str
    what: str = ""
    tags: tuple[str, ...] = ()
    recovery: RecoveryDraft | None = None
    record: UUID | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Who gave and who took, and the paper that bears both signatures."""

    gives: str
    takes: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The words of a refusal, where they were said, and on which day (EDTF)."""

    words: str
    source: str
    said_on: str


@dataclass(frozen=True, slots=True)
class PlaceTotal:
    """A place with what lies in it, and in it with everything below it."""

    code: str
    name: str
    kind: str
    depth: int
    within: str
    here: int
    all_below: int
    capacity: int | None
    closed: bool


@dataclass(frozen=True, slots=True)
class RemainsCount:
    """What became of all remains until a moment; parts, each counted once, but for `came_back` and `waiting`.

    Attributes:
        received: taken in from outside; came_out: came out of another part.
        in_keeping: lie in a place of storage; on_offer: of these, offered or accepted and not handed over.
        with_parties, buried: are there now; handed_over: ever were, also if they came back since.
        came_back: returns from parties, one each time.
        waiting: finds written down at a scene and not taken in yet.
    """

    received: int
    came_out: int
    in_keeping: int
    on_offer: int
    with_parties: int
    handed_over: int
    came_back: int
    buried: int
    waiting: int


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A part as it stood at some moment. `place` is a code, empty where the bureau does not hold it."""

    number: str
    public_id: UUID
    what: str
    body: str
    holder: str
    place: str
    party: str
    offer: str
    since: datetime


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One event of a chain of custody."""

    at: datetime
    recorded_at: datetime
    verb: str
    place: str
    party: str
    by: str
    gives: str
    takes: str
    document: str
    words: str
    source: str
    grave: str
    transfer: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class PacketCard:
    """A packet of effects."""

    seal: str
    contents: tuple[str, ...]
    state: str
    replaces: str
    links: tuple[ChainLink, ...]


@dataclass(frozen=True, slots=True)
class PartPage:
    """Everything that the register holds of one part."""

    now: ListedPart
    tags: tuple[str, ...]
    explosives_checked_by: str
    recovery: RecoveryDraft | None
    record: UUID | None
    split_from: str
    pieces: tuple[str, ...]
    checklist: Mapping[str, tuple[str, str]]
    chain: tuple[ChainLink, ...]
    packets: tuple[PacketCard, ...]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """A body with its parts now, and how it came to them."""

    number: str
    public_id: UUID
    parts: tuple[ListedPart, ...]
    history: tuple[ChainLink, ...]


@dataclass(frozen=True, slots=True)
class TransferCard:
    """A transfer list in numbers; all of them are counted from the events."""

    public_id: UUID
    number: str
    party: str
    channel: str
    drawn_up_by: str
    drawn_up_at: datetime
    listed: int
    offered: int
    accepted: int
    refused: int
    unanswered: int
    withdrawn: int
    handed_over: int
    returned: int


@dataclass(frozen=True, slots=True)
class Differences:
    """What a count found otherwise than the register says. Each value of `elsewhere` says where it should be."""

    counted: int
    expected: int
    missing: tuple[str, ...] = ()
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the place holds exactly what the register says."""
        return not (self.missing or self.elsewhere or self.unknown)


@dataclass(frozen=True, slots=True)
class WaitingMove:
    """A move that waits for the second signature."""

    public_id: UUID
    numbers: tuple[str, ...]
    to: str
    words: str
    by: str
    at: datetime
