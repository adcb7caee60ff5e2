"""What the matching's actions and queries take and give back, as plain values, and what they refuse."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from antigone.evidence import Assessment


class MatchingError(Exception):
    """Something that the matching refuses; the message is a sentence for the user."""


class UnknownMatch(MatchingError):
    """There is no such match."""


class UnknownRun(MatchingError):
    """There is no such run."""


class NotToBeTakenUp(MatchingError):
    """The match cannot go under review: it is decided, or no longer proposed."""


class NotUnderReview(MatchingError):
    """Nobody has taken the match up, so nobody can decide it."""


class NotExcluded(MatchingError):
    """The match is not excluded, so there is nothing to reopen."""


class NothingNew(MatchingError):
    """A decision was asked for without grounds, or its reopening without new evidence."""


class UnknownIdentifier(MatchingError):
    """There is no such kind of evidence."""


class NothingDue(MatchingError):
    """No record waits to be compared."""


class AnotherMatching(MatchingError):
    """Somebody else compares records on this database."""


class CannotResume(MatchingError):
    """There is no interrupted run, or what it had read has changed."""


class CannotRepeat(MatchingError):
    """The run cannot be repeated: what it read is no longer there as it was."""


class NotComparable(MatchingError):
    """Two records cannot be compared: one is not there, is withheld, or they are one."""


class TooFewRecords(MatchingError):
    """There is too little to learn from."""


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a comparison did.

    Attributes:
        run_id: as in `antigone match --repeat`.
        engine, parameters: with what.
        sought, found: how many records were read on each side.
        compared: records that were compared with all others.
        pairs: pairs that reached the floor.
        proposed, changed, withdrawn: matches that are new, that have another weight, that went.
        left_out: one sentence on what was left out for crowding; empty when nothing was.
        results: SHA-256 of all weighed pairs.
        felt: records further away whose matches this may change (see `runs.follow_what_is_felt`).
    """

    run_id: int
    engine: str
    parameters: str
    sought: int
    found: int
    compared: int
    pairs: int
    proposed: int
    changed: int
    withdrawn: int
    left_out: str
    results: str
    felt: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class RunCard:
    """One comparison as it is kept.

    `scope` is how many records it took up, 0 for all; `rules` are the blocking rules by which it found candidates.
    """

    run_id: int
    engine: str
    engine_version: str
    parameters: str
    state: str
    started_at: datetime
    finished_at: datetime | None
    started_by: str
    sought: int
    found: int
    scope: int
    inputs: str
    results: str
    outcome: dict[str, object]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repetition:
    """What doing a run again gave: the SHA-256 of all weighed pairs, then and now, and the versions of Antigone."""

    run_id: int
    then: str
    now: str
    version_then: str
    version_now: str

    @property
    def same(self) -> bool:
        return self.then == self.now


@dataclass(frozen=True, slots=True)
class ParametersCard:
    """A parameter set, without its numbers."""

    version: str
    origin: str
    trained_on: dict[str, object]
    kept_at: datetime
    kept_by: str


@dataclass(frozen=True, slots=True)
class RecordInMatch:
    """What a list of matches shows of a record."""

    record_id: int
    public_id: UUID
    kind: str
    name: str
    birth_date: str
    source: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a match, when, on which evidence and why; empty while nobody has."""

    by: str = ""
    on: date | None = None
    identifier: str = ""
    because: str = ""
    new_evidence: str = ""


@dataclass(frozen=True, slots=True)
class MatchCard:
    """A match as staff see it in a list.

    Attributes:
        relation: ``across`` (left is sought, right is found), ``sought`` or ``found`` (perhaps duplicates).
        prior: log10 odds that two records taken at random are one person.
        pairwise_posterior: what prior and weights say of this pair alone.
        joint_posterior: what they say when one body is at most one person.
    """

    public_id: UUID
    relation: str
    left: RecordInMatch
    right: RecordInMatch
    log10_lr: float
    prior: float
    pairwise_posterior: float
    joint_posterior: float
    state: str
    taken_up_by: str
    decision: Decision = field(default_factory=Decision)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two records may speak of one human being, or may not.

    Attributes:
        left, right: the records.
        prior: log10 odds before the evidence.
        assessment: every line's weight with its reason, in the order of the model, their sum and the posterior.
        parameters: version of the parameter set.
        match: the match between them, if one is kept.
    """

    left: RecordInMatch
    right: RecordInMatch
    prior: float
    assessment: Assessment
    parameters: str
    match: MatchCard | None
