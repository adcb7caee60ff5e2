"""Partners and what they bring, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnfitPartner(Exception):
    """A partner cannot be kept as it is written; the message says why."""


class UnknownPartner(Exception):
    """No partner of this name has a key."""


class UnknownDelivery(Exception):
    """There is no such delivery, or it is closed."""


class Scope(StrEnum):
    """What a key is good for."""

    FEED = "feed"
    WRITE = "write"


class Audience(StrEnum):
    """As whom the partner reads. Feeds are public for everybody; a partner's agreed records leave as files."""

    PUBLIC = "public"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True)
class PartnerDraft:
    """A partner to be added.

    Attributes:
        domain: the home repository for which it may write; its records' ids begin with it.
        quota: requests a day (UTC).
    """

    name: str
    scopes: tuple[Scope, ...] = (Scope.FEED,)
    domain: str = ""
    audience: Audience = Audience.PUBLIC
    quota: int = 1_000


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as it is kept."""

    name: str
    scopes: tuple[str, ...]
    domain: str
    audience: str
    quota: int
    added_on: date
    revoked_on: date | None
    used_today: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request whose key is good. `left_today` is negative when the day's quota is used up."""

    name: str
    domain: str
    audience: str
    left_today: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """Records that a partner brought and nobody has taken in or dropped yet."""

    number: int
    partner: str
    received_on: date
    records: int
