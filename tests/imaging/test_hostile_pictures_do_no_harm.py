"""Every picture and file of the corpus of bad input goes through the sandbox."""

from __future__ import annotations

import io
import os
from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from antigone.imaging.decoding import MOST_PIXELS, PictureRefused, decoded, format_of, prepare
from antigone.imaging.sandbox import calling


@pytest.fixture(scope="module")
def corpus() -> list[Path]:
    root = Path(__file__).resolve().parents[2]
    folder = Path(os.environ.get("ANTIGONE_REFERENCE", root.parent / "shared" / "reference")) / "bad-input"
    if not folder.is_dir():
        pytest.skip("the reference data is not here (set ANTIGONE_REFERENCE to its folder)")
    return sorted(path for name in ("images", "generated") for path in (folder / name).rglob("*") if path.is_file())


@pytest.mark.slow
def test_no_file_harms_and_no_valid_one_is_refused(corpus: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No signal, no time-out, nothing but a sentence; and what a plain decoder reads, the sandbox reads."""
    verdicts: Counter[int] = Counter()
    judged = calling._judged

    def counted(said: dict[str, int], *rest: object) -> object:
        verdicts[-1 if said["late"] else said["status"]] += 1
        return judged(said, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(calling, "_judged", counted)
    prepare()
    wrongly_refused, read = [], 0
    for path in corpus:
        content = path.read_bytes()
        try:
            decoded(content)
            read += 1
        except PictureRefused:
            if _plainly_read(content):
                wrongly_refused.append(path.name)
    assert not wrongly_refused
    assert set(verdicts) <= {0, 10}, verdicts
    assert read > 100


def _plainly_read(content: bytes) -> bool:
    try:
        format_of(content)
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP", "HEIF", "MPO"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return False
            picture.convert("RGB")
    except Exception:
        return False
    return True
