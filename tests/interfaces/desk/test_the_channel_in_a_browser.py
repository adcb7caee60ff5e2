"""The channel's pages at the desk in a real browser, from the first words to the post that is taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import Walk, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.objects import a_post
from tests.interfaces.desk.office import DEAD_NAME, open_office
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = ("uk", "ru", "en")
#: Language of a walk -> a colleague's post, which is signed on it.
MADE: dict[str, str] = {}
SAVE, SIGN = "form.card button.main", "form[action$='/sign/'] button"


def load() -> None:
    open_office()
    MADE.update((language, str(a_post()["public_id"])) for language in LANGUAGES)


@pytest.fixture(scope="module")
def desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, colleagues_post: str, see: Callable[[str], None]) -> None:
    let_in(page, desk, "taras")
    press(page, "nav a[href='/channel/']")
    see("channel")
    press(page, "main a.step")
    page.fill("#id_publish_at", "завтра")
    press(page, SAVE)
    see("writing, wrongly")
    page.select_option("#id_kind", "guidance")
    page.fill("#id_body", f"Запитайте про нього: {DEAD_NAME}.")
    page.fill("#id_publish_at", "2026-05-31 09:00")
    press(page, SAVE)
    assert DEAD_NAME in page.inner_text("main [role=alert]")
    see("writing a name")
    page.fill("#id_body", "Запитати можна щодня.")
    press(page, SAVE)
    assert page.locator("main blockquote", has_text="Запитати можна щодня.").is_visible()
    assert page.locator(SIGN).count() == 0  # whoever wrote it does not let it out
    see("own post")
    press(page, "form[action$='/withdraw/'] button")
    see("taking back, without a reason")
    page.fill("form[action$='/withdraw/'] [name=reason]", "Помилка.")
    press(page, "form[action$='/withdraw/'] button")
    see("post that was taken back")
    page.goto(f"{desk.url}/channel/{colleagues_post}/")
    see("post of a colleague")
    press(page, SIGN)
    assert page.locator(SIGN).count() == 0
    see("signed post")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_stands_in_the_way_of_anybody(language: str, desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, 320)
    walk(page, desk, MADE[language], seen.see)
    assert seen.faults == {}
