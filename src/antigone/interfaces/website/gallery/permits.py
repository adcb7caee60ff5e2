"""Addresses of pictures: sealed by the website's key, and good for a quarter of an hour at most."""

from __future__ import annotations

import time

from django.core.signing import BadSignature, Signer
from django.urls import reverse

# The end of a permit lies on a grid, so that an address does not tell at which second it was asked for.
_GRID_SECONDS, _STEPS = 300, 3
_SIZES = {"s": "small", "l": "large"}
_signer = Signer(salt="antigone thing")


class PermitRefused(Exception):
    """This address shows nothing: it is over, or was never given."""


def address_of_picture(code: str, size: str) -> str:
    """Where the picture of a thing can be seen for ten to fifteen minutes; `size` is ``small`` or ``large``."""
    until = int(time.time()) // _GRID_SECONDS + _STEPS
    return reverse("website:thing-picture", kwargs={"permit": _signer.sign(f"{code}{size[0]}{until:x}")})


def read_permit(permit: str) -> tuple[str, str]:
    """The code and the size of the picture that may be seen.

    Raises:
        PermitRefused: its time is over, or it is not ours.
    """
    try:
        said = _signer.unsign(permit)
    except BadSignature:
        raise PermitRefused from None
    code, size, until = said[:8], _SIZES[said[8]], int(said[9:], 16)
    if int(time.time()) // _GRID_SECONDS > until:
        raise PermitRefused
    return code, size
