"""Mistakes that a website could make, each as small as it would be made: something private changes an answer.

The website's role in the database has no right to look; here it looks with the rights of the owner, as if somebody had
granted them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse

from antigone.bureau.enquiries import intake, receipts
from antigone.interfaces.website import even_answers, middleware, views
from antigone.interfaces.website.enquiries import views as enquiry_views
from antigone.interfaces.website.gallery import views as gallery_views

Leak = Callable[[pytest.MonkeyPatch], None]


def _secretly(question: str, *values: str | bytes) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(question, values)
        row = cursor.fetchone()
        cursor.execute("SET ROLE antigone_public")
    return row[0] if row else None


def _enquiries() -> int:
    return int(_secretly("SELECT count(*) FROM intake.enquiry"))


def _records_of(name: str) -> int:
    return int(_secretly("SELECT count(*) FROM registry_name WHERE value = %s", name))


def _pages(monkeypatch: pytest.MonkeyPatch, template: str, change: Callable[[HttpRequest, HttpResponse], None]) -> None:
    """Change every page that is made from this template."""
    real = views.page

    def page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        response = real(request, name, **context)
        if name == template:
            change(request, response)
        return response

    monkeypatch.setattr(views, "page", page)
    monkeypatch.setattr(enquiry_views, "page", page)
    monkeypatch.setattr(gallery_views, "page", page)


def _line(response: HttpResponse, words: object) -> None:
    response.content = response.content.replace(b"</main>", f"<p>{words}</p></main>".encode())


def already_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Somebody has already asked for this person.»"""
    _pages(
        monkeypatch,
        "enquiries/card",
        lambda request, response: _line(
            response, "again" if _records_of(request.POST.get("name", "").strip()) > 2 else "first"
        ),
    )


def another_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Gone» instead of «not found» while something that was told is frozen."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        frozen = _secretly("SELECT EXISTS (SELECT FROM enquiries_telling WHERE frozen_by <> '')")
        response.status_code = 410 if frozen else 404

    _pages(monkeypatch, "errors/not_found", change)


def entity_tag(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ETag that follows the newest event of the ledger."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        response["ETag"] = f'"{_secretly("SELECT count(*) FROM ledger_event")}"'

    monkeypatch.setattr(middleware, "_NEVER_ANSWERED", ())
    _pages(monkeypatch, "data", change)


def last_modified(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Last-Modified» from whether somebody was told something."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        day = 1 + _secretly("SELECT count(*) FROM enquiries_telling")
        response["Last-Modified"] = f"Mon, {day:02} Nov 2027 00:00:00 GMT"

    monkeypatch.setattr(middleware, "_NEVER_ANSWERED", ())
    _pages(monkeypatch, "contact", change)


def too_often_for_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    """«Too many requests», counted for each person sought."""
    real = views.answer

    def answer(request: HttpRequest) -> HttpResponse:
        if _records_of(request.POST.get("name", "")) > 2:
            return HttpResponse("later", status=429)
        return real(request)

    monkeypatch.setattr(views, "answer", answer)


def number_in_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    """The enquiry's number in the order of all enquiries."""
    _pages(monkeypatch, "enquiries/card", lambda _request, response: _line(response, f"No. {_enquiries()}"))


def count_on_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """«So many families have asked.»"""
    _pages(monkeypatch, "home", lambda _request, response: _line(response, f"{_enquiries()} families have asked"))


def warm_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header that says that somebody looked at this person before."""

    def change(request: HttpRequest, response: HttpResponse) -> None:
        response["X-Cache"] = "HIT" if _records_of(request.POST.get("name", "")) else "MISS"

    _pages(monkeypatch, "nothing", change)


def cookie_of_the_interested(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cookie for those whose question met a withheld record."""
    real = middleware.PrivatePages.__call__

    def call(self: middleware.PrivatePages, request: HttpRequest) -> HttpResponse:
        response = real(self, request)
        if request.method == "POST" and _records_of(request.POST.get("name", "")):
            response.set_cookie("near", "1")
        return response

    monkeypatch.setattr(middleware.PrivatePages, "__call__", call)


def longer_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer filled with one blank more for each notice that waits."""
    real = even_answers.padded_length
    monkeypatch.setattr(
        even_answers,
        "padded_length",
        lambda length: real(length) + _secretly("SELECT count(*) FROM enquiries_notice"),
    )


def another_relative_on_the_receipts_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of an enquiry tells that there is a match."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        _line(response, "we may have found him" if _secretly("SELECT EXISTS (SELECT FROM matching_match)") else "")

    _pages(monkeypatch, "enquiries/enquiry", change)


def redirect_to_where_news_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bare address leads to the page for ten words while something that was written is not delivered yet."""
    real = middleware.PrivatePages.__call__

    def call(self: middleware.PrivatePages, request: HttpRequest) -> HttpResponse:
        response = real(self, request)
        if response.status_code == 302 and _secretly(
            "SELECT EXISTS (SELECT FROM enquiries_telling WHERE approved_by <> '' AND delivered_by = '')"
        ):
            response["Location"] += "words/"
        return response

    monkeypatch.setattr(middleware.PrivatePages, "__call__", call)


def words_that_opened_something_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """«This enquiry was deleted» in the place of «these words open nothing»."""

    def change(request: HttpRequest, response: HttpResponse) -> None:
        asked = receipts.parsed(request.POST["words"])
        _line(response, "withdrawn" if (connection.settings_dict["NAME"], asked) in erased else "unknown")

    erased: set[tuple[str, receipts.Receipt]] = set()
    real = intake.delete

    def delete(receipt: receipts.Receipt) -> None:
        erased.add((connection.settings_dict["NAME"], receipt))
        real(receipt)

    monkeypatch.setattr(intake, "delete", delete)
    _pages(monkeypatch, "enquiries/unknown", change)


def blocked_senders_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The page of an enquiry is shorter for whoever is not read any more."""

    def change(request: HttpRequest, response: HttpResponse) -> None:
        asked = receipts.parsed(request.POST["words"]).lookup(settings.ENQUIRY_KEYS.pepper)
        if _secretly("SELECT blocked FROM intake.enquiry WHERE lookup = %s", asked):
            response.content = response.content.replace(b'name="message"', b'name="message" disabled')

    _pages(monkeypatch, "enquiries/enquiry", change)


def what_is_not_released_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """«More things are being prepared» on the page of the gallery."""

    def change(_request: HttpRequest, response: HttpResponse) -> None:
        _line(response, _secretly("SELECT count(*) FROM photographs_release WHERE signed_by = ''"))

    _pages(monkeypatch, "things/gallery", change)


#: Each must be found by the comparison that the website itself passes.
LEAKS: tuple[Leak, ...] = (
    already_asked_for,
    another_not_found,
    entity_tag,
    last_modified,
    too_often_for_one_person,
    number_in_sequence,
    count_on_the_first_page,
    warm_cache,
    cookie_of_the_interested,
    longer_answer,
    another_relative_on_the_receipts_page,
    redirect_to_where_news_is,
    words_that_opened_something_once,
    blocked_senders_are_told,
    what_is_not_released_yet,
)
