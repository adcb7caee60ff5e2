"""Every route of both sites is tried as every role, as a member of the staff without one, and signed out.

What is expected stands in `matrix.yaml`; its head says how to add a line.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.factors import code
from tests.interfaces.desk.matrix import DESK, MATRIX, WEBSITE, Line, Way, routes_of
from tests.interfaces.desk.objects import FORMS, OBJECTS, a_record
from tests.interfaces.desk.office import (
    CONFIDENCE,
    DEAD_NAME,
    MEMORIAL,
    PASSWORD,
    PRISONER_NAME,
    STAFF,
    STRANGER,
    open_accounts,
)

from antigone.bureau.enquiries import vault_client
from antigone.interfaces.desk.permissions import ENROLMENT, OPEN, ROUTES, STEP_UP, Ask, Role

SIGNED_OUT = ""
VISITORS = [*STAFF, STRANGER, SIGNED_OUT]
#: What nobody may read who may not open the page.
SECRETS = (
    *(DEAD_NAME, PRISONER_NAME, "Гайдабура", "Верещака", "АВ-12071", "31.02.1999", "якір", MEMORIAL.contact),
    *("Колодій", "+380 50 000 17 29", "olha@example.org", "Останній дзвінок"),
)
NOT_OPEN = "This is not open to your role"
ASKS_AGAIN = "Show your second factor once more"
REASON = {"reason": "the family asked for it"}
#: What signing in and showing a factor write without an act.
_UNWATCHED = {"django_session", "desk_signintries", "desk_totpsecret"}


@pytest.fixture
def visitors(office: None, staff_rights: None) -> dict[str, str]:
    """The session of everybody who has just shown a second factor; the signed-out have none."""
    return {name: _session_of(signed_in(name)) if name else "" for name in VISITORS}


def _session_of(client: Client) -> str:
    return str(client.session.session_key)


def their_factors_were_shown(visitors: dict[str, str], at: float) -> None:
    for key in filter(None, visitors.values()):
        session = SessionStore(key)
        session.update({"factor_at": at, "seen_at": int(time.time())})
        session.save()


def ask(session: str, way: Way, address: str, data: dict[str, str] | None) -> HttpResponse:
    client = Client()
    if session:
        client.cookies["sessionid"] = session
    answer: HttpResponse = getattr(client, way.method)(address, data or {})
    return answer


def form_of(way: Way) -> dict[str, str] | None:
    return FORMS[way.data]() if isinstance(way.data, str) else way.data


def text_of(answer: HttpResponse) -> str:
    """What a page says; of a picture, whatever letters are in it."""
    return (b"".join(answer) if answer.streaming else answer.content).decode(errors="replace")


def state() -> list[tuple[object, ...]]:
    """How many rows each table has, and the newest transaction that wrote one: no act leaves this as it was."""
    with connection.cursor() as cursor:
        # Planned once, and by one process: starting others takes far longer than counting these few rows.
        cursor.execute("RESET ROLE; SET LOCAL max_parallel_workers_per_gather = 0")
        try:
            cursor.execute("SELECT FROM pg_prepared_statements WHERE name = 'state'")
            if cursor.fetchone() is None:
                cursor.execute(f"PREPARE state AS {_state_of_every_table()}")
            cursor.execute("EXECUTE state")
            return cursor.fetchall()
        finally:
            cursor.execute("SET ROLE antigone_staff")


def _state_of_every_table() -> str:
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - _UNWATCHED)
    one = "SELECT '{0}', count(*), max(xmin::text::bigint) FROM {0}"
    return " UNION ALL ".join(one.format(table) for table in tables)


def changed_since(before: list[tuple[object, ...]]) -> str:
    """The tables that have changed; empty for none."""
    return ", ".join(sorted({str(table) for table, *_ in set(state()) ^ set(before)}))


@contextmanager
def rolled_back() -> Iterator[None]:
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


def may(name: str, line: Line) -> bool:
    return line.open or (name in STAFF and STAFF[name] in line.roles)


def test_every_route_of_both_sites_has_its_line_in_the_matrix() -> None:
    assert set(DESK) == routes_of("antigone.server.urls_desk")
    assert set(WEBSITE) == routes_of("antigone.server.urls_website")


def test_the_table_of_roles_says_what_the_matrix_says() -> None:
    assert {route: line.roles for route, line in DESK.items() if not line.open} == dict(ROUTES)
    assert {route for route, line in DESK.items() if line.open} == OPEN
    assert not set(ROUTES) & OPEN
    assert set(STEP_UP) | ENROLMENT <= set(ROUTES)


def test_every_object_and_every_form_is_used() -> None:
    ways = [way for line in MATRIX.values() for way in line.ways]
    assert {way.about for way in ways} == set(OBJECTS)
    assert {way.data for way in ways if isinstance(way.data, str)} == set(FORMS)


def test_every_role_has_somebody_in_these_tests() -> None:
    assert set(STAFF.values()) == set(Role)


@pytest.mark.slow
def test_each_route_opens_to_its_roles_and_to_nobody_else(visitors: dict[str, str], the_vault_answers: None) -> None:
    wrong: list[str] = []
    shown_at = time.time()
    for route, line in DESK.items():
        if time.time() - shown_at > 60:  # on a slow machine their factors would be stale before the last route
            shown_at = time.time()
            their_factors_were_shown(visitors, shown_at)
        for way in line.ways:
            with rolled_back():
                address = reverse(route, kwargs=OBJECTS[way.about]())
                data = form_of(way)
                before = state()
                for name in (name for name in VISITORS if not may(name, line)):
                    answer = ask(visitors[name], way, address, data)
                    if problem := let_through(name, answer):
                        wrong.append(f"{name or 'signed out'}: {route}, {way}: {problem}")
                if changed := changed_since(before):
                    wrong.append(f"{route}, {way}: somebody who may not has changed {changed}")
                for name in (name for name in VISITORS if may(name, line)):
                    with rolled_back():
                        answer = ask(visitors[name], way, address, data)
                    if answer.status_code != way.answer or NOT_OPEN in text_of(answer):
                        wrong.append(f"{name or 'signed out'}: {route}, {way}: {answer.status_code}")
    assert wrong == []


def let_through(name: str, answer: HttpResponse) -> str:
    """What is wrong with the answer to somebody who may not; empty where nothing is."""
    text = text_of(answer)
    if told := [secret for secret in SECRETS if secret in text]:
        return f"reads {', '.join(told)}"
    if name:
        return "" if answer.status_code == 403 and NOT_OPEN in text else f"got {answer.status_code}"
    away = answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in/")
    return "" if away else f"got {answer.status_code}"


def test_what_matters_most_asks_for_a_fresh_factor_and_does_nothing_before(
    visitors: dict[str, str], the_vault_answers: None
) -> None:
    their_factors_were_shown(visitors, time.time() - 301)
    wrong: list[str] = []
    for route, when in STEP_UP.items():
        line = DESK[route]
        for way in line.ways:
            asks = way.method == "post" and (when is not Ask.WHEN_SIGNED or "shown" in (way.data or {}))
            with rolled_back():
                address = reverse(route, kwargs=OBJECTS[way.about]())
                before = state()
                for name in (name for name in VISITORS if may(name, line)):
                    answer = ask(visitors[name], way, address, form_of(way))
                    asked = answer.status_code == 403 and ASKS_AGAIN in text_of(answer)
                    if asked != (asks or when is Ask.ALWAYS):
                        wrong.append(f"{name}: {route}, {way}: {answer.status_code}")
                if changed := changed_since(before):
                    wrong.append(f"{route}, {way}: done before the factor was shown: {changed}")
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, role in STAFF.items() if role is not Role.CASE_WORKER])
def test_nobody_but_a_case_worker_opens_what_a_family_wrote_an_administrator_least(
    name: str, office: None, staff_rights: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(question: dict[str, object]) -> bytes:
        raise AssertionError("the vault was asked")

    address = reverse("desk:enquiry-open", kwargs=OBJECTS["an enquiry of taras"]())
    monkeypatch.setattr(vault_client, "asked", asked)
    for what in ("contact", "messages"):
        answer = signed_in(name).post(address, {"what": what, "reason": "to look after the accounts"})
        assert answer.status_code == 403
        assert NOT_OPEN in answer.text


def test_no_method_opens_anything_to_who_is_not_signed_in(office: None, staff_rights: None) -> None:
    for route, line in DESK.items():
        if line.open:
            continue
        with rolled_back():
            address = reverse(route, kwargs=OBJECTS[line.ways[0].about]())
            before = state()
            for method in ("get", "head", "post", "put", "patch", "delete", "options", "trace"):
                answer = getattr(Client(), method)(address)
                assert answer.status_code == 302, f"{method} {address}"
                assert not [secret for secret in SECRETS if secret in answer.text], f"{method} {address}"
            assert state() == before, address


def test_on_the_families_website_the_staff_are_visitors_like_any_other(db: None, settings: Any) -> None:
    open_accounts()
    sessions = [_session_of(signed_in(name)) if name else "" for name in VISITORS]
    wrong: list[str] = []
    for route, line in WEBSITE.items():
        for way in line.ways:
            address = reverse(route, "antigone.server.urls_website", kwargs=OBJECTS[way.about]())
            for name, session in zip(VISITORS, sessions, strict=True):
                answer = ask(session, way, address, form_of(way))
                if answer.status_code != way.answer:
                    wrong.append(f"{name or 'signed out'}: {route}, {way}: {answer.status_code}")
                if answer.cookies or (name and f">{name}" in text_of(answer)):
                    wrong.append(f"{name or 'signed out'}: {route}, {way}: is known by name")
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, role in STAFF.items() if role not in ROUTES["desk:imports"]])
def test_the_overview_tells_only_numbers_to_roles_that_work_with_no_imports(name: str, office: None) -> None:
    page = signed_in(name).get("/").text
    assert "Records in the registry" in page
    for secret in (*SECRETS, MEMORIAL.name, CONFIDENCE.name, "prisoners.csv"):
        assert secret not in page


def test_a_route_without_a_line_in_the_table_is_open_to_nobody(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("olena")
    without = {route: roles for route, roles in ROUTES.items() if route != "desk:sources"}
    monkeypatch.setattr("antigone.interfaces.desk.permissions.ROUTES", without)
    assert client.get("/sources/").status_code == 403


def test_a_form_of_another_site_changes_nothing(office: None, staff_rights: None) -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.get("/sign-in/").text
    token = page.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    form = {"name": "olena", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/sign-in/", form).status_code == 302
    step = client.get("/sign-in/second-step/").text
    token = step.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert client.post("/sign-in/second-step/", {"code": code(), "csrfmiddlewaretoken": token}).status_code == 302
    before = state()
    answer = client.post(reverse("desk:withhold", kwargs=a_record()), REASON)
    assert answer.status_code == 403
    assert "This form has expired" in answer.text
    assert state() == before


def test_nothing_that_is_not_there_tells_more_than_that(registrar: Client) -> None:
    for address in (
        "/records/00000000-0000-4000-8000-000000000000/",
        "/records/00000000-0000-4000-8000-000000000000/delete/",
        "/imports/99999/",
        "/imports/99999999999999999999999/",
        "/imports/99999/undo/",
        "/imports/99999/rejected.csv",
        "/sources/99999/",
        "/sources/99999999999999999999999/edit/",
        "/no-such-page/",
    ):
        answer = registrar.get(address)
        assert answer.status_code == 404, address
        assert "There is nothing here" in answer.text
    missing = "/records/00000000-0000-4000-8000-000000000000/"
    assert registrar.post(f"{missing}withhold/", REASON).status_code == 404
    assert registrar.post(f"{missing}release/", REASON).status_code == 404


def test_every_page_may_be_kept_by_nobody(registrar: Client) -> None:
    for answer in (registrar.get("/"), registrar.post("/search/", {"name": DEAD_NAME}), Client().get("/sign-in/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "<script>" not in answer.text
        assert not re.search(r"<script(?! src=\"/static/desk/)", answer.text)
        assert "style=" not in answer.text


def test_a_database_that_is_away_is_answered_with_a_page(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("olena")
    client.raise_request_exception = False

    def away(self: SessionStore) -> dict[str, object]:
        raise OperationalError("the database system is shutting down")

    monkeypatch.setattr(SessionStore, "load", away)
    answer = client.get("/imports/")
    assert answer.status_code == 500
    assert "This went wrong on our side" in answer.text


def test_a_request_that_is_too_large_is_answered_with_a_page(registrar: Client) -> None:
    registrar.raise_request_exception = False
    answer = registrar.post("/search/", {"name": "x" * 100_000})
    assert answer.status_code == 400
    assert "We could not read this" in answer.text


@pytest.mark.parametrize(("method", "address"), [("post", "/imports/"), ("delete", "/"), ("put", "/search/")])
def test_a_method_that_a_page_does_not_take_is_refused_in_its_voice(
    method: str, address: str, registrar: Client
) -> None:
    answer = getattr(registrar, method)(address)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "This page does not work that way" in answer.text


def test_the_guide_tells_the_same_rights_as_the_matrix() -> None:
    page = (Path(__file__).parents[3] / "docs" / "desk.md").read_text(encoding="utf-8")
    lines = page.partition("## Who may do what")[2].partition("\n## ")[0].splitlines()
    header, _, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line[:1] == "|")
    roles = [Role(name) for name in header]
    told = {what: {role for role, cell in zip(roles, cells, strict=False) if cell == "yes"} for what, *cells in rows}
    said = {what for what in told for line in DESK.values() if line.row and what.startswith(line.row)}
    assert said == set(told), "a row of the guide that no route of the matrix names"
    for route, line in DESK.items():
        if line.row is not None:
            (row,) = [what for what in told if what.startswith(line.row)]
            assert told[row] == line.roles, route
