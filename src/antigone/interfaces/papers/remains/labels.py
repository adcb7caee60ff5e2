"""Sheets of labels with QR codes, for bags, bodies and shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from antigone.interfaces.papers.remains.form import NotWritable, compiled, qr

_LAYOUT: Final = Path(__file__).with_name("labels.typ")


@dataclass(frozen=True, slots=True)
class Label:
    """What stands on a label: a number, which the square holds too, and a line below it. No name of anybody."""

    number: str
    line: str = ""


def labels(wanted: Sequence[Label], *, bureau: str) -> bytes:
    """Sheets of 24 labels (A4, 3 by 8, 70 x 37 mm) as PDF. The square holds the number alone, as a scanner types it.

    Raises:
        NotWritable: no label is wanted.
    """
    if not wanted:
        raise NotWritable("name at least one number to print a label for")
    content = {
        "bureau": bureau,
        "labels": [{"number": one.number, "line": one.line, "square": qr(one.number)} for one in wanted],
    }
    return compiled(_LAYOUT, content)
