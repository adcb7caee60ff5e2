"""Photographs' pages in a real browser: three languages, telephone and desk, no script, nobody else's server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request
from tests.browsing import NewPage, Walk, enter, press
from tests.bureau.photographs.album import REGISTRAR, add
from tests.bureau.photographs.faces.gallery import face, person, read
from tests.imaging.drawn import photograph
from tests.interfaces.desk.conftest import as_owner_of, let_in
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

from antigone.bureau.photographs.actions import mark_region
from antigone.bureau.photographs.models import Photograph
from antigone.bureau.photographs.values import RegionDraft
from antigone.bureau.registry.models import Record

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def load() -> None:
    """A bureau with a photograph of somebody dead."""
    open_office()
    pictured = add(Record.objects.get(source_record_id="m-1").public_id)
    mark_region(pictured, RegionDraft("tattoo", (0.1, 0.1, 0.5, 0.5), "forearm", "left", "якір"), actor=REGISTRAR)
    read(Photograph.objects.get(public_id=pictured), face(person(1)), face(person(2)))


@pytest.fixture(scope="module")
def pictured_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def to_the_record(page: Page) -> None:
    press(page, "nav a[href='/search/']")
    page.fill("#id_name", "Верещака Остап")
    press(page, "form.card button.main")
    press(page, ".hits .head a >> nth=0")


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    """From the record to the photograph itself, and every form on the way, sent wrong once."""
    let_in(page, desk)
    to_the_record(page)
    page.locator(".covers img >> nth=0").scroll_into_view_if_needed()
    page.locator(".covers img >> nth=0").evaluate("image => image.decode()")
    see("record")
    press(page, "main a[href$='/photographs/new/']")
    see("new")
    press(page, "form.card button.main")
    see("new, without a file")
    page.set_input_files("#id_file", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    press(page, "form.card button.main")
    see("new, no picture")
    press(page, "form.card a.back")
    press(page, ".covers a >> nth=0")
    for summary in page.locator("summary").all():
        summary.click()
    see("covered")
    page.fill("#id_reason", "why")
    press(page, ".picture form button.main")
    see("covered, without a reason")
    page.fill("#id_reason", "to see whether it is he")
    press(page, ".picture form button.main")
    page.locator(".picture img").evaluate("image => image.decode()")
    see("shown")
    press(page, "main a[href$='/withdraw/']")
    see("withdraw")
    press(page, "form.card a.back")
    press(page, "main a[href$='/faces/']")
    see("faces, covered")
    page.fill("#id_reason", "to say which of them it is")
    press(page, ".picture form button.main")
    page.locator(".picture img").evaluate("image => image.decode()")
    see("faces, shown")
    # The keyboard alone: the choice has the focus, an arrow chooses the next, Enter sends.
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    enter(page)
    see("no face waits")
    press(page, "nav a[href='/marks/']")
    see("marks")
    page.select_option("#id_place", "forearm")
    page.fill("#id_words", "anchor")
    press(page, "form.card button.main")
    page.locator(".marks img >> nth=0").scroll_into_view_if_needed()
    page.locator(".marks img >> nth=0").evaluate("image => image.decode()")
    see("marks, found")
    page.set_input_files("#id_picture", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"})
    press(page, "form.card button.main")
    see("marks, no picture")
    with as_owner_of(desk) as owner:
        # For the next walk nobody has chosen.
        owner.execute("UPDATE photographs_keptface SET chosen = NULL, chosen_by = 'olena'")


@pytest.mark.parametrize(("language", "width"), [("uk", 320), ("ru", 768), ("en", 1280)])
def test_no_page_stands_in_the_way_of_anybody(language: str, width: int, pictured_desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, width)
    walk(page, pictured_desk, seen.see)
    assert seen.faults == {}


def test_a_photograph_goes_in_and_is_looked_at_without_scripts(pictured_desk: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=320, locale="en", java_script_enabled=False)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))
    let_in(page, pictured_desk)
    to_the_record(page)
    press(page, "main a[href$='/photographs/new/']")
    page.set_input_files("#id_file", {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photograph(seed=9)})
    press(page, "form.card button.main")
    assert "The photograph is kept." in page.inner_text("main")
    page.fill("#id_reason", "to see whether it is he")
    press(page, ".picture form button.main")
    shown = page.locator(".picture img").get_attribute("src") or ""
    assert "/picture/" in shown
    assert page.request.get(f"{pictured_desk.url}{shown}").status == 200
    assert all(request.url.startswith((pictured_desk.url, "data:")) for request in asked)
    said = pictured_desk.said()
    assert "picture/" not in said
    assert "Верещака" not in said
