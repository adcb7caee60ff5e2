"""What every page of the desk stands in, and how a view says which methods it takes."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from antigone.bureau.photographs.queries import exposure_of
from antigone.interfaces.desk.permissions import ROUTES, Visitor

#: Each language of the desk under its own name.
OWN_NAMES = {"uk": "Українська", "ru": "Русский", "en": "English"}
_MENU = (
    ("desk:home", _("Overview")),
    ("desk:search", _("Search")),
    ("desk:marks", _("Marks")),
    ("desk:matches", _("Matches")),
    ("desk:decisions", _("Identifications")),
    ("desk:enquiries", _("Enquiries")),
    ("desk:families", _("Families")),
    ("desk:remains", _("Remains")),
    ("desk:incidents", _("Incidents")),
    ("desk:gallery", _("Gallery")),
    ("desk:channel", _("Channel")),
    ("desk:imports", _("Imports")),
    ("desk:sources", _("Sources")),
    ("desk:partners", _("Partners")),
)


class StaffRequest(HttpRequest):
    """A request whose sender `middleware.StaffOnly` has made out."""

    visitor: Visitor
    route: str


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page that this visitor may open from everywhere."""

    address: str
    words: str | Promise
    current: bool


def visitor_of(request: HttpRequest) -> Visitor:
    """Who asks; nobody where the request failed before that was made out."""
    found = getattr(request, "visitor", None)
    return found if isinstance(found, Visitor) else Visitor()


def account_of(request: HttpRequest) -> User:
    """The account of whoever is signed in.

    Raises:
        TypeError: nobody is; the middleware lets nobody so far.
    """
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user


def page(request: HttpRequest, template: str, *, status: int = 200, **context: object) -> HttpResponse:
    """One page with everything that stands around it."""
    visitor = visitor_of(request)
    language = get_language()
    around = {
        "bureau_name": settings.CONFIGURATION.bureau_name,
        "visitor": visitor,
        "may": {route.partition(":")[2].replace("-", "_"): True for route in ROUTES if visitor.may(route)},
        "menu": [
            MenuEntry(reverse(route), words, request.path == reverse(route))
            for route, words in _MENU
            if visitor.signed_in and visitor.may(route)
        ],
        "exposure": exposure_of(visitor.name) if visitor.may("desk:photograph-look") else None,
        "languages": [(code, name, code == language) for code, name in OWN_NAMES.items()],
        "news": messages.get_messages(request) if hasattr(request, "_messages") else (),
        "stylesheet": static_address("desk/desk.css"),
        "icon": static_address("desk/icon.svg"),
        "scan_script": static_address("desk/scan.js"),
    }
    return render(request, f"desk/{template}.html", around | context, status=status)


def static_address(name: str) -> str:
    """The address of a static file; the unhashed one where they were not collected yet. A page without its style
    sheet is plain, but it is there."""
    try:
        return staticfiles_storage.url(name)
    except ValueError:
        return f"{settings.STATIC_URL}{name}"


View = Callable[..., HttpResponseBase]


def accepts(*methods: str) -> Callable[[View], View]:
    """A view that answers other methods with status 405 in the desk's own words."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def checked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method in methods:
                return view(request, *args, **kwargs)
            response = page(request, "errors/not_this_way", status=405)
            response["Allow"] = ", ".join(methods)
            return response

        return checked

    return decorate
