"""Partners' pages at the desk in a real browser: from the first key to the webhook that does not arrive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from playwright.sync_api import Page
from tests.browsing import Walk, enter, press
from tests.interfaces.desk.conftest import let_in
from tests.interfaces.desk.office import open_office
from tests.interfaces.desk.partners import a_webhook
from tests.sites import LiveSite, OpenSite

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LANGUAGES = ("uk", "ru", "en")


def load() -> None:
    """An office, and a webhook whose messages do not arrive."""
    open_office()
    a_webhook()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosure_webhook_message (webhook_id, topic, state, attempts, said, tried_at, due_at)"
            " SELECT id, 'persons.changed', 'waiting', 2, 'HTTP 503', now(), now() + interval '5 minutes'"
            " FROM disclosure_webhook"
        )


@pytest.fixture(scope="module")
def desk(open_site: OpenSite) -> LiveSite:
    return open_site("desk", load=load)


def walk(page: Page, desk: LiveSite, language: str, see: Callable[[str], None]) -> None:
    let_in(page, desk, "chief")
    press(page, "nav a[href='/partners/']")
    see("partners")
    press(page, "main a.step")
    press(page, "form.card button.main")
    assert page.locator(".error").count() == 2
    see("giving a key, wrongly")
    # The whole form by keyboard: name, two boxes, domain, quota, Enter.
    page.focus("#id_name")
    page.keyboard.type(f"Agency {language}")
    for key in ("Tab", "Space", "Tab", "Space"):
        page.keyboard.press(key)
    page.focus("#id_quota")
    enter(page)
    key = page.inner_text("#key")
    assert len(key) == 43
    see("key, shown once")
    press(page, "main a.step")
    assert key not in page.content()
    see("partner")
    page.click("details:has(form[action$='/webhooks/']) summary")
    page.fill("#id_url", "https://10.0.0.7/")
    press(page, "form[action$='/webhooks/'] button")
    assert page.locator("#error-url").is_visible()
    see("adding a webhook, wrongly")
    page.fill("#id_url", f"https://hooks.agency.example/{language}")
    page.check("[name=topics][value='persons.changed']")
    press(page, "form[action$='/webhooks/'] button")
    press(page, "form[action$='/test/'] button")
    see("webhook that is tried")
    press(page, "form[action$='/pause/'] button")
    see("paused webhook")
    page.goto(f"{desk.url}/partners/")
    press(page, "td:has(.tag.strong) a")
    assert "HTTP 503" in page.inner_text(".news.error")
    see("webhook that does not arrive")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_stands_in_the_way_of_anybody(language: str, desk: LiveSite, walked: Walk) -> None:
    page, seen = walked(language, 320)
    walk(page, desk, language, seen.see)
    assert seen.faults == {}
