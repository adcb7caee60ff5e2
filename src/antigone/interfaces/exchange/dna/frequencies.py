"""Frequency tables as values: checked, scaled, given a minimum; every change is said.

Sources: NRC II, "The Evaluation of Forensic DNA Evidence", 1996 (minimum allele frequency 5/2N).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from antigone.evidence.dna import Marker, marker
from antigone.interfaces.exchange.dna.checking import Collector, allele, allele_order, text_fault
from antigone.interfaces.exchange.dna.errors import FrequenciesRefused
from antigone.interfaces.exchange.dna.loci import locus
from antigone.interfaces.exchange.dna.values import FrequencyTable, Gravity, LocusFrequencies
from antigone.interfaces.exchange.people.rows import shortened

#: Sums this near to one are left alone: tables are printed with so many digits.
AS_GIVEN: Final = 1e-6
#: Sums this near are scaled to one, with a sentence: tables of three digits reach it. Beyond, a row is missing.
SCALED_AT_MOST: Final = 5e-3
#: The name that the silent allele gets on a ladder.
SILENT: Final = "silent"

_RULE = re.compile(r"5\s*/\s*\(?2\s*N\)?", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"\d{0,3}(?:[.,]\d{1,40})?(?:[eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least frequency that an allele may have: a number, or 5/2N where `frequency` is None."""

    frequency: float | None

    @classmethod
    def parse(cls, text: str) -> Minimum:
        """``0.001`` or ``5/2N``; `FrequenciesRefused` for anything else."""
        if _RULE.fullmatch(text.strip()):
            return cls(None)
        value = frequency_of(text)
        if value is None or not 0 < value < 0.5:
            raise FrequenciesRefused(f"«{text}» is no minimum frequency; write a number such as 0.001, or 5/2N")
        return cls(value)

    def of(self, table: FrequencyTable, at: LocusFrequencies) -> float:
        """The number for a locus; `FrequenciesRefused` where 5/2N is asked and N is not known."""
        if self.frequency is not None:
            return self.frequency
        if not at.people:
            raise FrequenciesRefused(
                f"{table.population}, locus {at.locus}: the table does not say how many people were counted, "
                "which 5/2N "
                "needs; give the minimum as a number"
            )
        return 5 / (2 * at.people)


def frequency_of(text: str) -> float | None:
    """A frequency as written, with point or comma; None where it is none."""
    text = text.strip()
    if not text or len(text) > 50 or not _PLAIN_NUMBER.fullmatch(text):
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


@dataclass(slots=True)
class Gathered:
    """One locus of one population as its rows come."""

    line: int
    people: int | None = None
    entries: dict[str, float] | None = None
    spoilt: bool = False


class TableBuilder:
    """Frequency tables of one file, a population at a time, every locus checked when all its rows have come."""

    def __init__(self, found: Collector, source: str, sha256: str, dated: str = "") -> None:
        self._found = found
        self._source = source
        self._sha256 = sha256
        self._dated = dated
        self._loci: dict[str, dict[str, Gathered]] = {}

    def locus(self, population: str, written: str, line: int, people: int | None = None) -> Gathered:
        """The locus of a name as written, in a population."""
        name = self._found.locus(written).name
        gathered = self._loci.setdefault(population, {}).setdefault(name, Gathered(line, people, {}))
        if people is not None:
            gathered.people = people
        return gathered

    def add(self, population: str, written: str, allele_written: str, frequency_written: str, line: int) -> None:
        """One allele's frequency; what is wrong spoils the locus, because a table without it would not add up."""
        gathered = self.locus(population, written, line)
        at = locus(written).name
        name = allele(allele_written)
        wrong = text_fault(name, most=20)
        value = frequency_of(frequency_written)
        if wrong:
            self._spoil(gathered, line, at, allele_written, f"name of the allele: {wrong}")
        elif value is None or not 0 <= value <= 1:
            shown = shortened(frequency_written)
            self._spoil(
                gathered, line, at, name, f"allele {name}: «{shown}» is not a frequency from 0 to 1; correct it"
            )
        elif gathered.entries is not None and name in gathered.entries:
            self._spoil(gathered, line, at, name, f"allele {name} stands twice; delete one of the rows")
        elif value == 0:
            self._found.note(f"{at}: an allele of frequency 0 counts as not in the table")
        elif gathered.entries is not None:
            gathered.entries[name] = value

    def _spoil(self, gathered: Gathered, line: int, at: str, value: str, reason: str) -> None:
        gathered.spoilt = True
        self._found.find(line, f"{reason}; the locus is not read", locus=at, value=value)

    def done(self) -> tuple[FrequencyTable, ...]:
        """The tables, of each the loci that add up."""
        tables = []
        for population, gathered in self._loci.items():
            changes: list[str] = []
            loci = []
            for name, one in gathered.items():
                if one.spoilt or not one.entries:
                    continue
                made = summed(
                    self._found,
                    LocusFrequencies(name, tuple(one.entries), tuple(one.entries.values()), one.people),
                    one.line,
                    changes,
                )
                if made is not None:
                    loci.append(made)
            if loci:
                tables.append(
                    FrequencyTable(population, tuple(loci), self._source, self._sha256, self._dated, tuple(changes))
                )
        return tuple(tables)


