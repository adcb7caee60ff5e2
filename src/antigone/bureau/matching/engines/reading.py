"""The registry's records as the tables that the engines read, streamed out of PostgreSQL.

`COPY … (FORMAT csv)` goes straight into Arrow's own reader, so no row becomes a Python object and memory is bounded by
the result. The digest is the SHA-256 of exactly the bytes that were read.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.db import connection
from psycopg import sql

from antigone.bureau.matching.engines.scoring import columns_of
from antigone.bureau.matching.engines.task import RECORDS
from antigone.bureau.registry.drafts import RecordKind
from antigone.evidence.linkage import FIELDS, Particulars

#: Kinds of records by the side of a match that they stand on.
SOUGHT_KINDS = (RecordKind.MISSING,)
FOUND_KINDS = (RecordKind.PRISONER, RecordKind.DEAD, RecordKind.REMAINS)
#: Stands between the names of one record; in a name itself it is read as a space.
_UNIT_SEPARATOR = "\x1f"

#: Where a particular stands in the registry, where its name there is another.
_ELSEWHERE = {
    "source_kind": sql.SQL("s.kind"),
    "age_date": sql.SQL("CASE WHEN r.occurred_date <> '' THEN r.occurred_date ELSE r.source_date END"),
    "names": sql.SQL(
        "(SELECT coalesce(string_agg(translate(n.value, E'\\x1f', ' '), E'\\x1f'"
        " ORDER BY (n.kind = 'primary') DESC, n.value), '') FROM registry_name n WHERE n.record_id = r.id)"
    ),
}
_SELECT = sql.SQL(
    "SELECT r.id AS record_id, {particulars} FROM registry_record r JOIN registry_source s ON s.id = r.source_id"
    " WHERE {which} AND r.sensitivity = '' ORDER BY r.id"
)
_OF_SIDE = sql.SQL("r.kind = ANY({kinds})")
_OF_IDS = sql.SQL("r.id = ANY({ids}::bigint[])")


@dataclass(frozen=True)
class Records:
    """Records as an Arrow table (`engines.RECORDS`), by ascending id, and the SHA-256 of what was read."""

    table: pa.Table
    digest: str

    @property
    def ids(self) -> list[int]:
        return list(self.table.column("record_id").to_pylist())


def records_of_side(kinds: Sequence[RecordKind], *, progress: Callable[[int], None] | None = None) -> Records:
    """All records of these kinds that are not withheld. `progress` is told the number of bytes read."""
    return _read(_OF_SIDE.format(kinds=sql.Literal([kind.value for kind in kinds])), progress)


def records_with_ids(ids: Sequence[int]) -> Records:
    """Those of the records with these ids that are there and not withheld."""
    return _read(_OF_IDS.format(ids=sql.Literal(list(ids))), None)


def particulars(table: pa.Table) -> dict[int, Particulars]:
    """The records of a table as values, by id."""
    columns = columns_of(table, FIELDS)
    ids = table.column("record_id").to_pylist()
    rows = zip(*(columns[name] for name in FIELDS), strict=True)
    return {record: Particulars(**dict(zip(FIELDS, row, strict=True))) for record, row in zip(ids, rows, strict=True)}


def _read(which: sql.Composable, progress: Callable[[int], None] | None) -> Records:
    columns = sql.SQL(", ").join(_ELSEWHERE.get(name, sql.Identifier("r", name)) for name in FIELDS)
    query = sql.SQL("COPY ({select}) TO STDOUT (FORMAT csv)").format(
        select=_SELECT.format(particulars=columns, which=which)
    )
    connection.ensure_connection()
    raw: Any = connection.connection
    with raw.cursor() as cursor, cursor.copy(query) as copy:
        source = _Bytes(iter(copy), progress)
        table = _parsed(source)
    return Records(table, source.digest.hexdigest())


class _Bytes(io.RawIOBase):
    """The bytes of a COPY as the file that Arrow reads, digested as they pass."""

    def __init__(self, blocks: Iterator[Any], progress: Callable[[int], None] | None) -> None:
        super().__init__()
        self.digest = hashlib.sha256()
        self._blocks = blocks
        self._progress = progress
        self._read = 0
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, target: Any) -> int:
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = bytes(block)
            self.digest.update(self._rest)
            self._read += len(self._rest)
            if self._progress:
                self._progress(self._read)
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _parsed(source: _Bytes) -> pa.Table:
    types = {field.name: field.type if field.name != "names" else pa.string() for field in RECORDS}
    buffered = io.BufferedReader(source, 1 << 20)
    if not buffered.peek(1):
        return RECORDS.empty_table()
    read = pyarrow.csv.read_csv(
        buffered,
        read_options=pyarrow.csv.ReadOptions(column_names=list(types), block_size=1 << 24, use_threads=False),
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=False, null_values=[""]),
    )
    names = pc.split_pattern(read.column("names"), _UNIT_SEPARATOR)
    # A record without a name has no names, not one empty name.
    empty = pa.scalar([], pa.list_(pa.string()))
    names = pc.if_else(pc.equal(read.column("names"), ""), empty, names)
    columns = [names if name == "names" else read.column(name) for name in RECORDS.names]
    return pa.Table.from_arrays(columns, schema=RECORDS).combine_chunks()
