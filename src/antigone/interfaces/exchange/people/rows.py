"""What becomes of one row."""

from __future__ import annotations

from antigone.bureau.registry.drafts import ParsedRow, RejectedRow, RowWarning

__all__ = ["ParsedRow", "RejectedRow", "RowWarning", "shortened"]

SHOWN = 80


def shortened(value: str) -> str:
    """`value` on one line, at most 80 characters."""
    flat = " ".join(value.split()) if len(value) < 4 * SHOWN else " ".join(value[: 4 * SHOWN].split()) + " "
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"
