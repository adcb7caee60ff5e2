"""Writing any of the formats that can be written; what a format cannot say is told, never dropped in silence."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from antigone.interfaces.exchange.dna.checking import Collector
from antigone.interfaces.exchange.dna.errors import ExportRefused
from antigone.interfaces.exchange.dna.formats.codis import CodisExport, write_codis
from antigone.interfaces.exchange.dna.formats.familias import write_familias
from antigone.interfaces.exchange.dna.formats.frequency_files import (
    write_long_frequencies,
    write_strider,
    write_wide_frequencies,
)
from antigone.interfaces.exchange.dna.formats.ped import write_ped
from antigone.interfaces.exchange.dna.formats.profile_tables import write_long, write_smartrank, write_wide
from antigone.interfaces.exchange.dna.frequencies import Minimum, with_alleles
from antigone.interfaces.exchange.dna.loci import CodisVersion
from antigone.interfaces.exchange.dna.values import DnaFile, DnaFormat, Finding, FrequencyTable

READ_ONLY: Final = (DnaFormat.NIEM,)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file's text, what could not be written, and what is written otherwise."""

    text: str
    left_out: tuple[Finding, ...]
    notes: tuple[str, ...]


def render(
    contents: DnaFile,
    kind: DnaFormat,
    *,
    codis: CodisExport | None = None,
    minimum: Minimum | None = None,
) -> Rendered:
    """The text of a file in a format.

    Args:
        contents: what to write.
        kind: the format.
        codis: what CODIS asks for beyond that.
        minimum: for Familias, the frequency of alleles that were seen and are not in the table; None leaves their
            readings out.

    Raises:
        ExportRefused: the format cannot hold it, or something is missing that it asks for.
    """
    found = Collector(contents.name)
    if kind in (DnaFormat.CMF_32, DnaFormat.CMF_33):
        version = CodisVersion.V32 if kind is DnaFormat.CMF_32 else CodisVersion.V33
        text = write_codis(contents, version, codis or CodisExport(), found)
    elif kind is DnaFormat.FAMILIAS:
        text = write_familias(contents, _one_table(contents, minimum, found), found)
    elif kind is DnaFormat.PED:
        text = write_ped(contents, found)
    elif kind is DnaFormat.SMARTRANK:
        text = write_smartrank(contents, found)
    elif kind is DnaFormat.GENEMAPPER_WIDE:
        text = write_wide(contents, found)
    elif kind in (DnaFormat.LRMIX, DnaFormat.GENEMAPPER_LONG):
        text = write_long(contents, kind, found)
    elif kind is DnaFormat.FREQUENCIES_LONG:
        text = write_long_frequencies(contents)
    elif kind is DnaFormat.FREQUENCIES_WIDE:
        text = write_wide_frequencies(contents)
    elif kind is DnaFormat.STRIDER:
        text = write_strider(contents)
    else:
        raise ExportRefused(f"{kind} is read and not written; choose another format")
    return Rendered(text, found.findings, found.notes)


def _one_table(contents: DnaFile, minimum: Minimum | None, found: Collector) -> FrequencyTable:
    if not contents.frequencies:
        raise ExportRefused(
            "Familias needs allele frequencies and the file has none; give them with --frequencies FILE"
        )
    if len(contents.frequencies) > 1:
        names = ", ".join(table.population for table in contents.frequencies[:6])
        raise ExportRefused(f"there are {len(contents.frequencies)} populations ({names}); say --population")
    table = contents.frequencies[0]
    if minimum is None:
        return table
    seen: dict[str, set[str]] = {}
    for _, sample in contents.everybody():
        for at, alleles in sample.genotypes().items():
            seen.setdefault(at, set()).update(alleles)
    completed = with_alleles(table, seen, minimum)
    for change in completed.changes[len(table.changes) :]:
        found.note(change)
    return completed


def of_population(contents: DnaFile, population: str) -> DnaFile:
    """The same with one population's frequencies; `ExportRefused` where it has none of that name."""
    chosen = tuple(table for table in contents.frequencies if table.population == population)
    if not chosen:
        names = ", ".join(table.population for table in contents.frequencies[:12]) or "none"
        raise ExportRefused(f"{contents.name} has no population «{population}»; it has: {names}")
    return replace(contents, frequencies=chosen)


def save(text: str, path: Path) -> None:
    """Writes a new file that only its owner can read, whole or not at all; `ExportRefused` where one stands there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            raise ExportRefused(f"{path} stands there already; choose another name or delete it") from None
    finally:
        beside.unlink(missing_ok=True)
