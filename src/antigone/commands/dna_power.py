"""`antigone dna power`: how likely the DNA of a family would suffice, and which relative to sample next."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.frame import Json, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.dna import Panel, SoughtPerson
    from antigone.evidence.dna.power import Power, Strength
    from antigone.interfaces.exchange.dna import DnaFile, Family

_SUFFIXES = {".json"}


class FamilyNotChosen(ValueError):
    """The file has several missing people, or none, or no such family; the sentence lists what it has."""


def dna_power(
    family: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    missing: Annotated[str | None, typer.Option(help="Whom; needed where the file misses several.")] = None,
    donors: Annotated[
        str | None, typer.Option(help="Relatives who gave or will give a sample, with commas. Else: the typed ones.")
    ] = None,
    next_donors: Annotated[
        str | None, typer.Option("--next", help="Whom to try as the next donor, with commas. Else: everybody else.")
    ] = None,
    posterior: Annotated[float, typer.Option(help="That suffices; ICMP's is 0.9995.")] = 0.9995,
    bodies: Annotated[int, typer.Option(help="The prior: he is one of so many bodies, each as likely.")] = 7_000,
    loci: Annotated[int | None, typer.Option(help="How many loci a bone can be expected to give. Else: all.")] = None,
    trials: Annotated[int, typer.Option(min=10, max=1_000_000, help="Bodies drawn for each answer.")] = 1_000,
    seed: int = 1,
    chart: Annotated[Path | None, typer.Option(help="Write the chart to this SVG file; it must not exist.")] = None,
    frequencies: Annotated[Path | None, typer.Option(help="Allele frequencies, where FAMILY brings none.")] = None,
    population: Annotated[str | None, typer.Option(help="Which population of a file with several.")] = None,
    as_json: Json = False,
) -> None:
    """How likely a true match suffices with these donors, and which relative to sample next.

    FAMILY is a JSON case with a pedigree (docs/dna-incidents.md), a Familias .fam or a PED file.
    """
    from antigone.evidence.dna.power import Question, log10_lr_needed, power_chart, power_of_family
    from antigone.interfaces.terminal import progress_bar

    if bodies < 2 or not 0 < posterior < 1:
        raise FamilyNotChosen("a prior needs 2 bodies at least, and a posterior lies between 0 and 1")
    if chart is not None and chart.exists():
        raise FileExistsError(f"{chart} exists and is not overwritten")
    over, families = read_families(family, frequencies, population, missing)
    sought, others_missing = chosen_family(families, missing, family)
    typed = [person for row, person in enumerate(sought.readings.people)
             if sought.readings.typing[row].any() and person in {one.id for one in sought.tree.members}]  # fmt: skip
    given = named(donors) if donors is not None else tuple(typed)
    out_of_question = {sought.missing, *others_missing, *given}
    following = (
        named(next_donors)
        if next_donors is not None
        else tuple(one.id for one in sought.tree.members if one.id not in out_of_question)
    )
    question = Question(sought, given, following, log10_lr_needed(posterior, 1 / bodies), loci)
    drawn = [person for person in given if person not in typed]
    total = trials * (1 + len(drawn) + 2 * len(following))
    with progress_bar("families drawn", total=total) as advance:
        answer = power_of_family(question, over, trials=trials, seed=seed, progress=advance)
    if chart is not None:
        chart.write_text(power_chart(answer), encoding="utf-8")
        say(f"the chart is in {chart}")
    if as_json:
        print_json(power_document(answer, posterior, bodies, drawn))
    else:
        print(power_in_words(answer, posterior, bodies, drawn))


def named(text: str) -> tuple[str, ...]:
    """Names between commas, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


def read_families(
    path: Path, frequencies: Path | None, population: str | None, asked: str | None
) -> tuple[Panel, list[SoughtPerson]]:
    """The loci and every missing person of a file: a JSON case, or what a laboratory's program wrote.

    Where a file does not say who is missing, that is who is asked for, or else everybody untyped may be.

    Raises:
        CaseRejected, FamilyNotChosen, UnreadableFile: one sentence that names the file.
    """
    if path.suffix.lower() in _SUFFIXES:
        from antigone.evidence.dna import CaseRejected, PedigreeContradiction, ReadingRejected, read_case
        from antigone.evidence.dna.cases.sought import sought_in

        try:
            over, found = sought_in(read_case(path.read_text(encoding="utf-8")))
        except UnicodeDecodeError as trouble:
            raise CaseRejected(f"{path}: this is not UTF-8 text (byte {trouble.start + 1})") from trouble
        except (CaseRejected, PedigreeContradiction, ReadingRejected) as trouble:
            raise CaseRejected(f"{path}: {trouble}") from trouble
        return over, list(found)
    return _of_laboratory(path, frequencies, population, asked)


