"""What a search of the gallery by a picture costs: seconds of one core for comparing one with as many as ever are.

OMP_NUM_THREADS=1 python -m benchmarks.photographs.gallery
"""

from __future__ import annotations

import statistics
import time

import numpy as np
from tests.imaging.drawn import drawn

from antigone.bureau.photographs.gallery.likeness import described, most_alike

_THINGS, _ASKED = 200, 9


def main() -> None:
    """Print how long a search takes and whether the thing was found, turned by some degrees."""
    kept = [described(np.asarray(drawn(640, 480, seed=seed))) for seed in range(_THINGS)]
    seconds, found = [], 0
    for number in range(_ASKED):
        picture = np.asarray(drawn(640, 480, seed=number * 20).rotate(8 + number))
        before = time.process_time()
        best = most_alike(picture, kept, limit=12)
        seconds.append(time.process_time() - before)
        found += best[:1] == [number * 20]
    print(f"{_THINGS} things, {_ASKED} searches: found first {found}; seconds of one core:")
    print(f"median {statistics.median(seconds):.2f}, worst {max(seconds):.2f}")


if __name__ == "__main__":
    main()
