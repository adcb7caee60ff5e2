"""What the bureau does with matches. Each act is one transaction and one event.

No action identifies a person: the engine proposes, a case worker takes up and excludes, and what confirms a match is
an identification with two signatures, which is not here.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.matching.explaining import frozen_reasons
from antigone.bureau.matching.models import Identifier, Match, MatchState, Origin, ParameterSet
from antigone.bureau.matching.parameters import card_of, make_every_record_due
from antigone.bureau.matching.values import (
    NotExcluded,
    NothingNew,
    NotToBeTakenUp,
    NotUnderReview,
    ParametersCard,
    UnknownIdentifier,
    UnknownMatch,
)
from antigone.evidence.linkage import Model


@action
def take_up_match(match: UUID, *, actor: Actor) -> None:
    """Put a proposed match under review by the actor. From now on it does not vanish when a record changes.

    Raises:
        UnknownMatch: there is none.
        NotToBeTakenUp: it is decided, no longer proposed, or under review already.
    """
    found = _locked(match)
    if found.state != MatchState.PROPOSED:
        raise NotToBeTakenUp(f"match {match} is {MatchState(found.state).label}; only a proposed match is taken up")
    found.state, found.taken_up_by, found.reasons = MatchState.UNDER_REVIEW, actor.name, frozen_reasons(found)
    found.save(update_fields=["state", "taken_up_by", "reasons"])
    record_event("matching.take_up_match", actor=actor, subject=_subject(found), detail={"log10_lr": found.log10_lr})


@action
def hand_back_match(match: UUID, *, actor: Actor) -> None:
    """Put a match that somebody took up back among those that nobody has, where every colleague finds it.

    Anybody may who may take up: a colleague may have fallen ill. It belongs to the engine again, which computes it
    anew with its records.

    Raises:
        UnknownMatch: there is none.
        NotUnderReview: nobody has taken it up, or it is decided.
    """
    found = _locked(match)
    if found.state != MatchState.UNDER_REVIEW:
        raise NotUnderReview(f"match {match} is {MatchState(found.state).label}; only one under review is handed back")
    who = found.taken_up_by
    found.state, found.taken_up_by, found.reasons = MatchState.PROPOSED, "", None
    found.save(update_fields=["state", "taken_up_by", "reasons"])
    _due(found)
    record_event("matching.hand_back_match", actor=actor, subject=_subject(found), detail={"taken_up_by": who})


@action
def exclude_match(match: UUID, *, identifier: str, because: str, actor: Actor) -> None:
    """Decide that two records are not of one human being, for ever unless new evidence is named.

    The weights and reasons are frozen as they stand; no later run changes or proposes the match.

    Args:
        match: it must be under review.
        identifier: by which kind of evidence, one of `models.Identifier`.
        because: the grounds, in words.
        actor: who decides.

    Raises:
        UnknownMatch: there is none.
        UnknownIdentifier: there is no such kind of evidence.
        NothingNew: no grounds were given.
        NotUnderReview: nobody has taken it up.
    """
    if identifier not in Identifier.values:
        raise UnknownIdentifier(f"«{identifier}» is no kind of evidence; write one of {', '.join(Identifier.values)}")
    if not because.strip():
        raise NothingNew("an exclusion needs its grounds in words: what speaks against one person?")
    found = _locked(match)
    if found.state != MatchState.UNDER_REVIEW:
        raise NotUnderReview(
            f"match {match} is {MatchState(found.state).label}; take it up first, so that somebody has looked at it"
        )
    found.reasons = frozen_reasons(found)
    found.state, found.joint_posterior = MatchState.EXCLUDED, 0.0
    found.decided_by, found.decided_on = actor.name, date.today()
    found.identifier, found.because = identifier, because.strip()
    found.save()
    _due(found)
    record_event(
        "matching.exclude_match",
        actor=actor,
        subject=_subject(found),
        detail={"identifier": identifier, "because": found.because, "log10_lr": found.log10_lr},
    )


@action
def reopen_match(match: UUID, *, new_evidence: str, actor: Actor) -> None:
    """Put an excluded match under review again, because of evidence that was not there when it was excluded.

    Raises:
        UnknownMatch: there is none.
        NotExcluded: it is not excluded.
        NothingNew: no evidence is named, or none but what reopened it before.
    """
    found = _locked(match)
    if found.state != MatchState.EXCLUDED:
        raise NotExcluded(f"match {match} is {MatchState(found.state).label}; only an excluded match is reopened")
    if not new_evidence.strip() or new_evidence.strip() == found.new_evidence:
        raise NothingNew("an exclusion stands for ever unless new evidence is named: say what has come to light")
    found.state, found.new_evidence, found.taken_up_by = MatchState.UNDER_REVIEW, new_evidence.strip(), actor.name
    found.save(update_fields=["state", "new_evidence", "taken_up_by"])
    _due(found)
    record_event(
        "matching.reopen_match", actor=actor, subject=_subject(found), detail={"new_evidence": found.new_evidence}
    )


@action
def keep_parameters(model: Model, *, trained_on: dict[str, int | float | str], actor: Actor) -> ParametersCard:
    """Weigh all evidence with this model from now on. Every record becomes due, because every weight may change.

    Args:
        model: lines of evidence with their parameters.
        trained_on: what they were learned from: counts and digests, no names; empty for the shipped model.
        actor: who decides so.
    """
    origin = Origin.TRAINED if trained_on else Origin.SHIPPED
    kept = ParameterSet.objects.create(
        version=model.version, origin=origin, trained_on=trained_on, model=model.to_json(), kept_by=actor.name
    )
    kept.refresh_from_db()
    make_every_record_due()
    record_event(
        "matching.keep_parameters",
        actor=actor,
        subject=Subject("parameters", model.version),
        detail={"origin": origin.value, "trained_on": trained_on},
    )
    return card_of(kept)


def _locked(match: UUID) -> Match:
    found = Match.objects.select_for_update().filter(public_id=match).first()
    if found is None:
        raise UnknownMatch(f"there is no match {match}; list them with: antigone matches")
    return found


def _subject(match: Match) -> Subject:
    return Subject("match", str(match.public_id))


def _due(match: Match) -> None:
    """What a decision leaves to the other matches of both records is computed by the next comparison."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO matching_due (record_id) VALUES (%s), (%s)", [match.left_id, match.right_id])
