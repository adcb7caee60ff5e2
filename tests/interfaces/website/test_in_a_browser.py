"""The site in a real browser: without scripts, by keyboard, on small screens, on paper, with disabilities."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, enter, press
from tests.interfaces.website.asking import LANGUAGES, PAGES
from tests.interfaces.website.people import FOUND, UNKNOWN
from tests.sites import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

WIDTHS = (320, 768, 1280)
VIEWS = (*PAGES, "not found", "nothing", "wrong", "found", "opened")


def ask(page: Page, site: LiveSite, language: str, words: dict[str, str]) -> None:
    page.goto(f"{site.url}/{language}/")
    for name, text in words.items():
        page.fill(f"[name={name}]", text)
    press(page, "button.main")


def every_view(page: Page, site: LiveSite, language: str) -> Iterator[str]:
    """Brings the browser to every page that a reader can see, one after the other."""
    for name, path in PAGES.items():
        page.goto(f"{site.url}/{language}/{path}")
        yield name
    page.goto(f"{site.url}/{language}/no-such-page/")
    yield "not found"
    ask(page, site, language, UNKNOWN)
    yield "nothing"
    ask(page, site, language, {"name": " ", "born": "31.02.1987"})
    yield "wrong"
    ask(page, site, language, FOUND)
    yield "found"
    page.click(".record > summary")
    yield "opened"


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_stands_in_the_way_of_people_with_disabilities_on_a_screen_of_any_width(
    website: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]], language: str
) -> None:
    page = new_page(width=WIDTHS[-1], bypass_csp=True)
    found: dict[tuple[str, int], list[str]] = {}
    for view in every_view(page, website, language):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            found[view, width] = axe(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found[view, width].append("wider than the screen")
    assert found == {(view, width): [] for view in VIEWS for width in WIDTHS}


def test_the_dark_colours_are_as_legible(
    website: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]]
) -> None:
    page = new_page(width=320, bypass_csp=True, color_scheme="dark")
    assert {view: axe(page) for view in every_view(page, website, "uk")} == {view: [] for view in VIEWS}
    page.goto(f"{website.url}/uk/")
    light = new_page(width=320, color_scheme="light")
    light.goto(f"{website.url}/uk/")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) != light.evaluate(paper)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_finger_must_hit_is_large_enough(website: LiveSite, new_page: NewPage, language: str) -> None:
    page = new_page(width=320)
    page.goto(f"{website.url}/{language}/")
    for target in page.locator("nav a, .leave a, .bureau a, form.search input, form.search button, summary").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 40, target.text_content()


def test_the_whole_site_works_without_scripts_and_asks_nobody_else(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, locale="ru-RU")
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    page.goto(website.url)
    assert page.url == f"{website.url}/ru/"
    for view in every_view(page, website, "ru"):
        assert page.locator("h1").is_visible(), view
    assert len(requests) > 10
    assert {request.url.split("/static/")[0].rstrip("/") for request in requests} >= {f"{website.url}/ru"}
    assert [request.url for request in requests if not request.url.startswith(website.url + "/")] == []
    assert page.context.cookies() == []


def test_the_words_asked_never_come_into_an_address(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    ask(page, website, "uk", FOUND)
    assert page.url == f"{website.url}/uk/"
    assert [request.url for request in requests if "?" in request.url or "#" in request.url] == []
    assert [request.url for request in requests if request.headers.get("referer")] == []


def test_a_search_can_be_made_and_its_answer_opened_with_the_keyboard_alone(
    website: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=320, java_script_enabled=False)
    page.goto(f"{website.url}/uk/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("class") == "skip"
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url(f"{website.url}/uk/#content")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("name") == "name"
    page.keyboard.type(FOUND["name"])
    page.keyboard.press("Tab")
    page.keyboard.type(FOUND["born"])
    enter(page)
    assert not page.locator(".record dl").first.is_visible()
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.locator("summary:focus").count():
            break
    assert page.locator("summary:focus").count() == 1
    outline = page.locator("summary:focus")
    assert outline.is_visible()
    page.keyboard.press("Enter")
    assert page.locator(".record dl").first.is_visible()
    assert page.get_by_text("Верещака Остап Данилович").is_visible()


def test_the_focus_can_be_seen(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320)
    page.goto(f"{website.url}/en/")
    seen = set()
    for _step in range(16):
        page.keyboard.press("Tab")
        style = "getComputedStyle(document.activeElement)"
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(f"{style}.outlineStyle") == "solid"
            assert float(page.evaluate(f"parseFloat({style}.outlineWidth)")) >= 3
            seen.add(page.evaluate("document.activeElement.outerHTML"))
    assert len(seen) > 12


def test_the_question_is_answered_in_another_language_without_typing_it_again(
    website: LiveSite, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    ask(page, website, "uk", FOUND)
    press(page, page.get_by_role("button", name="English"))
    assert page.url == f"{website.url}/en/"
    page.click(".record > summary")
    assert page.get_by_text("this person has died").is_visible()
    assert page.get_by_text("Верещака Остап Данилович").is_visible()


def test_the_way_out_is_a_plain_link_always_in_sight(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, java_script_enabled=False)
    page.goto(f"{website.url}/ru/help/")
    page.mouse.wheel(0, 4000)
    for _step in range(600):
        if top_of(page, "h1") < 0:
            break
        page.wait_for_timeout(100)
    assert top_of(page, "h1") < 0, "it was not scrolled"
    way_out = page.locator(".leave a")
    assert 0 <= top_of(page, ".leave a") < 60
    assert way_out.get_attribute("href") == "https://www.wikipedia.org/"
    assert way_out.get_attribute("rel") == "noreferrer"


def top_of(page: Page, what: str) -> float:
    box = page.locator(what).bounding_box()
    assert box is not None
    return box["y"]


def test_paper_gets_the_words_and_not_the_furniture(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(color_scheme="dark")
    ask(page, website, "uk", FOUND)
    page.click(".record > summary")
    page.emulate_media(media="print")
    for furniture in (".leave", ".languages", ".pages", ".skip"):
        assert not page.locator(furniture).is_visible()
    assert page.locator(".record dl").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_browser_finds_nothing_that_the_policy_forbids(website: LiveSite, new_page: NewPage) -> None:
    page = new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for view in every_view(page, website, "en"):
        assert page.locator("h1").count() == 1, view
    # A browser reports each answer with an error status; the site's own pages with 404 and 400 are such.
    assert [text for text in complaints if "Failed to load resource" not in text] == []
    assert page.evaluate("getComputedStyle(document.querySelector('.record')).borderStyle") == "solid"
