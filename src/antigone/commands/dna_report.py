"""`antigone dna report`: the paper on a kinship case, as PDF."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Annotated

import typer

from antigone.commands.frame import Json, print_json

OtherFrequencies = Annotated[
    list[Path] | None,
    typer.Option(help="Allele frequencies of other populations, to see what they change. May be given again."),
]
Posterior = Annotated[
    float, typer.Option(help="From which posterior DNA counts as a consistent primary identifier; 0.9995 or more.")
]


def dna_report(
    case: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A case as JSON.")],
    out: Annotated[Path, typer.Option(help="Where to write the PDF.")],
    prior_odds: Annotated[
        str, typer.Option(help="Odds of the first hypothesis before the DNA, as 1/20000 or a number.")
    ] = "1",
    languages: Annotated[str, typer.Option(help="Of uk, ru and en, in the order of the paper.")] = "uk,en",
    posterior: Posterior = 0.9995,
    other_frequencies: OtherFrequencies = None,
    as_json: Json = False,
) -> None:
    """Write the report on a kinship case: hypotheses, readings, model, locus by locus, posterior, limits."""
    from antigone.commands.dna_material import populations_in
    from antigone.evidence.dna import CaseRejected, likelihood_ratio, read_case
    from antigone.evidence.dna.quality import sensitivity
    from antigone.interfaces.papers import NotReportable, kinship_report
    from antigone.interfaces.terminal import waiting

    content = case.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    populations = populations_in(other_frequencies or ())
    try:
        document = read_case(content.decode("utf-8"))
        odds = log10_odds(prior_odds)
        with waiting(f"weighing {case.name} …"):
            paper = kinship_report(
                document,
                likelihood_ratio(document),
                sha256=digest,
                prior_log10_odds=odds,
                sensitivity=sensitivity(document, populations=populations),
                sufficient=posterior,
                languages=[language.strip() for language in languages.split(",")],
            )
    except UnicodeDecodeError as trouble:
        raise CaseRejected(f"{case}: this is not UTF-8 text (byte {trouble.start + 1})") from trouble
    except (CaseRejected, NotReportable) as trouble:
        raise type(trouble)(f"{case}: {trouble}") from trouble
    out.write_bytes(paper)
    if as_json:
        print_json({"file": str(out), "bytes": len(paper), "sha256_of_case": digest})
        return
    print(f"{out}: {len(paper):,} bytes, of the case with SHA-256 {digest[:16]}…")


def log10_odds(text: str) -> float:
    """Odds as typed, ``1/20000`` or a number, as log10."""
    numerator, _, denominator = text.partition("/")
    try:
        odds = float(numerator) / float(denominator or 1)
    except (ValueError, ZeroDivisionError):
        odds = math.nan
    if not 0 < odds < math.inf:
        raise typer.BadParameter(
            f"«{text}» are no odds; write 1/20000, or a number above zero", param_hint="--prior-odds"
        )
    return math.log10(odds)
