"""What identifies a reader goes no further than the door."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.interfaces.website.asking import stranger

from antigone.interfaces.website.middleware import PrivatePages

TRACES = {
    "REMOTE_ADDR": "203.0.113.77",
    "REMOTE_HOST": "kitchen.example",
    "REMOTE_PORT": "50123",
    "REMOTE_USER": "mother",
    "HTTP_COOKIE": "known=203-0-113-77",
    "HTTP_USER_AGENT": "Telephone/7 (kitchen)",
    "HTTP_REFERER": "https://kitchen.example/",
    "HTTP_X_FORWARDED_FOR": "203.0.113.77",
    "HTTP_FORWARDED": "for=203.0.113.77",
    "HTTP_X_REAL_IP": "203.0.113.77",
    "HTTP_VIA": "kitchen.example",
    "HTTP_AUTHORIZATION": "Basic kitchen",
    "HTTP_IF_NONE_MATCH": '"kitchen"',
    "HTTP_X_ANYTHING_NEW": "kitchen",
    "QUERY_STRING": "name=kitchen",
}


def what_gets_through(**traces: str) -> HttpRequest:
    seen: list[HttpRequest] = []

    def inner(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        response = HttpResponse("page")
        response.set_cookie("known", "again")
        response["ETag"] = '"1"'
        response["Vary"] = "Cookie"
        return response

    response = PrivatePages(inner)(RequestFactory().get("/en/", **traces))
    assert not response.cookies
    assert "ETag" not in response
    assert "Vary" not in response
    return seen[0]


def test_a_view_cannot_learn_who_asks() -> None:
    request = what_gets_through(**TRACES)
    told = " ".join(f"{name}={value}" for name, value in request.META.items() if not name.startswith("wsgi"))
    assert "kitchen" not in told
    assert "203.0.113.77" not in told
    assert not request.COOKIES
    assert not request.GET
    assert "kitchen" not in request.get_full_path()


def test_the_host_and_the_language_get_through() -> None:
    request = what_gets_through(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="ru")
    assert request.get_host() == "localhost"
    assert request.headers["Accept-Language"] == "ru"


def test_a_cookie_from_elsewhere_does_not_choose_the_language() -> None:
    client = stranger()
    client.cookies["django_language"] = "ru"
    assert client.get("/", headers={"accept-language": "en"}).headers["Location"] == "/en/"


def test_a_browser_that_comes_back_gets_the_whole_page_again() -> None:
    reply = stranger().get("/en/", headers={"if-none-match": "*", "if-modified-since": "Mon, 23 Nov 2026 00:00:00 GMT"})
    assert reply.status_code == 200
    assert reply.content
