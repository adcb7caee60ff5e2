"""`antigone dna associate`: which samples are of one person."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.dna_material import (
    Reliability,
    bodies_of_laboratory,
    case_in,
    frequencies_in,
    is_case,
    laboratory_file,
)
from antigone.commands.dna_search import Dropout, File, Frequencies, Population
from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.dna import Association, Panel, Profiles

_SHOWN = 50


def dna_associate(
    profiles: File,
    frequencies: Frequencies = None,
    population: Population = None,
    people: Annotated[
        int | None, typer.Option(min=1, help="How many people the samples may come from. Else: as many as samples.")
    ] = None,
    siblings: Annotated[float, typer.Option(min=0, help="Brothers and sisters of a person among them, on average.")] = (
        0.05
    ),
    certainty: Annotated[float, typer.Option(help="Smallest posterior at which samples are put together.")] = 0.95,
    dropout: Dropout = None,
    dropin: Annotated[float, typer.Option(min=0, max=1, help="Chance of a foreign allele, a locus.")] = 0.005,
    error: Annotated[float, typer.Option(min=0, max=1, help="Chance that a reading is somebody else's.")] = 0.0005,
    as_json: Json = False,
) -> None:
    """Put samples together that are of one person, allowing for drop-out, and say which might be.

    PROFILES is a JSON case with `markers` and `samples` (docs/dna.md), or what a laboratory's program wrote.
    """
    from antigone.evidence.dna import Expectations, associate
    from antigone.interfaces.terminal import progress_bar

    over, readings, sexes, notes = _samples(profiles, frequencies, population, Reliability(dropout, dropin, error))
    for note in notes:
        say(note)
    expected = Expectations(people or max(1, len(readings.people)), siblings, certainty)
    with progress_bar(f"{len(readings.people):,} samples", total=4) as advance:
        steps = iter(range(1, 5))
        found = associate(readings, over, expected, sexes=sexes, progress=lambda _step: advance(next(steps)))
    document = _document(found, readings, expected.people, siblings, certainty)
    if as_json:
        print_json(document)
    else:
        print(_in_words(document))


def _samples(
    path: Path, frequencies: Path | None, population: str | None, reliability: Reliability
) -> tuple[Panel, Profiles, tuple[str, ...], tuple[str, ...]]:
    from antigone.evidence.dna import CaseRejected, ReadingRejected, read_samples

    if is_case(path):
        if frequencies is not None:
            raise CaseRejected(f"{path}: a JSON case states its frequencies itself")
        case = case_in(path)
        try:
            return read_samples(case)
        except (ReadingRejected, CaseRejected) as trouble:
            raise CaseRejected(f"{path}: {trouble}") from trouble
    contents = laboratory_file(path)
    if frequencies is None:
        raise CaseRejected(f"{path}: it brings no allele frequencies; give them with --frequencies")
    over = frequencies_in(frequencies, population, 0.0, [contents])
    bodies = bodies_of_laboratory(contents, over, reliability)
    return over, bodies.readings, bodies.sexes, bodies.notes


def _document(found: Association, readings: Profiles, people: int, siblings: float, certainty: float) -> dict[str, Any]:
    members: dict[int, list[int]] = {}
    for sample, body in enumerate(found.body.tolist()):
        members.setdefault(body, []).append(sample)
    bodies = []
    for body, samples in sorted(members.items()):
        odds = [found.log10_odds[sample] for sample in samples]
        bodies.append(
            {
                "body": body + 1,
                "samples": [
                    {"id": readings.people[sample], "log10_odds": None if math.isnan(one) else float(one)}
                    for sample, one in zip(samples, odds, strict=True)
                ],
                "consensus": {
                    locus: {"alleles": list(alleles), "posterior": posterior}
                    for locus, (alleles, posterior) in found.consensus[body].items()
                },
            }
        )
    undecided = [{"bodies": [one.bodies[0] + 1, one.bodies[1] + 1], "posterior": one.posterior}
                 for one in found.undecided]  # fmt: skip
    return {
        "samples": len(readings.people),
        "people": people,
        "siblings": siblings,
        "certainty": certainty,
        "bodies": bodies,
        "undecided": undecided,
    }


def _in_words(document: dict[str, Any]) -> str:
    together = [body for body in document["bodies"] if len(body["samples"]) > 1]
    lines = [
        f"{document['samples']:,} samples: {len(document['bodies']):,} people, {len(together):,} of them with several "
        f"samples (prior: one of {document['people']:,} people, {document['siblings']:g} siblings among them)"
    ]
    for body in together[:_SHOWN]:
        weakest = min(body["samples"], key=lambda one: one["log10_odds"])
        names = ", ".join(one["id"] for one in body["samples"])
        lines.append(f"  {names}: least sure is {weakest['id']}, with odds of 10^{weakest['log10_odds']:.1f}")
    if len(together) > _SHOWN:
        lines.append(f"  and {len(together) - _SHOWN:,} more; see them all with --json")
    first_of = {body["body"]: body["samples"][0]["id"] for body in document["bodies"]}
    for one in document["undecided"][:_SHOWN]:
        left, right = (first_of[body] for body in one["bodies"])
        lines.append(f"undecided: {left} and {right} may be one person ({one['posterior']:.2f}); type more loci")
    return "\n".join(lines)
