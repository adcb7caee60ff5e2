"""Names of loci, kits and specimen categories as laboratories write them, and as they are kept here.

Laboratories and programs spell one locus in many ways (TH01, THO1, HUMTH01); here it has one name. A spelling that is
not in the table keeps its own name and is never taken for another locus.

The ranges of alleles are wide on purpose: what lies outside them, or between two repeats where no repeat of that length
has a place, is far more often a slip than a rare variant. Names, versions and enumerations of CODIS are those of the
schemas of CMF 3.2 (appendix B) and of 2017; the ranges cover the alleles of NIST's STRBase and of the population tables
that the tests read, with room on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

_FOLDED = re.compile(r"[^0-9a-zа-яёіїєґ]+")


class CodisVersion(StrEnum):
    """Versions of the Common Message Format."""

    V32 = "3.2"
    V33 = "3.3"


@dataclass(frozen=True, slots=True)
class Locus:
    """One place in the genome.

    Attributes:
        name: as it is written here.
        chromosome: ``1`` to ``22``, ``X``, ``Y``, ``XY`` (amelogenin), or nothing for a locus that is not in the table.
        most: alleles that one person can have there.
        lowest, highest: the range of repeats, or None where none is known.
        unit: bases in a repeat, 0 where unknown.
        codis: its name in CODIS, or nothing.
        codis_since: the first version of CMF that knows it, or None.
    """

    name: str
    chromosome: str = ""
    most: int = 2
    lowest: float | None = None
    highest: float | None = None
    unit: int = 0
    codis: str = ""
    codis_since: CodisVersion | None = None

    @property
    def known(self) -> bool:
        """Whether it is in the table; else it counts as autosomal and its alleles are not checked."""
        return bool(self.chromosome)

    @property
    def autosomal(self) -> bool:
        return self.chromosome not in ("X", "Y", "XY")

    def codis_name(self, version: CodisVersion) -> str:
        """Its name in this version, or nothing."""
        return self.codis if self.codis_since is not None and self.codis_since <= version else ""


def folded(name: str) -> str:
    """Letters and digits only, in small letters, «+» as a word: what two spellings of one name have in common."""
    return _FOLDED.sub("", name[:200].casefold().replace("+", "plus"))


@lru_cache(maxsize=4096)
def locus(written: str) -> Locus:
    """The locus of a name as written; one that is not in the table under its own name, white space put straight."""
    return _loci().get(folded(written)) or Locus(" ".join(written.split())[:80])


def kit(written: str) -> str:
    """A kit's name as CODIS writes it, whatever marks and words a maker or a panel file adds; else as written."""
    words = re.sub(r"[™®©]|\((?:TM|R)\)", "", written[:200])
    words = re.sub(r"(?i)\b(?:pcr|amplification|system|panels?)\b", "", words.replace("_", " "))
    for attempt in (words, re.sub(r"(?i)\bkit\b", "", words), re.sub(r"(?i)\bkit\b|\bv\d+\w*|^\s*ampflstr", "", words)):
        found = _named("kit").get(folded(attempt))
        if found is not None:
            return found[0]
    return " ".join(written.split())


def kit_known(name: str, version: CodisVersion) -> bool:
    """Whether this version of CMF may name the kit."""
    return version in _named("kit").get(folded(name), ("", ()))[1]


def categories(version: CodisVersion) -> tuple[str, ...]:
    """The specimen categories that this version of CMF may name."""
    return tuple(name for name, versions in _named("category").values() if version in versions)


def _table(file: str) -> Iterator[list[str]]:
    text = (files("antigone.interfaces.exchange.dna") / "data" / file).read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        yield line.split("\t")


@lru_cache(maxsize=1)
def _loci() -> dict[str, Locus]:
    found: dict[str, Locus] = {}
    for name, chromosome, most, lowest, highest, unit, codis, aliases in _table("loci.tsv"):
        in_codis, _, since = codis.partition("|")
        one = Locus(
            name,
            chromosome,
            int(most),
            float(lowest) if lowest else None,
            float(highest) if highest else None,
            int(unit or 0),
            in_codis,
            CodisVersion(since) if since else None,
        )
        for spelling in (name, in_codis, *aliases.split("|")):
            if spelling and found.setdefault(folded(spelling), one) is not one:
                raise ValueError(f"loci.tsv: «{spelling}» names {found[folded(spelling)].name} and {name}")
    return found


@lru_cache(maxsize=2)
def _named(kind: str) -> dict[str, tuple[str, tuple[CodisVersion, ...]]]:
    found: dict[str, tuple[str, tuple[CodisVersion, ...]]] = {}
    for row_kind, name, versions, aliases in _table("codis.tsv"):
        if row_kind == kind:
            entry = (name, tuple(CodisVersion(version) for version in versions.split("|")))
            for spelling in filter(None, (name, *aliases.split("|"))):
                found.setdefault(folded(spelling), entry)
    return found
