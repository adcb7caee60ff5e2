"""Where a reader goes on, in a word that only we can write: a place in a list, signed.

It holds nothing that the reader has not been given: a moment and a random id.
"""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from uuid import UUID

from django.core.signing import BadSignature, Signer

from antigone.bureau.disclosure.partners.changes import Place
from antigone.interfaces.api.problems import Refused

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
#: Before everything.
FIRST = Place(_BEGINNING, UUID(int=0))
_ID_BYTES = 16


def cursor_of(place: Place, *, of: str) -> str:
    """The cursor of a place in the list that `of` names."""
    microseconds = (place.at - _BEGINNING) // timedelta(microseconds=1)
    content = microseconds.to_bytes(8, "big", signed=True) + place.public_id.bytes
    return Signer(salt=f"cursor {of}").sign(urlsafe_b64encode(content).decode().rstrip("="))


def place_of(cursor: str, *, of: str) -> Place:
    """The place that a cursor of that list names; the beginning for none.

    Raises:
        Refused: the cursor is none of ours, or of another list.
    """
    if not cursor:
        return FIRST
    try:
        content = urlsafe_b64decode(Signer(salt=f"cursor {of}").unsign(cursor) + "==")
        at = _BEGINNING + timedelta(microseconds=int.from_bytes(content[:-_ID_BYTES], "big", signed=True))
        return Place(at, UUID(bytes=content[-_ID_BYTES:]))
    except (BadSignature, binascii.Error, ValueError, OverflowError):
        raise Refused(
            HTTPStatus.BAD_REQUEST, "this cursor was not given out for this list; begin without one"
        ) from None
