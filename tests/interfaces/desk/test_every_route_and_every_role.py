"""Every route is tried as every role, as a member of the staff without one, and signed out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.interfaces.desk.conftest import signed_in
from tests.interfaces.desk.deciding import a_pair, a_telling, an_enquiry, an_identification, what_was_decided
from tests.interfaces.desk.office import CONFIDENCE, DEAD_NAME, MEMORIAL, PRISONER_NAME, STAFF, STRANGER

from antigone.bureau.identification.actions import keep_families
from antigone.bureau.identification.models import Donor, Family
from antigone.bureau.identification.values import DonorDraft, FamilyDraft, TreeMember
from antigone.bureau.ledger import Actor
from antigone.bureau.registry.models import Agreement, Batch, Record, Source
from antigone.bureau.registry.values import SourceDraft
from antigone.interfaces.desk.permissions import OPEN, ROUTES, Role
from antigone.interfaces.desk.registrars.importing import Stage, Upload, uploads

SIGNED_OUT = ""
VISITORS = [*STAFF, STRANGER, SIGNED_OUT]
#: What nobody may read who may not open the page.
SECRETS = (DEAD_NAME, PRISONER_NAME, "Гайдабура", "Верещака", "АВ-12071", "31.02.1999", "якір", MEMORIAL.contact)


@dataclass(frozen=True)
class Ask:
    """One way to use a route: with what, and what the answer is to those who may."""

    method: str
    about: Callable[[], dict[str, object]] = dict
    data: dict[str, str] | Callable[[], dict[str, str]] | None = None
    answer: int = 200


def a_record() -> dict[str, object]:
    return {"public_id": Record.objects.get(source_record_id="m-1").public_id}


def a_withheld_record() -> dict[str, object]:
    Record.objects.filter(source_record_id="m-1").update(sensitivity="withheld")
    return a_record()


def an_import() -> dict[str, object]:
    return {"batch_id": Batch.objects.get(source__name=MEMORIAL.name).pk}


def a_file_in_hand() -> dict[str, object]:
    number = uploads.new_folder()
    source = SourceDraft(MEMORIAL.name)
    uploads.save(Upload(number, "olena", "registrar", uploads.now(), "x.csv", 0, "0" * 64, source, Stage.FAILED))
    return {"number": number}


def an_amendment() -> dict[str, str]:
    version = Record.objects.get(source_record_id="m-1").content_hash
    said = {"name_0": DEAD_NAME, "kind": "dead", "rank": "майор"}
    return said | {"do": "keep", "version": version, "basis": "source", "reason": "letter 14"}


def a_source() -> dict[str, object]:
    return {"source_id": Source.objects.get(name=MEMORIAL.name).pk}


def a_family() -> dict[str, object]:
    members = (TreeMember("son", "", "mother", "M"), TreeMember("mother", "", "", "F"))
    swab = DonorDraft("F-1", "mother", "R-1", "mother", ("search",), date(2026, 5, 2))
    keep_families([FamilyDraft("F-1", "c-2", "son", members)], [swab], actor=LABORATORY)
    return {"public_id": Family.objects.get(label="F-1").public_id}


def a_donor() -> dict[str, object]:
    return a_family() | {"donor": Donor.objects.get(family__label="F-1").pk}


LABORATORY = Actor("lab", "laboratory")
def a_family() -> dict[str, object]:
    parents = (TreeMember("father", "", "", "M"), TreeMember("mother", "", "", "F"))
    members = (TreeMember("son", "father", "mother", "M"), *parents)
    swab = DonorDraft("F-1", "mother", "R-1", "mother", ("search",), date(2026, 5, 2))
    keep_families([FamilyDraft("F-1", "c-2", "son", members)], [swab], actor=LABORATORY)
    return {"public_id": Family.objects.get(label="F-1").public_id}


def a_donor() -> dict[str, object]:
    return a_family() | {"donor": Donor.objects.get(family__label="F-1").pk}


LABORATORY = Actor("lab", "laboratory")
REASON = {"reason": "the family asked for it"}
GRADES = {"kind": "press", "reliability": "C", "credibility": "3", "publication": "private"}
COMPARISON = {"identifier": "dental", "verdict": "consistent", "grounds": "alike", "evidence": "report 17"}
REQUEST = {"identifier": "dental", "what": "X-rays", "of_whom": "the dentist"}
BECAUSE = {"because": "it is he"}
ASKS: dict[str, list[Ask]] = {
    "desk:home": [Ask("get")],
    "desk:password": [Ask("get")],
    "desk:search": [Ask("get"), Ask("post", data={"name": PRISONER_NAME})],
    "desk:record": [Ask("get", a_record)],
    "desk:history": [Ask("get", a_record)],
    "desk:choose": [Ask("get")],
    "desk:enter": [
        Ask("get", lambda: {"kind": "dead"}),
        Ask("post", lambda: {"kind": "dead"}, {"do": "keep", "name_0": "Бондаренко Вадим"}, 302),
    ],
    "desk:check": [Ask("post", lambda: {"kind": "dead"}, {"name_0": "Бондаренко Вадим"})],
    "desk:amend": [Ask("get", a_record), Ask("post", a_record, an_amendment, 302)],
    "desk:withhold": [Ask("post", a_record, REASON, 302)],
    "desk:release": [Ask("post", a_withheld_record, REASON, 302)],
    "desk:delete": [Ask("get", a_record), Ask("post", a_record, REASON, 302)],
    "desk:imports": [Ask("get")],
    "desk:import-new": [Ask("get"), Ask("post", data={"new_source": "x"}, answer=400)],
    "desk:incoming": [Ask("get", a_file_in_hand), Ask("post", a_file_in_hand, {"do": "drop"}, 302)],
    "desk:incoming-progress": [Ask("get", a_file_in_hand, answer=204)],
    "desk:import": [Ask("get", an_import)],
    "desk:rejected": [Ask("get", an_import)],
    "desk:undo": [Ask("get", an_import), Ask("post", an_import, {}, 302)],
    "desk:sources": [Ask("get")],
    "desk:source": [Ask("get", a_source)],
    "desk:source-edit": [Ask("get", a_source), Ask("post", a_source, GRADES, 302)],
    "desk:source-new": [Ask("get"), Ask("post", data=GRADES | {"name": "Комітет"}, answer=302)],
    "desk:source-agreement": [Ask("get", a_source), Ask("post", a_source, {"text": "лист № 14"}, 302)],
    "desk:decisions": [Ask("get")],
    "desk:pair": [Ask("get", a_pair)],
    "desk:comparison-add": [Ask("get", a_pair), Ask("post", a_pair, COMPARISON, 302)],
    "desk:evidence-ask": [Ask("get", a_pair), Ask("post", a_pair, REQUEST, 302)],
    "desk:identification-propose": [Ask("get", a_pair), Ask("post", a_pair, BECAUSE)],
    "desk:board-decision": [Ask("get", a_pair), Ask("post", a_pair, BECAUSE, 400)],
    "desk:identification": [Ask("get", an_identification)],
    "desk:identification-sign": [
        Ask("get", an_identification),
        Ask("post", an_identification, {"shown": "another text"}, 409),
    ],
    "desk:identification-rescind": [Ask("get", an_identification), Ask("post", an_identification, BECAUSE)],
    "desk:enquiries": [Ask("get")],
    "desk:enquiry": [Ask("get", an_enquiry)],
    "desk:enquiry-take": [Ask("post", an_enquiry, {}, 302)],
    "desk:enquiry-open": [Ask("post", an_enquiry, {"what": "contact", "reason": "short"}, 400)],
    "desk:enquiry-reply": [Ask("post", an_enquiry, {"text": "Ми вас почули."}, 302)],
    "desk:telling-draft": [
        Ask("get", an_enquiry, {"template": "nothing yet"}),
        Ask("post", an_enquiry, {"template": "nothing yet", "text": "Новин поки немає."}, 302),
    ],
    "desk:telling": [Ask("get", a_telling)],
    "desk:telling-approve": [Ask("post", a_telling, {"read": "0"}, 302)],
    "desk:telling-drop": [Ask("post", a_telling, REASON, 302)],
    "desk:telling-deliver": [Ask("post", a_telling, {"channel": "receipt"}, 302)],
    "desk:record-freeze": [Ask("get", a_record), Ask("post", a_record, REASON, 302)],
    "desk:record-unfreeze": [Ask("get", a_record), Ask("post", a_record, REASON, 302)],
    "desk:families": [Ask("get"), Ask("post", data={"label": "F-1"})],
    "desk:family": [Ask("get", a_family)],
    "desk:family-tree": [Ask("get", a_family)],
    "desk:family-next": [Ask("get", a_family), Ask("post", a_family, {"bodies": "100"})],
    "desk:family-withdraw": [Ask("get", a_donor), Ask("post", a_donor, {"sure": "on"}, 302)],
}


def view_names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            yield from view_names(pattern, f"{pattern.namespace}:" if pattern.namespace else space)


def state() -> tuple[object, ...]:
    """Everything that an act of the desk could change."""
    return (
        list(Record.objects.order_by("pk").values_list("pk", "sensitivity", "content_hash")),
        list(Agreement.objects.order_by("pk").values_list("pk")),
        list(Batch.objects.order_by("pk").values_list("pk", "undone_at")),
        list(Source.objects.order_by("pk").values()),
        list(Donor.objects.order_by("pk").values_list("pk", "withdrawn_on")),
        what_was_decided(),
    )


def ask(client: Client, route: str, way: Ask) -> HttpResponse:
    address = reverse(route, kwargs=way.about())
    send = getattr(client, way.method)
    data = way.data() if callable(way.data) else way.data
    return send(address, data) if data is not None else send(address)


def text_of(answer: HttpResponse) -> str:
    return b"".join(answer).decode() if answer.streaming else answer.text


def test_every_route_of_the_desk_has_its_line_in_the_table_of_roles() -> None:
    routes = set(view_names(get_resolver("antigone.server.urls_desk")))
    assert routes == set(ROUTES) | OPEN
    assert not set(ROUTES) & OPEN


def test_every_line_of_the_table_is_tried_here() -> None:
    assert set(ASKS) == set(ROUTES)


def test_every_role_has_somebody_in_these_tests() -> None:
    assert set(STAFF.values()) == set(Role)


@pytest.mark.parametrize("name", VISITORS, ids=lambda name: name or "signed out")
def test_each_route_opens_to_its_roles_and_to_nobody_else(name: str, office: None, staff_rights: None) -> None:
    client = signed_in(name) if name else Client()
    role = STAFF.get(name)
    for route, ways in ASKS.items():
        allowed = role is not None and role in ROUTES[route]
        for way in ways:
            savepoint = transaction.savepoint()
            way.about()
            before = state()
            answer = ask(client, route, way)
            where = f"{name or 'signed out'}: {way.method} {route}"
            if allowed:
                assert answer.status_code == way.answer, where
            else:
                assert answer.status_code == (403 if name else 302), where
                assert name or answer.headers["Location"].startswith("/sign-in/"), where
                assert not [secret for secret in SECRETS if secret in text_of(answer)], where
                assert state() == before, where
            transaction.savepoint_rollback(savepoint)


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "patch", "delete", "options", "trace"])
def test_no_method_opens_anything_to_who_is_not_signed_in(method: str, office: None, staff_rights: None) -> None:
    addresses = [reverse(route, kwargs=ways[0].about()) for route, ways in ASKS.items()]
    before = state()
    for address in addresses:
        answer = getattr(Client(), method)(address)
        assert answer.status_code == 302, address
        assert not [secret for secret in SECRETS if secret in answer.text], address
    assert state() == before


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
    form = {"name": "olena", "password": "тиха вода греблі рве 1", "csrfmiddlewaretoken": token}
    assert client.post("/sign-in/", form).status_code == 302
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
        assert "<script" not in answer.text
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


#: The rows of the table of roles in docs/desk.md, by how they begin, and the routes that each speaks of.
ROWS = {
    "overview": {"desk:home"},
    "search, read": {"desk:search", "desk:record", "desk:history"},
    "withhold": {"desk:withhold"},
    "release, delete": {"desk:release", "desk:delete"},
    "enter a record": {"desk:choose", "desk:enter", "desk:check", "desk:amend"},
    "list of imports": {"desk:imports", "desk:sources", "desk:source"},
    "an import's rejected rows": {"desk:import", "desk:rejected"},
    "undo an import": {"desk:undo", "desk:source-edit", "desk:source-new", "desk:source-agreement"},
    "import a file": {"desk:import-new", "desk:incoming", "desk:incoming-progress"},
    "identifications and pairs": {"desk:decisions", "desk:pair", "desk:identification"},
    "compare, ask for more": {
        "desk:comparison-add",
        "desk:evidence-ask",
        "desk:identification-propose",
        "desk:board-decision",
        "desk:identification-sign",
        "desk:identification-rescind",
    },
    "families' DNA": {"desk:families", "desk:family", "desk:family-tree", "desk:family-next"},
    "write down that a donor withdraws": {"desk:family-withdraw"},
    "families' enquiries": {
        "desk:enquiries",
        "desk:enquiry",
        "desk:enquiry-take",
        "desk:enquiry-open",
        "desk:enquiry-reply",
        "desk:telling-draft",
        "desk:telling",
        "desk:telling-approve",
        "desk:telling-drop",
        "desk:telling-deliver",
        "desk:record-freeze",
        "desk:record-unfreeze",
    },
}


def test_the_guide_tells_the_same_rights_as_the_table() -> None:
    page = (Path(__file__).parents[3] / "docs" / "desk.md").read_text(encoding="utf-8")
    lines = page.partition("## Who may do what")[2].partition("## Searching")[0].splitlines()
    header, _, *rows = ([cell.strip() for cell in line.strip("| ").split("|")] for line in lines if line[:1] == "|")
    roles = [Role(name) for name in header]
    told: dict[str, set[Role]] = {}
    for what, *cells in rows:
        routes = next(routes for start, routes in ROWS.items() if what.startswith(start))
        for route in routes:
            told[route] = {role for role, cell in zip(roles, cells, strict=False) if cell == "yes"}
    assert told == {route: set(roles) for route, roles in ROUTES.items() if route != "desk:password"}
