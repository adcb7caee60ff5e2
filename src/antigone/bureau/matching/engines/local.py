"""The engine for one machine: DuckDB joins keys, processes of our own weigh the pairs.

Records are read once; then the processes that weigh are forked, so that they share what was read, before DuckDB starts
its threads. The left records are cut into parts; the pairs of one part at a time are joined, made distinct and weighed,
so that memory is bounded whatever the number of pairs, and a part that is done can be kept on disk and need not be done
again. Only keys and years go into DuckDB: its string distances count bytes and are wrong on Cyrillic.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.blocking import Pairing, load_sql, pairs_sql
from antigone.bureau.matching.engines.parts import KeptParts
from antigone.bureau.matching.engines.scoring import CHUNK, Scorer, Scores, result_schema
from antigone.bureau.matching.engines.tables import KeyTables
from antigone.bureau.matching.engines.task import Crowding, Progress, Stage, Tally, Task, quietly
from antigone.evidence.linkage import Encoded
from antigone.evidence.linkage.blocking import FOUND, SOUGHT
from antigone.evidence.linkage.lines import Rows

#: Pairs of keys joined in one part; a pair of records that shares several keys counts once for each.
PAIRS_A_PART = 4_000_000


class LocalEngine:
    """Weighs a task on this machine.

    Args:
        processes: how many weigh, beside this one, which joins; 0 to weigh in this one too. As many as there are cores
            when not given.
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
        """Pairs at or above the floor, in ascending order of their rows in the two tables (see `Engine`)."""
        self._tally = Tally()
        kept = KeptParts(self._folder, task) if self._folder is not None else None
        weighing = _Weighing.of(task, progress)
        schema = result_schema(task.model)
        with _pool(weighing, self._processes) as pool, KeyTables(self._memory) as tables:
            candidates = _Candidates(tables, task)
            self._tally = replace(self._tally, crowding=candidates.prepare(progress))
            parts = candidates.parts(self._pairs_a_part)
            waiting: deque[_Part] = deque()
            for at, (first, beyond) in enumerate([*parts, (-1, -1)]):
                if first >= 0:
                    done = kept.part(first, beyond) if kept is not None else None
                    # One part is joined while the one before it is weighed.
                    waiting.append(
                        _Part(first, beyond, *pool.weighed(*candidates.pairs(first, beyond)))
                        if done is None
                        else _Part(first, beyond, [], done[1], done[0])
                    )
                while waiting and (len(waiting) > 1 or first < 0):
                    part = waiting.popleft()
                    batches = part.done
                    if batches is None:
                        batches = [weighing.batch(*future.result()) for future in part.futures]
                        batches = [batch for batch in batches if batch.num_rows]
                        if kept is not None:
                            kept.keep(part.first, part.beyond, batches, part.weighed, schema)
                    found = sum(batch.num_rows for batch in batches)
                    self._tally = replace(
                        self._tally, weighed=self._tally.weighed + part.weighed, kept=self._tally.kept + found
                    )
                    progress(Stage.PAIRS, at, len(parts))
                    yield from batches
        if kept is not None:
            kept.forget()


@dataclass(frozen=True, slots=True)
class _Part:
    """Some left rows, whose pairs are being weighed or, from an earlier run, are done."""

    first: int
    beyond: int
    futures: Sequence[Future[_Weighed]]
    weighed: int
    done: list[pa.RecordBatch] | None = None


_Weighed = tuple[Rows, Rows, Scores]


@dataclass(frozen=True)
class _Weighing:
    """Both sides, read once, and what weighs their pairs."""

    scorer: Scorer
    left: Encoded
    right: Encoded
    left_ids: NDArray[np.int64]
    right_ids: NDArray[np.int64]

    @classmethod
    def of(cls, task: Task, progress: Progress) -> _Weighing:
        scorer = Scorer(task.model, task.floor)
        progress(Stage.RECORDS, 0, 2)
        left = scorer.encoded(task.left)
        progress(Stage.RECORDS, 1, 2)
        right = left if task.right is None else scorer.encoded(task.right)
        progress(Stage.RECORDS, 2, 2)
        left_ids = _ids(task.left)
        return cls(scorer, left, right, left_ids, left_ids if task.right is None else _ids(task.right))

    def weighed(self, left_rows: Rows, right_rows: Rows) -> _Weighed:
        """Pairs of rows that reach the floor, and their scores."""
        scores = self.scorer.scores(self.left, self.right, left_rows, right_rows)
        return left_rows[scores.pairs], right_rows[scores.pairs], scores

    def batch(self, left_rows: Rows, right_rows: Rows, scores: Scores) -> pa.RecordBatch:
        return self.scorer.batch(self.left_ids[left_rows], self.right_ids[right_rows], scores)


