"""How weighed pairs become matches: staged beside the matches, then sorted out by the database in sets.

What an engine found is staged in `matching_scored` under its run. Merging compares it with the matches that touch the
records of the run: a pair that is new is proposed; one whose weights changed gets the new ones; one that is gone is
withdrawn (a mere proposal is removed, one under review is marked as superseded, so that it does not vanish from
somebody's desk). Decided matches are left alone, here and by the database.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from django.db import connection
from numpy.typing import NDArray

from antigone.bureau.matching.models import Relation

#: Digests of what Arrow batches hold beside ids and the total are not taken: the weights are.
_IDS_AND_TOTAL = ("left_id", "right_id", "log10_lr")

_WITHDRAW = """
    WITH gone AS (
        SELECT m.id FROM matching_match m
        WHERE m.state IN ('proposed', 'under_review') {scope} AND NOT EXISTS (
            SELECT FROM matching_scored s WHERE s.run_id = %(run)s
                AND least(s.left_id, s.right_id) = least(m.left_id, m.right_id)
                AND greatest(s.left_id, s.right_id) = greatest(m.left_id, m.right_id))
    ), removed AS (
        DELETE FROM matching_match m USING gone WHERE m.id = gone.id AND m.state = 'proposed'
        RETURNING m.left_id, m.right_id
    ), superseded AS (
        UPDATE matching_match m SET state = 'superseded', joint_posterior = 0 FROM gone
        WHERE m.id = gone.id AND m.state = 'under_review' RETURNING m.left_id, m.right_id
    )
    SELECT left_id, right_id FROM removed UNION ALL SELECT left_id, right_id FROM superseded
"""
_IN_SCOPE = "AND (m.left_id = ANY(%(scope)s::bigint[]) OR m.right_id = ANY(%(scope)s::bigint[]))"
# A record that was deleted since a bulk run read it has no match; one that changed is due again.
_PROPOSE = """
    INSERT INTO matching_match AS m (relation, left_id, right_id, run_id, weights, log10_lr, prior, pairwise_posterior,
        joint_posterior, state)
    SELECT s.relation, s.left_id, s.right_id, s.run_id, s.weights, s.log10_lr, 0, 0, 0, 'proposed'
    FROM matching_scored s
    WHERE s.run_id = %(run)s AND EXISTS (SELECT FROM registry_record r WHERE r.id = s.left_id)
        AND EXISTS (SELECT FROM registry_record r WHERE r.id = s.right_id)
    ORDER BY s.left_id, s.right_id
    ON CONFLICT (least(left_id, right_id), greatest(left_id, right_id)) DO UPDATE
        SET relation = EXCLUDED.relation, left_id = EXCLUDED.left_id, right_id = EXCLUDED.right_id,
            run_id = EXCLUDED.run_id, weights = EXCLUDED.weights, log10_lr = EXCLUDED.log10_lr, reasons = NULL,
            state = CASE m.state WHEN 'superseded' THEN 'under_review' ELSE m.state END
        WHERE m.state NOT IN ('excluded', 'confirmed') AND (m.state = 'superseded' OR
            (m.relation, m.left_id, m.log10_lr, m.weights)
            IS DISTINCT FROM (EXCLUDED.relation, EXCLUDED.left_id, EXCLUDED.log10_lr, EXCLUDED.weights))
    RETURNING m.left_id, m.right_id, m.xmax = 0
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """What merging changed.

    Attributes:
        proposed, changed, withdrawn: how many matches are new, have other weights, went.
        touched: int64[k], records of these matches, ascending.
    """

    proposed: int
    changed: int
    withdrawn: int
    touched: NDArray[np.int64]


def stage(run_id: int, relation: Relation, batch: pa.RecordBatch) -> int:
    """Put weighed pairs, a batch of `engines.result_schema`, beside the matches; gives their number."""
    lines = [name for name in batch.schema.names if name not in _IDS_AND_TOTAL]
    weights = np.column_stack([batch.column(name).to_numpy() for name in lines]) if lines else np.zeros((len(batch), 0))
    ids = zip(batch.column("left_id").to_pylist(), batch.column("right_id").to_pylist(), strict=True)
    totals = batch.column("log10_lr").to_pylist()
    with _raw_cursor() as cursor, cursor.copy("COPY matching_scored FROM STDIN") as copy:
        # Numbers need no escaping, and their shortest spelling that reads back the same is Python's own.
        for (left, right), total, row in zip(ids, totals, weights.tolist(), strict=True):
            copy.write(f"{run_id}\t{relation.value}\t{left}\t{right}\t{total!r}\t{{{','.join(map(repr, row))}}}\n")
    return len(batch)


def results_digest(run_id: int) -> str:
    """SHA-256 of all pairs that a run staged, with their weights to the last bit, whatever the order of staging."""
    digest = hashlib.sha256()
    query = (
        "COPY (SELECT relation, left_id, right_id, log10_lr, weights FROM matching_scored WHERE run_id = %s"
        " ORDER BY relation, left_id, right_id) TO STDOUT"
    )
    with _raw_cursor() as cursor, cursor.copy(query, [run_id]) as copy:
        for block in copy:
            digest.update(block)
    return digest.hexdigest()


def staged_pairs(run_id: int) -> int:
    """How many pairs a run has staged."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM matching_scored WHERE run_id = %s", [run_id])
        return int(cursor.fetchone()[0])


def unstage(run_id: int) -> None:
    """Take away what a run has staged."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_scored WHERE run_id = %s", [run_id])


def merge(run_id: int, scope: list[int] | None) -> Merged:
    """Make matches of what a run staged, and withdraw those that it did not find again.

    Args:
        run_id: the run.
        scope: the records that it compared with all others; None for all records.
    """
    parameters: dict[str, Any] = {"run": run_id, "scope": scope}
    touched: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAW.format(scope="" if scope is None else _IN_SCOPE), parameters)
        withdrawn = cursor.fetchall()
        cursor.execute(_PROPOSE, parameters)
        proposed = cursor.fetchall()
    for left, right, *_ in [*withdrawn, *proposed]:
        touched |= {left, right}
    new = sum(1 for *_, is_new in proposed if is_new)
    unstage(run_id)
    return Merged(new, len(proposed) - new, len(withdrawn), np.array(sorted(touched), dtype=np.int64))


def _raw_cursor() -> Any:
    connection.ensure_connection()
    raw: Any = connection.connection
    return raw.cursor()
