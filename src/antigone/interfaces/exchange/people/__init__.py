"""Rows into drafts: which column says what, how a cell is read, which rows do not arrive."""

from antigone.interfaces.exchange.people.mapping import ColumnMapping, ColumnUse, DayOrder, IgnoredColumn, NoHeader
from antigone.interfaces.exchange.people.mapping_file import dump_mapping, load_mapping, parse_mapping
from antigone.interfaces.exchange.people.proposal import propose_mapping, uses_by_header
from antigone.interfaces.exchange.people.reading import read_drafts
from antigone.interfaces.exchange.people.rows import ParsedRow, RejectedRow, RowWarning

__all__ = [
    "ColumnMapping",
    "ColumnUse",
    "DayOrder",
    "IgnoredColumn",
    "NoHeader",
    "ParsedRow",
    "RejectedRow",
    "RowWarning",
    "dump_mapping",
    "load_mapping",
    "parse_mapping",
    "propose_mapping",
    "read_drafts",
    "uses_by_header",
]
