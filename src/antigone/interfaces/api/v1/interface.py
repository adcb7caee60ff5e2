"""The operations, put together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from antigone.interfaces.api.keys import database_away
from antigone.interfaces.api.problems import Refused
from antigone.interfaces.api.v1 import gate, reading, writing

api = NinjaAPI(
    title="Antigone for partners",
    version="1",
    description="What a bureau's partners ask and bring. Everything that is answered passes the bureau's rules of"
    " disclosure; refusals are problem documents (RFC 9457). See docs/api.md.",
    openapi_url=None,
    docs_url=None,
    parser=gate.JsonBody(),
    urls_namespace="partners-api-1",
)
api.add_router("", reading.router)
api.add_router("", writing.router)


def _away(request: HttpRequest, error: Exception) -> HttpResponse:
    return database_away()


_HANDLERS: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Refused: gate.refused,
    HttpError: gate.unreadable,
    ValidationError: gate.unfit,
    RequestDataTooBig: gate.too_long,
    OperationalError: _away,
    InterfaceError: _away,
}
for _kind, _handler in _HANDLERS.items():
    api.add_exception_handler(_kind, _handler)
