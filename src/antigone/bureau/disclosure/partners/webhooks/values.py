"""Webhooks and their messages, as plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class UnfitWebhook(Exception):
    """A webhook cannot be kept as it is written; the message says why."""


class UnknownWebhook(Exception):
    """There is no such webhook, or it was removed."""


class Topic(StrEnum):
    """Of what a partner wants to hear. No message has any content: what changed is asked for with the key."""

    PERSONS = "persons.changed"
    FIGURES = "figures.changed"
    DELIVERY = "delivery.closed"


@dataclass(frozen=True, slots=True)
class Webhook:
    """A webhook as it is kept, and how its messages stand."""

    public_id: str
    partner: str
    url: str
    topics: list[str]
    added_on: date
    removed_on: date | None
    waiting: int
    sent: int
    failed: int
    last_said: str


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
    """How messages leave."""

    sign: Sign
    carry: Carry
