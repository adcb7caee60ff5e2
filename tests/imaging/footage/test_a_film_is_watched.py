"""Shots and key frames come out of the sandbox; what is cut off, endless or a bomb is told in one sentence."""

from __future__ import annotations

import io
import struct
from itertools import chain

import av
import numpy as np
import pytest
from PIL import Image

from antigone.imaging.footage import video
from antigone.simulation.footage import filmed, flight, ground, seen


@pytest.fixture(scope="module")
def film() -> bytes:
    places = [flight(ground(number), (600, 600), (640, 600), frames=20, across=500) for number in (3, 4)]
    return filmed(chain(*places))


def test_it_falls_into_shots_with_a_picture_each(film: bytes) -> None:
    watched = video.watched(film)
    assert [(shot.first_ms, shot.last_ms) for shot in watched.shots] == [(0, 760), (800, 1560)]
    assert [0 <= frame.at_ms <= 760 for frame in watched.key_frames] == [True, False]
    assert {frame.pixels.shape for frame in watched.key_frames} == {(540, 960, 3)}
    assert (watched.width, watched.height, watched.frames, watched.remark) == (960, 540, 40, "")
    again = video.watched(film, longest=320)
    assert [frame.pixels_sha256 for frame in again.key_frames] == [one.pixels_sha256 for one in watched.key_frames]
    assert again.key_frames[0].pixels.shape == (180, 320, 3)


def test_what_is_cut_off_is_read_as_far_as_it_goes() -> None:
    buffer = io.BytesIO()
    place = ground(3)
    with av.open(buffer, "w", format="matroska") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number in range(50):
            frame = seen(place, (500.0 + 2 * number, 600.0), across=500, size=(320, 180))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        container.mux(stream.encode())
    half = buffer.getvalue()[: len(buffer.getvalue()) // 2]
    watched = video.watched(half)
    assert 5 < watched.frames < 50
    assert "cut off or damaged after" in watched.remark
    assert "kept as it came" in watched.remark


def test_patience_ends(film: bytes) -> None:
    watched = video.watched(film, patience=0)
    assert watched.frames < 40
    assert "as long as one film may take" in watched.remark


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", video.Unwatchable.EMPTY),
        (b"GIF89a" + b"\xff" * 40, video.Unwatchable.DAMAGED),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(64), video.Unwatchable.DAMAGED),
        (b"#EXTM3U\nhttps://example.org/live.ts\n", video.Unwatchable.DAMAGED),
        # A GIF's header that promises 65,535 x 65,535 pixels.
        (b"GIF89a" + struct.pack("<HH", 65535, 65535) + b"\x00\x00\x00,", video.Unwatchable.TOO_MANY_PIXELS),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(content: bytes, why: video.Unwatchable) -> None:
    with pytest.raises(video.FilmRefused) as refused:
        video.watched(content)
    assert refused.value.why in (why, video.Unwatchable.DAMAGED)
    assert "the file is kept" in str(refused.value) or "kept as it came" in str(refused.value) or not content


def test_a_film_cut_before_its_index_is_kept_unread(film: bytes) -> None:
    with pytest.raises(video.FilmRefused, match="cut off before its index"):
        video.watched(film[: len(film) // 2])


def test_a_moving_gif_is_a_film() -> None:
    """Ten thousand frames take 19 s on two shared cores; the way of a shorter one is the same."""
    frames = [Image.fromarray(np.full((8, 8), number % 250, np.uint8)) for number in range(500)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=20)
    watched = video.watched(buffer.getvalue(), most_key_frames=5)
    assert watched.frames == 500
    assert len(watched.key_frames) <= 5
