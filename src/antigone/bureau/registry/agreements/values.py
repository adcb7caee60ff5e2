"""An agreement as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from antigone.bureau.registry.models import ShownTo
from antigone.bureau.registry.values import RegistryError

#: How many days before its end an agreement is worth a word.
SOON_DAYS = 30


class UnfitAgreement(RegistryError):
    """The agreement cannot be kept as it is written; the message says why."""


class Force(StrEnum):
    """Whether an agreement binds and allows today."""

    NOT_YET = "not yet"
    IN_FORCE = "in force"
    ENDS_SOON = "ends soon"
    RAN_OUT = "ran out"


@dataclass(frozen=True, slots=True)
class AgreementDraft:
    """What was agreed. Both days are inclusive; None leaves that side open. `shown_to` may be empty: to nobody."""

    text: str
    purpose: str = ""
    shown_to: tuple[ShownTo, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """An agreement as it is kept, and how it stands on the day of asking."""

    agreed: AgreementDraft
    kept_at: datetime
    kept_by: str
    force: Force
    days_left: int | None

    @property
    def allows(self) -> bool:
        """Whether it is in force today."""
        return self.force in (Force.IN_FORCE, Force.ENDS_SOON)


def force_on(agreed: AgreementDraft, day: date) -> Force:
    """How an agreement stands on a day."""
    if agreed.valid_until is not None and agreed.valid_until < day:
        return Force.RAN_OUT
    if agreed.valid_from is not None and agreed.valid_from > day:
        return Force.NOT_YET
    if agreed.valid_until is not None and (agreed.valid_until - day).days <= SOON_DAYS:
        return Force.ENDS_SOON
    return Force.IN_FORCE
