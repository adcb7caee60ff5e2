"""Evidence that does not follow from two records: what a laboratory, or another room of the bureau, says of a pair.

It is put here by line, a whole line at a time, and joins a pair's own weights whenever the pair is compared: on every
engine alike, whatever the blocking rules think of the pair. The database makes both records due when it changes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Q

from antigone.bureau.matching.engines.reading import records_with_ids
from antigone.bureau.matching.engines.scoring import Scorer
from antigone.bureau.matching.models import OutsideWeight, Relation
from antigone.bureau.matching.results.proposals import stage
from antigone.bureau.registry.drafts import RecordKind
from antigone.evidence import Weight
from antigone.evidence.linkage import Model
from antigone.evidence.wording import read_back, stored

_SUMS = """
    SELECT left_id, right_id, sum(log10_lr ORDER BY line) FROM matching_outsideweight {scope}
    GROUP BY left_id, right_id ORDER BY left_id, right_id
"""
_IN_SCOPE = "WHERE left_id = ANY(%(scope)s::bigint[]) OR right_id = ANY(%(scope)s::bigint[])"
_KINDS = "SELECT id, kind FROM registry_record WHERE id = ANY(%s::bigint[]) AND sensitivity = ''"
_ADD = """
    UPDATE matching_scored s SET log10_lr = s.log10_lr + o.total
    FROM unnest(%(left)s::bigint[], %(right)s::bigint[], %(total)s::float8[]) AS o (a, b, total)
    WHERE s.run_id = %(run)s AND least(s.left_id, s.right_id) = o.a AND greatest(s.left_id, s.right_id) = o.b
    RETURNING o.a, o.b
