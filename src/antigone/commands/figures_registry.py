"""`antigone figures persons` and `undocumented`: documented persons of the registry, and an estimate of the rest."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from antigone.commands.figures_estimating import linked_in_words
from antigone.commands.frame import Json, at_work, operator, print_json


def persons(
    by: Annotated[str, typer.Option(help="kind, source, region, year, sex or age.")] = "kind",
    kind: Annotated[str, typer.Option(help="Only records of this kind: dead, remains, prisoner, missing.")] = "",
    public: Annotated[bool, typer.Option("--public", help="Leave cells under 5 out, as every page does.")] = False,
    as_json: Json = False,
) -> None:
    """Count the registry's persons, each once however many sources speak of him."""
    with at_work():
        from antigone.bureau.figures.registry_counts import Aspect, Shown, persons_by

        if by not in set(Aspect):
            raise typer.BadParameter(f"«{by}» is nothing to count by; write one of {', '.join(Aspect)}")
        found = persons_by(Aspect(by), kind=kind, public=Shown.PUBLIC if public else Shown.STAFF)
    if as_json:
        print_json(asdict(found))
        return
    print(f"{found.persons:,} persons, of whom {found.records:,} records speak")
    for value, count in found.cells.items():
        print(f"{value or '(not said)':28}{'fewer than 5' if count is None else f'{count:,}':>14}")


def remains(
    on: Annotated[str, typer.Option(help="At the end of which day (UTC), 2026-03-01; else today.")] = "",
    keep: Annotated[
        bool, typer.Option("--keep", help="Enter the counts among the claims, for pages of figures.")
    ] = False,
    force: Annotated[str, typer.Option(help="Whose remains, where all are of one force; for «figures publish».")] = "",
    as_json: Json = False,
) -> None:
    """Count remains recovered and handed over, and people identified from them, from the bureau's own acts."""
    from datetime import UTC, date, datetime

    try:
        day = date.fromisoformat(on) if on else datetime.now(UTC).date()
    except ValueError:
        raise typer.BadParameter(f"«{on}» is no day; write it like 2026-03-01") from None
    with at_work() as configuration:
        from antigone.bureau.figures.remains.actions import ANY_FORCE, document_remains
        from antigone.bureau.figures.remains.queries import remains_until

        added = None
        if keep:
            whose = force or ANY_FORCE
            found, kept = document_remains(day, claimant=configuration.bureau_name, force=whose, actor=operator())
            added = kept.added
        else:
            found = remains_until(day)
    if as_json:
        print_json(asdict(found) | {"claims_added": added})
        return
    print(f"until the end of {found.day.isoformat()} (UTC)")
    print(f"remains recovered, a bag each    {found.recovered:>10,}")
    print(f"remains handed over, a bag each  {found.handed_over:>10,}")
    print(f"people identified from remains   {found.identified:>10,}")
    if added is not None:
        print(f"{added} claims added; they stand on pages of figures when these are published anew")


def undocumented(
    kind: Annotated[str, typer.Option(help="Kind of record: dead, remains.")] = "dead",
    sources: Annotated[str, typer.Option(help="Which sources, with commas; else all that have such records.")] = "",
    samples: Annotated[int, typer.Option(min=10, max=5_000, help="How many samples of who is the same person.")] = 200,
    keep: Annotated[str, typer.Option(help="Keep it for ever under this title, with a permanent id.")] = "",
    as_json: Json = False,
) -> None:
    """Estimate how many stand on no source's list, with the uncertainty of the linkage.

    The lists are the registry's sources; who is the same person is drawn from matching's own posteriors.
    """
    from antigone.interfaces.exchange.overlaps import overlaps_document
    from antigone.interfaces.terminal import progress_bar

    names = [name.strip() for name in sources.split(",") if name.strip()]
    with at_work():
        from antigone.bureau.figures.actions import keep_estimate
        from antigone.bureau.figures.computing import estimated_over_linkage
        from antigone.bureau.figures.registry_counts import overlap_samples

        drawn = []
        with progress_bar("samples", total=samples) as advance:
            for table in overlap_samples(kind=kind, sources=names, samples=samples):
                drawn.append(overlaps_document(table))
                advance(len(drawn))
        draft = estimated_over_linkage(keep or "not kept", drawn)
        public_id = keep_estimate(draft, actor=operator()) if keep else ""
    if as_json:
        print_json({"id": public_id or None, **draft.result})
        return
    from antigone.evidence.estimation import LinkedEstimate

    result = draft.result
    print(linked_in_words(LinkedEstimate(**result | {"documented": tuple(result["documented"])})))
    if public_id:
        print(f"estimate {public_id} is kept; compute it again with: antigone figures reproduce {public_id}")
