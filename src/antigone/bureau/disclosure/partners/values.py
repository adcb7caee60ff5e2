"""Partners and what they bring, as plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class UnfitPartner(Exception):
    """A partner cannot be kept as it is written; the message says why."""


class HasKey(UnfitPartner):
    """A partner of this name has a key."""


class UnknownPartner(Exception):
    """No partner of this name has a key."""


class UnknownDelivery(Exception):
    """There is no such delivery, or it is closed."""


_DOMAIN = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+")


def is_domain(text: str) -> bool:
    """Whether this is a domain in small letters, such as agency.example."""
    return _DOMAIN.fullmatch(text) is not None


class Scope(StrEnum):
    """What a key is good for."""

    FEED = "feed"
    WRITE = "write"
    SEARCH = "search"
    FIGURES = "figures"
    ENQUIRE = "enquire"
    AGREED = "agreed"


class Audience(StrEnum):
    """As whom the partner reads: what is public, or besides what sources have agreed that partners may have."""

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
    """A partner as it is kept: one for each key, but that a key may be given anew."""

    public_id: str
    name: str
    scopes: tuple[str, ...]
    domain: str
    audience: str
    quota: int
    added_on: date
    renewed_on: date | None
    revoked_on: date | None
    used_today: int


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request whose key is good. `left_today` is negative when the day's quota is used up."""

    name: str
    domain: str
    audience: str
    scopes: tuple[str, ...]
    quota: int
    left_today: int


@dataclass(frozen=True, slots=True)
class DeliveryState:
    """What became of a delivery, for the partner that brought it; `closed_on` is None while it waits."""

    records: int
    received_on: date
    closed_on: date | None
    taken: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """Records that a partner brought and nobody has taken in or dropped yet."""

    number: int
    partner: str
    received_on: date
    records: int
