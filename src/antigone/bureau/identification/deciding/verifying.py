"""Whether every identification that is kept is one that people signed: asked again of the bytes, years later.

The database refuses what it can; what it cannot see is whether a signature was made by the key that it names. Here that
is asked anew of every approval, and whether the ledger, which nobody rewrites unseen, knows of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from antigone.bureau.identification.deciding.models import Approval, Identification, State
from antigone.bureau.identification.deciding.queries import identification_row
from antigone.bureau.identification.deciding.statements import as_json, rescission_bytes, statement_bytes
from antigone.bureau.identification.deciding.values import Act, Basis, DecisionError, Method, Signature, Verifier
from antigone.bureau.ledger.encoding import canonical_json
from antigone.bureau.ledger.models import Event

_VERBS = {
    Act.PROPOSE: ("identification.propose_identification", "identification.decide_by_board"),
    Act.SIGN: ("identification.sign_identification",),
    Act.RESCIND: ("identification.rescind_identification",),
}


@dataclass(frozen=True, slots=True)
class CheckedApproval:
    """One signature, checked. `problem` is a sentence, empty where all is well."""

    act: Act
    by: str
    method: Method
    key_id: str
    signed_sha256: str
    problem: str


@dataclass(frozen=True, slots=True)
class Verification:
    """One identification, checked: `problems` holds a sentence for whatever is wrong with it as a whole."""

    public_id: UUID
    state: str
    decision_sha256: str
    approvals: tuple[CheckedApproval, ...]
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything holds."""
        return not self.problems and not any(one.problem for one in self.approvals)


def verify(verified: Verifier, public_id: UUID | None = None) -> Iterator[Verification]:
    """Check identifications against their signatures, in the order in which they were proposed.

    Args:
        verified: whether a signature is a person's; it must know keys that are no longer in use too.
        public_id: of one; all otherwise.

    Raises:
        UnknownIdentification: there is none of this id.
    """
    found = [identification_row(public_id)] if public_id else Identification.objects.order_by("id").iterator()
    for it in found:
        yield _checked(it, verified)


def _checked(it: Identification, verified: Verifier) -> Verification:
    decision = bytes(it.decision)
    approvals = list(it.approvals.order_by("id"))
    events = _events(it)
    checked = tuple(_approval(one, decision, verified, events) for one in approvals)
    return Verification(
        it.public_id, it.state, hashlib.sha256(decision).hexdigest(), checked, tuple(_problems(it, decision, approvals))
    )


def _approval(one: Approval, decision: bytes, verified: Verifier, events: set[tuple[str, str, str]]) -> CheckedApproval:
    act, signed = Act(one.act), bytes(one.signed)
    digest = hashlib.sha256(signed).hexdigest()
    signature = Signature(Method(one.method), one.key_id, signed, bytes(one.evidence))
    problem = ""
    if signed != _statement(one, act, decision):
        problem = "another text was signed than the one that is kept"
    elif not verified(signature, one.by):
        problem = f"the signature was not made by a key of {one.by}"
    elif not any((verb, one.by, digest) in events for verb in _VERBS[act]):
        problem = "the ledger knows nothing of this signature"
    return CheckedApproval(act, one.by, signature.method, one.key_id, digest, problem)


def _statement(one: Approval, act: Act, decision: bytes) -> bytes:
    if act is Act.RESCIND:
        return rescission_bytes(decision, one.by, one.because)
    return statement_bytes(decision, act, one.by)


def _problems(it: Identification, decision: bytes, approvals: list[Approval]) -> Iterator[str]:
    try:
        said = as_json(decision)
        whole = canonical_json(said) == decision
    except (DecisionError, json.JSONDecodeError):
        yield "the decision cannot be read"
        return
    if not whole or (said["identification"], said["basis"], said["rule"], said["proposed_by"]) != (
        str(it.public_id), it.basis, it.rule, it.proposed_by,
    ):  # fmt: skip
        yield "the decision is of another identification than its row"
    people = {one.by.casefold() for one in approvals if one.act in (Act.PROPOSE, Act.SIGN)}
    needed = 3 if it.basis == Basis.BOARD else 2
    if it.state == State.SIGNED and len(people) < needed:
        yield f"it is signed by {len(people)} people and needs {needed}"
    if it.state == State.RESCINDED and not any(one.act == Act.RESCIND for one in approvals):
        yield "it is rescinded, and nobody signed that"


def _events(it: Identification) -> set[tuple[str, str, str]]:
    """Verb, actor and SHA-256 of what was signed, of every event on this identification."""
    kept = Event.objects.filter(subject_kind="identification", subject_id=str(it.public_id))
    return {
        (verb, actor, str(detail.get("signed_sha256", "")))
        for verb, actor, detail in kept.values_list("verb", "actor_name", "detail")
        if detail is not None
    }
