"""Record linkage: do two records speak of one human being? Every line of evidence, in bulk and in words."""

from antigone.evidence.linkage.lines import Line
from antigone.evidence.linkage.particulars import FIELDS, Columns, Particulars, as_columns

__all__ = ["FIELDS", "Columns", "Line", "Particulars", "as_columns"]
