"""Record linkage: do two records speak of one human being? Every line of evidence, in bulk and in words."""

from antigone.evidence.linkage.comparisons import DateParts, Equality, NumericDifference, TextLikeness
from antigone.evidence.linkage.correction import Correction, Kin
from antigone.evidence.linkage.graded import Graded
from antigone.evidence.linkage.learning import Decided, Learned, NothingToLearnFrom, OldAndNew, Pairing, Round, learn
from antigone.evidence.linkage.levels import Comparison, Frequencies, LevelLine
from antigone.evidence.linkage.lines import Line
from antigone.evidence.linkage.model import Encoded, Model, Prior
from antigone.evidence.linkage.namelevels import NameLevels
from antigone.evidence.linkage.particulars import FIELDS, Columns, Particulars, as_columns
from antigone.evidence.linkage.plain import NotAParameterSet
from antigone.evidence.linkage.repeats import repeated_share
from antigone.evidence.linkage.starting import starting_model

__all__ = [
    "FIELDS",
    "Columns",
    "Comparison",
    "Correction",
    "DateParts",
    "Decided",
    "Encoded",
    "Equality",
    "Frequencies",
    "Graded",
    "Kin",
    "Learned",
    "LevelLine",
    "Line",
    "Model",
    "NameLevels",
    "NotAParameterSet",
    "NothingToLearnFrom",
    "NumericDifference",
    "OldAndNew",
    "Pairing",
    "Particulars",
    "Prior",
    "Round",
    "TextLikeness",
    "as_columns",
    "learn",
    "repeated_share",
    "starting_model",
]
