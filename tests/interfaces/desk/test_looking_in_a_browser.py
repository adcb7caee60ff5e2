"""Before beside after: three languages, telephone and desk; clicked without a script, swiped and flickered with one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage, Walk, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.looking import a_case_with_pictures
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def analysts_desk(open_site: OpenSite) -> LiveSite:
    def load() -> None:
        open_office()
        a_case_with_pictures()

    return open_site("desk", load=load)


def _pictures(page: Page, desk: LiveSite, name: str = "counts") -> str:
    let_in(page, desk, name)
    page.goto(f"{desk.url}/incidents/")
    press(page, "td.head a")
    press(page, "main a[href$='/footage/']")
    return page.url


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    pictures = _pictures(page, desk)
    see("pictures")
    press(page, "main form.card button.main")
    see("compare, one under its cover")
    page.goto(pictures)
    if page.locator("input[name=reason]").count():
        page.fill("input[name=reason]", "it is compared with the first")
        press(page, "form[action$='/lift/'] button")
    press(page, "main form.card button.main")
    see("compare")
    pair = page.url
    page.goto(f"{pair}?hint=1")
    see("where to look first")
    page.goto(f"{pair}align/")
    see("align")
    page.goto(pictures)
    press(page, "main a[href$='/mark/graves/']")
    see("count")
    page.goto(f"{pictures}counts/graves/")
    see("counts")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(language: str, width: int, analysts_desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, width)
    walk(page, analysts_desk, seen.see)
    assert seen.faults == {}


def test_a_click_is_a_mark_without_a_script(analysts_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1280, locale="en", java_script_enabled=False)
    _pictures(page, analysts_desk, "taras")
    press(page, "main a[href$='/mark/tents/']")
    shown = page.locator("input[type=image]").bounding_box()
    assert shown is not None
    assert (shown["width"], shown["height"]) == (600, 400)  # pixel for pixel: a click is told in pixels as shown
    for at in ((60, 80), (150, 200)):
        with page.expect_navigation():
            page.locator("input[type=image]").click(position={"x": at[0], "y": at[1]})
    assert "2 marks" in page.inner_text("main")
    assert page.locator("input[name=marks]").input_value() == "0.10000,0.20000;0.25000,0.50000"
    press(page, "button[name=undo]")
    assert "1 mark" in page.inner_text("main")
    press(page, "button[name=save]")
    assert "taras: 1" in page.inner_text("main")
    assert "A second person has to count" in page.inner_text("main")


def test_two_pictures_are_swiped_and_flickered(analysts_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1280, locale="en", reduced_motion="reduce")
    _pictures(page, analysts_desk)
    if page.locator("input[name=reason]").count():
        page.fill("input[name=reason]", "it is compared with the first")
        press(page, "form[action$='/lift/'] button")
    press(page, "main form.card button.main")
    above = page.locator(".stack img").nth(1)
    page.click("button[data-how=swipe]")
    page.get_by_role("slider").fill("25")
    assert "75%" in (above.get_attribute("style") or "")
    page.click("button[data-how=flicker]")
    assert "You see the later picture." in page.inner_text("main")
    page.click("button[data-how=flicker]")
    assert "You see the earlier picture." in page.inner_text("main")
    page.click("button[data-how=side]")
    assert page.locator(".stack").is_hidden()
    assert page.locator("figure.footage img").first.is_visible()
