"""Under which name passkeys work, by the desk's settings."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from tests.interfaces.desk.conftest import signed_in
from tests.sites import LiveSite, OpenSite

from antigone.interfaces.desk.second_factor.site import relying_party
from antigone.interfaces.desk.second_factor.values import NoPasskeysHere
from antigone.server.configuration import BadSetting, configuration_from_environment


def set_up(settings: Any, **values: str) -> None:
    settings.CONFIGURATION = replace(settings.CONFIGURATION, **values)


@pytest.mark.parametrize(
    ("address", "url", "name", "origin"),
    [
        ("127.0.0.1:8001", "", "localhost", "http://localhost:8001"),
        ("[::1]:8001", "", "localhost", "http://localhost:8001"),
        ("0.0.0.0:8001", "https://desk.example.org", "desk.example.org", "https://desk.example.org"),
        ("127.0.0.1:8001", "https://desk.example.org:8443", "desk.example.org", "https://desk.example.org:8443"),
    ],
)
def test_passkeys_are_bound_to_the_desks_name(address: str, url: str, name: str, origin: str, settings: Any) -> None:
    set_up(settings, desk_address=address, desk_url=url)
    party = relying_party()
    assert (party.id, party.origin) == (name, origin)


@pytest.mark.parametrize(
    ("address", "url"),
    [("0.0.0.0:8001", ""), ("10.0.0.5:8001", ""), ("desk.lan:8001", ""), ("127.0.0.1:8001", "https://10.0.0.5")],
)
def test_a_number_or_an_unprotected_page_takes_no_passkeys(address: str, url: str, settings: Any) -> None:
    set_up(settings, desk_address=address, desk_url=url)
    with pytest.raises(NoPasskeysHere, match="ANTIGONE_DESK_URL"):
        relying_party()


def test_where_no_passkeys_work_the_pages_say_so_and_codes_remain(office: None, settings: Any) -> None:
    set_up(settings, desk_address="10.0.0.5:8001")
    client = signed_in("olena")
    page = client.get("/second-factor/").text
    assert "takes no passkeys" in page
    assert "data-passkey" not in page
    assert "Set up another app" in page
    client.logout()
    assert "data-passkey" not in client.get("/sign-in/").text
    assert client.post("/sign-in/passkey/question/").status_code == 409


@pytest.mark.parametrize(
    "url", ["desk.example.org", "http://desk.example.org", "https://desk.example.org/desk", "ftp://x"]
)
def test_an_address_that_cannot_be_is_refused_with_the_cure(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTIGONE_DESK_URL", url)
    with pytest.raises(BadSetting, match="write it as https"):
        configuration_from_environment()


def test_behind_tls_the_desk_takes_its_own_forms_and_its_cookies_go_nowhere_else(open_site: OpenSite) -> None:
    desk = open_site("desk", ANTIGONE_DESK_URL="https://desk.example.org")
    headers = {"Host": "desk.example.org"}
    with as_a_proxy(desk, "GET", "/sign-in/", headers) as page:
        cookie = page.headers["Set-Cookie"]
        token = page.read().decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    assert "Secure" in cookie
    form = urlencode({"csrfmiddlewaretoken": token, "language": "uk"})
    headers |= {"Cookie": cookie.partition(";")[0], "Content-Type": "application/x-www-form-urlencoded"}
    for origin, status in (("https://desk.example.org", 302), ("https://evil.example", 403)):
        with as_a_proxy(desk, "POST", "/language/", headers | {"Origin": origin}, form) as answer:
            assert answer.status == status


@contextmanager
def as_a_proxy(
    desk: LiveSite, method: str, path: str, headers: dict[str, str], body: str = ""
) -> Iterator[http.client.HTTPResponse]:
    """One request as a proxy in front of the desk sends it."""
    address = urlsplit(desk.url)
    line = http.client.HTTPConnection(address.hostname or "", address.port)
    try:
        line.request(method, path, body or None, headers)
        yield line.getresponse()
    finally:
        line.close()
