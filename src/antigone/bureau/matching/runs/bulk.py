"""Everybody compared with everybody on a bulk engine: read, weighed part by part, kept in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection

import antigone
from antigone.bureau.ledger import Actor, action, record_event
from antigone.bureau.matching import outside
from antigone.bureau.matching.engines import Engine, Progress, Stage, Task, quietly
from antigone.bureau.matching.engines.postgres import change_rules, refresh_keys
from antigone.bureau.matching.engines.reading import FOUND_KINDS, SOUGHT_KINDS, Records, records_of_side
from antigone.bureau.matching.models import Relation, Run, RunState
from antigone.bureau.matching.parameters import model_of, parameters_in_force
from antigone.bureau.matching.plan import WANTED, Plan, plan_of
from antigone.bureau.matching.queries import confirmed_pairs
from antigone.bureau.matching.results import stage, unstage
from antigone.bureau.matching.runs import keeping
from antigone.bureau.matching.values import CannotResume, RunSummary
from antigone.evidence.linkage import Model
from antigone.evidence.linkage.blocking import Blocking


@dataclass(frozen=True)
class BothSides:
    """Everybody who can be compared, the database's view in which they were read, and a digest of all that was read."""

    sought: Records
    found: Records
    snapshot: str
    digest: str

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
    sought, found = records_of_side(SOUGHT_KINDS), records_of_side(FOUND_KINDS)
    digest = hashlib.sha256((sought.digest + found.digest).encode()).hexdigest()
    return BothSides(sought, found, snapshot, outside.inputs_with(digest, None))


def match_all(
    engine: Engine,
    name: str,
    *,
    actor: Actor,
    floor: float | None = None,
    recall: float | None = WANTED,
    resume: bool = False,
    progress: Callable[[Relation], Progress] | None = None,
) -> RunSummary:
    """Compare everybody with everybody on a bulk engine, and keep what came of it.

    Args:
        engine, name: what weighs; the name stands in the run.
        actor: who asked for it.
        floor: pairs whose log10 LR is less are no matches, now and from now on; None leaves it as it is.
        recall: the cheapest blocking rules are chosen that find this share of what all rules find (`plan_of`), now and
            from now on; None for all rules.
        resume: go on with the interrupted run of this engine, if nothing that it read has changed.
        progress: gives, for each comparison, the function that is told of its progress.

    Raises:
        AnotherMatching: somebody else is at it.
        CannotResume: there is nothing to resume, or records have changed since.
    """
    with keeping.alone():
        sides = both_sides()
        if resume:
            run = _resumed(name, sides)
        else:
            chosen = keeping.BLOCKING.as_json() if recall is None else plan_for(sides, recall, progress).as_kept()
            run = _begin(name, sides, chosen, keeping.floor_in_force() if floor is None else floor, actor=actor)
        model = model_of(run.parameters)
        blocking = Blocking.from_json(run.blocking)
        unstage(run.pk)
        left_out = weighed_in_bulk(engine, run, sides, model, blocking, progress)
        return _finish(run, sides, blocking, left_out, actor=actor)


def plan_for(sides: BothSides, recall: float, progress: Callable[[Relation], Progress] | None = None) -> Plan:
    """The plan by which both sides would be compared: the same, whichever engine compares them."""
    told = progress(Relation.ACROSS) if progress else quietly
    return plan_of(
        sides.sought.table,
        sides.found.table,
        confirmed=confirmed_pairs(),
        whole=keeping.BLOCKING,
        wanted=recall,
        progress=lambda _, done, total: told(Stage.RULES, done, total),
    )


def weighed_in_bulk(
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


@action
def _begin(name: str, sides: BothSides, chosen: dict[str, Any], floor: float, *, actor: Actor) -> Run:
    """Open a bulk run; one that was interrupted before is given up."""
    Run.objects.filter(state=RunState.RUNNING).update(state=RunState.ABANDONED)
    parameters = parameters_in_force()
    run = Run.objects.create(
        engine=name,
        engine_version=antigone.__version__,
        parameters=parameters,
        blocking=chosen,
        floor=floor,
        sought=sides.sought.table.num_rows,
        found=sides.found.table.num_rows,
        inputs=sides.digest,
        priors=asdict(keeping.priors_now(model_of(parameters))),
        snapshot=sides.snapshot,
        state=RunState.RUNNING,
        started_by=actor.name,
    )
    record_event(
        "matching.begin_run",
        actor=actor,
        subject=keeping.subject_of(run),
        detail={
            "engine": name,
            "parameters": parameters.version,
            "sought": run.sought,
            "found": run.found,
            "rules": ", ".join(chosen["rules"]),
        },
    )
    return run


def _resumed(name: str, sides: BothSides) -> Run:
    run = Run.objects.filter(state=RunState.RUNNING).order_by("-id").first()
    if run is None:
        raise CannotResume("there is no interrupted run; begin one with: antigone match --engine local")
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
    both = (sides.sought, sides.found)
    change_rules(keeping.rules_in_force(), blocking, both)
    refresh_keys(seen, both, blocking)
    summary = keeping.kept(run, None, run.sought + run.found, left_out)
    record_event("matching.finish_run", actor=actor, subject=keeping.subject_of(run), detail=keeping.detail_of(summary))
    return summary
