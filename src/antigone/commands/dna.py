"""`antigone dna`: likelihood ratios from DNA, from files, without the database."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.dna_associate import dna_associate
from antigone.commands.dna_check import dna_check
from antigone.commands.dna_files import dna_export, dna_import
from antigone.commands.dna_power import dna_power
from antigone.commands.dna_report import dna_report
from antigone.commands.dna_search import dna_search
from antigone.commands.dna_simulate import dna_simulate
from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.dna import LrResult

dna = typer.Typer(help="DNA: likelihood ratios of family trees, victims against families.", no_args_is_help=True)

dna.command(name="search")(dna_search)
dna.command(name="associate")(dna_associate)
dna.command(name="check")(dna_check)
dna.command(name="import")(dna_import)
dna.command(name="export")(dna_export)
dna.command(name="power")(dna_power)
dna.command(name="report")(dna_report)
dna.command(name="simulate")(dna_simulate)

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@dna.command(name="lr")
def dna_lr(case: File, as_json: Json = False) -> None:
    """Weigh a case: per locus and in total. CASE is JSON in the format antigone-dna-ref/1 (docs/dna.md)."""
    from antigone.evidence.dna import CaseRejected, likelihood_ratio, read_case
    from antigone.interfaces.terminal import waiting

    try:
        with waiting(f"weighing {case.name} …"):
            result = likelihood_ratio(read_case(case.read_text(encoding="utf-8")))
    except UnicodeDecodeError as trouble:
        raise CaseRejected(f"{case}: this is not UTF-8 text (byte {trouble.start + 1})") from trouble
    except CaseRejected as trouble:
        raise CaseRejected(f"{case}: {trouble}") from trouble
    if as_json:
        for note in result.notes:
            say(note)
        print_json(result.document)
    else:
        print(result_in_words(result))


def result_in_words(result: LrResult) -> str:
    """The answer to a case as tables for a person to read."""
    tell = _TELLERS.get(result.kind, _listed)
    lines = tell(result.document)
    if result.weight is not None:
        lines += ["", f"{result.weight.reason[0].upper()}{result.weight.reason[1:]}."]
    lines += [f"Note: {note}." for note in result.notes]
    return "\n".join(lines)


def _kinship(document: dict[str, Any]) -> list[str]:
    ratios = document["lr_per_marker"]
    names = list(ratios)
    lines = ["".join([f"{'locus':12}", *(f"{'LR ' + name:>18}" for name in names)])]
    for locus in next(iter(ratios.values())):
        lines.append("".join([f"{locus:12}", *(f"{_short(ratios[name][locus]):>18}" for name in names)]))
    lines.append("".join([f"{'total':12}", *(f"{_short(document['lr_total'][name]):>18}" for name in names)]))
    lines.append("".join([f"{'log10':12}", *(f"{_short(document['log10_lr_total'][name]):>18}" for name in names)]))
    return lines


def _linked(document: dict[str, Any]) -> list[str]:
    names = list(document["by_rho"][0]["lr"])
    lines = ["".join([f"{'recombination':14}", *(f"{'LR ' + name:>18}" for name in names)])]
    for entry in document["by_rho"]:
        lines.append("".join([f"{entry['rho']:<14g}", *(f"{_short(entry['lr'][name]):>18}" for name in names)]))
    return lines


def _dvi(document: dict[str, Any]) -> list[str]:
    lines = ["LR of each victim being each of the missing, others unknown:", *_table(document["pairwise_LR"]), ""]
    lines += ["Loci that exclude, mutation apart:", *_table(document["exclusion_counts"])]
    joint = document.get("joint")
    if joint:
        lines += [
            "",
            "Posterior of all together (flat prior; * is nobody listed):",
            *_table(joint["marginal_posterior"]),
        ]
        lines += ["", f"Best of {joint['n_assignments']:,} assignments:"]
        for row in joint["rows"][:5]:
            placed = ", ".join(f"{victim} = {person}" for victim, person in row["assign"].items() if person != "*")
            lines.append(f"  {_short(row['posterior'])}  {placed or 'nobody is anybody listed'}")
        verdicts = document["verdicts"]["missing"].values()
        lines += ["", "Verdicts:", *(f"  {words}." for words in dict.fromkeys(one["in_words"] for one in verdicts))]
    return lines


def _match(document: dict[str, Any]) -> list[str]:
    return ["LR of one person against two, over loci typed in both:", *_table(document["LR"])]


def _posterior(document: dict[str, Any]) -> list[str]:
    lines = []
    for entry in document["posterior"]:
        ranked = sorted(zip(entry["probs"], entry["genotypes"], strict=True), reverse=True)
        shown = "  ".join(f"{genotype} {chance:.4f}" for chance, genotype in ranked[:6])
        lines.append(f"{entry['marker']:12}{shown}")
    return lines


def _exclusion(document: dict[str, Any]) -> list[str]:
    return [
        f"Chance that a random person is excluded: {document['total']:.9f}",
        f"Loci that exclude him, on average: {document['expected_mismatch']:.2f}",
    ]


def _listed(document: dict[str, Any]) -> list[str]:
    lines = []
    for number, entry in enumerate(document["cases"], 1):
        lines.append(f"case {number}")
        lines += [f"  {name}: {value}" for name, value in entry.items() if name not in ("pedigree", "args")]
    return lines


_TELLERS = {
    "kinship_lr": _kinship,
    "linked_pair_lr": _linked,
    "dvi": _dvi,
    "direct_match": _match,
    "genotype_posterior": _posterior,
    "exclusion_power": _exclusion,
}


def _table(table: dict[str, Any]) -> list[str]:
    width = max(12, *(len(name) + 2 for name in table["cols"]))
    lines = ["".join([" " * 12, *(f"{name:>{width}}" for name in table["cols"])])]
    for name, values in zip(table["rows"], table["values"], strict=True):
        lines.append("".join([f"{name:12}", *(f"{_short(value):>{width}}" for value in values)]))
    return lines


def _short(value: float | str | None) -> str:
    if value is None:
        return "-"
    if isinstance(value, str) or not math.isfinite(value):
        return str(value)
    return f"{value:.5g}"
