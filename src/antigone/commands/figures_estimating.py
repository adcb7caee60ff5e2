"""`antigone figures estimate` and `excess`: what statistics says of the undocumented; no database unless it is kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, say

if TYPE_CHECKING:
    from antigone.evidence.estimation import Estimate, LinkedEstimate, OverlapTable, StratifiedEstimate
    from antigone.evidence.estimation.excess import Excess


def estimate(
    lists: Annotated[
        list[Path],
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV, TSV or JSON; docs/figures.md."),
    ],
    stratum: Annotated[str, typer.Option(help="Column by whose values persons are parted: place, period, sex.")] = "",
    only: Annotated[
        str, typer.Option("--lists", help="Columns that are lists, with commas. Else: all of 0 and 1.")
    ] = "",
    seed: Annotated[
        int, typer.Option(help="Of the random numbers; the same seed gives the same numbers.")
    ] = 20_220_224,
    keep: Annotated[str, typer.Option(help="Keep it for ever under this title, with a permanent id.")] = "",
    as_json: Json = False,
) -> None:
    """Estimate how many there are who stand on no list, by several methods side by side.

    Several files are samples of the linkage of the same lists (docs/figures.md): then the variance is split into what
    the lists' chance, the choice of method and the linkage contribute.
    """
    from antigone.evidence.estimation import LatentClassSettings, estimate_by_stratum, estimate_with_linkage
    from antigone.evidence.estimation import estimate as estimated
    from antigone.interfaces.exchange.overlaps import read_overlaps
    from antigone.interfaces.terminal import progress_bar

    if keep and len(lists) > 1:
        raise typer.BadParameter("an estimate over samples of the linkage is printed, not kept")
    columns = tuple(name.strip() for name in only.split(",") if name.strip())
    latent = LatentClassSettings(seed=seed)
    with progress_bar("rows") as advance:
        tables = [read_overlaps(path, stratum=stratum, lists=columns, progress=advance) for path in lists]
    if len(tables) > 1:
        if stratum:
            raise typer.BadParameter("samples of the linkage are estimated without strata")
        linked = estimate_with_linkage(table[""] for table in tables)
        print_json(asdict(linked)) if as_json else print(linked_in_words(linked))
        return
    if keep:
        _keep(keep, tables[0], seed=seed, as_json=as_json)
        return
    if stratum:
        with progress_bar("strata", total=len(tables[0])) as advance:
            by_stratum = estimate_by_stratum(tables[0], latent=latent, progress=advance)
        print_json(stratified_document(by_stratum)) if as_json else print(stratified_in_words(by_stratum))
        return
    with progress_bar("methods"):
        found = estimated(tables[0][""], latent=latent)
    print_json(estimate_document(found)) if as_json else print(estimate_in_words(found))


def _keep(title: str, tables: dict[str, OverlapTable], *, seed: int, as_json: bool) -> None:
    with at_work():
        from antigone.bureau.figures.actions import keep_estimate
        from antigone.bureau.figures.computing import estimated as computed
        from antigone.interfaces.exchange.overlaps import overlaps_document

        draft = computed(title, {name: overlaps_document(table) for name, table in tables.items()}, seed=seed)
        public_id = keep_estimate(draft, actor=operator())
    if as_json:
        print_json({"id": public_id, **draft.result})
        return
    print(f"estimate {public_id} is kept; compute it again with: antigone figures reproduce {public_id}")
    print(f"{draft.result['n']:,.0f}  [{draft.result['low']:,.0f} to {draft.result['high']:,.0f}]")


def excess(
    deaths: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV: year, age, sex, deaths; also .gz."),
    ],
    ages: Annotated[str, typer.Option(help="Which age groups, with commas; else all.")] = "",
    region: Annotated[str, typer.Option(help="Which region, where the file has several.")] = "",
    baseline: Annotated[str, typer.Option(help="Years of the trend, first and last.")] = "2015-2019",
    years: Annotated[str, typer.Option(help="Years to estimate, with commas.")] = "2022,2023",
    as_json: Json = False,
) -> None:
    """Estimate the deaths of men above what the trend of men's to women's deaths would have brought."""
    from antigone.evidence.estimation.excess import excess_by_ratio
    from antigone.interfaces.exchange.mortality import read_deaths

    first, _, last = baseline.partition("-")
    if not (first.isdecimal() and last.isdecimal()):
        raise typer.BadParameter(f"«{baseline}» is no span of years; write it like 2015-2019")
    wanted = [year.strip() for year in years.split(",")]
    if not all(year.isdecimal() for year in wanted):
        raise typer.BadParameter(f"«{years}» are no years; write them like 2022,2023")
    table = read_deaths(deaths, ages=[age.strip() for age in ages.split(",") if age.strip()], region=region)
    found = excess_by_ratio(
        table.deaths, table.years, baseline=(int(first), int(last)), targets=[int(year) for year in wanted]
    )
    if as_json:
        print_json({"ages": list(table.ages), "baseline": baseline, "excess": [asdict(one) for one in found]})
    else:
        print(excess_in_words(found))
    say("an interval says what chance and the trend leave open, not what else may have changed for men alone")


def estimate_document(found: Estimate) -> dict[str, Any]:
    """An estimate as JSON; in the panel a method that refused has a «reason» and no number."""
    return asdict(found)


def stratified_document(found: StratifiedEstimate) -> dict[str, Any]:
    return asdict(found) | {"strata": {name: estimate_document(one) for name, one in found.strata.items()}}


def estimate_in_words(found: Estimate) -> str:
    """The range first, then every method, then what must stand beside the number."""
    from antigone.evidence.estimation import MethodEstimate

    lines = [
        f"documented by name          {found.documented:>12,}",
        f"methods that gave a number  {_span(found.range.low, found.range.high):>12}",
        "",
    ]
    for one in found.panel:
        if isinstance(one, MethodEstimate):
            lines.append(f"{one.method:24}{one.n:>12,.0f}  [{one.low:,.0f} to {one.high:,.0f}]  {one.model}")
        else:
            lines.append(f"{one.method:24}{'refused':>12}  {one.reason}")
    lines += ["", f"{chao_said(found)}", *(f"Note: {warning}" for warning in found.warnings)]
    return "\n".join(lines)


def chao_said(found: Estimate) -> str:
    """The floor in a sentence."""
    return (
        f"However much persons differ, and if lists do not avoid each other: at least {found.lower_bound:,.0f} (Chao)."
    )


def _span(low: float, high: float) -> str:
    return f"{low:,.0f}" if round(low) == round(high) else f"{low:,.0f} to {high:,.0f}"


def stratified_in_words(found: StratifiedEstimate) -> str:
    lines = [
        f"documented by name  {found.documented:>12,}",
        f"sum of strata       {found.n:>12,.0f}  [{found.low:,.0f} to {found.high:,.0f}]",
        "",
    ]
    lines += [
        f"{name or '(no value)':28}{one.documented:>10,}{one.n:>12,.0f}  "
        f"[{one.low:,.0f} to {one.high:,.0f}]  {one.model}"
        for name, one in found.strata.items()
    ]
    lines += [f"{name or '(no value)':28}{'refused':>22}  {why}" for name, why in found.refused.items()]
    if found.joined:
        lines += ["", f"Joined because they are small or share nobody: {', '.join(map(repr, found.joined))}."]
    return "\n".join(lines)


def linked_in_words(found: LinkedEstimate) -> str:
    documented, low, high = found.documented
    return "\n".join([
        f"samples of the linkage  {found.samples:>12,}" + (f"  ({found.refused} refused)" if found.refused else ""),
        f"documented persons      {documented:>12,.0f}  [{low:,.0f} to {high:,.0f}]",
        f"persons in all          {found.n:>12,.0f}  [{found.low:,.0f} to {found.high:,.0f}]",
        f"of the variance: {found.sampling:.0%} chance, {found.model:.0%} choice of method, "
        f"{found.linkage:.0%} linkage",
    ])  # fmt: skip


def excess_in_words(found: tuple[Excess, ...]) -> str:
    return "\n".join(f"{one.period}  {one.n:>10,.0f}  [{one.low:,.0f} to {one.high:,.0f}]" for one in found)
