"""Publication by the worker: what an interrupted import or a released record left unpublished is published."""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from antigone.bureau.disclosure.actions import clear_what_ended, publish_what_may_be
from antigone.bureau.ledger import Actor

EVERY_SECONDS = 60.0
PUBLISHER = Actor("worker", "worker")

log = logging.getLogger(__name__)


def publish_regularly(stop: threading.Event, *, every: float = EVERY_SECONDS) -> None:
    """Publish what may be and clear what may be no longer, now and then, until `stop` is set.

    A database that is away is tried again next time.
    """
    while not stop.is_set():
        try:
            clear_what_ended(actor=PUBLISHER)
            publish_what_may_be(actor=PUBLISHER)
        except DatabaseError as error:
            log.warning("publication waits for the database: %s", type(error).__name__)
        finally:
            connection.close()
        stop.wait(every)