def _ids(table: pa.Table) -> NDArray[np.int64]:
    return np.asarray(table.column("record_id"))


class _Candidates:
    """The join of both sides' keys, part by part."""

    def __init__(self, tables: KeyTables, task: Task) -> None:
        self._tables = tables
        self._task = task
        self._pairing = Pairing.WITHIN if task.within else Pairing.ACROSS

    def prepare(self, progress: Progress) -> Crowding:
        """Bring the keys in and find the blocks that are too large; gives what is left out."""
        sides = [(SOUGHT, self._task.left)]
        if self._task.right is not None:
            sides.append((FOUND, self._task.right))
        self._tables.add_all(sides, self._task.blocking, progress)
        crowding = self._tables.block(self._task.blocking, self._pairing)
        self._tables.execute("DROP TABLE keys")
        return crowding

    def parts(self, most: int) -> list[tuple[int, int]]:
        """Left rows in runs (first, beyond) whose blocks bring about `most` pairs; rows without any are left out."""
        rows, pairs = self._tables.columns(load_sql("blocks", self._pairing) + " ORDER BY record_id")
        if not len(rows):
            return []
        which = (np.cumsum(pairs) - pairs) // most
        starts = np.flatnonzero(np.diff(which, prepend=-1))
        return list(zip(rows[starts].tolist(), [*rows[starts[1:]].tolist(), int(rows[-1]) + 1], strict=True))

    def pairs(self, first: int, beyond: int) -> tuple[Rows, Rows]:
        """Candidates of the left rows from `first` up to `beyond`, each once, in ascending order."""
        asked = f"(SELECT range AS record_id FROM range({first}, {beyond}))"  # noqa: S608
        left, right = self._tables.columns(pairs_sql("blocks", self._pairing, asked=asked))
        if self._task.within:
            # A pair with one hand in this part and one in another is met in both; it belongs to its left hand's.
            own = (left >= first) & (left < beyond)
            left, right = left[own], right[own]
        both = np.sort((left << 32) | right)
        return both >> 32, both & 0xFFFFFFFF


class _Here:
    """Weighs in this process."""

    def __init__(self, weighing: _Weighing) -> None:
        self._weighing = weighing

    def weighed(self, left_rows: Rows, right_rows: Rows) -> tuple[list[Future[_Weighed]], int]:
        """Futures of the scores of consecutive runs of the pairs, and how many pairs there are."""
        return [self._weigh(left, right) for left, right in _runs(left_rows, right_rows)], len(left_rows)

    def _weigh(self, left_rows: Rows, right_rows: Rows) -> Future[_Weighed]:
        future: Future[_Weighed] = Future()
        future.set_result(self._weighing.weighed(left_rows, right_rows))
        return future


class _Beside(_Here):
    """Weighs in other processes."""

    def __init__(self, weighing: _Weighing, executor: ProcessPoolExecutor) -> None:
        super().__init__(weighing)
        self._executor = executor

    def _weigh(self, left_rows: Rows, right_rows: Rows) -> Future[_Weighed]:
        return self._executor.submit(_weigh_inherited, left_rows, right_rows)


def _runs(left_rows: Rows, right_rows: Rows) -> Iterator[tuple[Rows, Rows]]:
    for start in range(0, len(left_rows), CHUNK):
        yield left_rows[start : start + CHUNK], right_rows[start : start + CHUNK]


#: What a process that weighs inherited from the one that forked it.
_inherited: list[_Weighing] = []


def _inherit(weighing: _Weighing) -> None:
    _inherited[:] = [weighing]


def _weigh_inherited(left_rows: Rows, right_rows: Rows) -> _Weighed:
    return _inherited[0].weighed(left_rows, right_rows)


@contextmanager
def _pool(weighing: _Weighing, processes: int) -> Iterator[_Here]:
    if processes < 1:
        yield _Here(weighing)
        return
    executor = ProcessPoolExecutor(
        processes, multiprocessing.get_context("fork"), initializer=_inherit, initargs=(weighing,)
    )
    try:
        # The first task forks all processes, while no thread of DuckDB runs yet.
        nothing = np.zeros(0, dtype=np.int64)
        executor.submit(_weigh_inherited, nothing, nothing).result()
        yield _Beside(weighing, executor)
    finally:
        executor.shutdown(cancel_futures=True)
