"""The worker: what runs all the time and answers nobody. It gives each event its place in the ledger, publishes what
may be published and is not yet, compares records that are new or have changed with all others, looks for copies of new
photographs, reads their faces, measures their marks, looks after what families leave, and tells partners' programs
what changed."""

from __future__ import annotations

import signal
import threading
from types import FrameType

from antigone.bureau.disclosure.partners.upkeep import look_after_partners
from antigone.bureau.disclosure.publishing import publish_regularly
from antigone.bureau.enquiries.upkeep import look_after_enquiries
from antigone.bureau.identification.faces.upkeep import look_after_faces
from antigone.bureau.ledger.sequencer import run_sequencer
from antigone.bureau.matching.runs import match_regularly
from antigone.bureau.photographs.copies import find_copies_regularly
from antigone.bureau.photographs.gallery.measuring import measure_things_regularly
from antigone.bureau.photographs.marks.measuring import measure_marks_regularly
from antigone.server.configuration import Configuration
from antigone.server.ledger_keeping import last_signed_file, ledger_signer
from antigone.server.mail import letterbox
from antigone.server.webhooks import postman

#: Seconds that a batch of the matching may still take when the worker is asked to stop.
_PATIENCE = 4.0


def run_worker(configuration: Configuration) -> None:
    """Work until SIGTERM or SIGINT, then finish the batch at hand and return. Needs Django set up in zone worker."""
    stop = threading.Event()

    def ask_to_stop(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask_to_stop)
    publisher = threading.Thread(target=publish_regularly, args=(stop,), name="publisher")
    # A daemon: a batch that is cut off by the end of the process is rolled back and done again.
    matcher = threading.Thread(target=match_regularly, args=(stop,), name="matcher", daemon=True)
    # A daemon too: a mail server that does not answer holds up nobody, and what was being sent is counted as doubtful.
    families = threading.Thread(
        target=look_after_enquiries,
        args=(stop, letterbox(configuration)),
        kwargs={"every": configuration.take_in_seconds},
        name="families",
        daemon=True,
    )
    copies = threading.Thread(target=find_copies_regularly, args=(stop,), name="copies", daemon=True)
    faces = threading.Thread(target=look_after_faces, args=(stop,), name="faces", daemon=True)
    marks = threading.Thread(target=measure_marks_regularly, args=(stop,), name="marks", daemon=True)
    things = threading.Thread(target=measure_things_regularly, args=(stop,), name="things", daemon=True)
    partners = threading.Thread(
        target=look_after_partners, args=(stop, postman(configuration)), name="partners", daemon=True
    )
    partners.start()
    publisher.start()
    copies.start()
    faces.start()
    marks.start()
    things.start()
    families.start()
    matcher.start()
    try:
        run_sequencer(stop, ledger_signer(configuration), last_signed_file(configuration))
    finally:
        stop.set()
        publisher.join()
        matcher.join(_PATIENCE)
        families.join(_PATIENCE)
        partners.join(_PATIENCE)
        copies.join(_PATIENCE)
        faces.join(_PATIENCE)
        marks.join(_PATIENCE)
        things.join(_PATIENCE)
