"""What a table's header says it is."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from typing import Final

from antigone.interfaces.exchange.dna.loci import folded, locus
from antigone.interfaces.exchange.dna.values import DnaFormat

DELIMITERS: Final = ("\t", ";", ",")
SAMPLE: Final = ("samplename", "sample", "sampleid", "specimenid", "samplefile")
MARKER: Final = ("marker", "locus", "system", "markername")
FREQUENCY: Final = ("freq", "frequency")
_FAMILY: Final = ("fid", "famid", "family", "familyid", "pedid")
_MEMBER: Final = ("iid", "id", "indid", "individual", "person")
_ALLELE = re.compile(r"allele\d{1,2}")
_NUMBERED = re.compile(r"(.+)_(\d{1,2})")
_GENEMAPPER_ONLY: Final = frozenset({"samplefile", "panel", "dye"})


def kind_of_header(cells: Sequence[str]) -> DnaFormat | None:
    """The format whose header this row is, or None."""
    words = [folded(cell) for cell in cells]
    if len(words) < 2:
        return None
    alleles = any(_ALLELE.fullmatch(word) for word in words)
    marked = any(word in MARKER for word in words)
    sampled = any(word in SAMPLE for word in words)
    if marked and sampled and alleles:
        return DnaFormat.GENEMAPPER_LONG if _GENEMAPPER_ONLY & set(words) else DnaFormat.LRMIX
    if marked and "allele" in words and any(word in FREQUENCY for word in words):
        return DnaFormat.FREQUENCIES_LONG
    if words[0] in _FAMILY and words[1] in _MEMBER:
        return DnaFormat.PED
    if words[0] == "allele" and not alleles:
        return DnaFormat.FREQUENCIES_WIDE
    if words[0] == "specimenid" and any(numbered(cell) for cell in cells[1:]):
        return DnaFormat.SMARTRANK
    if sampled and not marked and any(locus(cell).known for cell in cells):
        return DnaFormat.GENEMAPPER_WIDE
    return None


def kind_and_delimiter(head: str) -> tuple[DnaFormat, str] | None:
    """Of a text's first line that is not blank; None where it is no header of a table that is read."""
    first = next((line for line in head.splitlines() if line.strip()), "")
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader([first], delimiter=delimiter), [])
        except csv.Error:
            continue
        kind = kind_of_header(cells)
        if kind is not None:
            return kind, delimiter
    cells = first.split()
    return (DnaFormat.PED, "") if kind_of_header(cells) is DnaFormat.PED else None


def numbered(cell: str) -> tuple[str, int] | None:
    """SmartRank's ``FGA_2`` as a locus and a number."""
    found = _NUMBERED.fullmatch(cell.strip())
    return (found[1], int(found[2])) if found else None


def allele_columns(cells: Sequence[str]) -> list[int]:
    """Places of the columns Allele1, Allele 2, …, in the order of their numbers."""
    places = [(int(folded(cell)[6:]), place) for place, cell in enumerate(cells) if _ALLELE.fullmatch(folded(cell))]
    return [place for _, place in sorted(places)]


def column(cells: Sequence[str], words: Sequence[str]) -> int:
    """The place of the first of `words` that heads a column, or -1."""
    heads = [folded(cell) for cell in cells]
    return next((heads.index(word) for word in words if word in heads), -1)
