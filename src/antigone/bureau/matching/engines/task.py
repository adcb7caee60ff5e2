"""What an engine is given and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

import pyarrow as pa

from antigone.evidence.linkage import FIELDS, Model, Particulars
from antigone.evidence.linkage.blocking import Blocking


class Stage(Enum):
    """What an engine is at; the value is the word for a progress bar."""

    RULES = "choosing rules"
    KEYS = "reading keys"
    RECORDS = "reading records"
    PAIRS = "weighing pairs"


#: Called now and then with the stage, what is done of it, and what there is to do; units are the stage's own.
Progress = Callable[[Stage, int, int], None]


def quietly(stage: Stage, done: int, total: int) -> None:
    """A `Progress` that tells nobody."""


class NotRecords(ValueError):
    """A table is not one of records: a column is missing or of another type, or an id stands twice."""


def _type_of(name: str) -> pa.DataType:
    if name == "names":
        return pa.list_(pa.string())
    return pa.int16() if name in ("age_low", "age_high") else pa.string()


#: Columns of a table of records: its id, and what it says (`Particulars`).
RECORDS = pa.schema([pa.field("record_id", pa.int64(), nullable=False), *(pa.field(n, _type_of(n)) for n in FIELDS)])


def records_table(ids: Sequence[int], records: Iterable[Particulars]) -> pa.Table:
    """Records as the Arrow table that engines read.

    Args:
        ids: distinct ids, one a record.
        records: what each says.
    """
    rows = list(records)
    columns = [pa.array(ids, pa.int64())]
    columns += [pa.array([getattr(row, name) for row in rows], _type_of(name)) for name in FIELDS]
    return pa.Table.from_arrays(columns, schema=RECORDS)


@dataclass(frozen=True)
class Task:
    """What is to be compared with what, by which rules and weights, and what is worth keeping.

    Attributes:
        left: a table of records (`RECORDS`): those sought.
        right: the found; None to look for records of one person within `left`.
        model: lines of evidence with their parameters.
        blocking: rules that say which pairs are weighed.
        floor: pairs whose log10 LR is below this are not given back.
    """

    left: pa.Table
    right: pa.Table | None
    model: Model
    blocking: Blocking = field(default_factory=Blocking)
    floor: float = 0.0

    def __post_init__(self) -> None:
        for side, table in (("left", self.left), ("right", self.right)):
            if table is not None and not table.schema.equals(RECORDS):
                wrong = [name for name in RECORDS.names if name not in table.column_names] or "types"
                raise NotRecords(f"the {side} table is not one of records: look at {wrong}; build it by records_table")

    @property
    def within(self) -> bool:
        """Whether pairs are sought among the records of one side, for duplicates."""
        return self.right is None


@dataclass(frozen=True, slots=True)
class Crowding:
    """What was left out because too many records share a key; all counts of 0 when nothing was.

    Attributes:
        refined_blocks: blocks too large to be weighed whole, which were cut by birth year.
        dropped_blocks: parts of them that were still too large and were left out.
        dropped_pairs: how many pairs those parts would have brought, the same pair counted once a key.
        yearless_keys: keys in crowded blocks whose record tells no birth year, and which were left out.
    """

    refined_blocks: int = 0
    dropped_blocks: int = 0
    dropped_pairs: int = 0
    yearless_keys: int = 0

    def in_words(self) -> str:
        """One sentence for the person who reads the run's report."""
        if not self.refined_blocks:
            return "No block was too large: every pair that shares a key was weighed."
        return (
            f"{self.refined_blocks:,} keys are borne by too many records and were narrowed by birth year; "
            f"{self.dropped_blocks:,} groups were too large even so and were left out ({self.dropped_pairs:,} pairs), "
            f"with {self.yearless_keys:,} keys of records that tell no birth year."
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did.

    Attributes:
        weighed: pairs that were weighed.
        kept: pairs at or above the floor.
        crowding: what was not weighed because too many records share a key.
    """

    weighed: int = 0
    kept: int = 0
    crowding: Crowding = Crowding()


class Engine(Protocol):
    """A runner of one task; the same task gives the same weights on every engine."""

    def scored(self, task: Task, progress: Progress = quietly) -> Iterator[pa.RecordBatch]:
        """Pairs at or above the task's floor, each once, in batches of `result_schema(task.model)`.

        The order of pairs is the engine's own. Within one side (`Task.within`) left_id < right_id.
        """
        ...

    @property
    def tally(self) -> Tally:
        """What the last run did so far; whole once its last batch was given."""
        ...
