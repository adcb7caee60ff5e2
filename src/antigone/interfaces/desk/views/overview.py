"""The first page: how much there is, and what came lately."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpResponse

from antigone.bureau.registry.cards import counts_by_kind
from antigone.bureau.registry.queries import batch_summaries
from antigone.interfaces.desk.forms import RegistrySearchForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page

# Counting reads every record; the page says that the numbers may be a minute old.
_COUNTED_FOR_SECONDS = 60
_RECENT = 5


@accepts("GET", "HEAD")
def home(request: StaffRequest) -> HttpResponse:
    """Counts by kind for everybody; the search box and the newest imports for whom they are."""
    counts = cache.get_or_set("desk.counts_by_kind", counts_by_kind, _COUNTED_FOR_SECONDS) or {}
    recent = batch_summaries(_RECENT) if request.visitor.may("desk:imports") else ()
    return page(
        request,
        "home",
        counts=list(counts.items()),
        total=sum(counts.values()),
        recent=recent,
        form=RegistrySearchForm(),
    )
