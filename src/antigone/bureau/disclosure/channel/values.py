"""A post in the channel as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from antigone.bureau.ledger import LedgerError

#: Characters of a post; of one under a picture (Bot API, `sendMessage`, `sendPhoto`).
LONGEST = 4096
LONGEST_CAPTION = 1024


class ChannelRefused(LedgerError):
    """What the channel cannot be told; the sentence says why and what helps."""


class TooLong(ChannelRefused):
    """A post of more characters than Telegram takes.

    Attributes:
        length, longest: characters with the closing words, and how many there may be.
        captions: whether it stands under a picture.
    """

    def __init__(self, length: int, longest: int, *, captions: bool) -> None:
        self.length, self.longest, self.captions = length, longest, captions
        under = " under a picture" if captions else ""
        super().__init__(f"the post has {length} characters with its closing words; Telegram takes {longest}{under}")


class NamesSomebody(ChannelRefused):
    """A post in which a full name stands that the registry knows."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"the post names «{name}», whom the registry knows; the channel names nobody")


class PostKind(StrEnum):
    """What a post is about; only of these the channel speaks."""

    REMAINS = "remains"
    FIGURES = "figures"
    GUIDANCE = "guidance"


class PostState(StrEnum):
    """Where a post is on its way."""

    UNSIGNED = "unsigned"
    WAITS = "waits"
    STANDS = "stands"
    CHANGES = "changes"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post that is to be written.

    Attributes:
        kind: see `PostKind`.
        language: of its words, and of the fixed closing: uk, ru, en.
        body: what the bureau says, in plain words.
        about: for `REMAINS`, the public id of their record.
        figures: for `FIGURES`, the address of their published page.
        redaction: a signed copy of a picture of these remains, fit to be published.
        publish_at: not before this moment; None for at once.
    """

    kind: PostKind
    language: str
    body: str
    about: UUID | None = None
    figures: str = ""
    redaction: UUID | None = None
    publish_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a post; `signed_by` is empty until a second person has let it out."""

    number: int
    text: str
    digest: str
    written_by: str
    written_on: date
    signed_by: str
    signed_on: date | None


@dataclass(frozen=True, slots=True)
class PostCard:
    """A post as the desk shows it.

    Attributes:
        code: by which a family names it in its enquiry.
        wordings: the newest first.
        may_stand: whether what it is about may be public now; if not, it is taken down or not sent.
        doubtful: it may stand there twice.
        problem: why the bot gave it up; empty for nothing.
    """

    public_id: UUID
    code: str
    kind: PostKind
    language: str
    about: UUID | None
    figures: str
    has_picture: bool
    shows_face: bool
    publish_at: datetime
    state: PostState
    wordings: tuple[Wording, ...]
    may_stand: bool
    withdrawn_by: str
    withdrawn_on: date | None
    withdrawn_because: str
    removed: bool
    shown: int
    doubtful: bool
    problem: str

    @property
    def newest(self) -> Wording:
        """The wording that was written last."""
        return self.wordings[0]


def code_of(post: UUID) -> str:
    """The code of a post, such as ``4F2A-91C0``: the first eight digits of its random number."""
    digits = post.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"
