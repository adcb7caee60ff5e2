"""`antigone dna import` and `antigone dna export`: laboratories' files, without the database."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.interfaces.exchange.dna import DnaFile, DnaFormat

Format = Annotated[str | None, typer.Option("--format", help="cmf, lrmix, familias, …; else the file tells.")]
Population = Annotated[str | None, typer.Option(help="Which population of a file with several.")]
MinimumFrequency = Annotated[
    str | None, typer.Option(help="The least frequency of an allele: a number, or 5/2N (NRC II).")
]


def dna_import(
    file: Annotated[Path, typer.Argument(help="CMF, GeneMapper, LRmix, SmartRank, Familias, NIEM, PED, frequencies.")],
    kind: Format = None,
    population: Population = None,
    minimum_frequency: MinimumFrequency = None,
    rejected: Annotated[Path | None, typer.Option(help="Write every finding to this CSV file.")] = None,
    as_json: Json = False,
) -> None:
    """Read a laboratory's file and say what is in it and what is wrong with it. Keeps nothing (docs/dna-files.md)."""
    from antigone.interfaces.exchange import write_rejections
    from antigone.interfaces.exchange.dna.document import document, in_words

    contents = _read(file, _format(kind), population, minimum_frequency)
    if rejected is not None:
        write_rejections(rejected, (finding.row() for finding in contents.findings))
        say(f"{len(contents.findings)} findings are in {rejected}")
    if as_json:
        print_json(document(contents))
    else:
        print(in_words(contents))


def dna_export(
    file: Annotated[Path, typer.Argument(help="The file to read, in any format.")],
    out: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    to: Annotated[str, typer.Option("--format", help="cmf-3.2, cmf-3.3, lrmix, genemapper-long, familias, ped, …")],
    source_format: Annotated[str | None, typer.Option("--from", help="The format of FILE; else it tells.")] = None,
    frequencies: Annotated[Path | None, typer.Option(help="Allele frequencies, for Familias.")] = None,
    population: Population = None,
    minimum_frequency: MinimumFrequency = None,
    single_alleles: Annotated[
        str, typer.Option(help="as-read, or homozygous: the laboratory says that none dropped out.")
    ] = "as-read",
    destination: Annotated[str, typer.Option(help="CODIS: ORI of the receiver.")] = "",
    laboratory: Annotated[str, typer.Option(help="CODIS: ORI of the laboratory.")] = "",
    user: Annotated[str, typer.Option(help="CODIS: who sends it.")] = "",
    submitted: Annotated[str, typer.Option(help="CODIS: when, as 2024-05-01T12:00:00.")] = "",
    category: Annotated[str, typer.Option(help="CODIS: category of specimens that have none.")] = "",
    as_json: Json = False,
) -> None:
    """Write a laboratory's file in another format, and say what that format cannot hold."""
    from antigone.interfaces.exchange.dna import (
        CodisExport,
        ExportRefused,
        Minimum,
        homozygous_where_one,
        render,
        save,
    )

    contents = _read(file, _format(source_format), None if frequencies else population, None)
    if frequencies is not None:
        tables = _read(frequencies, None, population, minimum_frequency).frequencies
        contents = replace(contents, frequencies=tables)
    if single_alleles not in ("as-read", "homozygous"):
        raise ExportRefused(f"--single-alleles is «{single_alleles}»; say as-read or homozygous")
    if single_alleles == "homozygous":
        contents = homozygous_where_one(contents)
    wanted = _format(to, reading=False)
    if wanted is None:
        raise ExportRefused("say which format to write, with --format")
    rendered = render(
        contents,
        wanted,
        codis=CodisExport(destination, laboratory, user, submitted, category),
        minimum=None if minimum_frequency is None else Minimum.parse(minimum_frequency),
    )
    save(rendered.text, out)
    if as_json:
        left_out = [finding.as_json() for finding in rendered.left_out]
        print_json({"file": str(out), "format": str(wanted), "left_out": left_out, "notes": list(rendered.notes)})
        return
    for note in rendered.notes:
        print(f"note: {note}")
    for finding in rendered.left_out[:20]:
        print(f"{finding.gravity}: {finding.sentence()}")
    if len(rendered.left_out) > 20:
        print(f"and {len(rendered.left_out) - 20} more; see them all with --json")
    print(f"{out} is written as {wanted}; only this account can read it")


def _read(path: Path, kind: DnaFormat | None, population: str | None, minimum: str | None) -> DnaFile:
    from antigone.interfaces.exchange.dna import Minimum, of_population, read_dna, with_minimum
    from antigone.interfaces.terminal import progress_bar

    with progress_bar("people or loci") as advance:
        contents = read_dna(path, kind, progress=advance)
    if population is not None:
        contents = of_population(contents, population)
    if minimum is not None:
        least = Minimum.parse(minimum)
        contents = replace(contents, frequencies=tuple(with_minimum(table, least) for table in contents.frequencies))
    return contents


def _format(text: str | None, *, reading: bool = True) -> DnaFormat | None:
    from antigone.interfaces.exchange.dna import READ_ONLY, DnaFormat, NotThisFormat

    if text is None:
        return None
    if reading and text == "cmf":
        return DnaFormat.CMF_33
    try:
        return DnaFormat({"euroformix": "lrmix", "fam": "familias"}.get(text, text))
    except ValueError:
        known = ", ".join(one for one in DnaFormat if reading or one not in READ_ONLY)
        raise NotThisFormat(f"«{text}» is not a format that is known; say one of {known}") from None
