"""The engine for one machine: processes of our own read the records, make keys and weigh the pairs of blocks.

First the records are read and their keys made, by processes that are forked for it. The keys are sorted into blocks;
those that are too large are cut by birth year in DuckDB, by the SQL of all engines. Then the processes that weigh are
forked, so that all share records and blocks. The left records are cut into parts; whoever is free joins the next part,
weighs it and gives back what reached the floor, so that memory is bounded whatever the number of pairs, and a part that
is done can be kept on disk and need not be done again. Only keys and years go into DuckDB: its string distances count
bytes and are wrong on Cyrillic.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing
from antigone.bureau.matching.engines.blocks import blocks_of
from antigone.bureau.matching.engines.candidates import Candidates
from antigone.bureau.matching.engines.forked import Crew, crew
from antigone.bureau.matching.engines.parts import KeptParts
from antigone.bureau.matching.engines.scoring import CHUNK, ReadColumns, Scorer, result_schema
from antigone.bureau.matching.engines.tables import RECORDS_AT_ONCE, pages
from antigone.bureau.matching.engines.task import Crowding, Progress, Stage, Tally, Task, quietly
from antigone.evidence.linkage import Encoded
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Keys, keys
from antigone.evidence.linkage.namelevels import NameRows
from antigone.evidence.names import NameTable

#: Pairs of keys joined in one part; a pair of records that shares several keys counts once for each.
PAIRS_A_PART = 4_000_000
#: Parts that are asked for before the first is given back, for each process: one to weigh, one to have ready.
_AHEAD = 2


class LocalEngine:
    """Weighs a task on this machine.

    Args:
        processes: how many read and weigh, beside this one, which collects; 0 to do it all in this one. As many as
            there are cores when not given.
        memory: how much memory DuckDB may take before it writes to disk, in DuckDB's words.
        folder: where parts that are done are kept until the whole task is, so that a run that was cut short goes on
            where it stopped; None to keep nothing. Several tasks may share it.
        pairs_a_part: how many pairs of keys are joined at a time.
    """

    def __init__(
        self,
        *,
        processes: int | None = None,
        memory: str = "2GB",
        folder: Path | None = None,
        pairs_a_part: int = PAIRS_A_PART,
    ) -> None:
        self._processes = (os.cpu_count() or 1) if processes is None else processes
        self._memory = memory
        self._folder = folder
        self._pairs_a_part = pairs_a_part
        self._tally = Tally()

    @property
    def tally(self) -> Tally:
        """What the last run did so far."""
        return self._tally

    def scored(self, task: Task, progress: Progress = quietly) -> Iterator[pa.RecordBatch]:
        """Pairs at or above the floor, in the same order for the same task (see `Engine`)."""
        self._tally = Tally()
        kept = KeptParts(self._folder, task) if self._folder is not None else None
        weighing, crowding = self._read(task, progress)
        self._tally = replace(self._tally, crowding=crowding)
        parts = weighing.candidates.parts(self._pairs_a_part)
        schema = result_schema(task.model)
        waiting: deque[_Part] = deque()
        with crew(weighing, self._processes) as workers:
            for at in range(len(parts)):
                ahead = at + len(waiting)
                while ahead < len(parts) and len(waiting) < max(self._processes, 1) * _AHEAD:
                    waiting.append(_begun(parts[ahead], kept, workers))
                    ahead += 1
                part = waiting.popleft()
                batches, weighed = part.done or part.future.result()
                if kept is not None and part.done is None:
                    kept.keep(*part.rows, batches, weighed, schema)
                found = sum(batch.num_rows for batch in batches)
                self._tally = replace(self._tally, weighed=self._tally.weighed + weighed, kept=self._tally.kept + found)
                progress(Stage.PAIRS, at + 1, len(parts))
                yield from batches
        if kept is not None:
            kept.forget()

    def _read(self, task: Task, progress: Progress) -> tuple[_Weighing, Crowding]:
        """Read the records, make their keys, and find the blocks."""
        scorer = Scorer(task.model, task.floor)
        sides = [(SOUGHT, task.left)]
        if task.right is not None:
            sides.append((FOUND, task.right))
        pairing = Pairing.WITHIN if task.within else Pairing.ACROSS
        scorer.warm_up(task.left)
        with crew(_Reading(task, scorer), self._processes) as workers:
            progress(Stage.RECORDS, 0, len(sides))
            encoded = []
            for asked in [workers.ask(_encoded, side) for side, _ in sides]:
                encoded.append(asked.result())
                progress(Stage.RECORDS, len(encoded), len(sides))
        left, right = encoded[0], encoded[-1]
        # Forked anew: keys are made of the names as they were read for weighing.
        keying = _Keying(task, {side: _names_in(its) for (side, _), its in zip(sides, encoded, strict=True)})
        wanted = [(side, first) for side, table in sides for first, _ in pages(table)]
        with crew(keying, self._processes) as workers:
            made = _told(_kept_ahead(workers, wanted, 2 * self._processes), wanted, progress, left.count + right.count)
            blocks, crowding = blocks_of(made, task.blocking, pairing, memory=self._memory, threads=self._processes)
        candidates = Candidates.of(blocks, pairing, left.count, right.count)
        left_ids = _ids(task.left)
        right_ids = left_ids if task.right is None else _ids(task.right)
        return _Weighing(scorer, candidates, left, right, left_ids, right_ids), crowding


_Done = tuple[list[pa.RecordBatch], int]


@dataclass(frozen=True, slots=True)
class _Part:
    """Some left rows, whose pairs are being weighed or, from an earlier run, are done."""

    rows: tuple[int, int]
    future: Future[_Done]
    done: _Done | None = None


def _begun(part: tuple[int, int, int], kept: KeptParts | None, workers: Crew) -> _Part:
    rows = part[:2]
    done = kept.part(*rows) if kept is not None else None
    return _Part(rows, workers.ask(_weighed, part) if done is None else Future(), done)


def _kept_ahead(workers: Crew, asked: Sequence[tuple[int, int]], ahead: int) -> Iterator[Keys]:
    """Keys of the pages, in order; so many are made before they are wanted that nobody idles."""
    waiting: deque[Future[Keys]] = deque()
    for page in asked:
        waiting.append(workers.ask(_keys, *page))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _told(
    made: Iterator[Keys], pages_asked: Sequence[tuple[int, int]], progress: Progress, records: int
) -> Iterator[tuple[int, int, Keys]]:
    """Pages of keys with their side and first row; `progress` is told how many records' keys are there."""
    done = 0
    for (side, first), keys_of_page in zip(pages_asked, made, strict=True):
        progress(Stage.KEYS, done, records)
        done = min(done + RECORDS_AT_ONCE, records)
        yield side, first, keys_of_page
    progress(Stage.KEYS, records, records)


