"""The caller's side: a film goes into the sandbox, and what comes out is believed only as far as it can be checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from antigone.imaging.decoding import MOST_PIXELS
from antigone.imaging.footage.video import reading
from antigone.imaging.footage.video.values import MOST_BYTES, Film, FilmRefused, KeyFrame, Shot, Unwatchable
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
from antigone.imaging.sandbox.values import Job

#: Pixels of the longer side of a key frame, and how many there are at most.
LONGEST: Final = 1280
MOST_KEY_FRAMES: Final = 64
#: The same of frames by which a film is found again, one a second.
SAMPLE: Final = 640
MOST_SAMPLES: Final = 600
#: Seconds of one core after which a film is watched no further; what was seen by then is given.
PATIENCE: Final = 90
_HASH = re.compile(r"[0-9a-f]{64}")
_TIME = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?)?")
_WORD = re.compile(r"[\w,.\- ]{0,80}")


def watched(
    data: bytes, *, longest: int = LONGEST, most_key_frames: int = MOST_KEY_FRAMES, patience: int = PATIENCE
) -> Film:
    """Shots and key frames of a film or a moving GIF.

    Args:
        data: the file as it came.
        longest: pixels of the longer side of a key frame.
        most_key_frames: how many are given at most.
        patience: seconds of one core; a film that needs more is read as far as they go, and the remark says so.

    Raises:
        FilmRefused: nothing of it can be read.
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    outcome = _outcome(
        reading.read, data, most=most_key_frames, longest=longest, seconds=2 * patience + 30, patience=patience
    )
    try:
        return _checked(outcome.facts, outcome.parts)
    except (KeyError, TypeError, ValueError):
        # The child said something else; it was taken over, or is broken.
        raise FilmRefused(Unwatchable.DAMAGED) from None


def sampled(
    data: bytes, *, every_ms: int = 1_000, longest: int = SAMPLE, most: int = MOST_SAMPLES, patience: int = PATIENCE
) -> tuple[KeyFrame, ...]:
    """Frames at even intervals, reduced, by which a film is found again; arguments and refusals as of `watched`."""
    outcome = _outcome(
        reading.samples, data, most=most, longest=longest, seconds=patience + 30, patience=patience, every_ms=every_ms
    )
    try:
        return _frames_of(outcome.facts, outcome.parts)
    except (KeyError, TypeError, ValueError):
        raise FilmRefused(Unwatchable.DAMAGED) from None


def _outcome(job: Job, data: bytes, *, most: int, longest: int, seconds: int, **arguments: int) -> Outcome:
    if not data:
        raise FilmRefused(Unwatchable.EMPTY)
    if len(data) > MOST_BYTES:
        raise FilmRefused(Unwatchable.TOO_LARGE)
    bounds = Bounds(memory=2 * 1024**3, seconds=seconds, output=most * longest * longest * 3 + 1024**2)
    try:
        return in_sandbox(job, data, bounds=bounds, longest=longest, most=most, **arguments)
    except Refused as refusal:
        known = refusal.code in set(Unwatchable)
        raise FilmRefused(Unwatchable(refusal.code) if known else Unwatchable.DAMAGED) from None
    except (OutOfMemory, TimedOut):
        raise FilmRefused(Unwatchable.TOO_HARD) from None
    except SandboxUnavailable:
        raise
    except SandboxError:
        raise FilmRefused(Unwatchable.DAMAGED) from None


def _checked(facts: Mapping[str, Any], parts: tuple[bytes, ...]) -> Film:
    shots = tuple(Shot(_count(first), _count(last)) for first, last in facts["shots"])
    key_frames = _frames_of(facts, parts)
    says = facts["says_ms"]
    read_ms = _count(facts["read_ms"])
    if not shots or not key_frames:
        raise ValueError("nothing")
    return Film(
        width=_count(facts["width"]),
        height=_count(facts["height"]),
        frames=_count(facts["frames"]),
        read_ms=read_ms,
        says_ms=None if says is None else _count(says),
        container=_matching(_WORD, facts["container"]),
        codec=_matching(_WORD, facts["codec"]),
        made=_matching(_TIME, facts["made"]),
        shots=shots,
        key_frames=key_frames,
        remark=_REMARKS.get(facts["ended"], _REMARKS["damaged"]).format(read_ms / 1000),
    )


def _frames_of(facts: Mapping[str, Any], parts: tuple[bytes, ...]) -> tuple[KeyFrame, ...]:
    key_frames = []
    for said, content in zip(facts["key_frames"], parts, strict=True):
        rows, columns = _count(said["rows"]), _count(said["columns"])
        if len(content) != rows * columns * 3 or rows * columns > MOST_PIXELS:
            raise ValueError("pixels of another number")
        pixels = np.frombuffer(content, np.uint8).reshape(rows, columns, 3)
        key_frames.append(KeyFrame(_count(said["at_ms"]), pixels, _matching(_HASH, said["digest"])))
    return tuple(key_frames)


_REMARKS: Final = {
    "whole": "",
    "damaged": "the film is cut off or damaged after {0:.1f} s; what came before was read, the file is kept as it came",
    "patience": "the film was read up to {0:.1f} s, which is as long as one film may take; the file is kept whole",
    "size": "after {0:.1f} s the frames become too large to decode; what came before was read, the file is kept",
}


def _count(said: object) -> int:
    if type(said) is not int or not 0 <= said < 1 << 40:
        raise ValueError("no number")
    return said


def _matching(pattern: re.Pattern[str], said: object) -> str:
    if not isinstance(said, str) or not pattern.fullmatch(said):
        raise ValueError("not as it should read")
    return said
