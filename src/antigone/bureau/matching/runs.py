"""Comparing records: those that are due, a few at a time, or all of them in bulk; and doing it again to the last bit.

Only one comparison writes at a time (an advisory lock): two that did not see each other's records would both miss the
pair between them. A batch of due records is one transaction and one event, so a worker that is killed anywhere has
done all of it or nothing. A bulk run reads first, weighs outside any transaction, and keeps its results in one.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

import antigone
from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.matching.engines import Engine, Progress, Scorer, Task, quietly
from antigone.bureau.matching.engines.postgres import Comparison, compare, refresh_keys
from antigone.bureau.matching.engines.reading import FOUND_KINDS, SOUGHT_KINDS, Records, records_of_side
from antigone.bureau.matching.models import Relation, Run, RunState
from antigone.bureau.matching.parameters import make_every_record_due, model_of, parameters_in_force, prior_log10_odds
from antigone.bureau.matching.results import (
    Merged,
    Priors,
    merge,
    rejoin,
    results_digest,
    stage,
    staged_pairs,
    unstage,
)
from antigone.bureau.matching.values import (
    AnotherMatching,
    CannotRepeat,
    CannotResume,
    NothingDue,
    Repetition,
    RunSummary,
    UnknownRun,
)
from antigone.evidence.linkage import Model
from antigone.evidence.linkage.blocking import Blocking

#: Pairs whose log10 LR is less are no matches: a hundred to one is what chance alone gives one pair in a hundred.
FLOOR = 2.0
#: Rules that say who is worth comparing with whom, and how large a crowd of namesakes may be.
BLOCKING = Blocking()
POSTGRES = "postgres"
EVERY_SECONDS = 1.0
WORKER = Actor("worker", "worker")
#: Records compared in one transaction.
_BATCH = 2_000
#: One number for all that match on one database (advisory lock): "matching" in ASCII.
_LOCK = 0x6D61746368696E67 & 0x7FFFFFFFFFFFFFFF

log = logging.getLogger(__name__)


def floor_in_force() -> float:
    """The least log10 LR of a match: what the last finished bulk run was told, else `FLOOR`."""
    bulk = Run.objects.filter(state=RunState.FINISHED).exclude(engine=POSTGRES).order_by("-id")
    told = bulk.values_list("floor", flat=True).first()
    return FLOOR if told is None else told


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
            done.append(compare_due_records(actor=actor, most=batch))
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
                compare_due_records(actor=WORKER)
        except (AnotherMatching, NothingDue):
            pass
        except DatabaseError as error:
            log.warning("matching waits for the database: %s", type(error).__name__)
            connection.close()
        stop.wait(every)
    connection.close()


def _is_anything_due() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM matching_due)")
        return bool(cursor.fetchone()[0])


@action
def compare_due_records(*, actor: Actor, most: int = _BATCH) -> RunSummary:
    """Compare the records that have waited longest with all others, and keep what came of it.

    Raises:
        NothingDue: no record waits.
        AnotherMatching: somebody else is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AnotherMatching(_ANOTHER)
    ids = _taken_up(most)
    if not ids:
        raise NothingDue("no record waits to be compared")
    parameters = parameters_in_force()
    model, blocking, floor = model_of(parameters), BLOCKING, floor_in_force()
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
        inputs=comparison.inputs,
        priors=asdict(_priors(model)),
        state=RunState.RUNNING,
        started_by=actor.name,
    )
    _stage(run, comparison)
    _make_due(comparison.newly_due)
    summary = _kept(run, ids, len(comparison.compared), _crowding_in_words(comparison.crowded))
    record_event("matching.compare_due_records", actor=actor, subject=_subject(run), detail=_detail(summary))
    return summary


_ANOTHER = "another matching is running on this database; wait until it is done, or stop it"


def _crowding_in_words(crowded: int) -> str:
    if not crowded:
        return ""
    return f"{crowded:,} keys of these records are borne by too many others and were narrowed by birth year."


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


def _priors(model: Model) -> Priors:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE kind = 'missing'), count(*) FILTER (WHERE kind <> 'missing')"
            " FROM registry_record WHERE sensitivity = ''"
        )
        sought, found = cursor.fetchone()
    return Priors(
        across=prior_log10_odds(model, found),
        sought=prior_log10_odds(model, sought),
        found=prior_log10_odds(model, found),
    )


