"""How long it takes to verify an exported case, beside reading and hashing its files with `sha256sum`.

    python -m benchmarks.custody [items] [megabytes]

The folder is made in the temporary folder and has nothing of a register in it: random bytes as originals, a chain of
custody over them, a signed manifest.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from antigone.bureau.incidents.custody import NOTHING_BEFORE, Event, file_proof, files_in, head_of
from antigone.bureau.incidents.exporting.folder import sign_folder, write_small
from antigone.bureau.incidents.exporting.verifying import Trust, verify_folder
from antigone.bureau.incidents.files import sha256_of
from antigone.bureau.ledger.notes import Signer

REPEATS = 3


def build(folder: Path, items: int, megabytes: int) -> Signer:
    """A case with so many files of random bytes, of so many megabytes together."""
    (folder / "items").mkdir()
    size, events, said, previous = megabytes * 1_000_000 // items, [], [], NOTHING_BEFORE
    for number in range(1, items + 1):
        path = folder / "items" / f"{number:05}.mp4"
        path.write_bytes(os.urandom(size))
        digest, length = sha256_of(path)
        detail = {"sha256": digest, "size": length}
        event = Event("BENCH", number, number, "added", datetime.now(UTC), "x", "benchmark", detail, previous)
        previous = event.digest().hex()
        events.append(event)
        said.append({"number": number, "sha256": digest, "size": length})
    entries = [event.entry() for event in events]
    head, hashes = head_of("BENCH", entries), files_in(events)
    document = {"items": said, "custody": [{"digest": event.digest().hex()} for event in events]}
    signer = Signer("benchmark/papers", Ed25519PrivateKey.generate())
    write_small(
        folder,
        {
            "case.json": json.dumps(document).encode(),
            "custody.jsonl": ("\n".join(entries) + "\n").encode(),
            "key.txt": (signer.verifier.text() + "\n").encode(),
        }
        | {
            f"proofs/{one:05}.txt": file_proof(head, hashes, hashes[one]).text().encode() for one in range(0, items, 97)
        },
    )
    sign_folder(folder, "BENCH", signer)
    return signer


def timed(work: Callable[[], object]) -> float:
    """Seconds of the best of some repeats: what the machine can do with the files in its cache."""
    best = float("inf")
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
    return best


def main() -> None:
    items, megabytes = (int(one) for one in (sys.argv[1:] + ["1000", "1000"][len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "case"
        folder.mkdir()
        signer = build(folder, items, megabytes)
        files = [str(path) for path in sorted((folder / "items").iterdir())]
        verdict = verify_folder(folder, Trust(signer.verifier))
        assert verdict.holds, verdict.faults
        ours = timed(lambda: verify_folder(folder, Trust(signer.verifier)))
        peer = timed(lambda: subprocess.run(["sha256sum", *files], check=True, capture_output=True))
        proof = max(path.stat().st_size for path in (folder / "proofs").iterdir())
    print(f"{items:,} files, {megabytes:,} MB; best of {REPEATS}")
    print(f"antigone footage verify  {ours:6.2f} s  {megabytes / ours:7.0f} MB/s")
    print(f"sha256sum                {peer:6.2f} s  {megabytes / peer:7.0f} MB/s")
    print(f"ratio                    {ours / peer:6.2f}")
    print(f"largest proof            {proof:6} bytes")


if __name__ == "__main__":
    main()
