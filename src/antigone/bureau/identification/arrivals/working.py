"""Comparing what is due: until nothing is, or again and again while the laboratory's process runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

from django.db import DatabaseError, connection

from antigone.bureau.identification.actions import keep_search
from antigone.bureau.identification.arrivals.actions import Compared, Outdated, alone, compare_arrivals
from antigone.bureau.identification.arrivals.at_hand import EverythingAnew, assumptions_of
from antigone.bureau.identification.arrivals.bench import Bench
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.laboratory import Progress, blind_search, quietly
from antigone.bureau.identification.models import Due, Search
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.identification.values import AnotherSearch, NoPopulation, NothingDue
from antigone.bureau.ledger import Actor

EVERY_SECONDS = 1.0

log = logging.getLogger(__name__)


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
    return Compared(kept.pk, kept.bodies, kept.families, len(found.weights), len(found.links), because, found.notes)


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
    """Compare what comes, now and then, until `stop` is set. A database that is away is tried again next time.

    Raises:
        SealBroken: a profile does not open, which somebody must look at.
    """
    bench = Bench(key)
    while not stop.is_set():
        try:
            for done in compare_what_is_due(bench, actor=actor):
                log.info(
                    "%s samples and %s families compared: %s weights, %s links%s",
                    done.samples,
                    done.families,
                    done.weights,
                    done.links,
                    f" (everything: {done.everything})" if done.everything else "",
                )
                if stop.is_set():
                    break
        except (AnotherSearch, NoPopulation):
            pass
        except DatabaseError as error:
            log.warning("the laboratory waits for the database: %s", type(error).__name__)
            connection.close()
        stop.wait(every)
    connection.close()
