"""The gallery's pages at the desk in a real browser, from the signed copy to the thing that is taken out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import Walk, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.objects import a_picture_granted_to_a_family, a_signed_copy_of_remains, a_thing_that_waits
from tests.interfaces.desk.office import open_office
from tests.sites import LiveSite, OpenSite

from antigone.bureau.enquiries.pictures.queries import enquiry_of_grant

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

MADE: dict[str, str] = {}


def load() -> None:
    """A copy that may be proposed, a thing that waits, and a picture granted to a family."""
    open_office()
    MADE["waits"] = str(a_thing_that_waits()["code"])
    MADE["copy"] = str(a_signed_copy_of_remains(seed=8)["public_id"])
    number = a_picture_granted_to_a_family()["number"]
    MADE["enquiry"] = str(enquiry_of_grant(number))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def gallery_desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, see: Callable[[str], None]) -> None:
    let_in(page, desk, "taras")
    press(page, "nav a[href='/gallery/']")
    see("gallery")
    page.goto(f"{desk.url}/redactions/{MADE['copy']}/")
    see("copy")
    press(page, "main a[href$='/gallery/']")
    press(page, "form.card button.main")
    see("propose, without a reason")
    page.goto(f"{desk.url}/gallery/{MADE['waits']}/")
    for summary in page.locator("summary").all():
        summary.click()
    page.locator(".picture img").evaluate("image => image.decode()")
    see("thing")
    press(page, "details form button.danger")
    see("taking out, without a reason")
    page.goto(f"{desk.url}/enquiries/{MADE['enquiry']}/pictures/")
    see("pictures for a family")


@pytest.mark.parametrize(("language", "width"), [("uk", 320)])
def test_no_page_stands_in_the_way_of_anybody(language: str, width: int, gallery_desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, width)
    walk(page, gallery_desk, seen.see)
    assert seen.faults == {}
