"""`antigone dna search`: every body against every family."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.dna_material import (
    Reliability,
    bodies_of_case,
    bodies_of_laboratory,
    families_of_case,
    families_of_laboratory,
    frequencies_in,
    is_case,
    laboratory_file,
    missing_in,
)
from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.dna import Bodies, Families
    from antigone.interfaces.exchange.dna import DnaFile

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Frequencies = Annotated[Path | None, typer.Option(help="Allele frequencies, where the file brings none.")]
Population = Annotated[str | None, typer.Option(help="Which population of a file with several.")]
Dropout = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Chance that an allele of a bone is not seen. Else: estimated profile by profile."),
]
Dropin = Annotated[float, typer.Option(min=0, max=1, help="Chance of a foreign allele in a bone, a locus.")]
Error = Annotated[float, typer.Option(min=0, max=1, help="Chance that a reading is somebody else's, a locus.")]
MutationRate = Annotated[
    float, typer.Option(help="A meiosis, by the stationary proportional model, where the file states none; 0: none.")
]

#: Families whose tables are held at once: 10 kB each.
_FAMILIES_AT_ONCE = 20_000
_SHOWN = 50


def dna_search(
    profiles: File,
    families: File,
    floor: Annotated[float, typer.Option(help="Smallest log10 likelihood ratio to be told of.")] = 4.0,
    theta: Annotated[float, typer.Option(min=0, max=0.5, help="Co-ancestry of the population, such as 0.01.")] = 0.0,
    relatives: Annotated[
        Path | None, typer.Option(help="Relatives' profiles, where FAMILIES has trees only; samples named as members.")
    ] = None,
    missing: Annotated[
        Path | None, typer.Option(help="Table with the columns family and missing, where FAMILIES (PED) cannot say it.")
    ] = None,
    frequencies: Frequencies = None,
    population: Population = None,
    mutation_rate: MutationRate = 0.002,
    dropout: Dropout = None,
    dropin: Dropin = 0.0,
    error: Error = 0.0,
    as_json: Json = False,
) -> None:
    """Weigh every body against every family that misses somebody; hits above the floor, the strongest first.

    PROFILES and FAMILIES are JSON cases (docs/dna.md), or what laboratories' programs write; these need --frequencies.
    """
    reliability = Reliability(dropout, dropin, error)
    contents = None if is_case(profiles) else laboratory_file(profiles)
    stated = _families(contents, families, relatives, missing, frequencies, population, mutation_rate)
    if contents is None:
        bodies = bodies_of_case(profiles, stated.over)
    else:
        bodies = bodies_of_laboratory(contents, stated.over, reliability)
    for note in dict.fromkeys((*stated.notes, *bodies.notes)):
        say(note)
    rows, contradictions = _searched(stated, bodies, floor, theta)
    document = {
        "floor": floor,
        "theta": theta,
        "loci": [one.name for one in stated.over.markers],
        "bodies": len(bodies.readings.people),
        "families": len(stated.sought),
        "hits": rows,
        "contradictions": contradictions,
    }
    if as_json:
        print_json(document)
    else:
        print(_in_words(document))


def _families(
    profiles: DnaFile | None,
    families: Path,
    relatives: Path | None,
    missing: Path | None,
    frequencies: Path | None,
    population: str | None,
    mutation_rate: float,
) -> Families:
    from antigone.evidence.dna import CaseRejected

    if is_case(families):
        if any(path is not None for path in (relatives, missing, frequencies)):
            raise CaseRejected(f"{families}: a JSON case states its relatives, missing and frequencies itself")
        return families_of_case(families)
    contents = laboratory_file(families)
    swabs = None if relatives is None else laboratory_file(relatives)
    if frequencies is None and not contents.frequencies:
        raise CaseRejected(f"{families}: it brings no allele frequencies; give them with --frequencies")
    seen = [one for one in (contents, swabs, profiles) if one is not None]
    over = frequencies_in(families if frequencies is None else frequencies, population, mutation_rate, seen)
    return families_of_laboratory(contents, swabs, {} if missing is None else missing_in(missing), over)


def _searched(
    stated: Families, bodies: Bodies, floor: float, theta: float
) -> tuple[list[dict[str, Any]], list[dict[str, str]]]:
    """Hits as rows of the document, the strongest first, and where relatives contradict each other."""
    from antigone.evidence.dna import family_tables, search

    rows: list[dict[str, Any]] = []
    contradictions: list[dict[str, str]] = []
    with _progress(len(stated.sought)) as advance:
        for start in range(0, len(stated.sought), _FAMILIES_AT_ONCE):
            tables = family_tables(
                stated.sought[start : start + _FAMILIES_AT_ONCE],
                stated.over,
                progress=lambda done, before=start: advance(before + done),  # type: ignore[misc]
            )
            hits = search(bodies.readings, tables, floor=floor, sexes=bodies.sexes, theta=theta)
            contradictions += [
                {"family": person.name, "missing": person.missing, "locus": locus}
                for person, locus in tables.contradictions()
            ]
            for body, family, log10, per_locus in zip(
                hits.body.tolist(), hits.family.tolist(), hits.log10_lr.tolist(), hits.per_locus, strict=True
            ):
                person = tables.sought[family]
                counted = (bodies.readings.typing[body] != 0).nonzero()[0]
                worst = int(counted[per_locus[counted].argmin()])
                rows.append(
                    {
                        "body": bodies.readings.people[body],
                        "family": person.name,
                        "missing": person.missing,
                        "log10_lr": log10,
                        "lr": 10**log10 if log10 < 300 else None,
                        "loci": len(counted),
                        "loci_against": int((per_locus[counted] < 0).sum()),
                        "worst_locus": stated.over.markers[worst].name,
                        "worst_log10_lr": float(per_locus[worst]),
                    }
                )
    rows.sort(key=lambda row: (-row["log10_lr"], row["body"], row["family"], row["missing"]))
    return rows, contradictions


@contextmanager
def _progress(total: int) -> Iterator[Any]:
    from antigone.interfaces.terminal import progress_bar

    with progress_bar("families", total=total) as advance:
        yield advance


def _in_words(document: dict[str, Any]) -> str:
    hits = document["hits"]
    lines = [
        f"{document['bodies']:,} bodies, {document['families']:,} missing people, {len(document['loci'])} loci: "
        f"{len(hits):,} pairs with a likelihood ratio of 10^{document['floor']:g} or more"
    ]
    if hits:
        lines += ["", f"{'body':20}{'family':20}{'missing':20}{'log10 LR':>9}{'loci':>6}{'against':>8}  worst locus"]
    for row in hits[:_SHOWN]:
        worst = row["worst_log10_lr"]
        told = "impossible" if math.isinf(worst) else f"{10**worst:.3g}"
        lines.append(
            f"{row['body'][:19]:20}{row['family'][:19]:20}{row['missing'][:19]:20}{row['log10_lr']:9.2f}"
            f"{row['loci']:6}{row['loci_against']:8}  {row['worst_locus']} ({told})"
        )
    if len(hits) > _SHOWN:
        lines.append(f"and {len(hits) - _SHOWN:,} more; see them all with --json")
    for one in document["contradictions"][:_SHOWN]:
        lines.append(
            f"Family {one['family']}: the relatives contradict each other at {one['locus']}, which is left out"
        )
    needed = math.log10(0.9995 / 0.0005 * max(1, document["families"] - 1))
    lines += [
        "",
        f"If each body is one of these {document['families']:,} missing people, each as likely, a posterior of 99.95 % "
        f"needs a log10 LR of {needed:.2f}.",
    ]
    return "\n".join(lines)
