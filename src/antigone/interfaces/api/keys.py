"""Who may ask: a key in the header, a scope, a quota for the day."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from antigone.bureau.disclosure.partners import Admitted, Scope, admit
from antigone.interfaces.api.problems import Refused, problem

_LONGEST_KEY = 200
View = Callable[[HttpRequest, Admitted], HttpResponse]


def for_partners(scope: Scope, method: str) -> Callable[[View], Callable[[HttpRequest], HttpResponse]]:
    """A view for partners whose key has the scope. The key stands in the header alone, for addresses are logged.

    A wrong key, a revoked one and one without the scope get the same answer.
    """

    def decorate(view: View) -> Callable[[HttpRequest], HttpResponse]:
        @functools.wraps(view)
        def admitted(request: HttpRequest) -> HttpResponse:
            if request.method != method:
                return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"only {method} is answered here", Allow=method)
            try:
                return view(request, admitted_with(key_of(request), scope))
            except Refused as refusal:
                return refusal.response()
            except (InterfaceError, OperationalError):
                return database_away()

        return admitted

    return decorate


def admitted_with(key: str, scope: Scope | None) -> Admitted:
    """The partner whose key this is, its request counted; a scope of None is any.

    Raises:
        Refused: the key is not good for this, or its requests of this day are used up.
    """
    partner = admit(key, scope)
    if partner is None:
        raise Refused(
            HTTPStatus.UNAUTHORIZED,
            "send «Authorization: Bearer» with a key that is good for this",
            WWW_Authenticate="Bearer",
        )
    if partner.left_today < 0:
        now = datetime.now(UTC)
        tomorrow = datetime.combine(now.date() + timedelta(days=1), time(), UTC)
        raise Refused(
            HTTPStatus.TOO_MANY_REQUESTS,
            "the key's requests of this day (UTC) are used up",
            Retry_After=str(int((tomorrow - now).total_seconds()) + 1),
        )
    return partner


def database_away() -> HttpResponse:
    """What is answered while the database is away."""
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "the database is away; try again later", Retry_After="60")


def key_of(request: HttpRequest) -> str:
    """The key as it was sent; empty for none."""
    word, _, key = request.headers.get("Authorization", "").partition(" ")
    return key.strip()[:_LONGEST_KEY] if word.lower() == "bearer" else ""