def summed(found: Collector, at: LocusFrequencies, line: int, changes: list[str]) -> LocusFrequencies | None:
    """The locus in order of size and adding up to one; None, with a finding, where the sum is too far off.

    What is scaled is said in `changes`.
    """
    total = math.fsum((*at.frequencies, at.silent))
    if abs(total - 1) > SCALED_AT_MOST:
        found.find(
            line,
            f"the allele frequencies add up to {total:.6g}, not 1; a row is missing or wrong; the locus is not read",
            locus=at.locus,
            value=f"{total:.6g}",
        )
        return None
    scale = 1.0
    if abs(total - 1) > AS_GIVEN:
        scale = total
        changes.append(f"{at.locus}: the frequencies added up to {total:.6g} and were scaled to 1")
        found.find(line, changes[-1].partition(": ")[2], locus=at.locus, gravity=Gravity.WARNING)
    pairs = sorted(zip(at.alleles, at.frequencies, strict=True), key=lambda pair: allele_order(pair[0]))
    return replace(
        at,
        alleles=tuple(name for name, _ in pairs),
        frequencies=tuple(value / scale for _, value in pairs) if scale != 1.0 else tuple(value for _, value in pairs),
        silent=at.silent / scale,
    )


def with_minimum(table: FrequencyTable, minimum: Minimum) -> FrequencyTable:
    """The table with rarer alleles raised to the minimum and the others scaled down, so that the sum stays one.

    Raises:
        FrequenciesRefused: 5/2N of a table that does not say N; a minimum that leaves nothing for the other alleles.
    """
    changes: list[str] = []
    loci = []
    for at in table.loci:
        least = minimum.of(table, at)
        rare = {name for name, value in zip(at.alleles, at.frequencies, strict=True) if value < least}
        if rare:
            at = _raised(table, at, least, rare)
            shown = ", ".join(sorted(rare, key=allele_order))
            changes.append(f"{at.locus}: {shown} raised to the minimum frequency {least:.6g}, the others scaled")
        loci.append(at)
    return replace(table, loci=tuple(loci), changes=(*table.changes, *changes))


def with_alleles(table: FrequencyTable, seen: Mapping[str, Iterable[str]], minimum: Minimum) -> FrequencyTable:
    """The table with alleles that were seen and are not in it added at the minimum frequency, the others scaled down.

    Args:
        seen: locus -> alleles; loci that the table lacks are passed over.
    """
    changes: list[str] = []
    loci = []
    for at in table.loci:
        new = sorted(set(seen.get(at.locus, ())) - set(at.alleles), key=allele_order)
        if new:
            least = minimum.of(table, at)
            alleles = tuple(sorted((*at.alleles, *new), key=allele_order))
            known = dict(zip(at.alleles, at.frequencies, strict=True))
            at = replace(at, alleles=alleles, frequencies=tuple(known.get(name, 0.0) for name in alleles))
            at = _raised(table, at, least, set(new))
            changes.append(
                f"{at.locus}: {', '.join(new)} added at the minimum frequency {least:.6g}, the others scaled"
            )
        loci.append(at)
    return replace(table, loci=tuple(loci), changes=(*table.changes, *changes))


def _raised(table: FrequencyTable, at: LocusFrequencies, least: float, rare: set[str]) -> LocusFrequencies:
    """`rare` alleles at exactly `least`; scaling may push others below it, and then they are raised too."""
    values = dict(zip(at.alleles, at.frequencies, strict=True))
    while True:
        left = 1 - least * len(rare)
        others = math.fsum((at.silent, *(value for name, value in values.items() if name not in rare)))
        if left <= 0 or others <= 0:
            raise FrequenciesRefused(
                f"{table.population}, locus {at.locus}: a minimum of {least:.6g} for {len(rare)} alleles leaves "
                "nothing for "
                "the others; choose a smaller one"
            )
        scale = left / others
        below = {name for name, value in values.items() if name not in rare and value * scale < least}
        if not below:
            break
        rare = rare | below
    return replace(
        at,
        frequencies=tuple(least if name in rare else value * scale for name, value in values.items()),
        silent=at.silent * scale,
    )


def markers_of(table: FrequencyTable) -> tuple[Marker, ...]:
    """The table's loci as markers for likelihoods; loci on Y and amelogenin, which those do not take, are left out."""
    made = []
    for at in table.loci:
        where = locus(at.locus)
        if where.chromosome in ("Y", "XY"):
            continue
        silent = at.silent > 0
        made.append(
            marker(
                at.locus,
                (*at.alleles, SILENT) if silent else at.alleles,
                (*at.frequencies, at.silent) if silent else at.frequencies,
                x_linked=where.chromosome == "X",
                mothers=at.mothers,
                fathers=at.fathers,
                silent=SILENT if silent else None,
            )
        )
    return tuple(made)
