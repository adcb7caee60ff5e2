"""What can be read of comparisons and identifications, and the texts that people sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q

from antigone.bureau.identification.deciding.models import (
    Approval,
    Comparison,
    EvidenceRequest,
    Identification,
    State,
)
from antigone.bureau.identification.deciding.pairs import Pair, pair_of
from antigone.bureau.identification.deciding.statements import (
    as_json,
    decision_bytes,
    finding_of,
    is_fresh,
    record_as_named,
    rescission_bytes,
    standing_of,
    statement_bytes,
)
from antigone.bureau.identification.deciding.values import (
    SUFFICIENT_POSTERIOR,
    Act,
    ApprovalCard,
    Basis,
    BoardDecision,
    ComparisonCard,
    Draft,
    Finding,
    IdentificationCard,
    IdentificationSummary,
    Method,
    NoGrounds,
    PairCard,
    RecordInDecision,
    RequestCard,
    Standing,
    UnknownIdentification,
    Verdict,
)

_LONGEST_REASON = 4_000


def draft_identification(
    sought: UUID,
    found: UUID,
    *,
    because: str,
    by: str,
    board: BoardDecision | None = None,
    public_id: UUID | None = None,
    on: date | None = None,
) -> Draft:
    """What a proposer would sign, as comparisons and records stand now. Nothing is kept.

    Args:
        sought, found: the two records.
        because: why they are one person, in words.
        by: the proposer.
        board: where the board decided.
        public_id, on: of a draft that was shown before; a new number and today otherwise.

    Raises:
        UnknownPair: the records cannot be one sought and one found.
        NoGrounds: no reasons are given, or the board's document is not named properly.
        DecisionError: the decision holds more text than a statement can.
    """
    pair = pair_of(sought, found)
    because = because.strip()
    if not because or len(because) > _LONGEST_REASON:
        raise NoGrounds(f"say why the two records are of one person, in 1 to {_LONGEST_REASON:,} characters")
    number, day = public_id or uuid4(), on or date.today()
    if board is not None:
        _check_board(board)
    decision = decision_bytes(number, pair.sought, pair.found, because=because, board=board, by=by, on=day)
    return Draft(number, sought, found, because, board, day, statement_bytes(decision, Act.PROPOSE, by))


def statement_to_sign(public_id: UUID, *, by: str) -> bytes:
    """What a second person signs.

    Raises:
        UnknownIdentification: there is none.
    """
    return statement_bytes(bytes(identification_row(public_id).decision), Act.SIGN, by)


def statement_to_rescind(public_id: UUID, *, by: str, because: str) -> bytes:
    """What somebody signs who takes it back.

    Raises:
        UnknownIdentification: there is none.
    """
    return rescission_bytes(bytes(identification_row(public_id).decision), by, because.strip())


def pair_card(sought: UUID, found: UUID) -> PairCard:
    """All that was decided of two records so far.

    Raises:
        UnknownPair: the records cannot be one sought and one found.
    """
    pair = pair_of(sought, found)
    match = pair.match()
    comparisons = tuple(Comparison.objects.filter(sought=pair.sought, found=pair.found).order_by("-id"))
    finding = finding_of(pair.sought.pk, pair.found.pk)
    return PairCard(
        _as_decided(record_as_named(pair.sought)),
        _as_decided(record_as_named(pair.found)),
        match.public_id if match else None,
        match.state if match else "",
        Standing(standing_of(pair.sought.pk, pair.found.pk, pair.found.kind)),
        _finding(finding),
        _newest_first(comparisons),
        _requests(pair, comparisons),
        summaries(Identification.objects.filter(sought=pair.sought, found=pair.found).order_by("-id")),
    )


def identification_card(public_id: UUID) -> IdentificationCard:
    """One identification, as it was decided.

    Raises:
        UnknownIdentification: there is none.
    """
    it = identification_row(public_id)
    decision = as_json(bytes(it.decision))
    return IdentificationCard(
        it.public_id,
        it.state,
        it.rule,
        Basis(it.basis),
        it.because,
        BoardDecision(it.document, it.document_sha256, tuple(it.members)) if it.basis == Basis.BOARD else None,
        it.proposed_by,
        it.proposed_on,
        _as_decided(decision["sought"]),
        _as_decided(decision["found"]),
        tuple(_comparison_as_decided(one) for one in decision["comparisons"]),
        tuple(
            ApprovalCard(Act(one.act), one.by, one.on, one.because, Method(one.method), one.key_id)
            for one in it.approvals.all()
        ),
        bytes(it.decision),
        2 if it.basis == Basis.BOARD else 1,
        is_fresh(it),
        Standing(standing_of(it.sought_id, it.found_id, it.rule)),
    )


def identifications(*, state: str = "", limit: int = 200) -> tuple[IdentificationSummary, ...]:
    """Identifications, the newest first; of one state or of all."""
    found = Identification.objects.order_by("-id")
    return summaries(found.filter(state=state)[:limit] if state else found[:limit])


def waiting_for(name: str, *, limit: int = 200) -> tuple[IdentificationSummary, ...]:
    """Proposals that this person could sign: not signed by them yet, the oldest first."""
    theirs = Approval.objects.filter(by=name).values("identification_id")
    return summaries(Identification.objects.filter(state=State.PROPOSED).exclude(pk__in=theirs).order_by("id")[:limit])


def identifications_of_record(record: UUID) -> tuple[IdentificationSummary, ...]:
    """Identifications in which a record stands, the newest first."""
    found = Identification.objects.filter(Q(sought__public_id=record) | Q(found__public_id=record))
    return summaries(found.order_by("-id"))


def summaries(found: Iterable[Identification]) -> tuple[IdentificationSummary, ...]:
    """Identifications for a list; names as they were decided."""
    made = []
    kept = list(found)
    signers: dict[int, list[str]] = {}
    for number, by in Approval.objects.filter(identification__in=kept, act=Act.SIGN).values_list(
        "identification_id", "by"
    ):
        signers.setdefault(number, []).append(by)
    for it in kept:
        decision = as_json(bytes(it.decision))
        sought, other = _as_decided(decision["sought"]), _as_decided(decision["found"])
        made.append(
            IdentificationSummary(
                it.public_id,
                it.state,
                it.rule,
                Basis(it.basis),
                it.proposed_by,
                it.proposed_on,
                tuple(signers.get(it.pk, ())),
                sought.public_id,
                other.public_id,
                sought.name,
                other.name,
            )
        )
    return tuple(made)


def identification_row(public_id: UUID) -> Identification:
    """The row of an identification, for this room.

    Raises:
        UnknownIdentification: there is none.
    """
    it = Identification.objects.filter(public_id=public_id).first()
    if it is None:
        raise UnknownIdentification(f"there is no identification {public_id}; list them with: antigone identifications")
    return it


def _check_board(board: BoardDecision) -> None:
    digits = set("0123456789abcdef")
    if not board.document.strip():
        raise NoGrounds("name the document in which the board wrote its decision down")
    if len(board.sha256) != 64 or not set(board.sha256) <= digits:
        raise NoGrounds("the document's SHA-256 has 64 digits from 0 to f in small letters; compute it with: sha256sum")
    if len({one.strip().casefold() for one in board.members if one.strip()}) < 2:
        raise NoGrounds("a board has at least two members; write each on a line of their own")


def _as_decided(record: Mapping[str, Any]) -> RecordInDecision:
    return RecordInDecision(
        UUID(record["record"]),
        record["kind"],
        record["source"],
        record["source_record"],
        record["birth_date"],
        tuple(record["names"]),
    )


def _comparison_as_decided(one: dict[str, Any]) -> ComparisonCard:
    return ComparisonCard(
        one["number"],
        one["identifier"],
        Verdict(one["verdict"]),
        one["grounds"],
        one["evidence"],
        _finding(one["finding"]),
        one["by"],
        date.fromisoformat(one["on"]),
    )


def _finding(said: dict[str, Any] | None) -> Finding | None:
    if said is None:
        return None
    return Finding(
        said["family"],
        said["sample"],
        said["log10_lr"],
        said["loci"],
        said["inconsistent"],
        said["among"],
        said["posterior"],
        sufficient_posterior(),
    )


def sufficient_posterior() -> Decimal:
    """From which posterior on this bureau calls DNA consistent: ICMP's, or more where it was told so."""
    return max(SUFFICIENT_POSTERIOR, settings.CONFIGURATION.dna_posterior)


def _newest_first(comparisons: tuple[Comparison, ...]) -> tuple[ComparisonCard, ...]:
    seen: set[str] = set()
    cards = []
    for one in comparisons:
        counts = one.identifier not in seen
        seen.add(one.identifier)
        cards.append(
            ComparisonCard(
                one.pk,
                one.identifier,
                Verdict(one.verdict),
                one.grounds,
                one.evidence,
                _finding(one.finding),
                one.by,
                one.on,
                counts,
            )
        )
    return tuple(cards)


def _requests(pair: Pair, comparisons: tuple[Comparison, ...]) -> tuple[RequestCard, ...]:
    newest: dict[str, int] = {}
    for made in comparisons:
        newest.setdefault(made.identifier, made.pk)
    asked = EvidenceRequest.objects.filter(sought=pair.sought, found=pair.found).order_by("-id")
    return tuple(
        RequestCard(one.identifier, one.what, one.of_whom, one.by, one.on, newest.get(one.identifier, 0) > one.after)
        for one in asked
    )
