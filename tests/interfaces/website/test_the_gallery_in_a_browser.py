"""The gallery on an old telephone: three languages, no script, the keyboard alone, nobody else's server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, Walk, enter, press
from tests.bureau.photographs.gallery.released import ANCHOR, CROSS, FACE, released, remains
from tests.imaging.drawn import photograph
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CODES: dict[str, str] = {}
PICTURE = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photograph(seed=8)}


def load() -> None:
    """Things of which two people decided that they may be shown."""
    CODES.update(
        anchor=released(ANCHOR, of=remains("r-1"), seed=7),
        cross=released(CROSS, of=remains("r-2"), seed=8),
        face=released(FACE, of=remains("r-3"), seed=9),
    )


@pytest.fixture(scope="module")
def website(open_site: OpenSite) -> LiveSite:
    return open_site("website", load=load)


def pictures_are_there(page: Page) -> None:
    for picture in page.locator("main img").all():
        picture.evaluate("image => image.decode()")


def walk(page: Page, site: LiveSite, language: str, see: Callable[[str], None]) -> None:
    """Every page of the gallery, in the order in which a mother comes past."""
    page.goto(f"{site.url}/{language}/")
    press(page, "main a[href$='/things/']")
    see("things")
    press(page, "button[value=pictures]")
    pictures_are_there(page)
    see("things with pictures")
    page.select_option("main [name=place]", "forearm")
    page.fill("main [name=year]", "дві тисячі")
    press(page, "button.main")
    see("asked back")
    page.fill("main [name=year]", "2023")
    press(page, "button.main")
    see("found")
    page.fill("main [name=words]", "дракон")
    press(page, "button.main")
    see("nothing found")
    page.select_option("main [name=place]", "")
    page.fill("main [name=words]", "")
    page.set_input_files("main [name=photograph]", PICTURE)  # type: ignore[arg-type]
    press(page, "button.main")
    see("found by a picture")
    press(page, f"li:has(input[value='{CODES['cross']}']) button[value=open]")
    see("one thing, covered")
    press(page, "button[value=show]")
    pictures_are_there(page)
    see("one thing, uncovered")
    press(page, "button[value=thing]")
    see("an enquiry with its code")
    page.goto(f"{site.url}/{language}/things/")
    page.fill("#id_code", CODES["face"])
    press(page, "form:has(#id_code) button")
    see("a face, covered")
    page.goto(f"{site.url}/{language}/things/")
    page.fill("#id_code", "2222-2222")
    press(page, "form:has(#id_code) button")
    see("nothing under this code")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(language: str, width: int, website: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, width)
    walk(page, website, language, seen.see)
    assert seen.faults == {}


def test_a_mother_without_scripts_and_with_the_keyboard_alone(website: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="uk", java_script_enabled=False)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    page.goto(f"{website.url}/uk/things/")
    page.locator("main [name=words]").focus()
    page.keyboard.type("хрестик")
    enter(page)
    page.locator("ul.things button[value=open]").focus()
    enter(page)
    page.locator("button[value=show]").focus()
    enter(page)
    picture = page.locator(".thing img").get_attribute("src") or ""
    assert page.request.get(f"{website.url}{picture}").status == 200
    page.locator("button[value=thing]").focus()
    enter(page)
    code = f"{CODES['cross'][:4]}-{CODES['cross'][4:]}"
    assert page.locator("main [name=thing]").input_value() == code
    page.locator("main [name=name]").fill("Колодій Вадим")
    page.locator("main [name=name]").focus()
    enter(page)
    assert page.locator(".card li").count() == 10
    # The address in the history never says what was looked for or at.
    visited = {request.url.removeprefix(website.url) for request in asked if request.is_navigation_request()}
    assert visited == {"/uk/things/", "/uk/ask/"}
    assert all(request.url.startswith((website.url, "data:")) for request in asked)
    said = website.said()
    assert "хрестик" not in said
    assert CODES["cross"] not in said