def _of_laboratory(
    path: Path, frequencies: Path | None, population: str | None, asked: str | None
) -> tuple[Panel, list[SoughtPerson]]:
    from antigone.evidence.dna import CaseRejected, PedigreeContradiction, ReadingRejected, panel
    from antigone.interfaces.exchange.dna import markers_of, of_population, read_dna

    contents = read_dna(path)
    for finding in contents.findings:
        say(finding.sentence(path.name))
    tables = read_dna(frequencies) if frequencies is not None else contents
    if population is not None:
        tables = of_population(tables, population)
    if len(tables.frequencies) != 1:
        known = ", ".join(f"«{table.population}»" for table in tables.frequencies)
        raise FamilyNotChosen(
            f"{path}: {'choose a --population of ' + known if known else 'give allele frequencies with --frequencies'}"
        )
    try:
        over = panel(markers_of(tables.frequencies[0]))
        return over, [one for family in contents.families for one in _sought_of(contents, family, over, asked)]
    except (PedigreeContradiction, ReadingRejected) as trouble:
        raise CaseRejected(f"{path}: {trouble}") from trouble


def _sought_of(contents: DnaFile, family: Family, over: Panel, asked: str | None) -> list[SoughtPerson]:
    from antigone.commands.dna_material import family_read
    from antigone.evidence.dna import SoughtPerson

    tree, readings = family_read(family, family.missing, {}, over, f"{contents.name}: family «{family.name}»")
    untyped = [one.id for one in tree.members if one.id not in readings.people]
    missing = family.missing or ([asked] if asked in untyped else untyped)
    return [SoughtPerson(family.name, tree, person, readings) for person in missing]


def chosen_family(
    families: list[SoughtPerson], missing: str | None, path: Path
) -> tuple[SoughtPerson, tuple[str, ...]]:
    """The missing person that is asked about, and the others of his family."""
    names = [one.missing for one in families]
    if missing is None and len(families) != 1:
        said = f"choose with --missing one of {', '.join(names[:20])}" if names else "nobody is missing in it"
        raise FamilyNotChosen(f"{path}: {said}")
    chosen = [one for one in families if missing in (None, one.missing)]
    if len(chosen) != 1:
        said = "nobody" if not chosen else f"{len(chosen)} people"
        raise FamilyNotChosen(f"{path}: {said} missing in it is called «{missing}»; it misses {', '.join(names[:20])}")
    sought = chosen[0]
    return sought, tuple(one.missing for one in families if one.name == sought.name and one.missing != sought.missing)


def power_document(answer: Power, posterior: float, bodies: int, drawn: list[str]) -> dict[str, Any]:
    return {
        "missing": answer.missing,
        "donors": list(answer.donors),
        "not_yet_read": drawn,
        "loci": answer.loci,
        "posterior": posterior,
        "bodies": bodies,
        "log10_lr_needed": answer.log10_lr_needed,
        "trials": answer.trials,
        "now": asdict(answer.now),
        "next": [asdict(one) for one in answer.following],
    }


def power_in_words(answer: Power, posterior: float, bodies: int, drawn: list[str]) -> str:
    donors = ", ".join(f"{one} (not yet read)" if one in drawn else one for one in answer.donors) or "nobody"
    lines = [
        f"{answer.missing}, one of {bodies:,} bodies: a posterior of {posterior:.4%} needs a likelihood ratio of "
        f"10^{answer.log10_lr_needed:.2f}".replace("%", " %"),
        f"sampled: {donors}; {answer.loci} loci; {answer.trials:,} bodies drawn",
        "",
        f"{'':30}{'suffices':>10}{'± 2 s.e.':>10}{'median LR':>12}{'9 of 10 from':>16}{'to':>8}{'stranger':>12}",
        _line("with these donors", answer.now),
        *(_line(f"and with {one.with_donor}", one) for one in answer.following),
    ]
    best = answer.following[0] if answer.following else None
    if best is not None and best.power - answer.now.power > 2 * (best.standard_error + answer.now.standard_error):
        lines += ["", f"Sample {best.with_donor} next: {answer.now.power:.1%} becomes {best.power:.1%}."]
    elif best is not None:
        lines += ["", "No single further relative makes a clear difference."]
    return "\n".join(lines)


def _line(name: str, one: Strength) -> str:
    return (
        f"{name[:29]:30}{one.power:>10.1%}{2 * one.standard_error:>10.1%}{_power_of_ten(one.median):>12}"
        f"{_power_of_ten(one.low):>16}{_power_of_ten(one.high):>8}{one.stranger:>12.1e}"
    )


def _power_of_ten(log10: float) -> str:
    return f"10^{round(log10, 1) + 0.0:.1f}"
