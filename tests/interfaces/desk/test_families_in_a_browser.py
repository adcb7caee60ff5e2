"""Families' pages in a real browser: three languages, telephone and desk, no script, nobody else's server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, Walk, press
from tests.bureau.identification.town import Town, searched
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def load() -> None:
    """A bureau with three families who gave swabs, and what DNA says of them."""
    open_office()
    Town(3).settle(uses=("search", "quality"))
    searched()


@pytest.fixture(scope="module")
def laboratory_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, who: str, see: Callable[[str], None]) -> None:
    """Every page of families that changes nothing."""
    let_in(page, desk, who)
    press(page, "nav a[href='/families/']")
    see("families")
    page.fill("#id_label", "F-1")
    press(page, "form.card button.main")
    see("families, looked up")
    press(page, "td.head a >> nth=0")
    page.locator("summary >> nth=0").click()
    page.locator(".tree img").evaluate("image => image.decode()")
    see("family")
    press(page, "main a[href$='/next/']")
    see("whom to ask next")
    page.fill("#id_bodies", "1")
    press(page, "form.card button.main")
    see("whom to ask next, wrong")
    page.go_back()
    page.go_back()
    press(page, "main a[href$='/withdraw/'] >> nth=0")
    see("withdraw")
    press(page, "button.danger")
    see("withdraw, unsure")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(
    language: str, width: int, laboratory_desk: LiveSite, walked: Walk
) -> None:
    page, seen = walked(language, width)
    walk(page, laboratory_desk, "taras", seen.see)
    assert seen.faults == {}


def test_the_laboratory_works_without_scripts_and_asks_nobody_elses_server(
    laboratory_desk: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    let_in(page, laboratory_desk, "lab")
    press(page, "nav a[href='/families/']")
    press(page, "td.head a >> nth=0")
    assert "extremely strong support" in page.inner_text("main")
    press(page, "main a[href$='/next/']")
    assert "of 100 bodies" in page.inner_text("main")
    assert all(request.url.startswith(laboratory_desk.url) for request in asked)
    assert [request for request in asked if request.url.endswith("/tree.svg")]
    assert "F-" not in "".join(request.url for request in asked)
