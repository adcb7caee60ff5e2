"""The engine for a cluster: Spark SQL joins keys, Python on the executors weighs the pairs, batch by Arrow batch.

Needs the extra ``spark`` and Java 17, and Antigone installed for the Python of every executor. Keys are made, blocks
joined and pairs weighed where the data lies; each batch of pairs carries what the two records say, so that no executor
must hold all records. What reaches the floor comes back one partition at a time.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.ipc

from antigone.bureau.matching.blocking import Pairing, blocks_sql, crowded_sql, crowding_sql, pairs_sql
from antigone.bureau.matching.engines.scoring import Scorer, columns_of, result_schema
from antigone.bureau.matching.engines.task import Crowding, Progress, Stage, Tally, Task, quietly
from antigone.evidence.linkage import FIELDS
from antigone.evidence.linkage.blocking import FOUND, SOUGHT, Rule, keys

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

#: Pairs that travel to Python in one batch, each with both records.
_PAIRS_A_BATCH = 20_000
_LOOPBACK = "127.0.0.1"
_KEYS = "record_id bigint, side smallint, rule smallint, key bigint, birth_from smallint, birth_to smallint"
_SCORED = "weighed bigint, kept bigint, batch binary"

_Batches = Iterator[pa.RecordBatch]


class SparkIsMissing(RuntimeError):
    """PySpark or Java cannot be used here; the message says what to install."""


class SparkEngine:
    """Weighs a task on a Spark cluster.

    Args:
        master: address of the cluster, ``spark://host:7077``, or ``local[2]`` for two threads of this machine.
        host: name or address under which executors reach this process; the loopback for a cluster on this machine.
        settings: further settings of Spark, which stand above ours.
        partitions: into how many tasks each step is cut; twice the number of the cluster's cores is a good start.
    """

    def __init__(
        self,
        master: str = "local[2]",
        *,
        host: str = _LOOPBACK,
        settings: Mapping[str, str] | None = None,
        partitions: int = 8,
    ) -> None:
        self._master = master
        self._settings = {
            "spark.driver.host": host,
            "spark.driver.bindAddress": _LOOPBACK if host == _LOOPBACK else "0.0.0.0",  # noqa: S104
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": str(partitions),
            "spark.sql.execution.arrow.maxRecordsPerBatch": str(_PAIRS_A_BATCH),
            "spark.sql.session.timeZone": "UTC",
            **(settings or {}),
        }
        self._partitions = partitions
        self._tally = Tally()

    @property
    def tally(self) -> Tally:
        """What the last run did so far."""
        return self._tally

    def scored(self, task: Task, progress: Progress = quietly) -> Iterator[pa.RecordBatch]:
        """Pairs at or above the floor, in no order (see `Engine`).

        Raises:
            SparkIsMissing: PySpark is not installed, or Java does not start.
        """
        self._tally = Tally()
        session = self._session()
        try:
            yield from self._scored(session, task, progress)
        finally:
            session.stop()

    def _session(self) -> SparkSession:
        try:
            from py4j.protocol import Py4JError  # type: ignore[import-untyped]
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise SparkIsMissing("PySpark is not installed; install antigone[spark], and Java 17") from error
        # Executors must run a Python that has Antigone: on one machine, this one.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("PYSPARK_DRIVER_PYTHON", sys.executable)
        if self._settings["spark.driver.host"] == _LOOPBACK:
            os.environ.setdefault("SPARK_LOCAL_IP", _LOOPBACK)
        builder = SparkSession.builder.master(self._master).appName("antigone match")
        for name, value in self._settings.items():
            builder = builder.config(name, value)
        try:
            session: SparkSession = builder.getOrCreate()
        except (PySparkException, Py4JError, OSError, RuntimeError) as error:
            # Java's reason stands in the last line of what went before its own trace.
            said = str(error).partition("\n\tat ")[0].strip().rpartition("\n")[2].lstrip(": ")
            raise SparkIsMissing(
                f"Spark does not start on {self._master} ({said}); is the address right, is Java 17 installed, and is"
                " JAVA_HOME set?"
            ) from error
        session.sparkContext.setLogLevel("ERROR")
        return session

    def _scored(self, session: SparkSession, task: Task, progress: Progress) -> Iterator[pa.RecordBatch]:
        pairing = Pairing.WITHIN if task.within else Pairing.ACROSS
        left = self._records(session, task.left)
        right = left if task.right is None else self._records(session, task.right)
        found = _keys(left, SOUGHT, task.blocking.rules)
        if task.right is not None:
            found = found.unionAll(_keys(right, FOUND, task.blocking.rules))
        progress(Stage.KEYS, 0, 1)
        self._view(found, "keys")
        self._view(session.sql(crowded_sql("keys", task.blocking, pairing)), "crowded")
        row = session.sql(crowding_sql("keys", "crowded")).first()
        self._tally = replace(self._tally, crowding=Crowding(*row) if row is not None else Crowding())
        progress(Stage.KEYS, 1, 1)
        session.sql(blocks_sql("keys", "crowded")).createOrReplaceTempView("blocks")
        pairs = session.sql(pairs_sql("blocks", pairing))
        joined = (
            pairs.join(_prefixed(left, "left_", task), "left_id")
            .join(_prefixed(right, "right_", task), "right_id")
            .repartition(self._partitions, "left_id")
            .sortWithinPartitions("left_id", "right_id")
        )
        scored = joined.mapInArrow(_weighing(Scorer(task.model, task.floor)), _SCORED)
        total = scored.rdd.getNumPartitions()
        for done, row in enumerate(scored.toLocalIterator(prefetchPartitions=True)):
            progress(Stage.PAIRS, min(done, total), total)
            self._tally = replace(
                self._tally, weighed=self._tally.weighed + row["weighed"], kept=self._tally.kept + row["kept"]
            )
            if row["kept"]:
                yield from pa.ipc.open_stream(bytes(row["batch"]))
        progress(Stage.PAIRS, total, total)

    def _records(self, session: SparkSession, table: pa.Table) -> DataFrame:
        frame: DataFrame = session.createDataFrame(table)
        return frame.persist()

    def _view(self, frame: DataFrame, name: str) -> None:
        frame.persist().createOrReplaceTempView(name)


def _keys(records: DataFrame, side: int, rules: tuple[Rule, ...]) -> DataFrame:
    def of_batches(batches: _Batches) -> _Batches:
        for batch in batches:
            found = keys(columns_of(batch), rules)
            ids = np.asarray(batch.column("record_id"))
            columns = [ids[found.rows], np.full(len(found), side, np.int16), found.rule, found.key]
            columns += [found.birth_from, found.birth_to]
            names = ["record_id", "side", "rule", "key", "birth_from", "birth_to"]
            yield pa.RecordBatch.from_arrays([pa.array(column) for column in columns], names)

    return records.mapInArrow(of_batches, _KEYS)


def _prefixed(records: DataFrame, prefix: str, task: Task) -> DataFrame:
    wanted = [name for name in FIELDS if name in task.model.fields]
    renamed = [records[name].alias(prefix + name) for name in wanted]
    return records.select(records["record_id"].alias(prefix + "id"), *renamed)


def _weighing(scorer: Scorer) -> Callable[[_Batches], _Batches]:
    """What runs on the executors: batches of joined pairs in, one row a batch out, weighed pairs as Arrow's bytes."""

    def of_batches(batches: _Batches) -> _Batches:
        schema = result_schema(scorer.model)
        for batch in batches:
            left_ids, left_rows, left = _side(batch, "left_", scorer)
            right_ids, right_rows, right = _side(batch, "right_", scorer)
            scores = scorer.scores(scorer.encoded(left), scorer.encoded(right), left_rows, right_rows)
            stream = io.BytesIO()
            with pa.ipc.new_stream(stream, schema) as writer:
                writer.write_batch(scorer.batch(left_ids[scores.pairs], right_ids[scores.pairs], scores))
            row = {"weighed": [batch.num_rows], "kept": [len(scores.pairs)], "batch": [stream.getvalue()]}
            yield pa.RecordBatch.from_pydict(row)

    return of_batches


def _side(
    batch: pa.RecordBatch, prefix: str, scorer: Scorer
) -> tuple[np.ndarray[tuple[int], np.dtype[np.int64]], np.ndarray[tuple[int], np.dtype[np.int64]], pa.Table]:
    """Ids of a batch's pairs on one side, the row of each in a table of the distinct records, and that table."""
    ids = np.asarray(batch.column(prefix + "id"), dtype=np.int64)
    _, first, rows = np.unique(ids, return_index=True, return_inverse=True)
    names = scorer.model.fields
    distinct = batch.select([prefix + name for name in names]).take(pa.array(first))
    return ids, rows.astype(np.int64), pa.Table.from_batches([distinct]).rename_columns(list(names))
