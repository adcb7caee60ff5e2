"""A photograph of labels is read in the sandbox: several at once, askew and in bad light; anything else is refused."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
import segno
from PIL import Image
from tests.imaging.drawn import as_file, drawn

from antigone.imaging.codes import codes_in
from antigone.imaging.decoding import PictureRefused


def labels(*numbers: str) -> np.ndarray:
    """Labels under each other, as they come from the printer."""
    squares = []
    for number in numbers:
        out = io.BytesIO()
        segno.make(number, error="m", micro=False).save(out, kind="png", scale=8, border=4)
        with Image.open(out) as image:
            squares.append(np.asarray(image.convert("RGB").resize((240, 240), Image.Resampling.NEAREST)))
    return np.concatenate(squares)


def photographed(numbers: tuple[str, ...]) -> bytes:
    """Askew, out of focus, half in the shade."""
    sheet = labels(*numbers)
    height, width = sheet.shape[:2]
    paper = np.full((height + 160, width + 160, 3), 200, dtype=np.uint8)
    paper[80:-80, 80:-80] = sheet
    height, width = paper.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    moved = corners + np.array([[18, 5], [-9, 22], [-25, -6], [4, -20]], dtype=np.float32)
    askew = cv2.warpPerspective(paper, cv2.getPerspectiveTransform(corners, moved), (width, height))
    soft = cv2.GaussianBlur(askew, (0, 0), 1.0).astype(np.float64) * np.linspace(0.4, 1, width)[None, :, None]
    out = io.BytesIO()
    Image.fromarray(soft.astype(np.uint8)).save(out, "JPEG", quality=70)
    return out.getvalue()


def test_all_labels_of_a_photograph_are_read_from_the_top_down() -> None:
    numbers = ("R-000117", "P-7", "M2/CAR-1.4")
    assert codes_in(photographed(numbers)) == numbers


def test_a_photograph_without_a_label_says_nothing() -> None:
    assert codes_in(as_file(drawn(320, 240))) == ()


@pytest.mark.parametrize("content", [b"", b"GIF89a" + bytes(50), b"\xff\xd8\xff" + bytes(500)])
def test_what_is_no_photograph_is_refused(content: bytes) -> None:
    with pytest.raises(PictureRefused):
        codes_in(content)
