"""Matches in a real browser: three languages, telephone and desk, by keys alone, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, Request, expect
from tests.browsing import NewPage, Walk, enter, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = ("uk", "ru", "en")
HEADINGS = {"uk": "Збіги", "ru": "Совпадения", "en": "Matches"}


def _open_compared_office() -> None:
    from tests.bureau.matching.lists import compare

    open_office()
    compare()


@dataclass(frozen=True)
class Desks:
    """Three desks with the office's records compared: to look at, and for each test that decides something."""

    seen: LiveSite
    by_keys: LiveSite
    without_scripts: LiveSite


@pytest.fixture(scope="module")
def desks(open_site: OpenSite) -> Desks:
    """Opened together, before the browser: its event loop would leave their connections to nobody."""
    return Desks(*(open_site("desk", load=_open_compared_office) for _ in range(3)))


@pytest.fixture(scope="module")
def compared(desks: Desks) -> LiveSite:
    """The desk on which nothing is decided."""
    return desks.seen


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    """Every page of matches, told to `see` by name when it stands there."""
    let_in(page, desk, "taras")
    page.goto(f"{desk.url}/matches/")
    see("queue")
    page.click("details.filter summary")
    page.click("details.keys summary")
    see("queue, filter and keys")
    press(page, "[data-key=open]")
    assert re.search("/matches/[0-9a-f-]{36}/$", page.url)
    page.locator("#next table, #next a, #next p").first.wait_for()
    for one in page.locator("main details summary").all():
        one.click()
    see("match")
    page.goto(f"{page.url}exclude/")
    see("exclude")
    page.goto(f"{desk.url}/matches/mine/")
    see("mine")
    page.goto(f"{desk.url}/matches/explain/")
    page.fill("#id_left", "nothing")
    press(page, "main button.main")
    assert page.locator(".wrong").first.is_visible()
    see("explain, wrong")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_matches_stands_in_anybodys_way_or_is_wider_than_the_screen(
    language: str, compared: LiveSite, walked: Walk
) -> None:
    page, seen = walked(language, {"uk": 320, "ru": 768, "en": 1280}[language])

    def see(name: str) -> None:
        seen.see(name)
        if name == "queue":
            assert page.inner_text("h1") == HEADINGS[language]

    walk(page, compared, see)
    assert seen.faults == {}


def test_nothing_is_refused_by_the_sites_own_rules_and_no_name_stands_in_an_address(
    compared: LiveSite, new_page: NewPage
) -> None:
    page = new_page(locale="en")
    asked: list[Request] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    walk(page, compared, lambda _: None)
    page.goto(f"{compared.url}/matches/")
    page.click("details.filter summary")
    page.fill("#id_name", "Vereshchaka")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.press("#id_name", "Enter")
    expect(page.locator("#found")).to_contain_text("Верещака")
    # The page that refuses nonsense does so with status 400, which the browser remarks upon.
    assert [one for one in said if "400 (Bad Request)" not in one] == []
    for request in asked:
        assert request.url.startswith(compared.url)
        assert not re.search("Vereshchaka|%D0", request.url), request.url
    kept = page.evaluate("() => JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
    assert not re.search("Vereshchaka|Верещака", kept), "a browser remembers no page"


def test_choosing_what_is_shown_needs_no_button(compared: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    let_in(page, compared, "taras")
    page.goto(f"{compared.url}/matches/")
    page.click("details.filter summary")
    page.select_option("#id_kind", "prisoner")
    expect(page.locator("#found")).to_contain_text("There is no such match.")
    page.select_option("#id_kind", "dead")
    page.locator("#found [data-row]").first.wait_for()
    page.reload()
    assert page.input_value("#id_kind") == "dead"


def test_a_match_is_found_taken_up_and_excluded_by_keys_alone(desks: Desks, new_page: NewPage) -> None:
    desk = desks.by_keys
    page = new_page(locale="en")
    let_in(page, desk, "taras")
    page.goto(f"{desk.url}/matches/")
    first = page.locator("[data-row]").first
    page.keyboard.press("j")
    assert page.evaluate("() => document.activeElement.dataset.key") == "open"
    assert "here" in (first.get_attribute("class") or "")
    page.keyboard.press("x")
    expect(page.locator("[data-keys-say]")).to_contain_text("must be taken up before")
    page.keyboard.press("t")
    page.locator("[data-row]:first-child [data-key=exclude]").wait_for()
    page.locator("[data-row]:first-child [data-key=open]:focus").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("x")
    assert page.url.endswith("/exclude/")
    page.locator("#id_identifier").focus()
    page.keyboard.type("teeth")
    page.keyboard.press("Tab")
    page.keyboard.type("jxt other teeth?")  # letters in a field are letters
    page.keyboard.press("Tab")
    enter(page)
    assert re.search("/matches/[0-9a-f-]{36}/$", page.url)
    assert "jxt other teeth?" in page.inner_text(".news.warning")
    page.keyboard.press("?")
    expect(page.locator("details.keys[open]")).to_have_count(1)


def test_enter_opens_the_match_that_the_keys_have_reached(compared: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    let_in(page, compared, "taras")
    page.goto(f"{compared.url}/matches/")
    page.keyboard.press("j")
    here = page.evaluate("() => document.activeElement.getAttribute('href')")
    enter(page)
    assert page.url == f"{compared.url}{here}"


def test_the_keys_can_be_switched_off_and_stay_off(compared: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    let_in(page, compared, "taras")
    page.goto(f"{compared.url}/matches/")
    page.click("details.keys summary")
    page.click("[data-keys-switch]")
    assert page.inner_text("[data-keys-switch]") == "Switch the keys on"
    page.reload()
    page.keyboard.press("j")
    assert page.locator(".here").count() == 0
    page.click("details.keys summary")
    page.click("[data-keys-switch]")
    page.locator("h1").click()
    page.keyboard.press("j")
    assert page.locator(".here").count() == 1


def test_everything_works_without_scripts(desks: Desks, new_page: NewPage) -> None:
    desk = desks.without_scripts
    page = new_page(width=320, locale="en", java_script_enabled=False)
    let_in(page, desk, "taras")
    page.goto(f"{desk.url}/matches/")
    page.click("details.filter summary")
    page.select_option("#id_kind", "dead")
    press(page, "details.filter button.main")
    press(page, "[data-row] button")
    assert "You have taken this match up." in page.inner_text(".news")
    page.goto(f"{desk.url}/matches/mine/")
    press(page, "[data-key=open]")
    assert "under review" in page.inner_text(".tags")
    press(page, "text=Show which missing evidence would tell most")
    assert page.inner_text("h1") == "What would decide it next"
    page.go_back()
    press(page, "text=Exclude: these are two people")
    page.select_option("#id_identifier", "dental")
    page.fill("#id_because", "other teeth")
    press(page, "button.danger")
    assert "It comes back only with new evidence." in page.inner_text(".news.success")
    press(page, "text=Reopen with new evidence")
    page.fill("#id_new_evidence", "the X-rays were another man's")
    press(page, "main button.main")
    assert "The match is open again, and yours." in page.inner_text(".news.success")
