"""Frequency tables in files: long and wide tables, and STRidER's XML; read and written."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

from antigone.interfaces.exchange.dna.checking import Collector, allele_order
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats import markup
from antigone.interfaces.exchange.dna.formats.headers import FREQUENCY, MARKER, column
from antigone.interfaces.exchange.dna.frequencies import TableBuilder
from antigone.interfaces.exchange.dna.loci import folded
from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat, FrequencyTable
from antigone.interfaces.exchange.errors import BrokenTable, EmptyTable
from antigone.interfaces.exchange.foreign_xml import Element
from antigone.interfaces.exchange.people.rows import shortened

Progress = Callable[[int], None]

_POPULATION = ("population", "origin", "group")
_PEOPLE = ("people", "n")
_LONGEST_COUNT = 9


def read_long_frequencies(file: Opened, delimiter: str, progress: Progress) -> DnaFile:
    """A row for each marker and allele: columns marker, allele, freq; also population, n (people counted)."""
    found = Collector(file.name)
    rows = file.rows(delimiter)
    line, header = next(rows, (1, [""]))
    header = [cell.strip().lstrip("\ufeff") for cell in header]
    marker_at, allele_at, value_at = column(header, MARKER), column(header, ("allele",)), column(header, FREQUENCY)
    if min(marker_at, allele_at, value_at) < 0:
        raise NotThisFormat(f"{file.name}, line {line:,}: the header needs the columns marker, allele and freq")
    population_at, people_at = column(header, _POPULATION), column(header, _PEOPLE)
    builder = TableBuilder(found, file.name, file.sha256)
    for count, (line, cells) in enumerate(rows, start=1):
        if len(cells) <= max(marker_at, allele_at, value_at) or not cells[marker_at].strip():
            found.find(line, "the row lacks a marker, an allele or a frequency; it is not read")
            continue
        named = cells[population_at].strip() if 0 <= population_at < len(cells) else ""
        population = shortened(named) or Path(file.name).stem
        if 0 <= people_at < len(cells) and cells[people_at].strip():
            people = _count(cells[people_at])
            if people is None:
                found.find(line, f"n is «{shortened(cells[people_at])}», no number of people", locus=cells[marker_at])
            else:
                builder.locus(population, cells[marker_at][:100], line, people)
        builder.add(population, cells[marker_at][:100], cells[allele_at], cells[value_at], line)
        if count % 5_000 == 0:
            progress(count)
    return _contents(file, DnaFormat.FREQUENCIES_LONG, builder, found)


def read_wide_frequencies(file: Opened, delimiter: str, progress: Progress) -> DnaFile:
    """A row for each allele, a column for each marker, empty where the marker has no such allele."""
    found = Collector(file.name)
    rows = file.rows(delimiter)
    line, header = next(rows, (1, [""]))
    header = [cell.strip().lstrip("\ufeff") for cell in header]
    if len(header) < 2 or folded(header[0]) != "allele":
        raise NotThisFormat(f"{file.name}, line {line:,}: the first column must be Allele, the others markers")
    builder = TableBuilder(found, file.name, file.sha256)
    for marker in filter(None, header[1:]):
        builder.locus(Path(file.name).stem, marker[:100], line)
    for count, (line, cells) in enumerate(rows, start=1):
        if folded(cells[0]) == "n":
            found.note("the row «N» is not read: it does not say whether people or chromosomes were counted")
            continue
        for place, marker in enumerate(header[1:], start=1):
            value = cells[place].strip() if place < len(cells) else ""
            if value and value.casefold() != "na" and marker:
                builder.add(Path(file.name).stem, marker[:100], cells[0], value, line)
        progress(count)
    return _contents(file, DnaFormat.FREQUENCIES_WIDE, builder, found)


def read_strider(file: Opened, progress: Progress) -> DnaFile:
    """STRidER's XML: markers, in each the origins (populations) with n people and their frequencies.

    Raises:
        UnreadableFile: another XML, damaged, or without any usable frequency.
    """
    found = Collector(file.name)
    builder: TableBuilder | None = None
    count = 0
    for element, parent, _ in markup.elements(file, "{*}marker"):
        if parent is None or markup.local_name(parent) != "frequencies":
            raise NotThisFormat(
                f"{file.name}, line {element.line:,}: a marker stands outside «frequencies»; this is not STRidER's"
            )
        if builder is None:
            dated = markup.attribute(parent, "validity") or markup.attribute(parent, "created_timestamp")
            builder = TableBuilder(found, file.name, file.sha256, shortened(dated))
        name = markup.child_text(element, "name")
        if not name:
            found.find(element.line, "a marker without a name; it is not read")
            continue
        for origin in markup.children(element, "origin"):
            _origin(found, builder, name, origin)
        count += 1
        progress(count)
    if builder is None:
        raise EmptyTable(
            f"{file.name}: there is no marker in it; this is not STRidER's frequencies, or nothing is in them"
        )
    return _contents(file, DnaFormat.STRIDER, builder, found)


def _origin(found: Collector, builder: TableBuilder, marker: str, origin: Element) -> None:
    line = origin.line
    population = shortened(markup.attribute(origin, "name"))
    if not population:
        found.find(line, "an origin without a name; it is not read", locus=marker)
        return
    people = _count(markup.attribute(origin, "n")) if markup.attribute(origin, "n") else None
    builder.locus(population, marker, line, people)
    for one in markup.children(origin, "frequency"):
        builder.add(population, marker, markup.attribute(one, "allele"), markup.text_of(one), one.line)


def _count(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST_COUNT else None


def _contents(file: Opened, kind: DnaFormat, builder: TableBuilder, found: Collector) -> DnaFile:
    tables = builder.done()
    if not tables:
        findings = found.findings
        if findings:
            raise BrokenTable(f"{findings[0].sentence(file.name)}; no other locus is left")
        raise EmptyTable(f"{file.name}: there is no frequency in it")
    return DnaFile(file.name, kind, file.sha256, frequencies=tables, findings=found.findings, notes=found.notes)


def write_long_frequencies(contents: DnaFile) -> str:
    """All populations of the file, with n where it is known."""
    rows = [["population", "marker", "allele", "freq", "n"]]
    for table in _tables(contents):
        for at in table.loci:
            for name, value in zip(at.alleles, at.frequencies, strict=True):
                rows.append(
                    [table.population, at.locus, name, repr(value), "" if at.people is None else str(at.people)]
                )
    return _text(rows)


def write_wide_frequencies(contents: DnaFile) -> str:
    """One population; `ExportRefused` where the file has several."""
    tables = _tables(contents)
    if len(tables) > 1:
        names = ", ".join(table.population for table in tables[:6])
        raise ExportRefused(
            f"a wide table holds one population and the file has {len(tables)} ({names}); say --population"
        )
    loci = {at.locus: dict(zip(at.alleles, map(repr, at.frequencies), strict=True)) for at in tables[0].loci}
    alleles = sorted({name for one in loci.values() for name in one}, key=allele_order)
    rows = [["Allele", *loci], *([name, *(one.get(name, "") for one in loci.values())] for name in alleles)]
    return _text(rows)


def write_strider(contents: DnaFile) -> str:
    """STRidER's XML of all populations."""
    tables = _tables(contents)
    dated = tables[0].dated
    out = markup.Writer("frequencies", **({"validity": dated} if dated else {}))
    for name in dict.fromkeys(at.locus for table in tables for at in table.loci):
        marker = out.add(out.root, "marker")
        out.add(marker, "name", name)
        with_it = [(table, table[name]) for table in tables if name in table]
        alleles = sorted({one for _, at in with_it for one in at.alleles}, key=allele_order)
        out.add(marker, "alleles", ", ".join(alleles))
        for table, at in with_it:
            origin = out.add(marker, "origin", name=table.population, n="" if at.people is None else str(at.people))
            for one, value in zip(at.alleles, at.frequencies, strict=True):
                out.add(origin, "frequency", repr(value), allele=one)
    return out.text()


def _tables(contents: DnaFile) -> tuple[FrequencyTable, ...]:
    if not contents.frequencies:
        raise ExportRefused("there are no frequencies to write")
    for table in contents.frequencies:
        for at in table.loci:
            if at.silent:
                raise ExportRefused(f"locus {at.locus} has a silent allele, which only Familias' format can say")
    return contents.frequencies


def _text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
