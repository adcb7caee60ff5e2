"""When a page cannot be given: what happened, and what to do, in the desk's voice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from antigone.interfaces.desk.pages import page


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return page(request, "errors/unreadable", status=400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The role may not."""
    return page(request, "errors/not_permitted", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token is not this browser's (CSRF)."""
    return page(request, "errors/form_expired", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, record, import or source."""
    return page(request, "errors/not_found", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours. Messages are left alone: they stand in the session, and the database may be what failed."""
    return page(request, "errors/broken", status=500, news=())
