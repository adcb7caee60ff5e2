"""`antigone figures`: what is kept of claims, lists and estimates, and what of it is shown to the public."""

from __future__ import annotations

import re
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, say

if TYPE_CHECKING:
    from antigone.bureau.figures.values import ClaimLedger, ReleaseCard

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def import_(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV or JSON of claims.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read and say what is in it; keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Keep claims as they were said. The same file twice changes nothing; a claim never changes."""
    from antigone.interfaces.exchange.claims import read_claims

    found = read_claims(file)
    if dry_run:
        print_json({"claims": len(found)}) if as_json else print(f"{file.name} holds {len(found)} claims")
        return
    with at_work():
        from antigone.bureau.figures.actions import import_claims
        from antigone.bureau.figures.values import ReleaseFile

        from_file = ReleaseFile(file.name, sha256(file.read_bytes()).hexdigest())
        kept = import_claims(found, file=from_file, actor=operator())
    if as_json:
        print_json(asdict(kept))
    else:
        print(f"{kept.added} claims kept, {kept.unchanged} were kept already; see them with: antigone figures claims")


def claims(
    force: Annotated[str, typer.Option(help="Only about these people, such as «RU armed forces».")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print them as a table that can be imported again.")] = False,
    as_ucdp: Annotated[
        bool, typer.Option("--ucdp", help="Print a table with low, best and high as conflict data sets have them.")
    ] = False,
    as_review: Annotated[
        bool, typer.Option("--claim-review", help="Print schema.org ClaimReview documents, as JSON.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the claims by date, and what among them cannot hold together."""
    from antigone.interfaces.exchange.claims import claim_review, claims_as_csv, claims_as_ucdp

    with at_work() as configuration:
        from antigone.bureau.figures.queries import claim_ledger

        ledger = claim_ledger(force=force)
    if as_csv:
        print(claims_as_csv(ledger.claims), end="")
    elif as_ucdp:
        print(claims_as_ucdp(ledger.claims), end="")
    elif as_review:
        name = configuration.bureau_name
        print_json([claim_review(claim, reviewer=name, page=f"urn:claim:{claim.key}") for claim in ledger.claims])
    elif as_json:
        from antigone.evidence.claims import claim_document

        print_json({
            "claims": [claim_document(claim) for claim in ledger.claims],
            "conflicts": [asdict(one) for one in ledger.conflicts],
        })  # fmt: skip
    else:
        print(_ledger_in_words(ledger))


def release(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV: id, name, sex, dob.")],
    of_list: Annotated[str, typer.Option("--list", help="The list's name; the same every time.")],
    as_of: Annotated[str, typer.Option(help="The release's date, 2024-09-21.")],
    as_json: Json = False,
) -> None:
    """Keep one release of a named list, and say what became of everybody since the one before."""
    from antigone.interfaces.exchange.releases import read_release
    from antigone.interfaces.terminal import progress_bar

    if not _DAY.fullmatch(as_of):
        raise typer.BadParameter(f"«{as_of}» is no date; write it like 2024-09-21")
    with progress_bar("persons"):
        entries, digest = read_release(file)
    with at_work():
        from antigone.bureau.figures.actions import keep_release
        from antigone.bureau.figures.values import ReleaseFile

        card = keep_release(of_list, as_of, entries, file=ReleaseFile(file.name, digest), actor=operator())
    print_json(asdict(card)) if as_json else print(_release_in_words(card))


def count(
    of_list: Annotated[str, typer.Argument(help="The list's name.")],
    as_of: Annotated[str, typer.Option(help="On which day; else every release.")] = "",
    number: Annotated[str, typer.Option(help="What became of this number.")] = "",
    as_json: Json = False,
) -> None:
    """Say how many a list named on a day, how it changed, or what became of one entry."""
    with at_work():
        from antigone.bureau.figures.queries import count_as_of, history_of, releases

        if number:
            history = history_of(of_list, number)
            if as_json:
                print_json([asdict(one) for one in history])
            for one in () if as_json else history:
                until = f"until {one.last}: {one.fate} {one.became}".strip() if one.last else "stands"
                print(f"{one.first}  {one.name}, {one.sex or '-'}, {one.birth or '-'}; {until}")
            if not history:
                say(f"the list never had the number {number}")
            return
        found = [card] if as_of and (card := count_as_of(of_list, as_of)) else [] if as_of else releases(of_list)
    if as_json:
        print_json([asdict(card) for card in found])
    else:
        print("\n".join(map(_release_in_words, found)) or f"{of_list} had no release until {as_of}")


def estimates(as_json: Json = False) -> None:
    """List the estimates that are kept."""
    with at_work():
        from antigone.bureau.figures.queries import estimate_cards

        found = estimate_cards()
    if as_json:
        print_json([asdict(card) for card in found])
        return
    for card in found:
        result = card.draft.result
        print(
            f"{card.public_id}  {card.draft.title}: {result['n']:,.0f}  [{result['low']:,.0f} to {result['high']:,.0f}]"
        )
    if not found:
        print("None is kept yet. Keep one with: antigone figures estimate LISTS.csv --keep TITLE")


def reproduce(
    public_id: Annotated[str, typer.Argument(metavar="ID", help="Of a kept estimate.")],
    as_json: Json = False,
) -> None:
    """Compute a kept estimate again from its kept inputs, and say whether it is the same to the last digit."""
    with at_work():
        from antigone.bureau.figures.computing import reproduced
        from antigone.bureau.figures.queries import estimate_card
        from antigone.interfaces.terminal import progress_bar

        card = estimate_card(public_id)
        with progress_bar("methods"):
            result = reproduced(card)
    if as_json:
        print_json({"id": card.public_id, "same": True, "digest": card.digest, "result": result})
    else:
        print(f"{card.draft.title}: {result['n']:,.0f}, the same to the last digit; fingerprint {card.digest}")


def plot(
    page: Annotated[str, typer.Argument(help="Name of a published page.")],
    chart: Annotated[str, typer.Argument(help="three-numbers, claims, estimate, overlaps or revisions.")],
    out: Annotated[Path, typer.Argument(help="SVG file to write; it must not exist.")],
    language: Annotated[str, typer.Option(help="uk, ru or en.")] = "en",
) -> None:
    """Draw a chart of a published page into a file; the same page gives the same bytes."""
    from antigone.server.configuration import Zone

    if out.exists():
        raise FileExistsError(17, "exists and is not overwritten", str(out))
    with at_work(Zone.WEBSITE):
        from django.utils.translation import override

        from antigone.bureau.disclosure.figures import public_figures
        from antigone.bureau.figures.values import UnknownPage
        from antigone.interfaces.figures.charts import CHARTS

        published = public_figures(page)
        if published is None:
            raise UnknownPage(f"no page «{page}» is published; publish it with: antigone figures publish {page}")
        with override(language):
            drawn = CHARTS[chart](published[0]) if chart in CHARTS else None
        if drawn is None:
            raise UnknownPage(f"the page «{page}» has no chart «{chart}»; charts are {', '.join(CHARTS)}")
    out.write_bytes(drawn)
    say(f"the chart is in {out}")


def publish(
    page: Annotated[str, typer.Argument(help="The page's address: small Latin letters, digits and hyphens.")],
    title: Annotated[list[str], typer.Option(help="Once a language: «uk=Втрати», «ru=…», «en=…».")],
    force: Annotated[str, typer.Option(help="Whose claims; else all.")] = "",
    of_list: Annotated[str, typer.Option("--list", help="A named list whose releases are told.")] = "",
    estimate: Annotated[str, typer.Option(help="Id of a kept estimate.")] = "",
) -> None:
    """Show a page of figures on the families' website, in place of what stood at its address."""
    if page == "standards" or not _SLUG.fullmatch(page):
        raise typer.BadParameter(f"«{page}» cannot be an address; use small Latin letters, digits and hyphens")
    titles = dict(entry.split("=", 1) for entry in title if "=" in entry)
    if set(titles) - {"uk", "ru", "en"} or not titles:
        raise typer.BadParameter("give titles as uk=…, ru=… and en=…")
    with at_work():
        from antigone.bureau.disclosure.figures import publish_figures
        from antigone.bureau.figures.pages import figures_page

        content = figures_page(page, title=titles, force=force, of_list=of_list, estimate=estimate)
        publish_figures(content, actor=operator())
    print(
        f"published: {len(content.claims)} claims, {len(content.conflicts)} conflicts, {len(content.releases)} releases"
    )


def withdraw(
    page: Annotated[str, typer.Argument(help="Name of a published page.")],
    reason: Annotated[str, typer.Option(help="Why; it stands in the ledger.")],
) -> None:
    """Take a page of figures off the website."""
    with at_work():
        from antigone.bureau.disclosure.figures import withdraw_figures

        found = withdraw_figures(page, reason=reason, actor=operator())
    print(f"the page «{page}» is gone" if found else f"there was no page «{page}»")


def _ledger_in_words(ledger: ClaimLedger) -> str:
    lines = []
    for claim in ledger.claims:
        amount = claim.amount
        numbers = " to ".join(f"{value:,}" for value in (amount.low, amount.best, amount.high) if value is not None)
        qualifier = "" if amount.qualifier.value == "exactly" else f"{amount.qualifier.value} "
        lines.append(f"{claim.as_of}  {qualifier}{numbers}  {amount.quantity.in_words()}")
        lines.append(f"            {claim.claimant}; {claim.standing.value}  [{claim.key}]")
    for one in ledger.conflicts:
        lines += ["", f"{one.force.value}: {one.sentence}"]
    return "\n".join(lines) or "No claim is kept. Begin with: antigone figures import FILE"


def _release_in_words(card: ReleaseCard) -> str:
    changes = ", ".join(f"{count:,} {name}" for name, count in card.changes.items() if count)
    repeated = "; it was kept already" if card.repeated else ""
    return f"{card.as_of}  {card.persons:,} persons: {changes}{repeated}"
