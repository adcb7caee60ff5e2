"""The worker's round for enquiries, now and then, until it is asked to stop."""

from __future__ import annotations

import logging
import secrets
import threading
import time
import traceback

from django.db import DatabaseError, connection

from antigone.bureau.enquiries.upkeep.outbox import Letterbox, send_notices
from antigone.bureau.enquiries.upkeep.photographs import take_in_photographs
from antigone.bureau.enquiries.upkeep.retention import keep_to_retention
from antigone.bureau.enquiries.upkeep.taking_in import take_in
from antigone.bureau.enquiries.vault_client import VaultAway
from antigone.bureau.ledger import Actor, LedgerError

WORKER = Actor("worker", "worker")
_RETENTION_EVERY = 6 * 3600.0

log = logging.getLogger(__name__)


def look_after_enquiries(stop: threading.Event, letterbox: Letterbox | None, *, every: float) -> None:
    """Take in, shed and send until `stop` is set.

    Args:
        stop: asks to end.
        letterbox: how notices leave; None where no mail server is set, and they wait.
        every: seconds between rounds on average; each pause is drawn between half and one and a half of it, so that the
            ledger's times say little about when families write.
    """
    next_retention = 0.0
    while not stop.is_set():
        try:
            while not stop.is_set() and take_in(actor=WORKER):
                pass
            if time.monotonic() >= next_retention:
                keep_to_retention(actor=WORKER)
                next_retention = time.monotonic() + _RETENTION_EVERY
            if letterbox is not None:
                send_notices(letterbox)
            while not stop.is_set() and take_in_photographs(actor=WORKER):
                pass
        except (DatabaseError, LedgerError) as error:
            away = "the vault" if isinstance(error, VaultAway) else "the database"
            log.warning("enquiries wait for %s: %s", away, type(error).__name__)
        except Exception as error:
            # One thing that goes wrong must not end all that comes after it; its text may repeat what a family wrote.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("enquiries: %s at %s:%s", type(error).__name__, place.filename, place.lineno)
        finally:
            connection.close()
        stop.wait(every * (0.5 + secrets.randbelow(1_000) / 1_000))
