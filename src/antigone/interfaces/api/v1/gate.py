"""Who comes in, and what is the same for every operation: keys, tags of answers, refusals in one shape."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from hashlib import sha256
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from ninja.security.base import AuthBase
from pydantic import BaseModel

from antigone.bureau.disclosure.partners import Admitted, Scope
from antigone.interfaces.api.arrivals import MOST_BYTES
from antigone.interfaces.api.keys import admitted_with, key_of
from antigone.interfaces.api.problems import Refused, faults, problem

JSON = "application/json; charset=utf-8"
#: Under this name an operation carries its scopes until the description is whole.
SCOPES = "x-scopes"
Answer = Callable[..., HttpResponse]


class Key(AuthBase):
    """A partner's key with one of these scopes; None is any scope."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "The partner's key, as «antigone partner add» printed it."

    def __init__(self, *scopes: Scope | None) -> None:
        super().__init__()
        self.scopes = scopes

    def __call__(self, request: HttpRequest) -> Admitted:
        """The partner, its request counted.

        Raises:
            Refused: see `keys.admitted_with`.
        """
        *others, last = self.scopes
        for scope in others:
            try:
                return admitted_with(key_of(request), scope)
            except Refused as refusal:
                if refusal.status is not HTTPStatus.UNAUTHORIZED:
                    raise
        return admitted_with(key_of(request), last)


def behind(*scopes: Scope) -> dict[str, Any]:
    """What stands with an operation for keys with one of these scopes; for every key where none is named."""
    return {"auth": Key(*scopes or (None,)), "openapi_extra": {SCOPES: list(scopes)}}


def partner_of(request: HttpRequest) -> Admitted:
    """The partner whose request this is, behind `Key`."""
    return cast(Admitted, request.auth)  # type: ignore[attr-defined]


def told(answer: BaseModel, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    """An answer as JSON. Written by pydantic itself, at a tenth of what the framework's own way costs."""
    return HttpResponse(answer.model_dump_json(), status=status.value, content_type=JSON)


def with_etag(view: Answer) -> Answer:
    """An answer with a tag that follows from its bytes alone, and so says no more than they; 304 to who has it."""

    @functools.wraps(view)
    def tagged(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if response.status_code != HTTPStatus.OK:
            return response
        etag = f'"{sha256(response.content).hexdigest()[:32]}"'
        response["ETag"] = etag
        response["Cache-Control"] = "private, no-cache"
        conditional = cast(HttpResponse, get_conditional_response(request, etag=etag, response=response))
        conditional["Cache-Control"] = "private, no-cache"
        return conditional

    return tagged


class JsonBody(Parser):
    """JSON of bounded size and depth, whose every value has one meaning."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """The body's document."""
        return cast(dict[str, Any], json.loads(request.body, parse_constant=_no_number))


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number of JSON")


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal of ours."""
    return refusal.response()


def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the framework refuses: a body that is no JSON."""
    return problem(HTTPStatus(error.status_code), "the body cannot be read as JSON")


def too_long(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body above the bound."""
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"send at most {MOST_BYTES:,} bytes at once")


def unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A request whose parts are not as the description has them: 422 for a body, 400 for all else."""
    parts = [
        {
            "where": "/".join(map(str, _place(one["loc"]))),
            "why": str(one["msg"]).removeprefix("Value error, ")[:200],
        }
        for one in error.errors[:20]
    ]
    status = HTTPStatus.BAD_REQUEST
    if any(one["loc"][0] == "body" for one in error.errors):
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return faults(status, parts)


def _place(loc: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """Without the name of our own parameter, which no program sends."""
    return (loc[0], *loc[2:]) if loc[0] == "body" and len(loc) > 1 else loc
