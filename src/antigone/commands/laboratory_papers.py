"""`antigone laboratory case` and `report`: what holds genotypes and leaves the database, through disclosure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.bench import at_the_bench, refuse_if_there, write_for_ourselves
from antigone.commands.dna_report import OtherFrequencies, Posterior
from antigone.commands.frame import Json, operator, print_json

if TYPE_CHECKING:
    from antigone.bureau.identification.letting_out import LetOut

Family = Annotated[str, typer.Argument(help="What the laboratory calls the family.")]
Sample = Annotated[str, typer.Argument(help="The label of a sample of remains.")]
Theta = Annotated[float, typer.Option(help="Co-ancestry of the population.")]
Partner = Annotated[
    str, typer.Option(help="The court or laboratory that gets it; people are then named by their samples only.")
]
Because = Annotated[str, typer.Option(help="What for: a request, the number of a case. Needed with --partner.")]


def write_case(
    family: Family,
    sample: Sample,
    out: Annotated[Path, typer.Option(help="Where to write the JSON; only this account can read it.")],
    theta: Theta = 0.0,
    partner: Partner = "",
    because: Because = "",
    as_json: Json = False,
) -> None:
    """Write one sample and one family as a case for «antigone dna lr», «check» and «report». It holds genotypes."""
    refuse_if_there(out)
    made = _let_out("case", family, sample, theta, partner, because)
    write_for_ourselves(out, made.file)
    loci, people = len(made.case["markers"]), len(made.case["genotypes"])
    if as_json:
        print_json({"file": str(out), "loci": loci, "people": people, "sha256": made.sha256})
        return
    print(f"{out}: {loci} loci of {people} people; only this account can read it")


def write_report(
    family: Family,
    sample: Sample,
    out: Annotated[Path, typer.Option(help="Where to write the PDF; only this account can read it.")],
    prior_odds: Annotated[str, typer.Option(help="Odds before the DNA, as 1/20000.")] = "1",
    languages: Annotated[str, typer.Option(help="Of uk, ru and en, in the order of the paper.")] = "uk,en",
    theta: Theta = 0.0,
    posterior: Posterior = 0.9995,
    other_frequencies: OtherFrequencies = None,
    partner: Partner = "",
    because: Because = "",
    as_json: Json = False,
) -> None:
    """Write the report on one sample and one family as PDF. It holds genotypes."""
    from antigone.commands.dna_material import populations_in
    from antigone.commands.dna_report import log10_odds
    from antigone.evidence.dna import likelihood_ratio
    from antigone.evidence.dna.quality import sensitivity
    from antigone.interfaces.papers import kinship_report, refuse_lower
    from antigone.interfaces.terminal import waiting

    odds = log10_odds(prior_odds)
    refuse_if_there(out)
    refuse_lower(posterior)
    populations = populations_in(other_frequencies or ())
    made = _let_out("report", family, sample, theta, partner, because)
    chosen = [language.strip() for language in languages.split(",")]
    with waiting("weighing it, also under other assumptions …"):
        paper = kinship_report(
            made.case, likelihood_ratio(made.case), sha256=made.sha256, prior_log10_odds=odds,
            sensitivity=sensitivity(made.case, populations=populations), sufficient=posterior, languages=chosen,
        )  # fmt: skip
    write_for_ourselves(out, paper)
    if as_json:
        print_json({"file": str(out), "bytes": len(paper), "sha256_of_case": made.sha256})
        return
    print(f"{out}: {len(paper):,} bytes, of the case with SHA-256 {made.sha256[:16]}…; only this account can read it")


def _let_out(form: str, family: str, sample: str, theta: float, partner: str, because: str) -> LetOut:
    with at_the_bench() as key:
        from antigone.bureau.identification.bench import Assumptions
        from antigone.bureau.identification.letting_out import Destination, let_out_case

        to = Destination(form, partner, because)
        return let_out_case(key, family, sample, Assumptions(theta=theta), to=to, actor=operator())
