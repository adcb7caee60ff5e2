"""Footage published again: how often it is found among 10,000 frames, how often wrongly, and what it costs.

    python -m benchmarks.footage.same [REFERENCE [ORIGINALS [FRAMES [DRAWN]]]]

REFERENCE is the folder of reference data (`footage/joplin`, `footage/c2pa`); without one, or with «none», all originals
are drawn. ORIGINALS pictures are published again in eight ways and looked for among FRAMES frames, of which DRAWN
are frames of drawn flights and the others as many words drawn by lot, which cost a question the same.
False: the asked picture is called one recording with a picture of something else, of the next place, or of the same
place on another day. Peer: the difference hash of 64 bits, its threshold set so that one in a thousand pairs of
different pictures passes; PDQ and pHash as well where `pdqhash` and `imagehash` are installed.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from antigone.imaging.decoding import Pixels
from antigone.imaging.footage import same
from antigone.simulation.footage import REPOSTS, State, flight, ground, seen

_FLIGHT = 60


def _originals(folder: Path | None, count: int) -> list[Pixels]:
    kept: list[Pixels] = []
    for path in sorted((folder / "joplin").glob("*.tif")) if folder else []:
        whole = np.asarray(Image.open(path).convert("RGB"))
        tiles = [whole[y : y + 512, x : x + 512] for y in (0, 512) for x in (0, 512)]
        kept += [tile for tile in tiles if tile.std() > 5]
    for name in ("CA.jpg", "cloud.jpg") if folder else ():
        with Image.open(folder / "c2pa" / name) as image:
            image.thumbnail((1280, 1280))
            kept.append(np.asarray(image.convert("RGB")))
    chance = np.random.default_rng(1)
    while len(kept) < count:
        middle = (float(chance.uniform(400, 1200)), float(chance.uniform(350, 850)))
        across, turn = float(chance.uniform(350, 900)), float(chance.uniform(0, 360))
        kept.append(seen(ground(500 + len(kept)), middle, across=across, turn=turn))
    return kept[:count]


def _crowd(count: int) -> list[same.Fingerprint]:
    """Frames of flights over places that none of the originals shows."""
    kept: list[same.Fingerprint] = []
    chance = np.random.default_rng(2)
    while len(kept) < count:
        place = ground(2000 + len(kept), State(camp=bool(chance.random() < 0.5), graves=int(chance.integers(0, 60))))
        start, end = chance.uniform((300, 300), (1300, 900)), chance.uniform((300, 300), (1300, 900))
        frames = flight(place, tuple(start), tuple(end), frames=_FLIGHT, across=float(chance.uniform(350, 800)))
        kept += [same.fingerprint(cv2.resize(frame, (640, 360), interpolation=cv2.INTER_AREA)) for frame in frames]
    return kept[:count]


def _by_lot(count: int) -> list[np.ndarray]:
    """Words of frames that are nowhere, as many as a frame has."""
    chance = np.random.default_rng(3)
    return [np.unique(chance.integers(0, 6 << 20, 1_190, dtype=np.uint32)) for _ in range(count)]


def _hard(originals: int) -> list[tuple[Pixels, Pixels]]:
    """Pairs that show one place and are not one recording: the next place, and another day."""
    pairs = []
    for number in range(originals):
        middle = (600.0 + 4 * number, 600.0)
        one, later = ground(900 + number, State(camp=True)), ground(900 + number, State(damage=True, day=1, season=0.4))
        first = seen(one, middle, across=500)
        pairs += [
            (first, seen(later, middle, across=500)),
            (first, seen(one, (middle[0] + 90, middle[1] + 20), across=500)),
        ]
    return pairs


def _peers() -> dict[str, Callable[[Pixels], np.ndarray]]:
    def dhash(pixels: Pixels) -> np.ndarray:
        small = np.asarray(Image.fromarray(pixels).convert("L").resize((9, 8), Image.Resampling.BOX)).astype(int)
        return (small[:, 1:] > small[:, :-1]).ravel()

    peers: dict[str, Callable[[Pixels], np.ndarray]] = {"dHash": dhash}
    if importlib.util.find_spec("imagehash"):
        import imagehash

        peers["pHash"] = lambda pixels: imagehash.phash(Image.fromarray(pixels)).hash.ravel()
    if importlib.util.find_spec("pdqhash"):
        import pdqhash

        peers["PDQ"] = lambda pixels: pdqhash.compute(pixels)[0].astype(bool)
    return peers


def main() -> None:
    """Print the table."""
    reference, originals, frames, drawn = [*sys.argv[1:], *("none", "40", "10000", "10000")[len(sys.argv) - 1 :]]
    pictures = _originals(None if reference == "none" else Path(reference) / "footage", int(originals))
    started = time.process_time()
    crowd = _crowd(min(int(frames), int(drawn)))
    spent = time.process_time() - started
    print(f"{len(crowd):,} frames drawn and read in {spent:.0f} s of one core, OpenCV {cv2.__version__}")
    kept = [same.fingerprint(picture) for picture in pictures] + crowd
    collection = same.Collection.of([one.words for one in kept] + _by_lot(int(frames) - len(kept)))
    costs: list[float] = []
    asked_pairs = wrong = 0
    peers = _peers()
    hashes = {name: [peer(picture) for picture in pictures] for name, peer in peers.items()}
    floors = {}
    for name, values in hashes.items():
        apart = sorted(int((one != other).sum()) for one, other in combinations(values, 2))
        floors[name] = apart[len(apart) // 1000] - 1
    print(f"\n{'edit':24}{'same file':>10}{'any':>7}" + "".join(f"{name:>8}" for name in peers))
    for title, edit in REPOSTS.items():
        files = found = 0
        by_hash = dict.fromkeys(peers, 0)
        for number, picture in enumerate(pictures):
            changed = edit(picture)
            started = time.process_time()
            asked = same.question(changed)
            close = [place for place in collection.in_question(asked.words) if place < len(kept)]
            judgements = {place: same.judged(asked, kept[place]) for place in close}
            costs.append(time.process_time() - started)
            own = judgements.pop(number, None)
            files += own is not None and own.kind is same.Kind.SAME_FILE
            found += own is not None
            asked_pairs += len(kept) - 1
            wrong += sum(one is not None and one.kind is same.Kind.SAME_FILE for one in judgements.values())
            for name, peer in peers.items():
                by_hash[name] += int((peer(changed) != hashes[name][number]).sum()) <= floors[name]
        row = "".join(f"{count / len(pictures):8.2f}" for count in by_hash.values())
        print(f"{title:24}{files / len(pictures):10.3f}{found / len(pictures):7.3f}{row}", flush=True)
    hard = _hard(max(10, len(pictures)))
    judged = [same.judged(same.question(one), same.fingerprint(other)) for one, other in hard]
    for name, part in (("another day", judged[::2]), ("the next place", judged[1::2])):
        files = sum(one is not None and one.kind is same.Kind.SAME_FILE for one in part)
        scenes = sum(one is not None for one in part) - files
        print(f"{name}: {files} of {len(part)} called the same file, {scenes} the same scene")
    print(f"called one recording wrongly among all: {wrong} of {asked_pairs:,}")
    print(
        f"a question among {collection.count:,} frames: median {np.median(costs):.2f} s of one core,"
        f" longest {max(costs):.2f} s"
    )


if __name__ == "__main__":
    main()
