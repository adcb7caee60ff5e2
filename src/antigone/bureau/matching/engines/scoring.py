"""The one scoring function of all engines: Arrow tables of records in, Arrow batches of weighed pairs out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from antigone.evidence.linkage import FIELDS, Encoded, Model
from antigone.evidence.linkage.coded import Coded
from antigone.evidence.linkage.lines import Floats, Rows

#: Pairs weighed in one go by an engine.
CHUNK = 262_144
#: Records enough for every dictionary and compiled function to be wanted.
_WARMING = 500


_ABSENT: dict[str, Any] = {"names": (), "age_low": None, "age_high": None}


def coded_columns_of(table: pa.Table | pa.RecordBatch, fields: Sequence[str]) -> dict[str, Coded]:
    """Fields of records as `columns_of` gives them, each distinct value once but for names."""
    return {name: _coded(table.column(name), name) for name in fields}


def _coded(column: pa.ChunkedArray | pa.Array, name: str) -> Coded:
    if column.null_count == len(column):
        return Coded([_ABSENT.get(name, "")], np.zeros(len(column), dtype=np.int64))
    if name == "names":
        return Coded(_values(column, name), np.arange(len(column)))
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    coded = whole.dictionary_encode(null_encoding="encode")
    absent = _ABSENT.get(name, "")
    values = [absent if value is None else value for value in coded.dictionary.to_pylist()]
    return Coded(values, np.asarray(coded.indices, dtype=np.int64))


def columns_of(table: pa.Table | pa.RecordBatch, fields: Sequence[str] = FIELDS) -> dict[str, list[Any]]:
    """Fields of records as plain values, what is absent as an empty text or tuple; years of age stay None."""
    return {name: _values(table.column(name), name) for name in fields}


class ReadColumns(Mapping[str, Sequence[Any]]):
    """Fields of records with each distinct value once but for names; each read when it is first asked for."""

    def __init__(self, table: pa.Table | pa.RecordBatch) -> None:
        self._table = table
        self._known: dict[str, Coded] = {}

    def __getitem__(self, name: str) -> Coded:
        if name not in self._known:
            self._known[name] = _coded(self._table.column(name), name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(FIELDS)

    def __len__(self) -> int:
        return len(FIELDS)


def _values(column: pa.ChunkedArray | pa.Array, name: str) -> list[Any]:
    if column.null_count == len(column):
        return [_ABSENT.get(name, "")] * len(column)
    if name == "names":
        return _tuples(column)
    if name in ("age_low", "age_high"):
        return list(column.to_pylist())
    # Equal texts become one object: a million records name few units, places and days.
    return _coded(column, name).taken()


def _tuples(column: pa.ChunkedArray | pa.Array) -> list[tuple[str, ...]]:
    """Lists of texts as tuples; what is absent as an empty one."""
    sizes = np.asarray(pc.fill_null(pc.list_value_length(column), 0))
    texts = pc.list_flatten(column).to_pylist()
    if (sizes == 1).all():
        # Lists of one are by far the most, and a million small lists take long to make.
        return list(zip(texts, strict=True))
    return [tuple(texts[end - size : end]) for end, size in zip(sizes.cumsum().tolist(), sizes.tolist(), strict=True)]


def result_schema(model: Model) -> pa.Schema:
    """Columns of weighed pairs: both ids, log10 LR of the whole, and the weight of each line under its name."""
    numbers = ["log10_lr", *(line.name for line in model.lines)]
    return pa.schema(
        [
            pa.field("left_id", pa.int64()),
            pa.field("right_id", pa.int64()),
            *(pa.field(n, pa.float64()) for n in numbers),
        ]
    )


@dataclass(frozen=True, slots=True)
class Scores:
    """Those of n pairs that reached the floor.

    Attributes:
        pairs: int64[k], which of the n, ascending.
        totals: float64[k], their log10 LR.
        weights: float64[k, lines].
    """

    pairs: Rows
    totals: Floats
    weights: Floats


@dataclass(frozen=True)
class Scorer:
    """A model with a floor: reads records once, weighs pairs of them, keeps what is worth keeping."""

    model: Model
    floor: float

    def encoded(self, table: pa.Table | pa.RecordBatch) -> Encoded:
        """The records of a table, each read once."""
        return self.model.encode_distinct(coded_columns_of(table, self.model.fields))

    def warm_up(self, table: pa.Table) -> None:
        """Load what reading and weighing need, by a few of the records, so that processes forked later share it."""
        some = self.encoded(table.slice(0, _WARMING))
        rows = np.arange(some.count)
        self.scores(some, some, rows, rows)

    def scores(self, left: Encoded, right: Encoded, left_rows: Rows, right_rows: Rows) -> Scores:
        """Weigh the pairs (left_rows[i], right_rows[i])."""
        return Scores(*self.model.reaching(left, right, left_rows, right_rows, self.floor))

    def batch(self, left_ids: NDArray[np.int64], right_ids: NDArray[np.int64], scores: Scores) -> pa.RecordBatch:
        """Scores of k pairs with their ids, int64[k] each, as a batch of `result_schema`."""
        columns = [left_ids, right_ids, scores.totals, *np.ascontiguousarray(scores.weights.T)]
        return pa.RecordBatch.from_arrays([pa.array(column) for column in columns], schema=result_schema(self.model))
