"""A run made again, and compared with what it gave to the last bit. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

import antigone
from antigone.bureau.matching import outside
from antigone.bureau.matching.engines import Engine, Scorer
from antigone.bureau.matching.engines.postgres import change_rules, compare
from antigone.bureau.matching.models import Run, RunState
from antigone.bureau.matching.parameters import model_of
from antigone.bureau.matching.results import results_digest, stage
from antigone.bureau.matching.runs import keeping
from antigone.bureau.matching.runs.bulk import both_sides, weighed_in_bulk
from antigone.bureau.matching.values import CannotRepeat, Repetition, UnknownRun
from antigone.evidence.linkage.blocking import Blocking


def repeat_run(run_id: int, engine_named: Callable[[str], Engine]) -> Repetition:
    """Do a run again, keep nothing, and compare every weight to the last bit.

    Args:
        run_id: a finished run.
        engine_named: gives the bulk engine of a name.

    Raises:
        UnknownRun: there is none, or it was not finished.
        CannotRepeat: the records that it read have changed since, or are gone.
        AnotherMatching: somebody else compares, and does not end.
    """
    run = Run.objects.select_related("parameters").filter(pk=run_id, state=RunState.FINISHED).first()
    if run is None:
        raise UnknownRun(f"there is no finished run {run_id}; list them with: antigone match --runs")
    with keeping.alone(), transaction.atomic():
        inputs, results = _again(run, engine_named)
        transaction.set_rollback(True)
    if inputs != run.inputs:
        raise CannotRepeat(
            f"what run {run_id} read has changed since {run.finished_at:%Y-%m-%d %H:%M}, so it cannot be repeated; "
            "runs over the records as they are now can be: antigone match --runs"
        )
    return Repetition(run_id, run.results, results, run.engine_version, antigone.__version__)


def _again(run: Run, engine_named: Callable[[str], Engine]) -> tuple[str, str]:
    """Digests of what is read now and of what comes of it; the latter is of nothing where the former differs."""
    model, blocking = model_of(run.parameters), Blocking.from_json(run.blocking)
    again = _copy(run)
    if run.scope:
        if blocking != keeping.rules_in_force():
            sides = both_sides()
            change_rules(keeping.rules_in_force(), blocking, (sides.sought, sides.found))
        comparison = compare(run.scope, Scorer(model, run.floor), blocking)
        inputs = outside.inputs_with(comparison.inputs, run.scope)
        if inputs == run.inputs:
            for relation, batch in comparison.batches:
                stage(again.pk, relation, batch)
    else:
        sides = both_sides()
        inputs = sides.digest
        if inputs == run.inputs:
            weighed_in_bulk(engine_named(run.engine), again, sides, model, blocking, None)
    if inputs == run.inputs:
        outside.join(again.pk, run.scope or None, model, run.floor)
    return inputs, results_digest(again.pk)


def _copy(run: Run) -> Run:
    names = ("engine", "engine_version", "parameters", "blocking", "floor", "scope", "sought", "found", "inputs")
    same = {name: getattr(run, name) for name in names}
    # A number of its own choice, so that no number is missing from the list of runs.
    return Run.objects.create(pk=-run.pk, priors=run.priors, state=RunState.RUNNING, started_by="repetition", **same)
