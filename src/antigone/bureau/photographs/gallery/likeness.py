"""Which things look like a picture: local features that fit one change of place (`imaging.marks`)."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.imaging.decoding import Pixels
from antigone.imaging.marks import METHOD, features_of, packed, query_of, ranked, unpacked
from antigone.imaging.marks.ranking import FITTING

_HEAD = f"{METHOD}\n".encode()


def described(pixels: Pixels) -> bytes:
    """The local features of a picture of a thing and how they were measured, to be published beside it."""
    return _HEAD + packed(features_of(pixels))


def most_alike(pixels: Pixels, things: Sequence[bytes], *, limit: int) -> list[int]:
    """Positions of the things that look like this picture, the likest first.

    Only those whose features fit it in a way that is hardly chance; so there may be none. What was measured in another
    way is not compared.

    Args:
        pixels: of the picture.
        things: of `described`.
        limit: at most so many.
    """
    comparable = [place for place, content in enumerate(things) if content.startswith(_HEAD)]
    kept = [unpacked(things[place][len(_HEAD) :]) for place in comparable]
    found = ranked(query_of(pixels), kept, limit=limit)
    return [comparable[one.position] for one in found if one.fitting >= FITTING]
