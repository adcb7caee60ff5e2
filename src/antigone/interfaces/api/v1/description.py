"""The description of the interface (OpenAPI 3.1): what `/api/v1/openapi.json` serves and `docs/openapi.json` holds."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI

from antigone.interfaces.api.v1.gate import SCOPES, with_etag
from antigone.interfaces.api.v1.interface import api

PREFIX = "api/v1/"
_PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
_WHY: Mapping[int, str] = {
    400: "A parameter, a header or the body cannot be read.",
    401: "No key, a wrong or revoked one, or one that is not good for this: one answer for all.",
    404: "There is nothing under this name for this key.",
    409: "The same request is being worked on; ask again in a moment.",
    410: "It stood here and does no more; drop your copy.",
    413: "Too long.",
    422: "The body is not as described, or the Idempotency-Key came with another request before.",
    429: "The key's requests of this day (UTC) are used up.",
    503: "Not now; `Retry-After` says when to ask again.",
}
_ETAG = {"ETag": {"description": "Follows from the answer's bytes alone.", "schema": {"type": "string"}}}
_IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "schema": {"type": "string"},
    "description": "The `ETag` of the answer that you have; 304 when it still holds.",
}
# Not `person`: 304 has no body, and would be the one short answer about somebody.
_TAGGED = frozenset({"figure_pages", "figures"})
_ONCE = frozenset({"leave_enquiry", "bring_records"})
_ALSO: Mapping[str, tuple[int, ...]] = {
    "person": (404, 410),
    "figures": (404,),
    "delivery": (404,),
    "leave_enquiry": (409,),
    "bring_records": (409,),
}


def document() -> dict[str, Any]:
    """The whole description, as plain values."""
    whole: dict[str, Any] = json.loads(json.dumps(_generated(api)))
    for operations in whole["paths"].values():
        for operation in operations.values():
            _complete(operation)
    whole["components"]["schemas"]["Problem"] = _problem_schema()
    return whole


def text() -> str:
    """The description as it stands in `docs/openapi.json`."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


@require_safe
@with_etag
def served(request: HttpRequest) -> HttpResponse:
    """The description, for everybody."""
    return HttpResponse(_bytes(), content_type="application/json; charset=utf-8")


@functools.cache
def _bytes() -> bytes:
    return text().encode()


def _generated(interface: NinjaAPI) -> Mapping[str, Any]:
    return interface.get_openapi_schema(path_prefix=f"/{PREFIX}")


def _problem_schema() -> dict[str, Any]:
    from antigone.interfaces.api.v1.shapes import Problem

    return Problem.model_json_schema()


def _complete(operation: dict[str, Any]) -> None:
    """Add what the framework does not know: refusals, tags, what a repeated request is answered."""
    name, answers = operation["operationId"], operation["responses"]
    # Any of them will do; OpenAPI 3.1 has the names of roles here.
    operation["security"] = [{"Key": [scope]} for scope in operation.pop(SCOPES)] or [{"Key": []}]
    takes_body = "requestBody" in operation
    parameters = operation.setdefault("parameters", [])
    refusals = {401, 429, 503, *_ALSO.get(name, ())}
    refusals |= {400, 413, 422} if takes_body else set()
    refusals |= {400} if parameters else set()
    if name in _TAGGED:
        parameters.append(_IF_NONE_MATCH)
        answers["200"]["headers"] = _ETAG
        answers["304"] = {"description": "What you have still holds.", "headers": _ETAG}
    if name in _ONCE:
        done = next(answer for status, answer in answers.items() if status.startswith("2"))
        done["headers"] = {
            "Idempotency-Replayed": {
                "description": "true: this request was done before, and this is what was answered then.",
                "schema": {"type": "string", "const": "true"},
            }
        }
    for status in sorted(refusals):
        answers[str(status)] = {"description": _WHY[status], "content": _PROBLEM}
