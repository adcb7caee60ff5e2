"""What can be seen on a person or a body, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """Marks that last and fade alike."""

    TATTOO = "tattoo"
    SKIN = "skin"
    """Scars, burns, birthmarks, piercings: gone when the skin is."""
    BONE = "bone"
    """Old fractures and metal in bones: seen on a skeleton, and on a whole body only by X-ray."""
    LOSS = "loss"
    """Amputated or missing parts."""


class ToothState(StrEnum):
    """What is told of a tooth."""

    MISSING = "missing"
    CROWN = "crown"
    FILLING = "filling"
    IMPLANT = "implant"
    BRIDGE = "bridge"
    DENTURE = "denture"
    ROOT = "root"


class BodyState(StrEnum):
    """What is left of a body; empty where the description does not say."""

    UNSAID = ""
    PRESERVED = "preserved"
    DECOMPOSED = "decomposed"
    SKELETON = "skeleton"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Range:
    """A measured or remembered size, both bounds inclusive; they are equal where one number was given."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on the body.

    Attributes:
        kind: tattoo, skin, bone or loss.
        what: code of the subject (``wolf``, ``appendectomy``, ``plate``); empty where unsaid.
        place: code of the place (``forearm``, ``chest``); empty where unsaid.
        side: ``left``, ``right`` or empty.
        words: text of an inscription, folded to one Latin spelling for all three languages; mostly empty.
    """

    kind: MarkKind
    what: str = ""
    place: str = ""
    side: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Tooth:
    """A tooth by its FDI two-digit number (ISO 3950), and what is told of it."""

    number: int
    state: ToothState


@dataclass(frozen=True, slots=True)
class Traits:
    """Everything that a description says, read once. Empty means "not said"; what was not understood is in `unread`.

    Attributes:
        stature: cm.
        size: ``tall``, ``medium`` or ``short``: stature in words, to be taken against people of the same sex.
        build: ``slim``, ``medium``, ``sturdy`` or ``heavy``.
        hair, eyes: codes of colours; two eye colours are joined by a hyphen in alphabetical order (``blue-grey``).
        abo: ``O``, ``A``, ``B`` or ``AB``.
        rh: ``+`` or ``-``.
        hand: the preferred one: ``left``, ``right`` or ``both``.
        shoe: European size.
        marks: tattoos, scars, fractures, losses.
        teeth: what is told of single teeth.
        features: ``beard``, ``moustache``, ``glasses``, ``circumcised``, each with a minus before it where denied.
        effects: codes of clothing and belongings.
        inscriptions: call-signs and engraved words on effects, folded.
        serials: serial numbers of implants and things, capital letters and digits.
        denied: kinds of marks said to be absent, and ``teeth`` where none is said to be missing.
        state: what is left of the body.
        unread: clauses that held something not understood, as they were normalised.
    """

    stature: Range | None = None
    size: str = ""
    build: str = ""
    hair: str = ""
    eyes: str = ""
    abo: str = ""
    rh: str = ""
    hand: str = ""
    shoe: Range | None = None
    marks: tuple[Mark, ...] = ()
    teeth: tuple[Tooth, ...] = ()
    features: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    inscriptions: tuple[str, ...] = ()
    serials: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    state: BodyState = BodyState.UNSAID
    unread: tuple[str, ...] = ()

    @property
    def describes_skin(self) -> bool:
        """Whether the describer looked at the skin or the face, so that a tattoo would have been told."""
        seen = (MarkKind.TATTOO, MarkKind.SKIN)
        return bool(
            self.hair or self.eyes or self.build or any(mark.kind in seen for mark in self.marks) or self.denied
        )

    @property
    def describes_looks(self) -> bool:
        """Whether anything is said of the body at all, clothing and belongings apart."""
        return bool(
            self.describes_skin or self.stature or self.size or self.marks or self.teeth or self.abo or self.shoe
        )


NOTHING_SAID = Traits()
