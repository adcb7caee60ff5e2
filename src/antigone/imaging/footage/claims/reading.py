"""What a file says of itself is read in the sandbox, and given as claims."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pillow_heif
from PIL import ExifTags, Image

from antigone.imaging.footage.claims import credentials
from antigone.imaging.footage.claims.clocks import Interval, when
from antigone.imaging.footage.claims.credentials import Credentials, CredentialState
from antigone.imaging.sandbox import Bounds, Outcome, SandboxError, SandboxUnavailable, in_sandbox

_BOUNDS: Final = Bounds(memory=1024**3, seconds=30, output=256 * 1024)
_TIME = re.compile(r"(\d{4}):(\d\d):(\d\d) (\d\d):(\d\d):(\d\d)")
_ZONE = re.compile(r"[+-]\d\d:\d\d")
#: A camera's position is told to a hundredth of a degree, about a kilometre, whatever the file says.
_COARSE: Final = 2


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says of itself. Nobody vouches for any of it.

    Attributes:
        camera: maker and model, or empty.
        software: that wrote the file, or empty.
        clock: ``2022-02-24T05:00:07``, with ``+02:00`` behind it where the file names its zone; or empty.
        position: latitude and longitude, coarsened to about a kilometre; None where the file has none.
        credentials: see there.
    """

    camera: str
    software: str
    clock: str
    position: tuple[float, float] | None
    credentials: Credentials

    @property
    def taken(self) -> Interval | None:
        """When it was taken if the clock was right; None where there is none, or it shows no date."""
        try:
            return when(self.clock) if self.clock else None
        except ValueError:
            return None

    @property
    def sentences(self) -> tuple[str, ...]:
        """The claims, one sentence each."""
        said = [f"The file says it was made by «{self.camera}»."] if self.camera else []
        if self.software:
            said.append(f"The file says it was written by «{self.software}».")
        if (taken := self.taken) is not None:
            span = f"{taken.earliest:%Y-%m-%d %H:%M} to {taken.latest:%Y-%m-%d %H:%M} UTC"
            said.append(f"If that is true it was taken from {span}: {taken.because}.")
        elif not self.clock:
            said.append("The file does not say when it was taken.")
        if self.position is not None:
            said.append("The file says where the camera was; shown to a kilometre at best.")
        return (*said, self.credentials.sentence)


def read(data: bytes, media_type: str) -> Claims:
    """What the file says of itself, without a word to any network.

    Args:
        data: as it came.
        media_type: as told by its first bytes.

    Raises:
        SandboxUnavailable: there is no sandbox; nothing was read.
    """
    try:
        facts = in_sandbox(said, data, bounds=_BOUNDS, media_type=media_type).facts
        return _checked(facts)
    except SandboxUnavailable:
        raise
    except (SandboxError, KeyError, TypeError, ValueError):
        return Claims("", "", "", None, Credentials(CredentialState.UNREADABLE))


def prepare() -> None:
    """Load what the job would load on the way."""
    pillow_heif.register_heif_opener()
    Image.init()
    credentials.prepare()
    picture, tags, buffer = Image.new("RGB", (8, 8)), Image.Exif(), io.BytesIO()
    tags[ExifTags.Base.Make] = "x"
    tags.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (1.0, 2.0, 3.0)
    for file_format in ("JPEG", "PNG", "TIFF", "WEBP"):
        picture.save(buffer, file_format, exif=tags)
        _exif(buffer.getvalue())


def said(data: bytes, *, media_type: str) -> Outcome:
    """The job. Facts: ``camera``, ``software``, ``clock``, ``position``, ``credentials``."""
    exif = _exif(data) if media_type.startswith("image/") else {}
    facts = {"camera": "", "software": "", "clock": "", "position": None} | exif
    return Outcome({**facts, "credentials": credentials.credentials_in(data, media_type)})


def _exif(data: bytes) -> dict[str, Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                tags = image.getexif()
        inner, place = tags.get_ifd(ExifTags.IFD.Exif), tags.get_ifd(ExifTags.IFD.GPSInfo)
        maker, model = (str(tags.get(tag, "")).strip("\x00 ")[:80] for tag in (ExifTags.Base.Make, ExifTags.Base.Model))
        clock = inner.get(ExifTags.Base.DateTimeOriginal) or tags.get(ExifTags.Base.DateTime) or ""
        return {
            "camera": f"{maker} {model}".strip(),
            "software": str(tags.get(ExifTags.Base.Software, "")).strip("\x00 ")[:80],
            "clock": _clock(str(clock), str(inner.get(ExifTags.Base.OffsetTimeOriginal, ""))),
            "position": _position(place),
        }
    except MemoryError:
        raise
    except Exception:
        # A decoder has many ways to say that tags are damaged; then the file says nothing.
        return {}


def _clock(clock: str, zone: str) -> str:
    found = _TIME.fullmatch(clock.strip("\x00 "))
    if found is None or found[1] == "0000":
        return ""
    year, month, day, hour, minute, second = found.groups()
    behind = zone.strip("\x00 ")
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{behind if _ZONE.fullmatch(behind) else ''}"


def _position(place: Mapping[int, Any]) -> list[float] | None:
    try:
        angles = []
        for value, side, negative in (
            (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S"),
            (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W"),
        ):
            degrees, minutes, seconds = (float(part) for part in place[value])
            sign = -1 if str(place.get(side, "")).strip("\x00 ").upper() == negative else 1
            angles.append(round(sign * (degrees + minutes / 60 + seconds / 3600), _COARSE))
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    return angles if abs(angles[0]) <= 90 and abs(angles[1]) <= 180 else None


def _checked(facts: Mapping[str, Any]) -> Claims:
    position = facts["position"]
    kept = facts["credentials"]
    return Claims(
        _text(facts["camera"]),
        _text(facts["software"]),
        _text(facts["clock"])[:25],
        None if position is None else (round(float(position[0]), _COARSE), round(float(position[1]), _COARSE)),
        Credentials(
            CredentialState(kept["state"]),
            signer=_text(kept.get("signer", "")),
            signed_at=_text(kept.get("signed_at", "")),
            made_with=_text(kept.get("made_with", "")),
            actions=tuple(_text(one) for one in list(kept.get("actions", ()))[:8]),
            faults=tuple(_text(one) for one in list(kept.get("faults", ()))[:8]),
            elsewhere=_text(kept.get("elsewhere", "")),
        ),
    )


def _text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError("no text")
    return "".join(letter for letter in said[:300] if letter.isprintable())
