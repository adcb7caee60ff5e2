"""Answers to a search, alike to a clock and to someone who watches the line.

A search that finds nothing must take as long as one that finds a record which may not be shown
(DESIGN section 6). Work is therefore released on a grid of instants after its arrival, not when it happens to be
done; and each answer is filled up with blanks to the same length, so that the size of the encrypted answer does not
say whether something was found. A proxy in front must not compress these pages, or the length speaks again.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

#: Seconds between two instants at which answers are released, counted from the request's arrival. Nearly every search
#: among a million people is done within the first, also when several are asked at once (`benchmarks/search`).
SLOT_SECONDS = 0.085

#: Answers have a multiple of this length, in bytes. The longest question's answer fits once (a test sees to it).
LENGTH_STEP = 20 * 1024


def next_release(elapsed: float, slot: float = SLOT_SECONDS) -> float:
    """The first instant of the grid, in seconds after arrival, that is not before `elapsed` (at least one slot)."""
    return max(1, math.ceil(elapsed / slot)) * slot


def padded_length(length: int, step: int = LENGTH_STEP) -> int:
    """The smallest multiple of `step` that holds `length` bytes."""
    return max(1, math.ceil(length / step)) * step


def of_even_length(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view whose answers fill a multiple of `LENGTH_STEP` bytes; for work that no private row makes longer."""

    @functools.wraps(view)
    def filled(request: HttpRequest) -> HttpResponse:
        response = view(request)
        # Blanks after the closing tag: every browser ignores them.
        response.content = response.content.ljust(padded_length(len(response.content)))
        return response

    return filled


def at_even_instants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view whose answers leave on the grid of `SLOT_SECONDS`."""

    @functools.wraps(view)
    def released(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        arrived = time.monotonic()
        response = view(request, *args, **kwargs)
        elapsed = time.monotonic() - arrived
        time.sleep(next_release(elapsed) - elapsed)
        return response

    return released


def evenly(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A view whose answers leave on the grid of `SLOT_SECONDS` and fill a multiple of `LENGTH_STEP` bytes."""
    return at_even_instants(of_even_length(view))
