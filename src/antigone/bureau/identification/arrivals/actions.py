"""Taking in what came: one transaction, one event, and no other search beside it."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q

import antigone
from antigone.bureau.identification.arrivals.at_hand import EverythingAnew
from antigone.bureau.identification.arrivals.bench import Bench
from antigone.bureau.identification.models import Due, DueKind, KinshipWeight, PartLink, Search
from antigone.bureau.identification.to_matching import tell_matching
from antigone.bureau.identification.values import AnotherSearch, NothingDue
from antigone.bureau.ledger import Actor, Subject, action, record_event

_TAKEN_IN = (DueKind.SAMPLE, DueKind.FAMILY, DueKind.MATCH)
#: What changed and is compared in one transaction; beyond `MANY` at once, comparing everything anew is quicker.
_BATCH, MANY = 200, 2_000
#: Seconds that a search waits for another one.
PATIENCE = 30.0
_AGAIN = 0.05
#: One number for all searches on one database (advisory lock): "DNAsearc" in ASCII.
LOCK = 0x444E417365617263


class Outdated(Exception):
    """Somebody else has compared since the bench was made ready."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What a search compared, and what came of it.

    Attributes:
        search: its number.
        samples, families: how many came, went or changed; all there are for a search of everything.
        matches: how many came of which DNA had not been asked; none for a search of everything.
        weights, links: how many were written.
        everything: why everything was compared, or nothing.
        notes: for the laboratory.
    """

    search: int
    samples: int
    families: int
    matches: int
    weights: int
    links: int
    everything: str
    notes: tuple[str, ...]


@action
def compare_arrivals(bench: Bench, *, actor: Actor, most: int = _BATCH) -> Compared:
    """Compare what has been due longest with everybody, and let the matching know.

    What comes of it is what a search of everything would give these pairs. When it raises, `clear` the bench.

    Args:
        bench: made ready.
        actor: who compares.
        most: entries to take.

    Raises:
        NothingDue: nothing changed.
        Outdated: the bench is not what is kept; make it ready and try again.
        EverythingAnew: what came changes the weights of all.
        AnotherSearch: somebody else searches, and does not come to an end.
        SealBroken: a profile does not open.
    """
    _take("pg_try_advisory_xact_lock")
    if not Due.objects.exists():
        raise NothingDue("nothing has changed since it was compared")
    at_hand, last = bench.at_hand, bench.search
    if at_hand is None or last is None or not bench.is_up_to_date():
        raise Outdated("somebody else has compared; make the bench ready")
    if (changes := Due.objects.exclude(what=DueKind.MATCH).count()) > MANY:
        raise EverythingAnew(f"{changes:,} changes at once")
    taken = _taken(most)
    if any(what == DueKind.EVERYTHING for what, _ in taken):
        raise EverythingAnew("the frequencies changed")
    change = at_hand.take_in(*({ref for what, ref in taken if what == kind} for kind in _TAKEN_IN))
    search = Search.objects.create(
        population_id=last.population_id,
        engine_version=antigone.__version__,
        model=last.model,
        floor=last.floor,
        families=at_hand.families,
        bodies=at_hand.bodies,
        inputs=hashlib.sha256((last.inputs + change.digest).encode()).hexdigest(),
        outcome={
            "since": last.pk,
            "hits": len(change.weights),
            "links": len(change.links),
            "notes": len(change.notes),
            "ladders": last.outcome["ladders"],
            "people": last.outcome["people"],
        },
        done_by=actor.name,
    )
    KinshipWeight.objects.filter(Q(sample__in=change.samples) | Q(family__in=change.families)).delete()
    PartLink.objects.filter(Q(one__in=change.parts) | Q(other__in=change.parts)).delete()
    for weight in change.weights:
        weight.search = search
    for link in change.links:
        link.search = search
    KinshipWeight.objects.bulk_create(change.weights, batch_size=1_000)
    PartLink.objects.bulk_create(change.links, batch_size=1_000)
    told = tell_matching(of=change.records)
    bench.search = search
    record_event(
        "identification.compare_arrivals",
        actor=actor,
        subject=Subject("search", str(search.pk)),
        detail={
            "samples": len(change.samples),
            "families": len(change.families),
            "matches": change.matches,
            "hits": len(change.weights),
            "links": len(change.links),
            "told_to_matching": told,
            "inputs": search.inputs,
        },
    )
    return Compared(
        search.pk,
        len(change.samples),
        len(change.families),
        change.matches,
        len(change.weights),
        len(change.links),
        "",
        tuple(change.notes),
    )


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """No other search writes for the length of the block.

    Raises:
        AnotherSearch: another one did not end within `PATIENCE` seconds.
    """
    _take("pg_try_advisory_lock")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _take(lock: str) -> None:
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT {lock}(%s)", [LOCK])
            if cursor.fetchone()[0]:
                return
            if time.monotonic() > until:
                raise AnotherSearch("another search of the laboratory is under way; try again when it has ended")
            time.sleep(_AGAIN)


def _taken(most: int) -> set[tuple[str, int]]:
    """Take the oldest entries off the list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM identification_due WHERE id IN (SELECT id FROM identification_due ORDER BY id LIMIT %s)"
            " RETURNING what, ref",
            [most],
        )
        return set(cursor.fetchall())
