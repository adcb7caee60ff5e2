"""Plain values of the gallery, and its refusals."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from antigone.bureau.photographs.values import PhotographError

#: Pixels of the longer side of what is published.
LARGE: Final = 1000
SMALL: Final = 320
LONGEST_WORDS: Final = 300

# No letter or digit that is taken for another one: no 0, 1, I, L, O, U.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE: Final = re.compile(rf"[{_ALPHABET}]{{8}}")


class ReleaseRefused(PhotographError):
    """The thing is not released; the sentence says why."""


class UnknownRelease(PhotographError):
    """There is no release of this code."""


def new_code() -> str:
    """Eight letters and digits that name one thing to the public: 39 random bits, nothing of the thing in them."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def read_code(written: str) -> str:
    """The code as it is kept, of one that somebody typed or read to somebody; empty where it is none.

    >>> read_code("k7m4-q2xd"), read_code("K7M4 Q2XO")
    ('K7M4Q2XD', '')
    """
    plain = re.sub(r"[\s\-–—.]", "", written[:40]).upper()
    return plain if _CODE.fullmatch(plain) else ""


def shown_code(code: str) -> str:
    """The code as people read it: ``K7M4-Q2XD``; empty for none."""
    return f"{code[:4]}-{code[4:]}" if code else ""


@dataclass(frozen=True, slots=True)
class ReleaseDraft:
    """What is said of a thing when it is proposed. All of it will be public but `because`.

    Attributes:
        kind: a value of `models.Kind`.
        place, side: of the body, as in `evidence.traits`; empty for a thing.
        what: a code of the vocabulary (`vocabulary.CODES`): ``anchor``, ``watch``; empty for none of them.
        words_uk, words_ru, words_en: what somebody who knows it would say, each at most `LONGEST_WORDS` long.
        year_from, year_to: when the person died or was found, inclusive; None where nobody knows.
        region: where, no finer than a region.
        because: why it is released; for staff.
    """

    kind: str
    because: str
    place: str = ""
    side: str = ""
    what: str = ""
    words_uk: str = ""
    words_ru: str = ""
    words_en: str = ""
    year_from: int | None = None
    year_to: int | None = None
    region: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseCard:
    """A release as staff see it; `stage` is ``proposed``, ``shown`` or ``withdrawn``."""

    code: str
    redaction: UUID
    photograph: UUID
    draft: ReleaseDraft
    digest: str
    stage: str
    proposed_by: str
    proposed_on: date
    signed_by: str
    signed_on: date | None
    withdrawn_by: str
    withdrawn_on: date | None
    withdrawn_because: str

    @property
    def shown_code(self) -> str:
        return shown_code(self.code)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the register knows already of a copy that may be released, for a form to begin with."""

    photograph: UUID
    draft: ReleaseDraft = field(default_factory=lambda: ReleaseDraft("effect", ""))