def _stage(run: Run, comparison: Comparison) -> None:
    for relation, batch in comparison.batches:
        stage(run.pk, relation, batch)


def _kept(run: Run, scope: list[int] | None, compared: int, left_out: str) -> RunSummary:
    """Make matches of what a run staged, weigh them against each other, and close the run."""
    priors = Priors(**run.priors)
    before = Run.objects.filter(state=RunState.FINISHED).order_by("-id").values_list("priors", flat=True).first()
    results, pairs = results_digest(run.pk), staged_pairs(run.pk)
    merged = merge(run.pk, scope)
    everything = scope is None or before != run.priors
    rejoin(priors, None if everything else _touched(merged, scope or []))
    summary = RunSummary(
        run.pk, run.engine, run.parameters.version, run.sought, run.found, compared, pairs,
        merged.proposed, merged.changed, merged.withdrawn, left_out, results,
    )  # fmt: skip
    run.results, run.state, run.finished_at = results, RunState.FINISHED, timezone.now()
    run.outcome = _detail(summary)
    run.save()
    return summary


def _touched(merged: Merged, scope: list[int]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.union1d(merged.touched, np.array(scope, dtype=np.int64))


def _subject(run: Run) -> Subject:
    return Subject("run", str(run.pk))


def _detail(summary: RunSummary) -> dict[str, int | str]:
    return {
        name: getattr(summary, name)
        for name in (
            "engine", "parameters", "sought", "found", "compared", "pairs", "proposed", "changed", "withdrawn",
            "left_out", "results",
        )
    }  # fmt: skip


@dataclass(frozen=True)
class BothSides:
    """Everybody who can be compared, and the database's view in which they were read."""

    sought: Records
    found: Records
    snapshot: str

    @property
    def digest(self) -> str:
        return hashlib.sha256((self.sought.digest + self.found.digest).encode()).hexdigest()

    def tasks(self, model: Model, blocking: Blocking, floor: float) -> Iterator[tuple[Relation, Task]]:
        """The three comparisons of a bulk run."""
        yield Relation.ACROSS, Task(self.sought.table, self.found.table, model, blocking, floor)
        yield Relation.SOUGHT, Task(self.sought.table, None, model, blocking, floor)
        yield Relation.FOUND, Task(self.found.table, None, model, blocking, floor)


def both_sides() -> BothSides:
    """Read all records that are not withheld. What is committed after the snapshot is due again."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        snapshot = str(cursor.fetchone()[0])
    return BothSides(records_of_side(SOUGHT_KINDS), records_of_side(FOUND_KINDS), snapshot)


def match_all(
    engine: Engine,
    name: str,
    *,
    actor: Actor,
    floor: float | None = None,
    resume: bool = False,
    progress: Callable[[Relation], Progress] | None = None,
) -> RunSummary:
    """Compare everybody with everybody on a bulk engine, and keep what came of it.

    Args:
        engine, name: what weighs; the name stands in the run.
        actor: who asked for it.
        floor: pairs whose log10 LR is less are no matches, now and from now on; None leaves it as it is.
        resume: go on with the interrupted run of this engine, if nothing that it read has changed.
        progress: gives, for each comparison, the function that is told of its progress.

    Raises:
        AnotherMatching: somebody else is at it.
        CannotResume: there is nothing to resume, or records have changed since.
    """
    with _alone():
        sides = both_sides()
        run = (
            _resumed(name, sides)
            if resume
            else _begin(name, sides, floor_in_force() if floor is None else floor, actor=actor)
        )
        model = model_of(run.parameters)
        blocking = Blocking.from_json(run.blocking)
        unstage(run.pk)
        left_out = _weighed_in_bulk(engine, run, sides, model, blocking, progress)
        return _finish(run, sides, blocking, left_out, actor=actor)


def _weighed_in_bulk(
    engine: Engine,
    run: Run,
    sides: BothSides,
    model: Model,
    blocking: Blocking,
    progress: Callable[[Relation], Progress] | None,
) -> str:
    left_out = []
    for relation, task in sides.tasks(model, blocking, run.floor):
        for batch in engine.scored(task, progress(relation) if progress else quietly):
            stage(run.pk, relation, batch)
        if engine.tally.crowding.refined_blocks:
            left_out.append(f"{relation.label}: {engine.tally.crowding.in_words()}")
    return " ".join(left_out)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """No other matching writes for the length of the block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AnotherMatching(_ANOTHER)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


@action
def _begin(name: str, sides: BothSides, floor: float, *, actor: Actor) -> Run:
    """Open a bulk run; one that was interrupted before is given up."""
    Run.objects.filter(state=RunState.RUNNING).update(state=RunState.ABANDONED)
    parameters = parameters_in_force()
    run = Run.objects.create(
        engine=name,
        engine_version=antigone.__version__,
        parameters=parameters,
        blocking=BLOCKING.as_json(),
        floor=floor,
        sought=sides.sought.table.num_rows,
        found=sides.found.table.num_rows,
        inputs=sides.digest,
        priors=asdict(_priors(model_of(parameters))),
        snapshot=sides.snapshot,
        state=RunState.RUNNING,
        started_by=actor.name,
    )
    record_event(
        "matching.begin_run",
        actor=actor,
        subject=_subject(run),
        detail={"engine": name, "parameters": parameters.version, "sought": run.sought, "found": run.found},
    )
    return run


def _resumed(name: str, sides: BothSides) -> Run:
    run = Run.objects.filter(state=RunState.RUNNING).order_by("-id").first()
    if run is None:
        raise CannotResume("there is no interrupted run; begin one with: antigone match --all --engine local")
    if run.engine != name:
        raise CannotResume(f"run {run.pk} was begun on the engine {run.engine}; resume it with --engine {run.engine}")
    if run.inputs != sides.digest:
        raise CannotResume(f"records have changed since run {run.pk} read them; begin a new run, without --resume")
    return run


@action
def _finish(run: Run, sides: BothSides, blocking: Blocking, left_out: str, *, actor: Actor) -> RunSummary:
    """Keep a bulk run's matches and the keys of all that it compared; what changed since its snapshot stays due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM matching_due WHERE pg_visible_in_snapshot(xact, %s::pg_snapshot) RETURNING record_id",
            [run.snapshot],
        )
        seen = sorted({record for (record,) in cursor.fetchall()})
    refresh_keys(seen, (sides.sought, sides.found), blocking)
    summary = _kept(run, None, run.sought + run.found, left_out)
    record_event("matching.finish_run", actor=actor, subject=_subject(run), detail=_detail(summary))
    return summary


@action
def make_all_due(*, actor: Actor) -> int:
    """Have every record compared anew; gives their number."""
    count = make_every_record_due()
    record_event("matching.make_all_due", actor=actor, subject=Subject("registry", "records"), detail={"due": count})
    return count


def repeat_run(run_id: int, engine_named: Callable[[str], Engine]) -> Repetition:
    """Do a run again, keep nothing, and compare every weight to the last bit.

    Args:
        run_id: a finished run.
        engine_named: gives the bulk engine of a name.

    Raises:
        UnknownRun: there is none, or it was not finished.
        CannotRepeat: the records that it read have changed since, or are gone.
    """
    run = Run.objects.select_related("parameters").filter(pk=run_id, state=RunState.FINISHED).first()
    if run is None:
        raise UnknownRun(f"there is no finished run {run_id}; list them with: antigone match --runs")
    model, blocking = model_of(run.parameters), Blocking.from_json(run.blocking)
    with transaction.atomic():
        again = Run.objects.create(**_copied(run))
        if run.scope:
            comparison = compare(run.scope, Scorer(model, run.floor), blocking)
            inputs = comparison.inputs
            if inputs == run.inputs:
                _stage(again, comparison)
        else:
            sides = both_sides()
            inputs = sides.digest
            if inputs == run.inputs:
                _weighed_in_bulk(engine_named(run.engine), again, sides, model, blocking, None)
        results = results_digest(again.pk)
        transaction.set_rollback(True)
    if inputs != run.inputs:
        raise CannotRepeat(f"what run {run_id} read has changed since {run.finished_at:%Y-%m-%d %H:%M}")
    return Repetition(run_id, run.results, results)


def _copied(run: Run) -> dict[str, object]:
    names = ("engine", "engine_version", "parameters", "blocking", "floor", "scope", "sought", "found", "inputs")
    return {name: getattr(run, name) for name in names} | {
        "priors": run.priors,
        "state": RunState.RUNNING,
        "started_by": "repetition",
    }
