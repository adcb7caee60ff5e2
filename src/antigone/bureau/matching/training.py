"""Learning the model's numbers from the bureau's own records, with what its case workers have decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from antigone.bureau.matching.engines import Engine, Progress, Task, columns_of, quietly
from antigone.bureau.matching.models import Match, MatchState, Relation
from antigone.bureau.matching.parameters import model_of, parameters_in_force
from antigone.bureau.matching.runs import both_sides
from antigone.bureau.matching.values import TooFewRecords
from antigone.evidence.linkage import (
    FIELDS,
    Decided,
    Learned,
    Model,
    OldAndNew,
    Pairing,
    Prior,
    learn,
    repeated_share,
)
from antigone.evidence.linkage.blocking import Blocking

Rows = NDArray[np.int64]

#: Fewer candidate pairs teach nothing but their own accidents.
FEWEST_PAIRS = 200
#: More are not needed, and would not fit beside the records; which of them are taken does not change.
_MOST_PAIRS = 2_000_000
_SEED = 1969
#: Below every weight there is: the engine gives all candidates back.
_NO_FLOOR = -1e9


@dataclass(frozen=True)
class Training:
    """What was learned, and from what: counts and a digest, no names."""

    learned: Learned
    trained_on: dict[str, int | float | str]


def learned_from_records(engine: Engine, *, progress: Progress = quietly) -> Training:
    """Learn the numbers of the model in force anew from all records that are not withheld. Keeps nothing.

    Args:
        engine: finds the candidate pairs.
        progress: told how far the candidates are.

    Raises:
        TooFewRecords: there are too few candidate pairs.
    """
    parameters = parameters_in_force()
    model = model_of(parameters)
    sides = both_sides()
    task = Task(sides.sought.table, sides.found.table, model, Blocking(), _NO_FLOOR)
    pairs, _ = _weighed(engine, task, progress)
    if len(pairs) < FEWEST_PAIRS:
        raise TooFewRecords(
            f"there are {len(pairs)} pairs of records worth comparing, and learning takes {FEWEST_PAIRS} at least; "
            "the numbers that came with Antigone stay in force"
        )
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    if len(pairs) > _MOST_PAIRS:
        chosen = np.random.Generator(np.random.PCG64(_SEED)).choice(len(pairs), _MOST_PAIRS, replace=False)
        pairs = pairs[np.sort(chosen)]
    sought, found = (side.table.column("record_id").to_numpy() for side in (sides.sought, sides.found))
    learned = learn(
        model,
        columns_of(sides.sought.table, FIELDS),
        columns_of(sides.found.table, FIELDS),
        np.searchsorted(sought, pairs[:, 0]),
        np.searchsorted(found, pairs[:, 1]),
        # Somebody may be a prisoner in one list of the found and dead in the next.
        pairing=Pairing.REPEATEDLY,
        decided=_decided(sought, found),
    )
    repeated = [_repeated(engine, side.table, learned.model) for side in (sides.sought, sides.found)]
    learned = _with_repeated(learned, model.prior, *repeated)
    return Training(
        learned,
        {
            "from": parameters.version,
            "sought": len(sought),
            "found": len(found),
            "pairs": len(pairs),
            "rounds": len(learned.history),
            "inputs": sides.digest,
        },
    )


def _weighed(engine: Engine, task: Task, progress: Progress = quietly) -> tuple[Rows, NDArray[np.float64]]:
    """Ids of the pairs of a task, int64[n, 2], and their log10 LR."""
    ids, totals = [np.zeros((0, 2), np.int64)], [np.zeros(0)]
    for batch in engine.scored(task, progress):
        ids.append(np.column_stack([batch.column(name).to_numpy() for name in ("left_id", "right_id")]))
        totals.append(batch.column("log10_lr").to_numpy())
    return np.concatenate(ids), np.concatenate(totals)


def _repeated(engine: Engine, table: pa.Table, model: Model) -> float:
    """The share of the records of one side that have another of the same person there."""
    pairs, totals = _weighed(engine, Task(table, None, model, Blocking(), floor=0.0))
    ids = table.column("record_id").to_numpy()
    return repeated_share(totals, np.searchsorted(ids, pairs[:, 0]), np.searchsorted(ids, pairs[:, 1]), len(ids))


def _with_repeated(learned: Learned, before: Prior, sought: float, found: float) -> Learned:
    """What was learned, with the shares of records that have another of the same person on their own side."""
    prior = replace(learned.prior, repeated_sought=sought, repeated_found=found)
    rows = (
        OldAndNew(
            "prior", f"share of the {side} with another record of the same person", was or before.matched_share, now
        )
        for side, was, now in (("sought", before.repeated_sought, sought), ("found", before.repeated_found, found))
    )
    return replace(
        learned, model=replace(learned.model, prior=prior), prior=prior, old_and_new=(*learned.old_and_new, *rows)
    )


def _decided(sought: Rows, found: Rows) -> Decided | None:
    """What case workers have decided across, as rows of both sides."""
    decided = list(
        Match.objects.filter(state__in=(MatchState.EXCLUDED, MatchState.CONFIRMED), relation=Relation.ACROSS)
        .order_by("left_id", "right_id")
        .values_list("left_id", "right_id", "state")
    )
    known = [row for row in decided if _row(sought, row[0]) is not None and _row(found, row[1]) is not None]
    if not known:
        return None
    return Decided(
        np.array([_row(sought, left) for left, _, _ in known], dtype=np.int64),
        np.array([_row(found, right) for _, right, _ in known], dtype=np.int64),
        np.array([state == MatchState.CONFIRMED for *_, state in known], dtype=np.bool_),
    )


def _row(ids: Rows, record: int) -> int | None:
    at = int(np.searchsorted(ids, record))
    return at if at < len(ids) and ids[at] == record else None
