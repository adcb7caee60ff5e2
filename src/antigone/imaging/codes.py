"""QR codes (ISO/IEC 18004) in a photograph of labels, read in the sandbox.

For whom has no scanner and a browser that reads no codes: old telephones send a photograph, and it is not kept.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging import decoding
from antigone.imaging.decoding import PictureRefused, Unfit, format_of
from antigone.imaging.sandbox import (
    Bounds,
    Outcome,
    OutOfMemory,
    Refused,
    SandboxError,
    SandboxUnavailable,
    TimedOut,
    in_sandbox,
)

#: Codes of one photograph, and letters of one, beyond which it is no photograph of labels.
MOST_CODES, LONGEST_CODE = 200, 200
# Pixels of the longer side at which codes are sought. At 1,600 half of a sheet of 24 labels was lost.
_SIDE: Final = 2_400
# Each of the two finds codes that the other does not.
_READERS: Final = (cv2.QRCodeDetector, cv2.QRCodeDetectorAruco)
_BOUNDS = Bounds(memory=1024**3, seconds=20, output=1024**2)


def codes_in(data: bytes) -> tuple[str, ...]:
    """What the QR codes of a photograph say, from the top down, each once.

    Args:
        data: a photograph as `imaging.decoding` takes it.

    Raises:
        PictureRefused: it is none that is taken.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    file_format = format_of(data)
    try:
        outcome = in_sandbox(read, data, bounds=_BOUNDS, file_format=file_format)
    except Refused as refusal:
        raise PictureRefused(decoding.unfit_of(refusal.code)) from None
    except (OutOfMemory, TimedOut):
        raise PictureRefused(Unfit.TOO_HARD) from None
    except SandboxUnavailable:
        raise
    except SandboxError:
        raise PictureRefused(Unfit.DAMAGED) from None
    said = outcome.facts.get("codes")
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise PictureRefused(Unfit.DAMAGED)
    # What a taken-over decoder wrote is text like any other that somebody types; control characters are no number.
    fit = (one for one in said if 0 < len(one) <= LONGEST_CODE and one.isprintable())
    return tuple(dict.fromkeys(fit))[:MOST_CODES]


def prepare() -> None:
    """Load in the nursery what reading would load on the way."""
    cv2.setNumThreads(1)
    decoding.prepare()
    _codes(np.full((64, 64), 255, dtype=np.uint8))


def read(data: bytes, *, file_format: str) -> Outcome:
    """The job: codes of one photograph. Runs in the sandbox.

    Returns:
        facts ``codes``, a list of texts.

    Raises:
        Refused: with a code of `Unfit`.
    """
    picture = decoding.read(data, file_format=file_format, longest=_SIDE)
    facts = picture.facts
    pixels = np.frombuffer(picture.parts[0], dtype=np.uint8).reshape(facts["rows"], facts["columns"], 3)
    return Outcome({"codes": _codes(np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.uint8))})


def _codes(gray: NDArray[np.uint8]) -> list[str]:
    """From the top down, each once."""
    tops: dict[str, float] = {}
    for reader in _READERS:
        found, said, corners, _ = reader().detectAndDecodeMulti(gray)
        if found and corners is not None:
            for text, corner in zip(said, corners, strict=True):
                if text:
                    tops.setdefault(text, float(np.min(corner[:, 1])))
    return sorted(tops, key=lambda text: tops[text])
