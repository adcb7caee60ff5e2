"""Plain values of deciding who somebody is: comparisons, statements that people sign, signatures, and refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from antigone.bureau.identification.values import IdentificationError


class DecisionError(IdentificationError):
    """A step towards an identification is refused; the message is one sentence that says what and why."""


class UnknownIdentification(DecisionError):
    """There is no such identification."""


class UnknownPair(DecisionError):
    """The two records cannot be one sought person and one found: one is not there, or of the wrong kind."""


class NoGrounds(DecisionError):
    """Something was said without its grounds, its evidence or its reason."""


class NoFinding(DecisionError):
    """The laboratory has no finding that carries this comparison of DNA."""


class RuleNotMet(DecisionError):
    """The comparisons do not carry an identification by the rule for this kind of record."""


class SamePerson(DecisionError):
    """One person cannot sign twice; an identification needs different people."""


class NotOpen(DecisionError):
    """The identification is signed or rescinded already, or the pair is excluded or identified."""


class DecisionChanged(DecisionError):
    """Comparisons or records changed since the text was shown, so what would be signed is no longer what is so."""


class SignatureRefused(DecisionError):
    """The signature is not of this person over these bytes."""


class Method(StrEnum):
    """How a signature was made."""

    #: A WebAuthn assertion by the person's own passkey, whose challenge is SHA-256 of the signed bytes.
    PASSKEY = "passkey"
    #: The server's Ed25519 signature after the person gave a one-time code: weaker, and marked so everywhere.
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Signature:
    """One person's approval of exactly these bytes.

    Attributes:
        method: "passkey" or "server" (see `Method`).
        key_id: which key: the passkey's credential id in base64url, or the name of the server's key. The key itself
            must be found by it years later, when the account may be closed.
        signed: the bytes that were signed, as `bureau.ledger.encoding.canonical_json` writes a statement.
        evidence: what proves it: for a passkey the assertion as JSON, with `clientDataJSON`, `authenticatorData` and
            `signature` in base64url, either at its top or under `response` as browsers give it; for the server
            64 bytes of Ed25519 over `signed`.
    """

    method: Method
    key_id: str
    signed: bytes
    evidence: bytes = field(repr=False)


class Verifier(Protocol):
    """Whether a signature was made by this person, with a key that was theirs. Given by whoever knows the keys."""

    def __call__(self, signature: Signature, by: str, /) -> bool: ...


class Verdict(StrEnum):
    """What one identifier says of two records (INTERPOL's four)."""

    CONSISTENT = "consistent"
    EXPLICABLE = "inconsistent-explicable"
    INEXPLICABLE = "inconsistent-inexplicable"
    INSUFFICIENT = "insufficient"


class Basis(StrEnum):
    """What an identification rests on."""

    COMPARISONS = "comparisons"
    BOARD = "board"


class Act(StrEnum):
    """What a signature says of an identification."""

    PROPOSE = "propose"
    SIGN = "sign"
    RESCIND = "rescind"


class Standing(StrEnum):
    """How far the comparisons of two records carry, by the rule table; never more than what the database says."""

    #: Nothing is consistent yet.
    OPEN = "open"
    #: Something is consistent, and it does not suffice.
    POSSIBLE = "possible"
    #: It suffices for an identification by comparisons.
    ESTABLISHED = "established"
    #: An inconsistency stands that nothing explains.
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class BoardDecision:
    """A decision of the identification board: where its minutes are, their SHA-256 in hexadecimal, and who sat."""

    document: str
    sha256: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An identification that somebody is about to propose.

    `statement` is what the proposer signs; the database will refuse any other bytes.
    """

    public_id: UUID
    sought: UUID
    found: UUID
    because: str
    board: BoardDecision | None
    on: date
    statement: bytes


#: A statement as it was signed, read back from its canonical JSON.
Statement = Mapping[str, object]
