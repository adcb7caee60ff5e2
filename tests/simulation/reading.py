"""What the tests of the simulation read back from a written world."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

Row = dict[str, str]


@dataclass(frozen=True)
class WrittenWorld:
    """The files of a world, read back."""

    folder: Path
    lists: dict[str, list[Row]]
    links: list[Row]
    persons: dict[str, Row]
    events: list[Row]


def rows_of(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter, strict=True))
