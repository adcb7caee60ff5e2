"""What holds for every page in every language, walked over all addresses that the site has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from tests.interfaces.website.asking import LANGUAGES, PAGES, PERSON, search_fails, search_finds, stranger
from tests.two_worlds.routes import route_names
from whitenoise.storage import CompressedManifestStaticFilesStorage

from antigone.interfaces import website
from antigone.interfaces.website import surroundings

WEIGHT_LIMIT = 50 * 1024
STYLESHEET = Path(website.__file__).parent / "static" / "website" / "site.css"

ANSWERS = ("found", "nothing", "wrong", "not now", "not found", "unreadable", "not this way", "broken")


def answer(kind: str, language: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """One of the pages that stand at no address of their own."""
    home, client = f"/{language}/", stranger()
    search_finds(monkeypatch)
    match kind:
        case "found":
            search_finds(monkeypatch, PERSON)
            return client.post(home, {"name": PERSON.name})
        case "nothing":
            return client.post(home, {"name": PERSON.name})
        case "wrong":
            return client.post(home, {"name": " ", "born": "31.02.1987"})
        case "not now":
            search_fails(monkeypatch, OperationalError)
            return client.post(home, {"name": PERSON.name})
        case "not found":
            return client.get(f"{home}no-such-page/")
        case "unreadable":
            return client.post(home, {"name": "x" * 100_000})
        case "not this way":
            return client.delete(home)
    search_fails(monkeypatch, ZeroDivisionError)
    return client.post(home, {"name": PERSON.name})


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[*PAGES, *ANSWERS])
def reply(request: pytest.FixtureRequest, language: str, monkeypatch: pytest.MonkeyPatch) -> HttpResponse:
    """Every page that the site can show, in one language."""
    kind = str(request.param)
    if kind in PAGES:
        return stranger().get(f"/{language}/{PAGES[kind]}")
    return answer(kind, language, monkeypatch)


def test_every_address_of_the_site_is_walked_here() -> None:
    # The pages of figures are walked in their own room, tests/interfaces/figures; whether a paper is genuine is asked
    # of the database in test_papers_can_be_checked.
    # The gallery is walked in test_the_gallery and test_the_gallery_in_a_browser.
    elsewhere = {"website:verify", "website:things", "website:thing-picture"}
    walked = {name for name in route_names() if not name.startswith("figures:")} - elsewhere
    assert walked == set(PAGES)


@pytest.mark.parametrize(
    ("kind", "status"),
    list(zip(ANSWERS, (200, 200, 400, 503, 404, 400, 405, 500), strict=True)),
)
def test_each_answer_has_its_own_status_and_speaks_in_the_same_voice(
    kind: str, status: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = answer(kind, language, monkeypatch)
    assert page.status_code == status
    assert f'lang="{language}"' in page.text
    assert page.text.count("<h1>") == 1
    assert 'class="leave"' in page.text


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_no_answer_and_no_breakdown(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    search_fails(monkeypatch, error)
    page = stranger().post("/en/", {"name": PERSON.name})
    assert page.status_code == 503
    assert "This is no answer to your question." in page.text


@pytest.mark.parametrize("name", PAGES)
def test_each_page_opens(name: str, language: str) -> None:
    page = stranger().get(f"/{language}/{PAGES[name]}")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == language


def test_no_page_sets_a_cookie_or_carries_a_script(reply: HttpResponse) -> None:
    assert not reply.cookies
    assert "Set-Cookie" not in reply.headers
    assert "<script" not in reply.text
    assert "javascript:" not in reply.text
    assert not re.search(r"\son\w+=", reply.text)
    assert "style=" not in reply.text


def test_every_answer_carries_the_same_headers(reply: HttpResponse) -> None:
    usual = stranger().get("/en/help/")
    allowed_besides = {"Allow"} if reply.status_code == 405 else set()
    assert set(reply.headers) - allowed_besides == set(usual.headers)
    of_the_page = {"Content-Length", "Content-Language", "Allow"}
    for name in set(usual.headers) - of_the_page:
        assert reply.headers[name] == usual.headers[name], name


def test_nothing_may_be_kept_framed_indexed_or_loaded_from_elsewhere(reply: HttpResponse) -> None:
    assert reply.headers["Cache-Control"] == "no-store, no-transform"
    assert reply.headers["Referrer-Policy"] == "no-referrer"
    assert reply.headers["X-Frame-Options"] == "DENY"
    assert "noindex" in reply.headers["X-Robots-Tag"]
    assert "noindex" in reply.text
    policy = dict(part.strip().split(" ", 1) for part in reply.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == policy["style-src"] == policy["img-src"] == "'self'"
    assert policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert "script-src" not in policy
    for name in ("ETag", "Last-Modified", "Expires", "Vary"):
        assert name not in reply.headers


def test_a_page_and_its_stylesheet_weigh_little_enough_for_a_slow_telephone(reply: HttpResponse) -> None:
    assert len(reply.content) + STYLESHEET.stat().st_size < WEIGHT_LIMIT


def test_the_site_names_no_host_but_for_links_that_a_reader_may_choose(reply: HttpResponse) -> None:
    links = set(re.findall(r'<a href="(https?://[^"]+)" rel="noreferrer"', reply.text))
    assert links <= {"https://www.wikipedia.org/", "https://familylinks.icrc.org/", "https://oic.icmp.int/"}
    rest = reply.text
    for link in links:
        rest = rest.replace(f'"{link}"', "")
    assert "://" not in rest


def test_the_title_tells_a_person_who_looks_over_a_shoulder_nothing(reply: HttpResponse) -> None:
    found = re.search(r"<title>(.*?)</title>", reply.text)
    assert found
    assert found[1] in {
        *("Start page", "Form", "Letters", "Advice", "Your data", "Contact"),
        *("Главная", "Анкета", "Письма", "Советы", "Ваши данные", "Связаться"),
        *("Головна", "Анкета", "Листи", "Поради", "Ваші дані", "Зв’язатися"),
    }


def test_every_page_says_that_nobody_may_ask_for_money(reply: HttpResponse, language: str) -> None:
    words = {"en": "ask you for money", "ru": "просить у вас денег", "uk": "просити у Вас гроші"}
    assert words[language] in reply.text


def test_the_other_languages_show_the_same_page(language: str) -> None:
    page = stranger().get(f"/{language}/data/").text
    for other in set(LANGUAGES) - {language}:
        assert f'href="/{other}/data/"' in page


def test_the_first_visit_is_answered_in_the_browsers_language() -> None:
    for said, address in (("ru-RU,ru;q=0.9", "/ru/"), ("en-GB", "/en/"), ("uk", "/uk/"), ("", "/uk/")):
        reply = stranger().get("/", headers={"accept-language": said})
        assert reply.status_code == 302
        assert reply.headers["Location"] == address, said
        assert not reply.cookies


def test_a_page_stays_up_when_its_stylesheet_was_never_collected(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = CompressedManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    monkeypatch.setattr(surroundings, "staticfiles_storage", empty)
    page = stranger().get("/en/")
    assert page.status_code == 200
    assert '<link rel="stylesheet" href="/static/website/site.css">' in page.text
