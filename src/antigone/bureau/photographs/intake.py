"""Before a photograph is kept: it is read in the sandbox, and all that staff will see is made from its pixels."""

from __future__ import annotations

from antigone.bureau.photographs.values import LARGEST_FILE, PhotographRefused, Prepared
from antigone.imaging import derivatives
from antigone.imaging.decoding import decoded


def prepared(data: bytes) -> Prepared:
    """The photograph with its derivatives. Writes nothing; call it outside transactions, it takes a while.

    Raises:
        PhotographRefused: larger than `LARGEST_FILE`.
        PictureRefused: no photograph that is taken; see `imaging.decoding`.
        SandboxUnavailable: nothing can be decoded on this machine now.
    """
    if len(data) > LARGEST_FILE:
        raise PhotographRefused("the photograph is larger than 20 MB; send a smaller copy")
    picture = decoded(data, longest=derivatives.LARGE)
    return Prepared(
        data=data,
        file_format=picture.file_format,
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        pixels_sha256=picture.pixels_sha256,
        camera_time=picture.camera_time,
        large=derivatives.encoded(picture.pixels, longest=derivatives.LARGE),
        small=derivatives.encoded(picture.pixels, longest=derivatives.SMALL),
        cover=derivatives.cover(picture.pixels),
    )
