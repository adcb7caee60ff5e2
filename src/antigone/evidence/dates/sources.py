"""How often each kind of source writes a date other than the true one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

#: Kinds of sources, as `Particulars.source_kind` names them; a row number is a code, and 0 is "not said".
SOURCE_KINDS: Final = ("", "authority", "agency", "organisation", "press", "family", "bureau")
_CODE = {kind: code for code, kind in enumerate(SOURCE_KINDS)}


def source_code(kind: str) -> int:
    """Row of a kind of source in `SOURCE_KINDS`; 0 for a kind that is not known."""
    return _CODE.get(kind, 0)


@dataclass(frozen=True, slots=True)
class DateErrors:
    """Shares of a source's records whose birth date shows a slip; the rest is right.

    Attributes:
        year_off: the year is off by one (three times out of four) or two.
        swapped: day and month changed places.
        digit: one digit is another.
        elsewhere: wrong in a way that none of these explains, so that it says nothing about the true date.
    """

    year_off: float = 0.03
    swapped: float = 0.02
    digit: float = 0.01
    elsewhere: float = 0.01

    def __post_init__(self) -> None:
        shares = (self.year_off, self.swapped, self.digit, self.elsewhere)
        if min(shares) < 0 or sum(shares) >= 1 or self.elsewhere == 0:
            raise ValueError(
                f"shares of slips must be 0 or more and add up to less than 1, «elsewhere» above 0: {shares}"
            )


#: Of a source that is not known; chosen, like the next.
USUAL_ERRORS: Final = DateErrors()
#: Starting values for the kinds that differ from `DateErrors()`; chosen, to be learned from a bureau's own records.
ERRORS_BY_SOURCE: Final[tuple[tuple[str, DateErrors], ...]] = (
    ("authority", DateErrors(year_off=0.03, swapped=0.02, digit=0.01, elsewhere=0.01)),
    ("agency", DateErrors(year_off=0.03, swapped=0.04, digit=0.005, elsewhere=0.01)),
    ("press", DateErrors(year_off=0.05, swapped=0.01, digit=0.01, elsewhere=0.02)),
    ("family", DateErrors(year_off=0.02, swapped=0.02, digit=0.005, elsewhere=0.005)),
)


def errors_of_each(usual: DateErrors, by_source: Sequence[tuple[str, DateErrors]]) -> tuple[DateErrors, ...]:
    """The errors of every row of `SOURCE_KINDS`."""
    known = dict(by_source)
    return tuple(known.get(kind, usual) for kind in SOURCE_KINDS)
