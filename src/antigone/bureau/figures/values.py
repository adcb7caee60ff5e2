"""What the actions and queries of figures speak in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from antigone.evidence.claims import Claim, Conflict


class FiguresError(Exception):
    """Figures refuse; the message is one sentence with the cure."""


class ClaimChanged(FiguresError):
    """A claim of this key is kept with other content; a claim never changes."""


class UnknownClaim(FiguresError):
    """A claim names another that is not kept."""


class ReleaseOutOfOrder(FiguresError):
    """A later release of the list is kept already, or this one with other content."""


class NumberTwice(FiguresError):
    """A release has one number twice."""


class UnknownList(FiguresError):
    """There is no list of this name."""


class UnknownEstimate(FiguresError):
    """There is no estimate of this id."""


class UnknownPage(FiguresError):
    """There is no figures page of this name."""


@dataclass(frozen=True, slots=True)
class ClaimsKept:
    """What came of an import of claims."""

    added: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ClaimLedger:
    """Claims with what the rules hold against each other."""

    claims: tuple[Claim, ...]
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """The file that a release came in."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """One release of a list: how many persons, and what changed from the one before.

    Attributes:
        changes: class of `evidence.revisions.Revision` -> how many.
        repeated: whether this very release was kept before, so that nothing was done.
    """

    of_list: str
    as_of: str
    persons: int
    changes: dict[str, int]
    file: ReleaseFile
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class EntryHistory:
    """One form of an entry, and from which release to which it stood."""

    number: str
    name: str
    sex: str
    birth: str
    age: str
    first: str
    last: str
    fate: str
    became: str


@dataclass(frozen=True, slots=True)
class EstimateDraft:
    """An estimate to keep: what went in and what came out, as JSON values."""

    title: str
    kind: str
    inputs: dict[str, Any]
    settings: dict[str, Any]
    result: dict[str, Any]
    assumptions: str = ""


@dataclass(frozen=True, slots=True)
class EstimateCard:
    """A kept estimate, whole."""

    public_id: str
    draft: EstimateDraft
    digest: str
    version: str
    kept_on: str
