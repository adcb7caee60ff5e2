"""What valid photographs become, and that nothing of them comes along but pixels."""

from __future__ import annotations

import io

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.imaging.drawn import as_file, drawn, photograph, pixels_of

from antigone.imaging import derivatives
from antigone.imaging.decoding import MOST_PIXELS, PictureRefused, Unfit, decoded

pillow_heif.register_heif_opener()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_each_format_comes_out_as_any_viewer_shows_it(kind: str) -> None:
    content = as_file(drawn(), kind)
    picture = decoded(content)
    assert np.array_equal(picture.pixels, pixels_of(content))
    assert (picture.width, picture.height) == (64, 48)
    assert picture.file_format == kind.lower().replace("heif", "heic")


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_photograph_stands_upright(turn: int) -> None:
    """Red is where the camera said that the top left corner is (Exif 2.32, tag 0x0112)."""
    upright = drawn(64, 48)
    undone = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    stored = upright.transpose(Image.Transpose(undone[turn])) if turn > 1 else upright
    tags = Image.Exif()
    tags[0x0112] = turn
    picture = decoded(as_file(stored, "PNG", exif=tags))
    assert np.array_equal(picture.pixels, np.asarray(upright))


@pytest.mark.parametrize(
    ("mode", "options"),
    [("L", {}), ("1", {}), ("P", {}), ("LA", {}), ("RGBA", {}), ("I;16", {}), ("CMYK", {"kind": "JPEG"})],
)
def test_every_kind_of_colour_becomes_eight_bits_of_three(mode: str, options: dict[str, str]) -> None:
    plain = drawn()
    picture = Image.fromarray(np.asarray(plain.convert("L")).astype(np.uint16) * 257) if mode == "I;16" else plain
    content = as_file(picture if mode == "I;16" else plain.convert(mode), options.get("kind", "PNG"))
    found = decoded(content).pixels
    assert found.shape == (48, 64, 3)
    assert found[2, 2].mean() > 20


def test_what_is_transparent_is_white() -> None:
    clear = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert decoded(as_file(clear, "PNG")).pixels.min() == 255


def test_the_camera_s_time_is_kept_apart_and_nothing_else() -> None:
    picture = decoded(photograph())
    assert picture.camera_time == "2022-02-24T05:00:07"
    for made in (derivatives.encoded(picture.pixels), derivatives.cover(picture.pixels)):
        with Image.open(io.BytesIO(made.content)) as copy:
            assert not copy.getexif()
            assert set(copy.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert b"Olha" not in made.content


def test_copies_with_other_metadata_have_the_same_pixels() -> None:
    plain = drawn()
    tags = Image.Exif()
    tags[0x010E] = "a description"
    one, other = decoded(as_file(plain, "PNG")), decoded(as_file(plain, "PNG", exif=tags))
    assert one.sha256 != other.sha256
    assert one.pixels_sha256 == other.pixels_sha256


def test_a_reduced_photograph_knows_its_whole_size() -> None:
    content = photograph(640, 480)
    whole, reduced = decoded(content), decoded(content, longest=160)
    assert reduced.pixels.shape == (120, 160, 3)
    assert (reduced.width, reduced.height) == (640, 480)
    assert reduced.pixels_sha256 == whole.pixels_sha256


def test_the_first_of_several_images_is_taken() -> None:
    content = as_file(drawn(seed=1), "WEBP", save_all=True, append_images=[drawn(seed=2)], lossless=True)
    assert np.array_equal(decoded(content).pixels, np.asarray(drawn(seed=1)))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", Unfit.EMPTY),
        (b"GIF89a" + bytes(40), Unfit.OTHER),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Unfit.OTHER),
        (b"\xff\xd8\xff\xe0 no picture", Unfit.DAMAGED),
        (as_file(drawn(640, 480))[:9000], Unfit.DAMAGED),
    ],
)
def test_what_is_no_photograph_is_refused_in_a_sentence(content: bytes, why: Unfit) -> None:
    with pytest.raises(PictureRefused) as refused:
        decoded(content)
    assert refused.value.why is why
    assert ";" in str(refused.value)


def test_a_photograph_of_too_many_pixels_is_refused_by_its_header() -> None:
    side = int(MOST_PIXELS**0.5) + 1
    content = as_file(Image.new("1", (side, side)), "PNG")
    with pytest.raises(PictureRefused) as refused:
        decoded(content)
    assert refused.value.why is Unfit.TOO_MANY_PIXELS


_SEEDS = tuple(as_file(drawn(32, 24), kind) for kind in ("JPEG", "PNG", "WEBP", "HEIF"))


@settings(max_examples=60)
@given(data=st.data())
def test_a_changed_photograph_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(_SEEDS)))
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(12, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(13, len(content)))]
    try:
        picture = decoded(bytes(content))
    except PictureRefused:
        return
    assert picture.pixels.shape == (picture.height, picture.width, 3)
