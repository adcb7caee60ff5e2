"""Plain values of the search for marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from antigone.bureau.photographs.values import PhotographError
from antigone.evidence.traits.reading import places

#: What a picture or a part of one must show to be found by a picture; values of `models.Shows`.
SHOWN: Final = ("tattoo", "scar", "clothing", "effect", "document")
#: So many pictures are compared with one at most; the place of the body and words narrow a larger stock.
MOST_COMPARED: Final = 2_000


class MarksRefused(PhotographError):
    """The search for a mark is not made."""


@dataclass(frozen=True, slots=True)
class MarkSought:
    """What is known of a mark: the place of the body first, then what it is, then words.

    Attributes:
        place: a code of `evidence.traits`; empty means anywhere.
        side: ``left``, ``right`` or empty.
        shows: a value of `models.Shows`, or empty.
        words: in Russian, Ukrainian or English; «якір» finds what was marked as «anchor».

    Raises:
        MarksRefused: a code is none; a slip of spelling must not look as if nobody bore such a mark.
    """

    place: str = ""
    side: str = ""
    shows: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        known = {"place": [one.code for one in places()], "side": ["left", "right"], "shows": SHOWN}
        for what, codes in known.items():
            if (said := getattr(self, what)) and said not in codes:
                raise MarksRefused(f"«{said}» is not known as «{what}»; write one of: {', '.join(codes)}")


@dataclass(frozen=True, slots=True)
class MarkFound:
    """A mark that may be the one sought; no picture is in it.

    Attributes:
        region: the marked part; None where the photograph as a whole shows the mark.
        sensitivity: of the photograph.
        fitting: features that fit one change of place; 0 where it was found by words alone.
        mirrored: whether it fits in the mirror.
    """

    record: UUID
    photograph: UUID
    region: UUID | None
    shows: str
    place: str
    side: str
    words: str
    sensitivity: str
    fitting: int = 0
    mirrored: bool = False


@dataclass(frozen=True, slots=True)
class MarkSearch:
    """What a search by a picture found, the most alike first.

    Attributes:
        compared: how many pictures were compared, each one.
        waiting: how many more there are that the worker has not measured yet.
    """

    found: tuple[MarkFound, ...]
    compared: int
    waiting: int
