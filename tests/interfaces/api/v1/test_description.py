"""The interface is as `docs/openapi.json` describes it: a program that knows nothing else tries every operation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance
from tests.bureau.disclosure.roles import acting_as
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.interfaces.api.programs import program

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.interfaces.api.v1.description import text

DESCRIPTION = Path(__file__).parents[4] / "docs" / "openapi.json"
load_all_checks()


@cache
def handler() -> WSGIHandler:
    return WSGIHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The partners' process, with the rights of the public's role."""
    # Not called as a whole: the end of a request would close the connection and the test's transaction with it.
    with acting_as("antigone_public"):
        response = handler().get_response(WSGIRequest(environ))
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text(encoding="utf-8")))
schema.app = application


@pytest.mark.django_db
@pytest.mark.usefixtures("partners_site")
def test_what_is_served_is_what_the_docs_hold() -> None:
    """Write it anew with: antigone partner describe > docs/openapi.json"""
    assert DESCRIPTION.read_text(encoding="utf-8") == text()
    first = Client().get("/api/v1/openapi.json")
    assert first.content.decode() == text()
    assert json.loads(first.content)["openapi"].startswith("3.1.")
    assert Client().get("/api/v1/openapi.json", headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.django_db
@pytest.mark.usefixtures("partners_site")
@schema.parametrize()
@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_operation_answers_as_described_and_to_nobody_without_a_key(case: schemathesis.Case, key: str) -> None:
    # A date that is none in a field of text is refused with its reason; no description can say all of them.
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"}, excluded_checks=[positive_data_acceptance])


@pytest.mark.django_db
@pytest.mark.usefixtures("partners_site")
def test_what_is_there_is_answered_as_described() -> None:
    """Random ids never meet it."""
    agency = program()
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO published.figures (slug, content) VALUES ('losses', '{\"title\": {}}')")
    person = {"person_record_id": "agency.example/1", "full_name": "Гончар Остап"}
    brought = agency.posts("records", {"persons": [person]}, Idempotency_Key="a-name-of-ours").body["delivery"]
    (listed,) = agency.gets("changes").body["changes"]
    for path, name, value in (
        ("persons/{id}", "id", listed["id"]),
        ("figures/{slug}", "slug", "losses"),
        ("records/{delivery}", "delivery", brought),
    ):
        case = schema[f"/api/v1/{path}"]["GET"].Case(path_parameters={name: value})
        assert case.call_and_validate(headers={"Authorization": f"Bearer {agency.key}"}).status_code == 200


@pytest.fixture
def key(partners_site: None) -> str:
    handler.cache_clear()
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    return program().key
