"""Files as they are taken in: regular files of known kinds, read once from end to end, never an address or a stream."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from antigone.bureau.incidents.values import NotAFile

#: The largest file that is taken in.
LARGEST: Final = 4 * 1024**3
#: How much of a file is sealed at a time.
STRETCH: Final = 8 * 1024**2
_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]{1,20}:(//|[^/\\]*@)", re.IGNORECASE)
_HEIC = (b"heic", b"heix", b"mif1", b"heim", b"heis")


def regular_file(named: str) -> Path:
    """The file of this name, if it is one that is taken in.

    Raises:
        NotAFile: an address, a folder, a device, a pipe, an empty or too large file, or nothing.
    """
    if _ADDRESS.match(named.strip()):
        raise NotAFile(f"«{named}» is an address; only files are taken in: save the file first, and note from where")
    path = Path(named)
    try:
        found = path.stat()
    except (OSError, ValueError):
        raise NotAFile(f"there is no file {named}") from None
    if not stat.S_ISREG(found.st_mode):
        raise NotAFile(f"{named} is no regular file; streams, devices and folders are not taken in")
    if not 0 < found.st_size <= LARGEST:
        raise NotAFile(f"{path.name} has {found.st_size:,} bytes; a file has from 1 byte to 4 GiB")
    return path


def opened(path: Path) -> BinaryIO:
    """The file, opened so that a pipe put in its place meanwhile cannot make us wait.

    Raises:
        NotAFile: it cannot be read, or is no regular file any more.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise NotAFile(f"{path.name} cannot be read: {error.strerror}") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFile(f"{path.name} is no regular file")
    return os.fdopen(descriptor, "rb")


def stretches(file: BinaryIO) -> Iterator[bytes]:
    """What is left of the file, a stretch at a time."""
    while stretch := file.read(STRETCH):
        yield stretch


def sha256_of(path: Path) -> tuple[str, int]:
    """SHA-256 of a file and its size in bytes."""
    digest, size = hashlib.sha256(), 0
    with opened(path) as file:
        for stretch in stretches(file):
            digest.update(stretch)
            size += len(stretch)
    return digest.hexdigest(), size


def media_type_of(begin: bytes, name: str) -> str:
    """What kind of file begins with these bytes (a kilobyte is enough).

    Raises:
        NotAFile: none that is taken in.
    """
    kind = _by_beginning(begin)
    if not kind:
        raise NotAFile(
            f"{name} is neither a picture (JPEG, PNG, WebP, HEIC, GIF, TIFF and GeoTIFF), nor a video (MP4, MOV, MKV,"
            " WebM, AVI, MPEG-TS), nor a PDF"
        )
    return kind


def _by_beginning(begin: bytes) -> str:
    for magic, kind in _MAGIC:
        if begin.startswith(magic):
            return kind
    if begin[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}.get(begin[8:12], "")
    if begin[4:8] == b"ftyp":
        brand = begin[8:12]
        return "image/heic" if brand in _HEIC else "video/quicktime" if brand == b"qt  " else "video/mp4"
    if len(begin) > 376 and begin[0] == begin[188] == begin[376] == 0x47:
        return "video/mp2t"
    return ""


_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"MM\x00+", "image/tiff"),
    (b"%PDF-", "application/pdf"),
    (b"\x1aE\xdf\xa3", "video/x-matroska"),
)
