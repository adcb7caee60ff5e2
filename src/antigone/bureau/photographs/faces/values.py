"""Plain values of indexing and searching faces, and the refusals."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from antigone.bureau.photographs.models import Sensitivity
from antigone.bureau.photographs.values import PhotographError
from antigone.evidence.faces import FaceWeight
from antigone.imaging.faces import Face

#: What the bureau's own staff may be led to; a caller with fewer rights names fewer.
EVERYTHING = frozenset(Sensitivity)


class UnknownModel(PhotographError):
    """No face was indexed by such a model."""


class UnknownFace(PhotographError):
    """The photograph has no such face."""


class CalibrationRefused(PhotographError):
    """What should be put in force is no calibration of this model."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Whom a caller may be led to.

    Attributes:
        sensitivities: photographs of these kinds.
        kinds: records of these kinds; None for all.
    """

    sensitivities: frozenset[Sensitivity] = EVERYTHING
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ReadPhotograph:
    """What a model read in one photograph; `faces` is None where the picture could not be read."""

    photograph: int
    width: int
    height: int
    faces: tuple[Face, ...] | None


@dataclass(frozen=True, slots=True)
class Indexed:
    """What a reindexing did.

    Attributes:
        photographs: that were read.
        faces: found in them.
        waiting: photographs with several faces, or with none that is sure, in which a human must choose.
        unreadable: photographs whose picture could not be read.
    """

    photographs: int = 0
    faces: int = 0
    waiting: int = 0
    unreadable: int = 0

    def __add__(self, other: Indexed) -> Indexed:
        return Indexed(
            self.photographs + other.photographs,
            self.faces + other.faces,
            self.waiting + other.waiting,
            self.unreadable + other.unreadable,
        )


@dataclass(frozen=True, slots=True)
class FaceHit:
    """A record whose face is like the one sought.

    Attributes:
        record, photograph: public ids; of a record with several photographs, the one most alike.
        pictures: how many photographs of the record the score was made of.
        chosen: whether it was said that the face is the record's person.
        weight: log10 LR under its hypotheses, with the sentence.
    """

    record: UUID
    kind: str
    source: str
    names: tuple[str, ...]
    photograph: UUID
    pictures: int
    chosen: bool | None
    weight: FaceWeight


@dataclass(frozen=True, slots=True)
class FaceSearch:
    """What a search by picture found, and by which calibration it was weighed."""

    hits: tuple[FaceHit, ...]
    model: str
    licence: str
    searched: int
    calibration: str
    people: int
    fitted_on: str
    strangers: str = field(default="")
