"""How the bureau says that it can be reached, or honestly that it has not said so yet."""

from __future__ import annotations

import dataclasses

from django.conf import settings as django_settings
from pytest_django.fixtures import Settings
from tests.interfaces.website.asking import stranger


def test_the_bureaus_name_and_contact_stand_on_the_page_line_by_line(settings: Settings) -> None:
    settings.CONFIGURATION = dataclasses.replace(
        django_settings.CONFIGURATION,
        bureau_name="Bureau <of> the Old Town",
        bureau_contact="1 Quiet Street\nbureau@example.org",
    )
    page = stranger().get("/en/contact/").text
    assert "Bureau &lt;of&gt; the Old Town" in page
    assert "1 Quiet Street<br>bureau@example.org" in page
    assert "What to write" in page


def test_a_bureau_that_cannot_be_reached_says_so_and_names_other_places(settings: Settings) -> None:
    settings.CONFIGURATION = dataclasses.replace(django_settings.CONFIGURATION, bureau_contact="")
    page = stranger().get("/en/contact/").text
    assert "has not yet said here how it can be reached" in page
    assert 'href="/en/help/"' in page
    assert "What to write" not in page
