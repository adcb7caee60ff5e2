"""Comparing what is due: until nothing is, or again and again while the laboratory's process runs."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator

from django.db import DatabaseError, InterfaceError, connection

from antigone.bureau.identification.actions import keep_search
from antigone.bureau.identification.arrivals.actions import Compared, Outdated, alone, compare_arrivals
from antigone.bureau.identification.arrivals.at_hand import EverythingAnew, assumptions_of
from antigone.bureau.identification.arrivals.bench import Bench
from antigone.bureau.identification.arrivals.pulse import Pulse
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.commingling.actions import compare_pairs_due
from antigone.bureau.identification.laboratory import Progress, blind_search, quietly
from antigone.bureau.identification.models import Due, Search
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.identification.values import AnotherSearch, NoPopulation, NothingDue, SealBroken
from antigone.bureau.ledger import Actor
from antigone.evidence.dna import TooManyHits

#: Who compares when nobody in person does.
SERVICE = Actor("laboratory", "laboratory")
EVERY_SECONDS = 1.0
#: Seconds until the service tries again what somebody must look at.
PROBLEM_SECONDS = 60.0
#: Seconds between two looks at samples that custodians have put into one body since.
PAIRS_SECONDS = 60.0

log = logging.getLogger(__name__)


class _AskedToStop(Exception):
    """In the middle of long work, of which nothing is kept."""


def things_due() -> int:
    """How many changes wait to be compared."""
    return Due.objects.count()


def search_everything(
    key: LaboratoryKey,
    assumptions: Assumptions,
    *,
    actor: Actor,
    because: str = "asked for",
    progress: Progress = quietly,
) -> Compared:
    """Compare all bodies with all families, and all samples with each other; what was due until now is settled.

    Args:
        key: the laboratory's.
        assumptions: by which numbers; arrivals from now on are compared by the same.
        actor: who searches.
        because: why everything, in words.
        progress: as for `laboratory.blind_search`.

    Raises:
        SealBroken, NoPopulation, TooManyHits: as `laboratory.blind_search`.
        AnotherSearch: somebody else searches, and does not come to an end.
    """
    with alone():
        settled = list(Due.objects.values_list("pk", flat=True))
        found = blind_search(key, assumptions, progress)
        kept = keep_search(found.search, found.weights, found.links, settled=settled, actor=actor)
    return Compared(kept.pk, kept.bodies, kept.families, 0, len(found.weights), len(found.links), because, found.notes)


def compare_what_is_due(bench: Bench, *, actor: Actor, progress: Progress = quietly) -> Iterator[Compared]:
    """Compare until nothing is due; gives what each transaction did, as it is done.

    Args:
        bench: made ready if it is not.
        actor: who compares.
        progress: told while the bench is made ready, or everything is compared.

    Raises:
        SealBroken, NoPopulation, AnotherSearch, TooManyHits: one sentence.
    """
    while things_due():
        try:
            if not bench.is_up_to_date():
                bench.make_ready(progress)
            done = compare_arrivals(bench, actor=actor)
        except NothingDue:
            return
        except Outdated:
            bench.clear()
            continue
        except EverythingAnew as reason:
            bench.clear()
            last = Search.objects.order_by("-id").first()
            by = Assumptions() if last is None else assumptions_of(last)
            done = search_everything(bench.key, by, actor=actor, because=str(reason), progress=progress)
        except BaseException:
            bench.clear()
            raise
        yield done


def work(stop: threading.Event, key: LaboratoryKey, *, actor: Actor, every: float = EVERY_SECONDS) -> None:
    """Compare what comes, now and then, until `stop` is set: the loop of the laboratory's service.

    A database that is away is tried again next time. What somebody must look at (a profile that does not open, no
    frequencies) is logged once, stands in the heartbeat for `antigone doctor`, and is tried again every minute.
    """
    bench, pulse, pairs_at = Bench(key), Pulse(), time.monotonic()

    def go_on(_stage: str, _done: int) -> None:
        if stop.is_set():
            raise _AskedToStop
        pulse.beat()

    while not stop.is_set():
        wait = every
        try:
            pulse.beat()
            for done in compare_what_is_due(bench, actor=actor, progress=go_on):
                _log(done)
                pulse.beat()
                if stop.is_set():
                    break
            if time.monotonic() >= pairs_at and not stop.is_set():
                for pairs in compare_pairs_due(key, actor=actor):
                    log.info("%s pairs of samples compared: %s are not of one person", pairs.pairs, pairs.not_one)
                    pulse.beat()
                    if stop.is_set():
                        break
                pairs_at = time.monotonic() + PAIRS_SECONDS
            pulse.is_well()
        except (AnotherSearch, _AskedToStop):
            pass
        except (SealBroken, NoPopulation, TooManyHits) as problem:
            wait = PROBLEM_SECONDS
            with contextlib.suppress(DatabaseError, InterfaceError):
                if pulse.complain(str(problem)):
                    log.error("the laboratory cannot compare: %s", problem)
        except (DatabaseError, InterfaceError) as error:
            log.warning("the laboratory waits for the database: %s", type(error).__name__)
            connection.close()
        stop.wait(wait)
    connection.close()


def _log(done: Compared) -> None:
    log.info(
        "%s samples, %s families and %s matches compared: %s weights, %s links%s",
        done.samples,
        done.families,
        done.matches,
        done.weights,
        done.links,
        f" (everything: {done.everything})" if done.everything else "",
    )
