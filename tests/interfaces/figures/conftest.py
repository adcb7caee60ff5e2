"""The families' website with one page of figures published, of an invented war."""

from __future__ import annotations

from typing import Any

import pytest
from tests.sites import LiveSite, OpenSite

from antigone.bureau.disclosure.figures import publish_figures
from antigone.bureau.figures.actions import import_claims, keep_estimate, keep_release
from antigone.bureau.figures.computing import estimated, estimated_over_linkage
from antigone.bureau.figures.pages import figures_page
from antigone.bureau.figures.values import ReleaseFile
from antigone.bureau.ledger import Actor
from antigone.evidence.claims import claim_of
from antigone.evidence.revisions import Entry

ANALYST = Actor("olha", "analyst")
OVERLAPS: dict[str, Any] = {
    "lists": ["hospital", "=relatives", "press"],
    "patterns": {"100": 60, "010": 55, "001": 40, "110": 22, "101": 18, "011": 15, "111": 3},
}


def keep_figures() -> None:
    """Claims that contradict each other, two releases of a list, an estimate, and the page that shows them."""
    base = {"force": "army of the north", "as_of": "2031-04-14", "counted": "killed"}
    claims = [
        claim_of(base | {"key": "own", "speaker": "ministry", "standing": "official, of its own side", "best": 1_351}),
        claim_of(base | {"key": "other", "speaker": "@south", "standing": "of the other side", "best": 19_000}),
        claim_of(base | {"key": "morgues", "speaker": "city", "standing": "count of bodies or graves", "low": 7_000,
                         "qualifier": "more than", "counted": "bodies held", "tally": "stock",
                         "url": "javascript:alert(1)", "unclear": ["<b>who counted</b>"]}),
    ]  # fmt: skip
    import_claims(claims, file=ReleaseFile("claims.json", "ab" * 32), actor=ANALYST)
    people = [Entry(str(number), f"Person {number}") for number in range(200)]
    keep_release("names", "2031-03-01", people, file=ReleaseFile("a.csv", "cd" * 32), actor=ANALYST)
    later = [*people[3:], *(Entry(str(number), f"Person {number}") for number in range(300, 340))]
    keep_release("names", "2031-04-01", later, file=ReleaseFile("b.csv", "ef" * 32), actor=ANALYST)
    kept = keep_estimate(estimated("the dead", {"": OVERLAPS}, seed=1), actor=ANALYST)
    titles = {"uk": "Війна на півночі", "ru": "Война на севере", "en": "The war in the north"}
    page = figures_page("north", title=titles, force="army of the north", of_list="names", estimate=kept)
    publish_figures(page, actor=ANALYST)
    samples = [
        OVERLAPS | {"patterns": OVERLAPS["patterns"] | {"110": 22 - moved, "100": 60 + moved}} for moved in range(12)
    ]
    linked = keep_estimate(estimated_over_linkage("the dead, with the linkage", samples), actor=ANALYST)
    publish_figures(figures_page("linked", title={"en": "Linked"}, force="nobody", estimate=linked), actor=ANALYST)


@pytest.fixture(scope="module")
def website(open_site: OpenSite) -> LiveSite:
    """The real site, on a database of its own, for one module of tests."""
    return open_site("website", load=keep_figures)
