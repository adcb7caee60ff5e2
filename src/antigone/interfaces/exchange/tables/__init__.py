"""Bytes into rows: formats, encodings, delimiters, workbooks, and where the header stands."""

from antigone.interfaces.exchange.tables.sources import Row, TableFormat
from antigone.interfaces.exchange.tables.table import Table, open_table

__all__ = ["Row", "Table", "TableFormat", "open_table"]
