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
    samples: dict[str, Row]

    def readings(self, file: str) -> dict[str, dict[str, set[str]]]:
        """Alleles by sample and marker, of one file of profiles."""
        found: dict[str, dict[str, set[str]]] = {}
        for row in rows_of(self.folder / file):
            found.setdefault(row["SampleName"], {})[row["Marker"]] = {row["Allele1"], row["Allele2"]} - {""}
        return found


def rows_of(path: Path, delimiter: str = ",") -> list[Row]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=delimiter, strict=True))
