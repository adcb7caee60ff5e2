"""Eight people act at once while the sequencer is killed again and again: each event gets one place, none gets two."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from tests.bureau.ledger.conftest import enter_record
from tests.sites import environment_on

from antigone.bureau.ledger.models import Event, Leaf, Pending
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.ledger.sequencer import sequence_once
from antigone.bureau.ledger.verify import verify_ledger
from antigone.server.configuration import Zone

KILLS = 4
WRITERS = 8
SEED = bytes(range(32))

SEQUENCER = """
import sys, threading
from pathlib import Path
import django
django.setup()
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from antigone.bureau.ledger import sequencer
from antigone.bureau.ledger.notes import Signer
sequencer.BATCH = 5
key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(sys.argv[1]))
print("started", flush=True)
sequencer.run_sequencer(
    threading.Event(), Signer("antigone-test", key), Path(sys.argv[2]), pause=0.002, checkpoint_every=0.01
)
"""


@pytest.mark.slow
def test_every_committed_event_is_placed_exactly_once(own_database: str, last_signed: Path) -> None:
    stop = threading.Event()
    acknowledged: list[int] = []

    def act_until_told(writer: int) -> None:
        number = writer
        while not stop.is_set():
            acknowledged.append(enter_record(number))
            number += WRITERS
            time.sleep(0.002)
        connection.close()

    writers = [threading.Thread(target=act_until_told, args=(writer,)) for writer in range(WRITERS)]
    dice = random.Random(6962)
    leaves_before_each_kill = []
    for writer in writers:
        writer.start()
    try:
        for _ in range(KILLS):
            with subprocess.Popen(
                [sys.executable, "-c", SEQUENCER, SEED.hex(), str(last_signed)],
                env=environment_on(own_database, Zone.WORKER),
                stdout=subprocess.PIPE,
            ) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == b"started\n"
                _until_it_places_leaves(process)
                time.sleep(dice.uniform(0, 0.5))
                leaves_before_each_kill.append(Leaf.objects.count())
                process.send_signal(signal.SIGKILL)
    finally:
        stop.set()
        for writer in writers:
            writer.join(120)

    signer = Signer("antigone-test", Ed25519PrivateKey.from_private_bytes(SEED))
    sequence_once(signer, last_signed)
    assert leaves_before_each_kill == sorted(set(leaves_before_each_kill)), "a sequencer was killed that did nothing"
    assert {f"r-{number}" for number in acknowledged} == set(Event.objects.values_list("subject_id", flat=True))
    assert len(acknowledged) == len(set(acknowledged)) == Leaf.objects.count() > 50
    assert set(Leaf.objects.values_list("event_id", flat=True)) == set(Event.objects.values_list("id", flat=True))
    assert not Pending.objects.exists()
    verdict = verify_ledger({"the file": last_signed.read_text()}, signer.verifier)
    assert verdict.faults == ()
    assert verdict.checkpoints > 1


def _until_it_places_leaves(process: subprocess.Popen[bytes]) -> None:
    before = Leaf.objects.count()
    deadline = time.monotonic() + 60
    while Leaf.objects.count() == before:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
