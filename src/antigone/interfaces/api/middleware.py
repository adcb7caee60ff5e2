"""What holds for every answer to a program, also for those that no view of ours wrote."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from antigone.interfaces.api.even_length import filled, is_about_one_person
from antigone.interfaces.api.problems import problem

_WHY = {
    HTTPStatus.METHOD_NOT_ALLOWED: "this method is not answered here",
    HTTPStatus.NOT_FOUND: "there is nothing here",
}


class Programs:
    """Every refusal is a problem document; nothing is kept by a cache unless the answer says so; and what is about one
    person has one length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST and "problem" not in response.get("Content-Type", ""):
            status = HTTPStatus(response.status_code)
            kept = {"Allow": response["Allow"]} if "Allow" in response else {}
            response = problem(status, _WHY.get(status, "the request cannot be answered"), **kept)
        response.setdefault("Cache-Control", "no-store")
        return filled(response) if is_about_one_person(request) else response
