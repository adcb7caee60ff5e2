"""The worker's round for partners, now and then, until it is asked to stop."""

from __future__ import annotations

import logging
import threading
import time
import traceback

from django.db import DatabaseError, connection

from antigone.bureau.disclosure.partners.agreed import tell_of_readings
from antigone.bureau.disclosure.partners.once import forget_old_answers
from antigone.bureau.disclosure.partners.webhooks.actions import say_signers_key
from antigone.bureau.disclosure.partners.webhooks.outbox import forget_old_messages, look_for_changes, send_messages
from antigone.bureau.disclosure.partners.webhooks.values import Postman
from antigone.bureau.ledger import Actor

EVERY_SECONDS = 15.0
WORKER = Actor("worker", "worker")
_TIDY_EVERY = 3_600.0

log = logging.getLogger(__name__)


def look_after_partners(stop: threading.Event, postman: Postman, *, every: float = EVERY_SECONDS) -> None:
    """Tell partners what changed, and forget what is kept long enough, until `stop` is set."""
    next_tidy = 0.0
    while not stop.is_set():
        try:
            look_for_changes()
            send_messages(postman, actor=WORKER)
            if time.monotonic() >= next_tidy:
                if postman.public_key:
                    say_signers_key(postman.public_key, actor=WORKER)
                tidy()
                next_tidy = time.monotonic() + _TIDY_EVERY
        except DatabaseError as error:
            log.warning("partners wait for the database: %s", type(error).__name__)
        except Exception as error:
            # One thing that goes wrong must not end all that comes after it.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("partners: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
        finally:
            connection.close()
        stop.wait(every)


def tidy() -> None:
    """Write events of what was read, and delete answers and messages that are kept long enough."""
    tell_of_readings(actor=WORKER)
    forget_old_answers()
    forget_old_messages()
