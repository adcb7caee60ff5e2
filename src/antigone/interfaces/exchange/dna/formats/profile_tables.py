"""Tables of profiles: GeneMapper's long and wide, LRmix and EuroForMix, SmartRank; read and written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from antigone.interfaces.exchange.dna.checking import Collector, SampleBuilder, text_fault
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats.headers import MARKER, SAMPLE, allele_columns, column, numbered
from antigone.interfaces.exchange.dna.formats.naming import distinct_names
from antigone.interfaces.exchange.dna.loci import folded, kit, locus
from antigone.interfaces.exchange.dna.opening import NotThisFormat, Opened
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat, Sample
from antigone.interfaces.exchange.errors import EmptyTable
from antigone.interfaces.exchange.people.rows import shortened

Progress = Callable[[int], None]

#: What laboratories' programs write for nothing.
_NOTHING: Final = frozenset({"", "null", "na", "n/a", "nan", "-", "nr", "nd"})
_BESIDE_LOCI: Final = frozenset({"height", "size", "area", "peakarea", "dye", "panel", "samplefile", "samplename"})
_SPACED = re.compile(r"[;\s]+|,(?=\s|$)|,(?=,)")
_BETWEEN_DIGITS = re.compile(r"(\d{1,3}(?:\.\d)?),(\d)(?!\d)")


class _Samples:
    """Samples of a table as their rows come, in any order."""

    def __init__(self, found: Collector, progress: Progress) -> None:
        self._found = found
        self._progress = progress
        self._builders: dict[str, SampleBuilder] = {}

    def of(self, name: str, line: int) -> SampleBuilder | None:
        """The sample of that name; None, with a finding, where the name cannot be one."""
        builder = self._builders.get(name)
        if builder is None:
            wrong = text_fault(name)
            if wrong:
                self._found.find(line, f"name of the sample: {wrong}; the row is not read", value=name)
                return None
            builder = self._builders[name] = SampleBuilder(self._found, Sample(name, line=line))
            if len(self._builders) % 500 == 0:
                self._progress(len(self._builders))
        return builder

    def __contains__(self, name: str) -> bool:
        return name in self._builders

    def done(self) -> tuple[Sample, ...]:
        samples = tuple(builder.done() for builder in self._builders.values())
        if not any(sample.readings for sample in samples):
            first = f"; {self._found.findings[0].sentence()}" if self._found.findings else ""
            raise EmptyTable(f"{self._found.file}: no reading of any sample stands in it{first}")
        return samples


def read_long(file: Opened, delimiter: str, kind: DnaFormat, progress: Progress) -> DnaFile:
    """A row for each sample and marker: GeneMapper's genotypes table, LRmix, EuroForMix.

    Raises:
        UnreadableFile: the header lacks a column, the table is broken or holds no reading.
    """
    found = Collector(file.name)
    rows = file.rows(delimiter)
    line, header = _header(file, rows)
    sample_at, marker_at, alleles_at = column(header, SAMPLE), column(header, MARKER), allele_columns(header)
    if sample_at < 0 or marker_at < 0 or not alleles_at:
        raise NotThisFormat(
            f"{file.name}, line {line:,}: the header needs a column for the sample, one for the marker and Allele 1, "
            "Allele 2"
        )
    kit_at = column(header, ("panel", "kit"))
    samples = _Samples(found, progress)
    for line, cells in rows:
        if len(cells) <= max(sample_at, marker_at, alleles_at[0]):
            found.find(line, f"the row has {len(cells)} cells and the header {len(header)}; it is cut off and not read")
            continue
        builder = samples.of(cells[sample_at].strip(), line)
        if builder is None:
            continue
        marker = cells[marker_at].strip()
        if not marker or len(marker) > 100:
            found.find(line, "there is no marker in the row; it is not read", person=builder.id, value=marker)
            continue
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            found.find(
                line,
                f"the row has {len(cells)} cells and the header {len(header)}; it is not read, check the delimiters",
                person=builder.id,
                locus=marker,
            )
            continue
        named = cells[kit_at] if 0 <= kit_at < len(cells) else ""
        builder.add(marker, _alleles(cells, alleles_at), line, kit=kit(named)[:80] if named.strip() else "")
    return _contents(file, kind, samples.done(), found)


def read_smartrank(file: Opened, delimiter: str, progress: Progress) -> DnaFile:
    """A row for each specimen, four columns for each locus (``FGA_1`` to ``FGA_4``), NULL for nothing."""
    found = Collector(file.name)
    rows = file.rows(delimiter)
    line, header = _header(file, rows)
    places: dict[str, list[int]] = {}
    for place, cell in enumerate(header[1:], start=1):
        name = numbered(cell)
        if name is None:
            found.note(f"column «{shortened(cell)}» is no allele of a locus and is not read")
        else:
            places.setdefault(name[0], []).append(place)
    samples = _Samples(found, progress)
    for line, cells in rows:
        builder = _new_row(found, samples, header, cells, line, 0)
        if builder is not None:
            for marker, at in places.items():
                builder.add(marker, _alleles(cells, at), line)
    return _contents(file, DnaFormat.SMARTRANK, samples.done(), found)


def read_wide(file: Opened, delimiter: str, progress: Progress) -> DnaFile:
    """GeneMapper's wide table: a row for each sample, a column for each locus with its alleles in one cell."""
    found = Collector(file.name)
    rows = file.rows(delimiter)
    line, header = _header(file, rows)
    sample_at = column(header, SAMPLE)
    if sample_at < 0:
        raise NotThisFormat(f"{file.name}, line {line:,}: no column is called Sample Name")
    places: list[tuple[int, str]] = []
    for place, cell in enumerate(header):
        if locus(cell).known:
            places.append((place, cell))
        elif place != sample_at and cell.strip() and folded(cell) not in _BESIDE_LOCI:
            found.note(f"column «{shortened(cell)}» is no locus that is known here and is not read")
    samples = _Samples(found, progress)
    for line, cells in rows:
        builder = _new_row(found, samples, header, cells, line, sample_at)
        if builder is None:
            continue
        for place, marker in places:
            cell = cells[place] if place < len(cells) else ""
            alleles = _of_cell(cell, marker)
            if alleles is None:
                found.find(
                    line,
                    f"«{shortened(cell)}» can be two alleles or one with a decimal comma; write 9.3, or 9, 3",
                    person=builder.id,
                    locus=locus(marker).name,
                    value=cell,
                )
            else:
                builder.add(marker, alleles, line)
    return _contents(file, DnaFormat.GENEMAPPER_WIDE, samples.done(), found)


