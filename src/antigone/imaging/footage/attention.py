"""Where to look first: blocks in which two days differ most in structure. No finding; it stands written across it.

Structural similarity (Wang et al. 2004) and the difference of gradients, each against what is usual in this pair, so
that the light of the day counts for nothing. Against human masks such a score orders blocks with an AUC of 0.67 to
0.85; as a map of changes it is no evidence (F1 0.1 to 0.5), and there is no threshold here that would make it one.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from antigone.imaging.decoding import Pixels

#: Pixels of a block's side.
BLOCK: Final = 32
#: What is written across the map; a caller may translate it, and never leave it out.
NO_FINDING: Final = "NO FINDING: a hint where to look"


def attention(before: Pixels, after: Pixels, *, block: int = BLOCK) -> NDArray[np.float64]:
    """How much each block differs, as a rank: 0 the least of this pair, 1 the most.

    Args:
        before: laid over `after` and of its size; black where it has nothing, which is ranked 0.
        after: uint8[height, width, 3].
        block: pixels of a block's side.

    Returns:
        float64[height // block, width // block].
    """
    if before.shape != after.shape:
        raise ValueError("two pictures of one size are compared; lay the earlier one over the later one first")
    one, two = (cv2.cvtColor(each, cv2.COLOR_RGB2GRAY).astype(np.float32) for each in (before, after))
    score = _usual(1 - _structure(one, two), block) + _usual(np.abs(_gradient(one) - _gradient(two)), block)
    seen = _blocks((before.max(axis=2) > 0).astype(np.float32), block) > 0.9
    if score.size < 2:
        return np.zeros(score.shape)
    ranks = score.ravel().argsort().argsort().reshape(score.shape) / (score.size - 1)
    return np.asarray(np.where(seen, ranks, 0.0), np.float64)


def drawn_over(after: Pixels, ranks: NDArray[np.float64], *, words: str = NO_FINDING) -> Pixels:
    """The later picture in grey with the highest tenth of the blocks framed, and the words across it."""
    picture = Image.fromarray(np.asarray(cv2.cvtColor(after, cv2.COLOR_RGB2GRAY))).convert("RGB")
    pen = ImageDraw.Draw(picture)
    rows, columns = ranks.shape
    height, width = after.shape[0] / max(rows, 1), after.shape[1] / max(columns, 1)
    for row, column in np.argwhere(ranks >= 0.9):
        corner = (column * width, row * height, (column + 1) * width - 1, (row + 1) * height - 1)
        pen.rectangle(corner, outline=(255, 160, 0), width=2)
    size = max(14, picture.width // 40)
    font = ImageFont.load_default(size)
    for y in range(size, picture.height, max(4 * size, picture.height // 5)):
        pen.text((size, y), words, fill=(255, 255, 255), font=font, stroke_width=2, stroke_fill=(0, 0, 0))
    return np.asarray(picture)


def _structure(one: NDArray[np.float32], two: NDArray[np.float32]) -> NDArray[np.float32]:
    def mean(values: NDArray[np.float32]) -> NDArray[np.float32]:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), 2.0), np.float32)

    about_one, about_two = mean(one), mean(two)
    spread_one, spread_two = mean(one * one) - about_one**2, mean(two * two) - about_two**2
    together = mean(one * two) - about_one * about_two
    # The term of lightness is left out: another hour of the day is no change.
    return np.asarray((2 * together + 58.5) / (spread_one + spread_two + 58.5), np.float32)


def _gradient(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    soft = cv2.GaussianBlur(grey, (0, 0), 1.5)
    return np.asarray(np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)), np.float32)


def _usual(values: NDArray[np.float32], block: int) -> NDArray[np.float64]:
    """Means of blocks in deviations from what is usual."""
    means = _blocks(values, block)
    spread = float(np.median(np.abs(means - np.median(means)))) if means.size else 0.0
    return np.asarray((means - np.median(means)) / max(spread, 1e-6), np.float64) if means.size else means


def _blocks(values: NDArray[np.float32], block: int) -> NDArray[np.float64]:
    rows, columns = values.shape[0] // block, values.shape[1] // block
    cut = values[: rows * block, : columns * block].astype(np.float64)
    return np.asarray(cut.reshape(rows, block, columns, block).mean(axis=(1, 3)), np.float64)
