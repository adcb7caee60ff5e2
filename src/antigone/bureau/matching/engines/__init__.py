"""Engines of the matching: the same task, the same weights, on one machine or on many."""

from antigone.bureau.matching.engines.scoring import CHUNK, Scorer, Scores, columns_of, result_schema
from antigone.bureau.matching.engines.task import (
    RECORDS,
    Crowding,
    Engine,
    NotRecords,
    Progress,
    Stage,
    Tally,
    Task,
    quietly,
    records_table,
)

__all__ = [
    "CHUNK",
    "RECORDS",
    "Crowding",
    "Engine",
    "NotRecords",
    "Progress",
    "Scorer",
    "Scores",
    "Stage",
    "Tally",
    "Task",
    "columns_of",
    "quietly",
    "records_table",
    "result_schema",
]
