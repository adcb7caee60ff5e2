"""Service: unit, force, rank, personal number and call-sign, as lines of evidence."""

from antigone.evidence.service.call_signs import CallSignLine
from antigone.evidence.service.forces import ForceLine
from antigone.evidence.service.numbers import ServiceNumberLine, service_number_weight
from antigone.evidence.service.ranks import GRADES, RankLine, grade_of
from antigone.evidence.service.units import Unit, UnitLine, read_unit, unit_weight

__all__ = [
    "GRADES",
    "CallSignLine",
    "ForceLine",
    "RankLine",
    "ServiceNumberLine",
    "Unit",
    "UnitLine",
    "grade_of",
    "read_unit",
    "service_number_weight",
    "unit_weight",
]