def _ids(table: pa.Table) -> NDArray[np.int64]:
    return np.asarray(table.column("record_id"))


@dataclass(frozen=True)
class _Reading:
    """What those who read records share."""

    task: Task
    scorer: Scorer


def _table(task: Task, side: int) -> pa.Table:
    return task.right if side == FOUND else task.left


def _encoded(reading: _Reading, side: int) -> Encoded:
    return reading.scorer.encoded(_table(reading.task, side))


_Names = tuple[NameTable, NDArray[np.int64]]


@dataclass(frozen=True)
class _Keying:
    """What those who make keys share; the names of each side where the model has read them."""

    task: Task
    names: dict[int, _Names | None]


def _names_in(encoded: Encoded) -> _Names | None:
    """The names of records as a line of the model read them, and the row of each record among them."""
    for at, its in enumerate(encoded.lines):
        if isinstance(its, NameRows):
            return its.table, encoded.rows_of(at, np.arange(encoded.count))
    return None


def _keys(keying: _Keying, side: int, first: int) -> Keys:
    page = dict(pages(_table(keying.task, side)))[first]
    read = keying.names[side]
    if read is not None:
        read = read[0], read[1][first : first + len(page)]
    return keys(ReadColumns(page), keying.task.blocking.rules, read)


@dataclass(frozen=True)
class _Weighing:
    """What those who weigh pairs share."""

    scorer: Scorer
    candidates: Candidates
    left: Encoded
    right: Encoded
    left_ids: NDArray[np.int64]
    right_ids: NDArray[np.int64]


def _weighed(weighing: _Weighing, part: tuple[int, int, int]) -> _Done:
    """The pairs of a part that reach the floor, and how many were weighed."""
    left_rows, right_rows = weighing.candidates.pairs(part)
    batches = []
    for start in range(0, len(left_rows), CHUNK):
        one, other = left_rows[start : start + CHUNK], right_rows[start : start + CHUNK]
        scores = weighing.scorer.scores(weighing.left, weighing.right, one, other)
        if len(scores.pairs):
            ids = weighing.left_ids[one[scores.pairs]], weighing.right_ids[other[scores.pairs]]
            batches.append(weighing.scorer.batch(*ids, scores))
    return batches, len(left_rows)
