"""The worker measures pictures of released things anew where they were measured in another way than is searched by."""

from __future__ import annotations

import threading

from django.db import connection

from antigone.bureau.ledger import Actor, Subject, action, record_event
from antigone.bureau.photographs.gallery.likeness import described
from antigone.bureau.photographs.rounds import in_rounds
from antigone.imaging.decoding import PictureRefused, decoded
from antigone.imaging.marks import METHOD

WORKER = Actor("worker", "worker")
_AT_ONCE = 20
# One that cannot be read must not stand before the others for ever.
_DUE = "SELECT code, large FROM published.thing WHERE measured <> %s ORDER BY random() LIMIT %s"


def measure_things_regularly(stop: threading.Event) -> None:
    """Measure what was released before a better way came, until `stop` is set."""

    def measure_all() -> None:
        while not stop.is_set() and measure_things(actor=WORKER):
            pass

    in_rounds(stop, measure_all, what="pictures of the gallery")


def measure_things(*, actor: Actor) -> int:
    """One pass over things that a search by picture cannot find; how many it can find from now on."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE, [METHOD, _AT_ONCE])
        due = cursor.fetchall()
    measured = {}
    for code, large in due:
        try:
            measured[code] = described(decoded(bytes(large)).pixels)
        except PictureRefused:
            continue
    return _keep(measured, actor=actor) if measured else 0


@action
def _keep(measured: dict[str, bytes], *, actor: Actor) -> int:
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE published.thing SET features = %s WHERE code = %s",
            [(content, code) for code, content in sorted(measured.items())],
        )
        kept = int(cursor.rowcount)
    record_event("photographs.measure_things", actor=actor, subject=Subject("method", METHOD), detail={"things": kept})
    return kept
