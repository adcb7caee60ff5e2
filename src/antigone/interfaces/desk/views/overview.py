"""The first page: what waits for this visitor, how much there is, and what came lately. Numbers alone, no names."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpResponse

from antigone.bureau.registry.cards import counts_by_kind
from antigone.bureau.registry.queries import batch_summaries
from antigone.interfaces.desk.forms import RegistrySearchForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page
from antigone.interfaces.desk.work import TILES, cell, shown_tiles, total_of

# Counting reads every record; the page says that the numbers may be a minute old.
_COUNTED_FOR_SECONDS = 60
_RECENT = 5


@accepts("GET", "HEAD")
def home(request: StaffRequest) -> HttpResponse:
    """What waits, and counts, by role; the search box and the newest imports for whom they are."""
    counts = cache.get_or_set("desk.counts_by_kind", counts_by_kind, _COUNTED_FOR_SECONDS) or {}
    tiles = shown_tiles(TILES, request.visitor)
    recent = batch_summaries(_RECENT) if request.visitor.may("desk:import") else ()
    return page(
        request,
        "home",
        waiting=[tile for tile in tiles if tile.mine],
        tiles=[tile for tile in tiles if not tile.mine],
        counts=[(kind, cell(number)) for kind, number in counts.items()],
        total=total_of(counts.values()),
        recent=recent,
        form=RegistrySearchForm(),
    )
