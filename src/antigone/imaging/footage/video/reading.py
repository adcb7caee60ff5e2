"""The job that runs in the sandbox: a film is decoded twice, once for its cuts and once for its key frames.

Cuts are where hue, saturation and lightness jump against the frames around (PySceneDetect's adaptive detector, which a
moving camera does not fool). Key frames are taken from the middle of a shot, away from fades, and every few seconds of
a long one. Nothing is decoded in threads; one frame is held at a time.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import time
from collections.abc import Iterator
from typing import Any, Final

import av
import cv2
import numpy as np
from av.container import InputContainer
from scenedetect.detectors import AdaptiveDetector

from antigone.imaging.decoding import MOST_PIXELS
from antigone.imaging.footage.video.values import Unwatchable
from antigone.imaging.sandbox import Outcome, Refused

_FORMATS: Final = frozenset({"mov", "mp4", "m4a", "3gp", "matroska", "webm", "avi", "mpegts", "mpeg", "gif", "apng"})
#: Shots are told apart on pictures of this width.
_WIDTH = 240
_EVERY_MS = 5_000
_FEWEST_FRAMES = 8
_LEAST_JUMP = 8.0


class _Tally:
    """How far a film was read, and why not further."""

    def __init__(self, patience: float) -> None:
        self.until = time.process_time() + patience
        self.ended = "whole"
        self.frames = 0


def prepare() -> None:
    """Load in the nursery what decoders would load on the way, by reading two films of three grey frames."""
    av.logging.set_level(av.logging.PANIC)
    cv2.setNumThreads(1)
    for file_format, codec, pixels in (("mp4", "mpeg4", "yuv420p"), ("gif", "gif", "rgb8")):
        buffer = io.BytesIO()
        with av.open(buffer, "w", format=file_format) as container:
            stream: Any = container.add_stream(codec, rate=10)
            stream.width, stream.height, stream.pix_fmt = 64, 48, pixels
            for number in range(12):
                grey = np.full((48, 64, 3), 20 * number, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
            container.mux(stream.encode())
        read(buffer.getvalue(), longest=32, most=2, patience=5)
        samples(buffer.getvalue(), longest=32, every_ms=300, most=2, patience=5)
        with contextlib.suppress(Refused):
            read(buffer.getvalue()[: len(buffer.getvalue()) // 2], longest=32, most=2, patience=5)


def read(data: bytes, *, longest: int, most: int, patience: int) -> Outcome:
    """Shots and key frames of a film.

    Returns:
        facts as `values.Film` has them, times in milliseconds after the first frame; parts, the key frames' pixels.

    Raises:
        Refused: with a code of `Unwatchable`.
    """
    tally = _Tally(patience)
    first: tuple[int, int] | None = None
    detector = AdaptiveDetector(min_scene_len=_FEWEST_FRAMES, min_content_val=_LEAST_JUMP)
    cuts, times = list[int](), list[int]()
    with _opened(data) as container:
        facts = _said(container)
        for at, frame in _frames(container, tally):
            first = first or (frame.width, frame.height)
            height = max(1, round(_WIDTH * frame.height / frame.width))
            small = frame.reformat(width=_WIDTH, height=min(height, 4 * _WIDTH), format="bgr24").to_ndarray()
            cuts += detector.process_frame(len(times), small)
            times.append(at)
    if first is None:
        raise Refused(Unwatchable.DAMAGED if tally.ended == "damaged" else Unwatchable.NO_PICTURES)
    starts = sorted({0, *(cut for cut in cuts if 0 < cut < len(times))})
    ends = [*(start - 1 for start in starts[1:]), len(times) - 1]
    shots = [(times[start], times[end]) for start, end in zip(starts, ends, strict=True)]
    facts |= {
        "width": first[0],
        "height": first[1],
        "frames": tally.frames,
        "read_ms": max(times),
        "ended": _ended(tally, facts["says_ms"], times),
        "shots": shots,
    }
    key_frames, parts = _key_frames(data, set(_wanted(shots, times, most)), longest, patience)
    return Outcome({**facts, "key_frames": key_frames}, tuple(parts))


def samples(data: bytes, *, longest: int, every_ms: int, most: int, patience: int) -> Outcome:
    """Frames at even intervals, to be found again by.

    Returns:
        facts ``key_frames`` as of `read`; parts, their pixels.

    Raises:
        Refused: with a code of `Unwatchable`.
    """
    said, parts, due = list[dict[str, Any]](), list[bytes](), 0
    with _opened(data) as container:
        for at, frame in _frames(container, _Tally(patience)):
            if at < due:
                continue
            due = at + every_ms
            fact, content = _picture(at, frame, longest)
            said.append(fact)
            parts.append(content)
            if len(parts) == most:
                break
    return Outcome({"key_frames": said}, tuple(parts))


@contextlib.contextmanager
def _opened(data: bytes) -> Iterator[InputContainer]:
    try:
        container = av.open(io.BytesIO(data), "r")
    except (av.FFmpegError, ValueError, OSError, EOFError):
        raise Refused(Unwatchable.DAMAGED) from None
    with container:
        if not _FORMATS & set(container.format.name.split(",")):
            raise Refused(Unwatchable.OTHER)
        if not container.streams.video:
            raise Refused(Unwatchable.NO_PICTURES)
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        if stream.codec_context.width * stream.codec_context.height > MOST_PIXELS:
            raise Refused(Unwatchable.TOO_MANY_PIXELS)
        yield container


def _said(container: InputContainer) -> dict[str, Any]:
    stream = container.streams.video[0]
    length = container.duration
    made = str(container.metadata.get("creation_time", ""))[:30]
    return {
        "says_ms": length // 1000 if length is not None and 0 <= length < 1 << 50 else None,
        "container": container.format.name[:80],
        "codec": stream.codec_context.name[:80],
        "made": made if made[:1].isdigit() else "",
    }


def _frames(container: InputContainer, tally: _Tally) -> Iterator[tuple[int, av.VideoFrame]]:
    """Frames with their milliseconds after the first, as far as the film, its size and patience allow."""
    start: float | None = None
    last = -1
    try:
        for frame in container.decode(container.streams.video[0]):
            if frame.width * frame.height > MOST_PIXELS:
                tally.ended = "size"
                return
            if start is None:
                start = frame.time or 0.0
            at = max(last + 1, round(((frame.time if frame.time is not None else start) - start) * 1000))
            last = at
            tally.frames += 1
            yield at, frame
            if time.process_time() > tally.until:
                tally.ended = "patience"
                return
    except (av.FFmpegError, EOFError, OSError, ValueError):
        tally.ended = "damaged"


def _ended(tally: _Tally, says_ms: int | None, times: list[int]) -> str:
    """Some decoders take a film that is cut off for one that ends there; its own length tells."""
    lasts = max(times) / max(1, len(times) - 1)
    missing = says_ms is not None and says_ms > max(times) + 2 * lasts + 500
    return "damaged" if tally.ended == "whole" and missing else tally.ended


def _wanted(shots: list[tuple[int, int]], times: list[int], most: int) -> list[int]:
    """Moments of the key frames: the middle of each shot first, then every few seconds, as many as there may be."""
    at = np.asarray(times)

    def nearest(moment: float) -> int:
        return int(at[np.abs(at - moment).argmin()])

    middles = [nearest((first + last) / 2) for first, last in shots]
    more = [
        nearest(moment)
        for first, last in shots
        if last - first > 2 * _EVERY_MS
        for moment in range(first + _EVERY_MS // 2, last, _EVERY_MS)
    ]
    chosen = (
        middles if len(middles) <= most else [middles[i] for i in np.linspace(0, len(middles) - 1, most, dtype=int)]
    )
    rest = most - len(chosen)
    if rest > 0 and more:
        chosen += more if len(more) <= rest else [more[i] for i in np.linspace(0, len(more) - 1, rest, dtype=int)]
    return sorted(set(chosen))


def _key_frames(data: bytes, wanted: set[int], longest: int, patience: int) -> tuple[list[dict[str, Any]], list[bytes]]:
    said, parts = list[dict[str, Any]](), list[bytes]()
    with _opened(data) as container:
        for at, frame in _frames(container, _Tally(2 * patience)):
            if at not in wanted:
                continue
            fact, content = _picture(at, frame, longest)
            said.append(fact)
            parts.append(content)
            if len(parts) == len(wanted):
                break
    return said, parts


def _picture(at: int, frame: av.VideoFrame, longest: int) -> tuple[dict[str, Any], bytes]:
    pixels = np.ascontiguousarray(frame.to_ndarray(format="rgb24"), np.uint8)
    digest = hashlib.sha256(f"{frame.width}x{frame.height}\n".encode())
    digest.update(pixels.tobytes())
    scale = longest / max(frame.width, frame.height)
    if scale < 1:
        size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    fact = {"at_ms": at, "rows": pixels.shape[0], "columns": pixels.shape[1], "digest": digest.hexdigest()}
    return fact, pixels.tobytes()
