"""Dates: vague ones as EDTF, and how strongly birth dates and dates of events speak for one person."""

from antigone.evidence.dates.ages import born_at_age
from antigone.evidence.dates.birth import BirthDateLine, birth_date_weight
from antigone.evidence.dates.edtf import NotADate, UncertainDate
from antigone.evidence.dates.events import Delay, LastSeenLine
from antigone.evidence.dates.sources import ERRORS_BY_SOURCE, SOURCE_KINDS, DateErrors

__all__ = [
    "ERRORS_BY_SOURCE",
    "SOURCE_KINDS",
    "BirthDateLine",
    "DateErrors",
    "Delay",
    "LastSeenLine",
    "NotADate",
    "UncertainDate",
    "birth_date_weight",
    "born_at_age",
]
