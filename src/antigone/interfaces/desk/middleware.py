"""Nobody comes past here whom `permissions` does not let: sign-in, session limits, roles, a fresh second factor, and
what is never cached."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from antigone.interfaces.desk.accounts import must_change_password, roles_of
from antigone.interfaces.desk.pages import account_of, page
from antigone.interfaces.desk.permissions import ENROLMENT, OPEN, Visitor
from antigone.interfaces.desk.second_factor.queries import has_factor
from antigone.interfaces.desk.second_factor.step_up import asked_first

#: A session ends so long after the sign-in, whatever is done in it.
ABSOLUTE_SECONDS = 12 * 3600
#: A session ends after so long without a request.
IDLE_SECONDS = 30 * 60
# Pages that read labels with the camera of whoever has them open.
_WITH_CAMERA = frozenset(
    {
        "desk:scene-page",
        "desk:remains",
        "desk:remains-act",
        "desk:remains-act-on",
        "desk:remains-draw-up",
        "desk:remains-stock",
    }
)
# How often the last request is written down, so that reading a page is not a write.
_SEEN_EVERY = 60

_SIGNED_IN_AT, _SEEN_AT = "signed_in_at", "seen_at"

_EVERY_ANSWER = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class StaffOnly:
    """Makes out who asks, ends sessions that are over, and asks the tables of roles and of fresh factors before every
    view.

    Stands behind the middleware of sessions, authentication and messages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        end_if_over(request)
        request.visitor = _visitor(request)  # type: ignore[attr-defined]
        response = self._get_response(request)
        for name, value in _EVERY_ANSWER.items():
            response[name] = value
        if getattr(request, "route", "") in _WITH_CAMERA:
            response["Permissions-Policy"] = _EVERY_ANSWER["Permissions-Policy"].replace("camera=()", "camera=(self)")
        return response

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        """None lets the view answer; everything else is the answer itself."""
        visitor: Visitor = request.visitor  # type: ignore[attr-defined]
        route = request.resolver_match.view_name if request.resolver_match else ""
        request.route = route  # type: ignore[attr-defined]
        if route in OPEN:
            return None
        if not visitor.signed_in:
            return redirect(_sign_in_address(request))
        user = account_of(request)
        if route != "desk:password" and must_change_password(user):
            return redirect("desk:password")
        enrolled = has_factor(user)
        if not enrolled and route not in ENROLMENT:
            return redirect("desk:factors")
        if not visitor.may(route):
            return page(request, "errors/not_permitted", status=403)
        return asked_first(request, route) if enrolled else None


def begin_session(request: HttpRequest) -> None:
    """Start the clocks of a session that has just been signed into."""
    now = int(time.time())
    request.session[_SIGNED_IN_AT] = request.session[_SEEN_AT] = now


def end_if_over(request: HttpRequest) -> None:
    """Sign out whoever was signed in too long or has been away too long."""
    if not request.user.is_authenticated:
        return
    now = int(time.time())
    signed_in_at = request.session.get(_SIGNED_IN_AT, 0)
    seen_at = request.session.get(_SEEN_AT, 0)
    if now - signed_in_at >= ABSOLUTE_SECONDS or now - seen_at >= IDLE_SECONDS:
        logout(request)
    elif now - seen_at >= _SEEN_EVERY:
        request.session[_SEEN_AT] = now


def _visitor(request: HttpRequest) -> Visitor:
    if not request.user.is_authenticated:
        return Visitor()
    user = account_of(request)
    return Visitor(user.get_username(), roles_of(user))


def _sign_in_address(request: HttpRequest) -> str:
    address = reverse("desk:sign-in")
    if request.method == "GET" and request.path != reverse("desk:home"):
        return f"{address}?{urlencode({'next': request.path})}"
    return address
