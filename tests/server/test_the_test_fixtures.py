"""The fixtures that every other test stands on."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage, enter, left_unawaited, press
from tests.sites import LiveSite, OpenSite


@pytest.fixture(scope="module")
def website(open_site: OpenSite) -> LiveSite:
    return open_site("website")


def test_a_live_website_answers_strangers(website: LiveSite) -> None:
    try:
        with urllib.request.urlopen(website.url + "/no-such-page") as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    assert status in {200, 404}


@pytest.mark.browser
def test_axe_sees_what_stands_in_the_way(new_page: NewPage, axe: Callable[[Page], list[str]]) -> None:
    page = new_page()
    page.set_content("<html lang='en'><title>x</title><main><h1>x</h1><img src='x.png'></main></html>")
    found = axe(page)
    assert len(found) == 1
    assert found[0].startswith("image-alt")


@pytest.mark.browser
def test_who_leaves_a_page_without_waiting_for_the_next_is_found_out(new_page: NewPage) -> None:
    page = new_page()
    asked = "<a href='#here'>here</a><a href='/there'>there</a><form method='post'><button>send</button></form>"
    page.route("**/*", lambda route: route.fulfill(body=f"<p>{asked}</p>", content_type="text/html"))
    page.goto("http://site.test/")
    press(page, "button")
    press(page, "a >> nth=1")
    page.focus("button")
    enter(page)
    page.reload()
    page.click("a >> nth=0")
    assert page.url == "http://site.test/there#here"
    left = left_unawaited(page)
    assert left == []
    page.click("button")
    page.focus("button")
    page.keyboard.press("Enter")
    page.locator("a >> nth=1").click()
    page.wait_for_load_state()
    page.evaluate("() => { location.href = '/by-itself' }")
    page.wait_for_url("**/by-itself")
    assert left[0] == "POST http://site.test/there"
    assert left[-1] == "GET http://site.test/by-itself"
    left.clear()


@pytest.mark.django_db
def test_the_database_sees_cyrillic_and_keeps_what_it_acknowledged() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('Шевченко', 'Щевченко')")
        assert cursor.fetchone()[0] > 0.3
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [setting])
            assert cursor.fetchone()[0] == "on"
