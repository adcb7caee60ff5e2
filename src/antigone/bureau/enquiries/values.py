"""Plain values of the enquiries' room: what a family leaves, and what its page shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from antigone.bureau.ledger import LedgerError
from antigone.bureau.registry.drafts import Sex as Sex  # the website must not reach into the registry itself

#: The source of every record that comes from an enquiry.
FAMILIES = "Families"
#: Longest texts that are taken, in characters.
LONGEST_LINE = 400
LONGEST_TEXT = 6_000
#: Names that one person sought may have.
MOST_NAMES = 6
#: Largest photograph, in bytes as sent.
LARGEST_PHOTOGRAPH = 5 * 1024 * 1024
#: Days without a sign from the family after which an enquiry sheds its contact and messages.
KEPT_DAYS = 180


class EnquiryError(LedgerError):
    """An act is refused; the message is one sentence that says what and why."""


class EnquiryRejected(EnquiryError):
    """What a family wrote cannot be kept as it is; the message names the field."""


class NotAReceipt(EnquiryError):
    """These are not ten words of a receipt. `word` is the first that no list knows, empty when the number is wrong."""

    def __init__(self, sentence: str, *, word: str = "") -> None:
        super().__init__(sentence)
        self.word = word


class NoSuchEnquiry(EnquiryError):
    """There is no such enquiry, or no receipt opens it any more."""


class SealBroken(EnquiryError):
    """A sealed text does not open."""


class Relation(StrEnum):
    """What the enquirer is to the person sought; nobody has to say."""

    UNSAID = ""
    PARENT = "parent"
    SPOUSE = "spouse"
    CHILD = "child"
    SIBLING = "sibling"
    RELATIVE = "relative"
    FRIEND = "friend"
    COMRADE = "comrade"
    OTHER = "other"


class MayBeTold(StrEnum):
    """Who may be told besides the bureau; by default nobody."""

    NEUTRAL_AGENCY = "neutral agency"
    OWN_AUTHORITIES = "own authorities"


class KeepRecord(StrEnum):
    """Whether the record of the person sought stays when the enquiry is withdrawn."""

    KEEP = "keep"
    ERASE = "erase"


class Notices(StrEnum):
    """Whether a sentence without content («there is news; open your receipt») may be sent when there is news."""

    NONE = "none"
    EMAIL = "email"
    TELEGRAM = "telegram"


class EnquiryState(StrEnum):
    """Where an enquiry stands, as the family's page says it. That a match is possible is no state of it."""

    RECEIVED = "received"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


class LetterKind(StrEnum):
    """What was written: by the family the first four, by the bureau the last two."""

    CONTACT = "contact"
    MESSAGE = "message"
    DETAIL = "detail"
    PHOTOGRAPH = "photograph"
    REPLY = "reply"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for; empty means «not said». The fields are those of the registry's record.

    `birth_date` and `last_seen_date` are EDTF (``1987``, ``1987-05``, ``1987~``); ages are whole years today.
    """

    names: tuple[str, ...] = ()
    father_name: str = ""
    mother_maiden_name: str = ""
    sex: Sex = Sex.UNKNOWN
    birth_date: str = ""
    age_low: int | None = None
    age_high: int | None = None
    birthplace: str = ""
    residence: str = ""
    nationality: str = ""
    documents: str = ""
    force: str = ""
    branch: str = ""
    unit: str = ""
    rank: str = ""
    service_number: str = ""
    call_sign: str = ""
    last_seen_date: str = ""
    last_seen_place: str = ""
    circumstances: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """How the enquirer may be reached; all may be empty. It is kept sealed.

    `chat` is the number of a chat with the bot, for the sentence that there is news; no person needs it.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    telegram: str = ""
    postal: str = ""
    other: str = ""
    best_time: str = ""
    chat: str = ""
    notices: Notices = Notices.NONE


@dataclass(frozen=True, slots=True, repr=False)
class EnquiryDraft:
    """What a family leaves.

    Attributes:
        sought: a name or a photograph there must be.
        relation: of the enquirer to the person sought.
        contact: sealed.
        may_be_told: besides the bureau.
        keep_record: for the day of a withdrawal; can be chosen anew then.
        language: ru, uk or en; of the receipt and of every answer.
        first_message: sealed.
        photograph: of the person sought, as it was sent; sealed and not looked into.
    """

    sought: Sought
    relation: Relation = Relation.UNSAID
    contact: Contact = field(default_factory=Contact)
    may_be_told: frozenset[MayBeTold] = frozenset()
    keep_record: KeepRecord = KeepRecord.KEEP
    language: str = "uk"
    first_message: str = ""
    photograph: bytes | None = None


@dataclass(frozen=True, slots=True, repr=False)
class PageLetter:
    """A message, a detail, a photograph, a reply or what was told, as the family's page shows it.

    Attributes:
        number: random; what is acknowledged is named by it.
        kind: see `LetterKind`; never a contact.
        on: the day.
        text: empty for a photograph.
        acknowledged: the family has said that it read this; only of what was told.
    """

    number: UUID
    kind: LetterKind
    on: date
    text: str
    acknowledged: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class EnquiryPage:
    """All that the holder of a receipt sees.

    Attributes:
        state: in one word.
        language: of the enquiry.
        left_on: the day on which it was left.
        letters: messages both ways, the oldest first; empty after a withdrawal.
        told: what the bureau has told the family, the oldest first.
        may_be_told: besides the bureau.
        keep_record: what was chosen for a withdrawal.
        months_until_renewal: full months until contact and messages are shed unless the family gives a sign.
        shed: whether they were; nothing can be written any more, nor after a withdrawal.
    """

    state: EnquiryState
    language: str
    left_on: date
    letters: tuple[PageLetter, ...]
    told: tuple[PageLetter, ...]
    may_be_told: frozenset[MayBeTold]
    keep_record: KeepRecord
    months_until_renewal: int
    shed: bool
