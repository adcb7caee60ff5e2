"""Record linkage: do two records speak of one human being? Every line of evidence, in bulk and in words."""

from antigone.evidence.linkage.correction import Correction
from antigone.evidence.linkage.lines import Line
from antigone.evidence.linkage.model import Encoded, Model, Prior
from antigone.evidence.linkage.particulars import FIELDS, Columns, Particulars, as_columns
from antigone.evidence.linkage.plain import NotAParameterSet
from antigone.evidence.linkage.starting import starting_model

__all__ = [
    "FIELDS",
    "Columns",
    "Correction",
    "Encoded",
    "Line",
    "Model",
    "NotAParameterSet",
    "Particulars",
    "Prior",
    "as_columns",
    "starting_model",
]
