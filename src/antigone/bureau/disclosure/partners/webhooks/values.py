"""Webhooks and their messages, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class UnfitWebhook(Exception):
    """A webhook cannot be kept as it is written; the message says why."""


class KnownWebhook(UnfitWebhook):
    """The partner hears at this address already."""


class PausedAlready(Exception):
    """The webhook is paused, or is not, already."""


class UnknownWebhook(Exception):
    """There is no such webhook, or it was removed."""


class Topic(StrEnum):
    """Of what a partner wants to hear. No message has any content: what changed is asked for with the key."""

    PERSONS = "persons.changed"
    FIGURES = "figures.changed"
    DELIVERY = "delivery.closed"


#: The type of a message that says nothing but that messages arrive. It is tried once, and nobody asks for it by topic.
TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it is kept, and how its messages of the last month stand.

    Attributes:
        partners_id: the random id of the partner.
        tried_at: when a message was last tried; None where none was.
        trouble: why the one that was tried last did not arrive, in a few words; empty where it did.
        next_at: when the next one is due, whether or not the webhook is paused; None where none waits.
    """

    public_id: str
    partner: str
    partners_id: str
    url: str
    topics: list[str]
    added_on: date
    paused_on: date | None
    removed_on: date | None
    waiting: int
    sent: int
    failed: int
    last_said: str
    tried_at: datetime | None
    trouble: str
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeptMessage:
    """One message as it stands: waiting, sending, sent or failed."""

    topic: str
    created_at: datetime
    state: str
    attempts: int
    tried_at: datetime | None
    said: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message that is to be sent now.

    Attributes:
        reference: stays the same when it is sent again, so that whoever gets it twice knows it.
        detail: at most the id of what it is about.
        attempts: this one included.
    """

    number: int
    webhook: int
    reference: UUID
    url: str
    topic: str
    detail: Mapping[str, str]
    created_at: datetime
    attempts: int


class Outcome(StrEnum):
    """What became of one attempt. `GONE` is an address that wants nothing any more (410)."""

    SENT = "sent"
    LATER = "later"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Said:
    """The outcome, and in a few words why; never what the other side wrote."""

    outcome: Outcome
    why: str


#: Hands over one message: its address, the headers, the body.
Carry = Callable[[str, Mapping[str, str], bytes], Said]
#: Signs bytes with Ed25519.
Sign = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Postman:
    """How messages leave; `public_key` is what they are checked with, as Standard Webhooks writes it."""

    sign: Sign
    carry: Carry
    public_key: str = ""
