"""How fast a world is written, and how much memory it takes.

    python -m benchmarks.simulation [PEOPLE ...]

Each world is written into a temporary folder by a process of its own, so that the peak of memory is its own too.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy

from antigone.simulation import write_world


def one_world(people: int) -> None:
    """Write one world and print: people, records, MB written, seconds, CPU seconds, peak MB of memory."""
    with tempfile.TemporaryDirectory() as folder:
        start, cpu = time.perf_counter(), time.process_time()
        summary = write_world(Path(folder) / "world", people, seed=7)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    records = sum(summary.records.values())
    print(f"{people:>10,} {records:>10,} {size:>8,.0f} {seconds:>9.1f} {cpu:>9.1f} {peak:>9,.0f}", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--one"]:
        one_world(int(sys.argv[2]))
        return
    print(f"Python {sys.version.split()[0]}, NumPy {numpy.__version__}, one process, one core")
    print(f"{'people':>10} {'records':>10} {'MB':>8} {'seconds':>9} {'CPU s':>9} {'peak MB':>9}", flush=True)
    for people in sys.argv[1:] or ["1000", "10000", "100000", "1000000"]:
        subprocess.run([sys.executable, "-m", "benchmarks.simulation", "--one", people], check=True)


if __name__ == "__main__":
    main()
