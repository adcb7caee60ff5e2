"""The partners' process as it is served: its own addresses, problem documents, no page and no cookie."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from email.message import Message

import pytest
from tests.bureau.people import REGISTRAR, arrive, dead
from tests.interfaces.exchange.pfif.documents import read
from tests.sites import LiveSite, OpenSite

from antigone.bureau.disclosure.actions import publish_what_may_be
from antigone.bureau.disclosure.partners import PartnerDraft, add_partner

pytestmark = pytest.mark.django_db
KEY: list[str] = []


def load() -> None:
    arrive(dead("1", "Гончаровський Остап Лукич", birth_date="1987-05-13"))
    publish_what_may_be(actor=REGISTRAR)
    KEY.append(add_partner(PartnerDraft("Reader"), actor=REGISTRAR))


def asked(url: str, key: str = "") -> tuple[int, Message, bytes]:
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {key}"} if key else {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read()


def settled(url: str, key: str) -> tuple[int, Message, bytes]:
    """The feed when it has its entries: it shows nothing younger than a second or than a transaction still at work."""
    deadline = time.monotonic() + 60
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
    (person,) = read(body)
    assert person.fields["full_name"] == "Гончаровський Остап Лукич"
    assert person.fields["person_record_id"].startswith("bureau.example/person.")
    assert KEY[0] not in site.said()
