"""Papers that leave the bureau: reports as PDF, and the drawings in them.

A report is made from its input alone: the same case, the same prior and the same version give the same bytes, so that a
court can have it made again.
"""

from antigone.interfaces.papers.kinship_report import NotReportable, kinship_report, refuse_lower
from antigone.interfaces.papers.pedigree_drawing import DrawingWords, pedigree_drawing
from antigone.interfaces.papers.words import LANGUAGES

__all__ = [
    "LANGUAGES",
    "DrawingWords",
    "NotReportable",
    "kinship_report",
    "pedigree_drawing",
    "refuse_lower",
]
