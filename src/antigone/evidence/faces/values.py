"""Plain values of weighing faces: what a calibration consists of and what two faces say."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from antigone.evidence.weight import Weight

#: What a face may say at most and at least, as log10 likelihood ratio: what all genuine pairs and 7e5 pairs of
#: strangers of the reference set support, and no more.
LEAST: Final = -2.0
MOST: Final = 4.0
#: The name of the line of evidence.
LINE: Final = "face"
#: What is taken off, as log10, where the calibration's strangers are mixed. Strangers of one sex and origin exceed a
#: likelihood ratio of 10 three times as often as all strangers of their own set (London), and some 25 times as
#: often as the strangers on whom the line was fitted (docs/faces.md).
ALIKE_STRANGERS: Final = 1.0
#: Where a brother's or sister's cosine is expected, as a share of the way from a stranger's to the same person's. An
#: assumption from a handful of published pairs (sisters .31 to .43 where strangers have .0 and the same person .65),
#: not a measurement; the sentence says so.
RELATIVES_SHARE: Final = 0.6


class FacesError(ValueError):
    """Faces cannot be weighed so; the message is one sentence that says what and why."""


class NotCalibrated(FacesError):
    """There is no calibration for these vectors, or for this quality; a score without one is no evidence."""


class TooFewFaces(FacesError):
    """A calibration cannot be fitted on so few people."""


class Seen(StrEnum):
    """How the worse of two faces was seen."""

    GOOD = "good"
    DEGRADED = "degraded"
    HIDDEN = "hidden"


class Strangers(StrEnum):
    """Which strangers a calibration was fitted on."""

    #: Of the same sex and about the same age: what sex and age say is not in the score.
    ALIKE = "alike"
    #: Of all kinds: the score says again what sex and age say.
    MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Fit:
    """log10 LR = `slope` x cosine + `intercept`, of one quality.

    Attributes:
        slope, intercept: of the line.
        same, different: the mean cosine of one person and of strangers.
        same_pairs, different_pairs: on how many pairs it was fitted.
        cllr: over the pairs of the fit, each side counting alike.
    """

    slope: float
    intercept: float
    same: float
    different: float
    same_pairs: int
    different_pairs: int
    cllr: float

    def __post_init__(self) -> None:
        numbers = (self.slope, self.intercept, self.same, self.different, self.cllr)
        if not all(math.isfinite(one) for one in numbers) or self.slope <= 0 or self.same <= self.different:
            raise FacesError(
                "a calibration's line must rise: the more alike two faces, the more it speaks for one person"
            )


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns a cosine into a weight, for one model, from one named set of people.

    Attributes:
        set_name: what it was fitted on, as the desk shows it.
        people: how many people with two pictures or more.
        model: `Model.key` of the vectors; others are refused.
        fitted_on: the day.
        strangers: which strangers.
        fits: a line for each quality that the set could carry.
    """

    set_name: str
    people: int
    model: str
    fitted_on: date
    strangers: Strangers
    fits: Mapping[Seen, Fit]

    def __post_init__(self) -> None:
        if not self.set_name.strip() or not self.model.strip() or self.people < 1 or not self.fits:
            raise FacesError("a calibration names its set, its model and its people, and has a line at least")

    def to_json(self) -> str:
        """The calibration as one JSON document, the same bytes for the same values."""
        said = asdict(self) | {
            "fitted_on": self.fitted_on.isoformat(),
            "fits": {k: asdict(v) for k, v in self.fits.items()},
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, document: str) -> Calibration:
        """Read what `to_json` wrote.

        Raises:
            FacesError: it is no such document.
        """
        try:
            said = json.loads(document)
            fits = {Seen(name): Fit(**fit) for name, fit in said.pop("fits").items()}
            on, strangers = date.fromisoformat(said.pop("fitted_on")), Strangers(said.pop("strangers"))
            return cls(fitted_on=on, strangers=strangers, fits=fits, **said)
        except FacesError:
            raise
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise FacesError(f"this is no calibration of faces: {error}") from error


@dataclass(frozen=True, slots=True)
class FaceWeight:
    """What two faces say under three hypotheses.

    Attributes:
        cosine: -1 to 1.
        seen: how the worse of the two was seen.
        against_stranger: log10 P(cosine | same person) / P(cosine | stranger alike in sex and age), from -2 to 4.
        against_relative: log10 P(cosine | same person) / P(cosine | close relative), by the assumption of
            `RELATIVES_SHARE`; within the same bounds.
        reason: one sentence for a case worker, with the set and its size.
    """

    cosine: float
    seen: Seen
    against_stranger: float
    against_relative: float
    reason: str

    @property
    def weight(self) -> Weight:
        """The weight that joins the others: against a stranger, as theirs are."""
        return Weight(LINE, self.against_stranger, self.reason)
