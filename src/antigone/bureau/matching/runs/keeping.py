"""What all comparisons share: the rules in force, the lock, and how what was weighed becomes matches of a run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
from django.db import OperationalError, connection
from django.db.models import QuerySet
from django.utils import timezone
from psycopg.errors import LockNotAvailable

from antigone.bureau.ledger import Subject
from antigone.bureau.matching import outside
from antigone.bureau.matching.models import Relation, Run, RunState
from antigone.bureau.matching.parameters import model_of, prior_log10_odds
from antigone.bureau.matching.results import Priors, merge, rejoin, rejoin_at_once, results_digest, staged_pairs
from antigone.bureau.matching.values import AnotherMatching, RunSummary
from antigone.evidence.linkage import Model
from antigone.evidence.linkage.blocking import Blocking

#: Pairs whose log10 LR is less are no matches: a hundred to one is what chance alone gives one pair in a hundred.
FLOOR = 2.0
#: All rules that say who is worth comparing with whom, and how large a crowd of namesakes may be.
BLOCKING = Blocking()
#: The engine of due records; it stands in their runs.
POSTGRES = "postgres"
#: Records that are worth an answer at once, before what they do to others is followed.
_FEW = 20
#: Seconds that a person's command waits for a comparison that is under way. The worker waits for none.
PATIENCE = 30.0
#: One number for all that match on one database (advisory lock): "matching" in ASCII.
_LOCK = 0x6D61746368696E67 & 0x7FFFFFFFFFFFFFFF


def floor_in_force() -> float:
    """The least log10 LR of a match: what the last finished bulk run was told, else `FLOOR`."""
    told = _last_bulk_run().values_list("floor", flat=True).first()
    return FLOOR if told is None else told


def rules_in_force() -> Blocking:
    """The rules by which records are compared as they come: the choice of the last finished bulk run, else all."""
    kept = _last_bulk_run().values_list("blocking", flat=True).first()
    # All rules are all that this version has, not those that there were then.
    return BLOCKING if kept is None or kept.get("whole", True) else Blocking.from_json(kept)


def _last_bulk_run() -> QuerySet[Run]:
    return Run.objects.filter(state=RunState.FINISHED).exclude(engine=POSTGRES).order_by("-id")


def be_alone_in_transaction(patience: float) -> None:
    """No other matching writes until the transaction ends.

    Raises:
        AnotherMatching: another one did not end within `patience` seconds.
    """
    _take("pg_advisory_xact_lock", "pg_try_advisory_xact_lock", patience)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """No other matching writes for the length of the block.

    Raises:
        AnotherMatching: another one did not end within `PATIENCE` seconds.
    """
    _take("pg_advisory_lock", "pg_try_advisory_lock", PATIENCE)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _take(waiting: str, trying: str, patience: float) -> None:
    another = AnotherMatching("another matching is running on this database; wait until it is done, or stop it")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {trying}(%s)", [_LOCK])
        if cursor.fetchone()[0]:
            return
        if patience <= 0:
            raise another
        # One who waits in PostgreSQL's own queue is next; one who tries now and then may never find it free.
        for_now = connection.in_atomic_block
        cursor.execute("SELECT set_config('lock_timeout', %s, %s)", [f"{patience * 1000:.0f}", for_now])
        try:
            cursor.execute(f"SELECT {waiting}(%s)", [_LOCK])
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            if not for_now:
                cursor.execute("SELECT set_config('lock_timeout', '0', false)")
            raise another from error
        cursor.execute("SELECT set_config('lock_timeout', '0', %s)", [for_now])


def priors_now(model: Model) -> Priors:
    """log10 odds that two records taken at random are one person, from how many there are on each side."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE kind = 'missing'), count(*) FILTER (WHERE kind <> 'missing')"
            " FROM registry_record WHERE sensitivity = ''"
        )
        sought, found = cursor.fetchone()
    return Priors(
        across=prior_log10_odds(model, found, Relation.ACROSS),
        sought=prior_log10_odds(model, sought, Relation.SOUGHT),
        found=prior_log10_odds(model, found, Relation.FOUND),
    )


def kept(run: Run, scope: list[int] | None, compared: int, left_out: str) -> RunSummary:
    """Make matches of what a run staged, weigh them against each other, and close the run.

    Args:
        run: open.
        scope: the records that were compared with all others; None for all records.
        compared: how many records that were.
        left_out: what was left out for crowding, in words.
    """
    outside.join(run.pk, scope, model_of(run.parameters), run.floor)
    priors = Priors(**run.priors)
    before = Run.objects.filter(state=RunState.FINISHED).order_by("-id").values_list("priors", flat=True).first()
    results, pairs = results_digest(run.pk), staged_pairs(run.pk)
    merged = merge(run.pk, scope)
    if scope is None or before != run.priors:
        rejoined = rejoin(priors, None)
    else:
        arrived = np.array(scope, dtype=np.int64)
        touched = np.union1d(merged.touched, arrived)
        rejoined = rejoin_at_once(priors, arrived, touched) if len(scope) <= _FEW else rejoin(priors, touched)
    summary = RunSummary(
        run.pk, run.engine, run.parameters.version, run.sought, run.found, compared, pairs,
        merged.proposed, merged.changed, merged.withdrawn, left_out, results, tuple(rejoined.felt.tolist()),
    )  # fmt: skip
    run.results, run.state, run.finished_at = results, RunState.FINISHED, timezone.now()
    run.outcome = detail_of(summary)
    run.save()
    return summary


def subject_of(run: Run) -> Subject:
    """The run, for the ledger."""
    return Subject("run", str(run.pk))


def detail_of(summary: RunSummary) -> dict[str, int | str]:
    """What a run came to, for the ledger and for the run itself: counts and a digest, no names."""
    return {
        name: getattr(summary, name)
        for name in (
            "engine", "parameters", "sought", "found", "compared", "pairs", "proposed", "changed", "withdrawn",
            "left_out", "results",
        )
    }  # fmt: skip
