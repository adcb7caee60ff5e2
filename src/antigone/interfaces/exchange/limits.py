"""How much of a file the importer is willing to touch."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one import; every one is checked before the memory or time it bounds is spent.

    Sizes are bytes, times are seconds. The defaults hold lists of some millions of people.
    """

    file_bytes: int = 512 * MEBIBYTE
    unpacked_bytes: int = 1024 * MEBIBYTE
    json_bytes: int = 64 * MEBIBYTE
    unpacking_ratio: int = 200
    archive_entries: int = 1_000
    columns: int = 1_000
    line_characters: int = 1_000_000
    decoder_memory: int = 2048 * MEBIBYTE
    decoder_seconds: int = 120


DEFAULT_LIMITS = Limits()
