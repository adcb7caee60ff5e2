"""One shape for every refusal: problem documents (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse


def problem(status: HTTPStatus, detail: str, **headers: str) -> HttpResponse:
    """A refusal with its reason in one sentence for whoever wrote the program. `headers` with ``_`` for a hyphen."""
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    response = HttpResponse(
        json.dumps(document), status=status.value, content_type="application/problem+json; charset=utf-8"
    )
    for name, value in {"Cache-Control": "no-store", **headers}.items():
        response[name.replace("_", "-")] = value
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return problem(HTTPStatus.BAD_REQUEST, "the request cannot be read")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address."""
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this address")


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "a mistake of ours; try again later")
