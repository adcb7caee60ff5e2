"""One sought and one found record, and the match that the engine may have made of them.

Matching keeps its decisions; an identification confirms a match, and its rescission puts the match under review again.
The database sees to it that both say the same when the transaction ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q

from antigone.bureau.identification.deciding.models import Identification, State
from antigone.bureau.identification.deciding.values import NotOpen, UnknownPair
from antigone.bureau.ledger import Actor, Subject
from antigone.bureau.matching.explaining import frozen_reasons
from antigone.bureau.matching.models import Identifier, Match, MatchState
from antigone.bureau.matching.values import NotComparable
from antigone.bureau.registry.models import Record

#: By which identifier a confirmed match is said to be decided: the first of these that agrees.
_TELLING = (
    Identifier.DNA, Identifier.DENTAL, Identifier.FINGERPRINTS, Identifier.DOCUMENTS, Identifier.MEDICAL,
    Identifier.EFFECTS, Identifier.TRAITS, Identifier.TESTIMONY, Identifier.BIRTH, Identifier.SERVICE, Identifier.NAME,
    Identifier.PLACE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    """A record of a person who is missed, and one of a person who is found."""

    sought: Record
    found: Record

    @property
    def subject(self) -> Subject:
        return Subject("pair", f"{self.sought.public_id} {self.found.public_id}")

    def match(self, *, lock: bool = False) -> Match | None:
        """The match between the two, if the engine made one."""
        between = Q(left=self.sought, right=self.found) | Q(left=self.found, right=self.sought)
        matches = Match.objects.select_for_update(of=("self",)) if lock else Match.objects
        return matches.filter(between).select_related("run__parameters").first()

    def standing_identification(self) -> Identification | None:
        """The identification of the two that is not rescinded."""
        return (
            Identification.objects.filter(sought=self.sought, found=self.found)
            .exclude(state=State.RESCINDED)
            .order_by("id")
            .first()
        )


def pair_of(sought: UUID, found: UUID) -> Pair:
    """Both records.

    Raises:
        UnknownPair: one is not there, or they are not one who is missed and one who is found.
    """
    both = Record.objects.filter(public_id__in=[sought, found]).select_related("source")
    records = {one.public_id: one for one in both}
    if len(records) != 2:
        raise UnknownPair("these are not two records; one of them may have been deleted")
    if records[sought].kind != "missing" or records[found].kind == "missing":
        raise UnknownPair("an identification joins a record of a missing person with one of somebody who was found")
    return Pair(records[sought], records[found])


def pair_of_match(match: UUID) -> Pair:
    """Both records of a match across.

    Raises:
        UnknownPair: there is no such match, or it joins two records of one side.
    """
    found = Match.objects.filter(public_id=match).select_related("left__source", "right__source").first()
    if found is None:
        raise UnknownPair(f"there is no match {match}")
    sought, other = (found.left, found.right) if found.left.kind == "missing" else (found.right, found.left)
    return pair_of(sought.public_id, other.public_id)


def take_up_match(pair: Pair, actor: Actor) -> None:
    """Somebody works on this pair: its match goes under review if nobody took it up.

    Raises:
        NotOpen: it is excluded.
    """
    match = pair.match(lock=True)
    if match is None or match.state == MatchState.UNDER_REVIEW:
        return
    if match.state == MatchState.EXCLUDED:
        raise NotOpen("the match of these two records is excluded; it is reopened only by new evidence")
    match.state, match.taken_up_by, match.reasons = MatchState.UNDER_REVIEW, actor.name, _reasons(match)
    match.save(update_fields=["state", "taken_up_by", "reasons"])


def confirm_match(pair: Pair, *, people: Sequence[str], because: str, agreeing: Sequence[str]) -> None:
    """The match of an identification that has just been signed is confirmed, if there is one.

    Args:
        pair: the two records.
        people: who signed, the proposer first.
        because: the proposer's reasons.
        agreeing: identifiers that are consistent.

    Raises:
        NotOpen: it was excluded meanwhile.
    """
    match = pair.match(lock=True)
    if match is None:
        return
    if match.state == MatchState.EXCLUDED:
        raise NotOpen("the match of these two records was excluded meanwhile; the identification cannot be signed")
    if match.state != MatchState.UNDER_REVIEW:
        match.state = MatchState.UNDER_REVIEW
        match.save(update_fields=["state"])
    match.reasons = _reasons(match)
    match.state, match.joint_posterior = MatchState.CONFIRMED, 1.0
    match.decided_by, match.decided_on, match.because = ", ".join(people)[:200], date.today(), because
    match.identifier = next(one for one in _TELLING if one in agreeing)
    match.save()
    _due(match)


def reopen_match(pair: Pair, because: str, actor: Actor) -> None:
    """The match of an identification that was rescinded is under review again."""
    match = pair.match(lock=True)
    if match is None or match.state != MatchState.CONFIRMED:
        return
    match.state, match.taken_up_by = MatchState.UNDER_REVIEW, actor.name
    match.new_evidence = f"the identification was rescinded: {because}"
    match.decided_by, match.decided_on, match.because, match.identifier = "", None, "", ""
    match.joint_posterior = match.pairwise_posterior
    match.save()
    _due(match)


def _reasons(match: Match) -> list[dict[str, object]]:
    """What speaks for and against the match now, or, where a record is withheld, what was kept of it."""
    try:
        return [dict(one) for one in frozen_reasons(match)]
    except NotComparable:
        return list(match.reasons or [])


def _due(match: Match) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO matching_due (record_id) VALUES (%s), (%s)", [match.left_id, match.right_id])
