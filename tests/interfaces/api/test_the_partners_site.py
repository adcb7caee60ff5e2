"""The partners' process as it is served: its own addresses, problem documents, no page and no cookie."""

from __future__ import annotations

import json
import socket
import time
import urllib.error
import urllib.request
from email.message import Message
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connection
from tests.bureau.people import REGISTRAR, arrive, dead, prisoner
from tests.interfaces.exchange.pfif.documents import read
from tests.sites import LiveSite, OpenSite

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import PartnerDraft, Scope, add_partner
from antigone.bureau.registry.actions import delete_record
from antigone.bureau.registry.models import Record
from antigone.interfaces.api.even_length import STEP
from antigone.server.configuration import configuration_from_environment

pytestmark = pytest.mark.django_db
KEY: list[str] = []
ASKERS_KEY: list[str] = []
GONE: list[str] = []


def load() -> None:
    arrive(
        dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"),
        dead("2", "Мельниченко Гнат Лукич", birth_date="1985-05-13"),
        prisoner("held", "Савчук Ярема Іванович", birth_date="1990-01-02"),
    )
    publish_what_may_be(actor=REGISTRAR)
    leaves = Record.objects.get(source_record_id="2")
    with connection.cursor() as cursor:
        cursor.execute("SELECT public_id::text FROM published.person WHERE record_id = %s", [leaves.pk])
        GONE.append(cursor.fetchone()[0])
    delete_record(str(leaves.public_id), reason="asked", actor=REGISTRAR)
    KEY.append(add_partner(PartnerDraft("Reader"), actor=REGISTRAR))
    scopes = (Scope.SEARCH, Scope.FEED, Scope.ENQUIRE, Scope.WRITE)
    ASKERS_KEY.append(add_partner(PartnerDraft("Asker", scopes, "asker.example"), actor=REGISTRAR))


def asked(url: str, key: str = "") -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def settled(url: str, key: str) -> tuple[int, Message, bytes]:
    """The feed when it has its entries: it shows nothing younger than a second or than a transaction still at work."""
    deadline = time.monotonic() + 180
    while b"<entry>" not in (answer := asked(url, key))[2] and time.monotonic() < deadline:
        time.sleep(0.2)
    return answer


@pytest.fixture(scope="module")
def site(open_site: OpenSite) -> LiveSite:
    """The real process, on a database of its own."""
    return open_site("partners", load=load, ANTIGONE_PUBLIC_HOSTS="bureau.example,127.0.0.1")


def test_programs_with_a_key_are_served_and_nobody_else(site: LiveSite) -> None:
    for path, status in (("/partners/feeds/person", 401), ("/uk/", 404), ("/", 404), ("/static/website/site.css", 404)):
        code, headers, body = asked(site.url + path)
        assert (code, headers["Content-Type"]) == (status, "application/problem+json; charset=utf-8")
        assert json.loads(body)["status"] == status
        assert "Set-Cookie" not in headers
    code, headers, body = settled(f"{site.url}/partners/feeds/person?max_results=5", KEY[0])
    assert (code, headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    person = next(one for one in read(body) if one.fields.get("full_name"))
    assert person.fields["full_name"] == "Гончаровський Остап Лукич"
    assert person.fields["person_record_id"].startswith("bureau.example/person.")
    assert KEY[0] not in site.said()


def test_no_other_part_listens_where_partners_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WEBSITE", "DESK", "PARTNERS", "TELEGRAM_LISTEN"):
        monkeypatch.delenv(f"ANTIGONE_{name}", raising=False)
    unset = configuration_from_environment()
    addresses = [unset.website_address, unset.desk_address, unset.partners_address, unset.telegram.listen]
    assert len(set(addresses)) == len(addresses)


def on_the_line(site: LiveSite, method: str, path: str, body: object = None, name: str = "") -> tuple[int, bytes]:
    """The status, and every byte that the process sends for one request."""
    content = b"" if body is None else json.dumps(body).encode()
    own = f"Idempotency-Key: {name}\r\n" if name else ""
    head = (
        f"{method} {path} HTTP/1.1\r\nHost: bureau.example\r\nAuthorization: Bearer {ASKERS_KEY[0]}\r\n{own}"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    )
    where = urlsplit(site.url)
    with socket.create_connection((where.hostname, where.port), 30) as line:
        line.sendall(head.encode() + content)
        sent = b"".join(iter(lambda: line.recv(65_536), b""))
    return int(sent.split(b" ", 2)[1]), sent


def test_who_watches_the_line_learns_nothing_of_the_person_asked_for(site: LiveSite) -> None:
    search, person = "/api/v1/persons/search", "/api/v1/persons/"
    found = on_the_line(site, "POST", search, {"name": "Гончаровський Остап Лукич", "born": "1987"})
    (one,) = json.loads(found[1].partition(b"\r\n\r\n")[2])["found"]
    answers = {
        "found": found,
        "vague": on_the_line(site, "POST", search, {"name": "Остап"}),
        "withheld": on_the_line(site, "POST", search, {"name": "Савчук Ярема Іванович", "born": "1990-01-02"}),
        "nobody": on_the_line(site, "POST", search, {"name": "Ковальчук Зиновій Гнатович", "born": "1980"}),
        "refused": on_the_line(site, "POST", search, {"name": ""}),
        "by id": on_the_line(site, "GET", person + one["id"]),
        "unknown": on_the_line(site, "GET", f"{person}{uuid4()}"),
        "gone": on_the_line(site, "GET", person + GONE[0]),
    }
    assert {name: status for name, (status, _) in answers.items()} == {
        "found": 200, "vague": 200, "withheld": 200, "nobody": 200, "refused": 422, "by id": 200, "unknown": 404,
        "gone": 410,
    }  # fmt: skip
    lengths = {name: len(sent) for name, (_, sent) in answers.items()}
    assert set(lengths.values()) == {lengths["nobody"]}, lengths
    assert STEP < lengths["nobody"] < STEP + 500


def test_what_a_family_or_a_partner_brought_has_one_length_too(site: LiveSite) -> None:
    enquiry = {"sought": {"names": ["Ковальчук Зиновій"]}}
    answers = [
        on_the_line(site, "POST", "/api/v1/enquiries", enquiry, "a-name-of-ours"),
        on_the_line(site, "POST", "/api/v1/enquiries", enquiry, "a-name-of-ours"),
        on_the_line(site, "POST", "/api/v1/enquiries", {"sought": {"names": []}}, "another-name"),
        on_the_line(site, "GET", f"/api/v1/records/{uuid4()}"),
        on_the_line(site, "GET", "/partners/feeds/note?person_record_id=bureau.example/person.1"),
        on_the_line(site, "GET", f"/partners/feeds/note?person_record_id=bureau.example/person.{GONE[0]}"),
    ]
    assert [status for status, _ in answers] == [201, 201, 422, 404, 200, 200]
    assert len({len(sent) for _, sent in answers}) == 1
    (left,) = read(answers[-1][1].partition(b"\r\n\r\n")[2])  # blanks behind a document of XML belong to it
    assert left.fields["person_record_id"] == f"bureau.example/person.{GONE[0]}"
