"""What the engine takes and gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

#: A pixel may be this part of a feature's smallest extent for its absence to count.
RESOLVED: Final = 1 / 3


class State(StrEnum):
    """What an observer says of a feature in a picture."""

    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    NOT_VISIBLE = "not visible"
    OBSCURED = "obscured"


class Confidence(StrEnum):
    """How sure the observer is; what is only possible counts for nothing."""

    CERTAIN = "certain"
    PROBABLE = "probable"
    POSSIBLE = "possible"


class Course(StrEnum):
    """What is known of how such a feature comes and goes."""

    #: Once it is there it stays, as damage of a road or a grave does.
    STAYS = "stays"
    #: Once it is gone it stays gone.
    GOES = "goes"
    #: It may come and go, as a camp or a vehicle does.
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Times:
    """The closed interval in which a picture was taken; an end that nobody knows is None."""

    earliest: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """One observer's word on the feature in one picture.

    Attributes:
        key: names the observation; no two in a set are alike.
        picture: names the picture; several observers may have looked at it.
        pixel: what a pixel shows of the feature's place, in metres; None where nobody measured it.
    """

    key: str
    picture: str
    observer: str
    state: State
    pixel: float | None = None
    confidence: Confidence = Confidence.CERTAIN


class Change(StrEnum):
    """What happened to the feature."""

    APPEARED = "appeared"
    DISAPPEARED = "disappeared"


@dataclass(frozen=True, slots=True)
class Bracket:
    """The feature changed after the pictures `after` and not after the pictures `before`.

    `earliest` and `latest` bound the moment of the change: it is later than `earliest` and no later than `latest`.
    They are None where no dates say so, but somebody states the pictures' order.
    """

    change: Change
    after: tuple[str, ...]
    before: tuple[str, ...]
    earliest: datetime | None
    latest: datetime | None


class Why(StrEnum):
    """Why an observation counts for no bracket."""

    NOT_VISIBLE = "not visible"
    OBSCURED = "obscured"
    ONLY_POSSIBLE = "only possible"
    NOT_RESOLVED = "a pixel is larger than a third of the feature"
    NOT_MEASURED = "nobody measured the pixel, or the feature"
    NO_TIME = "nobody knows when the picture was taken"
    NOT_AGREED = "another observer could not make it out in this picture"


@dataclass(frozen=True, slots=True)
class SetAside:
    """An observation that counts for no bracket."""

    key: str
    why: Why


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Observations, or stated orders, that cannot all be right."""

    present: tuple[str, ...]
    absent: tuple[str, ...]
    #: Pictures whose dates contradict an order that somebody states.
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What follows from a set of observations. There are brackets only where there is no contradiction."""

    brackets: tuple[Bracket, ...]
    contradictions: tuple[Contradiction, ...]
    set_aside: tuple[SetAside, ...]
