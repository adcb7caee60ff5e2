"""How long a photograph of 3 MB takes from bytes to all that is kept of it, alone and several at once.

    python -m benchmarks.photographs.intake [TIMES]

Reads a drawn photograph of 12 megapixels (a JPEG of about 3 MB) in the sandbox and makes its derivatives, as the desk
and the worker do before they write. Peer: the same decoder in this process, unconfined, with the same derivatives: what
the sandbox costs is the difference. Several at once are threads of one process, as in a web server.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import numpy as np
from PIL import Image, ImageFilter

from antigone.imaging import decoding, derivatives
from antigone.imaging.sandbox import confinement


def _photograph() -> bytes:
    """4000 by 3000 pixels with as much detail as makes three megabytes."""
    chance = np.random.default_rng(5)
    coarse = Image.fromarray(chance.integers(0, 255, (300, 400, 3), dtype=np.uint8)).resize((4000, 3000))
    noise = np.asarray(coarse).astype(int) + chance.integers(-14, 15, (3000, 4000, 1))
    picture = Image.fromarray(noise.clip(0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(0.6))
    for quality in range(95, 30, -3):
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= 3_200_000:
            break
    return buffer.getvalue()


def _derived(pixels: decoding.Pixels) -> None:
    for longest in (derivatives.LARGE, derivatives.SMALL):
        derivatives.encoded(pixels, longest=longest)
    derivatives.cover(pixels)


def confined(data: bytes) -> None:
    """As it is done."""
    _derived(decoding.decoded(data, longest=derivatives.LARGE).pixels)


def unconfined(data: bytes) -> None:
    """The same without the sandbox."""
    outcome = decoding.read(data, file_format="jpeg", longest=derivatives.LARGE)
    facts = outcome.facts
    _derived(np.frombuffer(outcome.parts[0], np.uint8).reshape(facts["rows"], facts["columns"], 3))


def _times(work: Callable[[bytes], None], data: bytes, times: int, at_once: int) -> list[float]:
    def timed(_: int) -> float:
        started = time.perf_counter()
        work(data)
        return time.perf_counter() - started

    with ThreadPoolExecutor(at_once) as pool:
        return sorted(pool.map(timed, range(times)))


def main() -> None:
    """Print the table."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    data = _photograph()
    confined(data)
    print(f"a photograph of {len(data) / 1e6:.1f} MB, 12 megapixels; {times} times; {confinement()}")
    print(f"{'work':34}{'p50':>8}{'p95':>8}{'a second':>10}")
    medians = {}
    for name, work in (("in the sandbox", confined), ("in this process, unconfined", unconfined)):
        for at_once in (1, 4):
            started = time.perf_counter()
            found = _times(work, data, times, at_once)
            wall = time.perf_counter() - started
            medians[name, at_once] = found[times // 2]
            label = f"{name}, {at_once} at once"
            print(f"{label:34}{found[times // 2]:8.2f}{found[int(times * 0.95)]:8.2f}{times / wall:10.1f}")
    ratio = medians["in the sandbox", 1] / medians["in this process, unconfined", 1]
    print(f"the sandbox takes {ratio:.2f} times as long as no sandbox")


if __name__ == "__main__":
    main()
