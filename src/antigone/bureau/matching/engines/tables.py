"""Keys of both sides of a task in a DuckDB of their own, on disk, so that memory is bounded."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing, blocks_sql, crowded_sql, crowding_sql
from antigone.bureau.matching.engines.scoring import columns_of
from antigone.bureau.matching.engines.task import Crowding, Progress, Stage
from antigone.evidence.linkage.blocking import Blocking, Keys, keys

#: Records whose keys are made in one go.
RECORDS_AT_ONCE = 50_000
_KEYS = pa.schema(
    {
        "record_id": pa.int64(),
        "side": pa.int16(),
        "rule": pa.int16(),
        "key": pa.int64(),
        "birth_from": pa.int16(),
        "birth_to": pa.int16(),
    }
)


def pages(table: pa.Table) -> Iterator[tuple[int, pa.Table]]:
    """The table in runs of `RECORDS_AT_ONCE` rows, each with the number of its first row."""
    for first in range(0, len(table), RECORDS_AT_ONCE):
        yield first, table.slice(first, RECORDS_AT_ONCE)


class KeyTables:
    """Relations ``keys``, ``crowded`` and ``blocks`` (see `matching.blocking`) with row numbers for record ids.

    A context manager: the database goes with its file.

    Args:
        memory: how much memory DuckDB may take before it writes to disk, in DuckDB's words.
    """

    def __init__(self, memory: str = "2GB") -> None:
        self._memory = memory

    def __enter__(self) -> KeyTables:
        self._folder = tempfile.TemporaryDirectory(prefix="antigone-match-")
        path = Path(self._folder.name)
        self._database = duckdb.connect(str(path / "keys.duckdb"))
        self._database.execute("SET memory_limit = ?", [self._memory])
        self._database.execute("SET temp_directory = ?", [str(path / "spill")])
        self._database.execute("SET preserve_insertion_order = false")
        self._database.register("nothing", _KEYS.empty_table())
        self.execute("CREATE TABLE keys AS SELECT * FROM nothing")
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def execute(self, statement: str) -> None:
        """Run a statement that gives nothing back."""
        self._database.execute(statement)

    def columns(self, query: str) -> list[NDArray[np.int64]]:
        """The columns of a query's rows, int64 each."""
        found = self._database.execute(query).fetchnumpy()
        return [np.asarray(column, dtype=np.int64) for column in found.values()]

    def arrays(self, query: str) -> list[NDArray[Any]]:
        """The columns of a query's rows, each of its own type; none may be NULL."""
        return [np.ascontiguousarray(column) for column in self._database.execute(query).fetchnumpy().values()]

    def put(self, name: str, columns: Mapping[str, NDArray[np.int64]]) -> None:
        """Make a table of these columns, in place of one of that name."""
        self._database.register("page", pa.table({column: pa.array(values) for column, values in columns.items()}))
        self.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM page")  # noqa: S608
        self._database.unregister("page")

    def add(self, found: Keys, side: int, *, first: int = 0, table: str = "keys") -> None:
        """Add keys of one side whose row 0 is row `first` of that side."""
        columns = [found.rows + first, np.full(len(found), side, np.int16), found.rule, found.key]
        columns += [found.birth_from, found.birth_to]
        self._database.register("page", pa.Table.from_arrays([pa.array(column) for column in columns], schema=_KEYS))
        self.execute(f"INSERT INTO {table} SELECT * FROM page")  # noqa: S608
        self._database.unregister("page")

    def add_all(
        self,
        sides: Sequence[tuple[int, pa.Table]],
        blocking: Blocking,
        progress: Progress,
        made: Iterable[Keys] | None = None,
    ) -> None:
        """Make and add the keys of whole tables of records, each with its side.

        Args:
            sides: tables with their sides.
            blocking: its rules make the keys.
            progress: told how many records' keys are there.
            made: the keys of `pages` of all the tables in order, if they are made elsewhere.
        """
        total, done = sum(len(table) for _, table in sides), 0
        ready = iter(made) if made is not None else None
        for side, table in sides:
            for first, page in pages(table):
                progress(Stage.KEYS, done + first, total)
                found = next(ready) if ready is not None else keys(columns_of(page), blocking.rules)
                self.add(found, side, first=first)
            done += len(table)
        progress(Stage.KEYS, total, total)

    def block(self, blocking: Blocking, pairing: Pairing) -> Crowding:
        """Make ``crowded`` and ``blocks`` from ``keys``; gives what is left out."""
        self.execute(f"CREATE OR REPLACE TABLE crowded AS {crowded_sql('keys', blocking, pairing)}")
        self.execute(f"CREATE OR REPLACE TABLE blocks AS {blocks_sql('keys', 'crowded')}")
        return Crowding(*(int(column[0]) for column in self.columns(crowding_sql("keys", "crowded"))))
