"""A page of figures put together from what is kept, ready for disclosure to decide what of it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from antigone.bureau.disclosure.figures import PublicFigures
from antigone.bureau.figures.queries import claim_ledger, estimate_card, releases
from antigone.evidence.claims import claim_document


def figures_page(
    slug: str, *, title: Mapping[str, str], force: str, of_list: str = "", estimate: str = ""
) -> PublicFigures:
    """All that is kept about one force: claims with their conflicts, a named list, a kept estimate.

    Args:
        slug: the page's address, small Latin letters, digits and hyphens.
        title: language code -> title.
        force: whose dead and lost it is about; empty for claims about anybody.
        of_list: name of the list whose releases are told; empty for none.
        estimate: public id of a kept estimate; empty for none.

    Raises:
        UnknownList, UnknownEstimate: as named.
    """
    ledger = claim_ledger(force=force)
    return PublicFigures(
        slug,
        dict(title),
        [claim_document(claim) for claim in ledger.claims],
        [asdict(one) for one in ledger.conflicts],
        of_list,
        [
            {"as_of": release.as_of, "persons": release.persons, "changes": release.changes}
            for release in (releases(of_list) if of_list else ())
        ],
        _estimate(estimate) if estimate else {},
    )


def _estimate(public_id: str) -> dict[str, Any]:
    card = estimate_card(public_id)
    return {
        "id": card.public_id,
        "title": card.draft.title,
        "kind": card.draft.kind,
        "result": card.draft.result,
        "assumptions": card.draft.assumptions,
        "version": card.version,
        "digest": card.digest,
        "overlaps": card.draft.inputs if card.draft.kind == "lists" else {},
    }
