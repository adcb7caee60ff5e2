"""Before laid over after: how often it is right, how often it is refused, and how often it lies.

    python -m benchmarks.footage.alignment [REFERENCE [PLACES]]

Each of PLACES drawn places is seen on two days (another season, light, clouds, things built and dug), the earlier
picture shifted by up to a tenth, turned by up to half a degree and resized by up to 1 %; and each is also laid over
another place, which has to be refused. REFERENCE is the folder of reference data: the images of Joplin before and after
the tornado, whole and halved, whose georeferences say how they lie. Wrong is what is off by more than 6 pixels. Peers
in the same run: phase correlation, and SIFT with a homography freely fitted (15 features at least).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging.decoding import Pixels
from antigone.imaging.footage import alignment
from antigone.imaging.footage.alignment.transforms import IDENTITY, Transform, moved, of_matrix
from antigone.imaging.footage.overhead import overhead
from antigone.simulation.footage import State, ground

_WRONG = 6.0
Found = Transform | None
Pair = tuple[str, Pixels, Pixels, Found]


def _ours(before: Pixels, after: Pixels) -> Found:
    try:
        return alignment.propose(before, after).transform
    except alignment.AlignmentRefused:
        return None


def _phase(before: Pixels, after: Pixels) -> Found:
    one, two = (cv2.cvtColor(each, cv2.COLOR_RGB2GRAY).astype(np.float32) for each in (before, after))
    (x, y), _strength = cv2.phaseCorrelate(one, two, cv2.createHanningWindow(one.shape[::-1], cv2.CV_32F))
    return (1.0, 0.0, x, 0.0, 1.0, y)


def _sift(before: Pixels, after: Pixels) -> Found:
    sift = cv2.SIFT.create(nfeatures=2500)
    (first, one), (second, two) = (
        sift.detectAndCompute(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY), None) for each in (before, after)
    )
    if one is None or two is None:
        return None
    pairs = [a for a, b in cv2.BFMatcher().knnMatch(one, two, k=2) if a.distance < 0.85 * b.distance]
    if len(pairs) < 15:
        return None
    here, there = (np.float32([points[getattr(pair, side)].pt for pair in pairs])
                   for points, side in ((first, "queryIdx"), (second, "trainIdx")))  # fmt: skip
    rows, inside = cv2.findHomography(here, there, cv2.USAC_MAGSAC, 3.0)
    if rows is None or int(inside.sum()) < 15:
        return None
    return of_matrix((rows / rows[2, 2])[:2])


def _moved(before: Pixels, chance: np.random.Generator) -> tuple[Pixels, NDArray[np.float64]]:
    """The picture shifted, turned and resized a little, and how its points come back."""
    height, width = before.shape[:2]
    shift = chance.uniform(-0.1, 0.1, 2) * (width, height)
    size, turn = chance.uniform(0.99, 1.01), chance.uniform(-0.0087, 0.0087)
    cos, sin = size * np.cos(turn), size * np.sin(turn)
    there = np.asarray([[cos, -sin, shift[0]], [sin, cos, shift[1]]])
    return np.asarray(cv2.warpAffine(before, there, (width, height)), np.uint8), cv2.invertAffineTransform(there)


def _pairs(reference: Path | None, places: int) -> list[Pair]:
    chance = np.random.default_rng(8)
    pairs: list[Pair] = []

    def add(group: str, before: Pixels, after: Pixels, true: Transform) -> None:
        shifted, back = _moved(before, chance)
        whole = np.vstack([np.asarray(true).reshape(2, 3), (0, 0, 1)]) @ np.vstack([back, (0, 0, 1)])
        pairs.append((group, shifted, after, of_matrix(whole[:2])))

    for name in "01" if reference else "":
        before, after = (overhead((reference / f"{name}_{when}.tif").read_bytes()) for when in ("pre", "post"))
        prior = alignment.prior_of(before.reference, after.reference) or IDENTITY
        for _again in range(2):
            add("Joplin", before.pixels, after.pixels, prior)
        half = np.asarray(prior).reshape(2, 3) * (1, 1, 0.5)
        small = [cv2.resize(each.pixels, (512, 512), interpolation=cv2.INTER_AREA) for each in (before, after)]
        add("Joplin halved", small[0], small[1], of_matrix(half))
    for place in range(places):
        graves, light = int(chance.integers(0, 90)), float(chance.uniform(0.7, 1.2))
        earlier = ground(300 + place, State(camp=bool(place % 2), graves=graves // 2))
        later = State(
            damage=True, graves=graves, day=1, light=light, season=float(chance.uniform(0, 1.2)),
            clouds=float(chance.uniform(0, 0.35)),
        )  # fmt: skip
        add("drawn, two days", earlier, ground(300 + place, later), IDENTITY)
        pairs.append(("drawn, another place", _moved(earlier, chance)[0], ground(700 + place, later), None))
    return pairs


def main() -> None:
    """Print the table."""
    reference, places = [*sys.argv[1:], *("none", "30")[len(sys.argv) - 1 :]]
    folder = None if reference == "none" else Path(reference) / "footage" / "joplin"
    ways: dict[str, Callable[[Pixels, Pixels], Found]] = {"ours": _ours, "phase": _phase, "SIFT, free": _sift}
    pairs = _pairs(folder, int(places))
    print(f"{'pairs':24}{'way':14}{'accepted':>10}{'median px':>11}{'<= 2 px':>9}{'wrong':>7}{'s':>7}")
    for group in dict.fromkeys(group for group, *_rest in pairs):
        some = [pair for pair in pairs if pair[0] == group]
        for name, way in ways.items():
            started, off = time.process_time(), []
            for _group, before, after, true in some:
                found = way(before, after)
                if found is not None:
                    off.append(_off(found, true, after.shape[1], after.shape[0]))
            each = (time.process_time() - started) / len(some)
            median = f"{np.median(off):.2f}" if off else "-"
            print(
                f"{group:24}{name:14}{len(off):>6} of {len(some):<3}{median:>8}{sum(o <= 2 for o in off):>9}"
                f"{sum(o > _WRONG for o in off):>7}{each:>7.2f}",
                flush=True,
            )


def _off(found: Transform, true: Found, width: int, height: int) -> float:
    """Median distance over a grid of points; of another place everything is wrong."""
    if true is None:
        return float("inf")
    across, down = np.meshgrid(np.linspace(0.15, 0.85, 6) * width, np.linspace(0.15, 0.85, 6) * height)
    spots = np.column_stack([across.ravel(), down.ravel()])
    return float(np.median(np.linalg.norm(moved(found, spots) - moved(true, spots), axis=1)))


if __name__ == "__main__":
    main()
