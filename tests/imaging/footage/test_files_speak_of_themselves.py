"""What a file says of itself is read as a claim, in a process that has no network."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import ExifTags, Image
from tests.imaging.drawn import as_file, drawn

from antigone.imaging.decoding import PictureRefused
from antigone.imaging.footage import claims
from antigone.imaging.footage.claims import ClocksDisagree, CredentialState
from antigone.imaging.footage.overhead import overhead
from antigone.imaging.sandbox import in_sandbox, probing
from antigone.simulation.footage import ground, referenced, saved

REFERENCE = Path(os.environ.get("ANTIGONE_REFERENCE", Path(__file__).parents[4] / "shared" / "reference")) / "footage"
NO_REFERENCE = pytest.mark.skipif(not REFERENCE.is_dir(), reason="no reference data here")

STATES = {
    "CA.jpg": CredentialState.WHOLE,
    "CACAE-uri-CA.jpg": CredentialState.WHOLE,
    "CA_ct.jpg": CredentialState.WHOLE,
    "CIE-sig-CA.jpg": CredentialState.BROKEN,
    "E-sig-CA.jpg": CredentialState.BROKEN,
    "XCA.jpg": CredentialState.BROKEN,
    "boxhash.jpg": CredentialState.WHOLE,
    "cloud.jpg": CredentialState.ELSEWHERE,
    "legacy_ingredient_hash.jpg": CredentialState.WHOLE,
    "pdf-file.pdf": CredentialState.WHOLE,
    "sample1_signed.wav": CredentialState.WHOLE,
    "video1.mp4": CredentialState.WHOLE,
}
TYPES = {".jpg": "image/jpeg", ".pdf": "application/pdf", ".mp4": "video/mp4", ".wav": "audio/wav"}


@NO_REFERENCE
def test_twelve_files_with_content_credentials() -> None:
    found = {
        path.name: claims.read(path.read_bytes(), TYPES[path.suffix]).credentials
        for path in sorted((REFERENCE / "c2pa").iterdir())
    }
    assert {name: one.state for name, one in found.items()} == STATES
    assert found["XCA.jpg"].faults == ("assertion.dataHash.mismatch",)
    assert found["E-sig-CA.jpg"].faults == ("claimSignature.mismatch",)
    assert "were not fetched: https://" in found["cloud.jpg"].sentence
    assert "whether it shows what happened, was not checked" in found["CA.jpg"].sentence


def test_where_they_are_read_there_is_no_network() -> None:
    outcome = in_sandbox(probing.escapes, b"")
    assert not {"connect by IP", "connect to a local socket"} & set(outcome.facts["got_out"])


def test_a_telephones_tags_are_claims() -> None:
    tags = Image.Exif()
    tags[ExifTags.Base.Make], tags[ExifTags.Base.Model] = "Telephone", "Nine"
    inner, place = tags.get_ifd(ExifTags.IFD.Exif), tags.get_ifd(ExifTags.IFD.GPSInfo)
    inner[ExifTags.Base.DateTimeOriginal] = "2022:07:18 10:30:00"
    inner[ExifTags.Base.OffsetTimeOriginal] = "+03:00"
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (47.0, 49.0, 40.1)
    place[ExifTags.GPS.GPSLongitudeRef], place[ExifTags.GPS.GPSLongitude] = "E", (37.0, 42.0, 39.9)
    said = claims.read(as_file(drawn(), exif=tags), "image/jpeg")
    assert (said.camera, said.clock, said.position) == ("Telephone Nine", "2022-07-18T10:30:00+03:00", (47.83, 37.71))
    assert said.taken is not None
    assert said.taken.earliest == datetime(2022, 7, 18, 7, 30, tzinfo=UTC)
    assert said.credentials.state is CredentialState.NONE
    words = " ".join(said.sentences)
    assert "nobody has checked the clock" in words
    assert "47.8" not in words


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff" + b"\x00" * 30, b"not at all"])
def test_a_file_that_says_nothing_is_no_failure(content: bytes) -> None:
    said = claims.read(content, "image/jpeg")
    assert said.camera == ""
    assert said.taken is None
    assert "does not say when" in said.sentences[0]


def test_a_clock_without_a_zone_leaves_twenty_six_hours() -> None:
    span = claims.when("2022-07-18T10:30:00")
    assert span.latest - span.earliest == timedelta(hours=26, seconds=1)
    fast = claims.when(
        "2022-07-18T10:30:00", zone=timedelta(hours=3), wrong_by=(timedelta(minutes=4), timedelta(minutes=6))
    )
    assert fast.earliest == datetime(2022, 7, 18, 7, 24, tzinfo=UTC)
    assert fast.latest == datetime(2022, 7, 18, 7, 26, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="in this order"):
        claims.when("2022-07-18T10:30:00", wrong_by=(timedelta(1), timedelta(0)))


def test_two_cameras_with_wrong_clocks() -> None:
    flash = datetime(2022, 7, 18, 10, 30)
    later = timedelta(hours=3, minutes=12)
    least, most = claims.offset_between(
        [(flash, flash + later), (flash + timedelta(minutes=9), flash + later + timedelta(minutes=9, seconds=1))]
    )
    assert least <= later <= most
    assert most - least <= timedelta(seconds=4)
    with pytest.raises(ClocksDisagree, match="3 h 12 min 0 s ahead, by another 0 h 5 min 0 s"):
        claims.offset_between([(flash, flash + later), (flash, flash + timedelta(minutes=5))])
    with pytest.raises(ClocksDisagree, match="name one at least"):
        claims.offset_between([])


def test_an_image_knows_where_it_lies_or_says_that_it_does_not() -> None:
    picture = ground(3)[:300, :400]
    known = overhead(referenced(picture, east=400_000.0, north=5_300_000.0))
    assert np.array_equal(known.pixels, picture)
    assert known.reference is not None
    assert (known.reference.epsg, round(known.reference.metres, 2)) == (32637, 0.5)
    assert (round(known.reference.latitude, 2), round(known.reference.longitude, 2)) == (47.84, 37.66)
    bare = io.BytesIO()
    Image.fromarray(picture).save(bare, "TIFF")
    unknown = overhead(bare.getvalue())
    assert unknown.reference is None
    assert "set control points" in unknown.remark
    with pytest.raises(PictureRefused):
        overhead(saved(picture))
    with pytest.raises(PictureRefused, match="damaged or cut off"):
        overhead(referenced(picture, east=0.0, north=0.0)[:4000])


@NO_REFERENCE
def test_the_reference_images_lie_where_they_should() -> None:
    one = overhead((REFERENCE / "joplin" / "0_pre.tif").read_bytes())
    assert one.reference is not None
    assert one.reference.epsg == 32615
    assert (round(one.reference.latitude, 3), round(one.reference.longitude, 3)) == (37.072, -94.496)
