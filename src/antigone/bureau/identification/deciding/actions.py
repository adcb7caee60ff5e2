"""Steps towards an identification. Each act is one transaction and one event; the database holds the rules anyway.

What is signed is shown first (`queries.draft_identification`, `queries.statement_to_sign`), then comes back with a
signature. A signature is checked before it is kept, by a verifier that the caller brings: this room knows no keys.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from uuid import UUID

from django.db import DatabaseError, connection

from antigone.bureau.identification.deciding.models import (
    IDENTIFIERS,
    Approval,
    Comparison,
    EvidenceRequest,
    Identification,
    State,
)
from antigone.bureau.identification.deciding.pairs import Pair, confirm_match, pair_of, reopen_match, take_up_match
from antigone.bureau.identification.deciding.queries import (
    draft_identification,
    identification_row,
    sufficient_posterior,
)
from antigone.bureau.identification.deciding.statements import (
    finding_of,
    is_fresh,
    newest_comparisons,
    rescission_bytes,
    standing_of,
    statement_bytes,
)
from antigone.bureau.identification.deciding.values import (
    Act,
    Basis,
    Commingled,
    DecisionChanged,
    DecisionError,
    Draft,
    NoFinding,
    NoGrounds,
    NotOpen,
    RuleNotMet,
    SamePerson,
    Signature,
    SignatureRefused,
    Standing,
    Verdict,
    Verifier,
)
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.ledger.values import JSON

#: So that all thirteen comparisons and their grounds fit into one statement of 64 KiB.
LONGEST_GROUNDS, LONGEST_EVIDENCE, LONGEST_REASON = 1_500, 300, 4_000


@action
def record_comparison(
    sought: UUID, found: UUID, identifier: str, verdict: Verdict, *, grounds: str, evidence: str, actor: Actor
) -> int:
    """Say what one identifier tells of two records; gives the comparison's number. The newest of an identifier counts.

    DNA is read from the laboratory's finding on the two, and is consistent from `sufficient_posterior` on.

    Args:
        sought, found: records of a person who is missed and of one who is found.
        identifier: one of `models.IDENTIFIERS`.
        verdict: one of INTERPOL's four.
        grounds: why, in words; at most 1,500 characters.
        evidence: where what was compared lies; it may be empty only where it was insufficient.
        actor: who compared.

    Raises:
        UnknownPair: the records cannot be one sought and one found.
        NoGrounds: grounds or evidence are missing or too long, or there is no such identifier.
        NoFinding: the laboratory says nothing of the two, or too little for this verdict.
    """
    pair = pair_of(sought, found)
    grounds, evidence = grounds.strip(), evidence.strip()
    _identifier(identifier)
    if not grounds or len(grounds) > LONGEST_GROUNDS:
        raise NoGrounds(f"say what was compared and what was found, in 1 to {LONGEST_GROUNDS:,} characters")
    if (not evidence and verdict is not Verdict.INSUFFICIENT) or len(evidence) > LONGEST_EVIDENCE:
        raise NoGrounds(f"say where the evidence lies (a report's number, a file), in 1 to {LONGEST_EVIDENCE} letters")
    if identifier == "dna" and verdict is not Verdict.INSUFFICIENT:
        _finding_carries(pair, verdict)
    with _refusals():
        kept = Comparison.objects.create(
            sought=pair.sought,
            found=pair.found,
            identifier=identifier,
            verdict=verdict.value,
            grounds=grounds,
            evidence=evidence,
            by=actor.name,
        )
    record_event(
        "identification.record_comparison",
        actor=actor,
        subject=pair.subject,
        detail={"number": kept.pk, "identifier": identifier, "verdict": verdict.value},
    )
    return kept.pk


@action
def ask_for_more(sought: UUID, found: UUID, identifier: str, *, what: str, of_whom: str, actor: Actor) -> None:
    """Ask for what is missing to compare an identifier: what, and of whom (the family, a dentist, a laboratory).

    Raises:
        UnknownPair: the records cannot be one sought and one found.
        NoGrounds: it does not say what is asked, or of whom.
    """
    pair = pair_of(sought, found)
    _identifier(identifier)
    if not what.strip() or not of_whom.strip() or len(what) > LONGEST_GROUNDS or len(of_whom) > LONGEST_EVIDENCE:
        raise NoGrounds("say what is asked for, and of whom")
    with _refusals():
        EvidenceRequest.objects.create(
            sought=pair.sought,
            found=pair.found,
            identifier=identifier,
            what=what.strip(),
            of_whom=of_whom.strip(),
            by=actor.name,
        )
    record_event("identification.ask_for_more", actor=actor, subject=pair.subject, detail={"identifier": identifier})


@action
def propose_identification(draft: Draft, signature: Signature, *, verified: Verifier, actor: Actor) -> UUID:
    """Propose, with the first signature, that two records are of one person. Gives the identification's public id.

    A match of the two goes under review, if nobody took it up before.

    Args:
        draft: as `queries.draft_identification` made it for this actor.
        signature: the actor's, over the draft's statement.
        verified: says whether the signature is the actor's.
        actor: a case worker.

    Raises:
        UnknownPair: the records cannot be one sought and one found.
        NoGrounds: no reasons are given.
        RuleNotMet: the comparisons do not carry it.
        NotOpen: the pair is excluded or identified, or another proposal stands.
        DecisionChanged: a record or a comparison changed since the draft was shown.
        SignatureRefused: it is not the actor's signature over the draft.
    """
    if draft.board is not None:
        raise NoGrounds("a decision of the board is entered as such")
    return _propose(draft, signature, verified, actor, "identification.propose_identification")


@action
def decide_by_board(draft: Draft, signature: Signature, *, verified: Verifier, actor: Actor) -> UUID:
    """Enter what the identification board decided, with its document; two more people must sign it.

    For what the rule does not cover: no primary identifier, but much else. An inconsistency that nothing explains
    stands in the board's way too: the explanation that it found is a comparison of its own. What was recognised by
    sight alone carries no decision.

    Raises:
        As `propose_identification`.
    """
    if draft.board is None:
        raise NoGrounds("a decision of the board needs its document, the document's SHA-256, and who sat")
    return _propose(draft, signature, verified, actor, "identification.decide_by_board")


@action
def sign_identification(public_id: UUID, signature: Signature, *, verified: Verifier, actor: Actor) -> State:
    """Another person's signature; with the last one that is needed the match of the two records is confirmed.

    Gives the state that follows: signed, or proposed where the board's second signature is still missing.

    Raises:
        UnknownIdentification: there is none.
        NotOpen: it is signed or rescinded, or the pair was excluded meanwhile.
        SamePerson: the actor has signed it already.
        DecisionChanged: a record or a comparison changed since it was proposed.
        RuleNotMet: the comparisons do not carry it.
        SignatureRefused: it is not the actor's signature over this decision.
    """
    it = identification_row(public_id)
    pair = Pair(it.sought, it.found)
    if it.state != State.PROPOSED:
        raise NotOpen(f"this identification is {State(it.state).label}; only a proposal is signed")
    if any(actor.name.casefold() == one.casefold() for one in it.approvals.values_list("by", flat=True)):
        raise SamePerson("you have signed this identification already; another person must")
    if not is_fresh(it):
        raise DecisionChanged("a record or a comparison changed after the proposal; rescind it and propose anew")
    _rule_carries(pair, it.rule, Basis(it.basis))
    _checked(signature, statement_bytes(bytes(it.decision), Act.SIGN, actor.name), verified, actor)
    _approve(it, Act.SIGN, signature, actor)
    it.refresh_from_db()
    signed = it.state == State.SIGNED
    if signed:
        people = list(it.approvals.values_list("by", flat=True))
        agreeing = [one.identifier for one in newest_comparisons(pair.sought.pk, pair.found.pk) if
                    one.verdict == Verdict.CONSISTENT]  # fmt: skip
        confirm_match(pair, people=people, because=it.because, agreeing=agreeing)
    _settled()
    record_event(
        "identification.sign_identification",
        actor=actor,
        subject=_subject(it),
        detail=_said(signature) | {"decision": _digest(it), "state": it.state},
    )
    return State(it.state)


@action
def rescind_identification(
    public_id: UUID, signature: Signature, *, because: str, verified: Verifier, actor: Actor
) -> None:
    """Take an identification, or a proposal, back. It stays with all its signatures; its match is under review again.

    Raises:
        UnknownIdentification: there is none.
        NoGrounds: no reason is given.
        NotOpen: it is rescinded.
        SignatureRefused: it is not the actor's signature over the rescission.
    """
    because = because.strip()
    if not because or len(because) > LONGEST_REASON:
        raise NoGrounds("say why it is taken back")
    it = identification_row(public_id)
    if it.state == State.RESCINDED:
        raise NotOpen("this identification is rescinded already")
    _checked(signature, rescission_bytes(bytes(it.decision), actor.name, because), verified, actor)
    was = it.state
    _approve(it, Act.RESCIND, signature, actor, because)
    if was == State.SIGNED:
        reopen_match(Pair(it.sought, it.found), because, actor)
    _settled()
    record_event(
        "identification.rescind_identification",
        actor=actor,
        subject=_subject(it),
        detail=_said(signature) | {"decision": _digest(it), "was": was, "because": because},
    )


def _propose(draft: Draft, signature: Signature, verified: Verifier, actor: Actor, verb: str) -> UUID:
    pair = pair_of(draft.sought, draft.found)
    basis = Basis.COMPARISONS if draft.board is None else Basis.BOARD
    if pair.standing_identification() is not None:
        raise NotOpen("an identification of these two records stands already; rescind it first")
    _rule_carries(pair, pair.found.kind, basis)
    now = draft_identification(
        draft.sought,
        draft.found,
        because=draft.because,
        board=draft.board,
        by=actor.name,
        public_id=draft.public_id,
        on=draft.on,
    )
    if now.statement != draft.statement:
        raise DecisionChanged("a record or a comparison changed since the text was shown; read it again and sign that")
    _checked(signature, now.statement, verified, actor)
    take_up_match(pair, actor)
    board = draft.board
    with _refusals():
        it = Identification.objects.create(
            public_id=draft.public_id,
            sought=pair.sought,
            found=pair.found,
            basis=basis.value,
            because=draft.because,
            document=board.document if board else "",
            document_sha256=board.sha256 if board else "",
            members=list(board.members) if board else [],
            proposed_by=actor.name,
            proposed_on=draft.on,
        )
    it.refresh_from_db()
    _approve(it, Act.PROPOSE, signature, actor)
    _settled()
    record_event(
        verb,
        actor=actor,
        subject=_subject(it),
        detail=_said(signature)
        | {"decision": _digest(it), "sought": str(draft.sought), "found": str(draft.found), "rule": it.rule},
    )
    return draft.public_id


def _approve(it: Identification, act: Act, signature: Signature, actor: Actor, because: str = "") -> None:
    with _refusals():
        Approval.objects.create(
            identification=it,
            act=act.value,
            by=actor.name,
            because=because,
            method=signature.method,
            key_id=signature.key_id,
            signed=signature.signed,
            evidence=signature.evidence,
        )


def _checked(signature: Signature, statement: bytes, verified: Verifier, actor: Actor) -> None:
    if signature.signed != statement:
        raise DecisionChanged("the signature is over another text than the one to be kept; read it again and sign that")
    if not verified(signature, actor.name):
        raise SignatureRefused("the signature is not yours, or it is not over this text; nothing was kept")


def _rule_carries(pair: Pair, rule: str, basis: Basis) -> None:
    standing = Standing(standing_of(pair.sought.pk, pair.found.pk, rule))
    if standing is Standing.EXCLUDED:
        raise RuleNotMet(
            "an inconsistency stands that nothing explains; record its explanation, if there is one, as a comparison"
        )
    if standing is Standing.ESTABLISHED:
        return
    beyond_sight = any(
        one.verdict == Verdict.CONSISTENT and one.identifier != "visual"
        for one in newest_comparisons(pair.sought.pk, pair.found.pk)
    )
    if basis is Basis.COMPARISONS or not beyond_sight:
        raise RuleNotMet(_MISSING[rule] if basis is Basis.COMPARISONS else _MISSING["board"])


_MISSING = {
    "remains": "remains are identified by DNA, teeth or fingerprints; none of them is consistent yet",
    "dead": "a named dead person is identified by a primary identifier, or by documents and name together with birth "
    "or service; that is not so yet",
    "prisoner": "a prisoner is identified by a primary identifier, or by the name together with documents, or with "
    "testimony and one more trait of the person; that is not so yet",
    "board": "the board needs at least one consistent identifier other than recognition by sight",
}


def _finding_carries(pair: Pair, verdict: Verdict) -> None:
    finding = finding_of(pair.sought.pk, pair.found.pk)
    if finding is None:
        raise NoFinding(
            "the laboratory has no finding on these two records; ask it for one, or say that DNA is insufficient"
        )
    needed = sufficient_posterior()
    if verdict is Verdict.CONSISTENT and Decimal(finding["posterior"]) < needed:
        raise NoFinding(
            f"DNA is consistent from a posterior of {(100 * needed).normalize():f} % on; "
            f"the laboratory's finding gives {finding['posterior']}"
        )


def _identifier(identifier: str) -> None:
    if identifier not in IDENTIFIERS:
        raise NoGrounds(f"«{identifier}» is no identifier; write one of {', '.join(IDENTIFIERS)}")


def _settled() -> None:
    """Let the database check now what it checks when the transaction ends, so that its refusal can be told."""
    with _refusals(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS identification_holds, identification_confirms IMMEDIATE")
        cursor.execute("SET CONSTRAINTS identification_holds, identification_confirms DEFERRED")


@contextmanager
def _refusals() -> Iterator[None]:
    """What the database refuses, as it says it: somebody else was faster, or the rules were walked past."""
    try:
        yield
    except DatabaseError as error:
        state = getattr(error.__cause__, "sqlstate", "")
        if state == "23001":
            rule = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
            refused = Commingled if rule == "identification_of_one_person" else DecisionError
            raise refused(str(error).splitlines()[0]) from error
        if state == "23505":
            raise NotOpen("an identification of these two records stands already") from error
        raise


def _said(signature: Signature) -> dict[str, JSON]:
    return {
        "method": str(signature.method),
        "key": signature.key_id,
        "signed_sha256": hashlib.sha256(signature.signed).hexdigest(),
    }


def _digest(it: Identification) -> str:
    return hashlib.sha256(bytes(it.decision)).hexdigest()


def _subject(it: Identification) -> Subject:
    return Subject("identification", str(it.public_id))
