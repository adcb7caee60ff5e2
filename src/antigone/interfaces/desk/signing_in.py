"""Beginning a session, and where to go on to: what every way of signing in shares."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from antigone.bureau.ledger import Actor
from antigone.interfaces.desk.accounts import record_sign_in, roles_of
from antigone.interfaces.desk.middleware import ABSOLUTE_SECONDS, begin_session
from antigone.interfaces.desk.second_factor.fresh import mark_fresh
from antigone.interfaces.desk.second_factor.values import Kind


def begin(request: HttpRequest, user: User, shown: Kind | None) -> None:
    """Sign somebody in who has shown all that the account asks for; None is only for who has no factor yet."""
    roles = sorted(roles_of(user))
    actor = Actor(user.username, roles[0].value if roles else "no role")
    record_sign_in(user, second_factor=shown.value if shown else "none yet", actor=actor)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    begin_session(request)
    if shown:
        mark_fresh(request, shown)
    request.session.set_expiry(timezone.now() + timedelta(seconds=ABSOLUTE_SECONDS))
    Session.objects.filter(expire_date__lt=timezone.now()).delete()


def onward_of(request: HttpRequest) -> str:
    """Where to go on to: the page that was asked for, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return str(wanted)
    return reverse("desk:home")


def own_page(route: str, onward: str) -> str:
    """The address of a page of signing in that goes on to another one later."""
    address = reverse(route)
    return address if onward == reverse("desk:home") else f"{address}?{urlencode({'next': onward})}"
