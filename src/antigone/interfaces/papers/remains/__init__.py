"""Papers of the register of remains: labels, transfer lists, custody sheets. Two languages stand side by side."""

from antigone.interfaces.papers.remains.custody_sheet import custody_sheet
from antigone.interfaces.papers.remains.form import Imprint, NotWritable
from antigone.interfaces.papers.remains.labels import Label, labels
from antigone.interfaces.papers.remains.transfer_list import ListLine, transfer_list

__all__ = ["Imprint", "Label", "ListLine", "NotWritable", "custody_sheet", "labels", "transfer_list"]
