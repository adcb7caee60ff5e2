"""The families' pages: each view is a few lines around one template or one query."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from antigone.bureau.disclosure.queries import public_search
from antigone.interfaces.website.even_answers import evenly
from antigone.interfaces.website.forms import SearchForm
from antigone.interfaces.website.surroundings import surroundings

View = Callable[..., HttpResponse]


def page(request: HttpRequest, template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """One page of the site with everything that stands around it."""
    return render(request, f"website/{template}.html", {**surroundings(request), **context}, status=status)


def accepts(*methods: str) -> Callable[[View], View]:
    """A view that answers other methods with status 405 in the site's own voice."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, **parts: str) -> HttpResponse:
            if request.method in methods:
                return view(request, **parts)
            response = page(request, "errors/not_this_way", status=405)
            response["Allow"] = ", ".join(methods)
            return response

        return checked

    return decorate


@accepts("GET", "HEAD", "POST")
def home(request: HttpRequest) -> HttpResponse:
    """The form; and, at the same address so that no history can tell them apart, the answer."""
    if request.method == "POST":
        return answer(request)
    return page(request, "home", form=SearchForm())


@evenly
def answer(request: HttpRequest) -> HttpResponse:
    """What a search brings: a record, the one page for nothing, withheld and too vague, or the form with a hint."""
    form = SearchForm(request.POST)
    if not form.is_valid():
        return page(request, "home", status=400, form=form, carried=form.carried())
    try:
        found = public_search(form.query()).found
    except (InterfaceError, OperationalError):
        # The database is away, or a question cost more than its time limit: nothing to explain to the reader.
        return page(request, "errors/not_now", status=503)
    if found:
        return page(request, "found", form=form, carried=form.carried(), found=found)
    return page(request, "nothing", form=form, carried=form.carried())


@accepts("GET", "HEAD")
def advice(request: HttpRequest) -> HttpResponse:
    """Help, warnings, and where else to ask."""
    return page(request, "help")


@accepts("GET", "HEAD")
def data(request: HttpRequest) -> HttpResponse:
    """What happens with what the reader writes."""
    return page(request, "data")


@accepts("GET", "HEAD")
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the people of the bureau."""
    return page(request, "contact", contact=settings.CONFIGURATION.bureau_contact)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return page(request, "errors/unreadable", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no page at this address."""
    return page(request, "errors/not_found", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return page(request, "errors/broken", status=500)
