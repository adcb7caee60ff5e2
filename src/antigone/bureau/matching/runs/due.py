"""Records that are due, compared with all others: by the worker as they come, or when somebody asks."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict

import numpy as np
from django.db import DatabaseError, connection

import antigone
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.matching import outside
from antigone.bureau.matching.engines import Scorer
from antigone.bureau.matching.engines.postgres import compare
from antigone.bureau.matching.models import Run, RunState
from antigone.bureau.matching.parameters import make_every_record_due, model_of, parameters_in_force
from antigone.bureau.matching.results import Priors, rejoin, stage
from antigone.bureau.matching.runs import keeping
from antigone.bureau.matching.runs.keeping import PATIENCE, POSTGRES
from antigone.bureau.matching.values import AnotherMatching, NothingDue, RunSummary

EVERY_SECONDS = 1.0
WORKER = Actor("worker", "worker")
#: Records compared in one transaction.
_BATCH = 2_000
#: How often what a comparison changed is followed: to those who were touched, and further away.
_TURNS = 4

log = logging.getLogger(__name__)


def records_due() -> int:
    """How many records wait to be compared, each counted once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT record_id) FROM matching_due")
        return int(cursor.fetchone()[0])


def match_what_is_due(
    *, actor: Actor, batch: int = _BATCH, progress: Callable[[int, int], None] | None = None
) -> tuple[RunSummary, ...]:
    """Compare all records that are due, batch after batch; gives what each batch did.

    Raises:
        AnotherMatching: somebody else is at it.
    """
    done: list[RunSummary] = []
    compared = 0
    while left := records_due():
        try:
            done.append(compare_due_records(actor=actor, most=batch, patience=PATIENCE))
            follow(done[-1].felt, actor=actor)
        except NothingDue:
            break
        compared += min(batch, left)
        if progress:
            progress(compared, compared + records_due())
    return tuple(done)


def match_regularly(stop: threading.Event, *, every: float = EVERY_SECONDS) -> None:
    """Compare what is due, now and then, until `stop` is set. A database that is away is tried again next time."""
    while not stop.is_set():
        try:
            while not stop.is_set() and _is_anything_due():
                follow(compare_due_records(actor=WORKER).felt, actor=WORKER)
        except (AnotherMatching, NothingDue):
            pass
        except DatabaseError as error:
            log.warning("matching waits for the database: %s", type(error).__name__)
            connection.close()
        stop.wait(every)
    connection.close()


def follow(felt: tuple[int, ...], *, actor: Actor) -> None:
    """Follow what a comparison changed to those further away who felt it, and on to those who felt that."""
    for _ in range(_TURNS):
        if not felt:
            break
        felt = follow_what_is_felt(felt, actor=actor)


@action
def follow_what_is_felt(records: Sequence[int], *, actor: Actor) -> tuple[int, ...]:
    """Weigh the matches of records against each other that felt a comparison from afar; gives who felt this in turn.

    No weight changes, and nothing is lost if it is never done: a bulk run weighs everybody against everybody.

    Raises:
        AnotherMatching: somebody else is at it.
    """
    keeping.be_alone_in_transaction(PATIENCE)
    priors = Run.objects.filter(state=RunState.FINISHED).order_by("-id").values_list("priors", flat=True)[0]
    rejoined = rejoin(Priors(**priors), np.array(records, dtype=np.int64))
    record_event(
        "matching.follow_what_is_felt",
        actor=actor,
        subject=Subject("registry", "records"),
        detail={"records": len(records), "changed": rejoined.changed},
    )
    return tuple(rejoined.felt.tolist())


def _is_anything_due() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM matching_due)")
        return bool(cursor.fetchone()[0])


@action
def compare_due_records(*, actor: Actor, most: int = _BATCH, patience: float = 0.0) -> RunSummary:
    """Compare the records that have waited longest with all others, and keep what came of it.

    Args:
        actor: who asked for it.
        most: records to take up.
        patience: seconds to wait for another comparison to end.

    Raises:
        NothingDue: no record waits.
        AnotherMatching: somebody else is at it.
    """
    keeping.be_alone_in_transaction(patience)
    ids = _taken_up(most)
    if not ids:
        raise NothingDue("no record waits to be compared")
    parameters = parameters_in_force()
    model, blocking, floor = model_of(parameters), keeping.rules_in_force(), keeping.floor_in_force()
    comparison = compare(ids, Scorer(model, floor), blocking)
    run = Run.objects.create(
        engine=POSTGRES,
        engine_version=antigone.__version__,
        parameters=parameters,
        blocking=blocking.as_json(),
        floor=floor,
        scope=ids,
        sought=comparison.sought,
        found=comparison.found,
        inputs=outside.inputs_with(comparison.inputs, ids),
        priors=asdict(keeping.priors_now(model)),
        state=RunState.RUNNING,
        started_by=actor.name,
    )
    for relation, batch in comparison.batches:
        stage(run.pk, relation, batch)
    _make_due(comparison.newly_due)
    summary = keeping.kept(run, ids, len(comparison.compared), comparison.left_out)
    record_event(
        "matching.compare_due_records",
        actor=actor,
        subject=keeping.subject_of(run),
        detail=keeping.detail_of(summary),
    )
    return summary


def _taken_up(most: int) -> list[int]:
    """Take the records that have waited longest off the list; all their entries that we can see, and no later ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH first AS (SELECT record_id, min(id) AS id FROM matching_due GROUP BY record_id"
            "  ORDER BY min(id) LIMIT %s)"
            " DELETE FROM matching_due d USING first f WHERE d.record_id = f.record_id RETURNING d.record_id",
            [most],
        )
        return sorted({record for (record,) in cursor.fetchall()})


def _make_due(ids: Sequence[int]) -> None:
    if ids:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO matching_due (record_id) SELECT unnest(%s::bigint[])", [list(ids)])


@action
def make_all_due(*, actor: Actor) -> int:
    """Have every record compared anew; gives their number."""
    count = make_every_record_due()
    record_event("matching.make_all_due", actor=actor, subject=Subject("registry", "records"), detail={"due": count})
    return count
