"""Is this paper genuine? Whoever holds one scans its square and learns that, and nothing of what it is about."""

from __future__ import annotations

from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from antigone.bureau.disclosure.papers import public_paper
from antigone.interfaces.website.views import accepts, page


@accepts("GET", "HEAD")
def verify(request: HttpRequest, code: UUID) -> HttpResponse:
    """Whether the bureau signed a paper with this code, and whether it still holds."""
    try:
        found = public_paper(code)
    except (InterfaceError, OperationalError):
        return page(request, "errors/not_now", status=503)
    return page(request, "verify", status=200 if found else 404, paper=found)
