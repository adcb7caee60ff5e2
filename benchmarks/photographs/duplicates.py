"""The same photograph, cut, turned, mirrored, or copied from a screen: how often it is found, and how often wrongly.

    python -m benchmarks.photographs.duplicates [FOLDER [PAIRS [EDITED]]]

FOLDER holds photographs (the reference faces: neutral and smiling pictures of the same people before the same wall, the
hardest strangers there are); without one, or with «drawn», pictures are drawn. PAIRS of different photographs are
compared, and EDITED photographs are changed in every way. Files whose names are alike up to «_» are of one sitting and
are told of apart. Peer: the difference hash of 64 bits (dHash), whose threshold is set so that at most one in 10,000
pairs of different photographs passes.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from antigone.imaging import copies
from antigone.imaging.decoding import Pixels


def _again(picture: Image.Image, **options: object) -> Image.Image:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", **options)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def _cut(share: float) -> Callable[[Image.Image], Image.Image]:
    def cut(picture: Image.Image) -> Image.Image:
        """A part of the picture that keeps 1 - share of its area."""
        side = (1 - share) ** 0.5
        width, height = round(picture.width * side), round(picture.height * side)
        left, top = round((picture.width - width) * 0.7), round((picture.height - height) * 0.3)
        return _again(picture.crop((left, top, left + width, top + height)), quality=80)

    return cut


def _screenshot(picture: Image.Image) -> Image.Image:
    """A telephone's screen that shows the picture between bars and words, saved as it was seen."""
    screen = Image.new("RGB", (720, 1280), (24, 26, 30))
    pen = ImageDraw.Draw(screen)
    pen.rectangle((0, 0, 720, 90), fill=(40, 44, 52))
    shown = picture.resize((660, round(660 * picture.height / picture.width)))
    screen.paste(shown.crop((0, 0, 660, 900)), (30, 150))
    for line in range(5):
        pen.text((40, 1090 + line * 30), "Хто знає цю людину? Напишіть нам.", fill=(220, 220, 220), font_size=22)
    return _again(screen, quality=70)


def _written(picture: Image.Image) -> Image.Image:
    changed = picture.copy()
    pen = ImageDraw.Draw(changed)
    pen.rectangle((0, changed.height * 0.82, changed.width, changed.height), fill=(0, 0, 0))
    pen.text((8, changed.height * 0.86), "РОЗШУК / SOUGHT 2022", fill=(255, 255, 255), font_size=18)
    return _again(changed, quality=75)


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half the size": lambda picture: _again(picture.resize((picture.width // 2, picture.height // 2)), quality=80),
    "JPEG at 30": lambda picture: _again(picture, quality=30),
    "grey": lambda picture: _again(picture.convert("L"), quality=80),
    "a tenth cut off": _cut(0.1),
    "a quarter cut off": _cut(0.25),
    "mirrored": lambda picture: _again(picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT), quality=80),
    "turned by 7 degrees": lambda picture: _again(picture.rotate(7, expand=True), quality=80),
    "turned by 90 degrees": lambda picture: _again(picture.transpose(Image.Transpose.ROTATE_90), quality=80),
    "written upon": _written,
    "screenshot": _screenshot,
}


def _drawn(number: int) -> Image.Image:
    chance = np.random.default_rng(number)
    picture = Image.fromarray(
        np.repeat(np.repeat(chance.integers(60, 200, (12, 9, 3), dtype=np.uint8), 50, 0), 50, 1)
    ).resize((450, 600), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(picture)
    for _ in range(40):
        x, y, size = chance.integers(0, 450), chance.integers(0, 600), chance.integers(8, 90)
        colour = tuple(int(part) for part in chance.integers(0, 255, 3))
        shape = (x, y, x + size, y + int(size * chance.uniform(0.3, 1.5)))
        (pen.ellipse if chance.random() < 0.5 else pen.rectangle)(shape, fill=colour, outline=(20, 20, 20))
    return picture


def _dhash(picture: Image.Image) -> np.ndarray:
    small = np.asarray(picture.convert("L").resize((9, 8), Image.Resampling.BOX)).astype(int)
    return (small[:, 1:] > small[:, :-1]).ravel()


def main() -> None:
    """Print the table."""
    folder, most_pairs, most = [*sys.argv[1:], *("drawn", "10000", "60")[len(sys.argv) - 1 :]]
    if folder != "drawn":
        files = sorted(Path(folder).rglob("*.jpg"))
        pictures = [Image.open(path).convert("RGB") for path in files]
        sitting = [path.stem.split("_")[0] for path in files]
        where = f"{len(files)} photographs of {Path(folder).name}"
    else:
        pictures = [_drawn(number) for number in range(200)]
        sitting = [str(number) for number in range(200)]
        where = "200 drawn pictures"
    started = time.process_time()
    kept = [copies.features_of(np.asarray(picture)) for picture in pictures]
    each = (time.process_time() - started) / len(pictures)
    words = [copies.words_of(features) for features in kept]
    mirrored = [copies.features_of(copies.mirror_image(np.asarray(picture))) for picture in pictures]
    chance = np.random.default_rng(1)
    pairs = list(combinations(range(len(pictures)), 2))
    alike = [(i, j) for i, j in pairs if sitting[i] == sitting[j]]
    pairs = [(i, j) for i, j in pairs if sitting[i] != sitting[j]]
    pairs = [pairs[place] for place in chance.permutation(len(pairs))[: int(most_pairs)]]
    started = time.process_time()
    wrong = sum(copies.agreement(kept[i], mirrored[i], kept[j]) is not None for i, j in pairs)
    each_pair = (time.process_time() - started) / len(pairs)
    shared = [len(np.intersect1d(words[i], words[j], assume_unique=True)) for i, j in pairs]
    in_question = sum(count >= copies.LEAST_SHARED for count in shared)
    hashes = [_dhash(picture) for picture in pictures]
    apart = sorted(int((hashes[i] != hashes[j]).sum()) for i, j in pairs)
    threshold = apart[len(pairs) // 10_000] - 1
    print(f"{where}; {len(pairs):,} pairs of different ones; OpenCV {copies.cv2.__version__}")
    print(f"features {each * 1000:.0f} ms of one core a photograph, a comparison {each_pair * 1000:.1f} ms")
    print(f"wrongly linked: {wrong} of {len(pairs):,}; in question by words alone: {in_question / len(pairs):.5f}")
    if alike:
        linked = sum(copies.agreement(kept[i], mirrored[i], kept[j]) is not None for i, j in alike)
        print(f"linked of two pictures of one person from one sitting: {linked} of {len(alike)}")
    print(f"\n{'edit':24}{'found':>8}{'by words':>10}{'dHash':>8}")
    for name, edit in EDITS.items():
        found = by_words = by_hash = 0
        for number, picture in enumerate(pictures[: int(most)]):
            changed: Pixels = np.asarray(edit(picture))
            plain, mirror = copies.features_of(changed), copies.features_of(copies.mirror_image(changed))
            same = copies.agreement(plain, mirror, kept[number]) is not None
            asked = np.union1d(copies.words_of(plain), copies.words_of(mirror))
            listed = len(np.intersect1d(asked, words[number], assume_unique=True)) >= copies.LEAST_SHARED
            found += same and listed
            by_words += listed
            by_hash += int((_dhash(Image.fromarray(changed)) != hashes[number]).sum()) <= threshold
        total = min(int(most), len(pictures))
        print(f"{name:24}{found / total:8.2f}{by_words / total:10.2f}{by_hash / total:8.2f}")


if __name__ == "__main__":
    main()
