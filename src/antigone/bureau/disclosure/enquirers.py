"""Allow-list projection for the audience «enquirer»: whoever holds the receipt of one enquiry (DESIGN, section 6).

He sees in plain words where his enquiry stands, what was written both ways and what he was told. Not the record, not
who works on it, not a match, not whether anybody else asks for the same person.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

#: State as it is kept -> as it is shown. A state that is not named here is shown as «received».
_STATES: Mapping[str, str] = MappingProxyType(
    {"open": "open", "answered": "answered", "closed": "closed", "withdrawn": "withdrawn"}
)
#: What may be read with a receipt, of what an enquiry holds; never a contact, which a finder of the card would learn.
LETTERS = frozenset({"message", "detail", "photograph", "reply", "told"})
_DAYS_OF_MONTH = 30


@dataclass(frozen=True, slots=True)
class EnquirerView:
    """The whole of what an enquirer may learn of his enquiry besides its letters."""

    state: str
    left_on: date
    months_until_renewal: int


def shown_to_enquirer(*, state: str, paused: bool, left_on: date, renew_by: date, today: date) -> EnquirerView:
    """The enquiry as its receipt's holder sees it; months are full ones of thirty days, never below nought."""
    shown = _STATES.get(state, "received")
    if paused and shown not in {"closed", "withdrawn"}:
        shown = "paused"
    return EnquirerView(shown, left_on, max(0, (renew_by - today).days // _DAYS_OF_MONTH))
