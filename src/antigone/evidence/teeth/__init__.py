"""Teeth, one by one: FDI numbers, what is told of each, and a chart of life against a chart of death."""

from antigone.evidence.teeth.comparing import Agreement, ChartComparison, Reason, ToothComparison, compare_charts
from antigone.evidence.teeth.notation import (
    LOWER,
    MILK,
    MILK_LOWER,
    MILK_UPPER,
    NUMBERS,
    PERMANENT,
    SURFACES,
    UPPER,
    Chart,
    Finding,
    Material,
    NotATooth,
    State,
    chart_of,
    surfaces_of,
    tooth_number,
)
from antigone.evidence.teeth.telling import chart_in_words

__all__ = [
    "LOWER",
    "MILK",
    "MILK_LOWER",
    "MILK_UPPER",
    "NUMBERS",
    "PERMANENT",
    "SURFACES",
    "UPPER",
    "Agreement",
    "Chart",
    "ChartComparison",
    "Finding",
    "Material",
    "NotATooth",
    "Reason",
    "State",
    "ToothComparison",
    "chart_in_words",
    "chart_of",
    "compare_charts",
    "surfaces_of",
    "tooth_number",
]
