"""The real desk in a real browser: three languages, telephone and desk, keyboard, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, enter, press
from tests.interfaces.desk.factors import live_code
from tests.interfaces.desk.office import DEAD_NAME, PASSWORD, PRISONER_NAME
from tests.sites import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = ("uk", "ru", "en")
WIDTHS = (320, 768, 1280)


def sign_in(page: Page, desk: LiveSite, see: Callable[[str], None] = lambda _: None) -> None:
    page.goto(desk.url)
    page.fill("#id_name", "olena")
    page.fill("#id_password", PASSWORD)
    press(page, "form:has(#id_password) button")
    see("second step")
    page.fill("#id_code", live_code(desk, "olena"))
    press(page, "form:has(#id_code) button.main")
    assert page.url == f"{desk.url}/"


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    """Every page of the desk, told to `see` by name when it stands there."""
    page.goto(desk.url)
    see("sign in")
    page.fill("#id_name", "olena")
    page.fill("#id_password", "wrong")
    press(page, "form:has(#id_password) button")
    see("sign in, refused")
    sign_in(page, desk, see)
    see("overview")
    page.fill("#id_name", "Vereshchaka Ostap")
    page.fill("#id_born", "1987")
    press(page, "button.main")
    see("search")
    page.fill("#id_name", "")
    page.fill("#id_born", "31.02.1987")
    press(page, "button.main")
    see("search, wrong")
    page.fill("#id_name", DEAD_NAME)
    page.fill("#id_born", "")
    press(page, "button.main")
    press(page, ".hits .head a >> nth=0")
    see("record")
    press(page, "main a[href$='/delete/']")
    see("delete")
    page.goto(f"{desk.url}/imports/")
    see("imports")
    press(page, "td.head a >> nth=1")
    see("import")
    press(page, "main a[href$='/undo/']")
    see("undo")
    page.goto(f"{desk.url}/sources/")
    see("sources")
    press(page, "td.head a >> nth=0")
    see("source")
    press(page, "main a[href$='/edit/']")
    see("source, edit")
    page.goto(f"{desk.url}/password/")
    see("password")
    page.goto(f"{desk.url}/no-such-page/")
    see("not found")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_stands_in_the_way_of_people_with_disabilities_or_is_wider_than_the_screen(
    language: str, live_desk: LiveSite, new_page: NewPage, axe: Callable[[Page], list[str]]
) -> None:
    own_width = {"uk": 320, "ru": 768, "en": 1280}[language]
    page = new_page(width=own_width, locale=language, bypass_csp=True)
    found: dict[str, list[str]] = {}

    def see(name: str) -> None:
        if faults := [*axe(page), *too_wide(page, own_width)]:
            found[name] = faults
        assert page.locator("html").get_attribute("lang") == language

    walk(page, live_desk, see)
    assert found == {}


def too_wide(page: Page, back_to: int) -> list[str]:
    """Of each width of a screen, by how much the page runs past its edge."""
    faults = []
    for width in (*WIDTHS, back_to):
        page.set_viewport_size({"width": width, "height": 800})
        if (over := page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")) > 0:
            faults.append(f"at {width}: {over} pixels too wide")
    return faults


def test_no_other_host_no_address_and_no_log_learns_a_name(live_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    walk(page, live_desk, lambda _: None)
    assert asked
    for request in asked:
        assert request.url.startswith(live_desk.url)
        assert not re.search("Vereshchaka|%D0", request.url), request.url
    said = live_desk.said()
    for secret in ("Vereshchaka", "Верещака", "olena", PASSWORD, "127.0.0.1"):
        assert secret not in said


def test_everything_works_without_scripts_and_by_keyboard_alone(live_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    page.goto(live_desk.url)
    # The browser gives the first field the focus in its own time: on a busy machine after the page has loaded.
    page.locator("#id_name:focus").wait_for()
    page.keyboard.type("olena")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    enter(page)
    assert page.url == f"{live_desk.url}/sign-in/second-step/"
    page.locator("#id_code:focus").wait_for()
    page.keyboard.type(live_code(live_desk, "olena"))
    enter(page)
    assert page.url == f"{live_desk.url}/"
    page.goto(f"{live_desk.url}/search/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # skip to the content
    page.wait_for_url(f"{live_desk.url}/search/#content")
    page.keyboard.press("Tab")
    page.keyboard.type("Haidabura Yukhym")
    enter(page)
    assert page.url == f"{live_desk.url}/search/"
    assert PRISONER_NAME in page.inner_text(".hits")


def test_the_language_switch_stays_on_the_page(live_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/sources/")
    press(page, "button[lang=ru]")
    assert page.url == f"{live_desk.url}/sources/"
    assert page.inner_text("h1") == "Источники"
    press(page, "button[lang=uk]")
    assert page.inner_text("h1") == "Джерела"


def test_after_signing_out_the_way_back_shows_nothing(live_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    sign_in(page, live_desk)
    page.goto(f"{live_desk.url}/imports/")
    press(page, "button:has-text('Sign out')")
    assert page.url == f"{live_desk.url}/sign-in/"
    assert [cookie["name"] for cookie in page.context.cookies()] == ["csrftoken"]  # the sign-in form's own
    page.goto(f"{live_desk.url}/imports/")
    assert "prisoners.csv" not in page.content()
    assert page.url.startswith(f"{live_desk.url}/sign-in/")


def test_a_freeze_a_release_and_an_undo_work_with_the_desks_own_rights(live_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(locale="en")
    sign_in(page, live_desk)
    page.fill("#id_name", DEAD_NAME)
    press(page, "button.main")
    press(page, ".hits .head a >> nth=0")
    for act in ("Withhold", "Release"):
        page.fill("#id_reason", "contested")
        press(page, f"button:has-text('{act} the record')")
    assert "families can find it" in page.inner_text(".tags")
    page.goto(f"{live_desk.url}/imports/")
    press(page, "td.head a >> nth=0")
    press(page, "main a[href$='/undo/']")
    press(page, "button.danger")
    assert "The import is undone: 2 records removed" in page.inner_text(".news")
