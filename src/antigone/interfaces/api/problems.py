"""One shape for every refusal: problem documents (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse


def problem(status: HTTPStatus, detail: str, **headers: str) -> HttpResponse:
    """A refusal with its reason in one sentence for whoever wrote the program. `headers` with ``_`` for a hyphen."""
    return _written(status, {"detail": detail}, headers)


def faults(status: HTTPStatus, found: Sequence[Mapping[str, str]]) -> HttpResponse:
    """A refusal of a request with several parts at fault: each with `where` it stands and `why`; the first in short."""
    return _written(status, {"detail": f"{found[0]['where']}: {found[0]['why']}", "errors": list(found)}, {})


def _written(status: HTTPStatus, said: Mapping[str, object], headers: Mapping[str, str]) -> HttpResponse:
    document = {"type": "about:blank", "title": status.phrase, "status": status.value, **said}
    response = HttpResponse(
        json.dumps(document), status=status.value, content_type="application/problem+json; charset=utf-8"
    )
    for name, value in {"Cache-Control": "no-store", **headers}.items():
        response[name.replace("_", "-")] = value
    return response


class Refused(Exception):
    """A request that is not answered as asked; whoever catches it answers with `response`."""

    def __init__(self, status: HTTPStatus, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers

    def response(self) -> HttpResponse:
        """The problem document."""
        return problem(self.status, self.detail, **self.headers)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What was sent cannot be read."""
    return problem(HTTPStatus.BAD_REQUEST, "the request cannot be read")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is nothing at this address."""
    return problem(HTTPStatus.NOT_FOUND, "there is nothing at this address")


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "a mistake of ours; try again later")
