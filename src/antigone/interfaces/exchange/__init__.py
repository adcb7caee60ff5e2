"""Files in and out. Tables of people from anyone become drafts; nothing here touches the database.

    with open_table("list.csv") as table:
        mapping = propose_mapping(table)
        for item in read_drafts(table, mapping):
            ...  # ParsedRow or RejectedRow

Whatever is wrong with a whole file is an `UnreadableFile`, whose text is a sentence for the person who sent it. It may
come at any row, and then nothing of the file may be kept.
"""

from antigone.interfaces.exchange.errors import (
    BrokenTable,
    EmptyTable,
    FileMissing,
    FileTooLarge,
    MappingInvalid,
    MappingNeeded,
    NamesNobody,
    TooManyColumns,
    UndecodableText,
    UnreadableFile,
    WrongFormat,
)
from antigone.interfaces.exchange.fields import Field
from antigone.interfaces.exchange.limits import DEFAULT_LIMITS, Limits
from antigone.interfaces.exchange.people import (
    ColumnMapping,
    ColumnUse,
    DayOrder,
    IgnoredColumn,
    NoHeader,
    ParsedRow,
    RejectedRow,
    RowWarning,
    dump_mapping,
    load_mapping,
    parse_mapping,
    propose_mapping,
    read_drafts,
    uses_by_header,
)
from antigone.interfaces.exchange.rejections import safe_cell, write_rejections
from antigone.interfaces.exchange.tables import Table, TableFormat, open_table

__all__ = [
    "DEFAULT_LIMITS",
    "BrokenTable",
    "ColumnMapping",
    "ColumnUse",
    "DayOrder",
    "EmptyTable",
    "Field",
    "FileMissing",
    "FileTooLarge",
    "IgnoredColumn",
    "Limits",
    "MappingInvalid",
    "MappingNeeded",
    "NamesNobody",
    "NoHeader",
    "ParsedRow",
    "RejectedRow",
    "RowWarning",
    "Table",
    "TableFormat",
    "TooManyColumns",
    "UndecodableText",
    "UnreadableFile",
    "WrongFormat",
    "dump_mapping",
    "load_mapping",
    "open_table",
    "parse_mapping",
    "propose_mapping",
    "read_drafts",
    "safe_cell",
    "uses_by_header",
    "write_rejections",
]
