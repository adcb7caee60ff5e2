"""Learning the model's numbers from the bureau's own records, with what its case workers have decided."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from antigone.bureau.matching.engines import Engine, Progress, Task, columns_of, quietly
from antigone.bureau.matching.models import Match, MatchState, Relation
from antigone.bureau.matching.parameters import model_of, parameters_in_force
from antigone.bureau.matching.runs import both_sides
from antigone.bureau.matching.values import TooFewRecords
from antigone.evidence.linkage import FIELDS, Decided, Learned, Pairing, learn
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
    left_ids, right_ids = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for batch in engine.scored(task, progress):
        left_ids.append(batch.column("left_id").to_numpy())
        right_ids.append(batch.column("right_id").to_numpy())
    pairs = np.column_stack([np.concatenate(left_ids), np.concatenate(right_ids)])
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
