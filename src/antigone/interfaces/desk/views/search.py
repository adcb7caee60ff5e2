"""Whom we look for, and every record that may speak of him, with the reasons."""

from __future__ import annotations

from django.db import OperationalError
from django.http import HttpResponse

from antigone.bureau.registry.queries import search
from antigone.interfaces.desk.forms import RegistrySearchForm
from antigone.interfaces.desk.pages import StaffRequest, accepts, page

#: Records on the page; a search that needs more of them needs to say more.
SHOWN = 25


@accepts("GET", "HEAD", "POST")
def search_records(request: StaffRequest) -> HttpResponse:
    """The form; and, when it is posted, what it finds. Nothing of it stands in the address."""
    if request.method != "POST":
        return page(request, "search", form=RegistrySearchForm())
    form = RegistrySearchForm(request.POST)
    if not form.is_valid():
        return page(request, "search", form=form, status=400)
    try:
        hits = search(form.query(), limit=SHOWN)
    except OperationalError:
        return page(request, "search", form=form, too_long=True, status=503)
    return page(request, "search", form=form, asked=True, hits=hits, shown=SHOWN)
