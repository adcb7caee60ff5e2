"""Plain values of second factors, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from antigone.bureau.identification.deciding.values import Method


class FactorError(Exception):
    """A second factor is not accepted, or cannot be added or removed; the message is a sentence."""


class FactorRefused(FactorError):
    """What was shown is not this account's, or not fresh, or was used before."""


class LastFactor(FactorError):
    """The only factor of an account is not removed by its owner: who holds the password would enrol in her place."""


class TooManyFactors(FactorError):
    """An account has as many passkeys as one person can keep an eye on."""


class NoPasskeysHere(FactorError):
    """The desk is reached under an address that browsers bind no passkey to."""


class Kind(StrEnum):
    """What was shown; the vault keeps the word with every opening."""

    PASSKEY = "passkey"
    TOTP = "totp"


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """The desk as browsers know it: its name, to which passkeys are bound, and the origin of its pages."""

    id: str
    origin: str


@dataclass(frozen=True, slots=True)
class PasskeyCard:
    """A passkey as its owner and an administrator see it."""

    number: int
    name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account can show besides its password. `codes_since` is None without one-time codes."""

    passkeys: tuple[PasskeyCard, ...]
    codes_since: datetime | None

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.passkeys) + (self.codes_since is not None)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key under which signatures are checked, also long after it was last used.

    Attributes:
        owner: whose passkey it is; empty for a key of the server.
        public_key: COSE_Key of a passkey, or 32 bytes of Ed25519.
        rp_id: the name of the desk that a passkey is bound to; empty for the server's.
        usable: whether new signatures are accepted under it.
        announced: whether the ledger holds the act by which it came here. A row that somebody put beside the others
            has none.
    """

    method: Method
    key_id: str
    owner: str
    public_key: bytes = field(repr=False)
    rp_id: str
    usable: bool
    announced: bool
