"""Plain values of deciding who somebody is: comparisons, statements that people sign, signatures, and refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from antigone.bureau.identification.values import IdentificationError

#: From this posterior on DNA may be called consistent (ICMP's threshold for reports); the database holds the same.
#: Nothing less is ever consistent, and the database holds it; the bureau may ask for more (`sufficient_posterior`).
SUFFICIENT_POSTERIOR = Decimal("0.9995")


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


class Commingled(DecisionError):
    """By DNA the found record's samples, or those of its body, are of more than one person; the message says which."""


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


@dataclass(frozen=True, slots=True)
class RecordInDecision:
    """A record as a decision names it."""

    public_id: UUID
    kind: str
    source: str
    source_record_id: str
    birth_date: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The first name, or the source's own number where nobody is named."""
        return self.names[0] if self.names else self.source_record_id


@dataclass(frozen=True, slots=True)
class Finding:
    """What the laboratory says of two records.

    Attributes:
        family, sample: labels.
        log10_lr: that the sample is of the person whom the family misses, against a stranger.
        loci, inconsistent: how many were compared, and how many only a mutation or a wrong reading explains.
        among: the prior is one among so many.
        posterior: the probability that follows, with nine digits, never rounded up.
        needed: from which posterior on this bureau calls DNA consistent.
    """

    family: str
    sample: str
    log10_lr: str
    loci: int
    inconsistent: int
    among: int
    posterior: str
    needed: Decimal = SUFFICIENT_POSTERIOR

    @property
    def suffices(self) -> bool:
        """Whether DNA may be called consistent."""
        return Decimal(self.posterior) >= self.needed


@dataclass(frozen=True, slots=True)
class ComparisonCard:
    """One comparison as it was recorded. `counts` is false where a newer one of the same identifier stands."""

    number: int
    identifier: str
    verdict: Verdict
    grounds: str
    evidence: str
    finding: Finding | None
    by: str
    on: date
    counts: bool = True


@dataclass(frozen=True, slots=True)
class RequestCard:
    """What was asked for; answered by a later comparison of the same identifier."""

    identifier: str
    what: str
    of_whom: str
    by: str
    on: date
    answered: bool


@dataclass(frozen=True, slots=True)
class ApprovalCard:
    """One signature under an identification, without its bytes."""

    act: Act
    by: str
    on: date
    because: str
    method: Method
    key_id: str


@dataclass(frozen=True, slots=True)
class IdentificationCard:
    """An identification as staff see it.

    Attributes:
        sought, found, comparisons: as the decision names them.
        canonical: the decision itself, which every signature covers.
        signers_needed: signatures besides the proposer's.
        fresh: whether records and comparisons are still what the decision says.
        standing: how far the comparisons carry now.
    """

    public_id: UUID
    state: str
    rule: str
    basis: Basis
    because: str
    board: BoardDecision | None
    proposed_by: str
    proposed_on: date
    sought: RecordInDecision
    found: RecordInDecision
    comparisons: tuple[ComparisonCard, ...]
    approvals: tuple[ApprovalCard, ...]
    canonical: bytes = field(repr=False)
    signers_needed: int
    fresh: bool
    standing: Standing

    @property
    def signed_by(self) -> tuple[str, ...]:
        """Whoever signed besides the proposer."""
        return tuple(one.by for one in self.approvals if one.act is Act.SIGN)

    @property
    def signatures_missing(self) -> int:
        """How many more people must sign."""
        return max(0, self.signers_needed - len(self.signed_by))

    @property
    def sides(self) -> tuple[RecordInDecision, RecordInDecision]:
        """Who is missed, and who was found."""
        return self.sought, self.found


@dataclass(frozen=True, slots=True)
class PairCard:
    """All that was decided of one sought and one found record so far."""

    sought: RecordInDecision
    found: RecordInDecision
    match: UUID | None
    match_state: str
    standing: Standing
    finding: Finding | None
    comparisons: tuple[ComparisonCard, ...]
    requests: tuple[RequestCard, ...]
    identifications: tuple[IdentificationSummary, ...]

    @property
    def sides(self) -> tuple[RecordInDecision, RecordInDecision]:
        """Who is missed, and who was found."""
        return self.sought, self.found

    @property
    def counting(self) -> tuple[ComparisonCard, ...]:
        """The comparisons that count: the newest of each identifier."""
        return tuple(one for one in self.comparisons if one.counts)

    @property
    def standing_identification(self) -> IdentificationSummary | None:
        """The identification of the two that is not rescinded."""
        return next((one for one in self.identifications if one.state != "rescinded"), None)


@dataclass(frozen=True, slots=True)
class IdentificationSummary:
    """An identification for a list."""

    public_id: UUID
    state: str
    rule: str
    basis: Basis
    proposed_by: str
    proposed_on: date
    signed_by: tuple[str, ...]
    sought: UUID
    found: UUID
    sought_name: str
    found_name: str
