"""Plain values of pictures for relatives, and the refusal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from antigone.bureau.enquiries.values import EnquiryError

#: Days after which a grant ends at the latest; the database holds it.
LONGEST_DAYS: Final = 30
#: Looks of one grant in all, and in one day; the database counts.
MOST_LOOKS: Final = 10
MOST_LOOKS_A_DAY: Final = 3


class PictureRefused(EnquiryError):
    """The picture is not shown to this family; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Grant:
    """That a family may see a picture; `stage` is ``granted``, ``open`` or ``ended``."""

    number: UUID
    photograph: UUID
    because: str
    stage: str
    granted_by: str
    granted_on: date
    until: date
    signed_by: str
    ended_by: str
    looks: int


@dataclass(frozen=True, slots=True)
class Grantable:
    """A photograph that may be granted to a family; `sensitivity` as in `photographs.models`."""

    photograph: UUID
    shows: str
    sensitivity: str


@dataclass(frozen=True, slots=True)
class WaitingPicture:
    """What the family's page says of a picture before it is looked at."""

    number: UUID
    until: date


@dataclass(frozen=True, slots=True)
class KnowingEnquiry:
    """An enquiry whose family thinks that it knows a thing of the gallery."""

    number: UUID
    left_on: date