"""
_DROP = "DELETE FROM matching_scored WHERE run_id = %s AND log10_lr < %s"


@dataclass(frozen=True, slots=True)
class Outside:
    """A weight for two records, in any order; `reason` is a sentence for a case worker, at best a `wording.Phrase`."""

    records: tuple[int, int]
    log10_lr: float
    reason: str


def replace_line(line: str, weights: Iterable[Outside], *, of: Collection[int] | None = None) -> int:
    """Let these be all the weights of a line; gives how many changed, came or went.

    Call it inside the action that found them. What stays as it was makes no record due.

    Args:
        line: its name, such as "DNA".
        weights: at most one a pair; each must be finite.
        of: these are all the weights that concern one of these records, and what the line says of others stays; None
            for all records.
    """
    wanted = {tuple(sorted(weight.records)): weight for weight in weights}
    for weight in wanted.values():
        if not math.isfinite(weight.log10_lr):
            raise ValueError(f"the weight of {line} for records {weight.records} is not finite")
    kept = OutsideWeight.objects.filter(line=line)
    if of is not None:
        kept = kept.filter(Q(left__in=of) | Q(right__in=of))
    there = {(row.left_id, row.right_id): row for row in kept}
    gone = [row.pk for pair, row in there.items() if pair not in wanted or not _says(row, wanted[pair])]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM matching_outsideweight WHERE id = ANY(%s)", [gone])
    new = [
        OutsideWeight(
            left_id=pair[0],
            right_id=pair[1],
            line=line,
            log10_lr=weight.log10_lr,
            reason=weight.reason,
            said=stored(weight.reason),
        )
        for pair, weight in wanted.items()
        if pair not in there or there[pair].pk in set(gone)
    ]
    OutsideWeight.objects.bulk_create(new, batch_size=1_000)
    return len(set(gone)) + sum(1 for row in new if (row.left_id, row.right_id) not in there)


def _says(row: OutsideWeight, weight: Outside) -> bool:
    """Whether what is kept is this weight. In which languages its reason can be said makes nothing due."""
    return (row.log10_lr, row.reason) == (weight.log10_lr, weight.reason)


def weights_of_pairs(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], tuple[Weight, ...]]:
    """What is said of pairs of records from outside, line by line, under each pair as it was given."""
    wanted = {(min(pair), max(pair)): pair for pair in pairs}
    found: dict[tuple[int, int], list[Weight]] = {pair: [] for pair in pairs}
    some = OutsideWeight.objects.filter(
        left_id__in={left for left, _ in wanted}, right_id__in={right for _, right in wanted}
    )
    for row in some.order_by("line"):
        if (row.left_id, row.right_id) in wanted:
            reason = read_back(row.reason, row.said)
            found[wanted[row.left_id, row.right_id]].append(Weight(row.line, row.log10_lr, reason))
    return {pair: tuple(weights) for pair, weights in found.items()}


def inputs_with(digest: str, scope: Sequence[int] | None) -> str:
    """The digest of what a run read, with the evidence from outside in it; the same where there is none."""
    rows = _sums(scope)
    return hashlib.sha256((digest + repr(rows)).encode()).hexdigest() if rows else digest


def join(run_id: int, scope: Sequence[int] | None, model: Model, floor: float) -> None:
    """Add the evidence from outside to what a run has staged.

    A pair that the run did not stage is weighed for it; one that falls below the floor is no longer staged.

    Args:
        run_id: its pairs are staged and not merged yet.
        scope: the records that it compared with all others; None for all.
        model, floor: those of the run.
    """
    rows = _sums(scope)
    if not rows:
        return
    totals = {(left, right): total for left, right, _, _, total in rows}
    with connection.cursor() as cursor:
        columns: dict[str, Any] = {"run": run_id, "left": [], "right": [], "total": []}
        for (left, right), total in totals.items():
            columns["left"].append(left)
            columns["right"].append(right)
            columns["total"].append(total)
        cursor.execute(_ADD, columns)
        staged = set(cursor.fetchall())
        for relation in Relation:
            related = [row for row in rows if _relation(row[2], row[3]) is relation]
            alone = [_ordered(row) for row in related if (row[0], row[1]) not in staged]
            _stage_alone(run_id, relation, alone, totals, model, floor)
        cursor.execute(_DROP, [run_id, floor])


def _sums(scope: Sequence[int] | None) -> list[tuple[int, int, str, str, float]]:
    with connection.cursor() as cursor:
        where = "" if scope is None else _IN_SCOPE
        cursor.execute(_SUMS.format(scope=where), {} if scope is None else {"scope": list(scope)})
        sums = cursor.fetchall()
        if not sums:
            return []
        # Asked for themselves: right after an import PostgreSQL knows too little of the records to join them well.
        cursor.execute(_KINDS, [sorted({record for row in sums for record in row[:2]})])
        kinds = dict(cursor.fetchall())
    return [
        (left, right, kinds[left], kinds[right], total)
        for left, right, total in sums
        if left in kinds and right in kinds
    ]


def _relation(left: str, right: str) -> Relation:
    sought = (left == RecordKind.MISSING) + (right == RecordKind.MISSING)
    return (Relation.FOUND, Relation.ACROSS, Relation.SOUGHT)[sought]


def _ordered(row: tuple[int, int, str, str, float]) -> tuple[int, int]:
    """The two records as a match has them: across, the sought one first."""
    left, right, _, right_kind, _ = row
    return (right, left) if right_kind == RecordKind.MISSING and row[2] != RecordKind.MISSING else (left, right)


def _stage_alone(
    run_id: int,
    relation: Relation,
    pairs: Sequence[tuple[int, int]],
    totals: dict[tuple[int, int], float],
    model: Model,
    floor: float,
) -> None:
    """Weigh pairs that no rule brought, and stage those that reach the floor with what is said from outside."""
    if not pairs:
        return
    table = records_with_ids(sorted({record for pair in pairs for record in pair})).table
    ids = table.column("record_id").to_numpy()
    order = np.argsort(ids)
    left, right = (
        order[np.searchsorted(ids, np.array([pair[side] for pair in pairs]), sorter=order)] for side in (0, 1)
    )
    scorer = Scorer(model, -math.inf)
    encoded = scorer.encoded(table)
    scores = scorer.scores(encoded, encoded, left, right)
    outside = np.array([totals[min(pairs[at]), max(pairs[at])] for at in scores.pairs.tolist()])
    added = scores.totals + outside
    kept = np.flatnonzero(added >= floor)
    if len(kept):
        chosen = scores.pairs[kept]
        batch = scorer.batch(
            ids[left[chosen]], ids[right[chosen]], type(scores)(chosen, added[kept], scores.weights[kept])
        )
        stage(run_id, relation, batch)
