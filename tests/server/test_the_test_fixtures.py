"""The fixtures that every other test stands on."""

import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from tests.browsing import NewPage
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


@pytest.mark.django_db
def test_the_database_sees_cyrillic_and_keeps_what_it_acknowledged() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT similarity('Шевченко', 'Щевченко')")
        assert cursor.fetchone()[0] > 0.3
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute("SELECT current_setting(%s)", [setting])
            assert cursor.fetchone()[0] == "on"
