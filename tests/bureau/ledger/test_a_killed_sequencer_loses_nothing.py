"""Eight people act at once while the sequencer is killed again and again: each event gets one place, none gets two."""

from __future__ import annotations

import os
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
from psycopg.conninfo import make_conninfo
from tests.bureau.ledger.conftest import enter_record

from antigone.bureau.ledger.models import Event, Leaf, Pending
from antigone.bureau.ledger.notes import Signer
from antigone.bureau.ledger.sequencer import sequence_once
from antigone.bureau.ledger.verify import verify_ledger

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


def environment_for(database: str) -> dict[str, str]:
    environment = os.environ | {
        "ANTIGONE_ZONE": "worker",
        "ANTIGONE_DATABASE_NAME": database,
        "DJANGO_SETTINGS_MODULE": "antigone.server.settings",
    }
    if environment.get("DATABASE_URL"):
        environment["DATABASE_URL"] = make_conninfo(environment["DATABASE_URL"], dbname=database)
    return environment


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
                env=environment_for(own_database),
                stdout=subprocess.PIPE,
            ) as process:
                assert process.stdout is not None
                assert process.stdout.readline() == b"started\n"
                time.sleep(dice.uniform(0.2, 0.8))
                leaves_before_each_kill.append(Leaf.objects.count())
                process.send_signal(signal.SIGKILL)
    finally:
        stop.set()
        for writer in writers:
            writer.join(20)

    signer = Signer("antigone-test", Ed25519PrivateKey.from_private_bytes(SEED))
    sequence_once(signer, last_signed)
    assert len(set(leaves_before_each_kill)) > 1, "the sequencer was killed before it did anything"
    assert {f"r-{number}" for number in acknowledged} == set(Event.objects.values_list("subject_id", flat=True))
    assert len(acknowledged) == len(set(acknowledged)) == Leaf.objects.count() > 50
    assert set(Leaf.objects.values_list("event_id", flat=True)) == set(Event.objects.values_list("id", flat=True))
    assert not Pending.objects.exists()
    verdict = verify_ledger({"the file": last_signed.read_text()}, signer.verifier)
    assert verdict.faults == ()
    assert verdict.checkpoints > 1