def _header(file: Opened, rows: Iterator[tuple[int, list[str]]]) -> tuple[int, list[str]]:
    for line, cells in rows:
        header = [cell.strip().lstrip("\ufeff") for cell in cells]
        return line, header
    raise EmptyTable(f"{file.name} is empty: it holds no row")


def _new_row(
    found: Collector, samples: _Samples, header: Sequence[str], cells: Sequence[str], line: int, sample_at: int
) -> SampleBuilder | None:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        found.find(line, f"the row has {len(cells)} cells and the header {len(header)}; it is not read")
        return None
    name = cells[sample_at].strip() if sample_at < len(cells) else ""
    if name in samples:
        found.find(line, "the sample stands in an earlier row already; this one is not read", person=name)
        return None
    return samples.of(name, line)


def _alleles(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    given = (cells[place].strip() if place < len(cells) else "" for place in places)
    return [text for text in given if text.casefold() not in _NOTHING]


def _of_cell(cell: str, marker: str) -> list[str] | None:
    """Alleles of one cell; None where a comma can be read in two ways."""
    pieces: list[str] = []
    for piece in _SPACED.split(cell.strip()):
        doubtful = _BETWEEN_DIGITS.fullmatch(piece)
        if doubtful:
            unit = locus(marker).unit
            if "." not in doubtful[1] and not (unit and int(doubtful[2]) >= unit):
                return None
        pieces += piece.split(",") if "," in piece else [piece]
    return [piece for piece in pieces if piece.casefold() not in _NOTHING]


def _contents(file: Opened, kind: DnaFormat, samples: tuple[Sample, ...], found: Collector) -> DnaFile:
    return DnaFile(file.name, kind, file.sha256, samples=samples, findings=found.findings, notes=found.notes)


def write_long(contents: DnaFile, kind: DnaFormat, found: Collector) -> str:
    """LRmix and EuroForMix (CSV), or GeneMapper's genotypes table (tabs)."""
    samples = _to_write(contents, found)
    most = max(2, *(len(reading.alleles) for _, sample in samples for reading in sample.readings))
    genemapper = kind is DnaFormat.GENEMAPPER_LONG
    if genemapper:
        header = ["Sample Name", "Panel", "Marker", *(f"Allele {n}" for n in range(1, most + 1))]
    else:
        header = ["SampleName", "Marker", *(f"Allele{n}" for n in range(1, most + 1))]
    rows = [header]
    for name, sample in samples:
        for reading in sample.readings:
            panel = [reading.kit] if genemapper else []
            rows.append([name, *panel, reading.locus, *_padded(reading.alleles, most, "")])
    return _table(rows, "\t" if genemapper else ",")


def write_smartrank(contents: DnaFile, found: Collector) -> str:
    """SmartRank's database: four alleles at most."""
    samples = _to_write(contents, found)
    loci = _loci(samples)
    rows = [["specimenId", *(f"{_smartrank_name(name)}_{n}" for name in loci for n in range(1, 5))]]
    for name, sample in samples:
        by_locus = {reading.locus: reading.alleles for reading in sample.readings}
        row = [name]
        for at in loci:
            alleles = by_locus.get(at, ())
            if len(alleles) > 4:
                found.find(0, "SmartRank takes four alleles at most; the reading is left out", person=name, locus=at)
                alleles = ()
            row += _padded(alleles, 4, "NULL")
        rows.append(row)
    return _table(rows, ",")


def _smartrank_name(at: str) -> str:
    return at.replace(" ", "_").upper() if locus(at).known else at


def write_wide(contents: DnaFile, found: Collector) -> str:
    """GeneMapper's wide table; loci that are not in our table are left out, since no reader could tell them."""
    samples = _to_write(contents, found)
    loci = _loci(samples)
    for at in [at for at in loci if not locus(at).known]:
        loci.remove(at)
        found.find(0, "the locus is not in our table, and a column could not be told to be one; left out", locus=at)
    if not loci:
        raise ExportRefused("there is no known locus to write a column for; choose lrmix or genemapper-long")
    rows = [["Sample Name", *loci]]
    for name, sample in samples:
        by_locus = {reading.locus: reading.alleles for reading in sample.readings}
        rows.append([name, *(", ".join(by_locus.get(at, ())) for at in loci)])
    return _table(rows, "\t")


def _to_write(contents: DnaFile, found: Collector) -> list[tuple[str, Sample]]:
    samples = []
    for name, sample in distinct_names(contents, found):
        if sample.readings:
            samples.append((name, sample))
        else:
            found.find(0, "nothing was read of the sample; it is not written", person=name)
    if not samples:
        raise ExportRefused("there is no reading to write")
    return samples


def _loci(samples: Iterable[tuple[str, Sample]]) -> list[str]:
    return list(dict.fromkeys(reading.locus for _, sample in samples for reading in sample.readings))


def _padded(alleles: Sequence[str], most: int, nothing: str) -> list[str]:
    return [*alleles, *[nothing] * (most - len(alleles))]


def _table(rows: Iterable[Sequence[str]], delimiter: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()
