"""Which things look like a picture: local features that fit one change of place (`imaging.marks`)."""

from __future__ import annotations

from collections.abc import Sequence

from antigone.imaging.decoding import Pixels
from antigone.imaging.marks import METHOD, Features, Query, features_of, packed, query_of, ranked, unpacked
from antigone.imaging.marks.ranking import FITTING

_HEAD = f"{METHOD}\n".encode()


def described(pixels: Pixels) -> bytes:
    """The local features of a picture of a thing and how they were measured, to be published beside it."""
    return _HEAD + packed(features_of(pixels))


def comparable(content: bytes) -> Features | None:
    """The features of `described`; None where they were measured in another way and cannot be compared."""
    return unpacked(content[len(_HEAD) :]) if content.startswith(_HEAD) else None


def sought(pixels: Pixels) -> Query:
    """What is sought with."""
    return query_of(pixels)


def most_alike(query: Query, things: Sequence[bytes], *, limit: int) -> list[int]:
    """Positions of the things that look like a picture, the likest first.

    Only those whose features fit it in a way that is hardly chance; so there may be none. What was measured in another
    way is not compared.

    Args:
        query: of `sought`.
        things: of `described`.
        limit: at most so many.
    """
    kept = [(place, features) for place, content in enumerate(things) if (features := comparable(content)) is not None]
    found = ranked(query, [features for _, features in kept], limit=limit)
    return [kept[one.position][0] for one in found if one.fitting >= FITTING]
