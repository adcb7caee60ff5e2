"""What the worker does again and again with photographs, until it is asked to stop."""

from __future__ import annotations

import logging
import secrets
import threading
import traceback
from collections.abc import Callable
from typing import Final

from django.db import DatabaseError, connection

from antigone.bureau.ledger import LedgerError

EVERY_SECONDS: Final = 20.0

log = logging.getLogger(__name__)


def in_rounds(stop: threading.Event, work: Callable[[], object], *, what: str) -> None:
    """Work, rest some twenty seconds, and work again, until `stop` is set.

    Args:
        stop: asked between rounds; `work` asks it within one.
        work: one round; what it raises ends the round and no more.
        what: what waits when the database is away, for the log.
    """
    while not stop.is_set():
        try:
            work()
        except (DatabaseError, LedgerError) as error:
            log.warning("%s wait for the database: %s", what, type(error).__name__)
        except Exception as error:
            # One photograph that goes wrong must not end the rounds for ever; nothing of it may stand in a log.
            place = traceback.extract_tb(error.__traceback__)[-1]
            log.error("%s: %s at %s:%s", what, type(error).__name__, place.filename, place.lineno)
        finally:
            connection.close()
        stop.wait(EVERY_SECONDS * (0.5 + secrets.randbelow(1_000) / 1_000))
